"""Read a steward's own table, one row for each reform and place, into offers that add to what is recorded."""

from __future__ import annotations

import re
from itertools import chain
from typing import TYPE_CHECKING, Any, Final

from explorer.errors import CasesError, Fault
from explorer.formats import values as readings
from explorer.formats.columns import parted, typed
from explorer.formats.headings import beyond_headings
from explorer.formats.row_sources import SOURCE_FIELDS, heading_of_source, sources_of_rows
from explorer.formats.rows import OF_REFORM, Making, grouped, tables, unread
from explorer.messages import message
from explorer.records.fields import of
from explorer.records.validation import double_id
from explorer.spreadsheets.cells import IN_PARTS, refused
from explorer.text.widths import same

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from explorer.formats.row_sources import RowSources
    from explorer.formats.rows import Group, Line
    from explorer.formats.values import Reading
    from explorer.records.candidates import Offer
    from explorer.spreadsheets.cells import Sheet

MOST_ROWS: Final = 100_000  # of a steward's table: more come from a program, which can write GeoJSON
_OF_REFORM: Final[dict[str, Reading]] = {each.name: typed(each) for each in OF_REFORM}
_LISTS: Final = frozenset(each.name for each in OF_REFORM if each.kind == "lines")
_OF_REACH: Final[dict[str, Reading]] = {
    each.name: typed(each) for each in of("reach") if each.headings and each.kind not in {"place", "citation"}
}
_NO_REFORM: Final = (
    message("is a total or a remark, and is not read"),
    message("leave it, or write a reform there"),
)
_PLACES_PARTED: Final = re.compile(r"[、；;，,\n]+")
_GROUPED: Final = re.compile(r"\d{3}[,，]\d{3}")


_Stated = tuple[tuple[str, Any], ...]  # what a row says of a place


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
    table = grouped(read)
    n_rows = len(table.lines)
    if not n_rows:
        what = message("has no rows below its headings")
        raise refused(name, what, message("fill in one row for each reform and place"))
    if n_rows > MOST_ROWS:
        raise refused(name, message("has more than %(most)s rows", most=f"{MOST_ROWS:,}"), IN_PARTS)
    notes = [*unread(sheets), *(note for _, columns, _ in read for note in columns.notes)]
    notes += [Fault(line.here, *_NO_REFORM) for line in table.below]
    sources = sources_of_rows(table.lines)
    reforms = (_reform(group, sources) for group in table.groups)
    for making in chain(sources.makings.values(), reforms):
        yield making.offer(notes)
        notes = []


def _reform(group: Group, sources: RowSources) -> Making:
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
        _reach(making, line, sources.citations(making, line), reached)
    if group.others:
        other = group.others[0].lines[0]
        title = readings.shown(other.raw("title_zh"))
        making.blame(making.cells["id"], *double_id(making.values["id"], other.here, title))
    return making


def _tell(making: Making, name: str, reading: Reading, line: Line) -> None:
    """Take what a row says of the reform as a whole; a second row must say the same, or nothing."""
    cell = line.cell(name)
    found = Making("reform", line.here, whole=False)
    value = found.read(line.raw(name), reading, name, cell)
    value = parted(value) if name in _LISTS and value else value
    making.faults += found.faults
    if name not in making.values:
        making.values[name] = value
        making.cells[name] = cell
    elif _alike(making.values[name]) != _alike(value) and not found.faults:
        first = making.cells[name]
        what = message("differs from %(first)s", first=first)
        making.blame(cell, what, message("write the same in all rows of a reform"))


def _reach(making: Making, line: Line, cites: tuple[str, ...], reached: dict[_Stated, dict[str, Any]]) -> None:
    """
    Add a row of reach for each place that a cell names; what else the row says holds for each.

    One that says the same of a place as an earlier row gives that further sources.
    """
    named = "code" if line.has("code") else "place"
    making.cells.setdefault("reach", line.cell(named))
    if not line.has(named, *_OF_REACH, *SOURCE_FIELDS):
        return
    rows: list[dict[str, Any]] = making.values.setdefault("reach", [])
    before = f"reach[{len(rows)}]"
    place = making.read(line.raw(named), readings.code, f"{before}.place", line.cell(named))
    told = {
        name: making.read(line.raw(name), reading, f"{before}.{name}", line.cell(name))
        for name, reading in _OF_REACH.items()
    }
    making.cells[f"{before}.source"] = line.cell(heading_of_source(line))
    cells = {key: making.cells[f"{before}.{key}"] for key in ("place", "source", *_OF_REACH)}
    places: list[str | None] = [*_places(place)] or [None]
    names = _names_beside(line, len(places)) if named == "code" and line.has("place") else []
    for nth, each in enumerate(places):
        stated = tuple({"place": each, **told}.items())
        if stated in reached and cites:
            _add_sources(reached[stated], cites)
            continue
        making.cells |= {f"reach[{len(rows)}].{key}": cell for key, cell in cells.items()}
        making.beside |= {f"reach[{len(rows)}].place": names[nth]} if names else {}
        values = {**dict(stated), "source": cites[0] if cites else None, "also": [*cites[1:]] or None}
        rows.append({key: value for key, value in values.items() if value is not None})
        if cites:
            reached[stated] = rows[-1]


def _names_beside(line: Line, n: int) -> list[str]:
    """Return the name beside each of n codes; all of the cell for each if it does not hold as many."""
    written = readings.shown(line.raw("place"))
    names = _places(written)
    return names if len(names) == n else [written] * n


def _add_sources(row: dict[str, Any], cites: Sequence[str]) -> None:
    held = (row["source"], *row.get("also", ()))
    row["also"] = [*held[1:], *(each for each in cites if each not in held)]


def _places(written: str | None) -> list[str]:
    """Return the places that a cell names; 370,783 is one code, as a spreadsheet shows a number."""
    if not written or _GROUPED.fullmatch(written):
        return [written] if written else []
    return [part.strip() for part in _PLACES_PARTED.split(written) if part.strip()]


def _alike(value: Any) -> Any:
    return same(value) if isinstance(value, str) else value


def _without_headings(name: str) -> CasesError:
    what = message("no row of headings is found")
    remedy = message(
        "name the columns such as title_zh, theme, place, status, since, source_title in one row above the values"
    )
    return CasesError([Fault(name, what, remedy)])
