from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from own_tables import offered, told

from explorer.formats.row_sources import cited, described
from explorer.records.identifiers import source_id
from explorer.records.models import Source

SAID = {"title": "（测试）报道", "publisher": "潍坊日报", "date": "2025-08-27"}


@pytest.mark.parametrize(
    ("values", "like"),
    [
        (SAID, r"wfrb-2025-08-27-[0-9a-f]{6}"),
        ({"title": "x", "publisher": "爱济南 / Jinan TV"}, r"ajn-jinan-tv-undated-[0-9a-f]{6}"),
        ({"title": "x", "url": "https://www.weifang.gov.cn/a"}, r"weifang-gov-cn-undated-[0-9a-f]{6}"),
        ({"title": "x"}, r"undated-[0-9a-f]{6}"),
        ({"title": "x", "url": "http://[::1"}, r"undated-[0-9a-f]{6}"),
        ({"title": "x", "date": "2025-13-40"}, r"2025-13-40-[0-9a-f]{6}"),
    ],
)
def test_a_source_is_named_after_who_published_it_and_when(values: dict[str, Any], like: str) -> None:
    assert re.fullmatch(like, source_id(values))


def test_the_same_words_give_the_same_id_and_others_another() -> None:
    assert source_id(SAID) == source_id(dict(reversed(SAID.items())))
    assert len({source_id(SAID | {key: "2024"}) for key in SAID} | {source_id(SAID)}) == 4


@given(st.dictionaries(st.sampled_from(["title", "publisher", "date", "url"]), st.text()))
def test_an_id_fits_the_schema_whatever_is_said(values: dict[str, Any]) -> None:
    assert Source(id=source_id(values), title="x").id


@pytest.mark.parametrize(
    ("named", "said", "expected"),
    [
        ("weifang-2025", {}, {"id": "weifang-2025"}),
        ("weifang-2025#p19", {}, {"id": "weifang-2025"}),
        ("weifang-2025", {"title": "某文"}, {"id": "weifang-2025", "title": "某文"}),
        (None, {}, {}),
        (None, {"copy": True, "title": None}, {}),
    ],
)
def test_a_source_is_what_the_row_says_of_it(named: str | None, said: dict[str, Any], expected: dict[str, Any]) -> None:
    assert described(named, said) == expected


@pytest.mark.parametrize(
    ("named", "said", "key"),
    [
        ("http://a.cn/1", {}, "url"),
        ("《潍坊日报》报道", {}, "title"),
        ("潍坊日报", {"title": "某文"}, "publisher"),
    ],
)
def test_what_stands_under_source_is_an_address_a_title_or_a_publisher(
    named: str, said: dict[str, Any], key: str
) -> None:
    assert described(named, said)[key] == named


@pytest.mark.parametrize(
    ("source", "named", "paragraph", "citation"),
    [
        ({"id": "a"}, "a", None, "a"),
        ({"id": "a"}, "a#p3", None, "a#p3"),
        ({"id": "a"}, "a#p3", 5, "a#p5"),
        ({"id": "a"}, "某文#p3", None, "a"),
        ({}, None, 5, None),
    ],
)
def test_a_citation_names_the_paragraph(
    source: dict[str, str], named: str | None, paragraph: int | None, citation: str | None
) -> None:
    assert cited(source, named, paragraph) == citation


def test_several_ids_of_sources_in_one_cell_are_each_cited() -> None:
    (found,) = offered("改革名称,地点,来源", "甲,寿光市,weifang-2025#p19、weifang-2025#p20")

    assert found.values["reach"] == [{"place": "寿光市", "source": "weifang-2025#p19", "also": ["weifang-2025#p20"]}]


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        ("weifang-2025#19", "does not cite a source"),
        ("Weifang-2025#p19", "does not cite a source"),
        ("weifang-2025 第19段", "does not cite a source"),
        ("《大众日报》2021年3月5日；《潍坊日报》2022年", "names several sources"),
        ("weifang-2025；潍坊日报", "names several sources"),
    ],
)
def test_what_is_neither_an_id_nor_a_title_makes_no_source(cell: str, words: str) -> None:
    (found,) = offered("改革名称,地点,来源", f"甲,寿光市,{cell}")

    assert [words in each for each in told([found])] == [True]


