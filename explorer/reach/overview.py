"""Count reforms by place for a map and the list beside it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from explorer.reach.cells import matrix
from explorer.reach.listing import rows_by_place
from explorer.reach.shades import classes, shade

if TYPE_CHECKING:
    from collections.abc import Iterable

    from explorer.filters import Filter
    from explorer.model import Reform
    from geodata import Places


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
