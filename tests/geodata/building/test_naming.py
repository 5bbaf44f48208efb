from __future__ import annotations

import pytest

from geodata.building.naming import names, syllables, told_apart


@pytest.mark.parametrize(
    ("name", "rank", "short", "english", "pinyin"),
    [
        ("瑞安市", "county-level city", "瑞安", "Rui'an City", "Ruì'ān"),
        ("高唐县", "county", "高唐", "Gaotang County", "Gāotáng"),
        ("莒县", "county", "莒县", "Juxian County", "Jǔxiàn"),
        ("东昌府区", "district", "东昌府", "Dongchangfu District", "Dōngchāngfǔ"),
        ("正蓝旗", "banner", "正蓝", "Zhenglan Banner", "Zhènglán"),
    ],
)
def test_a_name_is_spelled(name: str, rank: str, short: str, english: str, pinyin: str) -> None:
    assert names(name) == {
        "rank": rank,
        "name_zh": name,
        "short_zh": short,
        "name_en": english,
        "pinyin": pinyin,
    }


def test_a_recorded_name_goes_before_the_spelled_one() -> None:
    recorded = {
        "name_zh": "乐陵市",
        "name_en": "Laoling City",
        "short_zh": "乐陵",
        "pinyin": "Làolíng",
        "area_km2": "1",
    }

    assert names("乐陵市", recorded) == {
        "rank": "county-level city",
        "name_zh": "乐陵市",
        "name_en": "Laoling City",
        "short_zh": "乐陵",
        "pinyin": "Làolíng",
    }


def test_a_name_that_two_units_have_is_told_with_its_city() -> None:
    units = {"1": ("市中区", "济南市"), "2": ("市中区", "枣庄市"), "3": ("历下区", "济南市")}
    named = {code: names(name) for code, (name, _) in units.items()}

    apart = told_apart(named, {code: city for code, (_, city) in units.items()})

    assert [(each["name_zh"], each["short_zh"], each["name_en"], each["pinyin"]) for each in apart.values()] == [
        ("济南市市中区", "济南市中", "Jinan Shizhong District", "Jǐnán Shìzhōng"),
        ("枣庄市市中区", "枣庄市中", "Zaozhuang Shizhong District", "Zǎozhuāng Shìzhōng"),
        ("历下区", "历下", "Lixia District", "Lìxià"),
    ]


def test_names_that_differ_in_chinese_only_are_told_apart_in_english() -> None:
    apart = told_apart({"1": names("兰山区"), "2": names("岚山区")}, {"1": "临沂市", "2": "日照市"})

    assert [(each["name_zh"], each["name_en"]) for each in apart.values()] == [
        ("兰山区", "Linyi Lanshan District"),
        ("岚山区", "Rizhao Lanshan District"),
    ]


def test_syllables_stand_apart() -> None:
    assert syllables("高新区") == "gāo xīn qū"
