"""Tell a paragraph from the lines into which a page's width broke it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from statistics import median_high
from typing import TYPE_CHECKING, Final
from unicodedata import east_asian_width

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

_SHORT_LINE: Final = 0.85  # of the long lines: a paragraph's last
_LONG_LINE: Final = 1.15  # of them: a paragraph that stands whole among lines
_ALIKE: Final = 0.1  # of a width, by which lines differ: words and figures are not parted, some marks begin no line
_ROOM: Final = 3  # columns, in which the next sentence would have begun
_LEAST_WIDTH: Final = 40  # columns, of which a Chinese character fills two: less is a heading, or a cell of a table
_LEAST_LINES: Final = 5
_MOST: Final = 0.9  # of the lines that are broken off
_ENDS: Final = frozenset("。！？：；…”")  # of a sentence
_ENDS_INSIDE: Final = re.compile("[。！？；].")
_LEAST_INSIDE: Final = 1 / 8  # of the lines have a sentence's end inside: a list of titles has none
_INDENTED: Final = re.compile(r"\u3000|\t| {2}")


def unwrapped(lines: Sequence[str]) -> Iterator[str]:
    """Yield the paragraphs of the lines of a page: a line that is shorter than the long ones ends a paragraph."""
    held: list[str] = []
    lengths = sorted(map(len, lines))
    long = lengths[len(lengths) * 9 // 10]
    for line in lines:
        held.append(line)
        if len(line) < _SHORT_LINE * long:
            yield "\n".join(held)
            held = []
    yield "\n".join(held)


def rejoined(paragraphs: Sequence[str]) -> Iterable[str]:
    """
    Return the paragraphs of a file, joined where they are but lines, as what is copied out of a PDF has them.

    They are lines if most of the long ones end in the middle of a sentence, and those are as wide as one another.
    Then an empty one, an indented one, a heading and one that is much longer part the paragraphs as well.
    """
    found = [_Lines.of(paragraphs, measure) for measure in (_columns, _characters)]
    lines = max(found, key=lambda each: each.n_alike)
    return map("\n".join, lines.groups()) if lines.are_lines() else paragraphs


def parted(paragraphs: Iterable[str]) -> str:
    """Write paragraphs as one text, a blank line between them."""
    return "\n\n".join(filter(None, (each.strip() for each in paragraphs)))


@dataclass(frozen=True)
class _Lines:
    """Paragraphs, each with its width, that may be lines; ``broken`` are long and end in the middle of a sentence."""

    texts: tuple[tuple[str, int], ...]
    broken: tuple[tuple[str, int], ...]
    n_long: int
    width: int  # of a full line, if these are lines

    @classmethod
    def of(cls, paragraphs: Sequence[str], measure: Callable[[str], int]) -> _Lines:
        texts = tuple((each, measure(each)) for each in paragraphs)
        long = [(text, width) for text, width in texts if width >= _LEAST_WIDTH]
        broken = tuple((text, width) for text, width in long if not _ends(text))
        return cls(texts, broken, len(long), median_high([width for _, width in broken] or [0]))

    @property
    def n_alike(self) -> int:
        """How many of those that are broken off are about as wide as a full line."""
        return sum(abs(width - self.width) <= _ALIKE * self.width for _, width in self.broken)

    def are_lines(self) -> bool:
        n_broken = len(self.broken)
        n_inside = sum(_ENDS_INSIDE.search(text) is not None for text, _ in self.broken)
        return (
            n_broken >= max(_LEAST_LINES, self.n_long / 2)
            and self.n_alike >= _MOST * n_broken
            and n_inside >= _LEAST_INSIDE * n_broken
        )

    def groups(self) -> Iterator[list[str]]:
        """Yield the lines of each paragraph."""
        held: list[str] = []
        for text, width in self.texts:
            room = self.width - width
            is_short = room > (1 - _SHORT_LINE) * self.width or (room > _ROOM and _ends(text))
            is_whole = room < (1 - _LONG_LINE) * self.width
            is_heading = is_short and bool(held) and _ends(held[-1]) and not _ends(text)
            if is_whole or is_heading or _INDENTED.match(text):
                yield held
                held = []
            held.append(text)
            if is_short or is_whole:
                yield held
                held = []
        yield held


def _ends(text: str) -> bool:
    return text.rstrip()[-1:] in _ENDS


def _columns(text: str) -> int:
    return sum(2 if east_asian_width(each) in "WFA" else 1 for each in text.rstrip())


def _characters(text: str) -> int:
    return 2 * len(text.rstrip())  # for lines that were broken at a number of characters
