from __future__ import annotations

import geopandas as gpd
import numpy as np
import pytest
import shapely

from geodata import PlacesError
from geodata.building.outlines import WGS84, Detail, assert_coverage, frame_around, label_point, read_counties, simplify


def squares(*corners: tuple[float, float]) -> gpd.GeoDataFrame:
    """Return squares a degree wide by code, in the east of China."""
    boxes = [shapely.segmentize(shapely.box(x, y, x + 1, y + 1), 0.1) for x, y in corners]
    return gpd.GeoDataFrame(geometry=boxes, index=[f"{n:06}" for n in range(len(boxes))], crs=WGS84)


def test_outlines_that_overlap_are_named() -> None:
    overlapping = gpd.GeoSeries([shapely.box(0, 0, 2, 2), shapely.box(1, 0, 3, 2)], index=["370702", "370703"])

    with pytest.raises(PlacesError, match="370702, 370703"):
        assert_coverage(overlapping)


def test_a_province_without_counties_is_told() -> None:
    with pytest.raises(PlacesError, match="no county-level outlines for province 710000"):
        read_counties("710000")


def test_what_lies_around_is_cut_off_and_still_fits() -> None:
    units = squares((118, 36), (119, 36), (121, 36))
    own = np.array([True, False, False])

    simple = simplify(units, Detail(200.0, 700.0), own=own, cut=frame_around(units[own], (0.5, 0.5)))

    assert list(simple.index) == ["000000", "000001"]
    assert simple.total_bounds == pytest.approx((118, 36, 119.5, 37))
    assert shapely.coverage_is_valid(simple.geometry.array)


def test_a_unit_that_is_too_small_to_be_drawn_is_named() -> None:
    speck = gpd.GeoDataFrame(geometry=[shapely.box(118, 36, 118.00004, 36.00004)], index=["370702"], crs=WGS84)

    with pytest.raises(PlacesError, match="too small to be drawn: 370702"):
        simplify(speck, Detail(200.0, 700.0), own=np.array([True]))


def test_the_label_of_a_county_with_islands_stands_on_the_mainland() -> None:
    county = shapely.MultiPolygon([shapely.box(118, 36, 120, 38), shapely.box(121, 36, 121.1, 36.1)])

    assert label_point(county) == pytest.approx([119, 37], abs=0.01)
