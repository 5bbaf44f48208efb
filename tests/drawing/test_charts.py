from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from by_hand import ANQIU, CHANGYI, CITY, CLUSTERS, COUNTIES, ESTATES, FANGZI, HANTING, MARKET, RED, SHOUGUANG
from hypothesis import given
from hypothesis import strategies as st

from explorer import reach
from explorer.drawing.charts import (
    HEIGHT,
    MOST_LINES,
    MOST_SQUARES,
    MOST_TICKS,
    TITLE_LETTERS,
    WIDTH,
    Curve,
    Grid,
    curve,
    grid,
    strips,
)
from explorer.query.options import Rule
from explorer.records.models import Reach

if TYPE_CHECKING:
    from explorer.messages import Language
    from explorer.records.models import Cases, Reform
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


def texts(drawing: Grid) -> list[dict[str, str]]:
    return [{code: square.text for code, square in zip(COUNTIES, line.squares, strict=True)} for line in drawing.lines]


def test_a_square_says_status_and_year_by_a_mark_and_in_digits(by_id: dict[str, Reform], weifang: Places) -> None:
    market, red, estates = texts(grid(reach.matrix([by_id[each] for each in (MARKET, RED, ESTATES)], weifang), "en"))

    assert {code: market[code] for code in (HANTING, ANQIU, FANGZI, SHOUGUANG)} == {
        HANTING: "★ 2014",
        ANQIU: "● 2014",
        FANGZI: "◆ 2025",
        SHOUGUANG: "",  # not recorded
    }
    assert (red["370705"], red[HANTING], red[SHOUGUANG]) == ("◐ 2019", "● ?", "▦ ?")
    assert (estates[SHOUGUANG], estates[CHANGYI]) == ("▦ 2022", "● 2024")


def test_what_is_not_recorded_is_an_empty_square_and_never_a_no(cases: Cases, weifang: Places) -> None:
    table = reach.matrix(cases.reforms, weifang, rule=Rule(citywide=False))

    drawing = grid(table, "en")

    for line, drawn in zip(table.lines, drawing.lines, strict=True):
        for cell, square in zip(line.cells, drawn.squares, strict=True):
            assert (square.kind is None) == (square.text == "") == (not cell.rows)


def test_lines_and_columns_stand_in_the_order_of_the_matrix_and_in_the_frame(
    by_id: dict[str, Reform], weifang: Places
) -> None:
    table = reach.matrix([by_id[CLUSTERS], by_id[MARKET]], weifang).ordered(lambda place: place.label_point)

    drawing = grid(table, "en")

    assert [name for _, name in drawing.names] == [
        *("Qingzhou", "Linqu", "Shouguang", "Changle", "Weicheng", "Hanting"),
        *("Kuiwen", "Anqiu", "Changyi", "Fangzi", "Zhucheng", "Gaomi"),
    ]
    assert [(line.n_counties, line.theme) for line in drawing.lines] == [(5, "countryside"), (5, "countryside")]
    assert drawing.lines[0].y < drawing.lines[1].y < drawing.height
    lefts = [square.x for square in drawing.lines[0].squares]
    assert lefts == sorted(lefts)
    assert max(x for x, _ in drawing.names) < drawing.width


@pytest.mark.parametrize(("language", "title"), [("zh", "农村产权交易市场"), ("en", "Rural property rights market")])
def test_a_drawing_speaks_the_language_of_the_page(
    language: Language, title: str, by_id: dict[str, Reform], weifang: Places
) -> None:
    (line,) = grid(reach.matrix([by_id[MARKET]], weifang), language).lines

    assert line.title == title


def test_a_drawing_has_at_most_so_many_lines(cases: Cases, weifang: Places) -> None:
    table = reach.matrix(cases.reforms * 2, weifang)

    assert len(table.lines) > MOST_LINES
    assert len(grid(table, "zh").lines) == MOST_LINES


def test_a_drawing_of_a_province_has_fewer_lines(cases: Cases, shandong: Places) -> None:
    row = Reach(place=CITY, status="citywide", source="weifang-2025")
    citywide = [each.model_copy(update={"reach": (row,)}) for each in cases.reforms]

    drawing = grid(reach.matrix(citywide, shandong), "zh")

    assert len(drawing.names) == len(shandong.counties) > 100
    assert len(drawing.lines) == MOST_SQUARES // len(drawing.names) >= 50


def test_without_reforms_there_is_a_head_alone(weifang: Places) -> None:
    drawing = grid(reach.matrix([], weifang), "en")

    assert (drawing.lines, len(drawing.names)) == ((), 12)


def test_a_long_title_is_cut_to_its_room_and_begins_as_it_does(by_id: dict[str, Reform], weifang: Places) -> None:
    title = "A programme whose title is far too long for one line"
    reform = by_id[MARKET].model_copy(update={"title_en": title})

    (line,) = grid(reach.matrix([reform], weifang), "en").lines

    assert line.title.endswith("…")
    assert title.startswith(line.title[:-1])
    assert len(line.title) <= TITLE_LETTERS


def test_a_year_stands_at_the_same_place_and_a_number_has_the_same_height_in_each_strip() -> None:
    first, second = strips([Counter({2019: 1, 2021: 4, None: 2}), Counter({2021: 2, 2026: 4})])

    at_first = {each.year: each for each in first.columns}
    at_second = {each.year: each for each in second.columns}
    assert at_first[2021].x == at_second[2021].x
    assert at_first[2021].height == at_second[2026].height == 2 * at_second[2021].height
    assert [year for _, year in first.ticks] == [2019, 2026]
    assert first.ticks == second.ticks


def test_unknown_years_stand_apart_behind_the_axis() -> None:
    (strip,) = strips([Counter({2025: 1, 2026: 1, None: 8})])

    *dated, undated = strip.columns
    assert undated.year is None
    assert undated.x > strip.end > max(each.x + each.width for each in dated)


def test_without_years_there_is_no_axis_and_without_reforms_no_column() -> None:
    undated, empty = strips([Counter({None: 3}), Counter()])

    assert [each.n for each in undated.columns] == [3]
    assert undated.ticks == empty.ticks == ()
    assert empty.columns == ()


@given(counts=st.dictionaries(st.one_of(st.none(), st.integers(1949, 2100)), st.integers(1, 500), max_size=30))
def test_columns_stay_in_the_box_apart_and_in_order(counts: dict[int | None, int]) -> None:
    (strip,) = strips([Counter(counts)])

    assert sum(each.n for each in strip.columns) == sum(counts.values())
    assert all(left.x + left.width <= right.x + 0.11 for left, right in pairwise(strip.columns))
    assert all(each.x >= 0 and each.x + each.width <= WIDTH for each in strip.columns)
    assert all(0 < each.y < strip.bottom for each in strip.columns)
