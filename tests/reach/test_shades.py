from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.reach.shades import METHODS, MOST_CLASSES, classes, decimals, shade, written
from explorer.words import METHODS as NAMED

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
