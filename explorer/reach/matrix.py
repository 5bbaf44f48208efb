"""Lay reforms out against counties: who is recorded where, by which rows, in which order."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

from explorer.query.filters import Filter
from explorer.query.options import Rule
from explorer.records.models import scope_of

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping

    from explorer.records.models import Reach, Reform, Status
    from geodata import Places
    from geodata.places import County, Place


Cover = Literal["here", "zone", "citywide"]


@dataclass(frozen=True)
class Cell:
    """Recorded rows by which one reform reaches one county, by way of the county, its zones, the city."""

    here: tuple[Reach, ...]
    zones: tuple[Reach, ...]
    citywide: tuple[Reach, ...]

    @property
    def ways(self) -> dict[Cover, tuple[Reach, ...]]:
        """The rows by the way in which they count."""
        return {"here": self.here, "zone": self.zones, "citywide": self.citywide}

    @property
    def rows(self) -> tuple[Reach, ...]:
        """All rows behind the cell, the nearest first."""
        return (*self.here, *self.zones, *self.citywide)

    @property
    def cover(self) -> Cover | None:
        """The nearest way in which the county is reached; None is "not recorded", never "no"."""
        if self.here:
            return "here"
        if self.zones:
            return "zone"
        return "citywide" if self.citywide else None

    @property
    def kind(self) -> Status | Literal["zone"] | None:
        """What a mark tells at once: the status of the county's own row, else in a zone, else citywide."""
        if self.here:
            return self.here[0].status
        if self.zones:
            return "zone"
        return "citywide" if self.citywide else None

    @property
    def status(self) -> Status | None:
        """Status of the nearest row; None is "not recorded"."""
        return self.rows[0].status if self.rows else None

    @property
    def since(self) -> int | None:
        """The first year that the nearest rows state, as it goes with their status; None if they state none."""
        return _earliest(self.here or self.zones or self.citywide)

    @property
    def first(self) -> int | None:
        """The first year that any row states: the county is reached since then; None if none does."""
        return _earliest(self.rows)

    @property
    def n_sources(self) -> int:
        """Number of different sources behind the cell."""
        return len({citation.partition("#")[0] for row in self.rows for citation in row.sources})


NOT_RECORDED = Cell((), (), ())


@dataclass(frozen=True)
class Counts:
    """Numbers of rows recorded for one county."""

    here: int
    zones: int  # a reform in two zones of the county counts twice, as it is listed twice
    citywide: int

    @property
    def rows(self) -> int:
        """Number of rows in all."""
        return self.here + self.zones + self.citywide


@dataclass(frozen=True)
class MatrixLine:
    """One reform against all counties."""

    reform: Reform
    cells: tuple[Cell, ...]

    @cached_property
    def n_counties(self) -> int:
        """Number of counties reached."""
        return sum(cell.cover is not None for cell in self.cells)

    @cached_property
    def n_rows(self) -> int:
        """Number of rows behind the cells: a row of the city stands behind each of them."""
        return sum(len(cell.rows) for cell in self.cells)

    @cached_property
    def first(self) -> int | None:
        """The first year that any cell states; None if none does."""
        return min((cell.first for cell in self.cells if cell.first is not None), default=None)


@dataclass(frozen=True)
class CountedRow:
    """A row that counts for a county, and the way in which it does."""

    reform: Reform
    county: Place
    cover: Cover
    row: Reach


