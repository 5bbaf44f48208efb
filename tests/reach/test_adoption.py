from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

import pandas as pd
import pytest
from by_hand import (
    ALL_KM2,
    ALL_PEOPLE,
    ANQIU,
    CITY,
    COUNTIES,
    ESTATES,
    HANTING,
    KNOWN,
    KUIWEN,
    MARKET,
    RED,
    XIASHAN,
    ZHUCHENG,
    Known,
)
from hypothesis import example, given
from strategies import filters, known_words, rules

from explorer import reach
from explorer.query.filters import Filter
from explorer.query.options import Layout, Rule
from explorer.reach import Mark
from explorer.records.models import Reach

if TYPE_CHECKING:
    from explorer.reach import Spread
    from explorer.records.models import Cases, Reform
    from explorer.records.vocabulary import Order
    from explorer.store import Store
    from geodata import Places


EACH = pytest.mark.parametrize("known", KNOWN, ids=str)


def spread_of(known: Known, by_id: dict[str, Reform], places: Places) -> Spread:
    rule = Layout(citywide=known.citywide, zones=known.zones).rule
    return reach.spread(by_id[known.reform], places, rule=rule)


@EACH
def test_who_was_first_and_who_followed_after_how_many_years(
    known: Known, by_id: dict[str, Reform], weifang: Places
) -> None:
    told = spread_of(known, by_id, weifang)

    assert {each.place: each.row.since for each in told.first} == known.first
    assert {each.years_after for each in told.first} == {0}
    assert tuple((each.place, each.row.since, each.years_after) for each in told.dated) == known.dated
    assert tuple(each.place for each in told.undated) == known.undated
    assert {each.years_after for each in told.undated} <= {None}


@EACH
def test_how_far_it_was_at_the_end_of_each_year(known: Known, by_id: dict[str, Reform], weifang: Places) -> None:
    told = spread_of(known, by_id, weifang)

    assert [(each.year, each.counties, each.n_counties) for each in told.steps] == [
        (each.year, each.counties, each.n_counties) for each in known.steps
    ]
    assert [each.area for each in told.steps] == pytest.approx([each.km2 / ALL_KM2 for each in known.steps])
    assert [each.people for each in told.steps] == pytest.approx([each.people / ALL_PEOPLE for each in known.steps])
    assert tuple(place.code for place in told.reached_undated) == known.reached_undated


@EACH
def test_how_much_of_the_city_it_reached(known: Known, by_id: dict[str, Reform], weifang: Places) -> None:
    told = spread_of(known, by_id, weifang)

    n_counties, km2, people = known.whole
    assert (told.counties.part, told.counties.whole, told.counties.year) == (n_counties, 12, None)
    assert (told.area.part, told.area.whole) == (pytest.approx(km2), pytest.approx(ALL_KM2))
    assert told.people
    assert (told.people.part, told.people.whole, told.people.year) == (people, ALL_PEOPLE, 2010)
    assert told.people.ratio == pytest.approx(people / ALL_PEOPLE)
    assert told.pace == pytest.approx(known.pace)
    assert {place.code for place in told.not_recorded} == known.asks.keys()


def test_a_year_that_no_source_states_is_listed_and_never_in_the_curve(
    by_id: dict[str, Reform], weifang: Places
) -> None:
    told = reach.spread(by_id["provincial-feature-towns"], weifang)

    assert (told.first, told.dated, told.steps, told.years, told.pace) == ((), (), (), None, None)
    assert len(told.undated) == len(told.reached_undated) == told.counties.part == 7
    assert told.begun is False


