"""Text that would run as template, script or markup is shown as the text it is."""

from __future__ import annotations

import csv
import json
import shutil
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect

from geodata import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

HOSTILE = "{{7*7}}{% raw %}${alert(1)}</script><img src=x onerror=alert(1)>"
REFORM = "shouguang-vegetable-supply"
PLACES_TEXT = {"name_zh", "name_en", "short_zh", "short_en", "pinyin", "aliases_zh", "host_evidence", "point_note"}
REFORM_TEXT = {"title_zh", "title_en", "summary_zh", "summary_en", "label_zh", "label_en", "unit_en"}
SOURCE_TEXT = {"title", "publisher"}


def _spoil(record: Any, names: set[str]) -> Any:  # noqa: ANN401  # any JSON
    """Return JSON with the hostile text wherever one of these names has text."""
    if isinstance(record, dict):
        return {
            key: HOSTILE[:60]
            if key == "unit_en" and value
            else HOSTILE
            if key in names and value
            else _spoil(value, names)
            for key, value in record.items()
        }
    return [_spoil(each, names) for each in record] if isinstance(record, list) else record


def _spoil_cases(target: Path) -> None:
    document = json.loads((ROOT.parent / "cases.geojson").read_text(encoding="utf-8"))
    document["sources"] = _spoil(document["sources"], SOURCE_TEXT)
    document["features"] = _spoil(document["features"], REFORM_TEXT)
    for feature in document["features"]:
        feature["properties"]["aliases_zh"] = [HOSTILE]
    target.write_text(json.dumps(document), encoding="utf-8")


def _spoil_places(folder: Path) -> None:
    outlines = folder / "places.geojson"
    outlines.write_text(
        json.dumps(_spoil(json.loads(outlines.read_text(encoding="utf-8")), PLACES_TEXT)), encoding="utf-8"
    )
    for name, names in (("zones.csv", PLACES_TEXT), ("towns.csv", {"name_zh"}), ("indicators.csv", {"unit", "source"})):
        with (folder / name).open(encoding="utf-8", newline="") as lines:
            rows = [_spoil(row, names) for row in csv.DictReader(lines)]
        with (folder / name).open("w", encoding="utf-8", newline="") as lines:
            writer = csv.DictWriter(lines, fieldnames=list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)


@pytest.fixture(scope="module")
def hostile_address(serve: Callable[..., str], tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("hostile")
    shutil.copytree(ROOT / "370700", folder / "370700")
    _spoil_places(folder / "370700")
    _spoil_cases(folder / "cases.geojson")
    return serve(places=str(folder), data=str(folder / "cases.geojson"))


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


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize(
    "path",
    [
        *("/", "/?place=370783", "/?place=370700-binhai", "/panel", "/places/370783/panel", "/places/370783"),
        *("/places/370700", "/places/370700-binhai", f"/reforms/{REFORM}", "/reforms", "/data"),
    ],
)
def test_every_page_shows_hostile_text_as_text(hostile: Page, path: str, language: str) -> None:
    hostile.goto(f"{path}{'&' if '?' in path else '?'}lang={language}")
    if path.startswith("/?") or path == "/":
        expect(hostile.locator(".map[data-ready]")).to_be_visible()
    _assert_harmless(hostile)


def test_figures_honours_aliases_and_sources_are_shown_as_text(hostile: Page) -> None:
    document = json.loads((ROOT.parent / "cases.geojson").read_text(encoding="utf-8"))
    rich = next(
        each for each in document["features"] if each["properties"]["figures"] and each["properties"]["honours"]
    )
    hostile.goto(f"/reforms/{rich['id']}")
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

    hostile.locator('.zone-mark[data-code="370700-binhai"]').focus()
    expect(hostile.locator(".place-tip strong")).to_have_text(HOSTILE)
    hostile.keyboard.press("Enter")
    expect(hostile.locator('.place[data-code="370700-binhai"]')).to_be_visible()
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
