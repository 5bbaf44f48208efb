from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from by_hand import (
    ANQIU,
    CHANGYI,
    CITY,
    CLUSTERS,
    COUNTIES,
    ESTATES,
    FANGZI,
    GAOXIN,
    HANTING,
    KNOWN,
    KUIWEN,
    LINQU,
    MARKET,
    RED,
    SHOUGUANG,
    WEICHENG,
    Known,
)
from hypothesis import example, given
from hypothesis import strategies as st
from strategies import filters, known_words, rules

from explorer import reach
from explorer.query.filters import Filter
from explorer.query.options import Layout, Rule

if TYPE_CHECKING:
    from explorer.records.models import Cases, Reform
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


@pytest.mark.parametrize("known", KNOWN, ids=str)
def test_whom_to_ask_was_read_from_the_map(known: Known, by_id: dict[str, Reform], weifang: Places) -> None:
    rule = Layout(citywide=known.citywide, zones=known.zones).rule
    table = reach.matrix([by_id[known.reform]], weifang, rule=rule)

    found = {code: reach.gaps(table, code, weifang) for code in COUNTIES}

    assert {code: gaps[0].ask.code for code, gaps in found.items() if gaps} == known.asks
    assert {gap.n_counties for gaps in found.values() for gap in gaps} <= {known.whole[0]}


@pytest.mark.parametrize(
    ("county", "rule", "least", "gaps"),
    [
        (SHOUGUANG, Rule(), 2, [(MARKET, 5, HANTING), (CLUSTERS, 5, CHANGYI)]),
        (SHOUGUANG, Rule(), 6, []),
        (
            SHOUGUANG,
            Rule(citywide=False),
            2,
            [
                *[(MARKET, 5, HANTING), (CLUSTERS, 5, CHANGYI), (RED, 4, HANTING), (ESTATES, 3, WEICHENG)],
                *[("community-micro-business", 2, HANTING), ("smart-school-canteens", 2, LINQU)],
            ],
        ),
        (KUIWEN, Rule(), 2, [("provincial-feature-towns", 7, FANGZI), (MARKET, 5, FANGZI), (CLUSTERS, 5, CHANGYI)]),
        (ANQIU, Rule(), 2, []),
    ],
)
def test_what_a_county_lacks_was_counted_by_hand(
    county: str, rule: Rule, least: int, gaps: list[tuple[str, int, str]], cases: Cases, weifang: Places
) -> None:
    table = reach.matrix(cases.reforms, weifang, rule=rule)

    found = reach.gaps(table, county, weifang, least)

    assert [(gap.reform.id, gap.n_counties, gap.ask.code) for gap in found] == gaps


def test_why_a_county_is_asked_is_told_by_its_border_or_its_distance(by_id: dict[str, Reform], weifang: Places) -> None:
    table = reach.matrix([by_id[MARKET], by_id[CLUSTERS]], weifang)

    market, clusters = reach.gaps(table, SHOUGUANG, weifang)

    assert market.nearness.border_km == pytest.approx(112, abs=1)  # with Hanting, from the map
    assert clusters.nearness.border_km is None  # none of its neighbours has it
    assert clusters.nearness.distance_km == pytest.approx(54, abs=1)
    assert [place.code for place in clusters.counties] == [CHANGYI, LINQU, ANQIU, "370785", "370782"]
    assert (market.cell.kind, market.cell.since) == ("origin", 2014)


def test_the_rows_of_a_zone_answer_for_its_host(by_id: dict[str, Reform], weifang: Places) -> None:
    (gap,) = reach.gaps(reach.matrix([by_id[MARKET]], weifang), KUIWEN, weifang)

    assert (gap.ask.code, gap.cell.kind, gap.cell.rows[0].place) == (FANGZI, "zone", "370700-xiashan")


@pytest.mark.parametrize("code", [CITY, GAOXIN, "220202"])
def test_only_a_county_of_the_matrix_can_be_asked_about(code: str, by_id: dict[str, Reform], weifang: Places) -> None:
    with pytest.raises(KeyError, match=code):
        reach.gaps(reach.matrix([by_id[MARKET]], weifang), code, weifang)


@given(wanted=filters(known_words()), rule=rules(), county=st.sampled_from(COUNTIES), least=st.integers(0, 13))
@example(wanted=Filter(), rule=Rule(citywide=False), county=SHOUGUANG, least=1)
def test_a_gap_is_never_recorded_here_and_nobody_nearer_has_it(  # a filter, a switch, a county
    wanted: Filter, rule: Rule, county: str, least: int, store: Store, weifang: Places
) -> None:
    table = reach.matrix(store.reforms(wanted), weifang, wanted, rule)
    having = {
        line.reform.id: {place.code for place, cell in zip(table.places, line.cells, strict=True) if cell.rows}
        for line in table.lines
    }

    found = reach.gaps(table, county, weifang, least)

    nearest = [each.code for each in weifang.nearest_of(county)]
    assert {gap.reform.id for gap in found} == {
        reform for reform, codes in having.items() if county not in codes and len(codes) >= max(least, 1)
    }
    for gap in found:
        codes = [place.code for place in gap.counties]
        assert set(codes) == having[gap.reform.id]
        assert codes == sorted(codes, key=nearest.index)
        assert gap.ask == gap.counties[0]
        assert gap.nearness.code == gap.ask.code
        assert gap.cell.rows
    assert [gap.n_counties for gap in found] == sorted((gap.n_counties for gap in found), reverse=True)
