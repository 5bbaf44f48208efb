"""Lay a text out with its marked stretches: names of places, and the words that facts came from."""

from __future__ import annotations

from dataclasses import dataclass, replace
from heapq import heapify, heappop, heappush
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from explorer.tagger.mention import Mention

LONG = 40  # characters


@dataclass(frozen=True)
class Mark:
    """A stretch of a text, characters ``start`` to ``end``, that is shown marked."""

    start: int
    end: int
    id: str  # of the element of its beginning: a fact that came from these words links to it
    mention: Mention | None = None  # None: the words that a fact came from
    continues: bool = False  # the rest of a stretch that another one cut in two

    @property
    def is_long(self) -> bool:
        """Whether it is a whole sentence, as the words behind a theme are."""
        return self.end - self.start > LONG

    def __lt__(self, other: Mark) -> bool:
        """Tell whether it is opened before another: the earlier one, of two that begin together the longer."""
        return (self.start, -self.end) < (other.start, -other.end)


@dataclass(frozen=True)
class Piece:
    """What comes next on the page: some text, the opening of a mark, or its end."""

    text: str = ""
    opens: Mark | None = None
    closes: Mark | None = None


def anchor(start: int, end: int) -> str:
    """Return the id of the element that holds these characters of the text."""
    return f"w{start}-{end}"


def laid_out(text: str, mentions: Iterable[Mention], facts: Iterable[tuple[int, int]] = ()) -> Iterator[Piece]:
    """
    Yield a text as pieces whose marks are properly nested: one that another cuts goes on after it.

    Parameters
    ----------
    facts
        Stretches that facts came from; where a mention stands just there, the two are one mark.
    """
    at = 0
    for to, edge in _edges(_marks(text, mentions, facts)):
        yield from _text(text, at, to)
        yield edge
        at = to
    yield from _text(text, at, len(text))


def _marks(text: str, mentions: Iterable[Mention], facts: Iterable[tuple[int, int]]) -> list[Mark]:
    marks = {span: Mark(*span, anchor(*span)) for span in facts if 0 <= span[0] < span[1] <= len(text)}
    for each in mentions:
        marks[each.start, each.end] = Mark(each.start, each.end, anchor(each.start, each.end), each)
    return list(marks.values())


def _edges(waiting: list[Mark]) -> Iterator[tuple[int, Piece]]:
    """Yield where marks open and end, in order, with what stands there; each ends before the one around it."""
    heapify(waiting)
    opened: list[Mark] = []
    while waiting or opened:
        if opened and (not waiting or waiting[0].start >= opened[-1].end):
            yield opened[-1].end, Piece(closes=opened.pop())
            continue
        mark = heappop(waiting)
        if opened and mark.end > opened[-1].end:
            heappush(waiting, replace(mark, start=opened[-1].end, continues=True))
            mark = replace(mark, end=opened[-1].end)
        yield mark.start, Piece(opens=mark)
        opened.append(mark)


def _text(text: str, start: int, end: int) -> Iterator[Piece]:
    if end > start:
        yield Piece(text=text[start:end])
