from __future__ import annotations

from collections import Counter
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from explorer.strip import WIDTH, strips


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
