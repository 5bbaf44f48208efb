from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given
from strategies import filters, known_words

from explorer import reach
from explorer.filters import Filter

if TYPE_CHECKING:
    from explorer.model import Cases, Reform
    from explorer.store import Store
    from geodata import Places


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


@pytest.mark.parametrize(
    ("reform", "asked", "hidden"),
    [
        ("provincial-feature-towns", {"from": "2000"}, True),  # no row states a year
        ("provincial-feature-towns", {}, False),
        ("provincial-feature-towns", {"from": "2000", "status": "adopted"}, False),  # its rows are pilots
        ("rural-property-exchange", {"from": "2000"}, False),  # five rows state one
        ("rural-property-exchange", {"to": "2013"}, True),  # the agricultural zone may have been earlier
        ("rural-property-exchange", {"to": "2013", "scope": "county"}, False),
        ("old-estate-renewal", {"to": "2000"}, False),  # each row states a later year
    ],
)
def test_years_hide_what_states_none(
    reform: str, asked: dict[str, str], *, hidden: bool, by_id: dict[str, Reform]
) -> None:
    found = reach.undated([by_id[reform]], Filter.parse(asked))

    assert [each.id for each in found] == ([reform] if hidden else [])


@given(wanted=filters(known_words()))
@example(wanted=Filter(to_year=2020))
def test_what_is_undated_is_found_without_years_and_never_with_them(wanted: Filter, store: Store) -> None:
    found, any_year = store.reforms(wanted), store.reforms(wanted.without("from", "to"))

    undated = reach.undated(any_year, wanted)

    assert not set(undated) & set(found)
    assert set(undated) <= set(any_year)
