from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import filters, known_words

from explorer import reach
from explorer.errors import FilterError
from explorer.query.filters import Filter
from explorer.query.options import Layout
from explorer.reach.overview import (
    DIVISORS,
    MEASURES,
    METHODS,
    MOST_CLASSES,
    classes,
    decimals,
    measures,
    shade,
    written,
)
from explorer.records.vocabulary import DIVISORS as DIVISORS_NAMED
from explorer.records.vocabulary import MEASURES as MEASURES_NAMED
from explorer.records.vocabulary import METHODS as NAMED

if TYPE_CHECKING:
    from explorer.reach import Tallies
    from explorer.records.models import Cases, Reform
    from explorer.store import Store
    from geodata import Places


CHANGYI, GAOMI = "370786", "370785"


def test_an_overview_counts_each_place_and_shades_it(cases: Cases, weifang: Places) -> None:
    overview = reach.overview(reach.tallies(cases.reforms, weifang, Filter()), weifang)

    assert overview.total == len(cases.reforms)
    assert overview.citywide == sum(each.reach_at("370700") is not None for each in cases.reforms)
    assert overview.zones["370700-gaoxin"] == sum(each.reach_at("370700-gaoxin") is not None for each in cases.reforms)
    most = max(overview.places, key=lambda code: overview.places[code].here)
    assert overview.places[most].shade == 5


def test_the_rows_of_a_county_s_zones_are_those_of_the_matrix(cases: Cases, weifang: Places) -> None:
    counts = reach.matrix(cases.reforms, weifang).counts()

    overview = reach.overview(reach.tallies(cases.reforms, weifang, Filter()), weifang)

    for code, shown in overview.places.items():
        assert (shown.here, shown.zones) == (counts[code].here, counts[code].zones)


def test_a_county_without_a_recorded_reform_has_no_shade(by_id: dict[str, Reform], weifang: Places) -> None:
    alone = reach.tallies([by_id["shouguang-vegetable-supply"]], weifang, Filter())

    overview = reach.overview(alone, weifang)

    assert {code: each.shade for code, each in overview.places.items() if each.shade is not None} == {"370783": 5}
    assert overview.places["370784"] == reach.Shaded(here=0, zones=0, value=None, shade=None)
    assert overview.shown["370784"] is None


def test_zero_has_a_shade_of_its_own(cases: Cases, weifang: Places) -> None:
    overview = reach.overview(
        reach.tallies(cases.reforms, weifang, Filter()), weifang, Layout(measure="honours", per="people")
    )

    assert {code for code, each in overview.places.items() if each.shade == 0} == {CHANGYI, GAOMI}
    assert overview.shown[CHANGYI] == "0"


@pytest.mark.parametrize("per", ["people", "area"])
def test_what_is_shown_of_a_rate_lies_in_the_class_of_its_shade(per: str, cases: Cases, weifang: Places) -> None:
    overview = reach.overview(reach.tallies(cases.reforms, weifang, Filter()), weifang, Layout(per=per))

    for code, each in overview.places.items():
        low, _, high = overview.classes[(each.shade or 0) - 6 + len(overview.classes)].partition("–")
        assert float(low) <= float(overview.shown[code] or "nan") <= float(high or low)


def test_zones_and_the_city_are_counted_and_never_divided(cases: Cases, weifang: Places) -> None:
    tallies = reach.tallies(cases.reforms, weifang, Filter())

    rated = reach.overview(tallies, weifang, Layout(measure="honours", per="area")).shown

    assert rated["370700"] == str(tallies.honours["370700"])
    assert rated["370700-gaoxin"] == str(tallies.honours.get("370700-gaoxin", 0))


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


RATES = [0.0, 0.55, 1.23, 2.36, 1.44, 6.7, 13.44]
COUNTS = [0, 5, 10, 6, 6, 5, 4, 16, 10, 14, 13, 5, 6]

numbers = st.lists(st.one_of(st.integers(0, 4000).map(float), st.floats(0.0005, 4000, allow_nan=False)), max_size=40)


@pytest.mark.parametrize(
    ("counts", "labels"),
    [
        ([], []),
        ([0, 0], []),
        ([0, 1], ["1"]),
        ([3, 1], ["1", "2", "3"]),
        ([5], ["1", "2", "3", "4", "5"]),
        ([0, 10, 4], ["1–2", "3–4", "5–6", "7–8", "9–10"]),
        ([16], ["1–3", "4–6", "7–10", "11–13", "14–16"]),
    ],
)
def test_a_map_has_at_most_five_classes_and_none_for_zero(counts: list[int], labels: list[str]) -> None:
    assert [each.label for each in classes(counts)] == labels


@pytest.mark.parametrize(
    ("method", "labels"),
    [
        ("steps", ["1–3", "4–6", "7–10", "11–13", "14–16"]),
        ("quantiles", ["4–5", "6", "7–8", "9–12", "13–16"]),
        ("jenks", ["4–5", "6", "7–10", "11–14", "15–16"]),
        ("headtail", ["4–8", "9–12", "13–14", "15–16"]),
    ],
)
def test_the_method_that_is_asked_for_divides_the_counties(method: str, labels: list[str]) -> None:
    assert [each.label for each in classes(COUNTS, method)] == labels


def test_every_method_that_can_be_asked_for_is_there() -> None:
    assert METHODS.keys() == NAMED.keys()


