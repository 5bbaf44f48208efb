"""Who uses no mouse reaches every county, opens it and closes what pops up."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Page, expect

import geodata

if TYPE_CHECKING:
    from collections.abc import Callable

COUNTIES = [county.code for county in geodata.load("370700").counties]
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


@pytest.fixture
def map_page(page: Page) -> Page:
    page.goto("/")
    expect(page.locator(".map[data-ready]")).to_be_visible()
    return page


def test_tab_reaches_every_county_and_zone(map_page: Page) -> None:
    reached = []
    for _ in range(MOST_TABS):
        map_page.keyboard.press("Tab")
        reached.append(_focused(map_page))

    on_the_map = [code for code in reached if code]
    assert set(on_the_map) == {*COUNTIES, *(zone.code for zone in geodata.load("370700").zones)}
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
def test_focus_shows_the_tooltip_and_escape_closes_it(map_page: Page, code: str) -> None:
    _tab_to(map_page, code)
    expect(map_page.locator(".place-tip")).to_be_visible()
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


def test_the_focused_county_is_ringed_and_the_ring_leaves_with_the_focus(map_page: Page) -> None:
    _tab_to(map_page, COUNTIES[0])
    expect(map_page.locator(".ring")).to_have_count(2)
    first = map_page.locator(".ring-line").get_attribute("d")

    map_page.keyboard.press("Tab")
    assert _focused(map_page) == COUNTIES[1]
    expect(map_page.locator(".ring")).to_have_count(2)
    assert map_page.locator(".ring-line").get_attribute("d") != first

    _tab_to(map_page, "370700-binhai")
    expect(map_page.locator(".ring")).to_have_count(0)


def test_the_ring_follows_the_outline_of_the_county_it_stands_for(map_page: Page) -> None:
    _tab_to(map_page, "370783")
    expect(map_page.locator(".ring-line")).to_have_count(1)
    ring, county = (
        map_page.locator(".ring-line").bounding_box(),
        map_page.locator('[data-code="370783"]').bounding_box(),
    )
    assert ring is not None
    assert county is not None
    assert [round(ring[side] - county[side]) for side in ("x", "y")] == [0, 0]


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
    expect(map_page.locator(".skip")).to_be_focused()
    expect(map_page.locator(".skip")).to_be_in_viewport()
    map_page.keyboard.press("Enter")
    expect(map_page.locator("#content")).to_be_focused()


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
