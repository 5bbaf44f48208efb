from __future__ import annotations

from itertools import pairwise

import pytest

from explorer.drafting.names import names
from explorer.drafting.phrases import core_of

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


@pytest.mark.parametrize(
    ("sentence", "wanted"),
    [
        ("该市在全省首推“信用就医”服务改革，先看病后付费。", ["“信用就医”服务改革"]),
        ("全市实施“头雁”培育工程、“青禾”计划等一批改革举措。", ["“头雁”培育工程", "“青禾”计划"]),
        ("印发《物业服务星级评定办法》，分四档管理。", ["《物业服务星级评定办法》"]),
        ("县里搭建了农机共享调度平台，农户手机下单。", ["农机共享调度平台"]),
        ("“河湖共管”被评为全省优秀改革案例。", ["“河湖共管”"]),
        ("县里以“村村有约”为品牌，办起议事会。", ["“村村有约”"]),
        ("召开全市标准厂房建设工作推进会。", ["标准厂房建设"]),
        ("该区蹚出了老旧小区自主更新新路径。", ["老旧小区自主更新新路径"]),
    ],
)
def test_a_reform_is_named_by_what_was_done(sentence: str, wanted: list[str]) -> None:
    assert [each.title for each in names(sentence)] == wanted


@pytest.mark.parametrize(
    "sentence",
    [
        "要坚持“以人民为中心”的理念，为群众办实事。",
        "把生态“软实力”变成发展“硬支撑”。",
        "破解党建与业务“两张皮”难题。",
        "按照“一次办好”要求，优化流程。",
        "下一步将建立健全养老服务机制。",
        "为打造一流口岸服务平台，多部门坐到了一起。",
        "《人民日报》刊发了这条消息。",
        "根据《中华人民共和国土地管理法实施条例》开展清查。",
        "围绕就业、教育、医疗等领域走访。",
        "建立工作机制，形成长效机制。",
        "天气晴好，游人如织。",
    ],
)
def test_a_thought_a_wish_or_another_s_rule_names_no_reform(sentence: str) -> None:
    assert names(sentence) == ()


def test_a_slogan_that_ends_with_a_place_is_no_name() -> None:
    sentence = "建设“美丽江山”。"
    at = sentence.index("江山")
    assert names(sentence, [(at, at + 2)]) == ()
    assert [each.core for each in names(sentence)] == ["美丽江山"]


def test_names_stand_where_they_say_and_do_not_overlap() -> None:
    sentence = "推出“无证明城市”、政务服务“15分钟办事圈”等一批改革举措，建成胡柚产业大脑。"
    found = names(sentence)
    assert len(found) == 3
    assert all(sentence[each.start : each.end] == each.title for each in found)
    assert all(one.end <= other.start for one, other in pairwise(found))


def test_clauses_that_begin_alike_are_one_programme() -> None:
    (only,) = names("突破土地瓶颈，打造先行区；突破技术瓶颈，打造创新区；突破资金瓶颈，打造示范区。")
    assert only.core == "三个突破"


def test_the_core_is_the_name_without_its_wrapping() -> None:
    assert core_of("“质量贷”专属产品") == "质量贷"
    assert core_of("产业工人队伍建设") == "产业工人队伍"
