"""Write reforms as tables that lose nothing: a sheet for each kind of record, or all stacked in one CSV file."""

from __future__ import annotations

import csv
import datetime as dt
import io
from typing import TYPE_CHECKING, Any, Final

from explorer.errors import CasesError, Fault
from explorer.exchange.celltext import escaped, guarded, legal
from explorer.exchange.columns import FIELDS, RECORDS, STACKED
from explorer.exchange.grid import IN_PARTS, LONGEST_CELL, MOST_ROWS, refused
from explorer.exchange.listing import joined
from explorer.messages import message

if TYPE_CHECKING:
    from collections.abc import Iterator

    from explorer.exchange.columns import Record
    from explorer.exchange.tables import Value
    from explorer.model import Cases, Reform

ABOUT_SHEET: Final = "About"
FORMAT: Final = "county-explorer sheets 1"
_ABOUT: Final = (
    ("about", "value"),
    ("format", FORMAT),
    ("how to edit", "Change any cell, add or delete rows, and import the file: what differs is taken, nothing else."),
    ("怎样修改", "可修改单元格、增删行，然后导入本文件：只有改动之处会被采用。请勿改动表头和工作表名称。"),
    ("nr", "The order of rows within a reform; leave it empty in a new row. 同一改革内各行的顺序；新增行可留空。"),
    ("lists", "Several texts in one cell are parted by ；. 同一单元格内多个名称用“；”分隔。"),
)
_DATE: Final = dt.date(2000, 1, 1)  # the same reforms give the same bytes on every day
_EXACT: Final = 10**15  # a spreadsheet keeps the first fifteen digits

Line = tuple["Value", ...]


def write_csv(cases: Cases) -> bytes:
    """
    Write reforms and sources as CSV in UTF-8 with BOM: the first column tells which kind of record a row is.

    Raises
    ------
    CasesError
        They are more than such a file takes.
    """
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(STACKED)
    for record, lines in _tables(cases, "reforms.csv").items():
        columns = list(RECORDS[record])
        for line in lines:
            cells = dict(zip(columns, line, strict=True)) | {STACKED[0]: record}
            writer.writerow(_plain(cells.get(column)) for column in STACKED)
    return text.getvalue().encode("utf-8-sig")


def write_xlsx(cases: Cases) -> bytes:
    """
    Write reforms and sources as a workbook: the sheets reform, reach, figure, honour, source, and About.

    Raises
    ------
    CasesError
        They are more than a workbook takes.
    """
    from explorer.exchange import xlsx  # noqa: PLC0415  # openpyxl takes a fifth of a second: only a workbook pays

    name = "reforms.xlsx"
    tables = _tables(cases, name)
    if sum(len(lines) * len(RECORDS[record]) for record, lines in tables.items()) > xlsx.MOST_CELLS:
        what = message("would have more than %(most_cells)s cells", most_cells=f"{xlsx.MOST_CELLS:,}")
        raise refused(name, what, IN_PARTS)
    book = xlsx.new_book("county-explorer", _DATE)
    for record, lines in tables.items():
        xlsx.add_sheet(book, record, tuple(RECORDS[record]), [tuple(map(_typed, line)) for line in lines])
    xlsx.add_sheet(book, ABOUT_SHEET, _ABOUT[0], _ABOUT[1:])
    return xlsx.saved(book, _DATE)


def _tables(cases: Cases, name: str) -> dict[Record, list[Line]]:
    reforms = sorted(cases.reforms, key=lambda each: each.id)
    tables: dict[Record, list[Line]] = {
        "reform": [_line("reform", each.id, each) for each in reforms],
        **{part: [line for each in reforms for line in _part(part, each)] for part in FIELDS},
        "source": [_line("source", each.id, each) for each in sorted(cases.sources, key=lambda each: each.id)],
    }
    if sum(map(len, tables.values())) > MOST_ROWS:
        raise refused(name, message("would have more than %(most_rows)s rows", most_rows=f"{MOST_ROWS:,}"), IN_PARTS)
    return tables


def _part(part: Record, reform: Reform) -> Iterator[Line]:
    for nr, each in enumerate(getattr(reform, FIELDS[part]), start=1):
        yield _line(part, reform.id, each, {"reform": reform.id, "nr": nr})


def _line(record: Record, of: str, each: Any, known: dict[str, Value] | None = None) -> Line:  # any record of the model
    values = (known or {}) | {"copy": getattr(each, "copy_of", None)}
    line = tuple(values[key] if key in values else _value(getattr(each, key)) for key in RECORDS[record])
    too_long = next((key for key, cell in zip(RECORDS[record], line, strict=True) if _length(cell) > LONGEST_CELL), "")
    if too_long:
        what = message("is longer than a cell takes (%(longest_cell)s)", longest_cell=f"{LONGEST_CELL:,}")
        raise CasesError([Fault(f"{of}.{too_long}", what, message("take .geojson"))])
    return line


def _value(value: Any) -> Value:
    """Return the value as a cell holds it; a number that a spreadsheet would change is text."""
    if isinstance(value, tuple):
        return joined(value) or None
    if isinstance(value, float) and (value.is_integer() or float(f"{value:.15g}") != value):
        return repr(value)
    if isinstance(value, int) and abs(value) >= _EXACT:
        return str(value)
    cell: Value = value or None if isinstance(value, str) else value
    return cell


def _length(cell: Value) -> int:
    return len(cell.encode("utf-16-le", "surrogatepass")) // 2 if isinstance(cell, str) else 0


def _plain(cell: Value) -> Value:
    return guarded(legal(cell)) if isinstance(cell, str) else cell


def _typed(cell: Value) -> Value:
    """Return the cell of a workbook: an apostrophe before =1+1 is part of the text there, and must come back."""
    if not isinstance(cell, str):
        return cell
    text = legal(cell)
    return escaped(guarded(text) if text.startswith("'") else text)
