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
from geodata.building.city import build, build_province
from geodata.building.facts import FACTS
from geodata.building.outlines import EQUAL_AREA, WGS84

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


@pytest.fixture(scope="module")
def units_of_shandong(shandong: Places) -> gpd.GeoSeries:
    """Return the outlines of the counties of Shandong, by code."""
    features = shandong.outlines()["features"][1:]
    return gpd.GeoSeries(
        [shape(each["geometry"]) for each in features], index=[each["id"] for each in features], crs=WGS84
    )


def test_a_province_is_the_whole_that_holds_all_its_counties(shandong: Places) -> None:
    province = shandong.city

    assert (province.code, province.kind, province.rank, province.name_zh) == ("370000", "city", "province", "山东省")
    assert (province.name_en, province.short("en"), province.short("zh")) == ("Shandong Province", "Shandong", "山东")
    # 137 until 2020, when Penglai and Changdao became one district.
    assert len(shandong.counties) == 136
    assert {county.parent for county in shandong.counties} == {"370000"}
    assert sum(county.code.startswith("3707") for county in shandong.counties) == 12


def test_the_counties_of_a_province_cover_it_and_fit_its_neighbours(
    shandong: Places, units_of_shandong: gpd.GeoSeries
) -> None:
    around = {each["properties"]["name_zh"]: shape(each["geometry"]) for each in shandong.surroundings()["features"]}

    assert {"河北省", "河南省", "安徽省", "江苏省"} <= around.keys()
    assert "山东省" not in around
    assert shapely.coverage_is_valid(np.array([*units_of_shandong, *around.values()]))
    whole = shape(shandong.outlines()["features"][0]["geometry"])
    assert shapely.equals(shapely.union_all(units_of_shandong.array), whole)


def test_the_area_of_a_province_is_the_published_one(shandong: Places, units_of_shandong: gpd.GeoSeries) -> None:
    about = shandong.outlines()["features"][0]["properties"]

    assert about["area_km2"] == pytest.approx(157_900, rel=0.02)  # rounded, by the province's yearbook
    assert units_of_shandong.to_crs(EQUAL_AREA).area.sum() / 1e6 == pytest.approx(about["area_km2"], rel=0.005)


def test_every_label_of_a_province_stands_in_its_county(shandong: Places, units_of_shandong: gpd.GeoSeries) -> None:
    astray = [
        each.code
        for each in shandong.counties
        if not units_of_shandong[each.code].contains(shapely.Point(each.label_point))
    ]

    assert astray == []


def test_a_province_is_light_enough_for_a_page(shandong: Places) -> None:
    assert sum((shandong.folder / f"{file}.geojson").stat().st_size for file in ("places", "context")) < 700_000


def test_a_province_takes_over_what_is_recorded_of_its_cities(shandong: Places, weifang: Places) -> None:
    for county in weifang.counties:
        assert shandong[county.code].name_en == county.name_en
        assert shandong.indicators_of(county.code) == weifang.indicators_of(county.code)
        assert shandong.towns_of(county.code) == weifang.towns_of(county.code)
    assert [zone.code for zone in shandong.zones] == [zone.code for zone in weifang.zones]
    assert all(each.place in shandong for each in shandong.indicators)


def test_no_two_counties_of_a_province_have_one_name(shandong: Places) -> None:
    assert len({county.name_zh for county in shandong.counties}) == len(shandong.counties)
    assert len({county.name_en for county in shandong.counties}) == len(shandong.counties)
    assert shandong["370402"].name_zh == "枣庄市市中区"
    assert shandong["370402"].short("en") == "Zaozhuang Shizhong"


@pytest.mark.parametrize(
    ("code", "english"),
    [("370113", "Changqing"), ("370811", "Rencheng"), ("371481", "Laoling"), ("371722", "Shanxian")],
)
def test_names_that_are_misread_are_corrected(code: str, english: str, shandong: Places) -> None:
    assert shandong[code].short("en") == english


def test_the_readme_of_a_province_says_how_to_build_it(shandong: Places) -> None:
    readme = (shandong.folder / "README.md").read_text(encoding="utf-8")

    assert "explorer places build --province 370000" in readme
    assert "| 370783 | 寿光市 |" in readme
    assert "neighbouring provinces" in readme


@pytest.mark.long
def test_a_province_is_built_to_the_same_bytes_again(shandong: Places, tmp_path: Path) -> None:
    said: list[str] = []

    build_province("370000", tmp_path / "370000", said.append)

    first = {path.name: path.read_bytes() for path in shandong.folder.iterdir()}
    assert {path.name: path.read_bytes() for path in (tmp_path / "370000").iterdir()} == first
    assert [line.split()[0] for line in said] == ["Reading", "Simplifying", "Writing"]


@pytest.mark.parametrize(
    ("code", "remedy"),
    [
        ("990000", "has no county-level outlines"),
        ("710000", "has no county-level outlines"),
        ("370700", "explorer places build --city 370700"),
        ("370783", "370000 is Shandong"),
        ("37", "370000 is Shandong"),
        ("__0000", "370000 is Shandong"),
        ("../370000", "370000 is Shandong"),
    ],
)
def test_what_is_no_province_is_refused_and_nothing_is_written(code: str, remedy: str, tmp_path: Path) -> None:
    with pytest.raises(PlacesError, match=remedy):
        build_province(code, tmp_path / "places" / code)

    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("code", "remedy"),
    [
        ("999900", "has no county-level outlines"),
        ("379900", "has no county with a code under 379900"),
        ("370000", "explorer places build --province 370000"),
        ("370783", "370700 is Weifang"),
        ("3707", "370700 is Weifang"),
        ("37__00", "370700 is Weifang"),
    ],
)
def test_what_is_no_prefecture_is_refused_and_nothing_is_written(code: str, remedy: str, tmp_path: Path) -> None:
    with pytest.raises(PlacesError, match=remedy):
        build(code, tmp_path / code)

    assert list(tmp_path.iterdir()) == []
