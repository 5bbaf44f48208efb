from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_documents import FIRST, drawn
from made_documents import pdf as printed

from explorer.documents import pdf
from explorer.drafting.article import paragraphs
from explorer.errors import ArticleError


def test_the_paragraphs_of_a_pdf_are_parted_and_its_page_numbers_left_out() -> None:
    style = "<style>@page{size:A5;@bottom-center{content:counter(page)}} p{margin:0;text-indent:2em}</style>"
    body = "".join(f"<p>{n}号村：{FIRST * 3}</p>" for n in range(1, 16))
    found = [each.text for each in paragraphs(pdf.read(printed(f"{style}<h1>大棚新事</h1>{body}"), "a.pdf"))]
    assert found == ["大棚新事", *(f"{n}号村：{FIRST * 3}" for n in range(1, 16))]


def test_a_pdf_of_too_many_pages_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "MOST_PAGES", 2)
    with pytest.raises(ArticleError, match="3 pages; 2 are the most"):
        pdf.read(printed("<p style='break-after:page'>一</p>" * 2 + "<p>三"), "a.pdf")


@given(st.binary(max_size=300) | st.binary(max_size=300).map(drawn) | st.binary(max_size=300).map(b"%PDF-1.7".__add__))
def test_any_bytes_are_a_pdf_or_a_fault(data: bytes) -> None:
    with contextlib.suppress(ArticleError):  # and no other error
        assert pdf.read(data, "a.pdf")
