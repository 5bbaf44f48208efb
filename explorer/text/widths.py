"""Fold what two typists do differently: full and half width, radicals, spaces, capitals, accents."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from explorer.text.radicals import unified

INVISIBLE: Final = "\u00ad\u200b-\u200f\u2060\ufeff"  # characters of no width, for a pattern
_SPACE: Final = re.compile(rf"[\s{INVISIBLE}]+")


def plain(text: str) -> str:
    """Return a text in characters of plain form and width: ９ as 9, ， as a comma, ⻘ as 青; spaces stay."""
    return unicodedata.normalize("NFKC", unified(text))


def same(text: str) -> str:
    """Return a text as it is compared: plain, in small letters, without spaces seen or not."""
    return _SPACE.sub("", plain(text)).casefold()


def unaccented(text: str) -> str:
    """Return a text as it is sought: plain, in small letters, without accents."""
    decomposed = unicodedata.normalize("NFKD", unified(text).casefold())
    if not any(map(unicodedata.combining, decomposed)):  # as in most texts: to look is half the work
        return decomposed
    return "".join(each for each in decomposed if not unicodedata.combining(each))


def width(line: str) -> int:
    """Return how many letters wide a line is; a Chinese character takes two."""
    return sum(1 + (unicodedata.east_asian_width(each) in "WF") for each in line)
