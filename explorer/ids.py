"""Make the id of a new reform from its title."""

from __future__ import annotations

import re
from itertools import count
from typing import TYPE_CHECKING

from explorer.pinyin import spelled
from explorer.text.widths import unaccented

if TYPE_CHECKING:
    from collections.abc import Callable

MOST_CHARACTERS = 60  # the model allows 80: room for a number behind it


def new_id(title_zh: str, title_en: str | None, is_taken: Callable[[str], bool]) -> str:
    """
    Return an id that is not taken: the English title in small letters, or else the pinyin of the Chinese one.

    If reforms of that id are there already, a number stands behind it: ``village-canteen-2``.
    """
    base = _joined(re.findall(r"[a-z0-9]+", unaccented(title_en or ""))) or _joined(_syllables(title_zh)) or "reform"
    if not is_taken(base):
        return base
    return next(each for n in count(2) if not is_taken(each := f"{base}-{n}"))


def _syllables(title: str) -> list[str]:
    return [part for each in spelled(title) for part in re.findall(r"[a-z0-9]+", unaccented(each))]


def _joined(words: list[str]) -> str:
    """Join as many words as an id may have."""
    joined = ""
    for word in words:
        longer = f"{joined}-{word}" if joined else word
        if len(longer) > MOST_CHARACTERS:
            return joined or word[:MOST_CHARACTERS]
        joined = longer
    return joined
