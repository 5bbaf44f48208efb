"""A visitor changes the language and stays where they were."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Page, expect

if TYPE_CHECKING:
    from collections.abc import Callable

CHINESE = re.compile(r"[\u4e00-\u9fff]")
PATHS = [
    *("/", "/?place=370783", "/places/370783", "/reforms/shouguang-vegetable-supply", "/reforms", "/data", "/about"),
    *("/tag", "/tag/example", "/tag/example?region=none"),
]


def test_the_switch_keeps_place_and_filter_that_were_chosen_without_a_reload(page: Page) -> None:
    page.goto("/")
    expect(page.locator(".map[data-ready]")).to_be_visible()
    everything = page.locator("#total").inner_text()
    page.locator('.overview [data-place="370783"]').click()
    expect(page.locator(".place-title")).to_contain_text("寿光市")
    page.locator('.chip:has([value="countryside"])').click()
    expect(page.locator(".place .lead")).to_contain_text("农业农村")
    expect(page.locator("#total")).not_to_have_text(everything)
    total = page.locator("#total").inner_text()

    page.locator('[data-language="en"]').click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page).to_have_url(re.compile(r"place=370783"))
    expect(page).to_have_url(re.compile(r"theme=countryside"))
    expect(page.locator(".place-title")).to_contain_text("Shouguang City")
    expect(page.locator('input[value="countryside"]')).to_be_checked()
    expect(page.locator("#total")).to_have_text(total)

    page.locator('[data-language="zh"]').click()
    expect(page.locator("html")).to_have_attribute("lang", "zh-Hans")
    expect(page.locator(".place-title")).to_contain_text("寿光市")
    expect(page.locator('input[value="countryside"]')).to_be_checked()


def test_a_chosen_language_stays_on_every_further_page(page: Page) -> None:
    page.goto("/?lang=en")
    page.locator('.overview [data-place="370783"]').click()
    expect(page.locator(".place")).to_contain_text("Shouguang")
    expect(page).to_have_url(re.compile("lang=en"))
    page.locator(".card-title a").first.click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    for section in range(4):
        page.locator(".sections a").nth(section).click()
        expect(page.locator("html")).to_have_attribute("lang", "en")


@pytest.mark.parametrize("path", PATHS)
def test_on_an_english_page_chinese_stands_only_where_it_is_marked(page: Page, path: str) -> None:
    page.goto(f"{path}{'&' if '?' in path else '?'}lang=en")
    if path.startswith("/?") or path == "/":
        expect(page.locator(".map[data-ready]")).to_be_visible()
    unmarked = page.evaluate(
        """() => {
             const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
             const found = [];
             for (let text = texts.nextNode(); text; text = texts.nextNode()) {
               const element = text.parentElement;
               const quoted = element.closest("script, noscript, .citation, [hidden]");
               if (!quoted && element.closest("[lang]").lang === "en" && /[\\u4e00-\\u9fff]/.test(text.data)) {
                 found.push(text.data.trim());
               }
             }
             return found;
           }"""
    )
    assert unmarked == []


def test_map_and_tooltips_speak_english(page: Page, inside: Callable[[Page, str], tuple[float, float]]) -> None:
    page.goto("/?lang=en")
    page.mouse.move(*inside(page, "370783"))
    expect(page.locator(".place-tip strong")).to_have_text("Shouguang City")
    spoken = page.locator(".map [aria-label], .map [title]").evaluate_all(
        "all => all.map((each) => `${each.ariaLabel ?? ''} ${each.title ?? ''}`)"
    )
    written = page.locator(".map").inner_text()
    assert [text for text in (*spoken, written) if CHINESE.search(text)] == []


def test_the_browser_s_language_is_used_until_one_is_chosen(new_page: Callable[..., Page]) -> None:
    english = new_page(locale="en-GB")
    english.goto("/")
    expect(english.locator("html")).to_have_attribute("lang", "en")
    expect(english.locator(".overview h2")).to_have_text("Choose a county")
    english.locator('[data-language="zh"]').click()
    expect(english.locator("html")).to_have_attribute("lang", "zh-Hans")
