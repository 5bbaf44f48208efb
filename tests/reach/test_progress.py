from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from explorer import reach
from explorer.filters import Filter
from explorer.reach import Mark

if TYPE_CHECKING:
    from explorer.model import Cases, Reform
    from geodata import Places

MARKET = "rural-property-exchange"
HANTING, FANGZI, ANQIU = "370703", "370704", "370784"


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
