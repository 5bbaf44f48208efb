"""Read a table kept as plain text: commas, semicolons or tabs, UTF-8 or GB18030, as spreadsheets save it."""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING, Final

from explorer.documents.encoding import decode
from explorer.errors import ArticleError
from explorer.messages import message
from explorer.spreadsheets.cells import (
    IN_PARTS,
    MOST_COLUMNS,
    Counter,
    Row,
    Sheet,
    failed,
    is_empty,
    is_error,
    refused,
    unguarded,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from explorer.errors import CasesError
    from explorer.spreadsheets.cells import Raw

_SEPARATORS: Final = ",\t;"
_SAMPLE: Final = 64 * 1024  # characters by which the separator is known
_QUOTED: Final = re.compile(r'"[^"]*"')
_TOLD: Final = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)  # Excel's own first line
_MOST_FIELD: Final = 1024 * 1024  # characters; more, and a quotation mark was never closed


def read_sheet(data: bytes, name: str) -> Sheet:
    """
    Return the rows that show something, as text.

    Raises
    ------
    CasesError
        The bytes are no text of a known encoding, a quotation mark is never closed, or it is too large.
    """
    text = _decoded(data, name)
    told = _TOLD.match(text)
    separator = told[1] if told else max(_SEPARATORS, key=_QUOTED.sub("", text[:_SAMPLE]).count)
    return Sheet("", tuple(_rows(text[told.end() :] if told else text, separator, name)))


def _decoded(data: bytes, name: str) -> str:
    if data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise refused(name, message("is a workbook, no CSV"), message("name it .xlsx"))
    try:
        return decode(data, name)
    except ArticleError as error:
        what = error.faults[0].what
        if b"\x00" in data and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
            what = message("holds control characters: it is no text")
        raise refused(name, what, message("save it as CSV UTF-8")) from None


def _rows(text: str, separator: str, name: str) -> Iterator[Row]:
    counter = Counter(name)
    csv.field_size_limit(_MOST_FIELD)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    number = 0
    try:
        for number, cells in enumerate(reader, start=1):
            values = tuple(map(_value, _trimmed(cells)))
            if not values:
                continue
            if len(values) > MOST_COLUMNS:
                raise _too_wide(name, number)
            counter.add(values)
            yield Row(number, values)
    except csv.Error as error:
        what = message("breaks off in row %(row)s (%(error)s)", row=number + 1, error=error)
        remedy = message("close the quotation mark there, or save it as .xlsx")
        raise refused(name, what, remedy) from None


def _value(cell: str) -> Raw:
    if not cell:
        return None
    return failed(cell.strip()) if "#" in cell and is_error(cell) else unguarded(cell)


def _trimmed(cells: list[str]) -> list[str]:
    """Return the cells up to the last that shows something."""
    while cells and is_empty(cells[-1]):
        cells.pop()
    return cells


def _too_wide(name: str, number: int) -> CasesError:
    what = message("row %(number)s has more than %(most)s columns", number=number, most=MOST_COLUMNS)
    return refused(name, what, IN_PARTS)
