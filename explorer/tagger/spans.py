"""Find all names in one pass of the automaton: of names in one another the longest, of crossing ones the likelier."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, cast

import numpy as np

from explorer.tagger.cues import cues
from explorer.tagger.segmenter import stands_alone

if TYPE_CHECKING:
    from collections.abc import Iterator

    from explorer.tagger.gazetteer import Gazetteer

_CONTINUES, _CONTINUATION = 0b1100_0000, 0b1000_0000  # bytes of UTF-8 that begin no character
_WINDOW = 8  # characters on each side that the segmenter is shown


class Span(NamedTuple):
    """An entry of the gazetteer where it stands in folded text."""

    number: int
    start: int
    end: int


def spans(folded: str, names: Gazetteer) -> tuple[Span, ...]:
    """Return what stands in a folded text, in order, none overlapping another."""
    kept: list[Span] = []
    for number, start, end in _found(folded, names):
        while kept and kept[-1].start >= start:
            kept.pop()
        if kept and kept[-1].end > start:
            if kept[-1].end >= end or not _later_wins(kept[-1], Span(number, start, end), folded, names):
                continue
            kept.pop()
        kept.append(Span(number, start, end))
    return tuple(_settled(kept, folded, names))


def _found(folded: str, names: Gazetteer) -> list[tuple[int, int, int]]:
    raw = folded.encode()
    found = names.automaton.find_matches_as_indexes(raw, overlapping=True)
    if not found or len(raw) == len(folded):
        return found
    begins = (np.frombuffer(raw, dtype=np.uint8) & _CONTINUES) != _CONTINUATION
    character = np.cumsum(begins, dtype=np.int32)  # number of characters begun up to each byte
    table = np.array(found, dtype=np.int64)
    table[:, 1] = character[table[:, 1]] - 1
    table[:, 2] = character[table[:, 2] - 1]
    return cast("list[tuple[int, int, int]]", table.tolist())


def _later_wins(first: Span, later: Span, folded: str, names: Gazetteer) -> bool:
    """Tell which of two crossing names is meant: the full one, or the one at whose edges the segmenter parts."""
    full = tuple(names.entries[each.number].form == "full" for each in (first, later))
    if full[0] != full[1]:
        return full[1]
    left, right = folded[max(first.start - _WINDOW, 0) : later.start], folded[later.end : later.end + _WINDOW]
    return stands_alone(left, folded[later.start : later.end], right)


def _settled(found: list[Span], folded: str, names: Gazetteer) -> Iterator[Span]:
    """Part a parent from its part (济南市中区), and give back a rank that belongs to the next word (寿光市场)."""
    others, entries, numbers = cues().other_words, names.entries, names.numbers
    for span in found:
        number, start, end = span
        skip = entries[number].skip
        if skip:
            parent = numbers.get(folded[start : start + skip])
            if parent is not None:  # a misread one (肯岛市北区) is no name by itself
                yield Span(parent, start, start + skip)
            yield Span(numbers[folded[start + skip : end]], start + skip, end)
        elif folded[end - 1 : end + 1] not in others:
            yield span
        elif folded[start : end - 1] in numbers:
            yield Span(numbers[folded[start : end - 1]], start, end - 1)
