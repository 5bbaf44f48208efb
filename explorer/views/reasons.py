"""Say in Chinese what the tagger and the readers of files say in English, by a table of sentences."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from explorer.words import Language

FILE = Path(__file__).parent / "reasons.toml"  # pairs: English, Chinese
_BLANK = re.compile(r"\\\{(\d)\\\}")
_FILLED = re.compile(r"\{(\d)\}")
_HAN = re.compile("([\u3400-\u9fff“”]+)")
_BETWEEN = "; "


def said(english: str, language: Language) -> str:
    """Return a reason in a language; the English one where the table has no Chinese for it (see ``lacks``)."""
    if language == "en":
        return english
    found = [_chinese(part) for part in english.split(_BETWEEN)]
    return english if None in found else "；".join(filter(None, found))


def lacks(english: str, language: Language) -> bool:
    """Tell whether a reason cannot be said in a language."""
    return language == "zh" and any(_chinese(part) is None for part in english.split(_BETWEEN))


def scripts(text: str) -> list[tuple[str, bool]]:
    """Part a text where Chinese begins and ends; true stands beside what is Chinese."""
    return [(part, n % 2 == 1) for n, part in enumerate(_HAN.split(text)) if part]


def _chinese(english: str) -> str | None:
    # Not kept: a reason quotes the text that somebody pasted.
    for pattern, chinese in _pairs():
        match = pattern.fullmatch(english)
        if match:
            return _filled(chinese, match)
    return None


def _filled(chinese: str, match: re.Match[str]) -> str:
    """Put what the English holds into the Chinese; a reason within a reason is said in Chinese too."""
    return _FILLED.sub(lambda blank: _chinese(match[f"n{blank[1]}"]) or match[f"n{blank[1]}"], chinese)


@cache
def _pairs() -> tuple[tuple[re.Pattern[str], str], ...]:
    with FILE.open("rb") as lines:
        written = tomllib.load(lines)
    return tuple(
        (re.compile(_BLANK.sub(r"(?P<n\1>.+?)", re.escape(english))), chinese)
        for part in written.values()
        for english, chinese in part.items()
    )
