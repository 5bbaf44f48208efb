"""A planner chooses what the colours of the map count, and reads the same in legend, list, tooltip and address."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import Page, expect

if TYPE_CHECKING:
    from collections.abc import Callable

QINGZHOU, ZHUCHENG, CHANGYI = "370781", "370782", "370786"


@pytest.fixture
def map_page(new_page: Callable[..., Page]) -> Page:
    page = new_page(locale="en-GB")
    page.goto("/")
    expect(page.locator(".map[data-ready]")).to_be_visible()
    page.evaluate("window.marker = 'not reloaded'")
    return page


def _choose(page: Page, name: str, value: str) -> None:
    page.locator(f'.legend select[name="{name}"]').select_option(value)


def _expect_shown(page: Page, counts: dict[str, Any]) -> None:
    """Expect map, labels, list and legend to show just this."""
    for code, place in counts["places"].items():
        shade = "none" if place["shade"] is None else str(place["shade"])
        expect(page.locator(f'path[data-code="{code}"]')).to_have_attribute("data-shade", shade)
    for code, text in counts["shown"].items():
        shown = page.locator(f'.overview [data-place="{code}"] .count')
        expect(shown).to_have_text("not recorded" if text is None else text)
    expect(page.locator(".legend li[data-shade]:visible")).to_have_text(counts["classes"])
    labels = page.locator(".county-label small").all_inner_texts()
    assert sorted(labels) == sorted(counts["shown"][code] or "–" for code in counts["places"])


@pytest.mark.parametrize(
    ("measure", "per", "method"),
    [
        ("honours", "county", "steps"),
        ("programmes", "people", "quantiles"),
        ("firsts", "area", "jenks"),
        ("reforms", "people", "headtail"),
    ],
)
def test_a_measure_is_chosen_without_a_reload(
    map_page: Page, ask: Callable[[str], Any], measure: str, per: str, method: str
) -> None:
    _choose(map_page, "measure", measure)
    _choose(map_page, "per", per)
    _choose(map_page, "method", method)

    _expect_shown(map_page, ask(f"/api/counts.json?measure={measure}&per={per}&method={method}"))
    asked = {"measure": measure, "per": per, "method": method}
    for name, value in asked.items():
        default = value in {"reforms", "county", "steps"}
        expect(map_page).not_to_have_url(re.compile(name)) if default else expect(map_page).to_have_url(
            re.compile(f"{name}={value}")
        )
    assert map_page.evaluate("window.marker") == "not reloaded"


def test_the_legend_names_measure_unit_year_of_the_people_and_method(map_page: Page) -> None:
    _choose(map_page, "measure", "honours")
    _choose(map_page, "per", "people")
    _choose(map_page, "method", "jenks")

    title = map_page.locator(".legend h2").first
    expect(title).to_have_text("Honours · per 100,000 people · natural breaks")
    expect(map_page.locator(".legend-note")).to_be_visible()
    expect(map_page.locator(".legend-note")).to_have_text("People: 2010 census")
    _choose(map_page, "per", "area")
    expect(map_page.locator(".legend-note")).to_be_hidden()


def test_zero_and_not_recorded_are_told_apart(map_page: Page) -> None:
    map_page.locator('.chip:has([value="opening"])').click()
    _choose(map_page, "measure", "honours")

    # Of opening-up nothing is recorded in Changyi; Zhucheng has such a reform, and no source tells of an honour for it.
    nothing, zero = (map_page.locator(f'path[data-code="{code}"]') for code in (CHANGYI, ZHUCHENG))
    expect(nothing).to_have_attribute("data-shade", "none")
    expect(zero).to_have_attribute("data-shade", "0")
    fills = [each.evaluate("path => getComputedStyle(path).fill") for each in (nothing, zero)]
    assert "not-recorded" in fills[0]
    assert "url" not in fills[1]
    expect(nothing).to_have_attribute("aria-label", re.compile("none recorded here"))
    expect(zero).to_have_attribute("aria-label", re.compile("Honours: 0, 1 recorded here"))
    expect(map_page.locator("[data-zero]")).to_be_visible()


def test_a_tooltip_says_the_measure_in_words(
    map_page: Page, inside: Callable[[Page, str], tuple[float, float]]
) -> None:
    _choose(map_page, "measure", "honours")
    _choose(map_page, "per", "people")
    expect(map_page.locator(".overview .lead")).to_contain_text("Honours per 100,000 people")

    map_page.mouse.move(*inside(map_page, QINGZHOU))

    expect(map_page.locator(".place-tip")).to_contain_text("Honours per 100,000 people: 1.7, 16 recorded here")


def test_a_measure_stays_with_filter_place_and_language(map_page: Page, ask: Callable[[str], Any]) -> None:
    _choose(map_page, "measure", "firsts")
    map_page.locator('.chip:has([value="industry"])').click()
    _expect_shown(map_page, ask("/api/counts.json?measure=firsts&theme=industry"))

    map_page.locator(f'.overview [data-place="{QINGZHOU}"]').click()
    expect(map_page.locator(f'.place[data-code="{QINGZHOU}"]')).to_be_visible()
    expect(map_page).to_have_url(re.compile(f"theme=industry&place={QINGZHOU}&measure=firsts$"))

    map_page.locator('[data-language="zh"]').click()
    expect(map_page.locator("html")).to_have_attribute("lang", "zh-Hans")
    expect(map_page.locator('.legend select[name="measure"]')).to_have_value("firsts")
    map_page.locator("#clear").click()
    expect(map_page).to_have_url(re.compile("measure=firsts"))
    expect(map_page).not_to_have_url(re.compile("theme"))


def test_back_undoes_a_choice(map_page: Page, ask: Callable[[str], Any]) -> None:
    _choose(map_page, "measure", "honours")
    expect(map_page).to_have_url(re.compile("measure=honours"))
    map_page.go_back()

    _expect_shown(map_page, ask("/api/counts.json"))
    expect(map_page.locator('.legend select[name="measure"]')).to_have_value("reforms")


def test_without_a_script_the_choice_is_a_form_that_keeps_the_filter(
    new_page: Callable[..., Page], ask: Callable[[str], Any]
) -> None:
    plain = new_page(java_script_enabled=False, locale="en-GB")
    plain.goto("/?theme=industry")
    _choose(plain, "measure", "honours")
    _choose(plain, "per", "people")
    plain.locator(".legend button").click()

    counts = ask("/api/counts.json?theme=industry&measure=honours&per=people")
    for code, text in counts["shown"].items():
        shown = plain.locator(f'.overview [data-place="{code}"] .count')
        expect(shown).to_have_text("not recorded" if text is None else text)
    drawn = plain.locator(f'.map-plain a[href*="place={QINGZHOU}"]')
    expect(drawn).to_have_attribute("aria-label", f"Qingzhou City: {counts['shown'][QINGZHOU]}")
    plain.locator(".apply").click()
    expect(plain.locator('.legend select[name="measure"]')).to_have_value("honours")
    expect(plain.locator('.filter input[value="industry"]')).to_be_checked()
