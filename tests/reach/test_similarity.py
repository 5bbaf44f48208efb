from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import filters, known_words

from explorer import reach
from explorer.query.filters import Filter

if TYPE_CHECKING:
    from explorer.reach import Comparison
    from explorer.records.models import Cases, Reform
    from explorer.store import Store
    from geodata import Places

SHOUGUANG, QINGZHOU, ANQIU, KUIWEN, HANTING = "370783", "370781", "370784", "370705", "370703"
GAOXIN = "370700-gaoxin"


def compared(codes: tuple[str, ...], cases: Cases, places: Places, **asked: str) -> Comparison:
    return reach.compare([places[code] for code in codes], cases.reforms, places, Filter.parse(asked))


def test_three_counties_share_what_was_found_by_hand(cases: Cases, weifang: Places) -> None:
    told = compared((SHOUGUANG, QINGZHOU, ANQIU), cases, weifang)

    assert [each.reform.id for each in told.shared] == ["provincial-feature-towns", "rural-property-exchange"]
    towns, exchange = told.shared
    assert {code: [(row.status, row.since) for row in rows] for code, rows in towns.rows.items()} == {
        SHOUGUANG: [("pilot", None)],
        QINGZHOU: [("pilot", None)],
        ANQIU: [("pilot", None)],
    }
    assert {code: [(row.status, row.since) for row in rows] for code, rows in exchange.rows.items()} == {
        QINGZHOU: [("adopted", 2014)],
        ANQIU: [("adopted", 2014)],
    }
    assert {code: len(held) for code, held in told.only.items()} == {SHOUGUANG: 13, QINGZHOU: 14, ANQIU: 9}
    assert [each.reform.id for each in told.also_citywide[ANQIU]] == ["smart-school-canteens", "old-estate-renewal"]
    assert told.n_citywide == 68


def test_what_the_city_runs_for_all_is_never_told_as_only_in_one(cases: Cases, weifang: Places) -> None:
    told = compared((HANTING, KUIWEN), cases, weifang)

    red = next(each for each in told.shared if each.reform.id == "red-property-management")
    assert red.citywide is not None
    assert red.citywide.place == "370700"
    of_city = {reform.id for reform in cases.reforms if reform.reach_at("370700")}
    assert not of_city & {held.reform.id for each in told.only.values() for held in each}


def test_a_zone_that_is_compared_does_not_count_for_its_host(cases: Cases, weifang: Places) -> None:
    with_host = compared((KUIWEN, GAOXIN), cases, weifang)
    alone = compared((KUIWEN, HANTING), cases, weifang)

    assert with_host.shared == ()
    assert {each.reform.id for each in with_host.only[GAOXIN]} == {
        "gaoxin-approval-sprint-camp",
        "gaoxin-community-secretaries-exchange",
        "gaoxin-project-task-forces",
    }
    assert alone.sides[0].n_in_zones == 5  # three in gaoxin, two in zongbao
    assert len(alone.sides[0].held) == len(with_host.sides[0].held) + 3


def test_a_reform_counts_once_in_the_first_year_that_is_stated_for_it_here(
    by_id: dict[str, Reform], weifang: Places
) -> None:
    exchange = by_id["rural-property-exchange"]  # Hanting itself since 2014; its zone for farm opening states no year

    hanting, shouguang = reach.compare([weifang[HANTING], weifang[SHOUGUANG]], [exchange], weifang).sides

    assert [row.since for row in hanting.held[0].rows] == [2014, None]
    assert hanting.years == {2014: 1}
    assert hanting.themes == {"countryside": 1}
    assert shouguang.held == ()
    assert shouguang.years == {}


def test_the_largest_figures_are_of_different_reforms_each_number_once_and_shares_last(
    cases: Cases, weifang: Places
) -> None:
    (shouguang, _) = compared((SHOUGUANG, QINGZHOU), cases, weifang).sides

    told = shouguang.largest(4)

    assert [(reform.id, figure.number) for reform, figure in told] == [
        ("shouguang-digital-vegetables", 157_000),
        ("shouguang-ten-minute-start-up-circle", 100_000),
        ("shouguang-red-flag-stairwells", 300),
        ("shouguang-common-prosperity-model-county", 277),  # its 157,000 greenhouses are told above
    ]


def test_honours_stand_by_level_and_a_filter_of_honours_holds(cases: Cases, weifang: Places) -> None:
    (shouguang, _) = compared((SHOUGUANG, QINGZHOU), cases, weifang).sides
    (national, _) = compared((SHOUGUANG, QINGZHOU), cases, weifang, level="national").sides

    assert [honour.level for _, honour in shouguang.honours] == ["national"] * 4 + ["provincial"] * 5
    assert shouguang.levels == {"national": 4, "provincial": 5}
    assert national.levels == {"national": 4}


@pytest.mark.parametrize("codes", [(SHOUGUANG, QINGZHOU), (ANQIU, SHOUGUANG, KUIWEN, GAOXIN)])
def test_places_stand_in_the_order_asked(codes: tuple[str, ...], cases: Cases, weifang: Places) -> None:
    assert tuple(side.place.code for side in compared(codes, cases, weifang).sides) == codes


CODES = st.sampled_from([SHOUGUANG, QINGZHOU, ANQIU, KUIWEN, HANTING, "370704", GAOXIN, "370700-xiashan"])


@given(wanted=filters(known_words()), codes=st.lists(CODES, unique=True, min_size=2, max_size=4))
def test_each_reform_of_a_side_is_shared_or_its_own_and_each_number_sums_up(
    wanted: Filter, codes: list[str], store: Store, weifang: Places
) -> None:
    found = store.reforms(wanted)

    told = reach.compare([weifang[code] for code in codes], found, weifang, wanted)

    for side in told.sides:
        code = side.place.code
        shared = {each.reform.id for each in told.shared if code in each.rows}
        own = [each.reform.id for each in (*told.only[code], *told.also_citywide[code])]
        assert sorted([*shared, *own]) == sorted(side.by_id)
        assert sum(side.themes.values()) == sum(side.years.values()) == len(side.held)
        group = reach.group_for(side.place, found, weifang, wanted)
        listed = [entry for entry in (*group.here, *group.zones) if entry.row.place not in set(codes) - {code}]
        assert sum(len(each.rows) for each in side.held) == len(listed)
        assert {entry.reform.id for entry in group.citywide} == {
            reform.id for reform in found if any(row.place == "370700" and wanted.keeps(row) for row in reform.reach)
        }
        assert told.n_citywide == len({entry.reform.id for entry in group.citywide})
