"""Write reforms as tables that lose nothing, in a workbook or one CSV file, and read them back as whole candidates."""

from __future__ import annotations

import csv
import datetime as dt
import io
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from explorer.errors import CasesError, Fault, Location
from explorer.formats import values as readings
from explorer.formats.columns import REASONS_HEADINGS, RECORD, RECORDS, STACKED, joined
from explorer.formats.headings import beyond_headings, labels, not_read, top
from explorer.formats.rows import Making, filled
from explorer.messages import message
from explorer.records.fields import LISTS
from explorer.records.validation import double_id
from explorer.spreadsheets.cells import IN_PARTS, LONGEST_CELL, MOST_ROWS, escaped, guarded, legal, refused

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from explorer.records.candidates import Offer
    from explorer.records.fields import Record
    from explorer.records.models import Cases, Reform
    from explorer.spreadsheets.cells import Raw, Row, Sheet
    from explorer.spreadsheets.tables import Value


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
_KEEP_ONE: Final = message("keep one of them")
_PUT_BACK: Final = message("put it back: without it, what it held would be lost")


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
    from explorer.spreadsheets import xlsx_writer  # noqa: PLC0415  # openpyxl takes a fifth of a second: only a workbook pays

    name = "reforms.xlsx"
    tables = _tables(cases, name)
    if sum(len(lines) * len(RECORDS[record]) for record, lines in tables.items()) > xlsx_writer.MOST_CELLS:
        what = message("would have more than %(most)s cells", most=f"{xlsx_writer.MOST_CELLS:,}")
        raise refused(name, what, IN_PARTS)
    book = xlsx_writer.new_book("county-explorer", _DATE)
    for record, lines in tables.items():
        xlsx_writer.add_sheet(book, record, tuple(RECORDS[record]), [tuple(map(_typed, line)) for line in lines])
    xlsx_writer.add_sheet(book, ABOUT_SHEET, _ABOUT[0], _ABOUT[1:])
    return xlsx_writer.saved(book, _DATE)


def _tables(cases: Cases, name: str) -> dict[Record, list[Line]]:
    reforms = sorted(cases.reforms, key=lambda each: each.id)
    tables: dict[Record, list[Line]] = {
        "reform": [_line("reform", each.id, each) for each in reforms],
        **{part: [line for each in reforms for line in _part(part, each)] for part in LISTS},
        "source": [_line("source", each.id, each) for each in sorted(cases.sources, key=lambda each: each.id)],
    }
    if sum(map(len, tables.values())) > MOST_ROWS:
        raise refused(name, message("would have more than %(most)s rows", most=f"{MOST_ROWS:,}"), IN_PARTS)
    return tables


def _part(part: Record, reform: Reform) -> Iterator[Line]:
    for nr, each in enumerate(getattr(reform, LISTS[part]), start=1):
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


@dataclass(frozen=True)
class _Line:
    """A row of one record."""

    row: Row
    sheet: str
    columns: dict[str, int]
    width: int  # columns that the headings reach over

    def raw(self, column: str) -> Raw:
        return self.row.at(self.columns[column])

    def cell(self, column: str) -> Location:
        return Location(self.row.number, column, self.sheet)

    def plain(self, column: str) -> str:
        """Return an id; empty if there is none."""
        return readings.read_cell(self.raw(column), readings.code).value or ""


@dataclass
class _Tables:
    """All rows, by the kind of their record and the reform that they are of."""

    lines: dict[Record, list[_Line]] = field(default_factory=lambda: {record: [] for record in RECORDS})
    notes: list[Fault] = field(default_factory=list)

    def parts_of(self) -> dict[str, dict[Record, list[_Line]]]:
        found: dict[str, dict[Record, list[_Line]]] = {}
        for part in LISTS:
            for line in self.lines[part]:
                found.setdefault(line.plain("reform"), {}).setdefault(part, []).append(line)
        return found


def is_whole(sheets: Sequence[Sheet]) -> bool:
    """Tell whether the sheets are such tables."""
    return bool(tables(sheets))


def whole_offers(sheets: Sequence[Sheet], name: str) -> Iterator[Offer]:
    """
    Yield sources, then reforms, in the order of their rows.

    Raises
    ------
    CasesError
        A sheet or column is missing: to read on would take from every reform what it held.
    """
    read = _read(sheets, name)
    notes: list[Fault] = read.notes
    for making in _makings(read):
        yield making.offer(notes)
        notes = []


def tables(sheets: Sequence[Sheet]) -> list[tuple[Sheet, Row]]:
    """Return the sheets that are read, with their row of headings."""
    return [(sheet, header) for sheet in sheets if (header := _header(sheet)) is not None]


def headings(header: Row) -> dict[str, int]:
    """Return where each column stands; of two with one name, the first."""
    return {label.casefold(): n for n, label in reversed(list(enumerate(labels(header)))) if label}


def kind_of(sheet: Sheet, row: Row, places: Mapping[str, int]) -> str:
    """Return which kind of record a row is, or what stands in place of one."""
    kind: str = _kind(sheet)
    return kind if kind in RECORDS else readings.shown(row.at(places[RECORD])).strip().casefold()


def _header(sheet: Sheet) -> Row | None:
    """Return the row of headings if the sheet is one of ours: by its name, or stacked."""
    wanted = RECORDS.get(_kind(sheet), {})
    for row in top(sheet):
        found = {each.casefold() for each in labels(row)}
        if {RECORD, "id"} <= found or (
            wanted and next(iter(wanted)) in found and 2 * len(found & {*wanted}) > len(wanted)
        ):
            return row
    return None


