from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from geodata import PlacesError
from geodata.places import County, Zone, read

if TYPE_CHECKING:
    from samples import Files

    from geodata import Places


def test_weifang_has_twelve_counties_and_six_zones(weifang: Places) -> None:
    assert [weifang.city.name_zh, len(weifang.counties), len(weifang.zones)] == ["潍坊市", 12, 6]
    assert [place.kind for place in weifang] == ["city"] + ["county"] * 12 + ["zone"] * 6


@pytest.mark.parametrize(
    ("name", "codes"),
    [
        ("寿光", ["370783"]),
        ("寿光市", ["370783"]),
        ("shouguang city", ["370783"]),
        ("滨海区", ["370700-binhai"]),
        ("高新技术产业开发区", ["370700-gaoxin"]),
        ("潍坊", ["370700"]),
        ("昌邑区", []),
        ("", []),
    ],
)
def test_a_place_is_found_by_each_of_its_names(name: str, codes: list[str], weifang: Places) -> None:
    assert [place.code for place in weifang.named(name)] == codes


def test_a_place_is_found_by_its_code_only_in_its_city(weifang: Places) -> None:
    assert weifang["370783"].name_zh == "寿光市"
    assert "220202" not in weifang
    with pytest.raises(KeyError):
        weifang["220202"]


@pytest.mark.parametrize(
    ("code", "zh", "en"),
    [
        ("370700", "潍坊", "Weifang"),
        ("370705", "奎文", "Kuiwen"),
        ("370724", "临朐", "Linqu"),
        ("370783", "寿光", "Shouguang"),
        ("370700-gaoxin", "潍坊高新区", "High-tech Zone"),
    ],
)
def test_a_map_shows_the_name_without_its_rank(code: str, zh: str, en: str, weifang: Places) -> None:
    assert (weifang[code].short("zh"), weifang[code].short("en")) == (zh, en)


def test_a_zone_lies_in_its_host(weifang: Places) -> None:
    assert {zone.code: zone.host for zone in weifang.zones} == {
        "370700-gaoxin": "370705",
        "370700-binhai": "370703",
        "370700-zongbao": "370705",
        "370700-xiashan": "370704",
        "370700-jingji": "370703",
        "370700-nongzong": "370703",
    }
    assert [zone.short_zh for zone in weifang.zones_of("370704")] == ["峡山区"]
    assert weifang.zones_of("370783") == ()


def test_an_unknown_founding_year_is_none(weifang: Places) -> None:
    founded = {zone.code: zone.founded for zone in weifang.zones}

    assert founded["370700-gaoxin"] == 1991
    assert founded["370700-xiashan"] is None


def test_towns_belong_to_their_county_even_with_one_name(weifang: Places) -> None:
    counties = {town.county for town in weifang.towns if town.name_zh == "城关街道"}

    assert counties == {"370702", "370724"}
    assert {town.county for town in weifang.towns_of("370724")} == {"370724"}
    kinds = [town.kind for town in weifang.towns]
    assert {kind: kinds.count(kind) for kind in kinds} == {"subdistrict": 59, "town": 59, "committee": 4}


def test_the_latest_number_is_shown_and_none_is_guessed(weifang: Places) -> None:
    years = {place.code: [each.year for each in weifang.latest_of(place.code)] for place in weifang.counties}

    assert years["370783"] == [None, 2020]
    assert years["370724"] == [None, 2010]
    assert weifang.latest_of("370700-gaoxin") == ()


@pytest.mark.parametrize("indicator", ["area", "population"])
def test_the_counties_sum_to_the_published_total(indicator: str, weifang: Places) -> None:
    def published(place: str) -> float:
        return sum(
            each.value
            for each in weifang.indicators_of(place)
            if each.indicator == indicator and each.year in {None, 2010}
        )

    assert sum(published(county.code) for county in weifang.counties) == pytest.approx(published("370700"))


def test_each_number_names_its_source(weifang: Places) -> None:
    assert all(each.source and each.place in weifang for each in weifang.indicators)


def test_a_county_has_an_area_and_a_zone_tells_that_its_point_is_a_guess(weifang: Places) -> None:
    assert all(isinstance(county, County) and county.area_km2 > 100 for county in weifang.counties)
    assert all(isinstance(zone, Zone) and "estimate" in zone.point_note for zone in weifang.zones)


@pytest.mark.parametrize("file", ["places.geojson", "zones.csv", "towns.csv", "indicators.csv"])
def test_a_missing_file_says_how_to_build_it_anew(file: str, files: Files) -> None:
    (files.places / "370700" / file).unlink()

    with pytest.raises(PlacesError, match=f"{file}.*explorer places build --city 370700"):
        read(files.places / "370700")


def test_a_damaged_file_says_how_to_build_it_anew(files: Files) -> None:
    (files.places / "370700" / "places.geojson").write_text('{"features": [{"id": "370700"')

    with pytest.raises(PlacesError, match="explorer places build --city 370700"):
        read(files.places / "370700")