def test_a_source_whose_title_alone_stands_in_a_later_row_is_the_one_described_before() -> None:
    source, first, second = offered(
        "改革名称,地点,来源标题,发布者,发布日期", "甲,寿光市,同一篇报道,潍坊日报,2025-08-27", "乙,诸城市,同一篇报道,,"
    )

    assert (source.values["publisher"], source.rows) == ("潍坊日报", (("", 2), ("", 3)))
    assert [each.values["reach"][0]["source"] for each in (first, second)] == [source.values["id"]] * 2
    assert [str(each.where) for each in source.notes] == ["row 3"]


def test_of_three_descriptions_of_a_source_the_fullest_is_the_one() -> None:
    header = "改革名称,地点,来源标题,发布者,发布日期"
    source, *reforms = offered(header, "甲,寿光市,某文,,", "乙,诸城市,某文,某报,2025", "丙,青州市,某文,某报,")

    assert (source.values["publisher"], source.values["date"]) == ("某报", "2025")
    assert {each.values["reach"][0]["source"] for each in reforms} == {source.values["id"]}


def test_a_source_is_described_once_and_alike() -> None:
    header = "改革名称,地点,来源编号,来源标题"
    source, *_ = offered(header, "甲,寿光市,b-2025,某文", "乙,青州市,b-2025,某文", "丙,高密市,b-2025,别文")

    assert (source.values, source.rows) == ({"id": "b-2025", "title": "某文"}, (("", 2), ("", 3), ("", 4)))
    assert told([source]) == ["row 4, 来源编号: the source is described otherwise in row 2"]


def test_a_source_that_is_only_named_is_cited_and_not_offered() -> None:
    (found,) = offered("改革名称,地点,来源,段落", "甲,寿光市,weifang-2025,19")

    assert found.values["reach"][0]["source"] == "weifang-2025#p19"


def test_an_id_that_a_row_gives_stays_whatever_another_row_says_of_its_title() -> None:
    header = "改革名称,地点,来源,来源标题,发布者"
    found = offered(
        header, "甲,寿光市,sg-report-2023,政府工作报告,", "乙,安丘市,aq-report-2024,政府工作报告,安丘市人民政府"
    )

    assert [each.values["id"] for each in found if each.kind == "source"] == ["sg-report-2023", "aq-report-2024"]
    assert [each.values["reach"][0]["source"] for each in found if each.kind == "reform"] == [
        "sg-report-2023",
        "aq-report-2024",
    ]


@pytest.mark.parametrize("beside", ["19,,", ",另一篇报道,", ",,https://a.cn/b/1"])
def test_what_stands_beside_several_ids_is_told_instead_of_dropped(beside: str) -> None:
    (found,) = offered("改革名称,地点,来源,段落,来源标题,网址", f"甲,寿光市,weifang-2025、byt-2025-08-27,{beside}")

    assert told([found]) == ["row 2, 来源: names several sources, and beside it stands what one of them is"]


def test_two_paragraphs_of_one_citation_are_told() -> None:
    (found,) = offered("改革名称,地点,来源,段落", "甲,寿光市,weifang-2025#p19,20")

    assert told([found]) == ["row 2, 段落: is another paragraph than that in the id of the source"]


@pytest.mark.parametrize(
    "cell",
    [
        *("大众日报 2024-05-06", "大众日报 2024", "2024 年政府工作报告", "寿光市 12345 热线报道", "新华社 app"),
        "解读《山东省条例》、《潍坊市办法》",
    ],
)
def test_a_title_with_spaces_numbers_or_books_is_one_source(cell: str) -> None:
    source, reform = offered("改革名称,地点,来源", f"甲,寿光市,{cell}")

    assert source.values["title"] == cell
    assert told([reform]) == []


def test_spaces_and_marks_of_a_copy_make_no_other_source() -> None:
    header = "改革名称,地点,来源标题,转载"
    source, *reforms = offered(header, "甲,寿光市,某文,是", "乙,安丘市,某文 ,", "丙,高密市,某文\u200b,")

    assert told([source, *reforms]) == []
    assert source.values["copy"] is True
    assert len(source.rows) == 3
