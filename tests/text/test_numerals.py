from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.text.numerals import numerals, read, spaceless, value_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

HAN = "零一二三四五六七八九"
WIDE = str.maketrans("0123456789.,%-", "０１２３４５６７８９．，％－")
LEAST_READ = 0.95


def in_numerals(n: int) -> str:
    """Write a whole number below 10**12 as it is spoken: 12305 is 一万二千三百零五."""
    for size, mark in ((10**8, "亿"), (10**4, "万")):
        if n >= size:
            high, low = divmod(n, size)
            return in_numerals(high) + mark + ("零" if 0 < low < size // 10 else "") + (in_numerals(low) if low else "")
    for size, mark in ((1000, "千"), (100, "百"), (10, "十")):
        if n >= size:
            high, low = divmod(n, size)
            return HAN[high] + mark + ("零" if 0 < low < size // 10 else "") + (in_numerals(low) if low else "")
    return HAN[n]


def of_point(number: float) -> str:
    whole, _, decimals = f"{number:.1f}".partition(".")
    return f"{in_numerals(int(whole))}点{HAN[int(decimals)]}"


WAYS: dict[str, Callable[[int], tuple[str, Fraction]]] = {
    "digits": lambda n: (str(n), Fraction(n)),
    "grouped": lambda n: (f"{n:,}", Fraction(n)),
    "grouped, of full width": lambda n: (f"{n:,}".translate(WIDE), Fraction(n)),
    "thin spaces": lambda n: (f"{n:,}".replace(",", "\u2009"), Fraction(n)),
    "spaced letters": lambda n: (" ".join(str(n)), Fraction(n)),
    "numerals": lambda n: (in_numerals(n), Fraction(n)),
    "spaced numerals": lambda n: (" ".join(in_numerals(n)), Fraction(n)),
    "one decimal": lambda n: (f"{n / 10:.1f}", Fraction(n, 10)),
    "spoken decimal": lambda n: (of_point(n / 10), Fraction(n, 10)),
    "万": lambda n: (f"{n / 10:,.1f} 万", Fraction(n * 1000)),
    "亿 in numerals": lambda n: (f"{in_numerals(n)}亿", Fraction(n * 10**8)),
    "percent": lambda n: (f"{n / 10:.1f}%".translate(WIDE), Fraction(n, 1000)),
    "percent in numerals": lambda n: (f"百分之{of_point(n / 10)}", Fraction(n, 1000)),
    "tenths": lambda n: (f"{in_numerals(n % 9 + 1)}成", Fraction(n % 9 + 1, 10)),
    "a part": lambda n: (f"{in_numerals(n + 1)}分之一", Fraction(1, n + 1)),
}


def written(n: int) -> Iterator[tuple[str, Fraction]]:
    return (way(n) for way in WAYS.values())


@given(st.lists(st.integers(1, 9_999_999), min_size=20, max_size=20, unique=True))
def test_a_number_is_read_as_itself_or_not_at_all_however_it_is_written(numbers: list[int]) -> None:
    found = [(read(text), exact) for n in numbers for text, exact in written(n)]

    assert all(number is None or abs(number.exact - exact) < Fraction(1, 10**6) for number, exact in found)
    assert sum(number is not None for number, _ in found) >= LEAST_READ * len(found)


@pytest.mark.parametrize(
    ("text", "value", "scale"),
    [
        ("两", 2, ""),
        ("两千三", 2300, ""),
        ("三万五", 35_000, ""),
        ("一万零五", 10_005, ""),
        ("3亿5000万", 350_000_000, ""),
        ("5百", 500, ""),
        ("百", 100, ""),
        ("二〇二五", 2025, ""),
        ("负五", -5, ""),
        ("壹佰", 100, ""),
        ("四点五万", 4.5, "万"),
        ("两千亿", 2000, "亿"),
        ("三成五", 3.5, "成"),
        ("３‰", 3, "‰"),
        ("1/7", "1/7", ""),
        ("七分之一", "1/7", ""),
        ("1，234.5 万", 1234.5, "万"),
        ("2.0", 2.0, ""),
    ],
)
def test_a_number_keeps_the_scale_in_which_it_is_written(text: str, value: float | str, scale: str) -> None:
    found = read(text)

    assert found is not None
    assert (found.value, type(found.value), found.scale) == (value, type(value), scale)


@pytest.mark.parametrize(
    "text",
    [
        *("", " ", "千百十", "二十百", "三五", "一二三", "二三十", "一百零", "三百个", "点五", "万", "12,34", "12 13"),
        *("1.5万3千", "10²", "1000①", "½", "1e400", "约400", "3至5", "-1/7", "1.2.3", "分之", "%"),
    ],
)
def test_what_is_no_number_or_more_than_one_is_not_read(text: str) -> None:
    assert read(text) is None


def test_a_value_is_that_of_a_number_without_scale() -> None:
    assert (value_of("两百"), value_of("3,400"), value_of("三成"), value_of("1/7")) == (200, 3400, None, None)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("培训1,234人、十二项、两个、1,234.5万元", [1234, 12, 2, 12_345_000]),
        ("覆盖 12 000 户、3 2 0 处", [12_000, 320]),
        ("2025 年 12 项", [2025, 12]),
        ("20余万人，三五个，零工驿站", [20]),
        ("3.0.1版", []),
    ],
)
def test_numbers_of_a_text_are_found_whole(text: str, wanted: list[int]) -> None:
    assert [number.exact for number, _ in numerals(spaceless(text))] == wanted


@pytest.mark.parametrize("written", ["一" * 20_000, "1" * 20_000, "九千" * 10_000, "9" * 20_000 + "万"])
def test_what_is_far_too_long_is_no_number(written: str) -> None:
    assert read(written) is None
    assert list(numerals(written)) == []