@pytest.mark.parametrize(
    ("asked", "rule", "kept"),
    [
        ({"place": ANQIU}, Rule(), [ANQIU]),
        ({"from": "2020"}, Rule(), [XIASHAN]),
        ({"status": "adopted"}, Rule(zones=False), [ANQIU, ZHUCHENG, "370781"]),
    ],
)
def test_a_filter_makes_nobody_the_first_who_was_the_second(
    asked: dict[str, str], rule: Rule, kept: list[str], by_id: dict[str, Reform], weifang: Places
) -> None:
    told = reach.spread(by_id[MARKET], weifang, Filter.parse(asked), rule)

    assert [each.place for each in told.first] == [HANTING]
    assert told.begun
    assert [each.place for each in told.adopters] == kept
    assert {each.years_after for each in told.adopters} == {each.row.since - 2014 for each in told.adopters}  # type: ignore[operator]


def test_a_switch_makes_nobody_the_first_either(by_id: dict[str, Reform], weifang: Places) -> None:
    row = Reach(place=XIASHAN, status="origin", since=2012, source="weifang-2025")
    reform = by_id[MARKET].model_copy(update={"reach": (row, *by_id[MARKET].reach[2:])})  # Anqiu and others in 2014

    told = reach.spread(reform, weifang, rule=Rule(zones=False))

    assert [(each.place, each.row.since) for each in told.first] == [(XIASHAN, 2012)]
    assert {each.years_after for each in told.dated} == {2}
    assert XIASHAN not in {each.place for each in told.adopters}


def test_who_is_recorded_before_the_origin_comes_before_it(by_id: dict[str, Reform], weifang: Places) -> None:
    rows = (
        Reach(place=HANTING, status="origin", since=2014, source="weifang-2025"),
        Reach(place=ANQIU, status="adopted", since=2012, source="weifang-2025"),
    )

    told = reach.spread(by_id[MARKET].model_copy(update={"reach": rows}), weifang)

    assert [(each.place, each.years_after) for each in told.dated] == [(ANQIU, -2), (HANTING, 0)]
    assert [each.place for each in told.first] == [HANTING]


def test_of_places_of_one_year_the_origin_stands_first(by_id: dict[str, Reform], weifang: Places) -> None:
    clusters = by_id["village-clusters"]  # all five in 2025
    turned = clusters.model_copy(update={"reach": clusters.reach[::-1]})

    assert next(each.place for each in reach.spread(turned, weifang).dated) == ZHUCHENG


def test_an_origin_without_a_year_leaves_the_years_after_it_unknown(by_id: dict[str, Reform], weifang: Places) -> None:
    rows = (
        Reach(place=HANTING, status="origin", source="weifang-2025"),
        Reach(place=ANQIU, status="adopted", since=2012, source="weifang-2025"),
    )

    told = reach.spread(by_id[MARKET].model_copy(update={"reach": rows}), weifang)

    assert [each.place for each in told.first] == [HANTING]
    assert [(each.place, each.years_after) for each in told.adopters] == [(ANQIU, None), (HANTING, None)]


def test_of_origins_in_several_years_the_earliest_counts(by_id: dict[str, Reform], weifang: Places) -> None:
    rows = tuple(
        Reach(place=place, status=status, since=since, source="weifang-2025")
        for place, status, since in ((HANTING, "origin", 2016), (ANQIU, "origin", 2012), (KUIWEN, "adopted", 2017))
    )

    told = reach.spread(by_id[MARKET].model_copy(update={"reach": rows}), weifang)

    assert {each.place: each.years_after for each in told.adopters} == {ANQIU: 0, HANTING: 4, KUIWEN: 5}


@pytest.mark.parametrize(("reform", "pace"), [("shouguang-vegetable-supply", None), ("gig-worker-inns", 6.0)])
def test_one_county_has_no_pace(reform: str, pace: float | None, by_id: dict[str, Reform], weifang: Places) -> None:
    assert reach.spread(by_id[reform], weifang).pace == pace  # the inns: one in 2021, all twelve in 2022


