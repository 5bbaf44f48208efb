"""Read the year that a sentence states, in full or as 去年, 今年."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from explorer.model import FIRST_YEAR, LAST_YEAR
from explorer.text import dates

_RELATIVE: Final = {"今年": 0, "本年度": 0, "去年": -1, "上年": -1, "前年": -2}
_WORD: Final = re.compile("|".join(_RELATIVE))
_PLAN: Final = re.compile(r"(?:到|至|力争|预计|截至)$")
_HEAD = 600  # characters of an article within which its own date stands


@dataclass(frozen=True)
class Dated:
    """A year, and the words that state it: characters of the text that was read."""

    year: int
    start: int
    end: int


def year_before(text: str, at: int, published: int | None = None) -> Dated | None:
    """
    Return the last year stated before a character; None if there is none.

    ``published`` is the year in which the article appeared: without it, 去年 states no year.
    A year that is only a term ("到2027年") is none.
    """
    found = [dated for dated in years(text, published) if dated.start < at]
    return found[-1] if found else None


def years(text: str, published: int | None = None) -> tuple[Dated, ...]:
    """Return every year that a text states as one in which something was, in order."""
    found = [
        Dated(year, start, end)
        for year, start, end in dates.years(text)
        if FIRST_YEAR <= year <= LAST_YEAR and not _PLAN.search(text[max(0, start - 2) : start])
    ]
    if published is not None:
        found += [Dated(published + _RELATIVE[each.group()], each.start(), each.end()) for each in _WORD.finditer(text)]
    return tuple(sorted(found, key=lambda dated: dated.start))


def published_in(text: str) -> int | None:
    """Return the year of the date that stands in a line of its own near the head of an article; None if none does."""
    for line in text[:_HEAD].splitlines():
        year = dates.year_of_date_in(line)
        if year and not re.search("[，。,]", line):
            return year
    return None
