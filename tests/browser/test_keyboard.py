"""Who uses no mouse reaches every county, opens it and closes what pops up."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Page, expect

if TYPE_CHECKING:
    from collections.abc import Callable

    from geodata import Places

MOST_TABS = 60


def _focused(page: Page) -> str | None:
    """Return the code of the place on the map that has the focus."""
    return page.evaluate(
        "document.activeElement.matches('.map [data-code]') ? document.activeElement.dataset.code : null"
    )


def _tab_to(page: Page, code: str) -> None:
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        if _focused(page) == code:
            return
    pytest.fail(f"{MOST_TABS} times Tab do not reach {code}")


def _expect_ring(page: Page, code: str) -> None:
    """Expect halo and line along the outline of this county, and no other."""
    outline = page.locator(f'path[data-code="{code}"]').get_attribute("d")
    expect(page.locator(".ring")).to_have_count(2)
    for name in (".ring-halo", ".ring-line"):
        expect(page.locator(name)).to_have_attribute("d", outline or "")


@pytest.fixture
def map_page(page: Page) -> Page:
    page.goto("/")
    expect(page.locator(".map[data-ready]")).to_be_visible()
    return page


def test_tab_reaches_every_county_and_zone(map_page: Page, weifang: Places) -> None:
    reached = []
    for _ in range(MOST_TABS):
        map_page.keyboard.press("Tab")
        reached.append(_focused(map_page))

    on_the_map = [code for code in reached if code]
    assert set(on_the_map) == {place.code for place in (*weifang.counties, *weifang.zones)}
    assert len(on_the_map) == len(set(on_the_map))


@pytest.mark.parametrize("key", ["Enter", "Space"])
def test_a_key_opens_the_focused_county(map_page: Page, key: str) -> None:
    _tab_to(map_page, "370783")
    map_page.keyboard.press(key)

    expect(map_page.locator('.place[data-code="370783"]')).to_be_visible()
    expect(map_page.locator("#panel")).to_be_focused()
    map_page.keyboard.press("Tab")
    expect(map_page.locator("[data-overview]")).to_be_focused()
    map_page.keyboard.press("Enter")
    expect(map_page.locator(".overview")).to_be_visible()


def test_enter_opens_the_focused_zone(map_page: Page) -> None:
    _tab_to(map_page, "370700-binhai")
    map_page.keyboard.press("Enter")
    expect(map_page.locator('.place[data-code="370700-binhai"]')).to_be_visible()


@pytest.mark.parametrize("code", ["370783", "370700-binhai"])
def test_focus_shows_the_tooltip_and_escape_closes_it(map_page: Page, weifang: Places, code: str) -> None:
    _tab_to(map_page, code)
    expect(map_page.locator(".place-tip")).to_have_count(1)
    expect(map_page.locator(".place-tip strong")).to_have_text(weifang[code].name_zh)
    map_page.keyboard.press("Escape")
    expect(map_page.locator(".place-tip")).to_have_count(0)
    assert _focused(map_page) == code


def test_escape_closes_a_tooltip_that_the_mouse_opened(
    map_page: Page, inside: Callable[[Page, str], tuple[float, float]]
) -> None:
    map_page.mouse.move(*inside(map_page, "370783"))
    expect(map_page.locator(".place-tip")).to_be_visible()
    map_page.keyboard.press("Escape")
    expect(map_page.locator(".place-tip")).to_have_count(0)


def test_the_focused_county_is_ringed_and_the_ring_leaves_with_the_focus(map_page: Page, weifang: Places) -> None:
    first, second = (county.code for county in weifang.counties[:2])
    _tab_to(map_page, first)
    _expect_ring(map_page, first)
    map_page.keyboard.press("Tab")
    assert _focused(map_page) == second
    _expect_ring(map_page, second)

    _tab_to(map_page, "370700-binhai")
    expect(map_page.locator(".ring")).to_have_count(0)


def test_each_county_tells_a_screen_reader_name_count_and_state(map_page: Page) -> None:
    county = map_page.locator('path[data-code="370783"]')
    expect(county).to_have_role("button")
    expect(county).to_have_attribute("aria-pressed", "false")
    here = map_page.request.get("/api/counts.json").json()["places"]["370783"]["here"]
    name = county.get_attribute("aria-label") or ""
    assert name.startswith("寿光市")
    assert str(here) in name


def test_the_skip_link_passes_by_masthead_and_filter(map_page: Page) -> None:
    map_page.keyboard.press("Tab")
    expect(map_page.locator(".skip").first).to_be_focused()
    expect(map_page.locator(".skip").first).to_be_in_viewport(ratio=1)
    map_page.keyboard.press("Enter")
    expect(map_page.locator("#content")).to_be_focused()


def test_the_second_skip_link_passes_by_the_map_too(map_page: Page) -> None:
    map_page.keyboard.press("Tab")
    map_page.keyboard.press("Tab")
    map_page.keyboard.press("Enter")
    expect(map_page.locator("#panel")).to_be_focused()
    map_page.keyboard.press("Tab")
    expect(map_page.locator(".overview a").first).to_be_focused()


def test_space_ticks_a_theme_and_escape_closes_more(map_page: Page) -> None:
    map_page.locator("#q").focus()
    map_page.keyboard.press("Tab")
    map_page.keyboard.press("Space")
    expect(map_page.locator('input[value="industry"]')).to_be_checked()
    expect(map_page.locator("#clear")).to_be_visible()

    map_page.locator(".more > summary").focus()
    map_page.keyboard.press("Enter")
    expect(map_page.locator(".more-box")).to_be_visible()
    map_page.keyboard.press("Escape")
    expect(map_page.locator(".more-box")).to_be_hidden()
