from __future__ import annotations

import re

import pytest

from explorer.messages import say
from explorer.tagging import tag

TRAPS = """吉林市昌邑区和天津滨海新区的同行来访。张寿光说，他在上海寿光路住了十年，产品高密度、耐磨。
昌邑王、老潍县、青州府都是历史。诸城模式、潍坊高新区、城关街道、奎文镇、坊子村、Shouguang City 和青州、昌乐。"""


@pytest.mark.parametrize("region", ["370700", None])
def test_each_reason_of_the_tagger_is_said_in_chinese(region: str | None) -> None:
    reasons = {each.why for each in tag(TRAPS, region, everything=True)}

    assert len(reasons) > 5
    assert [str(each) for each in reasons if re.search("[A-Za-z]", say(each, "zh"))] == []


def test_a_reason_within_a_reason_is_said_as_a_whole() -> None:
    told = {say(each.why, "zh") for each in tag("吉林市昌邑区的同行来访。", "370700", everything=True)}

    assert "昌邑区（220202）不在本地区；全称；前面写明了上级政区" in told
