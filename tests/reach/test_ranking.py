from __future__ import annotations

from explorer.layout import Rule
from explorer.reach.ranking import Ranking


def test_unless_asked_otherwise_the_fifty_widest_programmes_come_first_by_all_that_counts() -> None:
    assert Ranking() == Ranking("reach", Rule(citywide=True, zones=True), limit=50, offset=0, least=0, lacking=None)


def test_a_ranking_can_be_a_key() -> None:
    assert {Ranking(least=2): 1}[Ranking(least=2)] == 1
