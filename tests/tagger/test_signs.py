from __future__ import annotations

import pytest

from explorer.tagger.signs import Rule, Signs

SIGNS = Signs([Rule("a road", after="路"), Rule("of old", before="古|旧"), Rule("a picture", "[(]", "摄[)]")])


@pytest.mark.parametrize(
    ("left", "right", "why"),
    [
        ("在", "路边", "a road"),
        ("在古", "的", "of old"),
        ("图(", "摄)", "a picture"),
        ("图", "摄)", ""),
        ("古时在", "", ""),
        ("", "", ""),
    ],
)
def test_the_words_around_a_name_tell_why_it_is_no_place(left: str, right: str, why: str) -> None:
    assert SIGNS.why(left, right, followed=False) == why


def test_what_follows_tells_nothing_where_it_is_a_name_itself() -> None:
    assert SIGNS.why("在", "路桥", followed=True) == ""
    assert SIGNS.why("古", "路桥", followed=True) == "of old"


def test_no_rule_fits_where_there_is_none() -> None:
    assert Signs([]).why("古", "路", followed=False) == ""
