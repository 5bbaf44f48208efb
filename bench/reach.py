"""Time the matrix of 100,000 made-up reforms over the counties of Shandong, beside reading and laying out them all."""

from __future__ import annotations

import statistics
import tempfile
import time
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar
from urllib.request import Request, urlopen

from first_page import CHROMIUM, FLAGS
from playwright.sync_api import sync_playwright
from processes import in_fresh_process, peak_mb, served
from synthetic import PROVINCE, make_files

import geodata
from explorer import reach
from explorer.config import Settings
from explorer.importing import seed
from explorer.query.filters import Filter
from explorer.query.options import Rule
from explorer.reach.matrix import Ranking
from explorer.records.models import Reform
from explorer.store import open_store
from explorer.store.rankings import ranked

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Browser

Made = TypeVar("Made")
Times = dict[str, float]

N_REFORMS = 100_000
N_ROWS = 50
FRESH, WARM = 3, 20  # processes, and runs in one process, of which the median is told
LONGEST_WARM_S = 1.5  # slow steps are run less often
TIMEOUT_MS = 15_000
RULES = {"what the city runs counts for all": Rule(), "what the city runs is left out": Rule(citywide=False)}
SQL, READING, LAYING, PAGE, API = "SQL", "reading documents", "reach.matrix", "page /reach", "API /api/reach.json"
PATHS = {PAGE: "/reach", API: "/api/reach.json"}
TOO_FAST_MS = 1  # a ratio to less says nothing

USABLE = """() => new Promise((done) => {
  const box = () => document.querySelector(".matrix-box");
  const times = {};
  let longest = 0;
  function scroll(left, before) {
    const now = performance.now();
    if (before) longest = Math.max(longest, now - before);
    if (!left) return done({ ...times, "longest frame of 20 while scrolling": longest });
    box().scrollBy(120, 60);
    requestAnimationFrame(() => scroll(left - 1, now));
  }
  const ready = () => performance.getEntriesByType("navigation")[0].domContentLoadedEventEnd;
  function begin() {
    times["DOMContentLoaded"] = ready();
    box().scrollBy(200, 200);
    requestAnimationFrame(() => requestAnimationFrame(() => {
      times["first frame after a scroll"] = performance.now();
      scroll(20, 0);
    }));
  }
  if (ready()) begin();
  else addEventListener("DOMContentLoaded", () => setTimeout(begin));
})"""
NOTE = f"""
  cold    first call in a new process; of page and API the first request to a new `explorer serve`, that is ready:
          median of {FRESH} processes.
  warm    the same call again: median of {WARM} at most. The page is kept per question and version of the data.
  naive   all reforms read, all laid out, the {N_ROWS} widest taken: once, in a process that did nothing before.
  SQL, documents and matrix are parts of the page; the rest of it is the totals, the template and compression."""


@dataclass(frozen=True)
class Filled:
    """What it took to fill the store from a file of reforms."""

    megabytes: float
    reading_s: float
    saving_s: float
    peak_before_mb: float
    peak_mb: float


def main() -> None:
    """Build, fill, measure, print."""
    begun = time.perf_counter()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        settings = Settings(
            city=PROVINCE,
            data=str(folder / "cases.geojson"),
            places=str(folder),
            database_url=f"sqlite:///{folder}/store.sqlite",
        )
        print(in_fresh_process(make_files, settings, N_REFORMS))
        _print_filled(in_fresh_process(_fill, settings))
        naive = in_fresh_process(_naive, settings)
        for words, rule in RULES.items():
            _print_steps(words, [_steps(settings, rule) for _ in range(FRESH)], naive)
        _print_browser(settings)
    print(NOTE)
    print(f"\nall in {time.perf_counter() - begun:.0f} s")


def _fill(settings: Settings) -> Filled:
    moments: list[tuple[float, float]] = []

    def note(_: object) -> None:
        moments.append((time.perf_counter(), peak_mb()))

    places = geodata.load(PROVINCE, Path(settings.places))
    seed.fill(open_store(settings.store_url()), Path(settings.data), places, note)
    note("filled")
    (begun, _), (read, peak_before), (saved, peak) = moments
    return Filled(Path(settings.data).stat().st_size / 1e6, read - begun, saved - read, peak_before, peak)


def _naive(settings: Settings) -> Times:
    places = geodata.load(PROVINCE, Path(settings.places))
    store = open_store(settings.store_url())
    documents, reading = _timed(lambda: store.reforms(Filter()))
    _, laying = _timed(lambda: _widest(reach.matrix(documents, places)))
    return {READING: reading, LAYING: laying, PAGE: reading + laying}


