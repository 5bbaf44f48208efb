from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from explorer import reach
from explorer.drawing import brief
from explorer.records.models import source_of
from explorer.records.vocabulary import LEVELS, THEMES

if TYPE_CHECKING:
    from explorer.records.models import Cases, Reform, Source
    from geodata import Places


EVERYWHERE = ["370783", "370705", "370700", "370700-gaoxin", "370703"]


@pytest.fixture(scope="module")
def sources(cases: Cases) -> dict[str, Source]:
    return {source.id: source for source in cases.sources}


def groups_of(code: str, cases: Cases, weifang: Places) -> reach.Groups:
    return reach.group_for(weifang[code], cases.reforms, weifang)


def told_of(code: str, cases: Cases, weifang: Places) -> brief.PlaceBrief:
    sources = {source.id: source for source in cases.sources}
    return brief.of_place(groups_of(code, cases, weifang), sources)


@pytest.mark.parametrize("code", EVERYWHERE)
def test_the_numbers_of_a_brief_are_those_of_the_page(code: str, cases: Cases, weifang: Places) -> None:
    groups, told = groups_of(code, cases, weifang), told_of(code, cases, weifang)

    assert told.n_lines == sum(bar.n_here for bar in told.bars) == len(groups.here) + len(groups.zones)
    assert sum(bar.n_citywide for bar in told.bars) == len(groups.citywide)
    assert [bar.theme for bar in told.bars] == list(THEMES)
    assert told.n_began == sum(entry.row.status == "origin" for entry in (*groups.here, *groups.zones))


@pytest.mark.parametrize("code", EVERYWHERE)
def test_a_brief_shows_no_more_than_it_has_room_for(code: str, cases: Cases, weifang: Places) -> None:
    told = told_of(code, cases, weifang)

    assert 0 < len(told.lines) <= min(told.n_lines, brief.MOST_LINES)
    assert len(told.began) == min(told.n_began, brief.MOST_BEGAN)
    assert len(told.figures) <= brief.MOST_FIGURES


@pytest.mark.parametrize("code", EVERYWHERE)
def test_the_most_honoured_comes_first_and_then_the_most_recent(code: str, cases: Cases, weifang: Places) -> None:
    lines = told_of(code, cases, weifang).lines
    levels = [list(LEVELS).index(line.honour.level) if line.honour else len(LEVELS) for line in lines]
    without = [line.row.since or line.reform.since or 0 for line in lines if not line.honour]

    assert levels == sorted(levels)
    assert without == sorted(without, reverse=True)


def test_shouguang_in_a_brief(cases: Cases, weifang: Places) -> None:
    told = told_of("370783", cases, weifang)

    assert told.honours == {"national": 4, "provincial": 5}
    assert {bar.theme: bar.n_here for bar in told.bars}["countryside"] == 7
    assert "shouguang-vegetable-supply" in {entry.reform.id for entry in told.began}
    assert len({fact.reform.id for fact in told.figures}) == brief.MOST_FIGURES


def test_the_longest_bar_is_as_long_as_the_drawing_and_the_others_to_scale(cases: Cases, weifang: Places) -> None:
    bars = told_of("370783", cases, weifang).bars

    assert max(bar.here + bar.citywide for bar in bars) == pytest.approx(brief.BAR_WIDTH, abs=0.2)
    scales = [(bar.here + bar.citywide) / (bar.n_here + bar.n_citywide) for bar in bars]
    assert max(scales) == pytest.approx(min(scales), rel=0.01)


def test_nothing_recorded_draws_no_bar() -> None:
    assert {(bar.n_here, bar.here, bar.citywide) for bar in brief.theme_bars((), ())} == {(0, 0, 0)}


@pytest.mark.parametrize("code", EVERYWHERE)
def test_every_fact_of_a_brief_has_a_number_that_stands_in_its_list_of_sources(
    code: str, cases: Cases, weifang: Places
) -> None:
    told = told_of(code, cases, weifang)
    cited = [fact.figure.source for fact in told.figures]
    cited += [citation for line in told.lines for citation in line.citations]
    cited += [entry.row.source for entry in told.began]

    listed = {source.id: number for number, source in told.sources.listed}
    assert {source_of(citation) for citation in cited} == listed.keys()
    assert list(listed.values()) == list(range(1, len(listed) + 1))
    for citation in cited:
        (reference,) = told.sources.references([citation])
        assert reference.number == listed[source_of(citation)]


def test_paragraphs_of_one_source_stand_behind_one_number(sources: dict[str, Source]) -> None:
    first, second = list(sources)[:2]
    numbered = brief.number([f"{first}#p3", second, f"{first}#p7"], sources)

    found = numbered.references([f"{first}#p7", f"{first}#p3", second, f"{first}#p7"])

    assert [(each.number, each.paragraphs) for each in found] == [(1, (7, 3)), (2, ())]


def test_the_origin_of_a_reform_stands_first_and_unknown_years_last(
    cases: Cases, sources: dict[str, Source], by_id: dict[str, Reform]
) -> None:
    for reform in cases.reforms:
        rows = brief.of_reform(reform, sources).rows
        order = [(row.status != "origin", row.since is None, row.since or 0) for row in rows]
        assert all(before <= after for before, after in pairwise(order))
    rows = brief.of_reform(by_id["rural-property-exchange"], sources).rows
    assert (rows[0].place, rows[0].since, rows[-1].since) == ("370703", 2014, None)


def test_what_a_brief_of_a_reform_leaves_out_is_counted(sources: dict[str, Source], by_id: dict[str, Reform]) -> None:
    told = brief.of_reform(by_id["village-clusters"], sources)

    assert (len(told.figures), told.n_figures) == (brief.MOST_FACTS, 14)
    assert told.statuses == ("origin", "adopted")


@pytest.mark.parametrize(
    ("text", "width", "short"),
    [
        ("寿光", 4, "寿光"),
        ("寿光蔬菜", 7, "寿光蔬…"),
        ("寿光蔬菜", 6, "寿光…"),
        ("Smart elderly care", 18, "Smart elderly care"),
        ("Smart elderly care", 17, "Smart elderly…"),
        ("https://example.org/a/very/long/address", 12, "https://exa…"),
        ("零工市场，零工驿站", 11, "零工市场…"),
        ("", 5, ""),
    ],
)
def test_a_text_is_shortened_where_it_may_break(text: str, width: int, short: str) -> None:
    assert brief.shortened(text, width) == short


def test_rows_are_taken_while_the_list_has_room_for_their_sources() -> None:
    own = [[f"s{n}"] for n in range(brief.MOST_SOURCES + 2)]

    assert brief.fitting([], own) == brief.MOST_SOURCES
    assert brief.fitting(["other#p1", "other#p3"], own) == brief.MOST_SOURCES - 1
    assert brief.fitting(["s0#p3"], own) == brief.MOST_SOURCES
    assert brief.fitting([], [["s0"], ["s0#p7"]] * 30) == 60


def test_one_row_is_shown_at_least() -> None:
    assert brief.fitting([f"t{n}" for n in range(brief.MOST_SOURCES)], [["s0"], ["s1"]]) == 1
    assert brief.fitting([], []) == 0
