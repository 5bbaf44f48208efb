from __future__ import annotations

import csv
import re
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pytest
import shapely
from shapely.geometry import shape

import geodata
from geodata import PlacesError
from geodata.build import EQUAL_AREA, FACTS, WGS84, assert_coverage, build

if TYPE_CHECKING:
    from pathlib import Path

    from geodata import Places

CODES = ["370700", *(f"3707{n}" for n in ("02", "03", "04", "05", "24", "25", "81", "82", "83", "84", "85", "86"))]


@pytest.fixture(scope="module")
def outlines(weifang: Places) -> gpd.GeoSeries:
    """Return the outlines of the city and its counties, by code."""
    features = weifang.outlines()["features"]
    return gpd.GeoSeries(
        [shape(each["geometry"]) for each in features], index=[each["id"] for each in features], crs=WGS84
    )


@pytest.fixture(scope="module")
def counties(outlines: gpd.GeoSeries) -> gpd.GeoSeries:
    return outlines.drop("370700")


@pytest.fixture(scope="module")
def published() -> dict[str, dict[str, str]]:
    with (FACTS / "370700" / "counties.csv").open(encoding="utf-8", newline="") as lines:
        return {row["code"]: row for row in csv.DictReader(lines)}


def test_a_build_gives_the_committed_bytes(tmp_path: Path) -> None:
    said: list[str] = []

    build("370700", tmp_path / "370700", said.append)

    committed = {path.name: path.read_bytes() for path in (geodata.ROOT / "370700").iterdir()}
    assert {path.name: path.read_bytes() for path in (tmp_path / "370700").iterdir()} == committed
    assert [line.split()[0] for line in said] == ["Reading", "Simplifying", "Writing"]


def test_the_counties_cover_the_city_without_gap_or_overlap(counties: gpd.GeoSeries) -> None:
    assert list(counties.index) == CODES[1:]
    assert counties.is_valid.all()
    assert shapely.coverage_is_valid(counties.array)


def test_the_union_of_the_counties_has_no_holes_and_is_the_city(
    outlines: gpd.GeoSeries, counties: gpd.GeoSeries
) -> None:
    union = shapely.union_all(counties.array)

    assert [len(part.interiors) for part in shapely.get_parts(union)] == [0] * shapely.get_num_geometries(union)
    assert shapely.equals(union, outlines["370700"])


def test_the_neighbours_fit_the_counties(weifang: Places, counties: gpd.GeoSeries) -> None:
    around = [shape(each["geometry"]) for each in weifang.surroundings()["features"]]

    assert len(around) > 12
    assert shapely.coverage_is_valid(np.array([*counties, *around]))
    assert not {each["id"] for each in weifang.surroundings()["features"]} & set(counties.index)


@pytest.mark.parametrize("code", CODES)
def test_a_computed_area_is_the_published_one_or_the_notes_say_why_not(
    code: str, published: dict[str, dict[str, str]], outlines: gpd.GeoSeries, weifang: Places
) -> None:
    computed = {each["id"]: each["properties"]["area_km2"] for each in weifang.outlines()["features"]}[code]
    notes = (FACTS / "370700" / "notes.md").read_text(encoding="utf-8")
    explained = set(re.findall(r"\*\*(.+?)\*\*", notes))

    apart = abs(computed / float(published[code]["area_km2"]) - 1)
    assert apart < 0.01 or published[code]["name_zh"] in explained
    drawn = outlines.to_crs(EQUAL_AREA).area[code] / 1e6
    assert drawn == pytest.approx(computed, rel=0.01)


def test_every_label_stands_in_its_county(weifang: Places, counties: gpd.GeoSeries) -> None:
    astray = [
        each.code for each in weifang.counties if not counties[each.code].contains(shapely.Point(each.label_point))
    ]

    assert astray == []


def test_every_zone_stands_in_its_host(weifang: Places, counties: gpd.GeoSeries) -> None:
    astray = [zone.code for zone in weifang.zones if not counties[zone.host].contains(shapely.Point(zone.label_point))]

    assert astray == []


def test_county_seats_lie_in_their_counties_after_the_turn_to_wgs84(
    published: dict[str, dict[str, str]], outlines: gpd.GeoSeries
) -> None:
    seats = {
        code: shapely.Point(float(row["seat_lon"]), float(row["seat_lat"]))
        for code, row in published.items()
        if row["seat_lon"]
    }

    assert len(seats) > 8
    assert [code for code, seat in seats.items() if not outlines[code].contains(seat)] == []


def test_a_city_without_recorded_facts_gets_its_names_spelled(wenzhou: Path) -> None:
    places = geodata.load("330300", wenzhou)

    assert (places.city.name_zh, places.city.name_en, len(places.counties)) == ("温州市", "Wenzhou City", 12)
    ruian = places["330381"]
    assert (ruian.name_zh, ruian.short_zh, ruian.name_en, ruian.pinyin) == ("瑞安市", "瑞安", "Rui'an City", "Ruì'ān")
    assert (places.zones, places.towns, places.indicators) == ((), (), ())
    assert shapely.coverage_is_valid(np.array([shape(each["geometry"]) for each in places.outlines()["features"][1:]]))


@pytest.mark.parametrize(
    "code",
    ["990000", "379900", "370000", "370783", "3707", "37__00"],
    ids=["no such province", "no such city", "a province", "a county", "too short", "a pattern"],
)
def test_what_is_no_prefecture_is_refused_and_nothing_is_written(code: str, tmp_path: Path) -> None:
    with pytest.raises(PlacesError):
        build(code, tmp_path / code)

    assert list(tmp_path.iterdir()) == []


def test_outlines_that_overlap_are_named() -> None:
    overlapping = gpd.GeoSeries([shapely.box(0, 0, 2, 2), shapely.box(1, 0, 3, 2)], index=["370702", "370703"])

    with pytest.raises(PlacesError, match="370702, 370703"):
        assert_coverage(overlapping)
