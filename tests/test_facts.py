from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import pytest

from explorer.model import source_of

if TYPE_CHECKING:
    from pathlib import Path

    from explorer.model import Cases


@pytest.fixture(scope="module")
def recorded(shared: Path) -> list[dict[str, str]]:
    with (shared / "facts" / "reforms.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def bare(address: str) -> str:
    """Return an address without what is written in one place and left out in another."""
    return address.rpartition("//")[2].removeprefix("www.")


def test_every_recorded_reform_is_at_its_place_with_its_source(recorded: list[dict[str, str]], cases: Cases) -> None:
    addresses = {source.id: bare(source.url or "") for source in cases.sources}
    held = {
        (name, row.place, addresses[source_of(citation)])
        for reform in cases.reforms
        for name in (reform.title_zh, *reform.aliases_zh)
        for row in reform.reach
        for citation in row.sources
    }

    missing = [
        (row["programme_zh"], row["place_code"])
        for row in recorded
        if (row["programme_zh"], row["place_code"], bare(row["source_url"])) not in held
    ]

    assert len(recorded) > 120
    assert missing == []


def test_every_recorded_year_is_kept_or_an_earlier_one(recorded: list[dict[str, str]], cases: Cases) -> None:
    since = {
        (name, row.place): row.since
        for reform in cases.reforms
        for name in (reform.title_zh, *reform.aliases_zh)
        for row in reform.reach
    }

    lost = [
        (row["programme_zh"], row["place_code"], row["year"])
        for row in recorded
        if row["year"]
        and "year not on the page" not in row["fact_en"]
        and (since[row["programme_zh"], row["place_code"]] or 9999) > int(row["year"])
    ]

    assert lost == []