def _widest(table: reach.Matrix) -> list[reach.MatrixLine]:
    return sorted(table.lines, key=lambda line: (-line.n_counties, line.reform.id))[:N_ROWS]


def _steps(settings: Settings, rule: Rule) -> dict[str, tuple[float, float]]:
    """Return milliseconds of each step, first and later, and the size of the page."""
    steps = in_fresh_process(_parts, settings, rule)
    for step in (PAGE, API):
        with served(settings) as address:
            asked = address + PATHS[step] + _query(rule)
            steps[step], size = _cold_and_warm(partial(_get, asked))
        if step == PAGE:
            steps["page compressed, kB"] = (size / 1000, size / 1000)
    return steps


def _parts(settings: Settings, rule: Rule) -> dict[str, tuple[float, float]]:
    places = geodata.load(PROVINCE, Path(settings.places))
    store = open_store(settings.store_url())
    statement = ranked(Filter(), Ranking(rule=rule, limit=N_ROWS), "zh", len(places.counties))

    def ask() -> list[str]:
        with store._engine.connect() as connection:  # noqa: SLF001  # the store itself reads the documents at once
            return list(connection.scalars(statement))

    sql, documents = _cold_and_warm(ask)
    reading, reforms = _cold_and_warm(lambda: [Reform.model_validate_json(each) for each in documents])
    laying, _ = _cold_and_warm(lambda: reach.matrix(reforms, places, Filter(), rule))
    return {SQL: sql, READING: reading, LAYING: laying}


def _query(rule: Rule) -> str:
    return f"?rows={N_ROWS}" + ("" if rule.citywide else "&citywide=off")


def _get(address: str) -> int:
    with urlopen(Request(address, headers={"Accept-Encoding": "gzip"})) as answer:  # noqa: S310  # our own server
        return len(answer.read())


def _timed(call: Callable[[], Made]) -> tuple[Made, float]:
    """Return what a call gives, and its milliseconds."""
    start = time.perf_counter()
    made = call()
    return made, (time.perf_counter() - start) * 1000


def _cold_and_warm(call: Callable[[], Made]) -> tuple[tuple[float, float], Made]:
    made, cold = _timed(call)
    runs: list[float] = []
    while len(runs) < WARM and sum(runs) < LONGEST_WARM_S * 1000:
        runs.append(_timed(call)[1])
    return (cold, statistics.median(runs)), made


def _print_filled(filled: Filled) -> None:
    print(
        f"file of {filled.megabytes:.0f} MB: read and checked in {filled.reading_s:.0f} s, peak "
        f"{filled.peak_before_mb:.0f} MB; saved in {filled.saving_s:.0f} s, "
        f"{filled.peak_mb - filled.peak_before_mb:.0f} MB more"
    )


def _print_steps(words: str, runs: list[dict[str, tuple[float, float]]], naive: Times) -> None:
    print(f"\nthe {N_ROWS} widest, {words:33}{'cold':>9}{'warm':>9}{'naive':>9}{'naive/cold':>12}")
    for step in runs[0]:
        cold, warm = (statistics.median(run[step][n] for run in runs) for n in (0, 1))
        beside = naive.get(step)
        ratio = f"{beside / cold:.0f}" if beside and cold > TOO_FAST_MS else "-"
        unit = "" if "kB" in step else ", ms"
        print(f"  {step + unit:46}{cold:9.1f}{warm:9.1f}{'-' if beside is None else f'{beside:.0f}':>9}{ratio:>12}")


def _print_browser(settings: Settings) -> None:
    with served(settings) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM if CHROMIUM.is_file() else None, args=FLAGS, headless=True
        )
        page = address + PATHS[PAGE] + _query(Rule(citywide=False))
        _use(browser, page)  # makes the page, which is kept
        runs = [_use(browser, page) for _ in range(FRESH)]
        browser.close()
    print(f"\n{'the page in Chromium, warm, from the request on':46}{'ms':>11}")
    for row in runs[0]:
        print(f"  {row:46}{statistics.median(run[row] for run in runs):9.0f}")


def _use(browser: Browser, address: str) -> Times:
    with browser.new_context(locale="zh-CN", viewport={"width": 1280, "height": 800}) as context:
        page = context.new_page()
        page.set_default_timeout(TIMEOUT_MS)
        page.goto(address, wait_until="commit")
        times: Times = page.evaluate(USABLE)
        return times


if __name__ == "__main__":
    main()
