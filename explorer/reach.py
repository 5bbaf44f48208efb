"""Tell what reached where, when, and what is not recorded."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from explorer.filters import Filter

if TYPE_CHECKING:
    from collections.abc import Iterable

    from explorer.model import Reach, Reform
    from geodata import Places
    from geodata.places import Place

Cover = Literal["here", "zone", "citywide"]
MOST_CLASSES = 5


@dataclass(frozen=True)
class Entry:
    """A reform and the reach row by which it stands in a list."""

    reform: Reform
    row: Reach


@dataclass(frozen=True)
class Groups:
    """The reforms of one place, told apart by how they reach it."""

    here: tuple[Entry, ...]
    zones: tuple[Entry, ...]  # in zones that this county hosts
    citywide: tuple[Entry, ...]  # run by the city for all counties

    @property
    def n_reforms(self) -> int:
        """Number of different reforms in the three groups."""
        return len({entry.reform.id for entry in (*self.here, *self.zones, *self.citywide)})


@dataclass(frozen=True)
class Cell:
    """Recorded rows by which one reform reaches one county, by way of the county, its zones, the city."""

    here: tuple[Reach, ...]
    zones: tuple[Reach, ...]
    citywide: tuple[Reach, ...]

    @property
    def cover(self) -> Cover | None:
        """The nearest way in which the county is reached; None is "not recorded", never "no"."""
        if self.here:
            return "here"
        if self.zones:
            return "zone"
        return "citywide" if self.citywide else None


@dataclass(frozen=True)
class Counts:
    """Numbers of rows recorded for one county."""

    here: int
    zones: int  # a reform in two zones of the county counts twice, as it is listed twice


@dataclass(frozen=True)
class Matrix:
    """Reforms (rows) by counties (columns): ``cells[n][m]`` is reform n in county m."""

    reforms: tuple[Reform, ...]
    places: tuple[Place, ...]
    cells: tuple[tuple[Cell, ...], ...]

    def counts(self) -> dict[str, Counts]:
        """Return, by code of the county, how many reforms are recorded there and in its zones."""
        columns = zip(*self.cells, strict=True) if self.cells else ((),) * len(self.places)
        return {
            place.code: Counts(sum(bool(cell.here) for cell in column), sum(len(cell.zones) for cell in column))
            for place, column in zip(self.places, columns, strict=True)
        }


@dataclass(frozen=True)
class Class:
    """A class of a map: all counties with so many reforms have one colour."""

    low: int
    high: int

    @property
    def label(self) -> str:
        """Write the class for a legend: ``3`` or ``4-6`` with an en dash."""
        return str(self.low) if self.low == self.high else f"{self.low}\u2013{self.high}"


@dataclass(frozen=True)
class Shaded:
    """A county on the map: reforms here and in its zones, and the shade from 1 (light) to 5 (dark)."""

    here: int
    zones: int
    shade: int | None  # None: nothing is recorded here


@dataclass(frozen=True)
class Overview:
    """How many reforms a filter finds: in all, by the city for all counties, by county, by zone."""

    total: int
    citywide: int
    places: dict[str, Shaded]
    zones: dict[str, int]
    classes: tuple[str, ...]  # labels of the legend, the lightest class first


def matrix(reforms: Iterable[Reform], places: Places, wanted: Filter | None = None) -> Matrix:
    """
    Lay out reforms against the counties of a city.

    Parameters
    ----------
    wanted
        Only reach rows that this filter keeps are laid out; all rows if it is left out.
    """
    rows, keep = tuple(reforms), wanted or Filter()
    return Matrix(
        reforms=rows,
        places=places.counties,
        cells=tuple(tuple(_cell(reform, county, places, keep) for county in places.counties) for reform in rows),
    )


def group_for(place: Place, reforms: Iterable[Reform], places: Places, wanted: Filter | None = None) -> Groups:
    """Return a place's reforms in three groups: here, in zones here, citywide; each newest first."""
    keep, hosted = wanted or Filter(), {zone.code for zone in places.zones_of(place.code)}
    groups: dict[Cover, list[Entry]] = {"here": [], "zone": [], "citywide": []}
    for reform in reforms:
        for row in filter(keep.keeps, reform.reach):
            if row.place == place.code:
                groups["here"].append(Entry(reform, row))
            elif row.place in hosted:
                groups["zone"].append(Entry(reform, row))
            elif row.place == places.city.code:
                groups["citywide"].append(Entry(reform, row))
    return Groups(*(tuple(sorted(groups[cover], key=_newest_first)) for cover in ("here", "zone", "citywide")))


