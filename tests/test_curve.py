from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from by_hand import COUNTIES, ESTATES, MARKET, RED
from hypothesis import given
from hypothesis import strategies as st

from explorer import reach
from explorer.curve import HEIGHT, MOST_TICKS, WIDTH, Curve, curve
from explorer.layout import Rule
from explorer.model import Reach

if TYPE_CHECKING:
    from explorer.model import Reform
    from geodata import Places

YEARS = st.one_of(st.none(), st.integers(1949, 2100))


def drawn(reform: Reform, places: Places, rule: Rule | None = None) -> Curve:
    found = curve(reach.spread(reform, places, rule=rule))
    assert found is not None
    return found


def height(line: Curve, count: int) -> float:
    """Return where a number of the twelve counties stands, measured from the two ends of the axis."""
    return line.bottom - (line.bottom - line.top) * count / len(COUNTIES)


def test_a_dot_stands_at_its_year_and_its_number_of_counties(by_id: dict[str, Reform], weifang: Places) -> None:
    line = drawn(by_id[RED], weifang)

    assert [(dot.step.year, dot.step.n_counties) for dot in line.dots] == [(2019, 1), (2023, 2), (2024, 3)]
    assert [dot.y for dot in line.dots] == pytest.approx([height(line, n) for n in (1, 2, 3)], abs=0.1)
    first, second, last = (dot.x for dot in line.dots)
    assert (first, last) == (line.left, line.right)
    assert (second - first) / (last - first) == pytest.approx(4 / 5, abs=0.001)  # 2023 between 2019 and 2024


def test_the_line_goes_in_steps_and_ends_at_the_last(by_id: dict[str, Reform], weifang: Places) -> None:
    line = drawn(by_id[MARKET], weifang)

    first, last = line.dots
    assert line.line == f"M{first.x} {line.bottom}V{first.y}H{last.x}V{last.y}H{line.right}"
    assert line.ground == f"{line.line}V{line.bottom}Z"


def test_counties_without_a_year_stand_apart_on_the_end_of_the_curve(by_id: dict[str, Reform], weifang: Places) -> None:
    of_counties, with_city = drawn(by_id[RED], weifang, Rule(citywide=False)), drawn(by_id[RED], weifang)

    assert (of_counties.n_undated, with_city.n_undated) == (1, 9)
    assert of_counties.end_y == of_counties.dots[-1].y
    assert of_counties.undated_y == pytest.approx(height(of_counties, 4), abs=0.1)
    assert with_city.undated_y == with_city.top
    assert drawn(by_id[ESTATES], weifang).n_undated == 0


def test_a_programme_of_one_year_stands_in_the_middle(by_id: dict[str, Reform], weifang: Places) -> None:
    line = drawn(by_id[ESTATES], weifang)

    assert [dot.x for dot in line.dots] == [(line.left + line.right) / 2]
    assert [(tick.value, tick.at) for tick in line.years] == [(2022, line.dots[0].x)]


@pytest.mark.parametrize("reform", ["provincial-feature-towns", "quality-loan"])
def test_without_a_stated_year_there_is_no_curve(reform: str, by_id: dict[str, Reform], weifang: Places) -> None:
    assert curve(reach.spread(by_id[reform], weifang, rule=Rule(citywide=False))) is None


def test_the_axis_counts_up_to_all_counties(by_id: dict[str, Reform], weifang: Places) -> None:
    line = drawn(by_id[MARKET], weifang)

    assert [tick.value for tick in line.counts] == [0, 2, 4, 6, 8, 10, 12]
    assert [tick.value for tick in line.years] == [2014, 2016, 2018, 2020, 2022, 2024, 2025]
    assert (line.counts[0].at, line.counts[-1].at) == (line.bottom, line.top)


@given(years=st.lists(YEARS, min_size=1, max_size=12).filter(any))
def test_any_curve_stays_in_its_box_and_never_falls(
    years: list[int | None], by_id: dict[str, Reform], weifang: Places
) -> None:
    rows = tuple(
        Reach(place=code, status="adopted", since=year, source="weifang-2025")
        for code, year in zip(COUNTIES, years, strict=False)
    )
    line = drawn(by_id[MARKET].model_copy(update={"reach": rows}), weifang)

    assert (line.width, line.height) == (WIDTH, HEIGHT)
    assert all(line.left <= dot.x <= line.right and line.top <= dot.y <= line.bottom for dot in line.dots)
    assert all(one.x < other.x and one.y > other.y for one, other in pairwise(line.dots))
    assert line.top - 0.1 <= line.undated_y <= line.end_y
    assert all(0 <= float(each) <= WIDTH for each in re.findall(r"[\d.]+", line.line))
    for ticks in (line.years, line.counts):
        assert 1 <= len(ticks) <= MOST_TICKS + 1
        assert all(one.value < other.value for one, other in pairwise(ticks))
    assert {line.years[0].value, line.years[-1].value} == {min(filter(None, years)), max(filter(None, years))}


def test_a_curve_of_a_province_counts_all_its_counties(by_id: dict[str, Reform], shandong: Places) -> None:
    rows = tuple(
        Reach(place=county.code, status="adopted", since=2000 + n % 20, source="weifang-2025")
        for n, county in enumerate(shandong.counties)
    )
    line = drawn(by_id[MARKET].model_copy(update={"reach": rows}), shandong)

    assert [tick.value for tick in line.counts] == [0, 20, 40, 60, 80, 100, 120, len(shandong.counties)]
    assert line.dots[-1].y == line.top
