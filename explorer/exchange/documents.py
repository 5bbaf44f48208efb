"""Take the running text out of web pages, Word files and PDFs, a blank line between paragraphs."""

from __future__ import annotations

import io
import re
import threading
import zipfile
from itertools import chain
from typing import TYPE_CHECKING, Final

import docx
import lxml.etree  # type: ignore[import-untyped]
import lxml.html  # type: ignore[import-untyped]
import pypdfium2  # type: ignore[import-untyped]
from docx.opc.exceptions import OpcError
from docx.oxml.ns import qn

from explorer.errors import ArticleError, Fault
from explorer.exchange.decoding import decode

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

MOST_PAGES: Final = 1_000  # of a PDF
MOST_MARKUP: Final = 16 * 1024 * 1024  # bytes by which a .docx may grow when unpacked; pictures do not
MOST_PARTS: Final = 5_000  # files in a .docx

_CHARSET: Final = re.compile(rb"<meta[^>]{0,200}charset=[\"']?\s*([\w-]{2,30})", re.IGNORECASE)
_HEAD: Final = 4096  # bytes in which a page tells its encoding
# What a page may call its encoding, besides gb…: others of the language's take hours (punycode) or raise what is none.
_ENCODINGS: Final = frozenset(
    ("gb18030", "big5", "big5-hkscs", "iso-8859-1", "windows-1252", "shift_jis", "euc-jp", "euc-kr")
)
_DECLARATION: Final = re.compile(r"^\s*<\?xml[^>]*\?>")
_UNSEEN: Final = frozenset(
    ("script", "style", "nav", "header", "footer", "aside", "form", "noscript", "template", "svg", "head", "iframe")
)
_BLOCKS: Final = frozenset(
    (
        *("p", "div", "section", "article", "main", "body", "h1", "h2", "h3", "h4", "h5", "h6", "li", "ul", "ol", "dl"),
        *("dt", "dd", "blockquote", "pre", "figure", "figcaption", "table", "tr", "td", "th", "caption", "hr"),
    )
)
_PARAGRAPH, _RUN, _TEXT = qn("w:p"), qn("w:r"), qn("w:t")
_FALLBACK: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_MARKS: Final = {qn("w:tab"): "\t", qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "-"}
_OLE: Final = b"\xd0\xcf\x11\xe0"  # old Word files, and encrypted new ones
_PAGE_NUMBER: Final = re.compile(r"[\s\-–—·第]*\d{1,4}[\s\-–—·页]*")
_SHORT_LINE: Final = 0.85  # of a page's long lines: a paragraph's last
_PDFIUM: Final = threading.Lock()  # the library serves one thread at a time


def read_html(data: bytes, name: str) -> str:
    """Return what a reader of the page sees, without menus, head and foot."""
    text = _DECLARATION.sub("", _page(data, name))
    try:
        root = lxml.html.document_fromstring(text) if text.strip() else None
    except (lxml.etree.ParserError, ValueError):
        root = None
    blocks = [] if root is None else _seen(root)
    return _joined("\n".join(map(str.strip, each.split("\n"))) for each in blocks)


def read_docx(data: bytes, name: str) -> str:
    """Return the paragraphs of a Word file, those of tables and frames among them; tracked deletions are left out."""
    _assert_unpacks(data, name)
    try:
        body = docx.Document(io.BytesIO(data)).element.body
    except (OpcError, KeyError, ValueError, zipfile.BadZipFile, lxml.etree.XMLSyntaxError, NotImplementedError):
        raise ArticleError([Fault(name, "is no Word file, or is damaged", "save it again as .docx")]) from None
    return _joined(_paragraphs(body))


def read_pdf(data: bytes, name: str) -> str:
    """Return the text layer of a PDF: a line that is shorter than its page's long lines ends a paragraph."""
    with _PDFIUM:
        pages = _pages(data, name)
    if not any(each.strip() for page in pages for each in page):
        raise ArticleError([Fault(name, "has no text layer", "scanned pages need OCR first: give a PDF with text")])
    return _joined(_unwrapped(pages))


def _page(data: bytes, name: str) -> str:
    declared = _CHARSET.search(data[:_HEAD])
    if declared is None or data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        return decode(data, name)
    encoding = declared[1].decode("ascii", "replace").lower()
    encoding = "gb18030" if encoding.startswith("gb") else encoding
    try:
        return data.decode(encoding) if encoding in _ENCODINGS else decode(data, name)
    except UnicodeDecodeError:
        return decode(data, name)


