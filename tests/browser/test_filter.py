"""A planner narrows the reforms; map, list, legend and total follow at once."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import Page, expect

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.fixture
def map_page(page: Page) -> Page:
    page.goto("/")
    expect(page.locator(".map[data-ready]")).to_be_visible()
    page.evaluate("window.marker = 'not reloaded'")
    return page


def _expect_counts(page: Page, counts: dict[str, Any]) -> None:
    """Expect map, list, legend and total to show just these counts."""
    expect(page.locator("#total")).to_have_text(str(counts["total"]))
    for code, place in counts["places"].items():
        expect(page.locator(f'path[data-code="{code}"]')).to_have_attribute("data-shade", str(place["shade"] or "none"))
        _expect_count(page, code, place["here"])
    for code, n_here in counts["zones"].items():
        _expect_count(page, code, n_here)
    expect(page.locator(".legend li[data-shade]:visible")).to_have_text(counts["classes"])


def _expect_count(page: Page, code: str, count: int) -> None:
    """Expect the list to show a count, or, in words and not as 0, that nothing is recorded."""
    shown = page.locator(f'.overview [data-place="{code}"] .count')
    if count:
        expect(shown).to_have_text(str(count))
    else:
        expect(shown).to_have_class(re.compile("count-none"))
        expect(shown).not_to_have_text(re.compile(r"\d"))


@pytest.mark.parametrize("theme", ["livelihood", "governance"])
def test_a_theme_recolours_the_map_without_a_reload_and_clear_restores_it(
    map_page: Page, ask: Callable[[str], Any], theme: str
) -> None:
    everything, narrowed = ask("/api/counts.json"), ask(f"/api/counts.json?theme={theme}")
    assert everything["places"] != narrowed["places"]
    _expect_counts(map_page, everything)
    expect(map_page.locator("#clear")).to_be_hidden()

    map_page.locator(f'.chip:has([value="{theme}"])').click()
    _expect_counts(map_page, narrowed)
    expect(map_page).to_have_url(re.compile(rf"/\?theme={theme}$"))

    map_page.locator("#clear").click()
    _expect_counts(map_page, everything)
    expect(map_page).to_have_url(re.compile(r"/$"))
    expect(map_page.locator("#clear")).to_be_hidden()
    expect(map_page.locator(".chip input:checked")).to_have_count(0)
    assert map_page.evaluate("window.marker") == "not reloaded"


def test_a_filter_opened_by_its_address_shows_the_same(page: Page, ask: Callable[[str], Any]) -> None:
    page.goto("/?theme=industry,business&from=2020")
    expect(page.locator(".map[data-ready]")).to_be_visible()
    _expect_counts(page, ask("/api/counts.json?theme=industry,business&from=2020"))
    expect(page.locator(".chip input:checked")).to_have_count(2)
    expect(page.locator('[name="from"]')).to_have_value("2020")


def test_back_undoes_a_filter(map_page: Page, ask: Callable[[str], Any]) -> None:
    map_page.locator('.chip:has([value="opening"])').click()
    _expect_counts(map_page, ask("/api/counts.json?theme=opening"))
    map_page.go_back()
    _expect_counts(map_page, ask("/api/counts.json"))
    expect(map_page.locator(".chip input:checked")).to_have_count(0)


def test_back_undoes_a_search_in_the_field_too(map_page: Page, ask: Callable[[str], Any]) -> None:
    map_page.locator("#q").fill("养老")
    expect(map_page).to_have_url(re.compile("q="))
    map_page.go_back()
    _expect_counts(map_page, ask("/api/counts.json"))
    expect(map_page.locator("#q")).to_have_value("")


def test_a_filter_narrows_the_open_county_and_keeps_it_open(map_page: Page, ask: Callable[[str], Any]) -> None:
    map_page.locator('.overview [data-place="370783"]').click()
    expect(map_page.locator(".place")).to_be_visible()
    map_page.locator('.chip:has([value="countryside"])').click()

    here = ask("/api/counts.json?theme=countryside")["places"]["370783"]["here"]
    expect(map_page.locator("#group-here .card")).to_have_count(here)
    expect(map_page.locator("#group-here .card-countryside")).to_have_count(here)
    expect(map_page).to_have_url(re.compile(r"place=370783"))
    map_page.locator("#clear").click()
    expect(map_page.locator("#group-here .card")).to_have_count(ask("/api/counts.json")["places"]["370783"]["here"])
    expect(map_page.locator('.place[data-code="370783"]')).to_be_visible()


def test_what_lies_under_more_narrows_the_map_too(map_page: Page, ask: Callable[[str], Any]) -> None:
    map_page.locator(".more > summary").click()
    map_page.locator('.chip:has([name="level"][value="national"])').click()
    map_page.locator('[name="from"]').fill("2018")
    _expect_counts(map_page, ask("/api/counts.json?level=national&from=2018"))
    assert map_page.evaluate("window.marker") == "not reloaded"


@pytest.mark.parametrize("words", ["养老", "elderly", "yanglao"])
def test_a_search_finds_in_chinese_english_and_pinyin(map_page: Page, ask: Callable[[str], Any], words: str) -> None:
    found = ask(f"/api/reforms.json?q={words}")
    assert any("养老" in reform["title_zh"] + reform["summary_zh"] for reform in found["reforms"])

    map_page.locator("#q").press_sequentially(words)
    _expect_counts(map_page, ask(f"/api/counts.json?q={words}"))
    expect(map_page.locator("#total")).to_have_text(str(found["total"]))
    assert 0 < found["total"] < ask("/api/counts.json")["total"]


def test_searching_a_county_s_name_offers_to_open_it(map_page: Page) -> None:
    map_page.locator("#q").fill("寿光")
    map_page.locator('.overview .note [data-place="370783"]').click()
    expect(map_page.locator('.place[data-code="370783"]')).to_be_visible()
    expect(map_page).to_have_url(re.compile(r"/\?place=370783$"))
    expect(map_page.locator("#q")).to_have_value("")


def test_one_reform_is_counted_as_one(page: Page) -> None:
    page.goto("/?lang=en")
    expect(page.locator(".result")).to_contain_text("155 reforms")
    page.locator("#q").fill("mingzheng")
    expect(page.locator(".result")).to_contain_text(re.compile(r"\b1 reform\b"))
    page.locator("#q").fill("")
    expect(page.locator(".result")).to_contain_text("155 reforms")


def test_an_empty_result_explains_itself_and_offers_a_filter_that_finds(map_page: Page) -> None:
    map_page.locator('.chip:has([value="opening"])').click()
    map_page.locator("#q").fill("养老")
    empty = map_page.locator(".overview .empty")
    expect(empty).to_contain_text("没有")
    expect(map_page.locator("#total")).to_have_text("0")
    expect(map_page.locator(".legend li[data-shade]:visible")).to_have_count(0)

    offered = empty.locator(".wider a").first
    promised = offered.locator(".count").inner_text()
    assert int(promised) > 0
    offered.click()
    expect(map_page.locator("#total")).to_have_text(promised)
    expect(empty).to_have_count(0)
    assert map_page.evaluate("window.marker") == "not reloaded"


@pytest.mark.parametrize("path", ["/reforms", "/places/370783"])
def test_an_empty_page_offers_a_filter_that_finds(page: Page, path: str) -> None:
    page.goto(f"{path}?q=养老&theme=opening")
    offered = page.locator(".empty .wider a").first
    promised = int(offered.locator(".count").inner_text())
    assert promised > 0
    offered.click()
    expect(page.locator(".empty")).to_have_count(0)
    assert page.locator(".card").evaluate_all("all => new Set(all.map((each) => each.dataset.reform)).size") == promised


def test_reforms_without_a_year_are_told_of_and_can_be_shown(map_page: Page, ask: Callable[[str], Any]) -> None:
    map_page.locator(".more > summary").click()
    map_page.locator('[name="from"]').fill("2020")
    expect(map_page).to_have_url(re.compile("from=2020"))
    map_page.keyboard.press("Escape")
    map_page.locator(".overview .note [data-filter]").click()
    _expect_counts(map_page, ask("/api/counts.json"))


def test_many_quick_changes_end_at_the_last(map_page: Page, ask: Callable[[str], Any]) -> None:
    for theme in ("industry", "countryside", "opening", "livelihood", "governance", "business"):
        map_page.locator(f'.chip:has([value="{theme}"])').click()
    for theme in ("industry", "countryside", "opening", "livelihood", "governance"):
        map_page.locator(f'.chip:has([value="{theme}"])').click()
    expect(map_page).to_have_url(re.compile(r"/\?theme=business$"))
    _expect_counts(map_page, ask("/api/counts.json?theme=business"))


def test_years_in_the_wrong_order_are_told_and_ask_for_nothing(map_page: Page) -> None:
    asked: list[str] = []
    # The browser asks for the icon of the site when it likes.
    map_page.on("request", lambda sent: asked.append(sent.url) if sent.resource_type == "fetch" else None)
    map_page.locator(".more summary").click()
    map_page.locator('[name="from"]').fill("2020")
    expect(map_page).to_have_url(re.compile("from=2020$"))
    before = len(asked)

    map_page.locator('[name="to"]').fill("2018")
    expect(map_page.locator('[name="to"]:invalid')).to_be_visible()
    map_page.locator('.chip:has([value="industry"])').click()

    assert map_page.locator('[name="to"]').evaluate("field => field.validationMessage")
    assert asked[before:] == []
    map_page.locator('[name="to"]').fill("2024")
    expect(map_page).to_have_url(re.compile("theme=industry&from=2020&to=2024$"))
