from __future__ import annotations

import sys

import pytest

from explorer.errors import ArticleError
from explorer.exchange import apart
from explorer.tagger import tag
from explorer.tagger.cues import cues
from explorer.views.reasons import lacks, said, scripts

TRAPS = """吉林市昌邑区和天津滨海新区的同行来访。张寿光说，他在上海寿光路住了十年，产品高密度、耐磨。
昌邑王、老潍县、青州府都是历史。诸城模式、潍坊高新区、城关街道、奎文镇、坊子村、Shouguang City 和青州、昌乐。"""


@pytest.mark.parametrize("region", ["370700", None])
def test_each_reason_of_the_tagger_can_be_said_in_chinese(region: str | None) -> None:
    found = tag(TRAPS, region, everything=True)

    assert len({each.why for each in found}) > 5
    assert [each.why for each in found if lacks(each.why, "zh")] == []
    assert all(said(each.why, "en") == each.why for each in found)


def test_reasons_that_hold_a_name_or_another_reason_are_said_as_a_whole() -> None:
    told = "昌邑区 (220202) lies outside the region; the full name; its parent stands before it"
    assert said(told, "zh") == "昌邑区（220202）不在本地区；全称；前面写明了上级政区"
    unsure = "the name without its rank, which is a common word too, and nothing near tells which place is meant"
    assert said(unsure, "zh") == "简称，但也是常用词，附近没有说明是哪一个"


def test_a_reason_without_a_translation_falls_back_and_says_so() -> None:
    assert said("the moon is full", "zh") == "the moon is full"
    assert lacks("the moon is full", "zh")
    assert not lacks("the moon is full", "en")


def test_chinese_within_english_is_told_apart() -> None:
    assert scripts("a town of 临朐县, which") == [("a town of ", False), ("临朐县", True), (", which", False)]


def test_each_sign_that_a_name_is_no_place_can_be_said_in_chinese() -> None:
    rules = [*cues().rules, *(rule for signs in cues().homographs.values() for rule in signs.rules)]
    assert {rule.why for rule in rules if lacks(rule.why, "zh")} == set()


@pytest.mark.parametrize(
    ("limits", "data", "told"),
    [
        ({"MOST_SECONDS": 0}, b"x", "读取超过 0 秒：请只给出文章本身，或把文字存为 .txt"),
        pytest.param(
            {"MOST_MEMORY": 128 * 1024**2},
            b"<p>x</p>" * 500_000,
            "读取所需内存超过 128 MB，或文件已损坏：请只给出文章本身，或把文字存为 .txt",
            marks=pytest.mark.skipif(sys.platform != "linux", reason="memory is limited on Linux only"),
        ),
        ({}, b"<b>" * 3_000, "嵌套过深：请重新保存，或把文字存为 .txt"),
        ({}, b"x" * 1024**2, "文字超过 0 MB：请只给出文章本身，或分段给出"),
    ],
)
def test_why_a_document_cannot_be_read_is_said_in_chinese(
    limits: dict[str, int], data: bytes, told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, most in limits.items():
        monkeypatch.setattr(apart, name, most)
    with pytest.raises(ArticleError) as refused:
        apart.read("webpage", data, "a.html", 1024)
    (fault,) = refused.value.faults
    assert f"{said(str(fault.what), 'zh')}：{said(str(fault.remedy), 'zh')}" == told
