"""Take the text layer out of a PDF."""

from __future__ import annotations

import re
from itertools import chain
from typing import Final

import pypdfium2  # type: ignore[import-untyped]

from explorer.documents.reflow import parted, unwrapped
from explorer.errors import ArticleError, Fault
from explorer.messages import message

MOST_PAGES: Final = 1_000

_PAGE_NUMBER: Final = re.compile(r"[\s\-–—·第]*\d{1,4}[\s\-–—·页]*")


def read(data: bytes, name: str) -> str:
    """Return the text layer of a PDF: a line that is shorter than its page's long lines ends a paragraph."""
    lines = list(chain.from_iterable(_pages(data, name)))
    if not lines:
        raise ArticleError(
            [Fault(name, message("has no text layer"), message("scanned pages need OCR first: give a PDF with text"))]
        )
    return parted(unwrapped(lines))


def _pages(data: bytes, name: str) -> list[list[str]]:
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise ArticleError(
                [Fault(name, message("is protected by a password"), message("save it without one"))]
            ) from None
        raise ArticleError(
            [Fault(name, message("is no PDF, or is damaged"), message("save it again as .pdf"))]
        ) from None
    try:
        if len(document) > MOST_PAGES:
            what = message("has %(n)s pages; %(most)s are the most", n=f"{len(document):,}", most=f"{MOST_PAGES:,}")
            raise ArticleError([Fault(name, what, message("give the pages of the article only"))])
        return [_lines(page) for page in document]
    except (pypdfium2.PdfiumError, AssertionError):
        raise ArticleError([Fault(name, message("has a damaged page"), message("save it again as .pdf"))]) from None
    finally:
        document.close()


def _lines(page: pypdfium2.PdfPage) -> list[str]:
    found = page.get_textpage().get_text_range().replace("\ufffe", "-").replace("\x00", "")
    lines = [each.rstrip() for each in found.splitlines() if each.strip()]
    inner = slice(bool(lines and _PAGE_NUMBER.fullmatch(lines[0])), None)
    lines = lines[inner]
    return lines[:-1] if lines and _PAGE_NUMBER.fullmatch(lines[-1]) else lines
