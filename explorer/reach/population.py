"""Say what shares and rates divide by: area, and people for a year in which all counties are known."""

from __future__ import annotations

from dataclasses import dataclass
from math import fsum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from geodata import Places


@dataclass(frozen=True)
class Base:
    """One number for each county, by code: all of one kind, of one year."""

    values: dict[str, float]
    year: int | None  # None: the numbers are of no year

    @property
    def whole(self) -> float:
        """Sum over all counties."""
        return fsum(self.values.values())

    def part(self, counties: Iterable[str]) -> float:
        """Sum over some counties, each once; in whatever order, all of them give just the whole."""
        return fsum(self.values[code] for code in set(counties))

    def share(self, counties: Iterable[str]) -> float:
        """Return the part of the whole, from 0 to 1; 0 if there is no whole."""
        return self.part(counties) / self.whole if self.whole else 0.0


def counties_of(places: Places) -> Base:
    """Return 1 for each county."""
    return Base({county.code: 1.0 for county in places.counties}, None)


def area_of(places: Places) -> Base:
    """Return the areas in km²: the published ones if all counties have one, else those of the outlines."""
    published = _complete(places, "area")
    return published[-1] if published else Base({county.code: county.area_km2 for county in places.counties}, None)


def people_of(places: Places) -> Base | None:
    """Return the people of the latest year for which all counties are known; None if there is no such year."""
    complete = _complete(places, "population")
    return complete[-1] if complete else None


def _complete(places: Places, indicator: str) -> list[Base]:
    """Return the years, the latest last, for which every county has a number."""
    counties = {county.code for county in places.counties}
    by_year: dict[int | None, dict[str, float]] = {}
    for each in places.indicators:
        if each.indicator == indicator and each.place in counties:
            by_year.setdefault(each.year, {})[each.place] = each.value
    known = [Base(values, year) for year, values in by_year.items() if counties and values.keys() == counties]
    return sorted(known, key=lambda base: base.year or 0)
