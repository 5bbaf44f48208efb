"""Text that would run as template, script or markup is shown as the text it is."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect
from samples import HOSTILE

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Flask
    from samples import Files

    from explorer.config import Settings
    from explorer.records.models import Cases

REFORM = "shouguang-vegetable-supply"


@pytest.fixture(scope="module")
def hostile_address(
    serve: Callable[[Flask], str],
    make_app: Callable[[Settings], Flask],
    hostile_files: Files,
    tmp_path_factory: pytest.TempPathFactory,
) -> str:
    """Serve the site whose every free text is hostile."""
    return serve(make_app(hostile_files.settings(tmp_path_factory.mktemp("hostile") / "x.sqlite")))


@pytest.fixture
def hostile(new_page: Callable[..., Page], hostile_address: str) -> Page:
    """A browser at the site whose every text is hostile; a dialog or a request for ``x`` fails the test."""
    return new_page(base_url=hostile_address)


def _assert_harmless(page: Page) -> None:
    """Expect the text as it stands, and no element or script made of it."""
    assert page.locator("img, [onerror]").count() == 0
    assert HOSTILE in page.locator("body").inner_text()
    whole, evaluated = page.evaluate(
        "hostile => [document.body.innerText.split('onerror').length, document.body.innerText.split(hostile).length]",
        HOSTILE,
    )
    assert whole == evaluated, "somewhere the text was changed"


@pytest.mark.parametrize(
    "path",
    [
        *("/", "/?place=370783", "/?place=370700-gaoxin", "/places/370783"),
        *("/places/370700", "/places/370700-gaoxin", f"/reforms/{REFORM}", "/reforms", "/data"),
    ],
)
def test_every_page_shows_hostile_text_as_text(hostile: Page, path: str) -> None:
    for language in ("zh", "en"):
        hostile.goto(f"{path}{'&' if '?' in path else '?'}lang={language}")
        if path.startswith("/?") or path == "/":
            expect(hostile.locator(".map[data-ready]")).to_be_visible()
        _assert_harmless(hostile)


def test_figures_honours_aliases_and_sources_are_shown_as_text(hostile: Page, cases: Cases) -> None:
    rich = next(reform for reform in cases.reforms if reform.figures and reform.honours)
    hostile.goto(f"/reforms/{rich.id}")
    for name in ("h1", ".summary", ".aliases", ".figure dt", ".honours > li", ".sources li", ".reach th a"):
        expect(hostile.locator(name).first).to_contain_text(HOSTILE)
    _assert_harmless(hostile)


def test_hover_click_and_back_show_hostile_names_as_text(
    hostile: Page, inside: Callable[[Page, str], tuple[float, float]]
) -> None:
    hostile.goto("/")
    point = inside(hostile, "370783")
    hostile.mouse.move(*point)
    expect(hostile.locator(".place-tip strong")).to_have_text(HOSTILE)
    expect(hostile.locator(".county-label").first).to_contain_text(HOSTILE)
    assert HOSTILE in (hostile.locator('path[data-code="370783"]').get_attribute("aria-label") or "")

    hostile.mouse.click(*point)
    expect(hostile.locator('.place[data-code="370783"] .place-title')).to_contain_text(HOSTILE)
    assert HOSTILE in hostile.title()
    _assert_harmless(hostile)

    hostile.locator(".masthead").hover()
    hostile.locator('.zone-mark[data-code="370700-gaoxin"]').focus()
    expect(hostile.locator(".place-tip")).to_have_count(1)
    expect(hostile.locator(".place-tip strong")).to_have_text(HOSTILE)
    hostile.locator('.zone-mark[data-code="370700-gaoxin"]').click()
    expect(hostile.locator('.place[data-code="370700-gaoxin"]')).to_be_visible()
    hostile.go_back()
    expect(hostile.locator('.place[data-code="370783"]')).to_be_visible()
    _assert_harmless(hostile)


def test_a_hostile_search_is_shown_as_text(page: Page) -> None:
    page.goto(f"/?q={quote(HOSTILE)}")
    expect(page.locator("#q")).to_have_value(HOSTILE)
    _assert_harmless(page)
    page.locator("#q").fill(f"{HOSTILE}2")
    expect(page.locator(".overview .lead")).to_contain_text(f"{HOSTILE}2")
    _assert_harmless(page)


@pytest.mark.parametrize("path", ["/?theme={}", "/?{}=1", "/?lang={}", "/places/{}", "/reforms/{}"])
def test_a_hostile_address_is_answered_with_text(page: Page, troubles: list[str], path: str) -> None:
    # A slash ends a part of a path, so the hostile text goes without its own there.
    text = HOSTILE if "?" in path else HOSTILE.replace("/", "")
    answer = page.goto(path.replace("{}", quote(text, safe="")))
    assert answer is not None
    assert answer.status in {400, 404}
    assert page.locator("img, [onerror]").count() == 0
    assert "{{7*7}}{% raw %}${alert(1)}<" in page.locator("main").inner_text()
    assert [each for each in troubles if "Failed to load resource" not in each] == []
    troubles.clear()
