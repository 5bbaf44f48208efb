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
NAME_WIDTH, NAME_HEIGHT = 62, 15  # units that a name takes
MARK_SIZE = 16  # units that the mark of a zone takes
STEPS = (0, 8, -8, 16, -16, 24, -24)  # units down, the nearest first


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

    flat = shapely.transform(shapes, flatten)
    simple = shapely.coverage_simplify(flat, DETAIL)
    points = {zone.code: point(zone.label_point) for zone in places.zones}
    names = {county.code: point(county.label_point) for county in places.counties}
    return Minimap(
        width=WIDTH,
        height=round((top - bottom) * scale),
        outlines={each["id"]: _path(outline) for each, outline in zip(counties, simple, strict=True)},
        points=points,
        labels=_apart(names, {each["id"]: outline for each, outline in zip(counties, flat, strict=True)}, points),
    )


def _apart(
    names: dict[str, tuple[float, float]],
    outlines: dict[str, shapely.Geometry],
    points: dict[str, tuple[float, float]],
) -> dict[str, tuple[float, float]]:
    """Move names up or down in their county to where they cover least of other names and of zones."""
    taken = [_box(x, y, MARK_SIZE, MARK_SIZE) for x, y in points.values()]
    placed = {}
    for code in sorted(names, key=lambda code: outlines[code].area):  # the smallest has the least choice
        x, home = names[code]
        ways = [(x, round(home + step, 1)) for step in STEPS]
        inside = [way for way in ways if shapely.contains_xy(outlines[code], *way)]
        boxes = [_box(*way, NAME_WIDTH, NAME_HEIGHT) for way in inside or [(x, home)]]
        best = min(boxes, key=lambda box: shapely.area(shapely.intersection(box, taken)).sum())
        placed[code] = inside[boxes.index(best)] if inside else (x, home)
        taken.append(best)
    return placed


def _box(x: float, y: float, width: float, height: float) -> shapely.Geometry:
    return shapely.box(x - width / 2, y - height / 2, x + width / 2, y + height / 2)


def _path(outline: shapely.Geometry) -> str:
    rings = [ring for part in shapely.get_parts(outline) for ring in (part.exterior, *part.interiors)]
    return "".join(f"M{'L'.join(f'{x:.1f} {y:.1f}' for x, y in ring.coords[:-1])}Z" for ring in rings)
