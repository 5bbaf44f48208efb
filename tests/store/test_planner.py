from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from by_hand import CLUSTERS, ESTATES, GAOXIN, HANTING, MARKET, RED, SHOUGUANG
from hypothesis import example, given
from hypothesis import strategies as st
from strategies import filters, known_words, rules

from explorer.query.filters import Filter
from explorer.query.options import Layout, Rule
from explorer.store import planner

if TYPE_CHECKING:
    from explorer import reach
    from explorer.messages import Language
    from explorer.store import Store
    from geodata import Places

TOWNS = "provincial-feature-towns"
FEW = Filter(reform=(CLUSTERS, ESTATES, MARKET, RED, TOWNS))


def ids(table: reach.Matrix) -> list[str]:
    return [reform.id for reform in table.reforms]


@pytest.mark.parametrize(
    ("asked", "reforms"),
    [
        ({}, [ESTATES, RED, TOWNS, MARKET, CLUSTERS]),  # the city runs the first two for all twelve
        ({"citywide": "off"}, [TOWNS, MARKET, CLUSTERS, RED, ESTATES]),
        ({"citywide": "off", "zones": "off"}, [TOWNS, CLUSTERS, RED, MARKET, ESTATES]),  # four each: by id
        ({"sort": "first"}, [MARKET, RED, ESTATES, CLUSTERS, TOWNS]),
        ({"sort": "pace", "citywide": "off"}, [CLUSTERS, ESTATES, RED, MARKET, TOWNS]),
        ({"rows": "2"}, [ESTATES, RED]),
        ({"rows": "2", "page": "3"}, [CLUSTERS]),
        ({"rows": "2", "page": "4"}, []),
        ({"page": "2"}, []),
    ],
)
def test_a_layout_asks_for_a_part_of_the_matrix_in_an_order(
    asked: dict[str, str], reforms: list[str], store: Store, weifang: Places
) -> None:
    assert ids(planner.ranked_matrix(store, weifang, FEW, Layout.parse(asked))) == reforms


@pytest.mark.parametrize(
    ("language", "first", "last"), [("zh", "red-property-management", TOWNS), ("en", ESTATES, CLUSTERS)]
)
def test_names_stand_in_the_order_of_the_language(
    language: Language, first: str, last: str, store: Store, weifang: Places
) -> None:
    found = ids(planner.ranked_matrix(store, weifang, FEW, Layout(sort="name"), language))

    assert (found[0], found[-1]) == (first, last)  # 红色 … 省级; Old … Village


@pytest.mark.parametrize(
    ("layout", "language", "first", "last"),
    [
        (Layout(), "zh", "青州", "高密"),
        (Layout(columns="name"), "zh", "安丘", "诸城"),
        (Layout(columns="name"), "en", "安丘", "诸城"),  # Anqiu … Zhucheng
        (Layout(county=(SHOUGUANG, HANTING)), "zh", "寿光", "寒亭"),  # the western one first
        (Layout(county=(SHOUGUANG, HANTING), columns="name"), "zh", "寒亭", "寿光"),
    ],
)
def test_columns_stand_as_on_the_map_or_by_name(
    layout: Layout, language: Language, first: str, last: str, store: Store, weifang: Places
) -> None:
    table = planner.ranked_matrix(store, weifang, FEW, layout, language)

    assert (table.places[0].short_zh, table.places[-1].short_zh) == (first, last)


def test_a_county_that_there_is_not_leaves_no_column(store: Store, weifang: Places) -> None:
    table = planner.ranked_matrix(store, weifang, FEW, Layout(county=("220202",)))

    assert (table.places, len(table.reforms), table.pairs()) == ((), 5, ())


def test_programmes_in_too_few_counties_are_not_ranked(store: Store, weifang: Places) -> None:
    ranks = planner.ranks(store, weifang, FEW, Layout(citywide="off", least=4))

    assert [(rank.spread.reform.id, rank.n_counties) for rank in ranks] == [
        *((TOWNS, 7), (MARKET, 5), (CLUSTERS, 5), (RED, 4))
    ]


def test_of_very_many_programmes_the_first_in_the_order_are_ranked(
    store: Store, weifang: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(planner, "MOST_RANKED", 1)

    def best(**asked: str) -> list[str]:
        layout = Layout.parse({"citywide": "off", **asked})
        return [rank.spread.reform.id for rank in planner.ranks(store, weifang, FEW, layout)]

    assert (best(), best(sort="pace"), best(sort="first")) == ([TOWNS], [CLUSTERS], [MARKET])


def test_a_county_lacks_what_reaches_the_most_first(
    store: Store, weifang: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    def lacking() -> list[str]:
        found = planner.gaps(store, weifang, weifang[SHOUGUANG], Filter(), Layout(citywide="off", least=3))
        return [gap.reform.id for gap in found]

    assert lacking() == [MARKET, CLUSTERS, RED, ESTATES]
    monkeypatch.setattr(planner, "MOST_GAPS", 2)
    assert lacking() == [MARKET, CLUSTERS]


def test_a_zone_is_no_county_to_be_asked_about(store: Store, weifang: Places) -> None:
    with pytest.raises(KeyError):
        planner.gaps(store, weifang, weifang[GAOXIN], Filter(), Layout())


@given(wanted=filters(known_words()), rule=rules(), size=st.integers(1, 60))
@example(wanted=Filter(), rule=Rule(), size=40)
def test_the_pages_of_a_matrix_are_the_whole(
    wanted: Filter, rule: Rule, size: int, store: Store, weifang: Places
) -> None:
    layout = Layout(citywide="on" if rule.citywide else "off", zones="on" if rule.zones else "off")
    whole = planner.ranked_matrix(store, weifang, wanted, layout)

    pages = [
        planner.ranked_matrix(store, weifang, wanted, layout.sized(size).turned(n + 1))
        for n in range(-(-len(whole.reforms) // size))
    ]

    assert [reform for page in pages for reform in page.reforms] == list(whole.reforms)
    assert {reform.id for reform in whole.reforms} == {reform.id for reform in store.reforms(wanted)}
    reached = [line.n_counties for line in whole.lines]
    assert reached == sorted(reached, reverse=True)
