from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from explorer.importing.place_matcher import Placer
from explorer.messages import say

if TYPE_CHECKING:
    from geodata import Places


@pytest.fixture(scope="module")
def placer(weifang: Places) -> Placer:
    return Placer(weifang)


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("370783", "370783"),
        ("寿光", "370783"),
        ("寿光市", "370783"),
        ("潍坊市寿光市", "370783"),
        ("山东省潍坊市寿光市", "370783"),
        ("山东寿光", "370783"),
        ("寿 光 市", "370783"),
        ("shouguang city", "370783"),
        ("Shouguang", "370783"),
        ("３７０７８３", "370783"),
        ("高新区", "370700-gaoxin"),
        ("370700-binhai", "370700-binhai"),
        ("潍坊", "370700"),
    ],
)
def test_a_plain_name_or_code_is_found(placer: Placer, written: str, code: str) -> None:
    found = placer.place(written)

    assert (found.code, found.what) == (code, None)


@pytest.mark.parametrize("written", ["370783.0", "370,783", "370783000000"])
def test_a_code_that_was_a_number_is_taken_with_a_note(placer: Placer, written: str) -> None:
    found = placer.place(written)

    assert found.code == "370783"
    assert str(found.what) == f"{written} is read as 370783"
    assert str(found.remedy)


def test_what_the_city_runs_is_taken_for_the_city_with_a_note(placer: Placer) -> None:
    found = placer.place("全市")

    assert (found.code, str(found.what)) == ("370700", "全市 is read as 潍坊市")


@pytest.mark.parametrize(
    ("written", "what", "remedy"),
    [
        ("寿广市", "no place of 潍坊市", "寿光市 (370783)"),
        ("诸诚", "no place of 潍坊市", "诸城市 (370782)"),
        ("shougang", "no place of 潍坊市", "寿光市 (370783)"),
        ("昌邑区", "昌邑区 (220202) in 吉林市", "昌邑市 (370786)"),
        ("吉林市昌邑区", "昌邑区 (220202) in 吉林市", "昌邑市 (370786)"),
        ("鼓楼区", "in 南京市, 鼓楼区 (320302) in 徐州市", "write a name"),
        ("370102", "it is 历下区 in 济南市", "write a name"),
        ("370793", "the code of no place", "寿光市 (370783)"),
        ("37078", "has lost digits", "寿光市 (370783)"),
        ("70783", "has lost digits", "寿光市 (370783)"),
        ("3.70783E+05", "has lost digits", "寿光市 (370783)"),
        ("37", "has lost digits", "keep codes as text"),
        ("370723", "(寿光县) was retired in 1993 (made a city)", "寿光市 (370783)"),
        ("寿光县", "was retired in 1993", "寿光市 (370783)"),
        ("潍坊市益都县", "was retired in 1986", "青州市 (370781)"),
        ("370729", "(五莲县) was retired in 1992 (renumbered)", "五莲县 (371121), no place of 潍坊市"),
        ("羊口镇", "a town or subdistrict", "寿光市 (370783)"),
        ("寿光羊口镇", "a town or subdistrict", "寿光市 (370783)"),
        ("370783103", "a town or subdistrict", "寿光市 (370783)"),
        ("山东省", "no county nor zone of 潍坊市", "write a name"),
        ("济南市", "no county nor zone of 潍坊市", ""),
        ("高密市、诸城市", "several places", "a row for each"),
        ("370700-binhay", "no place", "370700-binhai"),
        ("", "is empty", "one place"),
        ("某" * 100_000, "longer than any name", "one place"),
    ],
)
def test_what_is_wrong_is_told_with_a_remedy(placer: Placer, written: str, what: str, remedy: str) -> None:
    found = placer.place(written)

    assert found.code is None
    assert found.what is not None
    assert what in str(found.what)
    assert found.remedy is not None
    assert remedy in str(found.remedy)
    assert say(found.what, "zh") != say(found.what, "en")
    assert say(found.remedy, "zh") != say(found.remedy, "en")


def test_twins_of_one_region_are_told_with_their_codes(shandong: Places) -> None:
    placer = Placer(shandong)

    found = placer.place("市中区")

    assert found.code is None
    assert str(found.what) == "市中区 is the name of 2 places"
    assert str(found.remedy) == "write its code: 济南市市中区 (370103) or 枣庄市市中区 (370402)"
    assert placer.place("枣庄市市中区").code == "370402"


def test_every_recorded_name_of_every_place_is_found(placer: Placer, weifang: Places) -> None:
    assert all(placer.place(name).code == place.code for place in weifang for name in weifang.names_of(place.code))


@pytest.mark.parametrize("written", ["寿光市\u200b", "\ufeff寿光", "370700-BINHAI", "各县市区"])
def test_what_nobody_sees_and_capitals_keep_no_place_from_being_found(placer: Placer, written: str) -> None:
    assert placer.place(written).code in {"370783", "370700-binhai", "370700"}
