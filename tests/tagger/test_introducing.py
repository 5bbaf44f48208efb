from __future__ import annotations

import pytest

from explorer.tagger.naming import names

PLACE = "安丘市"


@pytest.mark.parametrize(
    "sentence",
    [
        "安丘市拿出“菌业互保贷”，三方互保。",
        "最让居民点赞的是“养老顾问”。",
        "安丘市打通两地公交，开行“同城快线”3条。",
        "安丘市的“葱姜码”把产地放进码里，467家企业用码通关。",
        "安丘市把窗口搬到船上，“水上便民船”每月开到渔村，代办4700件。",
        "安丘市一起做了个“桃易达”，下单寄递都在一页。",
        "这来自安丘市推行的“垃圾银行”。",
        "安丘市实行“一企一档、一险一策”闭环管理。",
        "安丘市创新推行“包靠、会商、督促、问效”四位一体推进机制。",
    ],
)
def test_a_news_report_introduces_a_name(sentence: str) -> None:
    at = sentence.find(PLACE)
    (found,) = names(sentence, [(at, at + len(PLACE))] if at >= 0 else [])
    assert "“" in found.title


@pytest.mark.parametrize(
    "sentence",
    [
        "“十四五”期间，安丘市生产总值跨越800亿元。",
        "安丘市破解企业“来回跑”的烦恼，惠及300家。",
        "安丘市“无头”变“有解”，成效明显。",
        "安丘市扩大“朋友圈”，引来300家企业。",
        "圆满实现“稳中攀升、向好奋进”奋斗目标。",
        "安丘市打算拿出“菌业互保贷”。",
    ],
)
def test_a_figure_of_speech_is_no_name(sentence: str) -> None:
    at = sentence.find(PLACE)
    assert names(sentence, [(at, at + len(PLACE))] if at >= 0 else []) == ()
