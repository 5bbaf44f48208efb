"""Take the pictures of README and docs: start the explorer, open it in Chromium, photograph it."""

from __future__ import annotations

import logging
import tempfile
import threading
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import pypdfium2
from playwright.sync_api import Browser, Page, sync_playwright
from werkzeug.serving import make_server

from explorer.config import Settings
from explorer.web.app import create_app

if TYPE_CHECKING:
    from collections.abc import Iterator

DOCS = Path(__file__).parent
CHROMIUM = Path("/usr/bin/chromium")
FLAGS = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
]
WIDE, TALL, PHONE = (1280, 800), (1280, 1080), (360, 740)
PAPER_SCALE = 1.5  # dots for each point of a PDF: A4 becomes 893 by 1263
THREE = "places=370783,370781,370784"
# name: address, size, colour scheme
PICTURES: dict[str, tuple[str, tuple[int, int], Literal["light", "dark"]]] = {
    "map-en": ("/?lang=en", WIDE, "light"),
    "map-zh": ("/?lang=zh&place=370783", WIDE, "light"),
    "map-dark-zh": ("/?lang=zh&theme=business", WIDE, "dark"),
    "map-dark-en": ("/?lang=en&place=370781", WIDE, "dark"),
    "phone-zh": ("/?lang=zh", PHONE, "light"),
    "phone-en": ("/?lang=en", PHONE, "dark"),
    "place-zh": ("/places/370783?lang=zh", WIDE, "light"),
    "place-phone-zh": ("/places/370703?lang=zh", PHONE, "dark"),
    "reform-en": ("/reforms/rural-property-exchange?lang=en", WIDE, "light"),
    "reform-zh": ("/reforms/gig-worker-inns?lang=zh", WIDE, "light"),
    "reforms-zh": ("/reforms?lang=zh", WIDE, "light"),
    "empty-zh": ("/?lang=zh&q=养老&theme=industry", WIDE, "light"),
    "measures-zh": ("/?lang=zh&measure=honours&per=people&method=jenks", WIDE, "light"),
    "programme-map-en": ("/?lang=en&reform=red-property-management&to=2023", WIDE, "light"),
    "programme-map-zh": ("/?lang=zh&reform=rural-property-exchange", WIDE, "light"),
    "matrix-en": ("/reach?lang=en", WIDE, "light"),
    "matrix-zh": ("/reach?lang=zh&citywide=off&theme=countryside", WIDE, "light"),
    "matrix-dark-zh": ("/reach?lang=zh", WIDE, "dark"),
    "matrix-phone-zh": ("/reach?lang=zh&citywide=off&theme=countryside#matrix", PHONE, "light"),
    "spread-en": ("/spread?lang=en&reform=red-property-management", TALL, "light"),
    "spread-zh": ("/spread?lang=zh&reform=rural-property-exchange", TALL, "light"),
    "spread-phone-zh": ("/spread?lang=zh&reform=rural-property-exchange", PHONE, "dark"),
    "ranking-zh": ("/spread?lang=zh", WIDE, "light"),
    "gaps-zh": ("/places/370783/gaps?lang=zh", WIDE, "light"),
    "compare-en": (f"/compare?{THREE}&lang=en", TALL, "light"),
    "compare-zh": (f"/compare?{THREE}&lang=zh", TALL, "light"),
    "tagger-en": ("/tag/example?lang=en#answer", TALL, "light"),
    "tagger-zh": ("/tag/example?lang=zh#drafts", TALL, "light"),
    "compare-maps-zh": (f"/compare?{THREE}&maps=2015,2025&lang=zh#maps", WIDE, "light"),
}
PAPERS = {
    "brief-zh": "/places/370783/brief.pdf?lang=zh",
    "brief-en": "/reforms/rural-property-exchange/brief.pdf?lang=en",
}
DESK: dict[str, tuple[str, tuple[int, int], Literal["light", "dark"]]] = {
    "desk-edit-zh": ("/desk/reforms/gig-worker-inns/edit?lang=zh", TALL, "light"),
    "desk-edit-phone-zh": ("/desk/reforms/gig-worker-inns/edit?lang=zh#reach", PHONE, "dark"),
    "desk-reforms-en": ("/desk/reforms?lang=en&q=养老", WIDE, "dark"),
}
# A steward's table, made up, in which most rows have a fault.
LEDGER = """改革名称,主题,县市区,状态,起始年份,摘要,来源标题
（示例）蔬菜管家上门服务,农业农村,寿光市,首创,2023,（示例）派人上门指导。,（示例）改革简报
（示例）冬暖大棚保险,农业农村,寿广市,试点,2021,（示例）为大棚投保。,（示例）改革简报
（示例）夜间议事亭,科技创新,潍城区,推行,2022,（示例）晚间议事。,（示例）改革简报
（示例）驿站代收代办,民生,370723,推行,20233,（示例）就近代办。,
"""
PRINTED = {"print-zh": "/places/370725?lang=zh", "matrix-print-zh": "/reach?lang=zh&citywide=off&theme=countryside"}


