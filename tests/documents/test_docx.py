from __future__ import annotations

import contextlib
import io
import time
import zipfile
import zlib

import docx
import pytest
from docx.oxml import parse_xml
from hypothesis import given
from hypothesis import strategies as st
from made_documents import FIRST, SECOND, packed, word, word_of

from explorer.documents import docx as word_file
from explorer.documents.article import MB
from explorer.errors import ArticleError


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
    assert word_file.read(written.getvalue(), "a.docx").split("\n\n") == [FIRST, "高密", "三千", "青州市的花卉\n大集"]


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
    assert word_file.read(written.getvalue(), "a.docx").split("\n\n") == ["大棚\t新事", SECOND]


def test_a_word_file_of_paragraphs_in_paragraphs_takes_no_time() -> None:
    document = docx.Document()
    deep, wide = 200, 20_000
    inner = "<w:p>" * deep + "<w:r><w:t>市</w:t></w:r>" * wide + "</w:p>" * deep
    w = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    document.element.body.insert(0, parse_xml(f"<w:p {w}>{inner}</w:p>"))
    written = io.BytesIO()
    document.save(written)
    started = time.process_time()
    assert word_file.read(written.getvalue(), "a.docx") == "市" * wide
    assert time.process_time() - started < 5  # where each paragraph looks through all below it: minutes


def test_a_word_file_that_unpacks_to_far_more_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(word_file, "MOST_MARKUP", 10 * MB)
    with pytest.raises(ArticleError, match="unpacks to more than 10 MB"):
        word_file.read(word_of(b"<w:p/>" * 2_000_000), "a.docx")


def test_a_word_file_that_tells_less_than_it_unpacks_to_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(word_file, "MOST_MARKUP", 10 * MB)
    said, more = b"<a/>", bytes(64 * MB)
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("word/document.xml", said + more)
        (part,) = file.infolist()
        part.file_size, part.CRC = len(said), zlib.crc32(said)
    with pytest.raises(ArticleError, match="unpacks to more than 10 MB"):
        word_file.read(written.getvalue(), "a.docx")


def _of_another_method() -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_BZIP2) as file:
        file.writestr("word/document.xml", bytes(64 * MB))
    return written.getvalue()


def _encrypted() -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as file:
        file.writestr("[Content_Types].xml", "<a/>")
        file.infolist()[0].flag_bits |= 1
    return written.getvalue()


def _chain_of_parts() -> bytes:
    link = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="r" Type="t" Target="{}.xml"/></Relationships>'
    )
    with zipfile.ZipFile(io.BytesIO(word(FIRST))) as file:
        parts = {name: file.read(name) for name in file.namelist()}
    parts["word/_rels/document.xml.rels"] = link.format(0).encode()
    for number in range(1_500):
        parts[f"word/{number}.xml"] = b"<a/>"
        parts[f"word/_rels/{number}.xml.rels"] = link.format(number + 1).encode()
    return packed(**parts)


@pytest.mark.parametrize(
    "data",
    [
        *(_of_another_method(), _encrypted(), _chain_of_parts(), packed(a=b"x"), b"PK\x03\x04 rubbish", b""),
        packed(**{"[Content_Types].xml": b"<a/>", "_rels/.rels": b"<a/>"}),
        word_of(b"<w:p>" * 5_000),
        word_of(b"").replace(b"PK\x01\x02", b"PK\x01\x03", 1),
    ],
)
def test_a_damaged_word_file_is_told(data: bytes) -> None:
    with pytest.raises(ArticleError, match="no Word file, or is damaged"):
        word_file.read(data, "a.docx")


def test_entities_are_not_unfolded() -> None:
    names = [f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12)]
    bomb = f'<!DOCTYPE d [<!ENTITY a0 "诸城">{"".join(names)}]>'
    data = word_of(b"<w:p><w:r><w:t>&a11;</w:t></w:r></w:p>", before=bomb.encode())
    with pytest.raises(ArticleError):
        word_file.read(data, "a.docx")


@given(st.data())
def test_a_word_file_changed_anywhere_is_read_or_a_fault(data: st.DataObject) -> None:
    with zipfile.ZipFile(io.BytesIO(word(FIRST))) as file:
        parts = {name: file.read(name) for name in file.namelist()}
    name = data.draw(st.sampled_from(sorted(parts)))
    start = data.draw(st.integers(0, len(parts[name])))
    end = data.draw(st.integers(start, start + 60))
    parts[name] = parts[name][:start] + data.draw(st.binary(max_size=9)) + parts[name][end:]
    with contextlib.suppress(ArticleError):  # and no other error
        assert isinstance(word_file.read(packed(**parts), "a.docx"), str)
