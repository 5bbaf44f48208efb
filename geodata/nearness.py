"""Tell which counties are nearest to a county: first those with a shared border, then by distance."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely
from shapely.geometry import shape

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from numpy.typing import NDArray

EARTH_RADIUS_KM = 6371.0088  # the mean radius of WGS84 (IUGG)


@dataclass(frozen=True)
class Nearness:
    """
    How near a county is to another; the same both ways.

    Lengths are those of great circles on a sphere: within 0.5 % of the ellipsoid's. A border is as long as
    its drawn outline, which was simplified, so it is shorter than one that a surveyor walks.
    """

    code: str
    border_km: float | None  # None: no shared border; a touch in one point is none
    distance_km: float  # between the label points, not between the borders


def nearest(
    points: Mapping[str, Sequence[float]], features: Iterable[Mapping[str, object]]
) -> dict[str, tuple[Nearness, ...]]:
    """
    Return for each county all others, the nearest first.

    Those with a shared border come first, the longest border before all; then the others by distance.

    Parameters
    ----------
    points
        Label points of the counties by their codes, (longitude, latitude) in degrees.
    features
        GeoJSON Features of the outlines, WGS84; ``id`` is the county's code. Other units are passed over.
        Neighbours have the same points along their border, as ``geodata.building.city`` asserts.
    """
    outlines = {str(each["id"]): shape(each["geometry"]) for each in features if each["id"] in points}
    codes = tuple(outlines)
    borders_km = _borders_km(np.array(list(outlines.values()), dtype=object))
    spots = np.array([points[code] for code in codes]).reshape(-1, 2)
    distances_km = _great_circles_km(spots[:, None], spots).tolist()

    def others(n: int) -> Iterator[Nearness]:
        for m, code in enumerate(codes):
            if m != n:
                yield Nearness(code, borders_km.get((min(n, m), max(n, m))), distances_km[n][m])

    return {code: tuple(sorted(others(n), key=_by_nearness)) for n, code in enumerate(codes)}


def _by_nearness(one: Nearness) -> tuple[bool, float, float, str]:
    return one.border_km is None, -(one.border_km or 0.0), one.distance_km, one.code


def _borders_km(outlines: NDArray[np.object_]) -> dict[tuple[int, int], float]:
    """Return how long the border is that two outlines share, by their numbers, the lower first."""
    segments, owners = _segments(outlines)
    lengths_km = _great_circles_km(segments[:, :2], segments[:, 2:])
    order = np.lexsort((owners, *segments.T))
    segments, owners, lengths_km = segments[order], owners[order], lengths_km[order]
    found: dict[tuple[int, int], float] = {}
    # Neighbours draw their border by the same points, so each piece of it stands twice.
    for n in np.flatnonzero((segments[1:] == segments[:-1]).all(axis=1)):
        pair = int(owners[n]), int(owners[n + 1])
        found[pair] = found.get(pair, 0.0) + float(lengths_km[n])
    return found


def _segments(outlines: NDArray[np.object_]) -> tuple[NDArray[np.float64], NDArray[np.intp]]:
    """Return all pieces of all rings, shape (n, 4), each from its lesser to its greater end, and their owners."""
    parts, outline_of_part = shapely.get_parts(outlines, return_index=True)
    rings, part_of_ring = shapely.get_rings(parts, return_index=True)
    points, ring_of_point = shapely.get_coordinates(rings, return_index=True)
    inside = ring_of_point[1:] == ring_of_point[:-1]
    one, other = points[:-1][inside], points[1:][inside]
    turned = (one[:, 0] > other[:, 0]) | ((one[:, 0] == other[:, 0]) & (one[:, 1] > other[:, 1]))
    one[turned], other[turned] = other[turned], one[turned]
    return np.hstack((one, other)), outline_of_part[part_of_ring[ring_of_point[:-1][inside]]]


def _great_circles_km(some: NDArray[np.float64], others: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return distances by the haversine formula; points are longitude, latitude in degrees along the last axis."""
    lon, lat, other_lon, other_lat = (np.radians(each[..., n]) for each in (some, others) for n in (0, 1))
    chord = np.sin((other_lat - lat) / 2) ** 2 + np.cos(lat) * np.cos(other_lat) * np.sin((other_lon - lon) / 2) ** 2
    km: NDArray[np.float64] = 2 * EARTH_RADIUS_KM * np.arcsin(np.sqrt(chord))
    return km
