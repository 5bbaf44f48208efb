"""List the reforms of a place, those like one, and those that others have and no source records here."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from explorer.query.filters import Filter

if TYPE_CHECKING:
    from collections.abc import Iterable

    from explorer.reach.matrix import Cell, Cover, Matrix
    from explorer.records.models import Reach, Reform
    from geodata import Places
    from geodata.nearness import Nearness
    from geodata.places import Place


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


def _newest_first(entry: Entry) -> tuple[int, str]:
    return -(entry.row.since or entry.reform.since or 0), entry.reform.id


def _grounds(reform: Reform, places: Places) -> set[str]:
    """Return the codes of the counties (of a zone: its host) and the city that a reform reached."""
    hosts = {zone.code: zone.host for zone in places.zones}
    return {hosts.get(row.place, row.place) for row in reform.reach}


@dataclass(frozen=True)
class Gap:
    """A programme that several counties have and for which no source is found here."""

    reform: Reform
    counties: tuple[Place, ...]  # that have it, the nearest first
    ask: Place
    nearness: Nearness  # why this one: it shares the longest border, or lies nearest
    cell: Cell  # what is recorded there

    @property
    def n_counties(self) -> int:
        """Number of counties that have it."""
        return len(self.counties)


def gaps(table: Matrix, place: str, places: Places, least: int = 2) -> tuple[Gap, ...]:
    """
    Return the programmes of a matrix that at least so many counties have and one has not, as far as is recorded.

    The county to ask is the nearest that has it: one with a shared border first (the longest), then by distance.

    Parameters
    ----------
    place
        Code of the county.
    """
    codes = [county.code for county in table.places]
    nearest = places.nearest_of(place)
    found = []
    for reform, cells in zip(table.reforms, table.cells, strict=True):
        by_code = dict(zip(codes, cells, strict=True))
        having = [each for each in nearest if by_code[each.code].rows]
        if not by_code[place].rows and len(having) >= max(least, 1):
            ask = having[0]
            counties = tuple(places[each.code] for each in having)
            found.append(Gap(reform, counties, counties[0], ask, by_code[ask.code]))
    return tuple(sorted(found, key=lambda gap: (-gap.n_counties, gap.reform.id)))
