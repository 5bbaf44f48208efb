"""Read a steward's own table, one row for each reform and place, into offers that add to what is recorded."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from explorer.errors import CasesError, Fault, Said, said
from explorer.exchange import readings
from explorer.exchange.citing import DESCRIBED, cited, described
from explorer.exchange.columns import STATUS, THEME
from explorer.exchange.grid import Row, is_empty
from explorer.exchange.headings import HEADINGS, columns_of
from explorer.exchange.listing import parted
from explorer.exchange.making import Making
from explorer.offers import Cell

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from explorer.exchange.grid import Raw, Sheet
    from explorer.exchange.headings import Columns
    from explorer.exchange.readings import Reading
    from explorer.offers import Offer

# Sheets of our own files that hold no reforms.
PASSED_OVER: Final = frozenset(("about", "说明", "notes", "示例", "examples"))
_OF_REFORM: Final[dict[str, Reading]] = {
    "title_zh": readings.text,
    "title_en": readings.text,
    "summary_zh": readings.text,
    "summary_en": readings.text,
    "aliases_zh": readings.text,
    "theme": THEME,
}
_OF_REACH: Final[dict[str, Reading]] = {"status": STATUS, "since": readings.year}
_SOURCE_FIELDS: Final = ("source", "paragraph", *DESCRIBED)
_PLACES_PARTED: Final = re.compile(r"[、；;，,\n]+")


@dataclass(frozen=True)
class _Line:
    """A row, and where its fields stand."""

    row: Row
    sheet: str
    columns: Columns

    def raw(self, name: str) -> Raw:
        place = self.columns.places.get(name)
        return None if place is None else self.row.at(place)

    def cell(self, name: str) -> Cell:
        return Cell(self.row.number, self.columns.heading(name), self.sheet)

    @property
    def here(self) -> Cell:
        return Cell(self.row.number, "", self.sheet)

    def has(self, *names: str) -> bool:
        return any(not is_empty(self.raw(name)) for name in names)


@dataclass
class _Table:
    """What was read of all rows: reforms and sources in the order in which they were met."""

    reforms: list[Making] = field(default_factory=list)
    sources: dict[str, Making] = field(default_factory=dict)
    by_id: dict[str, Making] = field(default_factory=dict)
    by_title: dict[tuple[str | None, str], Making] = field(default_factory=dict)  # with the id, and without
    last: Making | None = None
    notes: list[Fault] = field(default_factory=list)


def flat_offers(sheets: Sequence[Sheet], name: str) -> Iterator[Offer]:
    """
    Yield sources, then reforms; rows of one reform are one offer.

    Raises
    ------
    CasesError
        No sheet has headings, or nothing stands below them.
    """
    table = _Table(notes=list(_notes(sheets)))
    read = tables(sheets)
    if not read:
        raise _without_headings(name)
    for sheet, columns, named in read:
        table.notes += columns.notes
        table.last = None
        for row in filled(sheet):
            if row.number > columns.header:
                _take(_Line(row, named, columns), table)
    if not table.reforms:
        what = Said("has no rows below its headings", "表头下面没有数据行")
        raise CasesError(
            [Fault(name, what, Said("fill in one row for each reform and place", "请每项改革、每个地点填一行"))]
        )
    notes = table.notes
    for making in (*table.sources.values(), *table.reforms):
        yield making.offer(notes)
        notes = []


def tables(sheets: Sequence[Sheet]) -> list[tuple[Sheet, Columns, str]]:
    """Return the sheets that are read, with their columns and the name by which a cell is found: none if it is one."""
    found = [(sheet, columns_of(sheet)) for sheet in sheets if not _is_passed_over(sheet)]
    read = [(sheet, columns) for sheet, columns in found if columns is not None]
    return [(sheet, columns, sheet.name if len(read) > 1 else "") for sheet, columns in read]


def _notes(sheets: Sequence[Sheet]) -> Iterator[Fault]:
    for sheet in sheets:
        if not _is_passed_over(sheet) and (sheet.rows or sheet.hidden) and columns_of(sheet) is None:
            what = Said(
                "this sheet is not read: it is hidden, or has no headings", "此工作表未读取：已隐藏，或没有表头"
            )
            yield Fault(sheet.name, what, Said("show it, or give it headings", "请取消隐藏，或补上表头"))


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


def _take(line: _Line, table: _Table) -> None:
    if not line.has(*HEADINGS):
        return
    making = _reform_of(line, table)
    table.last = making
    making.row(line.sheet, line.row.number)
    for name, reading in _OF_REFORM.items():
        if line.has(name):
            _tell(making, name, reading, line)
        else:
            making.cells.setdefault(name, line.cell(name))
    citation = _cite(making, line, table)
    _reach(making, line, citation)


def _reform_of(line: _Line, table: _Table) -> Making:
    """Return the reform that a row is of: by its id, else by its title, else that of the row above."""
    scratch = Making("reform", line.here, whole=False)
    named = scratch.read(line.raw("reform"), readings.code, "id", line.cell("reform"))
    title = _same(readings.shown(line.raw("title_zh")))
    made = _known(named, title, table)
    if made is None:
        made = scratch
        table.reforms.append(made)
        if named:
            made.values["id"] = named
            _blame_double(made, table.by_id.setdefault(named, made))
    elif made is table.last and not named and not title:
        what = Said("has no title and no id", "没有标题和编号")
        above = made.rows[-1][1]
        remedy = Said(f"read as the reform of row {above}", f"已按第{above}行的改革读取")
        made.notes.append(Fault(str(line.here), what, remedy))
    if title:
        table.by_title.setdefault((made.values.get("id"), title), made)
        table.by_title.setdefault((None, title), made)
    return made


def _known(named: str | None, title: str, table: _Table) -> Making | None:
    if named is None:
        return table.by_title.get((None, title)) if title else table.last
    made = table.by_id.get(named)
    is_other = made is not None and title and title != _same(made.values.get("title_zh") or title)
    return table.by_title.get((named, title)) if is_other else made


def _blame_double(making: Making, first: Making) -> None:
    if making is not first:
        named, where = making.values["id"], str(first.where)
        title = first.values.get("title_zh")
        what = Said(
            f"the id {named} stands already in {where}, for {title}",
            f"编号“{named}”已用于{said(where, 'zh')}的“{title}”",
        )
        making.blame(making.cells["id"], what, Said("give each reform its own id", "请为每项改革使用各自的编号"))


def _tell(making: Making, name: str, reading: Reading, line: _Line) -> None:
    """Take what a row says of the reform as a whole; a second row must say the same, or nothing."""
    cell = line.cell(name)
    found = Making("reform", line.here, whole=False)
    value = found.read(line.raw(name), reading, name, cell)
    value = parted(value) if name == "aliases_zh" and value else value
    making.faults += found.faults
    if name not in making.values:
        making.values[name] = value
        making.cells[name] = cell
    elif _alike(making.values[name]) != _alike(value) and not found.faults:
        first = str(making.cells[name])
        what = Said(f"differs from {first}", f"与{said(first, 'zh')}不一致")
        making.blame(cell, what, Said("write the same in all rows of a reform", "同一改革各行应填写一致"))


def _cite(making: Making, line: _Line, table: _Table) -> str | None:
    """Return the citation of a row, and offer the source that it describes."""
    named = making.read(line.raw("source"), readings.text, "_", line.cell("source"))
    making.cells.pop("_")
    named = named.strip() if named else None
    source = Making("source", line.here, whole=False)
    fields = {
        key: source.read(line.raw(name), reading, key, line.cell(name)) for name, (key, reading) in DESCRIBED.items()
    }
    source.values = described(named, fields)
    paragraph = readings.read_cell(line.raw("paragraph"), readings.count)
    if paragraph.fault:
        making.blame(line.cell("paragraph"), *paragraph.fault)
    if set(source.values) - {"id"}:
        _offer_source(source, line, table)
    return cited(source.values, named, paragraph.value)


def _offer_source(source: Making, line: _Line, table: _Table) -> None:
    known = table.sources.setdefault(source.values["id"], source)
    known.row(line.sheet, line.row.number)
    if known is not source and known.values != source.values:
        first = str(known.where)
        what = Said(f"the source is described otherwise in {first}", f"该来源与{said(first, 'zh')}的描述不一致")
        known.blame(line.cell("source"), what, Said("describe a source alike in all rows", "同一来源各行应填写一致"))


def _reach(making: Making, line: _Line, citation: str | None) -> None:
    """Add a row of reach for each place that a cell names; what else the row says holds for each."""
    named = "code" if line.has("code") else "place"
    making.cells.setdefault("reach", line.cell(named))
    if not line.has(named, *_OF_REACH, *_SOURCE_FIELDS):
        return
    rows: list[dict[str, Any]] = making.values.setdefault("reach", [])
    before = f"reach[{len(rows)}]"
    place = making.read(line.raw(named), readings.code, f"{before}.place", line.cell(named))
    told = {
        name: making.read(line.raw(name), reading, f"{before}.{name}", line.cell(name))
        for name, reading in _OF_REACH.items()
    }
    making.cells[f"{before}.source"] = line.cell(_source_heading(line))
    cells = {key: making.cells[f"{before}.{key}"] for key in ("place", "source", *_OF_REACH)}
    for each in [part.strip() for part in _PLACES_PARTED.split(place or "") if part.strip()] or [None]:
        making.cells |= {f"reach[{len(rows)}].{key}": cell for key, cell in cells.items()}
        values = {"place": each, "source": citation} | told
        rows.append({key: value for key, value in values.items() if value is not None})


def _source_heading(line: _Line) -> str:
    """Return the field that a person would look at for a source: the first that the table has."""
    return next(
        (name for name in ("source_title", "source", "source_address") if name in line.columns.places), "source"
    )


def _alike(value: Any) -> Any:
    return _same(value) if isinstance(value, str) else value


def _same(title: str) -> str:
    """Return a text without what two typists do differently: spaces, full and half width, size of letters."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", title)).casefold()


def _without_headings(name: str) -> CasesError:
    what = Said("no row of headings is found", "没有找到表头")
    remedy = Said(
        "name the columns such as title_zh, theme, place, status, since, source_title in one row above the values",
        "请在数据上方用一行写明列名，如：改革名称、主题、地点、状态、起始年份、来源标题",
    )
    return CasesError([Fault(name, what, remedy)])
