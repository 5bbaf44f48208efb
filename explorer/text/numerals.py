"""Read a number as Chinese text writes it: in digits or numerals, grouped or spaced, of any width, in 万, % or 成."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from explorer.text.widths import plain

if TYPE_CHECKING:
    from collections.abc import Iterator

_ZEROS: Final = "零〇"
_DIGITS: Final = {character: n for n, character in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_TENS: Final = {"十": 10, "百": 100, "千": 1000}
_MYRIADS: Final = {"亿": 10**8, "万": 10**4}
SCALES: Final = {"万亿": 10**12, **_MYRIADS}
_SHARES: Final = {"%": 100, "‰": 1000, "成": 10}
_FORMAL: Final = str.maketrans("壹贰叁肆伍陆柒捌玖拾佰仟萬億兩−", "一二三四五六七八九十百千万亿两-")

HAN: Final = f"{_ZEROS}一二三四五六七八九两十百千"  # for a class of characters
DIGITS: Final = r"(?:\d{1,3}(?:,\d{3}){1,5}(?:\.\d{1,9})?(?!\.?\d)|\d{1,15}(?:\.\d{1,9})?(?!\.?\d))"
_POINT: Final = "点[零〇一二三四五六七八九]+"
NUMERALS: Final = f"(?:[一二三四五六七八九两十百千][{HAN}]*(?:{_POINT})?|零{_POINT})"  # 零工 is no number
MARK: Final = re.compile("[\u00b2\u00b3\u00b9\u2070-\u2079\u2460-\u249b\u24ea-\u24ff\u2776-\u2793]")  # ², ①, ⑴, ⒈

_SPACE: Final = re.compile(r"\s+(?!\d)|(?<!\d)\s+")  # beside what is no digit
_GAP: Final = "[ \u00a0\u2009\u202f]"
SPACED: Final = re.compile(  # 3 2 0, 4 . 5, 12 000
    rf"(?<![\d.])(?:\d(?:{_GAP}[\d.,%])+|\d{{1,3}}(?:{_GAP}\d{{3}})+)(?!{_GAP}?\d)"
)
_ARABIC: Final = re.compile(
    r"(?:\d{1,3}(?:,\d{3})+|\d{1,300})(?:\.\d{0,300})?(?:e[+-]?\d{1,3})?|\.\d{1,300}", re.IGNORECASE
)
_DECIMAL: Final = re.compile("[.点e]", re.IGNORECASE)
_SIGN: Final = re.compile("[+-]|负")
_TENTHS: Final = re.compile(r"([^成]+)成([一二三四五六七八九半]?)")
_FRACTION: Final = re.compile(r"(?P<part>[1-9]\d{0,299})/(?P<whole>[1-9]\d{0,299})")
_PART_OF: Final = re.compile(r"([^分]+)分之([^分]+)")
_MOST_CHARACTERS: Final = 1_000
_LEAST_DIGITS: Final = 4  # of a numeral without tens, as a year: 三五 and 一二三 are no 35 and 123
_WRITTEN: Final = re.compile(
    rf"(?<![\d.{HAN}万亿])(?:[{HAN}]+分之)?(?:{DIGITS}|{NUMERALS})(?:[百千万亿]+(?:{DIGITS}|{NUMERALS})?)*(?:/[1-9]\d*)?"
)


@dataclass(frozen=True)
class Numeral:
    """A number as it is written: 4.5 and 万, 98.6 and %, 3.5 and 成; a fraction such as 1/7 stays text."""

    value: int | float | str
    scale: str = ""

    @property
    def exact(self) -> Fraction:
        """The number itself: 45000, 0.986."""
        return Fraction(str(self.value)) * SCALES.get(self.scale, 1) / _SHARES.get(self.scale, 1)


def read(written: str) -> Numeral | None:
    """Return the number that a text is; None if it is anything else, or more than one."""
    if MARK.search(written):
        return None  # of a footnote: 10² is no 102
    text = spaceless(written).translate(_FORMAL)
    if len(text) > _MOST_CHARACTERS:
        return None  # no number of anything, and a long computation
    sign = _SIGN.match(text)
    found = _unsigned(text[1:] if sign else text)
    if found is None or sign is None or sign[0] == "+":
        return found
    return None if isinstance(found.value, str) else Numeral(-found.value, found.scale)


def value_of(written: str) -> int | float | None:
    """Return the value of digits or of a numeral, 百 as 100; None of what is no number, or says more."""
    found = read(written)
    return None if found is None or found.scale or isinstance(found.value, str) else found.value


def numerals(text: str) -> Iterator[tuple[Numeral, int]]:
    """Yield each number of a ``spaceless`` text, and where it ends: before a % or 成."""
    for match in _WRITTEN.finditer(text):
        found = read(match[0])
        if found is not None:
            yield found, match.end()


def spaceless(text: str) -> str:
    """Return a text in plain characters; spaces stay between numbers only, not in them: 12 000, 3 2 0."""
    return SPACED.sub(lambda run: run[0].replace(" ", ""), _SPACE.sub("", plain(text)))


def _unsigned(text: str) -> Numeral | None:
    if text[-1:] in {"%", "‰"}:
        return _scaled(text[:-1], text[-1])
    if tenths := _TENTHS.fullmatch(text):
        whole, half = _value(tenths[1]), _DIGITS.get(tenths[2], 5) if tenths[2] else 0
        return None if whole is None else _numeral(whole + Fraction(half, 10), "成", is_decimal=bool(half))
    if fraction := _FRACTION.fullmatch(text):
        return Numeral(fraction[0])
    if part := _PART_OF.fullmatch(text):
        return _part(part[1], part[2])
    for scale in SCALES:
        head = text.removesuffix(scale)
        if head != text and not any(each in head for each in _MYRIADS):
            return _scaled(head, scale)
    return _scaled(text, "")


def _scaled(text: str, scale: str) -> Numeral | None:
    value = _value(text)
    return None if value is None else _numeral(value, scale, is_decimal=_DECIMAL.search(text) is not None)


def _numeral(value: Fraction, scale: str, *, is_decimal: bool) -> Numeral | None:
    try:
        return Numeral(float(value) if is_decimal or value.denominator > 1 else int(value), scale)
    except OverflowError:
        return None


def _part(whole: str, part: str) -> Numeral | None:
    if scale := {"百": "%", "千": "‰"}.get(whole):
        return _scaled(part, scale)
    n, of = _value(part), _value(whole)
    return Numeral(f"{n}/{of}") if n and of and n.denominator == of.denominator == 1 and n <= of else None


def _value(text: str) -> Fraction | None:
    if _ARABIC.fullmatch(text):
        return Fraction(text.replace(",", ""))
    for mark, size in _MYRIADS.items():
        if mark in text:
            head, _, tail = text.rpartition(mark)
            return _joined(_value(head), size, tail)
    whole, point, decimals = text.partition("点")
    if point:
        value = _below_myriad(whole)
        figures = "".join(str(_DIGITS.get(each, "")) for each in decimals)
        return None if value is None or not figures or len(figures) < len(decimals) else Fraction(f"{value}.{figures}")
    if text[-1:] in _TENS and _ARABIC.fullmatch(text[:-1]):
        return Fraction(text[:-1].replace(",", "")) * _TENS[text[-1]]
    value = _below_myriad(text)
    return None if value is None else Fraction(value)


def _joined(head: Fraction | None, size: int, tail: str) -> Fraction | None:
    """Add what follows 万 or 亿: 三万零五, 三亿五千万, and 三万五, which is 35000."""
    if not head or (tail and head.denominator > 1):
        return None
    if len(tail) == 1 and tail not in _ZEROS:
        rest = _value(tail)
        return None if rest is None else head * size + rest * size / 10
    rest = _value(tail.lstrip(_ZEROS)) if tail else Fraction(0)
    return None if rest is None or rest >= size else head * size + rest


def _below_myriad(text: str) -> int | None:
    if text and all(each in _DIGITS for each in text) and (len(text) == 1 or text[0] not in _ZEROS):
        told = len(text) == 1 or len(text) >= _LEAST_DIGITS or any(each in text for each in _ZEROS)
        return int("".join(str(_DIGITS[each]) for each in text)) if told else None
    total, last = 0, 10_000
    digit, gap = 0, False
    for each in text:
        if each in _ZEROS and not digit and total:
            gap = True
        elif each in _TENS and _TENS[each] < last and (digit or not total):
            last = _TENS[each]
            total, digit, gap = total + (digit or 1) * last, 0, False
        elif not digit and (found := _DIGITS.get(each, int(each) if each.isdecimal() else 0)):
            digit = found
        else:
            return None
    if not total or (gap and not digit):
        return None
    return total + digit * (1 if gap else last // 10)
