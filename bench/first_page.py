"""Time the first page beside the same map made the plain Folium way: medians and ratios side by side."""

from __future__ import annotations

import html
import logging
import statistics
import tempfile
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import folium
import waitress
from flask import Flask, Response, send_from_directory
from flask_compress import Compress
from playwright.sync_api import Browser, Page, sync_playwright

from explorer.config import Settings
from explorer.drawing.web_map import LEAFLET, NOT_RECORDED, PALETTE
from explorer.query.filters import Filter
from explorer.reach import group_for, overview
from explorer.reach import overview as tallies
from explorer.web.app import create_app

if TYPE_CHECKING:
    from explorer.web.site import Site

RUNS = 5
TIMEOUT_MS = 15_000  # of each step: with the runs it bounds the whole
COUNTY = "370783"
CHROMIUM = Path("/usr/bin/chromium")
FLAGS = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
    # Other hosts fail at once, so that no page waits for a network that is not there.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)
CDN_LEAFLET = "https://cdn.jsdelivr.net/npm/leaflet@1.9.3/dist/"
NEVER_REQUESTED = "data:"

DRAWN = """() => new Promise((done) => {
  (function look() {
    if (document.querySelectorAll("path.leaflet-interactive").length >= 12) done(performance.now());
    else requestAnimationFrame(look);
  })();
})"""
CLICK = """([nth, filled]) => new Promise((done) => {
  const county = document.querySelectorAll("path.leaflet-interactive")[nth];
  const start = performance.now();
  new MutationObserver((changes, watch) => {
    if (!document.querySelector(filled)) return;
    watch.disconnect();
    requestAnimationFrame(() => done(performance.now() - start));
  }).observe(document.body, { childList: true, subtree: true });
  county.dispatchEvent(new MouseEvent("click", { bubbles: true, view: window }));
})"""
NOTE = f"""
Median of {RUNS} runs, each in a new browser without cache; all pages by waitress on this machine, compressed alike.
  ours      map of 12 counties and their neighbours, zones, names, legend, filter, list; a click fetches the panel.
  bare      stock folium.Map, GeoJson coloured by count, GeoJsonTooltip: 12 counties and nothing else; no click.
  filled    bare, with the neighbours and in each county's GeoJsonPopup the titles that our panel gives, without the
            citywide ones, figures, honours and sources: less than ours shows on a click, but there without a request.
Comparable: server time, drawing, requests. In favour of plain Folium: its Leaflet, a CDN file, comes from this machine;
its other outside files (jQuery, Bootstrap, fonts, tiles) cannot be had here and add neither bytes nor time."""


@dataclass
class Measured:
    """What was measured of one page, a list of runs for each row of the table."""

    address: str
    app: Flask
    nth_county: int
    filled: str | None  # what a click makes appear; None: nothing
    rows: dict[str, list[float]] = field(default_factory=dict)

    def note(self, row: str, value: float) -> None:
        """Add the number of one run to a row."""
        self.rows.setdefault(row, []).append(value)

    def median(self, row: str) -> float | None:
        """Return the median of a row's runs; None if the page has nothing to measure there."""
        return statistics.median(self.rows[row]) if row in self.rows else None


def main() -> None:
    """Measure the three pages in turn and print them."""
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)  # eight files at once are no news here
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        ours = create_app(Settings(database_url=f"sqlite:///{folder}/store.sqlite"))
        site: Site = ours.extensions["site"]
        nth = [county.code for county in site.places.counties].index(COUNTY)
        pages = {
            "ours": Measured(_serve(ours), ours, nth, f'.place[data-code="{COUNTY}"]'),
            "bare": _plain(site, nth, filled=False),
            "filled": _plain(site, nth, filled=True),
        }
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM if CHROMIUM.is_file() else None, args=FLAGS, headless=True
        )
        for page in pages.values():
            page.app.test_client().get("/")  # the first answer loads what later ones share
        for _ in range(RUNS):
            for page in pages.values():
                _measure_server(page)
                _measure_browser(browser, page)
        browser.close()
    _print_table(pages)
    print(NOTE)


def _plain(site: Site, nth: int, *, filled: bool) -> Measured:
    """Serve the plain Folium page, and Leaflet in place of its CDN."""
    app = Flask("plain", static_folder=None)
    Compress(app)

    @app.get("/")
    def page() -> Response:
        return Response(_folium_page(site, filled=filled).replace(CDN_LEAFLET, "/leaflet/"))

    @app.get("/leaflet/<name>")
    def leaflet(name: str) -> Response:
        response = send_from_directory(LEAFLET, name, max_age=31_536_000)
        response.direct_passthrough = False
        response.make_sequence()
        return response

    return Measured(_serve(app), app, nth, ".leaflet-popup-content li" if filled else None)


