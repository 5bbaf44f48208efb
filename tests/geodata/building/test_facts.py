from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import pytest

from explorer.records.models import source_of
from geodata.building import facts

if TYPE_CHECKING:
    from pathlib import Path

    from explorer.records.models import Cases


WEIFANG, SHANDONG, WENZHOU = "370700", "370000", "330300"


@pytest.mark.parametrize(("region", "n_zones", "n_towns"), [(WEIFANG, 6, 122), (SHANDONG, 6, 122), (WENZHOU, 0, 0)])
def test_facts_are_those_of_the_city_or_of_all_cities_of_the_province(region: str, n_zones: int, n_towns: int) -> None:
    assert len(list(facts.zones(region))) == n_zones
    assert len(list(facts.towns(region))) == n_towns


def test_a_city_whose_code_begins_like_another_has_its_own_facts_only() -> None:
    assert facts.published_areas_km2("370000").keys() == facts.published_areas_km2("370700").keys()
    assert facts.published_areas_km2("370100") == facts.published_areas_km2("371000") == {}
    assert facts.notes("371000") == ""


def test_numbers_are_those_of_the_units_asked_for() -> None:
    places = {row["place"] for row in facts.indicators(SHANDONG, {"370783", "370784"})}

    assert places == {"370783", "370784"}


def test_names_of_provinces_are_complete() -> None:
    assert facts.province("150000") == {
        "name_zh": "内蒙古自治区",
        "name_en": "Inner Mongolia Autonomous Region",
        "short_zh": "内蒙古",
        "short_en": "Inner Mongolia",
        "pinyin": "Nèiměnggǔ",
    }
    assert facts.names(WENZHOU)["371722"]["name_en"] == "Shanxian County"


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
