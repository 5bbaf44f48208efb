"""Read a steward's own table, one row for each reform and place, into offers that add to what is recorded."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import chain
from typing import TYPE_CHECKING, Any, Final

from explorer.errors import CasesError, Fault, Said, said
from explorer.exchange import readings
from explorer.exchange.citing import DESCRIBED, cited, described
from explorer.exchange.columns import STATUS, THEME
from explorer.exchange.grid import IN_PARTS, refused
from explorer.exchange.headings import HEADINGS
from explorer.exchange.lines import Line, filled, same, tables, unread
from explorer.exchange.listing import parted
from explorer.exchange.making import Making

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from explorer.exchange.grid import Sheet
    from explorer.exchange.headings import Columns
    from explorer.exchange.readings import Reading
    from explorer.offers import Offer

MOST_ROWS: Final = 100_000  # of a steward's table: more come from a program, which can write GeoJSON
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


@dataclass
class _Group:
    """The rows of one reform."""

    named: str | None  # its id, if a row gives one
    lines: list[Line]
    first: _Group | None = None  # another reform that has the same id
    continued: list[Fault] = field(default_factory=list)  # notes on rows that name no reform

    @property
    def title(self) -> str:
        return self.lines[0].title


@dataclass
class _Table:
    """All rows, by the reform that they are of, and the sources that they describe."""

    groups: list[_Group] = field(default_factory=list)
    sources: dict[str, Making] = field(default_factory=dict)
    by_id: dict[str, _Group] = field(default_factory=dict)
    by_title: dict[tuple[str | None, str], _Group] = field(default_factory=dict)  # with the id, and without
    last: _Group | None = None


def flat_offers(sheets: Sequence[Sheet], name: str) -> Iterator[Offer]:
    """
    Yield sources, then reforms; rows of one reform are one offer.

    Raises
    ------
    CasesError
        No sheet has headings, nothing stands below them, or too much.
    """
    read = tables(sheets)
    if not read:
        raise _without_headings(name)
    table = _grouped(read)
    n_rows = sum(len(group.lines) for group in table.groups)
    if not n_rows:
        what = Said("has no rows below its headings", "表头下面没有数据行")
        raise refused(name, what, Said("fill in one row for each reform and place", "请每项改革、每个地点填一行"))
    if n_rows > MOST_ROWS:
        raise refused(name, Said(f"has more than {MOST_ROWS:,} rows", f"超过{MOST_ROWS:,}行"), IN_PARTS)
    notes = [*unread(sheets), *(note for _, columns, _ in read for note in columns.notes)]
    for making in chain(table.sources.values(), map(_reform, table.groups)):
        yield making.offer(notes)
        notes = []


def _grouped(read: Sequence[tuple[Sheet, Columns, str]]) -> _Table:
    table = _Table()
    for sheet, columns, named in read:
        table.last = None
        for row in filled(sheet):
            line = Line(row, named, columns)
            if row.number > columns.header and line.has(*HEADINGS):
                table.last = _add(line, table)
                _offer_source(line, table)
    return table


def _add(line: Line, table: _Table) -> _Group:
    """Add a row to the reform that it is of: by its id, else by its title, else that of the row above."""
    named = readings.read_cell(line.raw("reform"), readings.code).value
    title = line.title
    group = _known(named, title, table)
    if group is None:
        group = _Group(named, [], table.by_id.get(named) if named else None)
        table.groups.append(group)
        if named:
            table.by_id.setdefault(named, group)
    elif not named and not title:
        what = Said("has no title and no id", "没有标题和编号")
        above = group.lines[-1].row.number
        remedy = Said(f"read as the reform of row {above}", f"已按第{above}行的改革读取")
        group.continued.append(Fault(str(line.here), what, remedy))
    group.lines.append(line)
    if title:
        table.by_title.setdefault((group.named, title), group)
        table.by_title.setdefault((None, title), group)
    return group


def _known(named: str | None, title: str, table: _Table) -> _Group | None:
    if named is None:
        return table.by_title.get((None, title)) if title else table.last
    group = table.by_id.get(named)
    is_other = group is not None and title and title != (group.title or title)
    return table.by_title.get((named, title)) if is_other else group


def _reform(group: _Group) -> Making:
    making = Making("reform", group.lines[0].here, whole=False, notes=group.continued)
    for line in group.lines:
        making.row(line.sheet, line.row.number)
        if "id" not in making.values:
            named = making.read(line.raw("reform"), readings.code, "id", line.cell("reform"))
            making.values |= {"id": named} if named else {}
        for name, reading in _OF_REFORM.items():
            if line.has(name):
                _tell(making, name, reading, line)
            else:
                making.cells.setdefault(name, line.cell(name))
        _reach(making, line, _citation(making, line))
    if group.first is not None:
        _blame_double(making, group.first)
    return making


def _blame_double(making: Making, first: _Group) -> None:
    named, where = making.values["id"], str(first.lines[0].here)
    title = readings.shown(first.lines[0].raw("title_zh"))
    what = Said(
        f"the id {named} stands already in {where}, for {title}",
        f"编号“{named}”已用于{said(where, 'zh')}的“{title}”",
    )
    making.blame(making.cells["id"], what, Said("give each reform its own id", "请为每项改革使用各自的编号"))


def _tell(making: Making, name: str, reading: Reading, line: Line) -> None:
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


def _source(line: Line) -> tuple[Making, str | None]:
    """Return the source that a row names or describes, and what stands under 来源."""
    source = Making("source", line.here, whole=False)
    named = source.read(line.raw("source"), readings.text, "source", line.cell("source"))
    source.cells.pop("source")
    named = named.strip() if named else None
    fields = {
        key: source.read(line.raw(name), reading, key, line.cell(name)) for name, (key, reading) in DESCRIBED.items()
    }
    source.values = described(named, fields)
    source.row(line.sheet, line.row.number)
    return source, named


def _citation(making: Making, line: Line) -> str | None:
    """Return the citation of a row."""
    source, named = _source(line)
    paragraph = readings.read_cell(line.raw("paragraph"), readings.count)
    if paragraph.fault:
        making.blame(line.cell("paragraph"), *paragraph.fault)
    if set(source.values) <= {"id"}:
        making.faults += source.faults  # no source is offered that could tell of them
    return cited(source.values, named, paragraph.value)


def _offer_source(line: Line, table: _Table) -> None:
    """Offer the source that a row describes, once."""
    if not line.has(*_SOURCE_FIELDS):
        return
    source, _ = _source(line)
    if set(source.values) <= {"id"}:
        return
    known = table.sources.setdefault(source.values["id"], source)
    known.row(line.sheet, line.row.number)
    if known.values != source.values:
        first = str(known.where)
        what = Said(f"the source is described otherwise in {first}", f"该来源与{said(first, 'zh')}的描述不一致")
        known.blame(line.cell("source"), what, Said("describe a source alike in all rows", "同一来源各行应填写一致"))


def _reach(making: Making, line: Line, citation: str | None) -> None:
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


def _source_heading(line: Line) -> str:
    """Return the field that a person would look at for a source: the first that the table has."""
    return next(
        (name for name in ("source_title", "source", "source_address") if name in line.columns.places), "source"
    )


def _alike(value: Any) -> Any:
    return same(value) if isinstance(value, str) else value


def _without_headings(name: str) -> CasesError:
    what = Said("no row of headings is found", "没有找到表头")
    remedy = Said(
        "name the columns such as title_zh, theme, place, status, since, source_title in one row above the values",
        "请在数据上方用一行写明列名，如：改革名称、主题、地点、状态、起始年份、来源标题",
    )
    return CasesError([Fault(name, what, remedy)])
