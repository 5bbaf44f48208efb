from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest

from geodata.building.national import build_units, short
from geodata.places import PlacesError
from geodata.units import FILE, units

if TYPE_CHECKING:
    from pathlib import Path


def test_all_units_of_china_are_listed_with_their_parents() -> None:
    by_code = {unit.code: unit for unit in units()}

    assert Counter(unit.level for unit in units()) == {"county": 2869, "city": 333, "province": 34}
    assert (by_code["370783"].name_zh, by_code["370783"].short_zh, by_code["370783"].parent) == (
        "寿光市",
        "寿光",
        "370700",
    )
    assert by_code["110105"].parent == "110000"
    assert all(unit.parent in by_code for unit in units() if unit.level != "province")


def test_building_the_list_again_gives_the_same_bytes(tmp_path: Path) -> None:
    build_units(tmp_path)

    assert (tmp_path / "units.csv").read_bytes() == FILE.read_bytes()
    assert (tmp_path / "README.md").read_bytes() == (FILE.parent / "README.md").read_bytes()


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        *(("寿光市", "寿光"), ("浦东新区", "浦东"), ("长阳土家族自治县", "长阳"), ("龙胜各族自治县", "龙胜")),
        *(
            ("管城回族区", "管城"),
            ("鄂温克族自治旗", "鄂温克"),
            ("巴音郭楞蒙古自治州", "巴音郭楞"),
            ("大兴安岭地区", "大兴安岭"),
        ),
        *(("和县", ""), ("市中区", ""), ("土默特左旗", ""), ("峰峰矿区", "")),
    ],
)
def test_a_short_name_is_what_people_say(name: str, expected: str) -> None:
    assert short(name) == expected


def test_a_missing_list_tells_how_to_build_it(tmp_path: Path) -> None:
    with pytest.raises(PlacesError, match="explorer places build --all"):
        units(tmp_path / "units.csv")
