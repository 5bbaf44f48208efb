from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import pyproj
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import mapping, shape

from geodata.nearness import Nearness, nearest
from geodata.places import County

if TYPE_CHECKING:
    from collections.abc import Iterable

    from geodata import Places

ON_THE_ELLIPSOID = pyproj.Geod(ellps="WGS84")


def county(code: str, outline: shapely.Geometry) -> County:
    point = outline.representative_point()
    names = dict.fromkeys(("name_zh", "name_en", "short_zh", "pinyin"), code)
    return County(code, "county", "county", parent="", label_point=(point.x, point.y), area_km2=1.0, **names)


def nearest_among(outlines: Iterable[shapely.Geometry]) -> dict[str, tuple[Nearness, ...]]:
    by_code = {f"{n:06}": outline for n, outline in enumerate(outlines)}
    features = [{"id": code, "geometry": mapping(outline)} for code, outline in by_code.items()]
    points = {code: outline.representative_point().coords[0] for code, outline in by_code.items()}
    return nearest(points, features)


def by_code(found: Iterable[Nearness]) -> dict[str, Nearness]:
    return {each.code: each for each in found}


@pytest.mark.parametrize(
    ("name", "neighbours"),
    [
        ("寿光", "寒亭 青州 昌乐 潍城"),
        ("临朐", "青州 昌乐 安丘"),
        ("诸城", "安丘 高密 坊子"),
        ("高密", "昌邑 坊子 诸城"),
        ("奎文", "坊子 寒亭 潍城"),
        ("青州", "临朐 寿光 昌乐"),
    ],
)
def test_the_neighbours_on_the_map_come_first_the_longest_border_before_all(
    name: str, neighbours: str, weifang: Places
) -> None:
    (place,) = weifang.named(name)

    found = [weifang[each.code].short_zh for each in weifang.nearest_of(place.code) if each.border_km]

    assert found == neighbours.split()


def test_who_has_no_border_follows_by_distance(weifang: Places) -> None:
    found = [(weifang[each.code].short_zh, each.border_km) for each in weifang.nearest_of("370783")][4:]

    assert found == [(name, None) for name in ["奎文", "昌邑", "临朐", "安丘", "坊子", "高密", "诸城"]]


def assert_ordered(found: Iterable[Nearness]) -> None:
    for one, next_ in pairwise(found):
        if one.border_km is None:
            assert next_.border_km is None
            assert one.distance_km <= next_.distance_km
        else:
            assert next_.border_km is None or one.border_km >= next_.border_km


@pytest.mark.parametrize("region", ["weifang", pytest.param("shandong", marks=pytest.mark.long)])
def test_each_other_county_stands_once_in_order_and_nearness_is_the_same_both_ways(
    region: str, request: pytest.FixtureRequest
) -> None:
    places = request.getfixturevalue(region)
    codes = {each.code for each in places.counties}

    for code in codes:
        found = places.nearest_of(code)
        assert sorted(each.code for each in found) == sorted(codes - {code})
        assert_ordered(found)
        for each in found:
            back = by_code(places.nearest_of(each.code))[code]
            assert (back.border_km, back.distance_km) == (each.border_km, pytest.approx(each.distance_km))


def test_lengths_are_those_on_the_ellipsoid_within_half_a_percent(weifang: Places) -> None:
    outlines = {each["id"]: shape(each["geometry"]) for each in weifang.outlines()["features"]}
    for one in weifang.counties:
        for each in weifang.nearest_of(one.code):
            shared = shapely.intersection(outlines[one.code], outlines[each.code])
            border_km = ON_THE_ELLIPSOID.geometry_length(shared) / 1000
            assert (each.border_km or 0.0) == pytest.approx(border_km, rel=0.005)
            ends = np.array([one.label_point, weifang[each.code].label_point])
            assert each.distance_km == pytest.approx(ON_THE_ELLIPSOID.line_length(*ends.T) / 1000, rel=0.005)


@pytest.mark.parametrize(("code", "host"), [("370700-gaoxin", "370705"), ("370700-xiashan", "370704")])
def test_a_zone_is_where_its_host_is(code: str, host: str, weifang: Places) -> None:
    assert weifang.nearest_of(code) == weifang.nearest_of(host) != ()


def test_the_city_as_a_whole_has_no_neighbours_and_an_unknown_code_is_none(weifang: Places) -> None:
    assert weifang.nearest_of("370700") == ()
    with pytest.raises(KeyError):
        weifang.nearest_of("220202")


def test_a_touch_in_a_point_is_no_border() -> None:
    found = nearest_among([shapely.box(0, 0, 1, 1), shapely.box(1, 1, 2, 2), shapely.box(1, 0, 2, 1)])

    assert [(each.code, each.border_km is None) for each in found["000000"]] == [("000002", False), ("000001", True)]


def test_a_border_in_pieces_and_around_an_island_is_one_length() -> None:
    hole = shapely.box(1, 1, 2, 2)
    around = shapely.difference(shapely.box(0, 0, 3, 3), hole)
    twin = shapely.MultiPolygon([hole, shapely.box(3, 0, 4, 3)])

    found = by_code(nearest_among([around, twin])["000000"])

    assert found["000001"].border_km == pytest.approx(7 * 111.2, rel=0.005)


def test_one_county_alone_and_none_at_all() -> None:
    assert nearest_among([shapely.box(0, 0, 1, 1)]) == {"000000": ()}
    assert nearest_among([]) == {}


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), unique=True, max_size=12))
def test_any_squares_of_a_grid_are_ordered(corners: list[tuple[int, int]]) -> None:
    found = nearest_among(shapely.box(x, y, x + 1, y + 1) for x, y in corners)

    for n, (x, y) in enumerate(corners):
        beside = {f"{m:06}" for m, (u, v) in enumerate(corners) if abs(x - u) + abs(y - v) == 1}
        assert {each.code for each in found[f"{n:06}"] if each.border_km} == beside
        assert_ordered(found[f"{n:06}"])