def _kind(sheet: Sheet) -> Any:  # a kind of record, or any other name
    return sheet.name.strip().casefold()


def _read(sheets: Sequence[Sheet], name: str) -> _Tables:
    read = _Tables()
    faults: list[Fault] = []
    for sheet in sheets:
        header = _header(sheet)
        if header is not None:
            _read_sheet(sheet, header, read, faults)
        elif sheet.name != ABOUT_SHEET and (sheet.rows or sheet.hidden):
            remedy = message("give it the headings of an exported sheet")
            read.notes.append(Fault(sheet.name, message("this sheet is not read"), remedy))
    faults += _missing_sheets({_kind(sheet) for sheet, _ in tables(sheets)}, name)
    if faults:
        raise CasesError(faults)
    return read


def _missing_sheets(named: set[str], name: str) -> list[Fault]:
    if "" in named or not named & {"reform", *LISTS}:
        return []
    missing = [each for each in ("reform", *LISTS) if each not in named]
    return [Fault(name, message("the sheet %(each)s is missing", each=each), _PUT_BACK) for each in missing]


def _read_sheet(sheet: Sheet, header: Row, read: _Tables, faults: list[Fault]) -> None:
    kind = _kind(sheet)
    wanted = tuple(RECORDS.get(kind, STACKED))
    places = headings(header)
    here = Location(header.number, "", sheet.name)
    missing = [column for column in wanted if column not in places]
    faults += [Fault(here, message("the column %(each)s is missing", each=each), _PUT_BACK) for each in missing]
    others = [
        each for each in labels(header) if each and each.casefold() not in {*wanted, RECORD, *REASONS_HEADINGS.values()}
    ]
    read.notes += [not_read(each, Location(header.number, each, sheet.name), wanted) for each in others]
    named = [each.casefold() for each in labels(header)]
    twice = [each for n, each in enumerate(named) if each in {*wanted, RECORD} and each in named[:n]]
    faults += [Fault(here, message("the column %(each)s stands twice", each=each), _KEEP_ONE) for each in twice]
    for row in filled(sheet):
        if row.number > header.number and not missing:
            _add(read, kind_of(sheet, row, places), _Line(row, sheet.name, places, len(header.values)), faults)


def _add(read: _Tables, record: Any, line: _Line, faults: list[Fault]) -> None:  # a kind of record, or none
    if record in RECORDS:
        read.lines[record].append(line)
        return
    told = record[:40]
    what = message("“%(written)s” is no kind of record", written=told)
    remedy = message("use one of %(listed)s", listed=[*RECORDS])
    faults.append(Fault(line.cell(RECORD), what, remedy))


def _makings(read: _Tables) -> Iterator[Making]:
    yield from _distinct(_source(line) for line in read.lines["source"])
    parts = read.parts_of()
    yield from _distinct(_reform(line, parts.get(line.plain("id"), {})) for line in read.lines["reform"])
    known = {line.plain("id") for line in read.lines["reform"]}
    for reform, lines in parts.items():
        if reform not in known or not reform:
            yield _orphan(reform, lines)


def _distinct(makings: Iterator[Making]) -> Iterator[Making]:
    """Blame the second record of one id."""
    first: dict[str, Location] = {}
    for making in makings:
        named = making.values.get("id")
        if named in first:
            making.blame(making.cells["id"], *double_id(named, first[named]))
        elif named:
            first[named] = making.where
        yield making


def _source(line: _Line) -> Making:
    making = Making("source", line.cell(""), whole=True)
    _fill(making, making.values, "source", line)
    return making


def _reform(line: _Line, parts: dict[Record, list[_Line]]) -> Making:
    making = Making("reform", line.cell(""), whole=True)
    _fill(making, making.values, "reform", line)
    _add_parts(making, parts)
    if "id" not in making.values:
        remedy = message("give it one: small letters, digits and -")
        making.blame(line.cell("id"), message("has no id"), remedy)
    return making


def _orphan(reform: str, parts: dict[Record, list[_Line]]) -> Making:
    """Offer rows of a reform that no row describes, to tell of them."""
    line = next(line for lines in parts.values() for line in lines)
    making = Making("reform", line.cell(""), whole=True, values={"id": reform} if reform else {})
    _add_parts(making, parts)
    what = message("no row of reform has the id %(id)s", id=reform or message("(empty)"))
    remedy = message("add the reform, or correct the id")
    making.blame(line.cell("reform"), what, remedy)
    return making


def _add_parts(making: Making, parts: dict[Record, list[_Line]]) -> None:
    for part, listed in LISTS.items():
        lines = sorted(parts.get(part, ()), key=_place_in_order)
        making.values[listed] = []
        for n, line in enumerate(lines):
            values: dict[str, Any] = {}
            making.values[listed].append(values)
            _fill(making, values, part, line, f"{listed}[{n}].")


def _place_in_order(line: _Line) -> float:
    found = readings.read_cell(line.raw("nr"), readings.count)
    return float("inf") if found.value is None else found.value


def _fill(making: Making, values: dict[str, Any], record: Record, line: _Line, before: str = "") -> None:
    making.row(line.sheet, line.row.number)
    beyond = beyond_headings(line.row, line.width)
    if beyond:
        making.blame(line.cell(""), *beyond)
    for column, reading in RECORDS[record].items():
        value = making.read(line.raw(column), reading, f"{before}{column}", line.cell(column))
        if value is not None and column not in {"reform", "nr"}:
            values[column] = value
