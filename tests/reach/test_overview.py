from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from explorer import reach
from explorer.filters import Filter
from explorer.layout import Layout

if TYPE_CHECKING:
    from explorer.model import Cases, Reform
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
