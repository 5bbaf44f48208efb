from __future__ import annotations

import time

import pytest

from explorer.tagger.quantities import number, quantities


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("年服务零工人员400万人次。", (400, None, "万人次")),
        ("惠及200多万群众。", (200, "about", "万人")),
        ("已突破1000处。", (1000, "over", "处")),
        ("招引企业3,400余家。", (3400, "about", "家")),
        ("约占全省的1/10。", ("1/10", "about", "")),
        ("占全省1/7以上。", ("1/7", "over", "")),
        ("处置时间缩短三分之一。", ("1/3", None, "")),
        ("覆盖率达到98.5%。", (98.5, "share", "%")),
        ("投资近12亿元。", (12, "about", "亿元")),
        ("建成三座书院。", (3, None, "座")),
        ("梳理九大类政策。", (9, None, "类")),
        ("培训两百多人次。", (200, "about", "人次")),
        ("压缩到0.5个工作日。", (0.5, None, "个工作日")),
        ("试点3个月。", (3, None, "个月")),
    ],
)
def test_a_figure_has_its_number_its_qualifier_and_its_unit(text: str, wanted: tuple[object, ...]) -> None:
    (found,) = quantities(text)
    assert (found.value, found.qualifier, found.unit) == wanted
    assert found.label


@pytest.mark.parametrize(
    "text",
    [
        "2024年3月12日召开会议。",
        "党的二十届三中全会。",
        "一批举措、一个个故事。",
        "实现“三个一”模式。",
        "第二批名单公布。",
        "入选十大案例。",
        "创造了四个第一。",
        "委员会十三届八次会议。",
        "三级以上医院。",
        "用时5至7天。",
        "增收2000—3000元。",
        "每户1万-2万元。",
    ],
)
def test_a_date_an_ordinal_or_a_turn_of_phrase_is_no_figure(text: str) -> None:
    assert quantities(text) == ()


def test_from_one_number_to_another_are_two_figures() -> None:
    assert [each.value for each in quantities("巡查员由40人增至120人。")] == [40, 120]


@pytest.mark.parametrize("text", ["1" * 2_000, "1," * 1_000, "3人" * 1_000, "一" * 2_000, "十分之" * 700])
def test_a_sentence_of_numbers_without_end_takes_no_time(text: str) -> None:
    started = time.process_time()
    quantities(text)
    assert time.process_time() - started < 1


def test_a_label_says_what_is_counted() -> None:
    first, second = quantities("建成助餐点61处，日均为2300多名老人送餐。")
    assert first.label == "建成助餐点"
    assert second.label == "老人送餐"


def test_a_numeral_that_is_none_has_no_value() -> None:
    assert number("百") == 100
    assert number("一万") == 10_000
    assert number("千百十") is None
