"""Read a date, as much of it as is told, and years, as Chinese text writes them."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from explorer.text.numerals import value_of
from explorer.text.widths import plain

if TYPE_CHECKING:
    from collections.abc import Iterator

_FOUR: Final = "(?:[0-9]{4}|[〇零一二三四五六七八九]{4})"
_TWO: Final = "(?:[0-9]{1,2}|[一二三四五六七八九十]{1,3})"
_BESIDE_SIGN: Final = re.compile(r"\s*([年月日号])\s*")
_DATE: Final = re.compile(
    rf"(?P<year>{_FOUR})(?:(?:[-/.]|年)(?P<month>{_TWO})(?:(?:[-/.]|月)(?P<day>{_TWO})[日号]?|月)?|年)?"
    r"\s*(?:\((?:星期|周|礼拜)[一二三四五六日天]\))?(?:[T ]?\d{1,2}:\d{2}(?::\d{2})?)?"
)
_RUN_TOGETHER: Final = re.compile(r"(?P<year>(?:19|20)\d{2})(?P<month>\d{2})(?P<day>\d{2})")
_ABOUT_A_YEAR: Final = re.compile(rf"({_FOUR})年?(?:度|起|以来|初|中|底|末|春|夏|秋|冬|上半年|下半年)")
_STATED: Final = re.compile(rf"(?<![\d〇零一二三四五六七八九])({_FOUR})\s*年(?!来|间|以来|底前)")
_WITHIN: Final = re.compile(r"(?<!\d)((?:19|20)\d{2})(?:年|-|/|\.)\d{1,2}(?:月|-|/|\.)\d{1,2}(?!\d)")


@dataclass(frozen=True)
class PartialDate:
    """As much of a date as is told."""

    year: int
    month: int | None = None
    day: int | None = None

    def __str__(self) -> str:
        """Write it as 2025, 2025-08 or 2025-08-27."""
        told = (f"{self.year:04d}", *(f"{part:02d}" for part in (self.month, self.day) if part))
        return "-".join(told)


def read(written: str) -> PartialDate | None:
    """Return the date that a text is: 2025年8月27日, 二〇二五年八月, 2025/8; None if it is none of the calendar."""
    text = _BESIDE_SIGN.sub(r"\1", plain(written).strip())
    found = _RUN_TOGETHER.fullmatch(text) or _DATE.fullmatch(text)
    parts = [_number(each) for each in found.group("year", "month", "day") if each] if found else []
    try:
        dt.date(*parts, *(1,) * (3 - len(parts))) if parts else dt.date.fromisoformat("")
    except ValueError:
        return None
    return PartialDate(*parts)


def year_of(written: str) -> int | None:
    """Return the year that a text tells, as a date or about: 2023, 2023年5月, 2023年底; None if it tells none."""
    about = _ABOUT_A_YEAR.fullmatch("".join(plain(written).split()))
    if about:
        return _number(about[1])
    date = read(written)
    return date.year if date else None


def is_year(written: str) -> bool:
    """Tell whether a text is a year and no more: 2023, 二〇二三年."""
    return re.fullmatch(rf"{_FOUR}\s*年?", plain(written).strip()) is not None


def years(text: str) -> Iterator[tuple[int, int, int]]:
    """Yield each year that a text names, with its first and last character; 2023年以来 and 三十年间 name none."""
    yield from ((_number(match[1]), match.start(), match.end()) for match in _STATED.finditer(text))


def year_of_date_in(line: str) -> int | None:
    """Return the year of the first whole date in a line; None if none stands there."""
    found = _WITHIN.search(line)
    return int(found[1]) if found else None


def _number(written: str) -> int:
    """Return a part of a date; 0, which is in no calendar, of what is no number: 九十一 is a number, 十十 is none."""
    return int(value_of(written) or 0)
