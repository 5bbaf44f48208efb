"""Find the stretches of a text that tell of rulers and wars long ago: bare names in them are names of then."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from explorer.tagger.cues import cues

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from explorer.tagger.spans import Span

_SENTENCE_END = re.compile(r"[。！？!?;；\n]|$")


def stretches(folded: str, words: Iterable[Span]) -> Iterator[range]:
    """Yield from where to where a folded text tells of the past: from a word for it to the end of the sentence."""
    for _, start, _ in words:
        ending = _SENTENCE_END.search(folded, start)
        end = ending.start() if ending else len(folded)
        if not cues().today.search(folded, start, end):
            yield range(start, end)
