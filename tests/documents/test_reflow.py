from __future__ import annotations

import re
from itertools import chain
from typing import TYPE_CHECKING

import pytest
from made_documents import word

from explorer.documents import docx as word_file
from explorer.documents.reflow import parted, rejoined, unwrapped
from explorer.drafting.article import paragraphs
from explorer.drafting.pipeline import draft

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geodata import Places

ARTICLE = (
    "菜乡新事",
    (
        "寿光市推出“大棚托管”改革，由合作社替外出的农户照看大棚，今年已有3200座大棚签约，亩均增收4600元。托管的大棚统一育苗、"
        "统一用药，卖菜的钱按月打到农户卡上。"
    ),
    (
        "诸城市的做法不同。当地建起“田间课堂”工程，把农技员请到地头，两年开课610场，2.8万人次听课；省农业农村厅把它列为"
        "2024年全省农民培训试点，青州市和昌乐县随后派人来学，带回了教材和课表，今年春天也在各自的镇街开了课。"
    ),
    "小车间里的大变化",
    (
        "高密市则从车间入手，推行“机器换班”行动。企业买设备，政府贴利息，三年间换下老机床1900台，用电下降了17%，工人的工资反而涨了，"
        "因为每个人看的机器多了。一位在厂里干了二十年的师傅说，过去一身油，现在一杯茶。市里算过一笔账，贴出去的利息，两年便从税收里回来了。"
    ),
    "安丘市的出口姜农也尝到了甜头：他们把检测、报关、订舱放在一个窗口办理，办结的时间从9天缩到2天，全年为农户省下费用1100万元。",
)
TITLES = [
    f"“{name}”改革让{place}的办事群众少跑路，获评全省优秀案例" for name in "甲乙丙丁" for place in ("寿光市", "诸城市")
]


def lines_of(text: str, width: int, indent: str = "") -> list[str]:
    """Break a paragraph as a page does: numbers stay whole, and no mark but an opening one begins a line."""
    rest, lines = indent + text, []
    while len(rest) > width:
        end = width + (rest[width] in "，。；：、”！？%")
        while re.fullmatch("[0-9.]{2}", rest[end - 1 : end + 1]):
            end -= 1
        lines.append(rest[:end])
        rest = rest[end:]
    return [*lines, *filter(None, [rest])]


def broken(width: int, indent: str = "", after: Sequence[str] = ()) -> list[str]:
    return list(chain.from_iterable([*lines_of(each, width, indent), *after] for each in ARTICLE))


def read(*texts: str) -> list[str]:
    return [each.text for each in paragraphs(word_file.read(word(*texts), "a.docx"))]


@pytest.mark.parametrize("width", [22, 30, 38, 44])
@pytest.mark.parametrize(("indent", "after"), [("　　", ()), ("", [""]), ("　　", [""])])
def test_lines_of_a_word_file_become_the_paragraphs_that_they_were(
    width: int, indent: str, after: Sequence[str]
) -> None:
    assert read(*broken(width, indent, after)) == list(ARTICLE)


def test_headings_stand_alone_where_nothing_else_parts_the_lines() -> None:
    found = read(*broken(30))
    assert [each for each in ARTICLE if each in found] == list(ARTICLE)


def test_the_drafts_of_a_word_file_of_lines_are_those_of_its_paragraphs(weifang: Places) -> None:
    whole = draft(word_file.read(word(*ARTICLE), "a.docx"), weifang)
    lines = draft(word_file.read(word(*broken(30, "　　")), "a.docx"), weifang)
    assert whole
    assert [(each.title_zh, each.reach, each.figures, each.honours) for each in lines] == [
        (each.title_zh, each.reach, each.figures, each.honours) for each in whole
    ]


@pytest.mark.parametrize(
    "texts",
    [
        ARTICLE,
        ARTICLE * 5,
        TITLES,
        ["寿光市", "3200座"] * 30,
        [
            f"{place}今年的大棚托管改革惠及了{n}千户农民，明年还要再扩大"
            for n, place in enumerate(["寿光市", "青州市"] * 9)
        ],
        lines_of(ARTICLE[1], 38),
        [""],
        [],
    ],
)
def test_what_is_no_line_stays_as_it_is(texts: Sequence[str]) -> None:
    assert list(rejoined(texts)) == list(texts)


def test_a_whole_paragraph_among_lines_stays_whole() -> None:
    texts = [*lines_of(ARTICLE[2], 30), ARTICLE[4], *lines_of(ARTICLE[4], 30), ARTICLE[2]]
    assert read(*texts) == [ARTICLE[2], ARTICLE[4], ARTICLE[4], ARTICLE[2]]


def test_a_short_line_of_a_page_ends_a_paragraph() -> None:
    assert list(unwrapped(["一" * 30, "二" * 29, "三" * 9, "四" * 30, "五"])) == [
        f"{'一' * 30}\n{'二' * 29}\n{'三' * 9}",
        f"{'四' * 30}\n五",
        "",
    ]


def test_paragraphs_are_parted_by_a_blank_line_and_empty_ones_left_out() -> None:
    assert parted([" 一 ", "", "\n", "二\n三"]) == "一\n\n二\n三"
