"""Shade a map by a measure, and number the list beside it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from explorer.layout import Layout
from explorer.reach.measuring import measures
from explorer.reach.shades import classes, decimals, shade, written

if TYPE_CHECKING:
    from explorer.reach.measuring import Measured
    from explorer.reach.tallies import Tallies
    from geodata import Places


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
