from __future__ import annotations

import pytest

import geodata


def test_a_city_is_loaded_by_its_code() -> None:
    assert geodata.load("370700").city.name_en == "Weifang City"


@pytest.mark.parametrize("code", ["", "潍坊", "../370700", "370700/", "３７０７００", "3707-0"])
def test_what_is_no_code_is_refused_with_an_example(code: str) -> None:
    with pytest.raises(geodata.PlacesError, match="not a code of six digits: 370700 is Weifang"):
        geodata.load(code)


def test_a_city_that_was_not_built_says_how_to_build_it() -> None:
    with pytest.raises(geodata.PlacesError, match="explorer places build --city 110100"):
        geodata.load("110100")


def test_a_province_that_was_not_built_says_how_to_build_it() -> None:
    with pytest.raises(geodata.PlacesError, match="explorer places build --province 110000"):
        geodata.load("110000")
