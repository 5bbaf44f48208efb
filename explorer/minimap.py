"""Draw the counties of a city as small SVG outlines that need no script and print well."""

from __future__ import annotations

from dataclasses import dataclass
from math import cos, radians
from typing import TYPE_CHECKING

import numpy as np
import shapely
from shapely.geometry import shape

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from geodata import Places

WIDTH = 400  # units of the drawing
DETAIL = 2.0  # units: finer than a screen shows at this size


@dataclass(frozen=True)
class Minimap:
    """Outlines by county code as SVG path data, points by zone code, in a box of this size."""

    width: int
    height: int
    outlines: dict[str, str]
    points: dict[str, tuple[float, float]]
    labels: dict[str, tuple[float, float]]


def minimap(places: Places) -> Minimap:
    """Draw all counties of a city on a plane that keeps its middle latitude true."""
    counties = [each for each in places.outlines()["features"] if each["id"] != places.city.code]
    shapes = np.array([shape(each["geometry"]) for each in counties])
    left, bottom, right, top = shapely.total_bounds(shapes)
    squeeze = cos(radians((bottom + top) / 2))
    scale = WIDTH / ((right - left) * squeeze)

    def flatten(lonlat: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.column_stack(((lonlat[:, 0] - left) * squeeze * scale, (top - lonlat[:, 1]) * scale))

    def point(lonlat: tuple[float, float]) -> tuple[float, float]:
        x, y = flatten(np.array([lonlat]))[0]
        return round(float(x), 1), round(float(y), 1)

    simple = shapely.coverage_simplify(shapely.transform(shapes, flatten), DETAIL)
    return Minimap(
        width=WIDTH,
        height=round((top - bottom) * scale),
        outlines={each["id"]: _path(outline) for each, outline in zip(counties, simple, strict=True)},
        points={zone.code: point(zone.label_point) for zone in places.zones},
        labels={county.code: point(county.label_point) for county in places.counties},
    )


def _path(outline: shapely.Geometry) -> str:
    rings = [ring for part in shapely.get_parts(outline) for ring in (part.exterior, *part.interiors)]
    return "".join(f"M{'L'.join(f'{x:.1f} {y:.1f}' for x, y in ring.coords[:-1])}Z" for ring in rings)
