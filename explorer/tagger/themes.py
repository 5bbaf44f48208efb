"""Tell the theme of a reform by the words of its name, its sentence and the heading above."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, get_args

from explorer.model import Theme
from explorer.tagger.signals import one_of

_THEMES: Final[tuple[Theme, ...]] = get_args(Theme)

_OF_NAME, _OF_HEADING, _OF_SENTENCE = 4, 1, 1  # how much a word there tells


@dataclass(frozen=True)
class Themed:
    """A theme and the words that tell it; None where no word does."""

    theme: Theme | None
    because: tuple[str, ...]


def theme_of(name: str, sentence: str, heading: str) -> Themed:
    """Return the theme with the most telling words, of equal ones the first in the order of themes."""
    weights: dict[Theme, int] = {}
    told: dict[Theme, tuple[str, ...]] = {}
    for theme in _THEMES:
        found = [set(re.findall(one_of("themes", theme), text)) for text in (name, heading, sentence)]
        weighed = zip((_OF_NAME, _OF_HEADING, _OF_SENTENCE), found, strict=True)
        weights[theme] = sum(weight * sum(map(len, words)) for weight, words in weighed)
        told[theme] = tuple(sorted(set().union(*found)))
    best = max(weights, key=lambda theme: weights[theme])
    return Themed(best, told[best]) if weights[best] else Themed(None, ())
