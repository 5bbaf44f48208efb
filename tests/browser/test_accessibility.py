"""axe-core finds no fault on any page, in both languages, light and dark, wide and narrow."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from accessibility import AXE, DESKTOP, PHONE, RUN, TAGS
from playwright.sync_api import Page, expect

if TYPE_CHECKING:
    from collections.abc import Callable

TWO_FRAMES = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
# Both languages and both widths, but not each with each: a planner's page is long.
SOME = [pytest.param("zh", DESKTOP, id="zh-desktop"), pytest.param("en", PHONE, id="en-phone")]
OTHERS = [
    pytest.param("zh", PHONE, id="zh-phone", marks=pytest.mark.slow),
    pytest.param("en", DESKTOP, id="en-desktop", marks=pytest.mark.slow),
]


@pytest.fixture(scope="module")
def axe() -> str:
    assert AXE.is_file(), f"{AXE} is missing: run `npm install`"
    return AXE.read_text(encoding="utf-8")


def assert_accessible(page: Page, axe: str) -> None:
    """Expect no fault on the page, neither in light nor in dark."""
    page.evaluate(axe)
    found = []
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        found += [(scheme, *each) for each in page.evaluate(RUN, TAGS)]
    assert found == []


@pytest.mark.parametrize(("language", "viewport"), [*SOME, *OTHERS])
@pytest.mark.parametrize(
    "path",
    [
        *("/", "/?place=370783", "/?q=zzzz&from=2020", "/places/370783", "/reforms/shouguang-vegetable-supply"),
        *("/?measure=honours&per=people", "/?reform=red-property-management&to=2019", "/?q=产权"),
        *("/reforms", "/data", "/about", "/tag", "/tag/example", "/tag/example?region=none"),
    ],
)
def test_axe_finds_no_violation(
    new_page: Callable[..., Page], axe: str, path: str, language: str, viewport: dict[str, int]
) -> None:
    page = new_page(viewport=viewport)
    page.goto(f"{path}{'&' if '?' in path else '?'}lang={language}")
    if path.startswith("/?") or path == "/":
        expect(page.locator(".map[data-ready]")).to_be_visible()
    assert_accessible(page, axe)


@pytest.mark.parametrize(("language", "viewport"), SOME)
@pytest.mark.parametrize(
    "path",
    [
        *(
            "/reach?theme=countryside,governance",
            "/reach?q=zzzz",
            "/reach/rows?county=370703",
            "/spread?least=1&q=市场",
        ),
        *("/spread?reform=red-property-management", "/spread?reform=village-clusters&citywide=off"),
        *("/places/370783/gaps", "/places/370783/brief", "/reforms/rural-property-exchange/brief"),
        "/compare?places=370783,370781,370784",
    ],
)
def test_axe_finds_no_violation_on_a_planner_s_page(
    new_page: Callable[..., Page], axe: str, path: str, language: str, viewport: dict[str, int]
) -> None:
    page = new_page(viewport=viewport)
    page.goto(f"{path}{'&' if '?' in path else '?'}lang={language}")
    assert_accessible(page, axe)


def test_axe_finds_no_violation_in_the_rows_of_a_cell(page: Page, axe: str) -> None:
    page.goto("/reach?reform=rural-property-exchange")
    page.locator("#matrix td a").first.click()
    expect(page.locator("#rows [data-row]").first).to_be_visible()
    assert_accessible(page, axe)


def test_who_wants_less_motion_gets_a_map_that_does_not_glide(new_page: Callable[..., Page]) -> None:
    page = new_page(reduced_motion="reduce")
    page.goto("/")
    expect(page.locator(".map[data-ready]")).to_be_visible()
    page.evaluate("window.countyMap.map.on('zoomanim', () => { window.glided = true; })")
    page.locator(".leaflet-control-zoom-in").click()
    page.evaluate(TWO_FRAMES)
    assert not page.evaluate("Boolean(window.glided)")


def test_text_can_be_doubled_without_loss(new_page: Callable[..., Page]) -> None:
    # At 200 % zoom a window of 1280 points lays out like one of 640 (WCAG 1.4.4, 1.4.10).
    page = new_page(viewport={"width": 640, "height": 400})
    for path in ("/", "/?place=370783", "/reforms", "/reforms/shouguang-vegetable-supply"):
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth") == 640
