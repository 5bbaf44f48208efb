"""A visitor opens the map, clicks a county and reads what was reformed there."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import Page, Route, expect

if TYPE_CHECKING:
    from collections.abc import Callable

    from geodata import Places

CITY, SHOUGUANG, ZHUCHENG = "370700", "370783", "370782"

Point = tuple[float, float]


def _groups(page: Page, code: str) -> dict[str, int]:
    """Wait for a place's panel; return by group how many cards it holds."""
    place = page.locator(f'.place[data-code="{code}"]')
    expect(place).to_be_visible()
    groups = place.locator(".group").evaluate_all(
        "groups => groups.map((group) => [group.id, group.querySelectorAll('.card').length])"
    )
    for name, n_cards in groups:
        expect(place.locator(f"#{name} > summary .count")).to_have_text(str(n_cards or "–"))
        expect(place.locator(f'.tally [href="#{name}"] b')).to_have_text(str(n_cards or "–"))
    return {name.removeprefix("group-"): n_cards for name, n_cards in groups}


def _counted(counts: dict[str, Any], code: str) -> dict[str, int]:
    """Return what the API counts for a place, by group of its panel."""
    if code == CITY:
        return {"here": counts["citywide"]}
    if code in counts["zones"]:
        return {"here": counts["zones"][code], "citywide": counts["citywide"]}
    place = counts["places"][code]
    return {"here": place["here"], "zones": place["zones"], "citywide": counts["citywide"]}


def test_a_click_on_the_map_opens_the_county(
    page: Page, inside: Callable[[Page, str], Point], ask: Callable[[str], Any]
) -> None:
    page.goto("/")
    page.mouse.click(*inside(page, SHOUGUANG))

    assert _groups(page, SHOUGUANG) == _counted(ask("/api/counts.json"), SHOUGUANG)
    expect(page).to_have_url(re.compile(r"/\?place=370783$"))
    expect(page).to_have_title(re.compile("寿光市"))
    expect(page.locator(f'path[data-code="{SHOUGUANG}"]')).to_have_attribute("aria-pressed", "true")
    expect(page.locator(".ring")).to_have_count(2)
    expect(page.locator("#panel")).to_be_focused()


def test_back_returns_and_a_reload_shows_the_same(page: Page, inside: Callable[[Page, str], Point]) -> None:
    page.goto("/")
    page.mouse.click(*inside(page, SHOUGUANG))
    opened = _groups(page, SHOUGUANG)

    page.reload()
    assert _groups(page, SHOUGUANG) == opened
    expect(page.locator(f'path[data-code="{SHOUGUANG}"]')).to_have_attribute("aria-pressed", "true")

    page.go_back()
    expect(page.locator(".overview")).to_be_visible()
    expect(page).not_to_have_url(re.compile("place="))
    expect(page.locator('path[aria-pressed="true"]')).to_have_count(0)
    expect(page.locator(".ring")).to_have_count(0)

    page.go_forward()
    assert _groups(page, SHOUGUANG) == opened


def test_the_list_opens_the_same_as_the_map(page: Page, inside: Callable[[Page, str], Point]) -> None:
    page.goto("/")
    page.mouse.click(*inside(page, ZHUCHENG))
    from_map = _groups(page, ZHUCHENG)
    text = page.locator(".place").inner_text()

    page.locator("[data-overview]").click()
    page.locator(f'.overview [data-place="{ZHUCHENG}"]').click()

    assert _groups(page, ZHUCHENG) == from_map
    assert page.locator(".place").inner_text() == text


@pytest.mark.parametrize("question", ["", "?theme=opening&from=2015"])
def test_every_place_shows_as_many_reforms_as_are_counted(
    page: Page, ask: Callable[[str], Any], weifang: Places, question: str
) -> None:
    counts = ask(f"/api/counts.json{question}")
    page.goto(f"/{question}")
    shown = {}
    for place in weifang:
        page.locator(f'.overview [data-place="{place.code}"]').click()
        shown[place.code] = _groups(page, place.code)
        page.locator("[data-overview]").click()
        expect(page.locator(".overview")).to_be_visible()

    assert shown == {place.code: _counted(counts, place.code) for place in weifang}


def test_each_county_and_each_zone_can_be_hit_on_the_map(
    page: Page, inside: Callable[[Page, str], Point], weifang: Places
) -> None:
    page.goto("/")
    for county in weifang.counties:
        page.mouse.click(*inside(page, county.code))
        expect(page.locator(f'.place[data-code="{county.code}"]')).to_be_visible()
    for zone in weifang.zones:
        page.locator(f'.zone-mark[data-code="{zone.code}"]').click()
        expect(page.locator(f'.place[data-code="{zone.code}"]')).to_be_visible()


