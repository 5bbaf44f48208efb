from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.text.radicals import unified
from explorer.text.widths import plain, same, unaccented, width


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("⻘州", "青州"), ("3000⼾", "3000户"), ("⺠政⼀体", "民政一体"), ("⻓江", "长江"), ("⾯⻝", "面食")],
)
def test_radicals_are_read_as_the_characters_that_they_stand_for(typed: str, meant: str) -> None:
    assert plain(typed) == meant
    assert (same(typed), unaccented(typed)) == (meant, meant)


@given(st.text())
def test_radicals_are_unified_one_for_one(text: str) -> None:
    assert len(unified(text)) == len(text)


def test_what_two_typists_do_differently_is_the_same() -> None:
    assert same(" Ａi\u200b 改　革 ") == same("AI改革")


def test_accents_do_not_matter_to_a_search() -> None:
    assert unaccented("Wéifāng ＣＡＦÉ") == "weifang cafe"


def test_a_chinese_character_is_two_letters_wide() -> None:
    assert (width("寿光"), width("ab，"), width("")) == (4, 4, 0)
