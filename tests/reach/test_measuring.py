from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pandas as pd
import pytest

from explorer import reach
from explorer.errors import FilterError
from explorer.filters import Filter
from explorer.reach.measuring import DIVISORS, MEASURES, measures
from explorer.words import DIVISORS as DIVISORS_NAMED
from explorer.words import MEASURES as MEASURES_NAMED

if TYPE_CHECKING:
    from explorer.model import Cases, Reform
    from explorer.reach import Tallies
    from geodata import Places

SHOUGUANG, CHANGYI, KUIWEN = "370783", "370786", "370705"


@pytest.fixture(scope="module")
def everything(cases: Cases, weifang: Places) -> Tallies:
    return reach.tallies(cases.reforms, weifang, Filter())


def test_every_measure_that_can_be_asked_for_is_there() -> None:
    assert MEASURES.keys() == MEASURES_NAMED.keys()
    assert DIVISORS.keys() == DIVISORS_NAMED.keys()


@pytest.mark.parametrize("measure", MEASURES)
def test_a_measure_is_counted_for_every_place(measure: str, everything: Tallies, weifang: Places) -> None:
    found = measures(everything, weifang, measure)

    assert list(found.counts) == [place.code for place in weifang]
    assert found.numbers == {county.code: found.counts[county.code] for county in weifang.counties}
    assert found.year is None


def test_reforms_are_those_recorded_in_the_county_itself(cases: Cases, everything: Tallies, weifang: Places) -> None:
    groups = reach.group_for(weifang[SHOUGUANG], cases.reforms, weifang)

    assert measures(everything, weifang, "reforms").numbers[SHOUGUANG] == len(groups.here) == 14


def test_programmes_are_those_that_reach_the_county_in_any_way(
    cases: Cases, everything: Tallies, weifang: Places
) -> None:
    groups = reach.group_for(weifang[KUIWEN], cases.reforms, weifang)

    assert measures(everything, weifang, "programmes").numbers[KUIWEN] == groups.n_reforms
    assert groups.n_reforms > len(groups.here)


def test_honours_are_those_shown_in_the_list_of_the_county(cases: Cases, everything: Tallies, weifang: Places) -> None:
    for county in weifang.counties:
        here = reach.group_for(county, cases.reforms, weifang).here
        honours = sum(len(entry.reform.honours_at(county.code)) for entry in here)
        assert measures(everything, weifang, "honours").numbers[county.code] == honours


def test_firsts_are_the_reforms_that_began_in_the_county(by_id: dict[str, Reform], weifang: Places) -> None:
    began = reach.tallies([by_id["shouguang-vegetable-supply"]], weifang, Filter())

    assert measures(began, weifang, "firsts").numbers[SHOUGUANG] == 1


def test_none_of_what_is_measured_is_zero_and_nothing_recorded_is_none(
    cases: Cases, everything: Tallies, weifang: Places
) -> None:
    # Changyi has reforms, and no source tells of an honour; of opening-up nothing at all is recorded there.
    opening = [each for each in cases.reforms if each.theme == "opening"]

    assert measures(everything, weifang, "honours").numbers[CHANGYI] == 0
    assert measures(reach.tallies(opening, weifang, Filter()), weifang, "honours").numbers[CHANGYI] is None
    assert measures(reach.tallies([], weifang, Filter()), weifang).numbers == dict.fromkeys(
        county.code for county in weifang.counties
    )


def test_what_the_city_runs_is_no_zero_of_the_county(by_id: dict[str, Reform], weifang: Places) -> None:
    citywide = reach.tallies([by_id["quality-loan"]], weifang, Filter())

    assert measures(citywide, weifang, "firsts").numbers[SHOUGUANG] is None
    assert measures(citywide, weifang, "programmes").numbers[SHOUGUANG] == 1


@pytest.mark.parametrize(
    ("per", "year", "value"),
    [("people", 2010, 14 / 1_139_454 * 100_000), ("area", None, 14 / 1990.12 * 1000), ("county", None, 14)],
)
def test_a_rate_divides_by_people_of_the_named_year_or_by_published_area(
    per: str, year: int | None, value: float, everything: Tallies, weifang: Places
) -> None:
    found = measures(everything, weifang, "reforms", per)

    assert found.year == year
    assert found.numbers[SHOUGUANG] == pytest.approx(value)
    assert found.counts[SHOUGUANG] == 14


def test_without_people_of_all_counties_no_rate_is_made_up(everything: Tallies, weifang: Places) -> None:
    with pytest.raises(FilterError) as refused:
        measures(everything, replace(weifang, indicators=()), "reforms", "people")

    (fault,) = refused.value.faults
    assert str(fault.where) == "per"


def test_a_notebook_makes_a_table_of_it(everything: Tallies, weifang: Places) -> None:
    table = pd.DataFrame(measures(everything, weifang, "honours", "people").records()).set_index("county")

    assert len(table) == 12
    assert table.loc[SHOUGUANG, "value"] == pytest.approx(table.loc[SHOUGUANG, "count"] / 1_139_454 * 100_000)
