"""Tell a paragraph from the lines into which a page's width broke it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from unicodedata import east_asian_width

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_SHORT_LINE: Final = 0.85  # of the long lines: a paragraph's last
_LONG_LINE: Final = 1.15  # of them: a paragraph that stands whole among lines
_ALIKE: Final = 0.06  # of its width, by which a full line may differ: a mark that must not begin the next one
_LEAST_WIDTH: Final = 40  # columns, of which a Chinese character fills two: less is a list or a table
_LEAST_LINES: Final = 5
_ENDS: Final = frozenset("。！？：；…”")  # of a sentence
_ENDS_INSIDE: Final = re.compile(r"[。！？；].")
_LEAST_INSIDE: Final = 1 / 5  # of the lines have a sentence's end inside: a list of titles has none
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
    Return the paragraphs of a file, joined where most of them are but lines, as what is copied out of a PDF has them.

    They are lines if most are about as wide as one another and end in the middle of a sentence. Then an empty one, an
    indented one and one much longer than a line stand where a paragraph begins, and so does a heading.
    """
    columns = [_columns(each) for each in paragraphs]
    widths = sorted(filter(None, columns))
    width = widths[len(widths) * 3 // 4] if widths else 0
    if not _are_lines(list(zip(paragraphs, columns, strict=True)), width):
        return paragraphs
    return map("\n".join, _groups(zip(paragraphs, columns, strict=True), width))


def parted(paragraphs: Iterable[str]) -> str:
    """Write paragraphs as one text, a blank line between them."""
    return "\n\n".join(filter(None, (each.strip() for each in paragraphs)))


def _are_lines(paragraphs: Sequence[tuple[str, int]], width: int) -> bool:
    n_lines = sum(n_columns > 0 for _, n_columns in paragraphs)
    if n_lines < _LEAST_LINES or width < _LEAST_WIDTH:
        return False
    alike = [text for text, n_columns in paragraphs if abs(n_columns - width) <= _ALIKE * width]
    n_broken = sum(not _ends(text) for text in alike)
    n_inside = sum(_ENDS_INSIDE.search(text) is not None for text in alike)
    return n_broken > n_lines / 2 and n_inside >= n_lines * _LEAST_INSIDE


def _groups(paragraphs: Iterable[tuple[str, int]], width: int) -> Iterator[list[str]]:
    held: list[str] = []
    for text, n_columns in paragraphs:
        is_short = n_columns < _SHORT_LINE * width
        is_whole = n_columns > _LONG_LINE * width
        is_heading = is_short and bool(held) and _ends(held[-1]) and not _ends(text)
        if held and (is_whole or is_heading or _INDENTED.match(text)):
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
    return sum(2 if east_asian_width(each) in "WFA" else 1 for each in text.strip())
