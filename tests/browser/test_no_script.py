"""Without JavaScript, and on paper, everything can be read."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import Page, expect

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.fixture
def plain(new_page: Callable[..., Page]) -> Page:
    """A browser that runs no script."""
    return new_page(java_script_enabled=False)


def test_the_list_opens_a_county_and_leads_back(plain: Page, ask: Callable[[str], Any]) -> None:
    counts = ask("/api/counts.json")
    plain.goto("/")
    expect(plain.locator(".map-failed:visible")).to_be_visible()
    expect(plain.locator(".place-list").first.locator("a")).to_have_count(len(counts["places"]))

    plain.locator('.overview [data-place="370783"]').click()
    expect(plain.locator('.place[data-code="370783"]')).to_be_visible()
    expect(plain.locator("#group-here .card")).to_have_count(counts["places"]["370783"]["here"])
    plain.locator("[data-overview]").click()
    expect(plain.locator(".overview")).to_be_visible()


def test_the_filter_form_narrows_the_list(plain: Page, ask: Callable[[str], Any]) -> None:
    plain.goto("/")
    plain.locator('.chip:has([value="livelihood"])').click()
    plain.locator("#q").fill("养老")
    plain.locator(".apply").click()

    narrowed = ask("/api/counts.json?theme=livelihood&q=养老")
    expect(plain.locator("#total")).to_have_text(str(narrowed["total"]))
    for code, place in narrowed["places"].items():
        if place["here"]:
            expect(plain.locator(f'.overview [data-place="{code}"] .count')).to_have_text(str(place["here"]))
        else:
            expect(plain.locator(f'.overview [data-place="{code}"] .count-none')).to_be_visible()
    plain.locator("#clear").click()
    expect(plain.locator("#total")).to_have_text(str(ask("/api/counts.json")["total"]))


def test_the_filter_form_keeps_place_and_language(plain: Page) -> None:
    plain.goto("/?place=370783&lang=en")
    plain.locator('.chip:has([value="countryside"])').click()
    plain.locator(".apply").click()
    expect(plain.locator('.place[data-code="370783"]')).to_be_visible()
    expect(plain.locator("html")).to_have_attribute("lang", "en")
    expect(plain.locator("#group-here .card-countryside").first).to_be_visible()
    plain.locator("#clear").click()
    expect(plain.locator('.place[data-code="370783"]')).to_be_visible()


def test_the_plain_map_opens_a_county(plain: Page) -> None:
    plain.goto("/?theme=countryside")
    plain.locator('.map-plain a[href*="place=370783"]').click()
    expect(plain.locator('.place[data-code="370783"]')).to_be_visible()
    expect(plain.locator('input[value="countryside"]')).to_be_checked()


def test_each_link_of_a_county_leads_on(plain: Page) -> None:
    plain.goto("/?place=370783")
    plain.locator(".more-link a").click()
    expect(plain).to_have_url(re.compile("/places/370783$"))
    expect(plain.locator("h1")).to_contain_text("寿光市")

    plain.locator('[data-reform="shouguang-vegetable-supply"] .card-title a').click()
    expect(plain.locator("h1")).to_have_text("寿光蔬菜保供平战结合体系")
    plain.locator('.reach table [href="/places/370783"]').click()
    expect(plain.locator("h1")).to_contain_text("寿光市")
    plain.locator(".back a").first.click()
    expect(plain.locator('.place[data-code="370783"]')).to_be_visible()


def test_the_list_of_reforms_can_be_searched(plain: Page, ask: Callable[[str], Any]) -> None:
    plain.goto("/reforms")
    plain.locator("#q").fill("yanglao")
    plain.locator(".apply").click()
    expect(plain.locator(".card")).to_have_count(ask("/api/reforms.json?q=yanglao")["total"])


@pytest.mark.parametrize("code", ["370783", "370705", "370700", "370700-binhai"])
def test_a_place_on_paper_shows_every_group_and_no_navigation(page: Page, code: str) -> None:
    page.goto(f"/places/{code}")
    page.emulate_media(media="print")
    for name in (".sections", ".languages", ".skip", ".back"):
        expect(page.locator(name)).to_be_hidden()
    expect(page.locator("h1")).to_be_visible()
    expect(page.locator("details.group:not([open])")).to_have_count(0)
    hidden = page.locator(".card").evaluate_all("all => all.filter((each) => !each.checkVisibility()).length")
    assert hidden == 0
    assert page.locator(".card").count() > 0


def test_a_place_in_the_panel_can_be_printed_with_every_group(page: Page) -> None:
    page.goto("/?place=370783")
    expect(page.locator(".map[data-ready]")).to_be_visible()
    page.emulate_media(media="print")
    expect(page.locator(".filter-bar")).to_be_hidden()
    expect(page.locator(".map-box")).to_be_hidden()
    clipped = page.evaluate(
        "document.querySelector('.panel').scrollHeight - document.querySelector('.panel').clientHeight"
    )
    assert clipped == 0
