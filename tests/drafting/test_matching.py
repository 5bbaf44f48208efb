from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from explorer.drafting.matching import Recorded, likeness, match, only_new
from explorer.drafting.pipeline import draft

if TYPE_CHECKING:
    from pathlib import Path

    from explorer.records.models import Cases, Reform
    from geodata import Places


@pytest.mark.parametrize(
    ("one", "other", "least", "most"),
    [
        ("“质量贷”", "质量贷", 1, 1),
        ("“外贸一件事”集成服务改革", "外贸一件事", 0.9, 0.9),
        ("干园乐享之城", "千园乐享之城", 0.8, 0.9),
        ("红色物业", "智慧养老", 0, 0.2),
    ],
)
def test_names_are_as_alike_as_a_reader_finds_them(one: str, other: str, least: float, most: float) -> None:
    assert least <= likeness(one, other) <= most
    assert likeness(one, other) == likeness(other, one)


def test_the_same_name_in_another_county_is_another_reform(weifang: Places, by_id: dict[str, Reform]) -> None:
    (found,) = draft("诸城市成立跨境电商产业园。", weifang)
    assert match(found, [by_id["anqiu-ecommerce-park"]]) is None


def test_nothing_recorded_matches_nothing(weifang: Places, cases: Cases) -> None:
    (found,) = draft("寿光市推出“蘑菇租赁”改革。", weifang)
    assert match(found, ()) is None
    assert match(found, cases.reforms) is None


def test_what_the_record_holds_is_not_proposed_again(weifang: Places, by_id: dict[str, Reform]) -> None:
    (found,) = draft("潍坊市在全省首推“质量贷”专属产品。", weifang)
    left = only_new(found, by_id["quality-loan"])
    assert (left.reach, left.honours, left.draft.new) == ((), (), ())
    assert {each.fact for each in left.draft.evidence} <= {"title", "theme"}


def test_no_reform_that_a_draft_is_gets_lost_on_the_way(shared: Path, weifang: Places, cases: Cases) -> None:
    text = (shared / "source" / "weifang-micro-reforms.txt").read_text(encoding="utf-8")
    recorded = Recorded.of(cases.reforms)
    drafts = draft(text, weifang)
    assert [match(each, recorded.like(each)) for each in drafts] == [match(each, cases.reforms) for each in drafts]
    assert sum(len(recorded.like(each)) for each in drafts) < len(drafts) * len(cases.reforms) / 4
