"""Find the rows of a steward's tables, each with what is merged into it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from explorer.errors import Fault, Said
from explorer.exchange.grid import Row, is_empty
from explorer.exchange.headings import columns_of
from explorer.exchange.readings import shown
from explorer.offers import Cell
from explorer.text.widths import same

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

    def cell(self, name: str) -> Cell:
        """Return where a field stands, or would stand."""
        return Cell(self.row.number, self.columns.heading(name), self.sheet)

    @property
    def here(self) -> Cell:
        """The row as a whole."""
        return Cell(self.row.number, "", self.sheet)

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
            what = Said(
                "this sheet is not read: its name is that of a sheet of notes", "此工作表未读取：按其名称为说明或示例"
            )
            yield Fault(
                sheet.name, what, Said("give it another name if it holds reforms", "如其中有改革，请换一个名称")
            )
        elif not _is_passed_over(sheet) and (sheet.rows or sheet.hidden) and columns_of(sheet) is None:
            what = Said(
                "this sheet is not read: it is hidden, or has no headings", "此工作表未读取：已隐藏，或没有表头"
            )
            yield Fault(sheet.name, what, Said("show it, or give it headings", "请取消隐藏，或补上表头"))


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
