from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter
from pypinyin import lazy_pinyin
from pypinyin.constants import PHRASES_DICT

from explorer.records import identifiers
from explorer.records.identifiers import new_id, readings, spelled, syllables
from explorer.records.models import ReformId

if TYPE_CHECKING:
    from explorer.records.models import Cases


@pytest.mark.parametrize(
    ("title_zh", "title_en", "made"),
    [
        ("邻里食堂", "Village canteen", "village-canteen"),
        ("邻里食堂", None, "lin-li-shi-tang"),
        ("“1+3+7”科技大市场", None, "1-3-7-ke-ji-da-shi-chang"),
        ("绿色通道", "Café “Ü”", "cafe-u"),
        ("……", None, "reform"),
        ("好" * 300, None, "-".join(["hao"] * 15)),
    ],
)
def test_an_id_is_made_of_the_title(title_zh: str, title_en: str | None, made: str) -> None:
    assert new_id(title_zh, title_en, lambda _: False) == made


def test_one_that_is_taken_gets_a_number() -> None:
    taken = {"village-canteen", "village-canteen-2"}

    assert new_id("食堂", "Village canteen", taken.__contains__) == "village-canteen-3"


@given(st.text(min_size=1, max_size=300), st.none() | st.text(max_size=300))
def test_any_title_gives_an_id_of_the_schema(title_zh: str, title_en: str | None) -> None:
    assert TypeAdapter(ReformId).validate_python(new_id(title_zh, title_en, lambda _: False))


PHRASES = sorted(PHRASES_DICT)[::100]


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


def test_reforms_are_read_as_pypinyin_reads_them(cases: Cases) -> None:
    for reform in cases.reforms:
        for text in (reform.title_zh, reform.summary_zh):
            assert spelled(text) == tuple(each.casefold() for each in lazy_pinyin(text, v_to_u=False))


@given(parts=st.lists(st.one_of(st.sampled_from(PHRASES), st.text("行长乐重庆绿〇，a 1", max_size=3))))
def test_any_text_is_read_as_pypinyin_reads_it(parts: list[str]) -> None:
    text = "".join(parts)

    assert spelled(text) == tuple(each.casefold() for each in lazy_pinyin(text, v_to_u=False))


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


def test_no_end_of_typed_letters_fills_the_memory() -> None:
    for n in range(identifiers.MOST_SPLITS):
        readings("".join(("ba", "ma", "da", "la")[n >> 2 * m & 3] for m in range(10)))

    assert identifiers._splits.cache_info().currsize == identifiers.MOST_SPLITS
