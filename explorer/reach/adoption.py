"""Tell how a programme spread: who began, who followed when, how much of the city it reached, year by year."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from explorer.query.filters import Filter
from explorer.query.options import Rule
from explorer.reach.matrix import Cell, matrix
from explorer.reach.population import Base, area_of, counties_of, people_of
from explorer.records.models import FIRST_YEAR

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from explorer.records.models import Reach, Reform
    from explorer.records.vocabulary import Order
    from geodata import Places
    from geodata.places import Place

State = Literal["origin", "pilot", "adopted", "citywide", "zone"]


@dataclass(frozen=True)
class Adopter:
    """A county, zone or the city that a row names, and how many years it came after the first."""

    place: str
    row: Reach
    years_after: int | None  # None: its year or that of the first is not stated


@dataclass(frozen=True)
class Share:
    """How much of the city is reached: a part and its whole, of one year if the numbers are of one."""

    part: float
    whole: float
    year: int | None

    @property
    def ratio(self) -> float:
        """The part of the whole, from 0 to 1."""
        return self.part / self.whole if self.whole else 0.0


@dataclass(frozen=True)
class Step:
    """A year in which counties were reached, and what was reached by its end."""

    year: int
    counties: tuple[str, ...]  # reached in this year
    n_counties: int  # reached by the end of this year
    area: float  # share of the area, from 0 to 1
    people: float | None  # share of the people; None if no year is known for all counties


@dataclass(frozen=True)
class Spread:
    """
    How one programme spread over the counties of a city.

    ``first`` are the rows that a source calls the origin; if none is, those of the earliest stated year. All rows of
    the programme tell it, those too that a filter or a rule leaves out: it makes nobody the first who was the second.
    """

    reform: Reform
    first: tuple[Adopter, ...]
    dated: tuple[Adopter, ...]  # the earliest first
    undated: tuple[Adopter, ...]  # a source records them and states no year
    steps: tuple[Step, ...]
    reached_undated: tuple[Place, ...]  # counties that are recorded only without a year
    not_recorded: tuple[Place, ...]
    counties: Share
    area: Share
    people: Share | None

    @property
    def adopters(self) -> tuple[Adopter, ...]:
        """All of them: dated, then undated."""
        return (*self.dated, *self.undated)

    @property
    def begun(self) -> bool:
        """Whether a source calls one of the places the origin."""
        return any(each.row.status == "origin" for each in self.first)

    @cached_property
    def years(self) -> tuple[int, int] | None:
        """The first and the last year in which counties were reached; None if no year is stated."""
        return (self.steps[0].year, self.steps[-1].year) if self.steps else None

    @cached_property
    def pace(self) -> float | None:
        """Counties per year, from the first stated year to the last; None with fewer than two dated counties."""
        if self.years is None or self.steps[-1].n_counties < 2:  # noqa: PLR2004  # one county has no pace
            return None
        first, last = self.years
        return self.steps[-1].n_counties / (last - first + 1)


def spread(reform: Reform, places: Places, wanted: Filter | None = None, rule: Rule | None = None) -> Spread:
    """
    Tell how a programme spread.

    A county is reached in the first year that one of its rows states: its own, of a zone in it, of the city. Years
    that no source states are never guessed: such counties are counted as reached, and stand in no step.

    Parameters
    ----------
    wanted
        Only rows that this filter keeps are told; all if it is left out.
    rule
        Whether citywide rows and rows of zones count; both do if it is left out.
    """
    keep, counting = wanted or Filter(), rule or Rule()
    table = matrix([reform], places, keep, counting)
    cells = {place.code: cell for place, cell in zip(table.places, table.cells[0], strict=True)}
    reached = {code: cell for code, cell in cells.items() if cell.rows}
    first = first_rows(reform.reach)
    base = min((row.since for row in first if row.since is not None), default=None)
    adopters = [_adopter(row, base) for row in counting.counted(reform.reach, keep)]
    people = people_of(places)
    return Spread(
        reform=reform,
        first=tuple(_adopter(row, base) for row in first),
        dated=tuple(sorted((each for each in adopters if each.row.since is not None), key=_earliest_first)),
        undated=tuple(each for each in adopters if each.row.since is None),
        steps=_steps(reached, area_of(places), people),
        reached_undated=tuple(places[code] for code, cell in reached.items() if cell.first is None),
        not_recorded=tuple(place for place in places.counties if place.code not in reached),
        counties=_share(counties_of(places), reached),
        area=_share(area_of(places), reached),
        people=_share(people, reached) if people else None,
    )


@dataclass(frozen=True)
class Rank:
    """A programme among others: how far it reached, and how fast."""

    spread: Spread
    n_counties: int
    first_year: int | None
    pace: float | None  # counties per year; None with fewer than two dated counties


def ranks(
    spreads: Iterable[Spread], order: Order = "reach", title: Callable[[Reform], str] = lambda _: ""
) -> tuple[Rank, ...]:
    """
    Rank programmes: by reach or pace the greatest first, by first year the earliest first; unknown last.

    Equals stand by ``title``, which a language may spell to its order; without it as they are given.
    """
    found = [
        Rank(each, round(each.counties.part), each.years[0] if each.years else None, each.pace) for each in spreads
    ]
    keys: dict[Order, Callable[[Rank], tuple[float, ...]]] = {
        "reach": lambda rank: (-rank.n_counties,),
        "pace": lambda rank: (-(rank.pace or 0),),
        "first": lambda rank: (rank.first_year or float("inf"),),
        "name": lambda _rank: (),
    }
    return tuple(sorted(found, key=lambda rank: (keys[order](rank), title(rank.spread.reform))))


def first_rows(rows: tuple[Reach, ...]) -> tuple[Reach, ...]:
    """Return the rows that a source calls the origin; if none is, those of the earliest stated year, if any is."""
    origins = tuple(row for row in rows if row.status == "origin")
    if origins:
        return origins
    earliest = min((row.since for row in rows if row.since is not None), default=None)
    return tuple(row for row in rows if row.since == earliest) if earliest is not None else ()


def _adopter(row: Reach, base: int | None) -> Adopter:
    return Adopter(row.place, row, None if row.since is None or base is None else row.since - base)


def _earliest_first(adopter: Adopter) -> tuple[int, bool]:
    return adopter.row.since or 0, adopter.row.status != "origin"


def _steps(reached: dict[str, Cell], area: Base, people: Base | None) -> tuple[Step, ...]:
    years = sorted({cell.first for cell in reached.values() if cell.first is not None})
    by_year = {year: tuple(code for code, cell in reached.items() if cell.first == year) for year in years}
    steps: list[Step] = []
    so_far: list[str] = []
    for year, counties in by_year.items():
        so_far += counties
        shares = area.share(so_far), people.share(so_far) if people else None
        steps.append(Step(year, counties, len(so_far), *shares))
    return tuple(steps)


def _share(base: Base, reached: Iterable[str]) -> Share:
    return Share(base.part(reached), base.whole, base.year)


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