def rows_by_place(reforms: Iterable[Reform], wanted: Filter) -> Counter[str]:
    """Count reforms by the code of each place (county, zone or city) that a kept row names."""
    return Counter(row.place for reform in reforms for row in reform.reach if wanted.keeps(row))


def overview(reforms: Iterable[Reform], places: Places, wanted: Filter) -> Overview:
    """Count reforms by place for a map and the list beside it."""
    found = tuple(reforms)
    table = matrix(found, places, wanted).counts()
    by_place = rows_by_place(found, wanted)
    divided = classes([count.here for count in table.values()])
    return Overview(
        total=len(found),
        citywide=by_place[places.city.code],
        places={code: Shaded(count.here, count.zones, shade(count.here, divided)) for code, count in table.items()},
        zones={zone.code: by_place[zone.code] for zone in places.zones},
        classes=tuple(each.label for each in divided),
    )


def classes(counts: Iterable[int]) -> tuple[Class, ...]:
    """
    Divide counts above zero into at most five classes of equal width in whole numbers.

    Zero is no class: a county without a recorded reform is drawn apart.
    """
    highest = max(counts, default=0)
    n_classes = min(MOST_CLASSES, highest)
    ends = [round(highest * n / n_classes) for n in range(1, n_classes + 1)] if n_classes else []
    return tuple(Class(low + 1, high) for low, high in zip([0, *ends], ends, strict=False))


def shade(count: int, divided: tuple[Class, ...]) -> int | None:
    """Return the shade of a class; with fewer classes than shades the darkest are used."""
    lightest = MOST_CLASSES - len(divided) + 1
    return next((n for n, each in enumerate(divided, start=lightest) if each.low <= count <= each.high), None)


def undated(reforms: Iterable[Reform], wanted: Filter) -> tuple[Reform, ...]:
    """Return reforms that a filter's years leave out only because a row that else meets it states no year."""
    any_year = wanted.without("from", "to")
    return tuple(
        reform
        for reform in reforms
        if not any(map(wanted.keeps, reform.reach))
        and any(row.since is None and any_year.keeps(row) for row in reform.reach)
    )


def related(reform: Reform, others: Iterable[Reform], places: Places, most: int = 4) -> tuple[Reform, ...]:
    """Return other reforms of the theme, those that share a place or a neighbour's host first, then the newest."""
    own = _grounds(reform, places)
    same_theme = [other for other in others if other.theme == reform.theme and other.id != reform.id]
    nearest = sorted(same_theme, key=lambda other: (-len(own & _grounds(other, places)), -(other.since or 0), other.id))
    return tuple(nearest[:most])


def _cell(reform: Reform, county: Place, places: Places, wanted: Filter) -> Cell:
    kept = [row for row in reform.reach if wanted.keeps(row)]
    hosted = {zone.code for zone in places.zones_of(county.code)}
    return Cell(
        here=tuple(row for row in kept if row.place == county.code),
        # A zone has no polygon, so it counts in its host county (design.md, "zone").
        zones=tuple(row for row in kept if row.place in hosted),
        citywide=tuple(row for row in kept if row.place == places.city.code),
    )


def _newest_first(entry: Entry) -> tuple[int, str]:
    return -(entry.row.since or entry.reform.since or 0), entry.reform.id


def _grounds(reform: Reform, places: Places) -> set[str]:
    """Return the codes of the counties (of a zone: its host) and the city that a reform reached."""
    hosts = {zone.code: zone.host for zone in places.zones}
    return {hosts.get(row.place, row.place) for row in reform.reach}
