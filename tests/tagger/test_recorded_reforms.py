from __future__ import annotations

from typing import TYPE_CHECKING

from explorer.tagger.drafts import draft
from explorer.tagger.matching import match
from explorer.tagger.recorded import Recorded

if TYPE_CHECKING:
    from pathlib import Path

    from explorer.model import Cases
    from geodata import Places


def test_no_reform_that_a_draft_is_gets_lost_on_the_way(shared: Path, weifang: Places, cases: Cases) -> None:
    text = (shared / "source" / "weifang-micro-reforms.txt").read_text(encoding="utf-8")
    recorded = Recorded.of(cases.reforms)
    drafts = draft(text, weifang)
    assert [match(each, recorded.like(each)) for each in drafts] == [match(each, cases.reforms) for each in drafts]
    assert sum(len(recorded.like(each)) for each in drafts) < len(drafts) * len(cases.reforms) / 4
