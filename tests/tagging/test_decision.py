from __future__ import annotations

import pytest

from explorer.tagging import tag


def names(text: str) -> list[str]:
    return [each.text for each in tag(text, None)]


@pytest.mark.parametrize("text", ["三国时期，刘备驻守新野，曹操屯兵许昌。", "隋炀帝乘龙舟沿运河南下，一路游玩到江都。"])
def test_a_bare_name_in_a_sentence_on_rulers_of_old_is_of_then(text: str) -> None:
    assert names(text) == []


def test_the_past_ends_with_its_sentence_and_with_a_word_of_today() -> None:
    assert names("曹操屯兵许昌。许昌的花木畅销全国。") == ["许昌"]
    assert names("曹操的墓在安阳，今天是遗址公园。") == ["安阳"]
    assert names("许昌的学生排演了曹操的故事。") == ["许昌"]


def test_a_name_with_its_rank_is_of_today() -> None:
    assert names("朱元璋的故乡凤阳县办起花鼓节。") == ["凤阳县"]
