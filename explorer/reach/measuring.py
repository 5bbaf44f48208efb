"""Measure the counties of a map: how much is recorded there, as it is, or by people or area."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from explorer.errors import Fault, FilterError
from explorer.reach.bases import area_of, counties_of, people_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from explorer.reach.bases import Base
    from explorer.reach.tallies import Tallies
    from geodata import Places


@dataclass(frozen=True)
class Measured:
    """
    One measure of every place.

    None is "not recorded": no row of the place is behind the number. 0 is what is recorded: rows of the place, of
    which none has what is measured.
    """

    measure: str  # a key of explorer.words.MEASURES
    per: str  # a key of explorer.words.DIVISORS
    year: int | None  # of the people that the counts are divided by; None: divided by nothing that has a year
    counts: dict[str, int | None]  # of each county, zone and the city, before they are divided
    numbers: dict[str, float | None]  # of each county, divided

    def records(self) -> list[dict[str, object]]:
        """Return one flat record for each county: rows of a DataFrame."""
        return [
            {"county": code, "measure": self.measure, "per": self.per, "count": self.counts[code], "value": value}
            for code, value in self.numbers.items()
        ]


def measures(tallies: Tallies, places: Places, measure: str = "reforms", per: str = "county") -> Measured:
    """
    Measure every place; a zone and the city are counted and never divided, for want of their people and area.

    Parameters
    ----------
    measure
        A key of ``explorer.words.MEASURES``. ``programmes`` counts what reaches a county by itself, its zones or the
        city; of a zone or the city, as the other measures do, what is recorded at itself.
    per
        A key of ``explorer.words.DIVISORS``: as counted, by 100,000 people, by 1,000 km².

    Raises
    ------
    FilterError
        If the counts are to be divided by people, and no year is known for which those of all counties are published.
    """
    base_of, size = DIVISORS[per]
    base = base_of(places)
    if base is None:
        raise FilterError([Fault("per", "the people of all counties are known for no year", "use per=county or area")])
    found, recorded = MEASURES[measure](tallies)
    counts = {place.code: found.get(place.code, 0) if place.code in recorded else None for place in places}
    return Measured(
        measure=measure,
        per=per,
        year=base.year,
        counts=counts,
        numbers={county.code: _rate(counts[county.code], base.values[county.code], size) for county in places.counties},
    )


def _rate(count: int | None, whole: float, size: int) -> float | None:
    if count is None or size == 1:
        return count
    return count / whole * size


def _programmes(tallies: Tallies) -> dict[str, int]:
    return tallies.rows | tallies.programmes


# What is counted, and the table of the places for which anything is recorded that it could be counted of.
MEASURES: dict[str, Callable[[Tallies], tuple[dict[str, int], dict[str, int]]]] = {
    "reforms": lambda tallies: (tallies.rows, tallies.rows),
    "programmes": lambda tallies: (_programmes(tallies), _programmes(tallies)),
    "honours": lambda tallies: (tallies.honours, tallies.rows),
    "firsts": lambda tallies: (tallies.firsts, tallies.rows),
}
DIVISORS: dict[str, tuple[Callable[[Places], Base | None], int]] = {
    "county": (counties_of, 1),
    "people": (people_of, 100_000),
    "area": (area_of, 1_000),
}
