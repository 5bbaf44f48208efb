"""Take the pictures of README and docs: start the explorer, open it in Chromium, photograph it."""

from __future__ import annotations

import logging
import tempfile
import threading
from pathlib import Path

from playwright.sync_api import Page, sync_playwright
from werkzeug.serving import make_server

from explorer.app import create_app
from explorer.config import Settings

DOCS = Path(__file__).parent
CHROMIUM = Path("/usr/bin/chromium")
FLAGS = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
]
WIDE, PHONE = (1280, 800), (360, 740)
# name: address, size, colour scheme
PICTURES: dict[str, tuple[str, tuple[int, int], str]] = {
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
}


def main() -> None:
    """Write every picture of PICTURES beside this file, and one page as it prints."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    with tempfile.TemporaryDirectory() as folder:
        app = create_app(Settings(database_url=f"sqlite:///{folder}/store.sqlite"))
        server = make_server("127.0.0.1", 0, app, threaded=True)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            photograph(f"http://127.0.0.1:{server.port}")
        finally:
            server.shutdown()


def photograph(site: str) -> None:
    """Open each address of PICTURES and save what it shows."""
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM if CHROMIUM.exists() else None, args=FLAGS)
        for name, (address, (width, height), scheme) in PICTURES.items():
            page = browser.new_page(viewport={"width": width, "height": height}, color_scheme=scheme)
            page.goto(site + address)
            settle(page)
            page.screenshot(path=DOCS / f"{name}.png")
            page.close()
        page = browser.new_page(viewport={"width": 794, "height": 1123})
        page.emulate_media(media="print")
        page.goto(f"{site}/places/370725?lang=zh")
        page.screenshot(path=DOCS / "print-zh.png")
        browser.close()


def settle(page: Page) -> None:
    """Wait until the map, if the page has one, is drawn."""
    if page.locator(".map").count():
        page.locator(".map[data-ready]").wait_for()


if __name__ == "__main__":
    main()
