from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.exchange.citing import cited, described, source_id
from explorer.model import Source

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
