from __future__ import annotations

import pytest

from explorer.drafting.extract import is_planned, planned


@pytest.mark.parametrize(
    ("sentence", "published", "goal"),
    [
        ("已建成200处，到2027年力争建成300处。", 2025, "300"),
        ("已建成200处，到2027年建成300处。", 2025, "300"),
        ("建成200处；计划明年再建300处。", None, "300"),
        ("建成200处，将新建300处。", None, "300"),
        ("下一步，把它推广到300个村。", None, "300"),
        ("按照安排，全市覆盖300个村。", None, "300"),
        ("建成200处，预计惠及300户。", None, "300"),
        ("明年将把它开到300个村。", None, "300"),
    ],
)
def test_what_is_aimed_at_is_planned_and_what_was_done_before_it_is_not(
    sentence: str, published: int | None, goal: str
) -> None:
    plans = planned(sentence, published=published)
    assert is_planned(plans, sentence.index(goal))
    assert "200" not in sentence or not is_planned(plans, sentence.index("200"))


@pytest.mark.parametrize(
    ("sentence", "published"),
    [
        ("到2023年底，全市建成300处。", 2024),
        ("到2023年底，全市已建成300处。", None),
        ("将搭建平台作为突破口，建成300处。", None),
        ("实施“头雁”培育计划，培育300家。", None),
        ("将300处闲置房屋腾出来。", None),
        ("未来科技城建成300处。", None),
        ("争取上级资金300万元。", None),
    ],
)
def test_what_was_done_is_not_planned(sentence: str, published: int | None) -> None:
    assert not is_planned(planned(sentence, published=published), sentence.index("300"))


def test_all_below_a_heading_of_plans_is_planned() -> None:
    sentence = "新建300处。"
    assert planned(sentence, "三、下一步打算") == ((0, len(sentence)),)
    assert planned(sentence, "二、主要成效") == ()
