"""Count what is recorded in each county, measure it, and divide the numbers into the classes of a map."""

from __future__ import annotations

import warnings
from collections import Counter
from dataclasses import dataclass
from math import floor, log10
from typing import TYPE_CHECKING

import numpy as np

from explorer.errors import Fault, FilterError
from explorer.messages import message
from explorer.query.options import Layout
from explorer.reach.adoption import first_rows
from explorer.reach.population import area_of, counties_of, people_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from numpy.typing import NDArray

    from explorer.query.filters import Filter
    from explorer.reach.population import Base
    from explorer.records.models import Reach, Reform
    from geodata import Places

    Divide = Callable[[NDArray[np.int64], int], Iterable[float]]

MOST_CLASSES = 5
DIGITS = 2  # of the greatest number
MOST_FOR_JENKS = 300  # its time grows with the square: 0.2 s for so many
DIVISORS: dict[str, tuple[Callable[[Places], Base | None], int]] = {
    "county": (counties_of, 1),
    "people": (people_of, 100_000),
    "area": (area_of, 1_000),
}


@dataclass(frozen=True)
class Class:
    """A class of a map: all counties with such numbers have one colour; ends in units of the last decimal."""

    low: int
    high: int
    decimals: int = 0

    @property
    def label(self) -> str:
        """Write the class for a legend: ``3``, ``4-6`` or ``0.4-1.2`` with an en dash."""
        ends = dict.fromkeys(_written(end, self.decimals) for end in (self.low, self.high))
        return "\u2013".join(ends)


def decimals(numbers: Iterable[float]) -> int:
    """Return how many decimals tell the least number from zero and the greatest to two digits; 0 for whole ones."""
    above_zero = [each for each in numbers if each > 0]
    if all(float(each).is_integer() for each in above_zero):
        return 0
    least, greatest = floor(log10(min(above_zero))), floor(log10(max(above_zero)))
    return max(0, -least, DIGITS - 1 - greatest)


def written(number: float, n_decimals: int = 0) -> str:
    """Write a number with so many decimals; what is above zero is never written as zero."""
    return _written(_units(number, n_decimals), n_decimals)


def classes(numbers: Iterable[float], method: str = "steps", n_decimals: int = 0) -> tuple[Class, ...]:
    """
    Divide the numbers above zero into at most five classes, each number into exactly one.

    Zero is no class: what has none, and what is not recorded, is drawn apart.

    Parameters
    ----------
    method
        A key of ``explorer.records.vocabulary.METHODS``: equal steps from zero, or a scheme of mapclassify.
    n_decimals
        Decimals to which the numbers are rounded before they are divided.
    """
    units = np.array(sorted(_units(each, n_decimals) for each in numbers if each > 0), dtype=np.int64)
    if not units.size:
        return ()
    n_classes = min(MOST_CLASSES, int(units[-1]) if method == "steps" else len(np.unique(units)))
    # Numbers are whole, so that the next class begins one after the end of the last: no gap, nothing in two classes.
    ends = sorted({floor(end) for end in METHODS[method](units, n_classes)})
    starts = [0 if method == "steps" else int(units[0]) - 1, *ends]
    return tuple(Class(low + 1, high, n_decimals) for low, high in zip(starts, ends, strict=False))


def shade(number: float, divided: tuple[Class, ...]) -> int | None:
    """Return the shade of a number above zero; with fewer classes than shades the darkest are used."""
    if number <= 0 or not divided:
        return None
    lightest, units = MOST_CLASSES - len(divided) + 1, _units(number, divided[0].decimals)
    return next((n for n, each in enumerate(divided, start=lightest) if each.low <= units <= each.high), None)


def _units(number: float, n_decimals: int) -> int:
    return max(1, round(number * 10**n_decimals)) if number > 0 else 0


def _written(units: int, n_decimals: int) -> str:
    return f"{units / 10**n_decimals:.{n_decimals}f}"


def _steps(units: NDArray[np.int64], n_classes: int) -> Iterable[float]:
    highest = int(units[-1])
    return [round(highest * n / n_classes) for n in range(1, n_classes + 1)]


def _quantiles(units: NDArray[np.int64], n_classes: int) -> Iterable[float]:
    return _ends("Quantiles", units, k=n_classes)


def _jenks(units: NDArray[np.int64], n_classes: int) -> Iterable[float]:
    spread = np.linspace(0, len(units) - 1, min(len(units), MOST_FOR_JENKS)).round().astype(int)
    sample = units[spread]
    return _ends("FisherJenks", sample, k=min(n_classes, len(np.unique(sample))))


def _headtail(units: NDArray[np.int64], n_classes: int) -> Iterable[float]:
    return [*_ends("HeadTailBreaks", units)[: n_classes - 1], units[-1]]


def _ends(scheme: str, units: NDArray[np.int64], **options: int) -> list[float]:
    """Return the highest number of each class by a scheme of mapclassify."""
    import mapclassify  # noqa: PLC0415  # brings SciPy and scikit-learn, two seconds: only who asks for it pays

    with warnings.catch_warnings():
        # That equal numbers make fewer classes, and that numba would be quicker.
        warnings.simplefilter("ignore", UserWarning)
        ends: list[float] = getattr(mapclassify, scheme)(units, **options).bins.tolist()
    return ends


METHODS: dict[str, Divide] = {"steps": _steps, "quantiles": _quantiles, "jenks": _jenks, "headtail": _headtail}


