from __future__ import annotations

import pytest

from explorer.pinyin import readings, spelled, syllables


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("养老", "|yang|lao|"),
        ("智慧 养老", "|zhi|hui||yang|lao|"),
        ("“拿地即开工”", "|na|di|ji|kai|gong|"),
        ("保税+VMI", "|bao|shui|"),
        ("AEO", ""),
        ("", ""),
        ("绿色", "|lv|se|"),
    ],
)
def test_chinese_is_written_in_toneless_syllables(text: str, written: str) -> None:
    assert syllables(text) == written


def test_texts_are_sorted_by_their_syllables_as_a_dictionary_is() -> None:
    texts = ["先进", "重庆", "西安区", "AEO认证", "西安", "安丘", "潍城"]

    assert spelled("AEO认证") == ("aeo", "ren", "zheng")
    assert sorted(texts, key=spelled) == ["AEO认证", "安丘", "重庆", "潍城", "西安", "西安区", "先进"]


@pytest.mark.parametrize(
    ("typed", "reading"),
    [
        ("yanglao", "|yang|lao"),
        ("YangLao", "|yang|lao"),
        ("yǎnglǎo", "|yang|lao"),
        ("xian", "|xian"),
        ("xian", "|xi|an"),
        ("yangl", "|yang|l"),
        ("lvse", "|lv|se"),
        ("lǜsè", "|lv|se"),
    ],
)
def test_typed_letters_are_read_as_syllables(typed: str, reading: str) -> None:
    assert reading in readings(typed)


@pytest.mark.parametrize("typed", ["", "a", "elderly", "reform", "yang lao", "yang1", "养老", "x" * 41, "'"])
def test_what_is_no_pinyin_has_no_reading(typed: str) -> None:
    assert readings(typed) == ()


def test_long_letters_are_read_without_delay() -> None:
    assert len(readings("xian" * 10)) <= 8
