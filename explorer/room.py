"""Estimate how much paper a text takes, and shorten it to the room that there is."""

from __future__ import annotations

import math
from itertools import accumulate, takewhile
from typing import TYPE_CHECKING

from explorer.model import source_of
from explorer.text.widths import width

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from explorer.model import Citation, Source

LONGEST_TITLE, LONGEST_PUBLISHER, LONGEST_ADDRESS = 110, 44, 150  # of a source, in Latin letters
MOST_SOURCES_MM = 215  # the list of sources stands on one page
_LETTERS_OF_SOURCE = 54  # in a line of a column of the list of sources
_LINE_OF_SOURCE_MM, _BETWEEN_SOURCES_MM = 3.7, 1.1


def lines(text: str, letters: int) -> int:
    """Return the number of lines that a text takes in a column of so many Latin letters."""
    return math.ceil(width(text) / letters)


def shortened(text: str, letters: int) -> str:
    """Shorten a text to a width in Latin letters, at a space if there is one near the end."""
    if width(text) <= letters:
        return text
    widths = accumulate(width(each) for each in text)
    kept = text[: sum(1 for _ in takewhile(lambda so_far: so_far < letters, widths))]
    head, space, tail = kept.rpartition(" ")
    return f"{(head if space and len(tail) < letters // 3 else kept).rstrip(' ，。、,.;；')}…"


def height_of_source_mm(source: Source) -> float:
    """Return about how much a source adds to a list of sources in two columns, in mm of paper."""
    parts = (
        shortened(source.title, LONGEST_TITLE),
        shortened(source.publisher or "", LONGEST_PUBLISHER),
        source.date or "",
    )
    address = shortened(source.url or "", LONGEST_ADDRESS)
    # A long address breaks after its host too.
    of_address = lines(address, _LETTERS_OF_SOURCE) + (width(address) > _LETTERS_OF_SOURCE)
    n_lines = lines(" · ".join((*parts, "copy")), _LETTERS_OF_SOURCE) + of_address
    return (n_lines * _LINE_OF_SOURCE_MM + _BETWEEN_SOURCES_MM) / 2


def fitting(
    rows: Iterable[tuple[float, Iterable[Citation]]],
    already: Iterable[Citation],
    sources: Mapping[str, Source],
    room_mm: float,
) -> int:
    """
    Return how many of the first rows fit into the room with the sources that they cite; one at least.

    Parameters
    ----------
    rows
        Of each its height in mm, and what it cites.
    already
        What is cited before the rows: these sources take room too.
    room_mm
        Height of paper for the rows and for the list of all sources.
    """
    listed = {source_of(citation) for citation in already}
    of_rows, of_sources = 0.0, sum(height_of_source_mm(sources[each]) for each in listed)
    n_rows = 0
    for height, cited in rows:
        new = {source_of(citation) for citation in cited} - listed
        of_rows += height
        of_sources += sum(height_of_source_mm(sources[each]) for each in new)
        if n_rows and (of_rows + of_sources > room_mm or of_sources > MOST_SOURCES_MM):
            break
        listed |= new
        n_rows += 1
    return n_rows
