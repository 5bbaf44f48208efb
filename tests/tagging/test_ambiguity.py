from __future__ import annotations

import pytest

from explorer.tagging import tag

HEPING, GONGAN, XIANGSHAN = "441624", "421022", "330225"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("和平、龙川等县的供水工程完工。", HEPING),  # listed
        ("青海平安、互助两地", "630203"),  # counted
        ("从公安到石首再到监利", GONGAN),  # from one to the next
        ("老家在和平，十年没有回去", HEPING),  # where one comes from
        ("玉林兴业县葵阳镇", "450900"),  # its part follows
        ("象山县靠海。近年来，象山的渔民办起民宿。", XIANGSHAN),  # named before
    ],
)
def test_a_common_word_is_a_place_where_the_text_shows_it(text: str, code: str) -> None:
    assert code in {each.code for each in tag(text, None) if len(each.text) == len("和平")}


@pytest.mark.parametrize(
    "text",
    [
        "公安机关破获案件",
        "和平与发展是时代的主题",
        "江西南部、广东北部有小雨",  # a part of the province before it
        "公安县开会。会后，公安干警上街巡逻。",  # most often a word, though its place was named
        "和平县很美。会上谈到和平发展。",
    ],
)
def test_a_common_word_alone_is_none(text: str) -> None:
    assert [each.text for each in tag(text, None) if len(each.text) == len("和平") and each.verdict == "taken"] == []