@pytest.mark.parametrize("highest", range(1, 60))
def test_each_count_up_to_the_highest_has_just_one_class(highest: int) -> None:
    covered = [count for each in classes([highest]) for count in range(each.low, each.high + 1)]

    assert covered == list(range(1, highest + 1))


@pytest.mark.parametrize("method", METHODS)
@given(found=numbers)
def test_every_number_above_zero_is_in_exactly_one_class(method: str, found: list[float]) -> None:
    n_decimals = decimals(found)

    divided = classes(found, method, n_decimals)

    assert len(divided) <= MOST_CLASSES
    assert len({each.label for each in divided}) == len(divided)
    for number in found:
        units = round(float(written(number, n_decimals)) * 10**n_decimals)
        holding = [each for each in divided if each.low <= units <= each.high]
        assert len(holding) == (number > 0)
        assert (shade(number, divided) is None) == (number == 0)


@pytest.mark.parametrize("method", METHODS)
@given(found=numbers)
def test_the_classes_leave_no_gap_and_the_greater_number_is_never_lighter(method: str, found: list[float]) -> None:
    divided = classes(found, method, decimals(found))

    assert [each.low for each in divided[1:]] == [each.high + 1 for each in divided[:-1]]
    shades = [shade(number, divided) or 0 for number in sorted(found)]
    assert shades == sorted(shades)
    assert not any(shades) or shades[-1] == MOST_CLASSES


@pytest.mark.parametrize(
    ("found", "n_decimals"), [([], 0), ([0, 0], 0), (COUNTS, 0), (RATES, 1), ([0.04, 1.5], 2), ([12.5, 67.4], 0)]
)
def test_numbers_are_written_as_finely_as_they_differ(found: list[float], n_decimals: int) -> None:
    assert decimals(found) == n_decimals


@pytest.mark.parametrize(
    ("number", "n_decimals", "text"), [(14, 0, "14"), (1.23, 1, "1.2"), (0.04, 1, "0.1"), (0, 1, "0.0"), (7.03, 0, "7")]
)
def test_what_is_above_zero_is_never_written_as_zero(number: float, n_decimals: int, text: str) -> None:
    assert written(number, n_decimals) == text


def test_rates_have_labels_with_as_many_decimals_at_both_ends() -> None:
    assert [each.label for each in classes(RATES, "steps", decimals(RATES))] == [
        *("0.1–2.7", "2.8–5.4", "5.5–8.0", "8.1–10.7", "10.8–13.4"),
    ]


def test_natural_breaks_of_all_counties_of_china_come_at_once() -> None:
    many = [1 + n % 977 for n in range(2875)]

    divided = classes(many, "jenks")

    assert len(divided) == MOST_CLASSES
    assert divided[-1].high == 977


@given(wanted=filters(known_words()))
def test_numbers_are_those_of_the_lists_and_of_the_matrix(wanted: Filter, store: Store, weifang: Places) -> None:
    found = store.reforms(wanted)
    table = reach.matrix(found, weifang, wanted)
    reached = {county.code: sum(bool(row[n].rows) for row in table.cells) for n, county in enumerate(table.places)}

    told = reach.tallies(found, weifang, wanted)

    assert told.total == len(found)
    assert told.rows == reach.rows_by_place(found, wanted)
    assert told.programmes == {code: n for code, n in reached.items() if n}
    assert 0 not in {*told.rows.values(), *told.honours.values(), *told.firsts.values()}


@pytest.mark.parametrize(
    ("reform", "asked", "firsts"),
    [
        ("rural-property-exchange", {}, {"370703": 1}),  # the one row of status origin
        ("rural-property-exchange", {"place": "370784"}, {}),  # a filter makes nobody the first
        ("gig-worker-inns", {}, {"370702": 1}),  # no origin: the year 2021, the city followed in 2022
        ("old-estate-renewal", {}, {"370700": 1, "370702": 1, "370784": 1}),  # 2022 in each, 370786 in 2024
        ("provincial-feature-towns", {}, {}),  # no origin and no year
    ],
)
def test_the_first_is_the_origin_or_else_the_earliest_stated_year(
    reform: str, asked: dict[str, str], firsts: dict[str, int], by_id: dict[str, Reform], weifang: Places
) -> None:
    assert reach.tallies([by_id[reform]], weifang, Filter.parse(asked)).firsts == firsts


@pytest.mark.parametrize(
    ("reform", "asked", "honours"),
    [
        ("smart-school-canteens", {}, {"370784": 1, "370724": 1}),  # the city has none of its own
        ("smart-school-canteens", {"place": "370784"}, {"370784": 1}),
        ("rural-property-exchange", {}, {"370700-nongzong": 4}),  # a fifth is told of no place: of several rows, none's
        ("zhucheng-basic-education", {}, {"370782": 2}),
        ("zhucheng-basic-education", {"honour": "first"}, {"370782": 1}),
        ("anqiu-anxin-home", {}, {"370784": 1}),  # told of no place, but there is one row
        ("anqiu-anxin-home", {"level": "national"}, {}),
    ],
)
def test_an_honour_counts_where_it_is_told_of_a_kept_row(
    reform: str, asked: dict[str, str], honours: dict[str, int], by_id: dict[str, Reform], weifang: Places
) -> None:
    assert reach.tallies([by_id[reform]], weifang, Filter.parse(asked)).honours == honours
