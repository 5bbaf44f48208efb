from __future__ import annotations

import time

import pytest

from explorer.drafting.figures import quantities


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
        ("成本降低三成以上。", (3, "over", "成")),
        ("化解率近九成。", (9, "about", "成")),
        ("占百分之九十五。", (95, "share", "%")),
        ("审批时间压缩80%。", (80, None, "%")),
        ("排查纠纷5.8万起。", (5.8, None, "万起")),
        ("注册用户突破30万。", (30, "over", "万")),
        ("惠及3万残疾人。", (3, None, "万人")),
        ("建成代办点三百二十处。", (320, None, "处")),
        ("服务四点五万人次。", (4.5, None, "万人次")),
        ("满意率百分之九十八点六。", (98.6, "share", "%")),
        ("建成两百零五家驿站。", (205, None, "家")),
        ("受益1.2万家庭。", (1.2, None, "万户")),
        ("带动上千家工厂。", (1000, "over", "家")),
        ("平均不到20天。", (20, "about", "天")),
        ("不超过3个工作日。", (3, None, "个工作日")),
        ("产量增长1.5倍。", (1.5, None, "倍")),
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
        "三成立、两成员、四成果。",
        "下周三例行检修。",
        "市民张三台说，出门就能办。",
        "落实“1+12个专项”。",
        "数百名群众、几十个村。",
        "走进千家万户。",
        "实现两位数增长，7部门联合发文。",
        "2019—2021年，电话0536-8791234。",
        "得分98.5，位列2024年度榜首。",
    ],
)
def test_a_date_an_ordinal_or_a_turn_of_phrase_is_no_figure(text: str) -> None:
    assert quantities(text) == ()


@pytest.mark.parametrize("text", ["巡查员由40人增至120人。", "巡查员由40人到120人。"])
def test_from_one_number_to_another_are_two_figures(text: str) -> None:
    assert [(each.value, each.label) for each in quantities(text)] == [(40, "巡查员（原来）"), (120, "巡查员（现在）")]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("用时5至7天。", [(5, "天"), (7, "天")]),
        ("增收2000—3000元。", [(2000, "元"), (3000, "元")]),
        ("每户1万-2万元。", [(1, "万元"), (2, "万元")]),
        ("节水20%—30%。", [(20, "%"), (30, "%")]),
        ("每镇三到五处。", [(3, "处"), (5, "处")]),
        ("每站3个至5个。", [(3, "个"), (5, "个")]),
    ],
)
def test_a_range_gives_its_least_and_its_most(text: str, wanted: list[tuple[int, str]]) -> None:
    least, most = quantities(text)
    assert [(each.value, each.unit) for each in (least, most)] == wanted
    assert (least.label[-4:], most.label[-4:]) == ("（最少）", "（最多）")
    assert (least.start, least.end) == (most.start, most.end)
    assert text[least.start].isdigit() or text[least.start] == "三"


@pytest.mark.parametrize("text", ["1" * 2_000, "1," * 1_000, "3人" * 1_000, "一" * 2_000, "十分之" * 700])
def test_a_sentence_of_numbers_without_end_takes_no_time(text: str) -> None:
    started = time.process_time()
    quantities(text)
    assert time.process_time() - started < 1


def test_a_label_says_what_is_counted() -> None:
    first, second = quantities("建成助餐点61处，日均为2300多名老人送餐。")
    assert first.label == "建成助餐点"
    assert second.label == "老人送餐"


def test_a_number_that_stands_alone_is_its_own_label() -> None:
    assert [each.label for each in quantities("， 3成。")] == ["3成"]
