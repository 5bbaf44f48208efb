from __future__ import annotations

import ctypes
import logging
from typing import TYPE_CHECKING

import pypdfium2
import pypdfium2.raw
import pytest

from explorer.drawing import pdf as paper
from explorer.drawing import svg
from explorer.drawing.pdf import NoPressError, PaperError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

PAGE = """<!doctype html><html lang="zh-Hans"><head><title>寿光市 · 简报</title>
<link rel="stylesheet" href="/assets/0/css/a.css"></head><body><h1>寿光市</h1><p>Shouguang</p>
<svg class="picture" viewBox="0 0 100 50"><title>Bars</title><rect class="bar" width="50" height="50"/></svg>
</body></html>"""
CSS = b"""@page { size: 100mm 150mm; @bottom-right { content: counter(page) " / " counter(pages) } }
p { break-before: page } svg { width: 50mm }"""


def nothing(path: str) -> bytes:
    raise AssertionError(path)


@pytest.fixture
def opened() -> Iterator[Callable[[bytes], pypdfium2.PdfDocument]]:
    documents: list[pypdfium2.PdfDocument] = []

    def open_(pdf: bytes) -> pypdfium2.PdfDocument:
        documents.append(pypdfium2.PdfDocument(pdf))
        return documents[-1]

    yield open_
    for each in documents:
        each.close()


def text(page: pypdfium2.PdfPage) -> str:
    return str(page.get_textpage().get_text_range())


def test_a_page_is_set_by_its_own_styles(opened: Callable[[bytes], pypdfium2.PdfDocument]) -> None:
    asked: list[str] = []

    def fetch(path: str) -> bytes:
        asked.append(path)
        return CSS

    document = opened(paper.pdf([PAGE], fetch))

    assert asked == ["/assets/0/css/a.css"]
    assert len(document) == 2
    assert document[0].get_width() == pytest.approx(283.5, abs=0.1)
    assert "寿光市" in text(document[0])
    assert "Shouguang" in text(document[1])
    assert "2 / 2" in text(document[1])


def test_a_document_names_its_title_and_language_and_is_tagged(
    opened: Callable[[bytes], pypdfium2.PdfDocument],
) -> None:
    document = opened(paper.pdf([PAGE], lambda _: CSS))
    language = (ctypes.c_ushort * 20)()
    n_bytes = pypdfium2.raw.FPDFCatalog_GetLanguage(document.raw, language, ctypes.sizeof(language))

    assert document.get_metadata_dict()["Title"] == "寿光市 · 简报"
    assert document.is_tagged()
    assert bytes(language)[:n_bytes].decode("utf-16-le") == "zh-Hans\0"


def test_the_first_version_that_fills_two_pages_is_set() -> None:
    four, three, two, one = (PAGE.replace("<p>Shouguang</p>", "<p>x</p>" * n) for n in (3, 2, 1, 0))
    set_two, set_three = (paper.pdf([each], lambda _: CSS) for each in (two, three))

    assert paper.pdf([four, three, two, one], lambda _: CSS) == set_two != paper.pdf([one], lambda _: CSS)
    assert paper.pdf([four, three], lambda _: CSS) == set_three


def test_the_same_page_gives_the_same_bytes() -> None:
    assert paper.pdf([PAGE], lambda _: CSS) == paper.pdf([PAGE], lambda _: CSS)


@pytest.mark.parametrize(
    "part",
    [
        '<img src="https://example.org/x.png" alt="x">',
        '<img src="file:///etc/hostname" alt="x">',
        '<img src="//example.org/assets/x.png" alt="x">',
        '<img src="https://site.invalid.example.org/assets/x.png" alt="x">',
        '<img src="http://127.0.0.1:1/assets/x.png" alt="x">',
        '<img src="/reforms/x" alt="x">',
        '<img src="/assets/../healthz" alt="x">',
        '<link rel="stylesheet" href="https://example.org/x.css">',
        '<style>@import "file:///etc/passwd";</style>',
        "<style>p { background: url(https://example.org/x.png) }</style><p>x</p>",
        "<style>@font-face { font-family: x; src: url(https://example.org/x.woff) }</style><p>x</p>",
        '<link rel="attachment" href="file:///etc/hostname">',
        '<object data="file:///etc/hostname"></object>',
        '<svg viewBox="0 0 1 1"><image href="file:///etc/hostname"/></svg>',
    ],
)
def test_nothing_is_asked_from_outside_the_site(part: str) -> None:
    with pytest.raises(PaperError, match="outside the site"):
        paper.pdf([f"<!doctype html><title>x</title>{part}"], nothing)


def test_data_in_the_address_itself_need_no_one() -> None:
    with pytest.raises(PaperError, match="outside the site"):
        paper.pdf(['<!doctype html><img src="data:image/png;base64,xx" alt="x">'], nothing)


def test_a_file_that_is_missing_stops_the_press() -> None:
    def fetch(_: str) -> bytes:
        raise FileNotFoundError("there is no such file")  # noqa: EM101, TRY003

    with pytest.raises(PaperError, match=r"a\.css: there is no such file"):
        paper.pdf([PAGE], fetch)


@pytest.mark.parametrize(
    "error", [ModuleNotFoundError("No module named 'weasyprint'"), OSError("cannot load libpango")]
)
def test_without_pango_the_remedy_is_told(error: Exception, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(_: str) -> None:
        raise error

    monkeypatch.setattr(paper, "import_module", fails)

    with pytest.raises(NoPressError, match=r"install Pango.*or print the page from the browser"):
        paper.pdf([PAGE], lambda _: CSS)


def test_a_drawing_is_set_in_its_colours(
    opened: Callable[[bytes], pypdfium2.PdfDocument], caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING, "weasyprint"):
        document = opened(paper.pdf([svg.with_styles(PAGE, "zh")], lambda _: CSS))

    shown = document[1].render().to_pil().convert("RGB")
    assert (8, 104, 172) in {colour for _, colour in shown.getcolors(10**6)}
    assert [each.message for each in caplog.records] == []
