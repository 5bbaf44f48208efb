from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import filters, known_words, rules

from explorer.errors import FilterError
from explorer.query.filters import Filter
from explorer.query.options import MOST_PAGES, MOST_ROWS, Layout, Rule, ask
from explorer.records.models import Reach
from explorer.records.vocabulary import COLUMNS, DIVISORS, MEASURES, METHODS, ORDERS, SWITCH

if TYPE_CHECKING:
    from explorer.store import Store

ROWS = {
    place: Reach(place=place, status="adopted", since=since, source="weifang-2025")
    for place, since in (("370783", 2020), ("370700-gaoxin", None), ("370700", 2022))
}


def layouts() -> st.SearchStrategy[Layout]:
    codes = st.lists(st.sampled_from(["370783", "370781"]), unique=True).map(tuple)
    parts: dict[str, st.SearchStrategy[Any]] = {
        **dict.fromkeys(("citywide", "zones"), st.sampled_from([*SWITCH])),
        "sort": st.sampled_from([*ORDERS]),
        "columns": st.sampled_from([*COLUMNS]),
        "rows": st.integers(0, MOST_ROWS),
        "page": st.integers(1, MOST_PAGES),
        "least": st.integers(1, 999),
        "measure": st.sampled_from([*MEASURES]),
        "per": st.sampled_from([*DIVISORS]),
        "method": st.sampled_from([*METHODS]),
        "county": codes,
        "places": codes,
        "maps": st.sampled_from([(), ("2015", "2025"), ("red-property-management", "quality-loan")]),
    }
    return st.builds(Layout, **parts)


@given(layout=layouts())
def test_a_layout_written_to_an_address_is_read_back_the_same(layout: Layout) -> None:
    assert Layout.parse(parse_qs(layout.to_query())) == layout
    assert Layout.parse(dict(layout.pairs())) == layout


def test_a_page_that_is_asked_nothing_counts_all_and_shows_the_widest_first() -> None:
    asked = Layout.parse({})

    assert (asked.rule, asked.sort, asked.columns, asked.page, asked.least) == (Rule(), "reach", "map", 1, 2)
    assert (asked.rule.citywide, asked.rule.zones) == (True, True)
    assert asked.to_query() == ""


@pytest.mark.parametrize(
    ("query", "counted"),
    [
        ("", ["370783", "370700-gaoxin", "370700"]),
        ("citywide=off", ["370783", "370700-gaoxin"]),
        ("zones=off", ["370783", "370700"]),
        ("citywide=off&zones=off", ["370783"]),
        ("citywide=off&citywide=on", ["370783", "370700-gaoxin", "370700"]),
        ("from=2021", ["370700"]),
        ("scope=zone", ["370700-gaoxin"]),
        ("scope=zone&zones=off", []),
    ],
)
def test_rows_are_counted_that_the_filter_keeps_and_the_switches_count(query: str, counted: list[str]) -> None:
    wanted, layout = ask(parse_qs(query), ("citywide", "zones"))

    assert [row.place for row in layout.rule.counted(ROWS.values(), wanted)] == counted


@given(wanted=filters(known_words()), rule=rules())
def test_counted_rows_keep_their_order_and_lose_only_what_a_switch_leaves_out(
    wanted: Filter, rule: Rule, store: Store
) -> None:
    counts = {"county": True, "zone": rule.zones, "citywide": rule.citywide}
    for reform in store.reforms(Filter()):
        expected = [row for row in reform.reach if wanted.keeps(row) and counts[row.scope]]

        assert [*rule.counted(reform.reach, wanted)] == expected


def test_a_layout_is_turned_and_narrowed_without_changing_it() -> None:
    layout = Layout(sort="name", page=2)

    assert layout.turned(3).to_query() == "sort=name&page=3"
    assert layout.at("370783").to_query() == "sort=name&page=2&county=370783"
    assert layout.asking(1).to_query() == "sort=name&page=2&least=1"
    assert layout.sized(50).to_query() == "sort=name&rows=50&page=2"
    assert layout.without("page", "sort") == Layout()
    assert layout == Layout(sort="name", page=2)


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ("citywide=no", "citywide"),
        ("zones=0", "zones"),
        ("sort=theme", "sort"),
        ("columns=area", "columns"),
        ("rows=201", "rows"),
        ("rows=all", "rows"),
        ("page=0", "page"),
        ("page=100001", "page"),
        ("least=0", "least"),
        ("least=1000", "least"),
        ("measure=people", "measure"),
        ("per=zone", "per"),
        ("method=mine", "method"),
        ("county=370700-gaoxin", "county"),
        ("places=Shouguang", "places"),
        ("maps=A,B", "maps"),
    ],
)
def test_what_cannot_be_laid_out_is_named(query: str, named: str) -> None:
    with pytest.raises(FilterError) as caught:
        Layout.parse(parse_qs(query))

    assert [str(fault.where) for fault in caught.value.faults] == [named]


def test_filter_and_layout_are_read_from_one_address() -> None:
    wanted, layout = ask(parse_qs("theme=industry&sort=name&from=2020"), ("sort", "page"))

    assert (wanted, layout) == (Filter(theme=("industry",), from_year=2020), Layout(sort="name"))


def test_an_option_that_a_page_does_not_take_is_a_fault_beside_all_others() -> None:
    with pytest.raises(FilterError) as caught:
        ask(parse_qs("columns=name&theme=farming&sort=up&x=1"), ("sort", "page"))

    assert [str(fault.where) for fault in caught.value.faults] == ["columns", "x", "theme", "sort"]
    assert str(caught.value.faults[0].remedy).startswith("use one of q, theme, scope")
