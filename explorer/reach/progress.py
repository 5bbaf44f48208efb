"""Tell year by year how far one programme had got: what a map of it shows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from explorer.filters import Filter
from explorer.model import FIRST_YEAR
from explorer.reach.cells import Cell, matrix

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from explorer.model import Reach, Reform
    from geodata import Places

State = Literal["origin", "pilot", "adopted", "citywide", "zone"]


@dataclass(frozen=True)
class Mark:
    """How a programme is in a place: the status of the place's own row, else only in a zone here, else citywide."""

    state: State
    since: int | None  # None: no row that the state is told by states a year


@dataclass(frozen=True)
class Frame:
    """
    What is recorded by the end of a year.

    A place that is recorded without a year has a mark in every frame, since nobody knows when it began: its ``since``
    is None. A place without a mark is not recorded, or not until later.
    """

    year: int | None  # None: all that is recorded, whatever its year
    marks: dict[str, Mark]  # by code of the county or zone
    n_rows: int  # rows that state a year up to this one
    n_counties: int  # reached by such rows
    n_undated: int  # counties of which it is only known that they were reached, not when


@dataclass(frozen=True)
class Progress:
    """How far a programme had got at the end of each year in which it reached a place, and in all."""

    frames: tuple[Frame, ...]  # one before the first stated year, one for each, the last for all that is recorded
    n_places: int  # counties that there are

    @property
    def years(self) -> tuple[int, int] | None:
        """The first and the last stated year; None if none is stated."""
        stated = [frame.year for frame in self.frames[1:] if frame.year is not None]
        return (stated[0], stated[-1]) if stated else None

    def at(self, year: int | None) -> Frame:
        """Return what is recorded by the end of a year; for None, all."""
        if year is None:
            return self.frames[-1]
        until = [frame for frame in self.frames if frame.year is not None and frame.year <= year]
        return until[-1] if until else self.frames[0]


def progress(reform: Reform, places: Places, wanted: Filter | None = None) -> Progress:
    """
    Tell how far a programme had got, year by year.

    Parameters
    ----------
    wanted
        Only rows that this filter keeps are told; all if it is left out.
    """
    keep = wanted or Filter()
    cells = {
        place.code: cell
        for place, cell in zip(places.counties, matrix([reform], places, keep).cells[0], strict=True)
        if cell.rows
    }
    zones = {row.place: Cell((row,), (), ()) for row in reform.reach if row.scope == "zone" and keep.keeps(row)}
    rows = tuple(filter(keep.keeps, reform.reach))
    years = sorted({row.since for row in rows if row.since is not None})
    before = years[0] - 1 if years else FIRST_YEAR
    return Progress(
        frames=tuple(_frame(year, cells, zones, rows) for year in (before, *years, None)),
        n_places=len(places.counties),
    )


def _frame(year: int | None, counties: dict[str, Cell], zones: dict[str, Cell], rows: Iterable[Reach]) -> Frame:
    marks = {code: mark for code, cell in (counties | zones).items() if (mark := _mark(cell, year))}
    dated = _until(year)
    reached = {code for code, cell in counties.items() if _only(cell, dated).rows}
    return Frame(
        year=year,
        marks=marks,
        n_rows=sum(map(dated, rows)),
        n_counties=len(reached),
        n_undated=len(marks.keys() & counties.keys() - reached),
    )


def _mark(cell: Cell, year: int | None) -> Mark | None:
    """Return the mark of a place: told by the rows up to the year if there are any, else by those without a year."""
    shown = _only(cell, _until(year)) if year is not None else cell
    if not shown.rows:
        shown = _only(cell, _undated)
    nearest = shown.here or shown.zones or shown.citywide
    if not nearest:
        return None
    since = min((row.since for row in nearest if row.since is not None), default=None)
    return Mark(_state(shown), since)


def _state(cell: Cell) -> State:
    if cell.cover == "here":
        return cell.here[0].status
    return "zone" if cell.cover == "zone" else "citywide"


def _only(cell: Cell, keeps: Callable[[Reach], bool]) -> Cell:
    here, zones, citywide = (tuple(filter(keeps, rows)) for rows in (cell.here, cell.zones, cell.citywide))
    return Cell(here, zones, citywide)


def _until(year: int | None) -> Callable[[Reach], bool]:
    """Return what tells whether a row states a year up to this one; for None, whether it states any."""
    return lambda row: row.since is not None and (year is None or row.since <= year)


def _undated(row: Reach) -> bool:
    return row.since is None
