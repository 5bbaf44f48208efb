"""What a planner takes away tells what the page tells: CSV, XLSX, JSON, SVG, PNG, PDF."""

from __future__ import annotations

import csv
import io
import json
import struct
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from xml.etree import ElementTree as ET

import openpyxl
import pypdfium2
import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

MARKET = "rural-property-exchange"
COUNTRYSIDE = "/reach?theme=countryside&citywide=off"


class Told(NamedTuple):
    """A page, its table, and where on the page stand the reforms of the table's rows, each once."""

    address: str
    table: str
    reforms: str


PAGES = (
    Told(COUNTRYSIDE, "reach", "#matrix tr[data-reform]:has(td a)"),
    Told("/spread?sort=pace", "spread", ".ranks tr[data-reform]"),
    Told("/places/370783/gaps", "gaps", "[data-gap]"),
    Told("/compare?places=370783,370781,370784", "compare", ".shared [data-reform], .only [data-reform]"),
)


def taken(page: Page, kind: str, api: str) -> bytes:
    """Click a download of the page and return the file."""
    with page.expect_download() as waiting:
        page.locator(f'.take-away a[href*="{api}.{kind}"]').first.click()
    return Path(waiting.value.path()).read_bytes()


def from_csv(data: bytes) -> list[dict[str, str]]:
    assert data.startswith(b"\xef\xbb\xbf"), "Excel would not read it as UTF-8"
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def from_xlsx(data: bytes, sheet: str) -> list[dict[str, Any]]:
    header, *rows = openpyxl.load_workbook(io.BytesIO(data))[sheet].iter_rows(values_only=True)
    return [dict(zip(map(str, header), row, strict=True)) for row in rows]


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
@pytest.mark.parametrize("told", PAGES, ids=[each.table for each in PAGES])
def test_every_file_holds_what_the_page_shows(new_page: Callable[..., Page], told: Told, script: bool) -> None:  # noqa: FBT001  # a case
    page = new_page(locale="zh-CN" if script else "en-GB", java_script_enabled=script)
    page.goto(told.address)
    shown = page.locator(told.reforms).evaluate_all("all => all.map((each) => each.dataset.reform ?? each.dataset.gap)")
    api = f"/api/{told.table}"
    as_csv = from_csv(taken(page, "csv", api))
    as_xlsx = from_xlsx(taken(page, "xlsx", api), told.table)
    as_json = json.loads(taken(page, "json", api))[told.table]

    keys = [
        name for name in ("reform", "county", "place", "status", "since", "ask", "n_counties") if name in as_json[0]
    ]
    rows = [tuple("" if row[key] is None else str(row[key]) for key in keys) for row in as_json]
    assert [tuple(row[key] for key in keys) for row in as_csv] == rows
    assert [tuple("" if row[key] is None else str(row[key]) for key in keys) for row in as_xlsx] == rows
    assert {
        row["reform"] for row in as_json if row.get("cover") != "citywide" and row.get("scope") != "citywide"
    } >= set(shown)
    assert all(row["source"] for row in as_json)


def test_the_matrix_of_the_page_of_the_workbook_and_of_the_api_agree(page: Page, ask: Callable[[str], Any]) -> None:
    page.goto(COUNTRYSIDE)
    cells = page.locator("#matrix tbody td a b").all_inner_texts()
    shown = {
        reform: (int(n) if n != "–" else None)
        for reform, n in page.locator("#matrix tr[data-reform]").evaluate_all(
            "rows => rows.map((row) => [row.dataset.reform, row.querySelector('.sum').textContent])"
        )
    }
    book = taken(page, "xlsx", "/api/reach")

    assert {row["reform"]: row["n_counties"] for row in from_xlsx(book, "matrix")} == shown
    rows = ask(COUNTRYSIDE.replace("/reach", "/api/reach.json"))["reach"]
    assert sum(map(int, cells)) == len(from_xlsx(book, "reach")) == len(rows)


def test_pictures_are_whole_and_say_where_they_come_from(page: Page) -> None:
    page.goto(f"/spread?reform={MARKET}&lang=zh")
    for name in ("spread-map", "spread-curve"):
        drawn = ET.fromstring(taken(page, "svg", f"/pictures/{name}"))  # noqa: S314  # our own
        text = "".join(drawn.itertext())
        assert "农村产权交易市场" in text
        assert "MIT" in text
        picture = taken(page, "png", f"/pictures/{name}")
        assert picture.startswith(b"\x89PNG")
        width, height = struct.unpack(">II", picture[16:24])
        assert min(width, height) >= 400


@pytest.mark.parametrize(
    ("path", "said"),
    [("/places/370783?lang=zh", "寿光市"), (f"/reforms/{MARKET}?lang=en", "Rural property rights market")],
)
def test_a_brief_is_taken_from_its_page_as_one_or_two_sheets(page: Page, path: str, said: str) -> None:
    page.goto(path)
    with page.expect_download() as waiting:
        page.locator('a[href*="brief.pdf"]').first.click()
    with pypdfium2.PdfDocument(Path(waiting.value.path())) as paper:
        assert len(paper) in {1, 2}
        assert said in paper[0].get_textpage().get_text_range()