def test_where_people_are_not_known_for_all_counties_no_share_of_them_is_told(
    by_id: dict[str, Reform], weifang: Places
) -> None:
    known = tuple(each for each in weifang.indicators if (each.place, each.year) != (KUIWEN, 2010))

    told = reach.spread(by_id[MARKET], replace(weifang, indicators=known))

    assert told.people is None
    assert {step.people for step in told.steps} == {None}
    assert told.area.ratio == pytest.approx(7563.55 / ALL_KM2)


def test_a_notebook_reads_the_steps_as_a_frame(by_id: dict[str, Reform], weifang: Places) -> None:
    frame = pd.DataFrame(reach.spread(by_id[RED], weifang).steps).set_index("year")

    assert frame["n_counties"].to_dict() == {2019: 1, 2023: 2, 2024: 3}
    assert frame.loc[2024, "area"] == pytest.approx(2760.14 / ALL_KM2)


@pytest.mark.parametrize(
    ("order", "ranked"),
    [
        ("reach", ["village-clusters", MARKET, RED, ESTATES, "quality-loan"]),
        ("pace", ["village-clusters", ESTATES, RED, MARKET, "quality-loan"]),
        ("first", [MARKET, RED, ESTATES, "village-clusters", "quality-loan"]),
        ("name", ["village-clusters", ESTATES, RED, MARKET, "quality-loan"]),
    ],
)
def test_programmes_are_ranked_and_what_is_unknown_stands_last(
    order: Order, ranked: list[str], by_id: dict[str, Reform], weifang: Places
) -> None:
    titles = {"village-clusters": "a", ESTATES: "b", RED: "c", MARKET: "d", "quality-loan": "e"}
    spreads = [reach.spread(by_id[each], weifang, rule=Rule(citywide=False)) for each in titles]

    ranks = reach.ranks(reversed(spreads), order, lambda reform: titles[reform.id])

    assert [each.spread.reform.id for each in ranks] == ranked
    assert {each.spread.reform.id: (each.n_counties, each.first_year, each.pace) for each in ranks} == {
        MARKET: (5, 2014, pytest.approx(5 / 12)),
        "village-clusters": (5, 2025, 5.0),
        RED: (4, 2019, 0.5),
        ESTATES: (3, 2022, 1.0),
        "quality-loan": (0, None, None),
    }


@given(wanted=filters(known_words()), rule=rules())
@example(wanted=Filter(), rule=Rule())
@example(wanted=Filter(), rule=Rule(citywide=False))
def test_a_curve_never_falls_and_no_county_is_lost(wanted: Filter, rule: Rule, store: Store, weifang: Places) -> None:
    for reform in store.reforms(wanted):
        told = reach.spread(reform, weifang, wanted, rule)

        by_year = [code for step in told.steps for code in step.counties]
        undated, missing = ([place.code for place in each] for each in (told.reached_undated, told.not_recorded))
        assert sorted([*by_year, *undated, *missing]) == list(COUNTIES)
        assert told.counties.part == len(by_year) + len(undated)
        assert all(one.n_counties < other.n_counties and one.year < other.year for one, other in pairwise(told.steps))
        assert [step.n_counties for step in told.steps] == [
            sum(len(step.counties) for step in told.steps[: n + 1]) for n in range(len(told.steps))
        ]
        _assert_shares(told)


@given(wanted=filters(known_words()), rule=rules())
@example(wanted=Filter(), rule=Rule())
@example(wanted=Filter(), rule=Rule(citywide=False))
def test_adopters_are_the_counted_rows_and_a_county_is_reached_by_one_of_them(
    wanted: Filter, rule: Rule, store: Store, weifang: Places
) -> None:
    for reform in store.reforms(wanted):
        told = reach.spread(reform, weifang, wanted, rule)
        table = reach.matrix([reform], weifang, wanted, rule)

        assert {each.row.place for each in told.adopters} == {pair.row.place for pair in table.pairs()}
        assert told.counties.part == table.lines[0].n_counties
        assert (told.years or (None,))[0] == table.lines[0].first
        assert [each.row.since for each in told.dated] == sorted(each.row.since or 0 for each in told.dated)
        assert {each.row.since for each in told.undated} <= {None}


