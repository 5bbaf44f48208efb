"""Write tables as an Excel workbook: a sheet for each, and one that tells of the file."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import datetime, time
from typing import TYPE_CHECKING, Final

from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from explorer.errors import Fault, FilterError
from explorer.messages import message
from explorer.spreadsheets.cells import legal, retyped, width

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence
    from datetime import date

    from openpyxl.worksheet._write_only import WriteOnlyWorksheet

    from explorer.spreadsheets.tables import About, Table, Value

MOST_CELLS: Final = 1_000_000  # some 20 seconds of work, and never more rows than a sheet holds
LONGEST_TEXT: Final = 32_767  # UTF-16 units, which is how Excel counts the characters of a cell
LONGEST_NAME: Final = 31  # characters of a sheet's name
_NOT_IN_NAMES: Final = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_ROWS_MEASURED, _NARROWEST, _WIDEST = 200, 8, 60
_MODIFIED: Final = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*")


def write(tables: Sequence[Table], about: About) -> bytes:
    """
    Write tables as an Excel workbook: a sheet for each in their order, then the sheet About.

    Numbers are numbers, text is text (codes such as 370783 too) and never a formula, None is an empty cell. A text
    longer than Excel's 32,767 characters is cut and ends in "…". The same input gives the same bytes.

    Raises
    ------
    FilterError
        If the tables together have more cells than ``MOST_CELLS``.
    """
    _assert_fits(tables)
    book = new_book(about.title, about.date)
    for table in tables:
        add_sheet(book, table.name, table.columns, table.rows)
    add_sheet(book, "About", ("about", "value"), tuple(about.texts().items()))
    return saved(book, about.date)


def new_book(title: str, day: date) -> Workbook:
    """Return a workbook without sheets."""
    book = Workbook(write_only=True)
    book.properties.creator = "county-explorer"
    book.properties.title = legal(title)
    book.properties.created = datetime.combine(day, time())
    return book


def add_sheet(book: Workbook, name: str, columns: tuple[str, ...], rows: Sequence[tuple[Value, ...]]) -> None:
    """Add a sheet under a header that stays in view; a text is text whatever it says."""
    sheet = book.create_sheet(sheet_name(name, book.sheetnames))
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{len(rows) + 1}"
    for n, needed in enumerate(_widths(columns, rows), start=1):
        sheet.column_dimensions[get_column_letter(n)].width = needed
    header = [text_cell(sheet, column) for column in columns]
    for cell in header:
        cell.font = Font(bold=True)
    sheet.append(header)
    for row in rows:
        sheet.append([text_cell(sheet, value) if isinstance(value, str) else value for value in row])


def saved(book: Workbook, day: date) -> bytes:
    """Return the bytes of a workbook; the same sheets and day give the same bytes."""
    written = io.BytesIO()
    book.save(written)
    return _dated(written.getvalue(), day)


def sheet_name(name: str, taken: Collection[str]) -> str:
    """Return a name that Excel takes for a sheet, and that no sheet bears yet."""
    plain = _NOT_IN_NAMES.sub(" ", legal(name)).strip("' ")[:LONGEST_NAME] or "Table"
    used = {each.casefold() for each in taken} | {"history"}  # Excel keeps "History" for itself
    numbered = (f"{plain[: LONGEST_NAME - len(f' {n}')]} {n}" for n in range(2, len(used) + 3))
    return next(each for each in (plain, *numbered) if each.casefold() not in used)


def _assert_fits(tables: Sequence[Table]) -> None:
    n_cells = sum(len(table.columns) * len(table.rows) for table in tables)
    if n_cells > MOST_CELLS:
        what = message(
            "%(n)s cells are more than a workbook takes here (%(most)s)", n=f"{n_cells:,}", most=f"{MOST_CELLS:,}"
        )
        raise FilterError([Fault(f"{tables[0].name}.xlsx", what, message("narrow the filter, or take .csv"))])


def _widths(columns: tuple[str, ...], rows: Sequence[tuple[Value, ...]]) -> Iterator[int]:
    """Measure columns by their first rows: to measure every cell of a long table takes longer than to write it."""
    for n, column in enumerate(columns):
        texts = [column, *(str(row[n]) for row in rows[:_ROWS_MEASURED] if row[n] is not None)]
        yield min(max(_NARROWEST, *(width(text) for text in texts)) + 2, _WIDEST)


def text_cell(sheet: WriteOnlyWorksheet, text: str) -> Cell:
    """Make a cell that is text whatever it holds: openpyxl takes =1+1 for a formula, #N/A for an error."""
    cell = WriteOnlyCell(sheet, _cut(legal(text).replace("\r\n", "\n").replace("\r", "\n")))
    cell.data_type = "s"
    if retyped(text):
        cell.quotePrefix = True  # it stays text when somebody edits the cell
    return cell


def _cut(text: str) -> str:
    units = text.encode("utf-16-le")
    if len(units) <= 2 * LONGEST_TEXT:
        return text
    return units[: 2 * (LONGEST_TEXT - 1)].decode("utf-16-le", errors="ignore") + "…"


def _dated(workbook: bytes, of: date) -> bytes:
    """Set every date in a workbook to that of the file: openpyxl writes the time of the clock."""
    day = f"{of.isoformat()}T00:00:00Z".encode()
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook)) as made, zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as kept:
        for name in made.namelist():
            part = made.read(name)
            if name == "docProps/core.xml":
                part = _MODIFIED.sub(rb"\g<1>" + day, part)
            entry = zipfile.ZipInfo(name, (of.year, of.month, of.day, 0, 0, 0))
            kept.writestr(entry, part, zipfile.ZIP_DEFLATED)
    return written.getvalue()
