from __future__ import annotations

import base64
import contextlib
import io
import time
import zipfile
import zlib
from concurrent.futures import ThreadPoolExecutor

import docx
import pytest
import weasyprint
from docx.oxml import parse_xml
from hypothesis import given
from hypothesis import strategies as st

from explorer.errors import ArticleError, ExplorerError
from explorer.exchange import documents
from explorer.exchange.articles import MB, READERS, assert_size, read_article
from explorer.tagger.paragraphs import paragraphs

FIRST = "寿光市今年新建智慧大棚两千座，菜农足不出户便可控温控湿，外地客商专程前来学习；合作社还把技术员派到了西部省区。"
SECOND = "青州市的花卉大集周末客流突破十万人次。"
TEXT = f"{FIRST}\n\n{SECOND}\n"
TRADITIONAL = "壽光市的蔬菜博覽會吸引兩岸客商，農民說今年的收成很好。"
# A blank page that opens with the password "secret" only (RC4, 40 bits).
ENCRYPTED = zlib.decompress(
    base64.b85decode(
        "c-oCp%Wl*_5WLS<^kt7^W;}1n+5<^eLV&Vz0vD9SJbIQzD?9SeN(n#7fj@vBVQe5+EC(!GvZ|}9d#Y!(z1qCs7lN$5egE>6a9}WmPo!-L-Ht;#MI52kGD>fhuz5|"
        "^Yl3~6IL(54_w;~3w|<95LNA9?Uw{+(dY_K)0c0h1aKDg>GwG!-{xIywPY;;9yM;jhvlpQq9*5HytD;saoxa7i_b-RX+Lm3g`7_P*-cQye*1`VvRtxX<)7Tv}gucOkS3"
        "ZJdRR^+h(rMGUTG;FlrG`Rpi|>;k6QMWIqVhI1+M1ADVlihYbud0El@(`}r<hsdTq{+h3^@ko6-ueIcIc(`b@F%63N%(&6+|{lF|-jIp%Fc5tx`nkTnsT7;j$LqMU4uXu"
        "*M|jg-k&$xAQn+CJZ!T&kxl0LP3USjMuZzmHrQ=+!@BXJ;$^;!<wbGjDCN>agOzN{~7Bjv>S#3V$Pqw>hl2n*Z)=BSBoYDt+}u%CYBJDmDyw~IS-9gJgonRQuln_$MNZ*"
        "fcm}YWAS5|1CgfQ^wssvhWr2kz{HU<"
    )
)
PAGE = f"""<!DOCTYPE html><html lang="zh"><head><meta charset="CHARSET"><title>题</title><style>p{{}}</style></head>
<body><nav><a href="/">首页</a></nav><!-- 诸城 --><script>var 安丘 = 1;</script>
<h1>大棚里的
  新事</h1><div class="text"><p>{FIRST.replace("，", "，<b>", 1)}</b></p>
<p hidden>昌邑</p>青州市的<br>花卉&amp;大集</div>
<table><tr><td>高密</td><td>三千</td></tr></table><footer>版权 临朐</footer></body></html>"""


def pdf(html: str) -> bytes:
    return bytes(weasyprint.HTML(string=html).write_pdf())


def word(*texts: str) -> bytes:
    document = docx.Document()
    for text in texts:
        document.add_paragraph(text)
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def packed(**parts: bytes) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in parts.items():
            file.writestr(name, data)
    return written.getvalue()


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


@pytest.mark.parametrize("charset", ["utf-8", "gb2312", "gbk"])
def test_of_a_web_page_only_what_is_read_remains(charset: str) -> None:
    found = read_article(PAGE.replace("CHARSET", charset).encode(charset), "a.html")
    assert found.split("\n\n") == ["大棚里的 新事", FIRST, "青州市的\n花卉&大集", "高密", "三千"]


def test_a_page_that_tells_a_wrong_encoding_is_read_all_the_same() -> None:
    assert FIRST in read_article(PAGE.replace("CHARSET", "no-such").encode("gb18030"), "a.htm")


def test_a_declared_xhtml_page_is_read() -> None:
    page = f'<?xml version="1.0" encoding="UTF-8"?><html><body><p>{SECOND}</p></body></html>'
    assert read_article(page.encode(), "a.html") == SECOND


@pytest.mark.parametrize("charset", ["undefined", "idna", "punycode", "utf-7", "rot13", "unicode_escape"])
def test_a_page_names_no_codec_that_pages_do_not_have(charset: str) -> None:
    page = PAGE.replace("CHARSET", charset)
    assert read_article(page.encode(), "a.html") == read_article(PAGE.replace("CHARSET", "utf-8").encode(), "a.html")


@pytest.mark.parametrize("space", ["　", "\xa0", " <b> </b>"])
def test_white_space_without_end_takes_no_time(space: str) -> None:
    started = time.process_time()
    assert read_article(f"<p>寿光{space * 60_000}青州".encode(), "a.html").startswith("寿光")
    assert time.process_time() - started < 5  # of a quadratic search: a minute


