"""Split an article into the paragraphs that citations count: ``#p1`` is the first."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

_BLANK_LINE: Final = re.compile(r"\n\s*\n")
_BROKEN_OFF: Final = re.compile(r"(?<=[。!?！？…；;][\"”』」)）])\s*\n|(?<=[。!?！？…；;])\s*\n|\n(?=[ \t]*　)")


def spans(text: str) -> Iterator[tuple[int, int]]:
    """
    Yield first and last character of each paragraph, without the blanks around it.

    Blank lines part them; a text without one is parted where a line ends its sentence or the next is indented.
    """
    mark = _BLANK_LINE if _BLANK_LINE.search(text.strip()) else _BROKEN_OFF
    begins = 0
    for parted in (*((each.start(), each.end()) for each in mark.finditer(text)), (len(text), len(text))):
        block = text[begins : parted[0]]
        if block.strip():
            start = begins + len(block) - len(block.lstrip())
            yield start, start + len(block.strip())
        begins = parted[1]


def paragraphs(text: str) -> tuple[str, ...]:
    """Return the paragraphs in order; of a text without words, none."""
    return tuple(text[start:end] for start, end in spans(text))
