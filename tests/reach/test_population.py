from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from by_hand import ALL_KM2, ALL_PEOPLE, COUNTIES, KUIWEN, SHOUGUANG
from hypothesis import given
from hypothesis import strategies as st

import geodata
from explorer import reach
from explorer.reach import Base
from geodata.places import Indicator

if TYPE_CHECKING:
    from pathlib import Path

    from geodata import Places


def test_people_are_those_of_the_last_year_that_is_known_for_all_counties(weifang: Places) -> None:
    people = reach.people_of(weifang)

    assert people
    assert (people.year, people.whole) == (2010, ALL_PEOPLE)  # for 2020 the city and six counties have a number
    assert people.values[KUIWEN] == 692643
    assert people.values.keys() == set(COUNTIES)


def test_once_a_later_year_is_complete_it_is_taken(weifang: Places) -> None:
    later = tuple(Indicator(code, "population", 2020, 1000.0, "people", "made up") for code in COUNTIES)
    known = tuple(each for each in weifang.indicators if (each.indicator, each.year) != ("population", 2020))

    people = reach.people_of(replace(weifang, indicators=(*known, *later)))

    assert people
    assert (people.year, people.whole) == (2020, 12_000)


def test_where_one_county_is_unknown_no_year_is_taken(weifang: Places) -> None:
    known = tuple(each for each in weifang.indicators if (each.place, each.year) != (SHOUGUANG, 2010))

    assert reach.people_of(replace(weifang, indicators=known)) is None


def test_areas_are_the_published_ones(weifang: Places) -> None:
    area = reach.area_of(weifang)

    assert (area.values[SHOUGUANG], area.whole) == (1990.12, pytest.approx(ALL_KM2))


def test_areas_of_outlines_are_taken_where_one_is_not_published(weifang: Places) -> None:
    known = tuple(each for each in weifang.indicators if (each.place, each.indicator) != (SHOUGUANG, "area"))

    area = reach.area_of(replace(weifang, indicators=known))

    assert area.values == {county.code: county.area_km2 for county in weifang.counties}


def test_a_city_without_facts_has_areas_and_no_people(wenzhou: Path) -> None:
    places = geodata.load("330300", wenzhou)

    assert reach.people_of(places) is None
    assert reach.area_of(places).whole == pytest.approx(sum(county.area_km2 for county in places.counties))
    assert reach.counties_of(places).whole == len(places.counties) == 12


def test_a_county_that_is_named_twice_counts_once(weifang: Places) -> None:
    area = reach.area_of(weifang)

    assert area.part([SHOUGUANG, SHOUGUANG]) == 1990.12
    assert area.share([SHOUGUANG, KUIWEN]) == pytest.approx((1990.12 + 237.23) / ALL_KM2)


@given(order=st.permutations(COUNTIES))
def test_all_counties_in_any_order_are_just_the_whole(weifang: Places, order: list[str]) -> None:
    area = reach.area_of(weifang)

    assert area.share(order) == 1
    assert area.part(order) == area.whole


def test_of_nothing_there_is_no_share() -> None:
    assert Base({}, None).share([]) == 0
