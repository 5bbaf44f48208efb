from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_documents import ENCRYPTED, SECOND, TEXT, packed, pdf, word

from explorer.documents.article import MB, assert_size, read_article
from explorer.errors import ArticleError, ExplorerError

TRADITIONAL = "壽光市的蔬菜博覽會吸引兩岸客商，農民說今年的收成很好。"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "gb18030", "gbk"])
def test_a_plain_text_is_read_in_any_common_encoding(encoding: str) -> None:
    assert read_article(TEXT.encode(encoding), "a.txt") == TEXT


@pytest.mark.parametrize("name", ["a.txt", "-", "A.TXT", "notes"])
def test_a_plain_text_stays_as_it_is(name: str) -> None:
    text = "﻿寿 光\r\n市\r\n\r\n x"[1:]
    assert read_article(text.encode(), name) == text


def test_big5_is_told_from_gb18030() -> None:
    assert read_article(TRADITIONAL.encode("big5"), "a.txt") == TRADITIONAL


def test_traditional_characters_in_gb18030_are_no_fault() -> None:
    text = TEXT + "濰坊市有𠀀字。"
    assert read_article(text.encode("gb18030"), "a.txt") == text


@pytest.mark.parametrize(
    ("data", "first"),
    [(pdf(f"<p>{SECOND}"), SECOND), (word(SECOND), SECOND), (f"\n<!DOCTYPE HTML><p>{SECOND}".encode(), SECOND)],
)
def test_without_a_name_the_first_bytes_tell_the_form(data: bytes, first: str) -> None:
    assert read_article(data, "-") == first


@pytest.mark.parametrize(
    ("data", "name", "says", "remedy"),
    [
        (b"", "a.txt", "no text", "article"),
        (b" \n\t", "-", "no text", "article"),
        (b"\xef\xbb\xbf", "a.txt", "no text", "article"),
        (b"<html><script>1</script></html>", "a.html", "no text", "article"),
        (b"", "a.html", "no text", "article"),
        (b"", "a.docx", "no Word file", ".docx"),
        (b"", "a.pdf", "no PDF", ".pdf"),
        (word(), "a.docx", "no text", "article"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "a.txt", "control characters", ".docx"),
        (bytes(range(1, 256)) * 9, "a.txt", "encoding", "UTF-8"),
        (pdf("<p>x")[:900], "a.txt", "", ".pdf"),
        ("寿光\x01".encode(), "a.txt", "control characters", ".docx"),
        ("caféteria à Paris".encode("latin-1"), "a.txt", "encoding", "UTF-8"),
        (TEXT.encode("shift_jis", "ignore"), "a.txt", "encoding", "UTF-8"),
        (b"\xff\xfe\x00", "a.txt", "UTF-16", "UTF-8"),
        (b"PK\x03\x04 rubbish", "a.docx", "no Word file", ".docx"),
        (packed(a=b"x"), "a.docx", "no Word file", ".docx"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512), "a.docx", "password", "without a password"),
        (b"%PDF-1.7 rubbish", "a.pdf", "no PDF", ".pdf"),
        (ENCRYPTED, "a.pdf", "password", "without"),
        (pdf("<svg width=9 height=9><rect width=9 height=9 /></svg>"), "scan.pdf", "no text layer", "OCR"),
        (TEXT.encode(), "a.doc", ".doc files", ".docx"),
        (TEXT.encode(), "a.exe", ".exe files", ".txt"),
        (TEXT.encode(), "a." + "(" * 9_000, "." + "(" * 11 + " files", ".txt"),
    ],
)
def test_what_cannot_be_read_is_told_with_a_remedy(data: bytes, name: str, says: str, remedy: str) -> None:
    with pytest.raises(ArticleError) as told:
        read_article(data, name)
    (fault,) = told.value.faults
    assert str(fault.where) == name
    assert says in str(fault.what)
    assert remedy in str(fault.remedy)
    assert isinstance(told.value, ExplorerError)


@pytest.mark.parametrize(("name", "most"), [("a.txt", 100), ("-", 100), ("a.pdf", 25), ("a.docx", 25), ("a.HTML", 25)])
def test_too_large_a_file_is_refused_and_the_limit_named(name: str, most: int) -> None:
    assert_size(most * MB, name)
    with pytest.raises(ArticleError, match=f"201 MB; {most} MB are the most"):
        assert_size(201 * MB, name)


def test_a_nameless_document_has_a_documents_limit() -> None:
    with pytest.raises(ArticleError, match="25 MB are the most"):
        read_article(b"%PDF-" + bytes(26 * MB), "-")


@given(st.text(alphabet=st.characters(exclude_categories=["Cc", "Cs"]), min_size=1))
def test_any_text_in_utf8_is_read_exactly(text: str) -> None:
    if text.strip() and not text.startswith("\ufeff"):
        assert read_article(text.encode(), "a.txt") == text