def main() -> None:
    """Write every picture beside this file: pages on a screen, PDFs, pages as a browser prints them."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(database_url=f"sqlite:///{folder}/store.sqlite")
        with sync_playwright() as play:
            path = CHROMIUM if CHROMIUM.exists() else None
            browser = play.chromium.launch(executable_path=path, args=FLAGS)
            with served(settings) as site:
                photograph(browser, site)
            with served(replace(settings, open_desk=True)) as site:
                photograph_desk(browser, site)
            browser.close()


@contextmanager
def served(settings: Settings) -> Iterator[str]:
    """Serve a site for as long as the block lasts; its address."""
    server = make_server("127.0.0.1", 0, create_app(settings), threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.port}"
    finally:
        server.shutdown()


def photograph(browser: Browser, site: str) -> None:
    """Save what each address shows, holds or prints."""
    save_pages(browser, site, PICTURES)
    page = browser.new_page()
    for name, address in PAPERS.items():
        save_first_page(page.request.get(site + address).body(), name)
    for name, address in PRINTED.items():
        page.goto(site + address)
        save_first_page(page.pdf(prefer_css_page_size=True), name)
    page.close()


def photograph_desk(browser: Browser, site: str) -> None:
    """Save what a steward sees: a form, a list, and what is told of a table."""
    save_pages(browser, site, DESK)
    for language in ("zh", "en"):
        page = browser.new_page(viewport={"width": TALL[0], "height": TALL[1]})
        page.goto(f"{site}/desk/import?lang={language}")
        table = {"name": "台账.csv", "mimeType": "text/csv", "buffer": LEDGER.encode()}
        page.locator("#file").set_input_files([table])  # type: ignore[list-item]
        page.locator("main .buttons button").click()
        page.locator(".verdicts").wait_for()
        page.screenshot(path=DOCS / f"desk-import-{language}.png")
        page.close()


def save_pages(
    browser: Browser, site: str, pictures: dict[str, tuple[str, tuple[int, int], Literal["light", "dark"]]]
) -> None:
    """Save what each address shows on a screen."""
    for name, (address, (width, height), scheme) in pictures.items():
        page = browser.new_page(viewport={"width": width, "height": height}, color_scheme=scheme)
        page.goto(site + address)
        settle(page)
        page.screenshot(path=DOCS / f"{name}.png")
        page.close()


def save_first_page(document: bytes, name: str) -> None:
    """Save the first page of a PDF as a picture."""
    with pypdfium2.PdfDocument(document) as paper:
        paper[0].render(scale=PAPER_SCALE).to_pil().save(DOCS / f"{name}.png")


def settle(page: Page) -> None:
    """Wait until the maps, if the page has any, are drawn."""
    for each in page.locator(".map, .twin-map").all():
        each.and_(page.locator("[data-ready]")).wait_for()


if __name__ == "__main__":
    main()
