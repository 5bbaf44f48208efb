from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from strategies import filters, known_words

from explorer import reach
from explorer.filters import Filter

if TYPE_CHECKING:
    from explorer.model import Reform
    from explorer.store import Store
    from geodata import Places


@given(wanted=filters(known_words()))
def test_numbers_are_those_of_the_lists_and_of_the_matrix(wanted: Filter, store: Store, weifang: Places) -> None:
    found = store.reforms(wanted)
    table = reach.matrix(found, weifang, wanted)
    reached = {county.code: sum(bool(row[n].rows) for row in table.cells) for n, county in enumerate(table.places)}

    told = reach.tallies(found, weifang, wanted)

    assert told.total == len(found)
    assert told.rows == reach.rows_by_place(found, wanted)
    assert told.programmes == {code: n for code, n in reached.items() if n}
    assert 0 not in {*told.rows.values(), *told.honours.values(), *told.firsts.values()}


@pytest.mark.parametrize(
    ("reform", "asked", "firsts"),
    [
        ("rural-property-exchange", {}, {"370703": 1}),  # the one row of status origin
        ("rural-property-exchange", {"place": "370784"}, {}),  # a filter makes nobody the first
        ("gig-worker-inns", {}, {"370702": 1}),  # no origin: the year 2021, the city followed in 2022
        ("old-estate-renewal", {}, {"370700": 1, "370702": 1, "370784": 1}),  # 2022 in each, 370786 in 2024
        ("provincial-feature-towns", {}, {}),  # no origin and no year
    ],
)
def test_the_first_is_the_origin_or_else_the_earliest_stated_year(
    reform: str, asked: dict[str, str], firsts: dict[str, int], by_id: dict[str, Reform], weifang: Places
) -> None:
    assert reach.tallies([by_id[reform]], weifang, Filter.parse(asked)).firsts == firsts


@pytest.mark.parametrize(
    ("reform", "asked", "honours"),
    [
        ("smart-school-canteens", {}, {"370784": 1, "370724": 1}),  # the city has none of its own
        ("smart-school-canteens", {"place": "370784"}, {"370784": 1}),
        ("rural-property-exchange", {}, {"370700-nongzong": 4}),  # a fifth is told of no place: of several rows, none's
        ("zhucheng-basic-education", {}, {"370782": 2}),
        ("zhucheng-basic-education", {"honour": "first"}, {"370782": 1}),
        ("anqiu-anxin-home", {}, {"370784": 1}),  # told of no place, but there is one row
        ("anqiu-anxin-home", {"level": "national"}, {}),
    ],
)
def test_an_honour_counts_where_it_is_told_of_a_kept_row(
    reform: str, asked: dict[str, str], honours: dict[str, int], by_id: dict[str, Reform], weifang: Places
) -> None:
    assert reach.tallies([by_id[reform]], weifang, Filter.parse(asked)).honours == honours