def _seen(root: lxml.html.HtmlElement) -> list[str]:
    blocks: list[list[str]] = [[]]
    hidden = 0
    for event, element in lxml.etree.iterwalk(root, events=("start", "end", "comment", "pi")):
        begins, ends = event == "start", event == "end"
        if begins or ends:
            unseen = element.tag in _UNSEEN or "hidden" in element.attrib
            hidden += unseen * (begins - ends)
        if hidden:
            continue
        if element.tag in _BLOCKS:
            blocks.append([])
        elif element.tag == "br" and begins:
            blocks[-1].append("\n")
        blocks[-1].append(_flat(element.text if begins else element.tail))
    return ["".join(each) for each in blocks]


def _flat(text: str | None) -> str:
    return re.sub(r"[ \t\r\n\f]+", " ", text or "")


def _assert_unpacks(data: bytes, name: str) -> None:
    if data.startswith(_OLE):
        what = "is protected by a password, or an old Word file"
        raise ArticleError([Fault(name, what, "save it as .docx without a password")])
    try:
        parts = zipfile.ZipFile(io.BytesIO(data)).infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        raise ArticleError([Fault(name, "is no Word file, or is damaged", "save it again as .docx")]) from None
    most = len(data) + MOST_MARKUP
    if len(parts) > MOST_PARTS or sum(each.file_size for each in parts) > most:
        what = f"unpacks to more than {most // 1024**2} MB or {MOST_PARTS:,} files"
        raise ArticleError([Fault(name, what, "leave out the pictures, or give its text as .txt")])


def _paragraphs(body: lxml.etree._Element) -> list[str]:
    """Return the words of each paragraph; one inside another, as in a frame, stands after it. Each is met but once."""
    found: list[list[str]] = []
    opened: list[list[str]] = []
    n_fallbacks = 0  # a frame's text is written a second time for older programs
    for event, each in lxml.etree.iterwalk(body, events=("start", "end"), tag=(_PARAGRAPH, _FALLBACK, _TEXT, *_MARKS)):
        begins = event == "start"
        if each.tag == _FALLBACK:
            n_fallbacks += 1 if begins else -1
        elif n_fallbacks:
            continue
        elif each.tag == _PARAGRAPH and begins:
            found.append([])
            opened.append(found[-1])
        elif each.tag == _PARAGRAPH:
            opened.pop()
        elif begins and opened and each.getparent().tag == _RUN:
            opened[-1].append(_MARKS.get(each.tag) or each.text or "")
    return ["".join(words) for words in found]


def _pages(data: bytes, name: str) -> list[list[str]]:
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise ArticleError([Fault(name, "is protected by a password", "save it without one")]) from None
        raise ArticleError([Fault(name, "is no PDF, or is damaged", "save it again as .pdf")]) from None
    try:
        if len(document) > MOST_PAGES:
            what = f"has {len(document):,} pages; {MOST_PAGES:,} are the most"
            raise ArticleError([Fault(name, what, "give the pages of the article only")])
        return [_lines(page) for page in document]
    except pypdfium2.PdfiumError:
        raise ArticleError([Fault(name, "has a damaged page", "save it again as .pdf")]) from None
    finally:
        document.close()


def _lines(page: pypdfium2.PdfPage) -> list[str]:
    found = page.get_textpage().get_text_range().replace("\ufffe", "-").replace("\x00", "")
    lines = [each.rstrip() for each in found.splitlines() if each.strip()]
    inner = slice(bool(lines and _PAGE_NUMBER.fullmatch(lines[0])), None)
    lines = lines[inner]
    return lines[:-1] if lines and _PAGE_NUMBER.fullmatch(lines[-1]) else lines


def _unwrapped(pages: Sequence[Sequence[str]]) -> Iterator[str]:
    held: list[str] = []
    lengths = sorted(len(each) for each in chain.from_iterable(pages))
    long = lengths[len(lengths) * 9 // 10]
    for line in chain.from_iterable(pages):
        held.append(line)
        if len(line) < _SHORT_LINE * long:
            yield "\n".join(held)
            held = []
    yield "\n".join(held)


def _joined(paragraphs: Iterable[str]) -> str:
    return "\n\n".join(filter(None, (each.strip() for each in paragraphs)))