def _folium_page(site: Site, *, filled: bool) -> str:
    """Draw the page as Folium's own guide does; it is made anew for each request, as the reforms may have changed."""
    reforms = site.store.reforms(Filter())
    counts = overview(tallies(reforms, site.places, Filter()), site.places).places
    features = [each for each in site.places.outlines()["features"] if each["id"] != site.places.city.code]
    for feature in features:
        county = site.places[feature["id"]]
        groups = group_for(county, reforms, site.places)
        titles = [entry.reform.title_zh for entry in (*groups.here, *groups.zones)]
        feature["properties"] = {"name": county.name_zh, "n": counts[county.code].here} | (
            {"reforms": f"<ul>{''.join(f'<li>{html.escape(title)}</li>' for title in titles)}</ul>"} if filled else {}
        )

    def style(feature: dict[str, Any]) -> dict[str, Any]:
        shade = counts[feature["id"]].shade
        return {"fillColor": PALETTE[shade - 1] if shade else NOT_RECORDED, "fillOpacity": 1, "color": "#fff"}

    map_ = folium.Map(location=[36.5, 119.1], zoom_start=8)
    if filled:
        folium.GeoJson(site.places.surroundings(), interactive=False).add_to(map_)
    folium.GeoJson(
        {"type": "FeatureCollection", "features": features},
        style_function=style,
        tooltip=folium.GeoJsonTooltip(["name", "n"]),
        popup=folium.GeoJsonPopup(["reforms"], labels=False) if filled else None,
    ).add_to(map_)
    return str(map_.get_root().render())


def _serve(app: Flask) -> str:
    """Serve from a thread that ends with the program."""
    server = waitress.create_server(app, host="127.0.0.1", port=0, threads=8)  # as `explorer serve`
    threading.Thread(target=server.run, daemon=True).start()
    return f"http://127.0.0.1:{server.effective_port}/"


def _measure_server(measured: Measured) -> None:
    start = time.perf_counter()
    answer = measured.app.test_client().get("/")
    measured.note("page made on the server, ms", (time.perf_counter() - start) * 1000)
    assert answer.status_code == 200, answer.status  # noqa: PLR2004, S101  # else the time says nothing


def _measure_browser(browser: Browser, measured: Measured) -> None:
    with browser.new_context(locale="zh-CN", viewport={"width": 1280, "height": 800}) as context:
        page = context.new_page()
        page.set_default_timeout(TIMEOUT_MS)
        outside: set[str] = set()
        moved: list[float] = []
        page.on("request", lambda request: outside.add(request.url))
        network = context.new_cdp_session(page)
        network.on("Network.loadingFinished", lambda event: moved.append(event["encodedDataLength"]))
        network.send("Network.enable")

        measured.note("12 counties drawn, ms", _load(page, measured.address))
        measured.note("first load compressed, kB", sum(moved) / 1000)
        own = (measured.address, NEVER_REQUESTED)
        measured.note("addresses asked outside", sum(not url.startswith(own) for url in outside))
        if measured.filled:
            clicked = page.evaluate(CLICK, [measured.nth_county, measured.filled])
            measured.note("click to filled panel or popup, ms", clicked)
        moved.clear()
        _load(page, measured.address)
        measured.note("second visit compressed, kB", sum(moved) / 1000)


def _load(page: Page, address: str) -> float:
    """Open the page and wait until all is loaded; milliseconds from the start until the counties were drawn."""
    page.goto(address, wait_until="commit")
    drawn = float(page.evaluate(DRAWN))
    page.wait_for_load_state("networkidle")
    return drawn


def _print_table(pages: dict[str, Measured]) -> None:
    ours, bare, filled = pages.values()
    print(f"{'':36}{'ours':>9}{'bare':>9}{'filled':>9}{'ours/bare':>12}{'ours/filled':>13}")
    for row in ours.rows:
        mine, *others = (each.median(row) for each in (ours, bare, filled))
        ratios = [f"{mine / other:.2f}" if mine is not None and other else "-" for other in others]
        cells = ["-" if each is None else f"{each:.1f}" for each in (mine, *others)]
        print(f"{row:36}{cells[0]:>9}{cells[1]:>9}{cells[2]:>9}{ratios[0]:>12}{ratios[1]:>13}")


if __name__ == "__main__":
    main()
