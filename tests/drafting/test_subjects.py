from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from explorer.drafting.article import read
from explorer.drafting.subjects import Subjects, spots_of, unrecorded, zone_end
from explorer.tagging import tag

if TYPE_CHECKING:
    from geodata import Places


def told(text: str, places: Places) -> tuple[str, ...]:
    """Return the places that the asterisk of a text is told of."""
    reading = read(text)
    subjects = Subjects(reading, spots_of(reading, tag(text, places), places), places)
    for sentence in reading.sentences:
        subjects.enter(sentence)
        if "*" in sentence.text:
            return subjects.at(sentence.start + sentence.text.index("*")).places
        subjects.leave(sentence)
    raise AssertionError(text)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("潍坊市改革有声有色。寿光市推出*。", ["370783"]),
        ("寿光市推出新政。随后又办起*。", ["370783"]),
        ("潍坊青州探索*。", ["370781"]),
        ("寿光市、青州市和诸城市推出*。", ["370783", "370781", "370782"]),
        ("潍坊市部署。寿光市先行。\n\n办起*。\n\n潍坊市总结。", ["370700"]),
        ("潍坊市点赞。寿光市推出新政。这一改革在潍坊市被称为*。", ["370783"]),
        ("潍坊市部署。寿光市试点。全市推出*。潍坊市。", ["370783"]),
        ("寿光市先行。推出*……潍坊市蹚出新路。", ["370700"]),
        ("寿光模式广为人知。推出*。", []),
        ("推出*。", []),
    ],
)
def test_a_fact_is_told_of_the_subject_of_its_sentence(text: str, wanted: list[str], weifang: Places) -> None:
    assert list(told(text, weifang)) == wanted


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
