from __future__ import annotations

import re
from dataclasses import fields

import pytest

from explorer.tagging.cues import Cues, Rule, Signs, cues, signs_of
from geodata.units import units


def test_each_field_is_read_and_none_is_empty() -> None:
    assert [each.name for each in fields(Cues) if not getattr(cues(), each.name)] == []


def test_things_are_found_by_their_first_characters() -> None:
    table = cues().things_by_beginning
    assert "中山装" in table["中山"]
    assert sorted(thing for group in table.values() for thing in group) == sorted(cues().things)


def test_rules_for_zones_are_not_asked_of_counties() -> None:
    lake = "湖(?!区)"
    assert any(re.search(re.escape(lake), rule.after) for rule in signs_of("short", frozenset(["zone"])).rules)
    assert not any(lake in rule.after for rule in signs_of("short", frozenset(["county"])).rules)


def test_names_that_are_words_too_are_names_of_counties() -> None:
    names = {each.name_zh for each in units()}
    assert cues().common <= names | {each.short_zh for each in units()}
    assert cues().generic_full <= names


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
