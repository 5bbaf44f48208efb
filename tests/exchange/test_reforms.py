from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from explorer.exchange.reforms import reforms_table

if TYPE_CHECKING:
    from explorer.model import Cases


@pytest.fixture
def records(cases: Cases) -> list[dict[str, object]]:
    return [dict(each) for each in reforms_table(cases).records()]


def test_a_table_has_a_row_for_each_place_that_a_reform_reached(records: list[dict[str, object]], cases: Cases) -> None:
    expected = [(reform.id, row.place, row.status) for reform in cases.reforms for row in reform.reach]

    assert [(each["reform"], each["place"], each["status"]) for each in records] == expected


def test_an_unknown_year_is_an_empty_cell(records: list[dict[str, object]], cases: Cases) -> None:
    expected = [row.since for reform in cases.reforms for row in reform.reach]

    assert [each["since"] for each in records] == expected
    assert None in expected


def test_each_row_names_its_source(records: list[dict[str, object]], cases: Cases) -> None:
    titles = {source.id: source.title for source in cases.sources}

    assert all(each["source_title"] == titles[str(each["source"])] for each in records)
    assert {each["address_is_a_copy"] for each in records} == {True, False, None}
    assert {each["paragraph"] for each in records if each["source"] == "weifang-2025"} > {19, 34}
