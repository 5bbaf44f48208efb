"""A planner's day: from a programme to the map, the matrix, its spread, three counties, and what one might learn."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import Locator, Page, expect

if TYPE_CHECKING:
    from collections.abc import Callable

MARKET, PROPERTY = "rural-property-exchange", "red-property-management"
SHOUGUANG, HANTING = "370783", "370703"


def cells_of(page: Page, programme: str) -> Locator:
    """Find the cells of a programme in which something is recorded."""
    return page.locator(f'tr[data-reform="{programme}"] td a')


def number_in(cell: Locator) -> int:
    return int(cell.locator("b").inner_text())


def switch(page: Page, name: str) -> Locator:
    return page.locator(f'.switch:has([name="{name}"])')


def n_rows(page: Page) -> int:
    """Return the sum in the corner of the matrix: all rows of the answer."""
    return int(page.locator("#matrix tfoot td").last.inner_text())


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_programme_tells_the_same_on_map_spread_and_matrix(page: Page, language: str) -> None:
    page.goto(f"/reforms/{PROPERTY}?lang={language}")
    page.locator(".reform .more-link a").first.click()
    expect(page.locator(".map[data-ready]")).to_be_visible()
    told = page.locator(".timebar output")
    for year, n_counties in ((2019, 1), (2023, 2), (2024, 3)):
        page.locator(".timebar input").fill(str(year))
        expect(told).to_have_text(re.compile(rf"{year}\D+({n_counties}\D+12|12\D+{n_counties})\D"))
        expect(page.locator(".by-year > li:not(.later)")).to_have_count(n_counties)
    page.locator(".timebar input").press("End")
    expect(page.locator(".programme .tally b").first).to_have_text("12 / 12")

    page.locator('.programme-links a[href*="/spread"]').click()
    expect(page.locator(".share small").first).to_have_text(re.compile(r"12\D+12"))
    expect(page.locator(".picture .label.strong")).to_have_text(["1", "2", "3", "+9"])
    expect(page.locator("[data-adopter]")).to_have_count(5)

    page.locator('.links a[href*="/reach"]').click()
    expect(page.locator("#matrix tr[data-reform]")).to_have_count(1)
    expect(page.locator("#matrix tr[data-reform] .sum").first).to_have_text("12")
    assert sum(number_in(cell) for cell in cells_of(page, PROPERTY).all()) == n_rows(page) == 16
    expect(page.locator("html")).to_have_attribute("lang", re.compile(language))


def test_what_the_city_runs_is_left_out_and_counted_again(page: Page, ask: Callable[[str], Any]) -> None:
    covers = [row["cover"] for row in ask("/api/reach.json")["reach"]]
    page.goto("/reach")
    assert n_rows(page) == len(covers)

    switch(page, "citywide").click()
    expect(page).to_have_url(re.compile(r"/reach\?.*citywide=off"))
    assert n_rows(page) == len(covers) - covers.count("citywide")
    expect(page.locator("#matrix td.citywide")).to_have_count(0)
    switch(page, "zones").click()
    expect(page).to_have_url(re.compile(r"zones=off"))
    assert n_rows(page) == len(covers) - covers.count("citywide") - covers.count("zone")
    switch(page, "citywide").click()
    expect(page.locator("#matrix td.citywide").first).to_be_visible()
    switch(page, "zones").click()
    expect(page.locator("#matrix td.zone").first).to_be_visible()
    assert n_rows(page) == len(covers)


def test_lines_are_put_in_order_and_columns_by_name(page: Page) -> None:
    page.goto("/reach?lang=en&theme=countryside&citywide=off")
    reached = [
        int(each) for each in page.locator("#matrix tr[data-reform] .sum:nth-child(2)").all_inner_texts() if each != "–"
    ]
    assert reached == sorted(reached, reverse=True)

    page.locator('select[name="sort"]').select_option("name")
    expect(page).to_have_url(re.compile("sort=name"))
    titles = page.locator("#matrix tr[data-reform] .programme").all_inner_texts()
    assert titles[:2] == sorted(titles)[:2]
    page.locator('select[name="columns"]').select_option("name")
    expect(page).to_have_url(re.compile("columns=name"))
    names = page.locator("#matrix .county-name").all_inner_texts()
    assert names == sorted(names)
    expect(page.locator('.chip [value="countryside"]')).to_be_checked()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_cell_opens_just_the_rows_that_it_counts(page: Page, language: str) -> None:
    page.goto(f"/reach?lang={language}&reform={PROPERTY},{MARKET}")
    dialog = page.locator("#rows")
    for cell in [*cells_of(page, MARKET).all(), *cells_of(page, PROPERTY).all()[:3]]:
        cell.click()
        expect(dialog).to_be_visible()
        expect(dialog.locator("[data-row]")).to_have_count(number_in(cell))
        assert dialog.locator(".row-sources li").count() >= number_in(cell)
        page.keyboard.press("Escape")
        expect(dialog).to_be_hidden()
        expect(cell).to_be_focused()


def test_the_dialog_is_closed_by_its_button_and_by_the_ground_around_it(page: Page) -> None:
    page.goto(f"/reach?reform={MARKET}")
    cell, dialog = cells_of(page, MARKET).first, page.locator("#rows")
    cell.click()
    dialog.locator(".close").click()
    expect(dialog).to_be_hidden()
    cell.click()
    expect(dialog).to_be_visible()
    page.mouse.click(5, 5)
    expect(dialog).to_be_hidden()
    expect(cell).to_be_focused()


def test_arrows_move_from_cell_to_cell_and_enter_opens_one(page: Page) -> None:
    page.goto(f"/reach?reform={MARKET},{PROPERTY}")
    first = page.locator("#matrix tbody td a").first
    first.focus()
    columns = []
    for key in ("ArrowRight", "ArrowRight", "ArrowDown"):
        page.keyboard.press(key)
        columns.append(page.evaluate("document.activeElement.closest('td').cellIndex"))
    assert columns[0] < columns[1] == columns[2]
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    expect(page.locator("#rows [data-row]").first).to_be_visible()
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.closest('td').cellIndex") == columns[2]


def test_a_total_opens_as_many_rows_as_it_counts(page: Page) -> None:
    page.goto("/reach?theme=countryside")
    totals = page.locator("#matrix tfoot td a")
    assert totals.count() == 12
    total = totals.nth(5)
    n = int(total.inner_text())
    total.click()
    expect(page.locator("#rows .rows")).to_have_attribute("data-rows", str(n))
    expect(page.locator("#rows [data-row]")).to_have_count(n)
    page.keyboard.press("Escape")
    expect(total).to_be_focused()


@pytest.mark.parametrize(
    "viewport", [{"width": 1280, "height": 800}, {"width": 360, "height": 740}], ids=["wide", "phone"]
)
def test_names_stay_in_view_when_the_matrix_is_scrolled(
    new_page: Callable[..., Page], viewport: dict[str, int]
) -> None:
    page = new_page(viewport=viewport)
    page.goto("/reach")
    box = page.locator(".matrix-box")
    box.scroll_into_view_if_needed()
    box.evaluate("box => box.scrollTo(box.scrollWidth, box.scrollHeight / 2)")

    seen = page.evaluate(
        """() => {
             const { left, right, top, bottom } = document.querySelector(".matrix-box").getBoundingClientRect();
             const at = (x, y) => document.elementFromPoint(x, y)?.closest("thead, tbody, tfoot")?.tagName;
             const named = document.elementFromPoint(left + 20, (top + bottom) / 2).closest("th, tr");
             return [at(right - 30, top + 20), at(right - 30, bottom - 20), Boolean(named?.matches("th"))];
           }"""
    )
    assert seen == ["THEAD", "TFOOT", True]
    assert page.evaluate("[document.documentElement.scrollWidth, innerWidth]") == [viewport["width"]] * 2


def test_programmes_are_ranked_by_pace_and_one_is_opened(page: Page) -> None:
    page.goto("/spread")
    page.locator('select[name="sort"]').select_option("pace")
    expect(page).to_have_url(re.compile("sort=pace"))
    paces = [float(each) for each in page.locator(".ranks td:last-child .number").all_inner_texts()]
    assert len(paces) > 2
    assert paces == sorted(paces, reverse=True)

    line = page.locator(f'[data-reform="{MARKET}"]')
    n_counties = line.locator("td .number").first.inner_text()
    line.locator("th a").click()
    expect(page.locator(".share small").first).to_contain_text(n_counties)
    expect(page.locator(".picture .label.strong").last).to_have_text(n_counties)


def test_a_county_is_set_beside_its_neighbours_in_either_language(page: Page, ask: Callable[[str], Any]) -> None:
    page.goto(f"/places/{SHOUGUANG}")
    page.locator('.back a[href^="/compare?"]').click()
    chosen = re.search(r"places=([\d,-]+)", page.url)
    assert chosen
    codes = chosen[1].split(",")
    assert len(codes) == 3
    expect(page.locator("#counts td b")).to_have_count(3)
    counts = page.locator("#counts td b").all_inner_texts()
    told = ask(f"/api/compare.json?places={chosen[1]}")["compare"]
    assert counts == [str(len({row["reform"] for row in told if row["place"] == code})) for code in codes]

    page.locator('[data-language="en"]').click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page).to_have_url(re.compile("(,|%2C)".join(codes)))
    expect(page.locator("#counts td b")).to_have_text(counts)
    expect(page.locator("h1.compared span").first).to_have_text("Shouguang")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_county_learns_what_others_have_and_whom_to_ask(page: Page, language: str) -> None:
    page.goto(f"/places/{SHOUGUANG}?lang={language}")
    page.locator('a[href*="/gaps"]').first.click()
    gap = page.locator(f'[data-gap="{MARKET}"]')
    expect(gap.locator(".ask")).to_contain_text({"zh": "寒亭区", "en": "Hanting District"}[language])
    n_gaps = page.locator("[data-gap]").count()
    expect(page.locator("main h2")).to_contain_text(str(n_gaps))

    gap.locator(".ask a").click()
    expect(page).to_have_url(re.compile(rf"county={HANTING}"))
    expect(page.locator("[data-row] .citation").first).to_be_visible()
    page.go_back()
    page.locator('[name="least"]').fill("6")
    page.locator('[name="least"]').press("Enter")
    expect(page).to_have_url(re.compile("least=6"))
    expect(page.locator("[data-gap]")).to_have_count(0)
    expect(page.locator(".none")).to_be_visible()


@pytest.mark.parametrize(
    "path",
    [
        *("/reach", "/reach?theme=livelihood&citywide=off", f"/reach/rows?county={HANTING}", "/spread"),
        *(f"/spread?reform={PROPERTY}", f"/places/{SHOUGUANG}/gaps", "/places/370700/gaps"),
        *(f"/places/{SHOUGUANG}/brief", f"/reforms/{MARKET}/brief"),
    ],
)
def test_no_planner_s_page_is_wider_than_a_phone(new_page: Callable[..., Page], path: str) -> None:
    page = new_page(viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True, device_scale_factor=2)
    for language in ("zh", "en"):
        page.goto(f"{path}{'&' if '?' in path else '?'}lang={language}")
        assert page.evaluate("[document.documentElement.scrollWidth, innerWidth]") == [360, 360], language


def test_without_a_script_the_matrix_is_switched_sorted_and_opened(new_page: Callable[..., Page]) -> None:
    plain = new_page(java_script_enabled=False)
    plain.goto("/reach")
    switch(plain, "citywide").click()
    plain.locator('select[name="sort"]').select_option("name")
    plain.locator(".layout .apply").click()
    expect(plain.locator("#matrix td.citywide")).to_have_count(0)
    expect(plain.locator('select[name="sort"]')).to_have_value("name")

    cell = cells_of(plain, MARKET).first
    n = number_in(cell)
    cell.click()
    expect(plain.locator("[data-row]")).to_have_count(n)
    plain.locator(".back a").click()
    expect(plain.locator("#matrix td.citywide")).to_have_count(0)

    plain.locator(f'tr[data-reform="{MARKET}"] .programme a').click()
    expect(plain.locator(".picture .step")).to_be_visible()
    expect(plain.locator(".pair .minimap")).to_be_visible()
    expect(plain.locator("[data-adopter]")).to_have_count(6)


def test_a_breach_of_the_policy_is_noticed(page: Page, troubles: list[str]) -> None:
    page.goto("/about")
    page.evaluate("document.body.setAttribute('style', 'color: red')")
    page.evaluate("0")
    assert [each for each in troubles if each.startswith("console: policy: style-src")]
    troubles.clear()