@dataclass(frozen=True)
class Matrix:
    """Reforms (rows) by counties (columns): ``cells[n][m]`` is reform n in county m."""

    reforms: tuple[Reform, ...]
    places: tuple[Place, ...]
    cells: tuple[tuple[Cell, ...], ...]

    @cached_property
    def lines(self) -> tuple[MatrixLine, ...]:
        """The matrix row by row."""
        return tuple(MatrixLine(reform, cells) for reform, cells in zip(self.reforms, self.cells, strict=True))

    def ordered(self, position: Callable[[Place], Any]) -> Matrix:
        """Return the matrix with its counties in another order, by a key for each."""
        order = sorted(range(len(self.places)), key=lambda n: position(self.places[n]))
        return Matrix(
            reforms=self.reforms,
            places=tuple(self.places[n] for n in order),
            cells=tuple(tuple(cells[n] for n in order) for cells in self.cells),
        )

    def narrowed(self, counties: Collection[str]) -> Matrix:
        """Return the matrix of some of its counties, by their codes."""
        kept = [n for n, place in enumerate(self.places) if place.code in counties]
        return Matrix(
            reforms=self.reforms,
            places=tuple(self.places[n] for n in kept),
            cells=tuple(tuple(cells[n] for n in kept) for cells in self.cells),
        )

    def pairs(self) -> tuple[CountedRow, ...]:
        """Return the rows behind all cells, one by one: as many as the numbers in the cells sum up to."""
        return tuple(
            CountedRow(reform, place, cover, row)
            for reform, cells in zip(self.reforms, self.cells, strict=True)
            for place, cell in zip(self.places, cells, strict=True)
            for cover, rows in cell.ways.items()
            for row in rows
        )

    def row(self, reform: str) -> tuple[Cell, ...]:
        """Return the cells of a reform by its id; KeyError if it is not in the matrix."""
        return self._by_id[reform]

    def counts(self) -> dict[str, Counts]:
        """Return, by code of the county, how many rows are recorded there, in its zones and citywide."""
        columns = zip(*self.cells, strict=True) if self.cells else ((),) * len(self.places)
        return {
            place.code: Counts(
                here=sum(len(cell.here) for cell in column),
                zones=sum(len(cell.zones) for cell in column),
                citywide=sum(len(cell.citywide) for cell in column),
            )
            for place, column in zip(self.places, columns, strict=True)
        }

    def records(self) -> list[dict[str, object]]:
        """Return one flat record for each pair of reform and county that is recorded: rows of a DataFrame."""
        return [
            {
                "reform": reform.id,
                "county": place.code,
                "cover": cell.cover,
                "status": cell.status,
                "since": cell.since,
                "n_rows": len(cell.rows),
                "n_sources": cell.n_sources,
            }
            for reform, cells in zip(self.reforms, self.cells, strict=True)
            for place, cell in zip(self.places, cells, strict=True)
            if cell.rows
        ]

    @cached_property
    def _by_id(self) -> dict[str, tuple[Cell, ...]]:
        return {reform.id: cells for reform, cells in zip(self.reforms, self.cells, strict=True)}


def matrix(reforms: Iterable[Reform], places: Places, wanted: Filter | None = None, rule: Rule | None = None) -> Matrix:
    """
    Lay out reforms against the counties of a city.

    Parameters
    ----------
    wanted
        Only reach rows that this filter keeps are laid out; all rows if it is left out.
    rule
        Whether citywide rows and rows of zones count; both do if it is left out.
    """
    found, keep, counting = tuple(reforms), wanted or Filter(), rule or Rule()
    # A zone has no polygon, so it counts in its host county (design.md, "zone").
    homes = {zone.code: zone.host for zone in places.zones}
    homes |= {county.code: county.code for county in places.counties if scope_of(county.code) == "county"}
    return Matrix(
        reforms=found,
        places=places.counties,
        cells=tuple(_cells(counting.counted(reform.reach, keep), places.counties, homes) for reform in found),
    )


def totals(rows: Mapping[str, int], places: Places, rule: Rule) -> dict[str, Counts]:
    """Sum numbers of rows by place up for each county, by the rule: as ``Matrix.counts`` does from the cells."""
    citywide = rows.get(places.city.code, 0) if rule.citywide else 0
    return {
        county.code: Counts(
            here=rows.get(county.code, 0),
            zones=sum(rows.get(zone.code, 0) for zone in places.zones_of(county.code)) if rule.zones else 0,
            citywide=citywide,
        )
        for county in places.counties
    }


def _earliest(rows: Iterable[Reach]) -> int | None:
    return min((row.since for row in rows if row.since is not None), default=None)


def _cells(rows: tuple[Reach, ...], counties: tuple[County, ...], homes: dict[str, str]) -> tuple[Cell, ...]:
    citywide = tuple(row for row in rows if row.scope == "citywide")
    elsewhere = Cell((), (), citywide) if citywide else NOT_RECORDED
    here: dict[str, list[Reach]] = defaultdict(list)
    zones: dict[str, list[Reach]] = defaultdict(list)
    for row in rows:
        home = homes.get(row.place)
        if home is not None:
            (here if home == row.place else zones)[home].append(row)
    reached = here.keys() | zones.keys()
    return tuple(
        Cell(tuple(here.get(code, ())), tuple(zones.get(code, ())), citywide) if code in reached else elsewhere
        for code in (county.code for county in counties)
    )


@dataclass(frozen=True)
class Ranking:
    """
    A part of the programmes of a filter, in an order.

    ``order`` is ``reach`` (most counties first), ``pace`` (most counties a year first), ``first`` (earliest stated
    year first) or ``name``; what is not known stands last, equals stand in the order of their ids. ``least`` asks for
    those that reach at least so many counties, ``lacking`` for those that do not reach this county.
    """

    order: str = "reach"
    rule: Rule = field(default_factory=Rule)
    limit: int = 50
    offset: int = 0
    least: int = 0
    lacking: str | None = None
