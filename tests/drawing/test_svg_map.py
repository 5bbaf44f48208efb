from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
import shapely

from explorer.drawing.svg_map import NAME_HEIGHT, NAME_WIDTH, Minimap, minimap

if TYPE_CHECKING:
    from geodata import Places


@pytest.fixture(scope="module")
def drawn(weifang: Places) -> Minimap:
    return minimap(weifang)


def polygons(path: str) -> shapely.Geometry:
    rings = [re.findall(r"(-?[\d.]+) (-?[\d.]+)", ring) for ring in path.strip("MZ").split("ZM")]
    return shapely.union_all([shapely.Polygon([(float(x), float(y)) for x, y in ring]) for ring in rings])


def test_every_county_and_zone_is_drawn_by_its_code(drawn: Minimap, weifang: Places) -> None:
    assert set(drawn.outlines) == set(drawn.labels) == {county.code for county in weifang.counties}
    assert set(drawn.points) == {zone.code for zone in weifang.zones}


def test_all_fits_into_the_frame(drawn: Minimap) -> None:
    left, top, right, bottom = polygons("".join(drawn.outlines.values())).bounds

    assert (left, top) == pytest.approx((0, 0), abs=3)
    assert (right, bottom) == pytest.approx((drawn.width, drawn.height), abs=3)
    assert all(
        0 < x < drawn.width and 0 < y < drawn.height for x, y in (*drawn.points.values(), *drawn.labels.values())
    )


def test_north_is_up_and_east_is_right(drawn: Minimap) -> None:
    north, south = polygons(drawn.outlines["370783"]).centroid, polygons(drawn.outlines["370782"]).centroid

    assert north.y < south.y
    assert north.x < south.x


def test_a_label_stands_in_its_county(drawn: Minimap) -> None:
    astray = [
        code
        for code, point in drawn.labels.items()
        if not polygons(drawn.outlines[code]).contains(shapely.Point(point))
    ]

    assert astray == []


def test_names_stand_apart(drawn: Minimap) -> None:
    points = list(drawn.labels.values())
    close = [
        (one, other)
        for n, one in enumerate(points)
        for other in points[:n]
        if abs(one[0] - other[0]) < NAME_WIDTH and abs(one[1] - other[1]) < NAME_HEIGHT
    ]
    assert close == []


def test_neighbours_do_not_overlap(drawn: Minimap) -> None:
    shapes = [polygons(path) for path in drawn.outlines.values()]

    overlap = sum(each.area for each in shapes) - shapely.union_all(shapes).area
    assert overlap < 0.001 * drawn.width * drawn.height


def test_it_is_small_enough_to_stand_in_every_page(drawn: Minimap) -> None:
    assert sum(map(len, drawn.outlines.values())) < 16_000