def test_hovering_shows_name_and_count(
    page: Page, inside: Callable[[Page, str], Point], ask: Callable[[str], Any], weifang: Places
) -> None:
    counts = ask("/api/counts.json")
    page.goto("/")
    page.mouse.move(*inside(page, SHOUGUANG))
    tip = page.locator(".place-tip")
    expect(tip.locator("strong")).to_have_text("寿光市")
    expect(tip).to_contain_text(re.compile(rf"\b{counts['places'][SHOUGUANG]['here']}\b"))

    page.locator('.zone-mark[data-code="370700-binhai"]').hover()
    expect(tip).to_have_count(1)
    expect(tip.locator("strong")).to_have_text(weifang["370700-binhai"].name_zh)
    expect(tip).to_contain_text(re.compile(rf"\b{counts['zones']['370700-binhai']}\b"))

    page.locator(".masthead").hover()
    expect(tip).to_have_count(0)


def test_every_county_carries_its_name_and_count_on_the_map(
    page: Page, ask: Callable[[str], Any], weifang: Places
) -> None:
    counts = ask("/api/counts.json")["places"]
    page.goto("/")
    expect(page.locator(".map[data-ready]")).to_be_visible()
    labels = page.locator(".county-label").all_inner_texts()

    expected = {f"{county.short_zh}{counts[county.code]['here'] or '–'}" for county in weifang.counties}
    assert {"".join(label.split()) for label in labels} == expected


def test_pointing_at_the_list_points_at_the_map(page: Page) -> None:
    page.goto("/")
    expect(page.locator(".map[data-ready]")).to_be_visible()
    page.locator(f'.overview [data-place="{ZHUCHENG}"]').hover()
    expect(page.locator("path.pointed")).to_have_attribute("data-code", ZHUCHENG)


def test_a_tally_opens_its_group_on_a_page_opened_by_its_address(page: Page) -> None:
    page.goto(f"/?place={SHOUGUANG}")
    expect(page.locator(".map[data-ready]")).to_be_visible()
    page.locator('[data-group="citywide"]').click()
    expect(page.locator("#group-citywide .card").first).to_be_in_viewport()


def test_a_slow_answer_that_is_no_longer_wanted_leaves_no_trace(page: Page) -> None:
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.goto("/")
    expect(page.locator(".map[data-ready]")).to_be_visible()
    page.locator(f'.overview [data-place="{SHOUGUANG}"]').click()
    expect(page.locator(".place")).to_be_visible()
    page.go_back()
    expect(page.locator(".overview")).to_be_visible()

    page.route(f"**/places/{ZHUCHENG}/panel", hold)
    with page.expect_request(f"**/places/{ZHUCHENG}/panel"):
        page.locator(f'.overview [data-place="{ZHUCHENG}"]').click()
    page.go_back()
    expect(page).not_to_have_url(re.compile("place="))
    with page.expect_response(f"**/places/{ZHUCHENG}/panel"):
        held[0].continue_()

    expect(page.locator(".overview")).to_be_visible()
    expect(page.locator("#panel")).not_to_have_class(re.compile("waiting"))


def test_a_lost_connection_is_told_and_back_recovers(page: Page, troubles: list[str]) -> None:
    page.goto("/")
    page.locator(f'.overview [data-place="{ZHUCHENG}"]').click()
    expect(page.locator(".place")).to_be_visible()
    page.go_back()
    expect(page.locator(".overview")).to_be_visible()

    page.route("**/panel", lambda route: route.abort())
    page.locator(f'.overview [data-place="{SHOUGUANG}"]').click()
    expect(page.locator("#panel .none")).to_be_visible()
    page.unroute("**/panel")
    page.go_back()
    expect(page.locator(".overview")).to_be_visible()

    assert [each for each in troubles if "net::ERR_FAILED" not in each] == []
    troubles.clear()


def test_without_outlines_the_page_says_so_and_the_list_works(page: Page, troubles: list[str]) -> None:
    page.route("**/geo/*.json", lambda route: route.abort())
    page.goto("/")
    expect(page.locator("#map-failed")).to_be_visible()
    page.locator(f'.overview [data-place="{SHOUGUANG}"]').click()
    expect(page.locator(f'.place[data-code="{SHOUGUANG}"]')).to_be_visible()

    assert [each for each in troubles if "net::ERR_FAILED" not in each] == []
    troubles.clear()


def test_the_whole_city_stays_in_view_when_the_window_changes(page: Page, weifang: Places) -> None:
    page.goto("/")
    expect(page.locator(".map[data-ready]")).to_be_visible()
    for width in (700, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        for county in weifang.counties:
            expect(page.locator(f'path[data-code="{county.code}"]')).to_be_in_viewport(ratio=0.99)
