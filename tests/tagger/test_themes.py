from __future__ import annotations

import pytest

from explorer.tagger.themes import theme_of


@pytest.mark.parametrize(
    ("name", "theme"),
    [
        ("农村产权交易市场", "countryside"),
        ("外贸一件事", "opening"),
        ("智慧养老", "livelihood"),
        ("红色物业", "governance"),
        ("政务服务线上店", "business"),
        ("小微企业培育工程", "industry"),
    ],
)
def test_the_words_of_a_name_tell_its_theme(name: str, theme: str) -> None:
    told = theme_of(name, "", "")
    assert told.theme == theme
    assert all(word in name for word in told.because)


def test_a_theme_that_no_word_tells_stays_open() -> None:
    assert theme_of("晨星", "天气晴好。", "").theme is None
