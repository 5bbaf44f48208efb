"""Read a steward's own table, one row for each reform and place, into offers that add to what is recorded."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import chain
from typing import TYPE_CHECKING, Any, Final

from explorer.errors import CasesError, Fault, Said, said
from explorer.exchange import readings
from explorer.exchange.citing import DESCRIBED, citations, cited, described, doubt
from explorer.exchange.columns import STATUS, THEME
from explorer.exchange.grid import IN_PARTS, refused
from explorer.exchange.header import beyond_headings
from explorer.exchange.headings import HEADINGS
from explorer.exchange.lines import Line, filled, same, tables, unread
from explorer.exchange.listing import parted
from explorer.exchange.making import Making

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from explorer.exchange.grid import Sheet
    from explorer.exchange.headings import Columns
    from explorer.exchange.readings import Reading
    from explorer.offers import Offer

MOST_ROWS: Final = 100_000  # of a steward's table: more come from a program, which can write GeoJSON
_OF_REFORM: Final[dict[str, Reading]] = {
    "title_zh": readings.words,
    "title_en": readings.words,
    "summary_zh": readings.words,
    "summary_en": readings.words,
    "aliases_zh": readings.words,
    "theme": THEME,
}
_OF_REACH: Final[dict[str, Reading]] = {"status": STATUS, "since": readings.year}
_SOURCE_FIELDS: Final = ("source", "paragraph", *DESCRIBED)
_NO_REFORM: Final = (
    Said("is a total or a remark, and is not read", "是合计或说明，未读取"),
    Said("leave it, or write a reform there", "可保留；如是改革，请改写名称"),
)
_PLACES_PARTED: Final = re.compile(r"[、；;，,\n]+")
_MOST_ALIKE: Final = 50  # sources of one title that are held against each other: more bear a common name
_GROUPED: Final = re.compile(r"\d{3}[,，]\d{3}")
_BELOW_THE_TABLE: Final = re.compile(
    r"\s*(?:合\s*计|总\s*计|小\s*计|共\s*计|(?:注|备注|说明|填表说明|填报说明)\s*[:：]|total\b)", re.IGNORECASE
)


_Stated = tuple[tuple[str, Any], ...]  # what a row says of a place


@dataclass
class _Group:
    """The rows of one reform."""

    named: str | None  # its id, if a row gives one
    lines: list[Line]
    others: list[_Group] = field(default_factory=list)  # further reforms that have the same id
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
    renamed: dict[str, str] = field(default_factory=dict)  # ids of sources that another row describes more fully
    below: list[Line] = field(default_factory=list)  # totals and remarks, which are no reforms


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
    notes += [Fault(str(line.here), *_NO_REFORM) for line in table.below]
    reforms = (_reform(group, table.renamed) for group in table.groups)
    for making in chain(table.sources.values(), reforms):
        yield making.offer(notes)
        notes = []


def _grouped(read: Sequence[tuple[Sheet, Columns, str]]) -> _Table:
    table = _Table()
    for sheet, columns, named in read:
        table.last = None
        for row in filled(sheet):
            line = Line(row, named, columns)
            if row.number <= columns.header or not line.has(*HEADINGS):
                continue
            if _is_below(line):
                table.below.append(line)
                continue
            table.last = _add(line, table)
            _offer_source(line, table)
    _unify_sources(table)
    return table


def _is_below(line: Line) -> bool:
    """Tell whether a row is a total or a remark below the table: it begins so, and says nothing of a reform."""
    first = next(readings.shown(each) for each in line.row.values if readings.shown(each).strip())
    return bool(_BELOW_THE_TABLE.match(first)) and not line.has("theme", "status", "since", *_SOURCE_FIELDS)


def _add(line: Line, table: _Table) -> _Group:
    """Add a row to the reform that it is of: by its id, else by its title, else that of the row above."""
    named = readings.read_cell(line.raw("reform"), readings.code).value
    title = line.title
    group = _known(line, named, title, table)
    if group is None:
        group = _Group(named, [])
        table.groups.append(group)
        if named:
            first = table.by_id.setdefault(named, group)
            _note_double(first, group)
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


def _note_double(first: _Group, group: _Group) -> None:
    """Note two reforms of one id in each other: which of them it is meant for, nobody knows."""
    if first is not group:
        first.others.append(group)
        group.others.append(first)


def _known(line: Line, named: str | None, title: str, table: _Table) -> _Group | None:
    if named is None and not title:
        return table.last if table.last and _goes_on(line, table.last.lines[0]) else None
    if named is None:
        return table.by_title.get((None, title))
    group = table.by_id.get(named)
    is_other = group is not None and title and title != (group.title or title)
    return table.by_title.get((named, title)) if is_other else group


def _goes_on(line: Line, first: Line) -> bool:
    """Tell whether a row without title and id is one more of the reform above: it says nothing else of it."""
    return all(
        not line.has(name) or same(readings.shown(line.raw(name))) == same(readings.shown(first.raw(name)))
        for name in _OF_REFORM
    )


def _reform(group: _Group, renamed: Mapping[str, str]) -> Making:
    making = Making("reform", group.lines[0].here, whole=False, notes=group.continued)
    reached: dict[_Stated, dict[str, Any]] = {}
    for line in group.lines:
        making.row(line.sheet, line.row.number)
        beyond = beyond_headings(line.row, line.columns.width)
        if beyond:
            making.blame(line.here, *beyond)
        if "id" not in making.values:
            named = making.read(line.raw("reform"), readings.code, "id", line.cell("reform"))
            making.values |= {"id": named} if named else {}
        for name, reading in _OF_REFORM.items():
            if line.has(name):
                _tell(making, name, reading, line)
            else:
                making.cells.setdefault(name, line.cell(name))
        _reach(making, line, _citations(making, line, renamed), reached)
    if group.others:
        _blame_double(making, group.others[0])
    return making


def _blame_double(making: Making, other: _Group) -> None:
    named, where = making.values["id"], str(other.lines[0].here)
    title = readings.shown(other.lines[0].raw("title_zh"))
    what = Said(
        f"the id {named} stands also in {where}, for {title}",
        f"编号“{named}”也用于{said(where, 'zh')}的“{title}”",
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


def _citations(making: Making, line: Line, renamed: Mapping[str, str]) -> tuple[str, ...]:
    """Return the citations of a row, the main one first."""
    source, named = _source(line)
    paragraph = readings.read_cell(line.raw("paragraph"), readings.count)
    if paragraph.fault:
        making.blame(line.cell("paragraph"), *paragraph.fault)
    doubted = doubt(named)
    if doubted:
        making.blame(line.cell("source"), *doubted)
    if set(source.values) <= {"id"}:
        making.faults += source.faults  # no source is offered that could tell of them
    several = citations(named)
    if len(several) > 1:
        return several
    citation = cited(source.values, named, paragraph.value)
    if citation is None:
        return ()
    name, mark, rest = citation.partition("#")
    return (f"{renamed.get(name, name)}{mark}{rest}",)


def _offer_source(line: Line, table: _Table) -> None:
    """Offer the source that a row describes, once."""
    if not line.has(*_SOURCE_FIELDS):
        return
    source, named = _source(line)
    if set(source.values) <= {"id"} or len(citations(named)) > 1 or doubt(named):
        return
    known = table.sources.setdefault(source.values["id"], source)
    known.row(line.sheet, line.row.number)
    if known.values != source.values:
        first = str(known.where)
        what = Said(f"the source is described otherwise in {first}", f"该来源与{said(first, 'zh')}的描述不一致")
        known.blame(line.cell("source"), what, Said("describe a source alike in all rows", "同一来源各行应填写一致"))


def _unify_sources(table: _Table) -> None:
    """Let a source that one row describes more fully be one: the rows after the first often state its title alone."""
    by_title: dict[Any, list[Making]] = {}
    for each in table.sources.values():
        by_title.setdefault(each.values.get("title"), []).append(each)
    for title, alike in by_title.items():
        if not title or len(alike) > _MOST_ALIKE:
            continue
        fullest = [each for each in alike if not any(_says_more(other.values, each.values) for other in alike)]
        for each in alike:
            fuller = [other for other in fullest if _says_more(other.values, each.values)]
            if len(fuller) == 1:
                _take_over(table, each, fuller[0])


def _says_more(values: Mapping[str, Any], others: Mapping[str, Any]) -> bool:
    """Tell whether a description holds all that another one does, and more."""
    said = {key: value for key, value in others.items() if key != "id"}
    return len(values) > len(others) and all(values.get(key) == value for key, value in said.items())


def _take_over(table: _Table, source: Making, fuller: Making) -> None:
    del table.sources[source.values["id"]]
    table.renamed[source.values["id"]] = fuller.values["id"]
    fuller.rows |= source.rows
    fuller.faults += source.faults
    there = str(fuller.where)
    what = Said("states the title of its source alone", "只写了来源标题")
    remedy = Said(f"read as the source of {there}", f"已按{said(there, 'zh')}的来源读取")
    fuller.notes.append(Fault(str(source.where), what, remedy))


def _reach(making: Making, line: Line, cites: tuple[str, ...], reached: dict[_Stated, dict[str, Any]]) -> None:
    """
    Add a row of reach for each place that a cell names; what else the row says holds for each.

    One that says the same of a place as an earlier row gives that further sources.
    """
    named = "code" if line.has("code") else "place"
    making.cells.setdefault("reach", line.cell(named))
    if not line.has(named, *_OF_REACH, *_SOURCE_FIELDS):
        return
    rows: list[dict[str, Any]] = making.values.setdefault("reach", [])
    before = f"reach[{len(rows)}]"
    place = making.read(line.raw(named), readings.code, f"{before}.place", line.cell(named))
    if named == "code" and line.has("place"):
        making.beside[f"{before}.place"] = readings.shown(line.raw("place"))
    told = {
        name: making.read(line.raw(name), reading, f"{before}.{name}", line.cell(name))
        for name, reading in _OF_REACH.items()
    }
    making.cells[f"{before}.source"] = line.cell(_source_heading(line))
    cells = {key: making.cells[f"{before}.{key}"] for key in ("place", "source", *_OF_REACH)}
    places: list[str | None] = [*_places(place)]
    for each in places or [None]:
        stated = tuple({"place": each, **told}.items())
        if stated in reached and cites:
            _add_sources(reached[stated], cites)
            continue
        making.cells |= {f"reach[{len(rows)}].{key}": cell for key, cell in cells.items()}
        values = {**dict(stated), "source": cites[0] if cites else None, "also": [*cites[1:]] or None}
        rows.append({key: value for key, value in values.items() if value is not None})
        if cites:
            reached[stated] = rows[-1]


def _add_sources(row: dict[str, Any], cites: Sequence[str]) -> None:
    held = (row["source"], *row.get("also", ()))
    row["also"] = [*held[1:], *(each for each in cites if each not in held)]


def _places(written: str | None) -> list[str]:
    """Return the places that a cell names; 370,783 is one code, as a spreadsheet shows a number."""
    if not written or _GROUPED.fullmatch(written):
        return [written] if written else []
    return [part.strip() for part in _PLACES_PARTED.split(written) if part.strip()]


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
