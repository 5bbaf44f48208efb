"""Find the stretches of a text that tell of rulers and wars long ago: bare names in them are names of then."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from explorer.tagger.cues import cues

if TYPE_CHECKING:
    from collections.abc import Iterator

_SENTENCE_END = re.compile(r"[。！？!?;；\n]|$")


def past(folded: str) -> tuple[range, ...]:
    """Return from where to where a folded text tells of the past: from who lived then to the end of the sentence."""
    return tuple(_stretches(folded))


def _stretches(folded: str) -> Iterator[range]:
    for word in cues().past_words:
        start = folded.find(word)  # most texts have none: a search by each word is faster than a pattern
        while start >= 0:
            ending = _SENTENCE_END.search(folded, start)
            end = ending.start() if ending else len(folded)
            if not cues().today.search(folded, start, end):
                yield range(start, end)
            start = folded.find(word, end)
