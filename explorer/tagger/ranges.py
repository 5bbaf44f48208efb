"""Read "3至5个" and "20%—30%": the lower end of a range, before the number with the unit of both."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from explorer.text.numerals import DIGITS, HAN, NUMERALS, value_of

_LOW: Final = re.compile(
    rf"(?<![\d.,第数几点{HAN}—–\-])(?P<value>{DIGITS}|{NUMERALS})"
    r"(?P<scale>万亿|万|亿)?(?P<unit>%|％|[^\W\d万亿]{1,4})?(?:[~～–—\-]{1,2}|[至到])$"
)
_LONGEST: Final = 16  # characters of the lower end
_CHANGE: Final = re.compile(r"[从由自][^，。；：]{0,20}$")  # 由40人到120人 are two figures: before and after


@dataclass(frozen=True)
class Low:
    """The lower end of a range, and where it starts."""

    value: int | float
    start: int


def low_of(text: str, at: int, scale: str, unit: str, high: float | str) -> Low | None:
    """
    Return the lower end that stands before the upper one at a character; None if there is no range.

    ``scale`` and ``unit`` are those of the upper end. The lower has the same, or leaves them out.
    """
    near = max(0, at - _LONGEST)
    match = _LOW.search(text[near:at])
    if match is None or isinstance(high, str) or _CHANGE.search(text[max(0, near - _LONGEST) : near + match.start()]):
        return None
    value = value_of(match["value"])
    same = (match["scale"] or scale) == scale and (match["unit"] or unit).replace("％", "%") == unit
    return Low(value, near + match.start()) if same and value is not None and value < high else None


def ends_range(text: str, at: int) -> bool:
    """Tell whether a number and a sign that leads to another stand before a character, range or not."""
    return re.search(r"[\d万亿%％][至到~～–—\-]{1,2}$", text[max(0, at - 4) : at]) is not None
