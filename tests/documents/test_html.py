from __future__ import annotations

import contextlib
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_documents import FIRST, SECOND

from explorer.documents import html
from explorer.errors import ArticleError

PAGE = f"""<!DOCTYPE html><html lang="zh"><head><meta charset="CHARSET"><title>题</title><style>p{{}}</style></head>
<body><nav><a href="/">首页</a></nav><!-- 诸城 --><script>var 安丘 = 1;</script>
<h1>大棚里的
  新事</h1><div class="text"><p>{FIRST.replace("，", "，<b>", 1)}</b></p>
<p hidden>昌邑</p>青州市的<br>花卉&amp;大集</div>
<table><tr><td>高密</td><td>三千</td></tr></table><footer>版权 临朐</footer></body></html>"""


@pytest.mark.parametrize("charset", ["utf-8", "gb2312", "gbk"])
def test_of_a_web_page_only_what_is_read_remains(charset: str) -> None:
    found = html.read(PAGE.replace("CHARSET", charset).encode(charset), "a")
    assert found.split("\n\n") == ["大棚里的 新事", FIRST, "青州市的\n花卉&大集", "高密", "三千"]


def test_a_page_that_tells_a_wrong_encoding_is_read_all_the_same() -> None:
    assert FIRST in html.read(PAGE.replace("CHARSET", "no-such").encode("gb18030"), "a")


def test_a_declared_xhtml_page_is_read() -> None:
    page = f'<?xml version="1.0" encoding="UTF-8"?><html><body><p>{SECOND}</p></body></html>'
    assert html.read(page.encode(), "a") == SECOND


@pytest.mark.parametrize("charset", ["undefined", "idna", "punycode", "utf-7", "rot13", "unicode_escape"])
def test_a_page_names_no_codec_that_pages_do_not_have(charset: str) -> None:
    page = PAGE.replace("CHARSET", charset)
    assert html.read(page.encode(), "a") == html.read(PAGE.replace("CHARSET", "utf-8").encode(), "a")


@pytest.mark.parametrize("space", ["　", "\xa0", " <b> </b>"])
def test_white_space_without_end_takes_no_time(space: str) -> None:
    started = time.process_time()
    assert html.read(f"<p>寿光{space * 60_000}青州".encode(), "a").startswith("寿光")
    assert time.process_time() - started < 5  # of a quadratic search: a minute


@pytest.mark.parametrize("depth", [200, 300, 1_000])
def test_nothing_of_a_deep_page_is_lost(depth: int) -> None:
    page = f"<p>{FIRST}</p>{'<div>' * depth}{SECOND}{'</div>' * depth}<p>{FIRST}</p>"
    assert html.read(page.encode(), "a").split("\n\n") == [FIRST, SECOND, FIRST]


@pytest.mark.parametrize("faults", [0, 500])
def test_a_page_too_deep_to_be_read_to_its_end_is_refused(faults: int) -> None:
    page = f"<p>{FIRST}</p>{'<x></y>' * faults}{'<div>' * 250_000}{SECOND}"
    with pytest.raises(ArticleError, match="nested too deeply"):
        html.read(page.encode(), "a")


def test_nothing_of_a_long_paragraph_is_lost() -> None:
    text = "寿" * 4_000_000
    assert html.read(f"<p>{text}".encode(), "a") == text


@pytest.mark.parametrize("remark", ["<!-- 诸城 -->", "<?php 诸城 ?>"])
def test_remarks_take_no_time_and_part_no_words(remark: str) -> None:
    started = time.process_time()
    assert html.read(f"<p>寿光{remark * 100_000}市".encode(), "a") == "寿光市"
    assert time.process_time() - started < 5  # where each looks at all before it: minutes


@given(st.binary(max_size=300) | st.text(max_size=200).map(str.encode))
def test_any_bytes_are_a_page_or_a_fault(data: bytes) -> None:
    with contextlib.suppress(ArticleError):  # and no other error
        assert isinstance(html.read(data, "a"), str)
