from __future__ import annotations

import re
from dataclasses import fields

from explorer.tagger.cues import Cues, cues, signs_of


def test_each_field_is_read_and_none_is_empty() -> None:
    assert [each.name for each in fields(Cues) if not getattr(cues(), each.name)] == []


def test_things_are_found_by_their_first_characters() -> None:
    table = cues().things_by_beginning
    assert "中山公园" in table["中山"]
    assert sorted(thing for group in table.values() for thing in group) == sorted(cues().things)


def test_rules_for_zones_are_not_asked_of_counties() -> None:
    lake = "湖(?!区)"
    assert any(re.search(re.escape(lake), rule.after) for rule in signs_of("short", frozenset(["zone"])).rules)
    assert not any(lake in rule.after for rule in signs_of("short", frozenset(["county"])).rules)