def _assert_shares(told: Spread) -> None:
    shares = [told.counties.ratio, told.area.ratio, told.people.ratio if told.people else 0]
    shares += [share for step in told.steps for share in (step.area, step.people or 0)]
    assert all(0 <= share <= 1 + 1e-9 for share in shares)
    for one, other in pairwise(told.steps):
        assert one.area < other.area
        assert (one.people or 0) < (other.people or 0)


def test_the_whole_city_is_reached_where_the_city_runs_it(cases: Cases, weifang: Places) -> None:
    citywide = [reform for reform in cases.reforms if reform.reach_at(CITY)]

    ratios = {reach.spread(reform, weifang).area.ratio for reform in citywide}

    assert len(citywide) == 68
    assert ratios == {1.0}


FANGZI = "370704"


def test_a_programme_is_told_year_by_year(by_id: dict[str, Reform], weifang: Places) -> None:
    told = reach.progress(by_id[MARKET], weifang)

    assert told.years == (2014, 2025)
    assert [(frame.year, frame.n_counties) for frame in told.frames] == [(2013, 0), (2014, 4), (2025, 5), (None, 5)]
    assert told.at(2020) == told.at(2014)
    assert told.at(2014).marks[HANTING] == Mark("origin", 2014)
    assert FANGZI not in told.at(2024).marks
    assert told.at(2025).marks[FANGZI] == Mark("zone", 2025)


def test_what_has_no_stated_year_is_in_every_frame_and_never_guessed(by_id: dict[str, Reform], weifang: Places) -> None:
    told = reach.progress(by_id[MARKET], weifang)

    assert {frame.marks["370700-nongzong"] for frame in told.frames} == {Mark("adopted", None)}
    # Its host is known to be reached, not when; from 2014 on a year is stated.
    assert told.at(2013).marks[HANTING] == Mark("zone", None)
    assert (told.at(2013).n_undated, told.at(2014).n_undated) == (1, 0)


def test_the_nearest_row_tells_the_state(by_id: dict[str, Reform], weifang: Places) -> None:
    told = reach.progress(by_id["red-property-management"], weifang)

    assert told.at(None).marks["370705"] == Mark("pilot", 2019)
    assert told.at(None).marks["370783"] == Mark("citywide", None)
    assert told.at(2019).n_counties == 1
    assert told.at(2019).n_undated == 11


def test_in_the_end_every_county_that_the_spread_tells_of_is_marked(cases: Cases, weifang: Places) -> None:
    for reform in cases.reforms:
        spread, told = reach.spread(reform, weifang), reach.progress(reform, weifang)
        last = told.at(None)
        counties = last.marks.keys() & {county.code for county in weifang.counties}
        assert len(counties) == last.n_counties + last.n_undated == spread.counties.part
        assert {step.year: step.n_counties for step in spread.steps} == {
            step.year: told.at(step.year).n_counties for step in spread.steps
        }


def test_a_filter_of_reach_holds_in_every_frame(by_id: dict[str, Reform], weifang: Places) -> None:
    told = reach.progress(by_id[MARKET], weifang, Filter.parse({"status": "origin"}))

    assert told.at(None).marks == {HANTING: Mark("origin", 2014)}
    assert told.years == (2014, 2014)


@pytest.mark.parametrize("year", [1990, None])
def test_without_any_stated_year_all_is_undated(year: int | None, by_id: dict[str, Reform], weifang: Places) -> None:
    undated = next(each for each in by_id.values() if {row.since for row in each.reach} == {None})

    told = reach.progress(undated, weifang)

    assert told.years is None
    assert {mark.since for mark in told.at(year).marks.values()} == {None}
    assert told.at(year).n_counties == 0
    assert told.at(year).n_undated > 0 or undated.reach[0].scope == "zone"
