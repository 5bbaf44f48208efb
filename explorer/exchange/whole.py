"""Read tables that lose nothing, as ``sheets`` writes them, into offers of whole records."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from explorer.errors import CasesError, Fault, Location
from explorer.exchange import readings
from explorer.exchange.columns import FIELDS, REASONS_HEADINGS, RECORD, RECORDS, STACKED
from explorer.exchange.header import beyond_headings, labels, not_read, top
from explorer.exchange.lines import filled
from explorer.exchange.making import Making
from explorer.exchange.sheets import ABOUT_SHEET
from explorer.messages import message

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from explorer.exchange.columns import Record
    from explorer.exchange.grid import Raw, Row, Sheet
    from explorer.offers import Offer

_KEEP_ONE: Final = message("keep one of them")
_PUT_BACK: Final = message("put it back: without it, what it held would be lost")


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
        for part in FIELDS:
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
    if "" in named or not named & {"reform", *FIELDS}:
        return []
    missing = [each for each in ("reform", *FIELDS) if each not in named]
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
    remedy = message("use one of %(listed)s", listed=RECORDS)
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
            blame_double(making, first[named])
        elif named:
            first[named] = making.where
        yield making


def blame_double(making: Making, first: Location) -> None:
    """Say that the id of a record stands already elsewhere."""
    twice, where = making.values["id"], first
    what = message("the id %(twice)s stands already in %(where)s", twice=twice, where=where)
    making.blame(making.cells["id"], what, message("give each its own id, or remove one"))


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
    for part, listed in FIELDS.items():
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
