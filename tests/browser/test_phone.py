"""On a phone of 360 by 740 points the map is tapped, read and never scrolled sideways."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Page, expect

if TYPE_CHECKING:
    from collections.abc import Callable

WIDTH, HEIGHT = 360, 740
SMALLEST_TARGET = 24  # WCAG 2.2, 2.5.8


@pytest.fixture
def phone(new_page: Callable[..., Page]) -> Page:
    return new_page(viewport={"width": WIDTH, "height": HEIGHT}, has_touch=True, is_mobile=True, device_scale_factor=2)


@pytest.mark.parametrize(
    "path",
    [
        *("/", "/?place=370783", "/?place=370700-binhai", "/?from=2020&honour=first", "/?q=zzzz"),
        *("/?measure=programmes&per=people&method=headtail", "/?reform=red-property-management&to=2019"),
        *("/places/370783", "/places/370700", "/reforms", "/reforms/shouguang-vegetable-supply", "/data", "/about"),
        *("/tag", "/tag/example", "/tag/example?region=none"),
    ],
)
def test_no_page_is_wider_than_the_phone(phone: Page, path: str) -> None:
    for language in ("zh", "en"):
        phone.goto(f"{path}{'&' if '?' in path else '?'}lang={language}")
        assert phone.evaluate("[document.documentElement.scrollWidth, innerWidth]") == [WIDTH, WIDTH], language


def test_a_tap_on_the_map_opens_the_county_and_brings_it_into_view(
    phone: Page, inside: Callable[[Page, str], tuple[float, float]]
) -> None:
    phone.goto("/")
    phone.touchscreen.tap(*inside(phone, "370783"))
    expect(phone.locator('.place[data-code="370783"] .place-title')).to_be_in_viewport(ratio=1)


@pytest.mark.parametrize("code", ["370702", "370783", "370700", "370700-nongzong"])
def test_a_tap_in_the_list_shows_the_place_from_its_beginning(phone: Page, code: str) -> None:
    phone.goto("/")
    expect(phone.locator(".map[data-ready]")).to_be_visible()
    phone.locator(f'.overview [data-place="{code}"]').tap()
    expect(phone.locator(f'.place[data-code="{code}"] .place-title')).to_be_in_viewport(ratio=1)


def test_the_way_back_to_all_counties_shows_the_list(phone: Page) -> None:
    phone.goto("/?place=370783")
    expect(phone.locator(".map[data-ready]")).to_be_visible()
    phone.locator("[data-overview]").tap()
    expect(phone.locator(".overview h2")).to_be_in_viewport(ratio=1)


def test_a_theme_is_chosen_by_tap(phone: Page) -> None:
    phone.goto("/")
    expect(phone.locator(".map[data-ready]")).to_be_visible()
    phone.locator('.chip:has([value="governance"])').tap()
    governance = phone.request.get("/api/counts.json?theme=governance").json()
    expect(phone.locator("#total")).to_have_text(str(governance["total"]))


def test_what_can_be_tapped_is_large_enough(phone: Page) -> None:
    phone.goto("/?place=370783")
    expect(phone.locator(".map[data-ready]")).to_be_visible()
    small = phone.locator(
        "button, summary, .chip, .zone-mark, .leaflet-bar a, .sections a, .languages a, .tally a"
    ).evaluate_all(
        """(elements, least) => elements
             .map((element) => [element.className, element.textContent.trim(), element.getBoundingClientRect()])
             .filter(([,, box]) => box.width && (box.width < least || box.height < least))
             .map(([name, text, box]) => `${name} ${text}: ${box.width} x ${box.height}`)""",
        SMALLEST_TARGET,
    )
    assert small == []