def test_a_deep_page_ends() -> None:
    page = "<div>" * 5_000 + SECOND + "</div>" * 5_000
    assert len(read_article(f"<p>{FIRST}</p>{page}".encode(), "a.html")) >= len(FIRST)


def test_a_word_file_gives_paragraphs_tables_and_links_in_order() -> None:
    document = docx.Document()
    document.add_paragraph(FIRST)
    table = document.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "高密", "三千"
    tail = document.add_paragraph("青州市")
    w = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    tail._p.append(parse_xml(f"<w:ins {w}><w:r><w:t>的花卉</w:t><w:br/><w:t>大集</w:t></w:r></w:ins>"))
    tail._p.append(parse_xml(f"<w:del {w}><w:r><w:delText>诸城</w:delText></w:r></w:del>"))
    written = io.BytesIO()
    document.save(written)
    assert read_article(written.getvalue(), "a.docx").split("\n\n") == [FIRST, "高密", "三千", "青州市的花卉\n大集"]


def test_a_frame_in_a_word_file_is_read_once_and_after_its_paragraph() -> None:
    document = docx.Document()
    w = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    mc = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    frame = f"<w:p><w:r><w:t>{SECOND}</w:t></w:r></w:p>"
    both = (
        f"<mc:AlternateContent><mc:Choice>{frame}</mc:Choice><mc:Fallback>{frame}</mc:Fallback></mc:AlternateContent>"
    )
    document.add_paragraph()._p.append(parse_xml(f"<w:r {w} {mc}><w:t>大棚</w:t>{both}<w:tab/><w:t>新事</w:t></w:r>"))
    written = io.BytesIO()
    document.save(written)
    assert read_article(written.getvalue(), "a.docx").split("\n\n") == ["大棚\t新事", SECOND]


def test_a_word_file_of_paragraphs_in_paragraphs_takes_no_time() -> None:
    document = docx.Document()
    deep, wide = 200, 20_000
    inner = "<w:p>" * deep + "<w:r><w:t>市</w:t></w:r>" * wide + "</w:p>" * deep
    w = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    document.element.body.insert(0, parse_xml(f"<w:p {w}>{inner}</w:p>"))
    written = io.BytesIO()
    document.save(written)
    started = time.process_time()
    assert read_article(written.getvalue(), "a.docx") == "市" * wide
    assert time.process_time() - started < 5  # where each paragraph looks through all below it: minutes


def test_the_paragraphs_of_a_pdf_are_parted_and_its_page_numbers_left_out() -> None:
    style = "<style>@page{size:A5;@bottom-center{content:counter(page)}} p{margin:0;text-indent:2em}</style>"
    body = "".join(f"<p>{n}号村：{FIRST * 3}</p>" for n in range(1, 16))
    found = [each.text for each in paragraphs(read_article(pdf(f"{style}<h1>大棚新事</h1>{body}"), "a.pdf"))]
    assert found == ["大棚新事", *(f"{n}号村：{FIRST * 3}" for n in range(1, 16))]


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
    assert fault.where == name
    assert says in fault.what
    assert remedy in fault.remedy
    assert isinstance(told.value, ExplorerError)


@pytest.mark.parametrize(("name", "most"), [("a.txt", 100), ("-", 100), ("a.pdf", 25), ("a.docx", 25), ("a.HTML", 25)])
def test_too_large_a_file_is_refused_and_the_limit_named(name: str, most: int) -> None:
    assert_size(most * MB, name)
    with pytest.raises(ArticleError, match=f"201 MB; {most} MB are the most"):
        assert_size(201 * MB, name)


def test_a_nameless_document_has_a_documents_limit() -> None:
    with pytest.raises(ArticleError, match="25 MB are the most"):
        read_article(b"%PDF-" + bytes(26 * MB), "-")


def test_a_word_file_that_unpacks_to_far_more_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(documents, "MOST_MARKUP", 10 * MB)
    with pytest.raises(ArticleError, match="unpacks to more than 10 MB"):
        read_article(packed(**{"word/document.xml": bytes(11 * MB)}), "a.docx")


def test_a_pdf_of_too_many_pages_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(documents, "MOST_PAGES", 2)
    with pytest.raises(ArticleError, match="3 pages; 2 are the most"):
        read_article(pdf("<p style='break-after:page'>一</p>" * 2 + "<p>三"), "a.pdf")


def test_several_pdfs_are_read_at_once() -> None:
    data = pdf(f"<p>{FIRST}</p>" * 30)
    with ThreadPoolExecutor(4) as pool:
        assert len(set(pool.map(lambda _: read_article(data, "a.pdf"), range(16)))) == 1


@given(st.binary(max_size=300), st.sampled_from(sorted(READERS)))
def test_any_bytes_give_a_text_or_a_fault(data: bytes, ending: str) -> None:
    with contextlib.suppress(ArticleError):  # and no other error
        assert read_article(data, f"a{ending}").strip()


@given(st.text(alphabet=st.characters(exclude_categories=["Cc", "Cs"]), min_size=1))
def test_any_text_in_utf8_is_read_exactly(text: str) -> None:
    if text.strip() and not text.startswith("\ufeff"):
        assert read_article(text.encode(), "a.txt") == text
