"""Time the first page beside the same map made the plain Folium way; print medians and ratios side by side."""

from __future__ import annotations

import gzip
import logging
import statistics
import tempfile
import threading
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import folium
from flask import Flask, Response
from playwright.sync_api import Browser, Page, Route, sync_playwright
from werkzeug.serving import make_server

from explorer.app import create_app
from explorer.config import Settings
from explorer.maps import LEAFLET

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

RUNS = 7
CHROMIUM = Path("/usr/bin/chromium")
FLAGS = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
]
DRAWN = """() => new Promise((done) => {
  (function look() {
    if (document.querySelectorAll("path.leaflet-interactive").length >= 12) done(performance.now());
    else requestAnimationFrame(look);
  })();
})"""
CLICK_TO_PANEL = """() => new Promise((done) => {
  const panel = document.getElementById("panel");
  const start = performance.now();
  new MutationObserver((_, watch) => {
    if (!panel.querySelector(".place")) return;
    watch.disconnect();
    requestAnimationFrame(() => done(performance.now() - start));
  }).observe(panel, { childList: true });
  document.querySelector('path[data-code="370783"]').dispatchEvent(new MouseEvent("click", { bubbles: true }));
})"""


def main() -> None:
    """Measure both pages and print them."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as play:
        ours = create_app(Settings(database_url=f"sqlite:///{folder}/store.sqlite"))
        places = ours.extensions["site"].places
        plain = Flask("plain")
        plain.get("/")(lambda: Response(_plain_page(places.outlines())))
        browser = play.chromium.launch(executable_path=CHROMIUM if CHROMIUM.exists() else None, args=FLAGS)
        with _served(ours) as our_site, _served(plain) as plain_site:
            rows = [
                ("page made on the server, ms", _median(_render(ours)), _median(_render(plain))),
                ("first load compressed, kB", _first_load_kb(browser, our_site), _plain_kb(plain)),
                ("12 counties drawn, ms", _median(_drawn(browser, our_site)), _median(_drawn(browser, plain_site))),
                ("click to filled panel, ms", _median(_clicks(browser, our_site)), None),
                ("addresses asked outside", _outside(browser, our_site), _outside(browser, plain_site)),
            ]
        browser.close()
    print(f"{'median of ' + str(RUNS):32}{'ours':>10}{'plain Folium':>14}{'ours/plain':>12}")
    for name, our, other in rows:
        ratio = f"{our / other:.2f}" if other else "-"
        print(f"{name:32}{our:>10.1f}{'-' if other is None else f'{other:.1f}':>14}{ratio:>12}")
    print(
        "Plain: folium.Map with GeoJson and GeoJsonTooltip, 12 counties in the page, no neighbours, list, filter or"
        " panel;\nits Leaflet comes from this machine instead of a CDN, its other outside files are refused."
    )


def _plain_page(outlines: dict[str, Any]) -> str:
    counties = {"type": "FeatureCollection", "features": outlines["features"][1:]}
    page = folium.Map(location=[36.5, 119.1], zoom_start=9, tiles=None)
    folium.GeoJson(counties, tooltip=folium.GeoJsonTooltip(["name_zh"])).add_to(page)
    return str(page.get_root().render())


def _median(times_ms: Iterator[float]) -> float:
    return statistics.median(times_ms)


def _render(app: Flask) -> Iterator[float]:
    client = app.test_client()
    client.get("/")
    for _ in range(RUNS):
        yield _timed_ms(lambda: client.get("/").data)


def _timed_ms(act: Callable[[], object]) -> float:
    start = time.perf_counter()
    act()
    return (time.perf_counter() - start) * 1000


def _first_load_kb(browser: Browser, site: str) -> float:
    page = browser.new_page()
    network = page.context.new_cdp_session(page)
    network.send("Network.enable")
    sizes: list[float] = []
    network.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    page.goto(site)
    page.evaluate(DRAWN)
    page.wait_for_load_state("networkidle")
    page.close()
    return sum(sizes) / 1000


def _plain_kb(app: Flask) -> float:
    """Count the page and Leaflet as a server would compress them; the CDN's other eight files are left out."""
    files = [app.test_client().get("/").data, *((LEAFLET / f"leaflet.{kind}").read_bytes() for kind in ("js", "css"))]
    return sum(len(gzip.compress(data)) for data in files) / 1000


def _drawn(browser: Browser, site: str) -> Iterator[float]:
    for _ in range(RUNS):
        page = _opened(browser)
        page.goto(site, wait_until="commit")
        yield float(page.evaluate(DRAWN))
        page.close()


def _clicks(browser: Browser, site: str) -> Iterator[float]:
    for _ in range(RUNS):
        page = browser.new_page()
        page.goto(site)
        page.locator(".map[data-ready]").wait_for()
        yield float(page.evaluate(CLICK_TO_PANEL))
        page.close()


def _outside(browser: Browser, site: str) -> float:
    page = _opened(browser)
    asked: set[str] = set()
    page.on("request", lambda request: asked.add(request.url))
    page.goto(site)
    page.evaluate(DRAWN)
    page.close()
    return float(sum(not url.startswith((site, "data:")) for url in asked))


def _opened(browser: Browser) -> Page:
    """Open a page that gets Leaflet from this machine and nothing else from outside."""
    page = browser.new_page()
    page.route(lambda url: "127.0.0.1" not in url, _from_here)
    return page


def _from_here(route: Route) -> None:
    name = route.request.url.rsplit("/", 1)[-1]
    if name in {"leaflet.js", "leaflet.css"}:
        route.fulfill(path=LEAFLET / name)
    else:
        route.abort()


@contextmanager
def _served(app: Flask) -> Iterator[str]:
    server = make_server("127.0.0.1", 0, app, threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.port}/"
    finally:
        server.shutdown()


if __name__ == "__main__":
    main()
