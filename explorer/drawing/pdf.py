"""Set a page on paper: a PDF of what the page shows, made from our own files alone."""

from __future__ import annotations

import mimetypes
from importlib import import_module
from typing import TYPE_CHECKING, Any

from explorer.errors import ExplorerError, Fault

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from types import ModuleType

# Stands for the site while a page is set: no host has this name, and a whole address in a page is refused.
SITE = "https://site.invalid"
ASSETS = "/assets/"
MOST_PAGES = 2


class PaperError(ExplorerError):
    """A page cannot be set: it asks for something outside the site, or a file of the site is missing."""


class NoPressError(PaperError):
    """PDFs cannot be made here: WeasyPrint or its library Pango is not installed."""


def pdf(versions: Iterable[str], fetch: Callable[[str], bytes]) -> bytes:
    """
    Set a page of the site as a tagged PDF, by its styles for print; the same page gives the same bytes.

    Parameters
    ----------
    versions
        The whole page, then shorter ones: the first that fills no more than ``MOST_PAGES`` is taken, else the last.
        Its ``<title>`` and ``lang`` become the document's. A drawing holds its own styles (see
        ``svg.with_styles``). Links to other pages are whole addresses.
    fetch
        Returns the file at a path of the site that starts with ``/assets/``; it is asked for nothing else.

    Raises
    ------
    NoPressError
        If WeasyPrint or Pango is not installed.
    PaperError
        If the page asks for anything else, or ``fetch`` fails.
    """
    weasyprint = _press()
    fetcher, refused = _fetcher(fetch, weasyprint)
    try:
        for html in versions:
            page = weasyprint.HTML(string=html, base_url=f"{SITE}/", url_fetcher=fetcher)
            document = page.render(pdf_tags=True)
            if len(document.pages) <= MOST_PAGES:
                break
        made: bytes = document.write_pdf(pdf_tags=True)
    except weasyprint.urls.FatalURLFetchingError as error:
        raise PaperError(refused) from error
    # In a drawing it stops nothing.
    if refused:
        raise PaperError(refused)
    return made


def _press() -> ModuleType:
    try:
        # Half a second, and it needs Pango: only who asks for a PDF pays.
        return import_module("weasyprint")
    except (ImportError, OSError) as error:
        remedy = (
            "install Pango (Debian: apt install libpango-1.0-0 libpangoft2-1.0-0; macOS: brew install pango; "
            "Windows: pacman -S mingw-w64-ucrt-x86_64-pango in MSYS2), or print the page from the browser"
        )
        raise NoPressError([Fault("PDF", f"cannot be made here: {error}", remedy)]) from error


def _fetcher(fetch: Callable[[str], bytes], weasyprint: ModuleType) -> tuple[Any, list[Fault]]:
    """Return a fetcher for WeasyPrint that serves our own files alone, and the list of what it refused."""
    refused: list[Fault] = []

    class OwnFiles(weasyprint.urls.URLFetcher):  # type: ignore[misc,name-defined]
        def fetch(self, url: str, headers: object = None) -> Any:
            del headers
            path = url.removeprefix(SITE)
            try:
                if path == url or not path.startswith(ASSETS):
                    raise ValueError("is outside the site")  # noqa: EM101, TRY003, TRY301
                body = fetch(path)
            except Exception as error:
                refused.append(Fault(url, str(error), f"a page on paper takes files from {ASSETS} alone"))
                raise
            media_type = mimetypes.guess_type(path)[0] or "application/octet-stream"
            return weasyprint.urls.URLFetcherResponse(url, body, {"Content-Type": media_type})

    return OwnFiles(fail_on_errors=True), refused