@dataclass(frozen=True)
class Tallies:
    """
    Numbers by place that a filter gives.

    A place that is absent from a table has nothing recorded there: no table holds a zero.
    """

    total: int  # reforms found
    rows: dict[str, int]  # kept rows by the place (county, zone, city) that they name
    programmes: dict[str, int]  # different reforms by county: here, in zones here or citywide
    honours: dict[str, int]  # kept honours that speak of a place with a kept row
    firsts: dict[str, int]  # kept rows that are the first of their reform, of all its rows


def tallies(reforms: Iterable[Reform], places: Places, wanted: Filter) -> Tallies:
    """
    Count by place the rows, programmes, honours and firsts of the reforms that a filter finds.

    Parameters
    ----------
    wanted
        Of each reform only rows and honours that this filter keeps are counted; what is a reform's first is told by
        all its rows, so that a filter makes nobody the first who was the second.
    """
    found = tuple(reforms)
    counties = {county.code for county in places.counties}
    hosts = {zone.code: zone.host for zone in places.zones}
    rows, programmes, honours, firsts = (Counter[str]() for _ in range(4))
    for reform in found:
        kept = tuple(filter(wanted.keeps, reform.reach))
        first = first_rows(reform.reach)
        rows.update(row.place for row in kept)
        programmes.update(_reached(kept, counties, hosts))
        honours.update(row.place for row in kept for each in reform.honours_at(row.place) if wanted.keeps_honour(each))
        firsts.update(row.place for row in kept if row in first)
    return Tallies(len(found), *map(dict, (rows, programmes, honours, firsts)))


def _reached(rows: Iterable[Reach], counties: set[str], hosts: dict[str, str]) -> set[str]:
    """Return the codes of the counties that rows reach: by themselves, by a zone, by the city for all."""
    kept = tuple(rows)
    if any(row.scope == "citywide" for row in kept):
        return counties
    return {hosts.get(row.place, row.place) for row in kept} & counties


@dataclass(frozen=True)
class Measured:
    """
    One measure of every place.

    None is "not recorded": no row of the place is behind the number. 0 is what is recorded: rows of the place, of
    which none has what is measured.
    """

    measure: str  # a key of explorer.records.vocabulary.MEASURES
    per: str  # a key of explorer.records.vocabulary.DIVISORS
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
        A key of ``explorer.records.vocabulary.MEASURES``. ``programmes`` counts what reaches a county by itself, its
        zones or the city; of a zone or the city, as the other measures do, what is recorded at itself.
    per
        A key of ``explorer.records.vocabulary.DIVISORS``: as counted, by 100,000 people, by 1,000 km².

    Raises
    ------
    FilterError
        If the counts are to be divided by people, and no year is known for which those of all counties are published.
    """
    base_of, size = DIVISORS[per]
    base = base_of(places)
    if base is None:
        raise FilterError(
            [
                Fault(
                    "per",
                    message("the people of all counties are known for no year"),
                    message("use per=county or area"),
                )
            ]
        )
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


@dataclass(frozen=True)
class Shaded:
    """A county on the map: reforms here and in its zones, and the shade of what is measured."""

    here: int
    zones: int  # a reform in two zones of the county counts twice, as it is listed twice
    value: float | None  # None: not recorded
    shade: int | None  # from 1 (light) to 5 (dark); 0: none of what is measured; None: not recorded


@dataclass(frozen=True)
class Overview:
    """What a filter finds, in all, by the city for all counties, by county, by zone; and how a map shows it."""

    total: int
    citywide: int
    places: dict[str, Shaded]
    zones: dict[str, int]
    classes: tuple[str, ...]  # labels of the legend, the lightest class first
    shown: dict[str, str | None]  # what stands at each county, zone and the city; None: not recorded
    measure: str
    per: str
    method: str
    year: int | None  # of the people that the numbers are divided by


def overview(tallies: Tallies, places: Places, layout: Layout | None = None) -> Overview:
    """
    Shade a map by the measure that a layout asks for; by reforms recorded in each county if there is none.

    Raises
    ------
    FilterError
        If the measure cannot be had for these places (see ``measures``).
    """
    asked = layout or Layout()
    measured = measures(tallies, places, asked.measure, asked.per)
    numbers = [value for value in measured.numbers.values() if value is not None]
    n_decimals = decimals(numbers)
    divided = classes(numbers, asked.method, n_decimals)
    return Overview(
        total=tallies.total,
        citywide=tallies.rows.get(places.city.code, 0),
        places={
            code: Shaded(
                here=tallies.rows.get(code, 0),
                zones=sum(tallies.rows.get(zone.code, 0) for zone in places.zones_of(code)),
                value=value,
                shade=None if value is None else shade(value, divided) or 0,
            )
            for code, value in measured.numbers.items()
        },
        zones={zone.code: tallies.rows.get(zone.code, 0) for zone in places.zones},
        classes=tuple(each.label for each in divided),
        shown=_shown(measured, n_decimals),
        measure=asked.measure,
        per=asked.per,
        method=asked.method,
        year=measured.year,
    )


def _shown(measured: Measured, n_decimals: int) -> dict[str, str | None]:
    """Write the number of each place: of a county as it is shaded, of a zone and the city as it is counted."""
    counted = {code: None if count is None else str(count) for code, count in measured.counts.items()}
    rated = {
        code: None if value is None else written(value, n_decimals) if value else "0"
        for code, value in measured.numbers.items()
    }
    return counted | rated
