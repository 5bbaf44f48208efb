from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from explorer import reach
from explorer.filters import Filter

if TYPE_CHECKING:
    from explorer.model import Cases, Reform
    from explorer.reach import Cover
    from geodata import Places


def test_the_matrix_has_a_row_for_each_reform_and_a_column_for_each_county(cases: Cases, weifang: Places) -> None:
    table = reach.matrix(cases.reforms, weifang)

    assert [place.code for place in table.places] == [county.code for county in weifang.counties]
    assert len(table.cells) == len(cases.reforms)
    assert {len(row) for row in table.cells} == {12}


@pytest.mark.parametrize(
    ("reform", "county", "cover"),
    [
        ("shouguang-vegetable-supply", "370783", "here"),
        ("shouguang-vegetable-supply", "370784", None),
        ("gaoxin-approval-sprint-camp", "370705", "zone"),
        ("gaoxin-approval-sprint-camp", "370783", None),
        ("quality-loan", "370783", "citywide"),
        ("red-property-management", "370705", "here"),
        ("red-property-management", "370783", "citywide"),
    ],
)
def test_a_county_is_reached_by_itself_its_zones_or_the_city(
    reform: str, county: str, cover: Cover | None, by_id: dict[str, Reform], weifang: Places
) -> None:
    table = reach.matrix([by_id[reform]], weifang)

    (row,) = table.cells
    assert row[[place.code for place in table.places].index(county)].cover == cover


def test_counts_equal_the_rows_behind_them(cases: Cases, weifang: Places) -> None:
    counts = reach.matrix(cases.reforms, weifang).counts()

    for county in weifang.counties:
        groups = reach.group_for(county, cases.reforms, weifang)
        assert counts[county.code].here == len(groups.here) > 0
        assert counts[county.code].zones == len({entry.reform.id for entry in groups.zones})


def test_without_reforms_each_county_is_counted_as_none(weifang: Places) -> None:
    assert reach.matrix([], weifang).counts() == {county.code: reach.Counts(0, 0, 0) for county in weifang.counties}


def test_the_reforms_of_a_county_stand_in_three_groups(cases: Cases, weifang: Places) -> None:
    groups = reach.group_for(weifang["370704"], cases.reforms, weifang)

    assert {entry.row.place for entry in groups.here} == {"370704"}
    assert {entry.row.place for entry in groups.zones} == {"370700-xiashan"}
    assert {entry.row.place for entry in groups.citywide} == {"370700"}
    assert groups.n_reforms < len(groups.here) + len(groups.zones) + len(groups.citywide)


def test_the_reforms_of_a_group_stand_newest_first_and_those_without_a_year_last(cases: Cases, weifang: Places) -> None:
    here = reach.group_for(weifang["370783"], cases.reforms, weifang).here
    years = [entry.row.since or entry.reform.since or 0 for entry in here]

    assert years == sorted(years, reverse=True)
    assert years[-1] == 0


def test_a_filter_of_reach_holds_in_the_groups(cases: Cases, weifang: Places) -> None:
    wanted = Filter.parse({"status": "pilot", "from": "2020"})

    groups = reach.group_for(weifang["370781"], cases.reforms, weifang, wanted)

    rows = [entry.row for entry in (*groups.here, *groups.zones, *groups.citywide)]
    assert rows
    assert all(row.status == "pilot" and row.since and row.since >= 2020 for row in rows)


def test_related_reforms_share_the_theme_and_stand_nearest_first(
    cases: Cases, by_id: dict[str, Reform], weifang: Places
) -> None:
    reform = by_id["shouguang-vegetable-supply"]

    found = reach.related(reform, cases.reforms, weifang)

    assert len(found) == 4
    assert {each.theme for each in found} == {"countryside"}
    assert reform not in found
    assert all(each.reach_at("370783") for each in found)


def test_rows_are_counted_by_the_place_that_they_name(by_id: dict[str, Reform]) -> None:
    counted = reach.rows_by_place([by_id["community-micro-business"], by_id["quality-loan"]], Filter())

    assert counted == {"370700": 2, "370703": 1, "370705": 1}
