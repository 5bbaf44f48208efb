from __future__ import annotations

from typing import TYPE_CHECKING, get_args

import pytest

from geodata.places import PlacesError
from geodata.retired import Event, retired
from geodata.units import units

if TYPE_CHECKING:
    from pathlib import Path

NOW = {unit.code: unit for unit in units()}


def test_each_former_unit_leads_to_one_that_is_there_today() -> None:
    assert len(retired()) > 100
    for each in retired():
        assert NOW[each.successor].level == "county"
        assert 1980 <= each.year <= 2026
        assert each.event in get_args(Event)
        assert each.source


def test_no_code_of_today_is_called_former_but_by_another_name() -> None:
    for each in retired():
        assert each.code not in NOW or (each.code == each.successor and NOW[each.code].name_zh != each.name_zh)


def test_a_code_stands_once_and_in_order() -> None:
    codes = [each.code for each in retired()]

    assert codes == sorted(set(codes))


@pytest.mark.parametrize(
    ("code", "name", "successor"),
    [("370723", "寿光县", "寿光市"), ("370721", "益都县", "青州市"), ("370729", "五莲县", "五莲县")],
)
def test_the_former_counties_of_weifang_are_known(code: str, name: str, successor: str) -> None:
    (found,) = (each for each in retired() if each.code == code)

    assert (found.name_zh, NOW[found.successor].name_zh) == (name, successor)


def test_a_damaged_list_is_told(tmp_path: Path) -> None:
    (tmp_path / "retired.csv").write_text("code,year\n370723,long ago\n", encoding="utf-8")

    with pytest.raises(PlacesError, match="no usable list"):
        retired(tmp_path / "retired.csv")
