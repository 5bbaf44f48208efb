"""Drive the running site with Chromium; whatever goes wrong on a page fails its test."""

from __future__ import annotations

import logging
from contextlib import ExitStack, contextmanager
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
from accessibility import DESKTOP
from playwright.sync_api import sync_playwright
from werkzeug.serving import make_server

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from flask import Flask
    from playwright.sync_api import Browser, BrowserContext, Page

    from geodata import Places

SYSTEM_CHROMIUM = Path("/usr/bin/chromium")
FLAGS = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
)

# Chromium says nothing of a report-only violation or of one in a frame: the event tells of each.
TELL_OF_VIOLATIONS = """
document.addEventListener("securitypolicyviolation", (event) => {
  console.error(`policy: ${event.violatedDirective} ${event.blockedURI}`);
});
"""
# The label point first; where a mark covers it, the first point of a grid that hits the county itself.
POINT_INSIDE = """([code, latlng]) => {
  const path = document.querySelector(`path[data-code="${code}"]`);
  const hits = ([x, y]) => document.elementFromPoint(x, y) === path;
  const map = window.countyMap.map;
  const box = map.getContainer().getBoundingClientRect();
  const label = map.latLngToContainerPoint(latlng);
  const { left, top, width, height } = path.getBoundingClientRect();
  const steps = [...Array(20).keys()].map((n) => (n + 0.5) / 20);
  const grid = steps.flatMap((down) => steps.map((right) => [left + width * right, top + height * down]));
  return [[box.left + label.x, box.top + label.y], ...grid].find(hits) ?? null;
}"""


@contextmanager
def running(app: Flask) -> Iterator[str]:
    """Serve a site from a thread for as long as the block lasts; its address."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture(scope="session")
def serve() -> Iterator[Callable[[Flask], str]]:
    """Serve sites until the session ends; the address of each."""
    logging.getLogger("werkzeug").setLevel(logging.WARNING)
    with ExitStack() as stack:
        yield lambda app: stack.enter_context(running(app))


@pytest.fixture(scope="session")
def address(serve: Callable[[Flask], str], app: Flask) -> str:
    return serve(app)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        path = SYSTEM_CHROMIUM if SYSTEM_CHROMIUM.is_file() else None
        chromium = playwright.chromium.launch(executable_path=path, args=FLAGS, headless=True)
        yield chromium
        chromium.close()


@pytest.fixture
def troubles() -> list[str]:
    """What went wrong on the test's pages; a test that provokes a fault looks at it here and clears it."""
    return []


@pytest.fixture(scope="session")
def context_for(browser: Browser) -> Callable[[dict[str, Any]], BrowserContext]:
    """Open a browser of this kind, or find the one that is open: pages share its cache, and the site sets no cookie."""
    contexts: dict[str, BrowserContext] = {}

    def find(options: dict[str, Any]) -> BrowserContext:
        kind = repr(sorted(options.items()))
        if kind not in contexts:
            contexts[kind] = browser.new_context(**options)
            contexts[kind].add_init_script(TELL_OF_VIOLATIONS)
        return contexts[kind]

    return find


@pytest.fixture
def new_page(
    context_for: Callable[[dict[str, Any]], BrowserContext], address: str, troubles: list[str]
) -> Iterator[Callable[..., Page]]:
    """Open a page in a browser of this kind; console, errors, dialogs and calls to other hosts must stay empty."""
    pages: list[Page] = []

    def open_page(**options: Any) -> Page:  # any of Playwright's
        options = {"base_url": address, "locale": "zh-CN", "viewport": DESKTOP} | options
        own_host = urlsplit(options["base_url"]).netloc
        page = context_for(options).new_page()
        page.on("console", lambda message: troubles.append(f"console: {message.text}"))
        page.on("pageerror", lambda error: troubles.append(f"error: {error}"))
        page.on("request", lambda request: troubles.extend(_outside(request.url, own_host)))
        page.on("dialog", lambda dialog: (troubles.append(f"dialog: {dialog.message}"), dialog.dismiss()))
        pages.append(page)
        return page

    yield open_page
    for page in pages:
        page.evaluate("0")  # what the page still had to report has arrived before this answer
        assert page.context.cookies() == []
        page.close()
    assert troubles == []


@pytest.fixture
def page(new_page: Callable[..., Page]) -> Page:
    """Open a Chinese visitor's desktop browser."""
    return new_page()


@pytest.fixture
def inside(weifang: Places) -> Callable[[Page, str], tuple[float, float]]:
    """Find a point of the screen at which a county, and nothing above it, is hit."""

    def find(page: Page, code: str) -> tuple[float, float]:
        page.locator(".map[data-ready]").scroll_into_view_if_needed()
        lon, lat = weifang[code].label_point
        point = page.evaluate(POINT_INSIDE, [code, [lat, lon]])
        assert point is not None, f"{code} cannot be hit anywhere on the map"
        return point[0], point[1]

    return find


@pytest.fixture
def ask(page: Page) -> Callable[[str], Any]:
    """Ask the API, as a program would."""

    def get(path: str) -> Any:  # any JSON
        answer = page.request.get(path)
        assert answer.ok, f"{path}: {answer.status}"
        return answer.json()

    return get


def _outside(url: str, own_host: str) -> list[str]:
    parts = urlsplit(url)
    return [] if parts.scheme in {"data", "blob"} or parts.netloc == own_host else [f"outside: {url}"]
