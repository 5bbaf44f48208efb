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
from explorer.filters import Filter
from explorer.layout import Layout, Rule

if TYPE_CHECKING:
    from explorer.model import Cases, Reform
    from explorer.store import Store
    from geodata import Places


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
