from __future__ import annotations

import numpy as np
import prcoords
import pytest

from geodata.building.gcj02 import from_wgs84, to_wgs84
from geodata.places import PlacesError

METRES_PER_DEGREE = 111_320.0
ALL_CHINA = np.column_stack([each.ravel() for each in np.meshgrid(np.linspace(74, 134, 61), np.linspace(4, 53, 50))])


def metres_apart(some: np.ndarray, others: np.ndarray) -> np.ndarray:
    east, north = (some - others).T * METRES_PER_DEGREE
    return np.hypot(east * np.cos(np.radians(some[:, 1])), north)


def test_there_and_back_is_the_same_spot() -> None:
    apart = metres_apart(to_wgs84(from_wgs84(ALL_CHINA)), ALL_CHINA)

    assert apart.max() < 0.001


def test_the_forward_formula_agrees_with_an_independent_one() -> None:
    theirs = [prcoords.wgs_gcj(prcoords.Coords(lat, lon), check_china=False) for lon, lat in ALL_CHINA]

    assert metres_apart(from_wgs84(ALL_CHINA), np.array([(each.lon, each.lat) for each in theirs])).max() < 0.001


def test_a_county_seat_moves_by_hundreds_of_metres() -> None:
    shouguang = np.array([[118.7375, 36.88]])

    assert 300 < metres_apart(to_wgs84(shouguang), shouguang)[0] < 800


def test_the_coordinates_given_stay_as_they_are() -> None:
    given = np.array([[119.1, 36.7]])

    to_wgs84(given)

    assert given.tolist() == [[119.1, 36.7]]


def test_nothing_in_nothing_out() -> None:
    assert to_wgs84(np.empty((0, 2))).shape == (0, 2)


@pytest.mark.parametrize("lonlat", [(36.7, 119.1), (71.9, 30.0), (138.1, 30.0), (100.0, 56.1), (np.nan, 30.0)])
def test_swapped_axes_are_refused_with_a_remedy(lonlat: tuple[float, float]) -> None:
    with pytest.raises(PlacesError, match="longitude comes before latitude"):
        to_wgs84(np.array([(119.1, 36.7), lonlat]))
