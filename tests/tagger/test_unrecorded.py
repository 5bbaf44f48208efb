from __future__ import annotations

import pytest

from explorer.tagger.unrecorded import unrecorded, zone_end


@pytest.mark.parametrize(
    ("sentence", "name"),
    [
        ("洋河新区探索联办。", "洋河新区"),
        ("2023年，昆山市推出一码通。", "昆山市"),
        ("各地先行；白浪绿洲片区跟进。", "白浪绿洲片区"),
        ("●苏州工业园区推出一码通。", "苏州工业园区"),
        ("（三）在嘉兴经开区，企业一次办成。", "嘉兴经开区"),
    ],
)
def test_a_sentence_may_be_about_a_place_that_is_not_recorded(sentence: str, name: str) -> None:
    ((start, end),) = unrecorded(sentence)
    assert sentence[start:end] == name


@pytest.mark.parametrize(
    "sentence",
    [
        "产业园区推出一码通。",
        "各重点片区跟进。",
        "作为全国农村改革试验区，全市先行。",
        "全市推出一码通。",
        "群众办事不出园区。",
        "学习昆山市经验。",
    ],
)
def test_a_place_at_large_is_none(sentence: str) -> None:
    assert list(unrecorded(sentence)) == []


@pytest.mark.parametrize(
    ("after", "length"), [("经开区引入代办。", 3), ("经济技术开发区引入。", 7), ("市高新区", 4), ("推出园区。", None)]
)
def test_a_zone_may_take_the_name_of_its_city(after: str, length: int | None) -> None:
    assert zone_end(f"嘉兴{after}", 2) == (None if length is None else 2 + length)
