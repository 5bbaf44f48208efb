"""Turn GCJ-02, the offset coordinates of Chinese web maps, into WGS84."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from geodata.places import PlacesError

if TYPE_CHECKING:
    from numpy.typing import NDArray

# The ellipsoid (Krasovsky 1940) that the published GCJ-02 formula is written for.
SEMI_MAJOR_AXIS_M = 6_378_245.0
ECCENTRICITY_SQUARED = 0.006_693_421_622_965_943
CHINA_BOUNDS = (72.0, 0.0, 138.0, 56.0)  # left, bottom, right, top in degrees
N_ITERATIONS = 4


def to_wgs84(lonlat: NDArray[np.float64]) -> NDArray[np.float64]:
    """
    Turn GCJ-02 coordinates into WGS84 by fixed-point iteration.

    The forward formula has no closed inverse. Four steps of ``w = g - (forward(w) - w)`` bring the
    round trip under a millimetre anywhere in China (tests/geodata/test_gcj02.py measures it against
    ``prcoords``). The round trip proves that the public formula is inverted, not ground truth.

    Parameters
    ----------
    lonlat
        Shape (n, 2), longitude before latitude, in degrees, inside China. Not changed.

    Returns
    -------
    Shape (n, 2), degrees, WGS84. Empty in, empty out.

    Raises
    ------
    PlacesError
        If a coordinate lies outside 72 to 138° E, 0 to 56° N (axes swapped, most often).
    """
    _assert_in_china(lonlat)
    wgs84 = lonlat.copy()
    for _ in range(N_ITERATIONS):
        wgs84 = lonlat - (from_wgs84(wgs84) - wgs84)
    return wgs84


def from_wgs84(lonlat: NDArray[np.float64]) -> NDArray[np.float64]:
    """
    Turn WGS84 coordinates into GCJ-02 by the published formula.

    Parameters
    ----------
    lonlat
        Shape (n, 2), longitude before latitude, in degrees.

    Returns
    -------
    Shape (n, 2), degrees, GCJ-02.
    """
    east, north = lonlat[:, 0] - 105.0, lonlat[:, 1] - 35.0
    root = np.sqrt(np.abs(east))
    ripple = 20.0 * np.sin(6.0 * east * np.pi) + 20.0 * np.sin(2.0 * east * np.pi)
    north_m = (
        -100.0
        + 2.0 * east
        + 3.0 * north
        + 0.2 * north**2
        + 0.1 * east * north
        + 0.2 * root
        + (ripple + _waves(north, (20.0, 40.0), (1.0, 3.0)) + _waves(north, (160.0, 320.0), (12.0, 30.0))) * 2.0 / 3.0
    )
    east_m = (
        300.0
        + east
        + 2.0 * north
        + 0.1 * east**2
        + 0.1 * east * north
        + 0.1 * root
        + (ripple + _waves(east, (20.0, 40.0), (1.0, 3.0)) + _waves(east, (150.0, 300.0), (12.0, 30.0))) * 2.0 / 3.0
    )
    return lonlat + _metres_to_degrees(east_m, north_m, latitude=lonlat[:, 1])


def _waves(
    degrees: NDArray[np.float64], heights: tuple[float, float], lengths: tuple[float, float]
) -> NDArray[np.float64]:
    first, second = (height * np.sin(degrees * np.pi / length) for height, length in zip(heights, lengths, strict=True))
    return np.asarray(first + second, dtype=np.float64)


def _metres_to_degrees(
    east_m: NDArray[np.float64], north_m: NDArray[np.float64], *, latitude: NDArray[np.float64]
) -> NDArray[np.float64]:
    radians = np.radians(latitude)
    flattening = 1.0 - ECCENTRICITY_SQUARED * np.sin(radians) ** 2
    normal_m = SEMI_MAJOR_AXIS_M / np.sqrt(flattening)
    meridian_m = SEMI_MAJOR_AXIS_M * (1.0 - ECCENTRICITY_SQUARED) / flattening**1.5
    return np.column_stack((np.degrees(east_m / (normal_m * np.cos(radians))), np.degrees(north_m / meridian_m)))


def _assert_in_china(lonlat: NDArray[np.float64]) -> None:
    left, bottom, right, top = CHINA_BOUNDS
    inside = (lonlat[:, 0] >= left) & (lonlat[:, 0] <= right) & (lonlat[:, 1] >= bottom) & (lonlat[:, 1] <= top)
    if not inside.all():
        longitude, latitude = lonlat[~inside][0]
        wrong = PlacesError(
            "(%(longitude)s, %(latitude)s) is outside %(left)s to %(right)s° E, %(bottom)s to %(top)s° N: "
            "longitude comes before latitude",
            longitude=longitude,
            latitude=latitude,
            **dict(zip(("left", "bottom", "right", "top"), map("{:g}".format, CHINA_BOUNDS), strict=True)),
        )
        raise wrong
