"""Find the rows of a steward's tables, each with what is merged into it."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from explorer.errors import Fault, Location
from explorer.exchange.grid import Row, is_empty
from explorer.exchange.headings import columns_of
from explorer.exchange.readings import INVISIBLE, shown
from explorer.messages import message

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from explorer.exchange.grid import Raw, Sheet
    from explorer.exchange.headings import Columns

# Sheets of our own files that hold no reforms.
PASSED_OVER: Final = frozenset(("about", "说明", "notes", "示例", "examples"))
_EXAMPLE: Final = "示例"  # stands in the titles of the template's rows


@dataclass(frozen=True)
class Line:
    """A row, and where its fields stand."""

    row: Row
    sheet: str
    columns: Columns

    def raw(self, name: str) -> Raw:
        """Return what stands in the column of a field; None if the table has none."""
        place = self.columns.places.get(name)
        return None if place is None else self.row.at(place)

    def cell(self, name: str) -> Location:
        """Return where a field stands, or would stand."""
        return Location(self.row.number, self.columns.heading(name), self.sheet)

    @property
    def here(self) -> Location:
        """The row as a whole."""
        return Location(self.row.number, "", self.sheet)

    @property
    def title(self) -> str:
        """The title as it is compared."""
        return same(shown(self.raw("title_zh")))

    def has(self, *names: str) -> bool:
        """Tell whether anything stands in one of these fields."""
        return any(not is_empty(self.raw(name)) for name in names)


def tables(sheets: Sequence[Sheet]) -> list[tuple[Sheet, Columns, str]]:
    """Return the sheets that are read, with their columns and the name by which a cell is found: none if it is one."""
    found = [(sheet, columns_of(sheet)) for sheet in sheets if not _is_passed_over(sheet)]
    read = [(sheet, columns) for sheet, columns in found if columns is not None]
    return [(sheet, columns, sheet.name if len(read) > 1 else "") for sheet, columns in read]


def unread(sheets: Sequence[Sheet]) -> Iterator[Fault]:
    """Yield a note on each sheet that nobody reads; of one of notes only if a table stands there."""
    for sheet in sheets:
        if _is_passed_over(sheet) and _holds_reforms(sheet):
            what = message("this sheet is not read: its name is that of a sheet of notes")
            yield Fault(sheet.name, what, message("give it another name if it holds reforms"))
        elif not _is_passed_over(sheet) and (sheet.rows or sheet.hidden) and columns_of(sheet) is None:
            what = message("this sheet is not read: it is hidden, or has no headings")
            yield Fault(sheet.name, what, message("show it, or give it headings"))


def _holds_reforms(sheet: Sheet) -> bool:
    """Tell whether a table of more than the template's examples stands in a sheet."""
    columns = columns_of(sheet)
    if columns is None:
        return False
    titles = (Line(row, sheet.name, columns).title for row in sheet.rows if row.number > columns.header)
    return any(_EXAMPLE not in title for title in titles)


def _is_passed_over(sheet: Sheet) -> bool:
    return sheet.name.strip().casefold() in PASSED_OVER


def filled(sheet: Sheet) -> Iterator[Row]:
    """Yield the rows with what is merged downwards in each row that it spans."""
    held: dict[int, tuple[int, Raw]] = {}  # column: last row, value
    tall = {
        (span.first_row, span.first_column): span.last_row for span in sheet.spans if span.last_row > span.first_row
    }
    for row in sheet.rows:
        values = list(row.values)
        for column, (last, value) in held.items():
            if row.number <= last:
                values += [None] * (column + 1 - len(values))
                values[column] = value if is_empty(values[column]) else values[column]
        for column, value in enumerate(row.values):
            if (row.number, column) in tall:
                held[column] = (tall[row.number, column], value)
        yield Row(row.number, tuple(values)) if held else row


def same(title: str) -> str:
    """Return a text without what two typists do differently: spaces seen or not, full and half width, capitals."""
    return re.sub(rf"[\s{INVISIBLE}]+", "", unicodedata.normalize("NFKC", title)).casefold()
