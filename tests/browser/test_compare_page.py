"""A planner sets places side by side: chooses, reads, moves two maps at once, takes the numbers away."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Page, expect

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Flask
    from samples import Files

    from explorer.config import Settings

THREE = "/compare?places=370783,370781,370784"
READY = ".twin-map[data-ready]"
VIEWS = "[firstMap, secondMap].map(({ map }) => [map.getCenter().lat, map.getCenter().lng, map.getZoom()])"
AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
RUN_AXE = """async () => {
  const runOnly = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
  const { violations } = await axe.run(document, { runOnly, resultTypes: ["violations"] });
  return violations.flatMap(({ id, nodes }) => nodes.map((node) => [id, node.target.join(" "), node.failureSummary]));
}"""


def drawn(page: Page, address: str) -> Page:
    """Open a comparison and wait for its maps."""
    page.goto(address)
    expect(page.locator(READY)).to_have_count(2)
    return page


def assert_together(page: Page) -> list[float]:
    """Expect both maps to show the same, and return it."""
    first, second = page.evaluate(VIEWS)
    assert first == pytest.approx(second, abs=1e-9)
    return list(first)


def test_a_planner_chooses_three_places_and_reads_what_they_share(page: Page) -> None:
    page.goto("/compare")
    page.locator('.chip:has([value="370783"])').click()
    page.locator('.chip:has([value="370781"])').click()
    expect(page.locator("h1.compared span")).to_have_count(2)
    expect(page).to_have_url(re.compile(r"/compare\?places=370781,370783$"))

    expect(page.locator("#change")).to_have_attribute("open", "")
    page.locator('.chip:has([value="370784"])').click()
    expect(page).to_have_url(re.compile(r"/compare\?places=370781,370783,370784$"))
    expect(page.locator("#counts td b")).to_have_text(["16", "14", "13"])
    expect(page.locator(".shared tbody tr")).to_have_count(2)
    expect(page.locator("#place-370784")).to_be_focused()

    page.locator(".drop").first.click()
    expect(page).to_have_url(re.compile(r"places=370783,370784$"))


def test_more_than_four_are_explained_and_can_be_taken_away(page: Page) -> None:
    page.goto(f"{THREE},370705")
    page.locator("#change summary").click()
    page.locator('.chip:has([value="370702"])').click()
    expect(page.locator(".empty")).to_be_visible()
    page.locator('.chip:has([value="370783"])').click()
    expect(page).to_have_url(re.compile(r"places=370781,370784,370705,370702$"))
    expect(page.locator("h1.compared span")).to_have_count(4)


def test_one_map_is_moved_and_the_other_follows(page: Page) -> None:
    drawn(page, THREE)
    before = assert_together(page)
    page.locator(".twin-map").first.scroll_into_view_if_needed()
    box = page.locator(".twin-map").first.bounding_box()
    assert box
    page.mouse.move(box["x"] + 40, box["y"] + 400)
    page.mouse.down()
    page.mouse.move(box["x"] + 140, box["y"] + 340, steps=8)
    page.mouse.up()
    page.wait_for_timeout(600)
    dragged = assert_together(page)
    assert dragged[:2] != pytest.approx(before[:2], abs=1e-3)

    page.locator(".twin-map").nth(1).locator(".leaflet-control-zoom-in").click()
    page.wait_for_timeout(600)
    zoomed = assert_together(page)
    assert zoomed[2] > dragged[2]

    page.locator(".twin-map").nth(1).focus()
    page.keyboard.press("ArrowLeft")
    page.wait_for_timeout(600)
    assert assert_together(page)[1] < zoomed[1]


def test_a_county_under_the_pointer_is_told_on_both_maps(page: Page) -> None:
    drawn(page, THREE)
    page.locator('.twin-map path[data-code="370782"]').first.hover()
    expect(page.locator('path[data-code="370782"].pointed')).to_have_count(2)
    expect(page.locator(".place-tip strong")).to_have_text("诸城市")


def test_a_county_is_reached_and_opened_by_keyboard(page: Page) -> None:
    drawn(page, f"{THREE}&maps=2019,2025&lang=en")
    county = page.locator('.twin-map path[data-code="370703"]').nth(1)
    label = county.get_attribute("aria-label") or ""
    county.focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/reach/rows\?to=2025&.*county=370703"))
    (n_rows,) = re.findall(r": (\d+) reforms recorded by 2025", label)
    expect(page.locator(".rows")).to_have_attribute("data-rows", n_rows)


def test_two_years_and_two_programmes_are_chosen(page: Page) -> None:
    drawn(page, THREE)
    years = page.locator(".maps-choice form").first
    years.locator("select").first.select_option("2015")
    years.locator("button").click()
    expect(page).to_have_url(re.compile(r"\?places=370783,370781,370784&maps=2015,\d{4}#maps$"))
    expect(page.locator(".twin figcaption").first).to_contain_text("2015")

    programmes = page.locator(".maps-choice form").nth(1)
    programmes.locator("select").first.select_option("rural-property-exchange")
    programmes.locator("select").nth(1).select_option("provincial-feature-towns")
    programmes.locator("button").click()
    expect(page).to_have_url(re.compile(r"maps=rural-property-exchange,provincial-feature-towns#maps$"))
    expect(page.locator(READY)).to_have_count(2)
    expect(page.locator('.twin-map path[data-code="370703"]').first).to_have_attribute("data-shade", "origin")
    expect(page.locator(".twin-map").first).to_contain_text("★ 2014")


def test_a_filter_keeps_places_and_maps_and_its_address_is_clean(page: Page) -> None:
    drawn(page, f"{THREE}&maps=2015,2020")
    page.locator('.filter .chip:has([value="livelihood"])').click()
    page.locator(".filter .apply").click()
    expect(page).to_have_url(re.compile(r"places=370783,370781,370784&maps=2015,2020&theme=livelihood$"))
    expect(page.locator("tr[data-theme]")).to_have_count(1)


def test_what_is_downloaded_agrees_with_the_page(page: Page) -> None:
    page.goto(THREE)
    with page.expect_download() as waiting:
        page.locator('a[href^="/api/compare.csv"]').first.click()
    rows = list(csv.DictReader(io.StringIO(Path(waiting.value.path()).read_text(encoding="utf-8-sig"), newline="")))
    counts = [
        str(len({row["reform"] for row in rows if row["place"] == code})) for code in ("370783", "370781", "370784")
    ]
    expect(page.locator("#counts td b")).to_have_text(counts)


def test_the_wheel_scrolls_the_page_over_a_map_that_is_not_in_use(page: Page) -> None:
    drawn(page, THREE)
    zoom = assert_together(page)[2]
    page.locator(".twin-map").first.hover()
    page.mouse.wheel(0, -200)
    page.wait_for_timeout(400)
    assert assert_together(page)[2] == zoom


def test_without_script_places_are_chosen_by_a_button_and_the_maps_are_drawn(new_page: Callable[..., Page]) -> None:
    plain = new_page(java_script_enabled=False)
    plain.goto("/compare?lang=en")
    plain.locator('.chip:has([value="370783"])').click()
    plain.locator('.chip:has([value="370700-gaoxin"])').click()
    plain.locator(".picker .apply").click()
    expect(plain.locator("h1.compared span")).to_have_text(["Shouguang", "High-tech Zone"])
    expect(plain.locator(".twin-plain svg").first).to_be_visible()
    plain.locator(".maps-choice button").first.click()
    expect(plain.locator(".twin-plain svg")).to_have_count(2)


@pytest.mark.parametrize("viewport", [{"width": 1280, "height": 800}, {"width": 360, "height": 740}])
@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize(
    "path",
    [
        "/compare?",
        "/compare?places=370783&",
        f"{THREE},370705&",
        "/compare?places=370783,370700-nongzong&maps=rural-property-exchange,village-clusters&",
    ],
)
def test_axe_finds_no_violation_and_nothing_is_too_wide(
    new_page: Callable[..., Page], path: str, language: str, viewport: dict[str, int]
) -> None:
    page = new_page(viewport=viewport)
    page.goto(f"{path}lang={language}")
    if page.locator(".twins").count():
        expect(page.locator(READY)).to_have_count(2)
    assert page.evaluate("document.documentElement.scrollWidth") == viewport["width"]
    page.evaluate(AXE.read_text(encoding="utf-8"))
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        assert page.evaluate(RUN_AXE) == []


def test_on_paper_every_fold_is_open_and_the_drawn_maps_stand_for_the_live_ones(page: Page) -> None:
    drawn(page, THREE)
    page.emulate_media(media="print")
    hidden = page.locator(".only li").evaluate_all("all => all.filter((each) => !each.getClientRects().length).length")
    assert hidden == 0
    for name in (".filter", ".change", ".maps-choice", ".twin-map >> nth=0", ".drop >> nth=0"):
        expect(page.locator(name)).to_be_hidden()
    expect(page.locator(".twin-plain svg").first).to_be_visible()


def test_hostile_names_are_shown_as_text(
    serve: Callable[[Flask], str],
    make_app: Callable[[Settings], Flask],
    hostile_files: Files,
    new_page: Callable[..., Page],
    tmp_path: Path,
) -> None:
    page = new_page(base_url=serve(make_app(hostile_files.settings(tmp_path / "x.sqlite"))))
    drawn(page, "/compare?places=370783,370700-gaoxin&maps=rural-property-exchange,village-clusters")
    page.locator('.twin-map path[data-code="370782"]').first.hover()
    expect(page.locator(".place-tip strong")).to_contain_text("{{7*7}}")
    assert page.locator("img, [onerror]").count() == 0
