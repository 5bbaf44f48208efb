"""Take the running text out of a web page."""

from __future__ import annotations

import re
from typing import Final

import lxml.etree  # type: ignore[import-untyped]
import lxml.html  # type: ignore[import-untyped]

from explorer.documents.encoding import decode
from explorer.documents.reflow import parted
from explorer.errors import ArticleError, Fault
from explorer.messages import message

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


def read(data: bytes, name: str) -> str:
    """Return what a reader of the page sees, without menus, head and foot."""
    text = _DECLARATION.sub("", _page(data, name))
    root = _root(text, name) if text.strip() else None
    blocks = [] if root is None else _seen(root)
    return parted("\n".join(map(str.strip, each.split("\n"))) for each in blocks)


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


def _root(text: str, name: str) -> lxml.html.HtmlElement | None:
    parser = lxml.html.HTMLParser(huge_tree=True, remove_comments=True, remove_pis=True)
    try:
        root = lxml.html.document_fromstring(text, parser=parser)
    except (lxml.etree.ParserError, ValueError):
        return None
    except lxml.etree.XMLSyntaxError:  # no page is faulty for this parser, but its memory may end
        raise MemoryError from None
    if parser.error_log.filter_from_fatals():  # then the parser stops, and what follows would be lost
        raise ArticleError(
            [Fault(name, message("is nested too deeply"), message("save it again, or give its text as .txt"))]
        )
    return root


def _seen(root: lxml.html.HtmlElement) -> list[str]:
    blocks: list[list[str]] = [[]]
    hidden = 0
    for event, element in lxml.etree.iterwalk(root, events=("start", "end")):
        begins = event == "start"
        if element.tag in _UNSEEN or "hidden" in element.attrib:
            hidden += 1 if begins else -1
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
