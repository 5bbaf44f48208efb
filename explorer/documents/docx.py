"""Take the running text out of a Word file."""

from __future__ import annotations

import io
import zipfile
import zlib
from functools import partial
from typing import TYPE_CHECKING, Final

import docx
import lxml.etree  # type: ignore[import-untyped]
from docx.opc.exceptions import OpcError
from docx.oxml.ns import qn

from explorer.documents.reflow import parted, rejoined
from explorer.errors import ArticleError, Fault
from explorer.messages import message

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_MARKUP: Final = 16 * 1024 * 1024  # bytes by which the file may grow when unpacked; pictures do not
MOST_PARTS: Final = 5_000

_BLOCK: Final = 1024 * 1024  # bytes that are unpacked at a time
_METHODS: Final = frozenset((zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED))  # others are not Word's, and unpack unbounded
_OLE: Final = b"\xd0\xcf\x11\xe0"  # old Word files, and encrypted new ones
_PARAGRAPH, _RUN, _TEXT = qn("w:p"), qn("w:r"), qn("w:t")
_FALLBACK: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_MARKS: Final = {qn("w:tab"): "\t", qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "-"}
# What zipfile and python-docx let through where a part is missing, encrypted, cut or not what it is said to be.
_DAMAGED: Final = (
    *(OpcError, zipfile.BadZipFile, zlib.error, lxml.etree.XMLSyntaxError),
    *(AttributeError, EOFError, LookupError, RuntimeError, TypeError, ValueError),
)


def read(data: bytes, name: str) -> str:
    """Return the paragraphs of a Word file, those of tables and frames among them; tracked deletions are left out."""
    if data.startswith(_OLE):
        what = message("is protected by a password, or an old Word file")
        raise ArticleError([Fault(name, what, message("save it as .docx without a password"))])
    try:
        _assert_unpacks(data, name)
        found = _paragraphs(docx.Document(io.BytesIO(data)).element.body)
    except _DAMAGED as error:
        if getattr(error, "code", None) == lxml.etree.ErrorTypes.ERR_NO_MEMORY:
            raise MemoryError from None
        raise ArticleError(
            [Fault(name, message("is no Word file, or is damaged"), message("save it again as .docx"))]
        ) from None
    return parted(rejoined(found))


def _assert_unpacks(data: bytes, name: str) -> None:
    most = len(data) + MOST_MARKUP
    file = zipfile.ZipFile(io.BytesIO(data))
    parts = file.infolist()
    if any(each.compress_type not in _METHODS for each in parts):
        raise NotImplementedError
    n_bytes = 0
    for block in _unpacked(file, parts[:MOST_PARTS], most):
        n_bytes += len(block)
        if n_bytes > most:
            break
    if len(parts) > MOST_PARTS or n_bytes > most:
        what = message(
            "unpacks to more than %(most)s MB or %(parts)s files", most=most // 1024**2, parts=f"{MOST_PARTS:,}"
        )
        raise ArticleError([Fault(name, what, message("leave out the pictures, or give its text as .txt"))])


def _unpacked(file: zipfile.ZipFile, parts: list[zipfile.ZipInfo], most: int) -> Iterator[bytes]:
    """Yield what the parts hold, piece by piece, whatever size they are said to have."""
    for part in parts:
        part.file_size = most + 2 * _BLOCK  # more than is asked for
        with file.open(part) as opened:
            yield from iter(partial(opened.read, _BLOCK), b"")


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
