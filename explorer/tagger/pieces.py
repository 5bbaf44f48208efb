"""Cut a long text where a paragraph ends, so that it can be tagged piece by piece in little memory."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST = 200_000  # characters of a piece
_ENDS = (re.compile(r"\n\s*\n"), re.compile(r"[。！？!?.]\s*\n"), re.compile(r"[。！？!?；;]"))


def pieces(text: str, most: int = MOST) -> Iterator[tuple[int, str]]:
    """
    Yield the offset and the characters of each piece; put together they are the text.

    A piece ends at an empty line; where none is near, at the end of a line or a sentence. Names are
    judged by what is near them in their own piece.
    """
    start = 0
    while len(text) - start > most:
        end = start + _cut(text[start : start + most])
        yield start, text[start:end]
        start = end
    if start < len(text):
        yield start, text[start:]


def _cut(piece: str) -> int:
    """Return the last good end in the second half of a piece; all of it if there is none."""
    half = len(piece) // 2
    for end in _ENDS:
        found = [match.end() for match in end.finditer(piece, half)]
        if found:
            return found[-1]
    return len(piece)
