"""The map page stays light: what its first load moves over the wire, and what the second does not."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from playwright.sync_api import Page, expect

if TYPE_CHECKING:
    from collections.abc import Callable

MOST_BYTES = 200_000


def _weigh(page: Page) -> dict[str, int]:
    """Return a table that fills, as pages load, with the bytes that each address moved: headers and coded body."""
    addresses: dict[str, str] = {}
    bytes_of: dict[str, int] = defaultdict(int)

    def begin(event: dict[str, Any]) -> None:
        addresses[event["requestId"]] = urlsplit(event["request"]["url"]).path

    def end(event: dict[str, Any]) -> None:
        bytes_of[addresses[event["requestId"]]] += round(event["encodedDataLength"])

    session = page.context.new_cdp_session(page)
    session.on("Network.requestWillBeSent", begin)
    session.on("Network.loadingFinished", end)
    session.send("Network.enable")
    return bytes_of


def _load(page: Page) -> None:
    page.goto("/", wait_until="networkidle")
    expect(page.locator(".map[data-ready]")).to_be_visible()


def test_the_first_load_of_the_map_is_light(page: Page) -> None:
    page.context.new_cdp_session(page).send("Network.clearBrowserCache")
    moved = _weigh(page)
    _load(page)
    assert len(moved) > len(("page", "Leaflet", "shell", "outlines"))
    assert sum(moved.values()) <= MOST_BYTES, sorted(moved.items(), key=lambda each: -each[1])


def test_the_second_load_moves_the_page_alone(page: Page) -> None:
    _load(page)
    moved = _weigh(page)
    _load(page)
    assert {path for path, n_bytes in moved.items() if n_bytes} == {"/"}


def test_opening_a_county_moves_its_panel_alone(page: Page, ask: Callable[[str], Any]) -> None:
    _load(page)
    moved = _weigh(page)
    page.locator('.overview [data-place="370783"]').click()
    here = ask("/api/counts.json")["places"]["370783"]["here"]
    expect(page.locator("#group-here .card")).to_have_count(here)
    assert {path for path, n_bytes in moved.items() if n_bytes} == {"/places/370783/panel"}
