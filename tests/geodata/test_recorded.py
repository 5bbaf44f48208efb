from __future__ import annotations

import pytest

from geodata import recorded

WEIFANG, SHANDONG, WENZHOU = "370700", "370000", "330300"


@pytest.mark.parametrize(("region", "n_zones", "n_towns"), [(WEIFANG, 6, 122), (SHANDONG, 6, 122), (WENZHOU, 0, 0)])
def test_facts_are_those_of_the_city_or_of_all_cities_of_the_province(region: str, n_zones: int, n_towns: int) -> None:
    assert len(list(recorded.zones(region))) == n_zones
    assert len(list(recorded.towns(region))) == n_towns


def test_a_city_whose_code_begins_like_another_has_its_own_facts_only() -> None:
    assert recorded.published_areas_km2("370000").keys() == recorded.published_areas_km2("370700").keys()
    assert recorded.published_areas_km2("370100") == recorded.published_areas_km2("371000") == {}
    assert recorded.notes("371000") == ""


def test_numbers_are_those_of_the_units_asked_for() -> None:
    places = {row["place"] for row in recorded.indicators(SHANDONG, {"370783", "370784"})}

    assert places == {"370783", "370784"}


def test_names_of_provinces_are_complete() -> None:
    assert recorded.province("150000") == {
        "name_zh": "内蒙古自治区",
        "name_en": "Inner Mongolia Autonomous Region",
        "short_zh": "内蒙古",
        "short_en": "Inner Mongolia",
        "pinyin": "Nèiměnggǔ",
    }
    assert recorded.names(WENZHOU)["371722"]["name_en"] == "Shanxian County"
