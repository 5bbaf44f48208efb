"""What planners' pages, files and pictures make of reforms and places whose each free text is hostile."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING
from urllib.parse import quote
from xml.etree import ElementTree as ET

import openpyxl
import pytest
from by_hand import GAOXIN, HANTING, KUIWEN, MARKET, RED, SHOUGUANG
from pages import read_page
from samples import HOSTILE

from explorer.config import Settings
from explorer.store import open_store

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from flask import Flask
    from flask.testing import FlaskClient
    from samples import Files

    from explorer.records.models import Cases
    from geodata import Places

SVG = "{http://www.w3.org/2000/svg}"
PAGES = (
    *("/reach", "/reach?citywide=off&columns=name", "/reach?rows=5&page=2", "/reach/rows", "/reach/rows/panel"),
    *(f"/reach/rows?reform={MARKET}&county={HANTING}", f"/reach/rows/panel?county={KUIWEN}"),
    *(f"/places/{SHOUGUANG}/gaps", f"/places/{GAOXIN}/gaps?least=1", "/places/370700/gaps"),
    *("/spread", "/spread?sort=name&citywide=on", f"/spread?reform={MARKET}", f"/spread?reform={RED}&citywide=off"),
    *("/spread?reform=provincial-feature-towns", f"/spread?reform={MARKET}&theme=industry"),
)
ASKED = (
    *(f"/reach?q={quote(HOSTILE)}", f"/spread?q={quote(HOSTILE)}", f"/places/{SHOUGUANG}/gaps?q={quote(HOSTILE)}"),
    *(f"/reach/rows?q={quote(HOSTILE)}", f"/spread?reform={MARKET}&q={quote(HOSTILE)}&from=2100"),
    *(f"/reach?{quote(HOSTILE)}=1", f"/reach?citywide={quote(HOSTILE)}", f"/reach/rows?county={quote(HOSTILE)}"),
    *(f"/spread?reform={quote(HOSTILE)}", f"/places/{SHOUGUANG}/gaps?least={quote(HOSTILE)}"),
)
PICTURES = (
    *("matrix.svg", "matrix.svg?columns=name&citywide=off", f"matrix.svg?q={quote('alert')}"),
    *(f"spread-map.svg?reform={MARKET}", f"spread-curve.svg?reform={MARKET}", f"spread-curve.svg?reform={RED}"),
)
TABLES = ("reach", "spread?citywide=on", f"spread?reform={MARKET}", f"gaps?county={SHOUGUANG}")


@pytest.fixture(scope="module")
def hostile(
    make_app: Callable[..., Flask], hostile_files: Files, tmp_path_factory: pytest.TempPathFactory
) -> FlaskClient:
    app = make_app(hostile_files.settings(tmp_path_factory.mktemp("store") / "x.sqlite"))
    return app.test_client()


def in_language(address: str, language: str) -> str:
    return f"{address}{'&' if '?' in address else '?'}lang={language}"


def _assert_only_text(text: str) -> None:
    page = read_page(text)
    assert HOSTILE not in text
    assert page.text.count("{{7*7}}") == page.text.count("${alert(1)}")
    assert page.find("img") == []
    assert [each for each in page if any(name.startswith("on") for name in each.attributes)] == []
    assert [each for each in page if "style" in each.attributes] == []
    assert all(each["src"].startswith("/assets/") for each in page.find("script"))


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("address", PAGES)
def test_a_hostile_name_is_only_text(address: str, language: str, hostile: FlaskClient) -> None:
    answer = hostile.get(in_language(address, language))

    assert answer.status_code == 200
    _assert_only_text(answer.text)
    assert HOSTILE in read_page(answer.text).text


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("address", ASKED)
def test_what_a_visitor_asks_is_only_text(address: str, language: str, hostile: FlaskClient) -> None:
    answer = hostile.get(in_language(address, language))

    assert answer.status_code in {200, 400}
    _assert_only_text(answer.text)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("address", PICTURES)
def test_a_hostile_name_leaves_a_picture_well_formed(address: str, language: str, hostile: FlaskClient) -> None:
    answer = hostile.get(in_language(f"/pictures/{address}", language))

    assert answer.status_code == 200
    drawing = ET.fromstring(answer.data)  # noqa: S314  # our own
    shapes = {each.tag.removeprefix(SVG) for each in drawing.iter()}
    assert shapes <= {"svg", "title", "desc", "style", "rect", "text", "g", "path", "circle"}
    assert [name for each in drawing.iter() for name in each.attrib if name.startswith("on") or "href" in name] == []
    texts = " ".join("".join(each.itertext()) for each in drawing.iter(f"{SVG}text"))
    assert "{{7*7}}" in texts


@pytest.mark.parametrize("name", ["matrix", "spread-map", "spread-curve"])
def test_a_hostile_name_is_drawn_as_png_too(name: str, hostile: FlaskClient) -> None:
    assert hostile.get(f"/pictures/{name}.png?reform={MARKET}").data.startswith(b"\x89PNG")


@pytest.mark.parametrize("address", TABLES)
def test_a_hostile_name_comes_out_of_files_as_it_went_in(address: str, hostile: FlaskClient) -> None:
    path, _, query = address.partition("?")
    told, text, book = (hostile.get(f"/api/{path}.{ending}?{query}") for ending in ("json", "csv", "xlsx"))

    name = path
    rows = list(csv.DictReader(io.StringIO(text.data.decode("utf-8-sig"), newline="")))
    sheet = openpyxl.load_workbook(io.BytesIO(book.data))[name]
    assert {each["title_zh"] for each in told.json[name]} == {HOSTILE} == {row["title_zh"] for row in rows}
    assert HOSTILE in {cell.value for row in sheet.iter_rows() for cell in row}
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n", "b"}  # no formula


@pytest.fixture(scope="module")
def odd(
    make_app: Callable[..., Flask], cases: Cases, weifang: Places, tmp_path_factory: pytest.TempPathFactory
) -> FlaskClient:
    """Serve a database of before files were refused for characters that XML cannot hold; formulas, a very long word."""
    folder: Path = tmp_path_factory.mktemp("odd")
    titles = ["a\x08b\x1f\x7f\ufffe", '=HYPERLINK("http://x")', "]]>&amp;<!--", "长" * 300, "\u202egnp.exe", "W" * 300]
    reforms = [
        each.model_copy(update=dict.fromkeys(("title_zh", "title_en"), titles[n % len(titles)]))
        for n, each in enumerate(cases.reforms)
    ]
    url = f"sqlite:///{folder}/x.sqlite"
    store = open_store(url, places=weifang)
    store.save(cases.model_copy(update={"reforms": tuple(reforms)}), "taken", weifang)
    store.engine.dispose()
    return make_app(Settings(data=str(folder / "gone.geojson"), database_url=url)).test_client()


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("address", ["matrix.svg", "matrix.svg?rows=8&citywide=off", *PICTURES[3:]])
def test_odd_characters_leave_a_picture_well_formed(address: str, language: str, odd: FlaskClient) -> None:
    answer = odd.get(in_language(f"/pictures/{address}", language))

    assert answer.status_code == 200
    assert ET.fromstring(answer.data).tag == f"{SVG}svg"  # noqa: S314  # our own


@pytest.mark.parametrize("address", ["/reach", "/spread", f"/spread?reform={MARKET}", f"/places/{SHOUGUANG}/gaps"])
def test_odd_characters_leave_a_page_readable(address: str, odd: FlaskClient) -> None:
    answer = odd.get(address)

    assert answer.status_code == 200
    assert read_page(answer.text).one("h1").text


@pytest.mark.parametrize("address", TABLES)
def test_odd_characters_leave_files_readable_and_run_no_formula(address: str, odd: FlaskClient) -> None:
    path, _, query = address.partition("?")
    told, text, book = (odd.get(f"/api/{path}.{ending}?{query}") for ending in ("json", "csv", "xlsx"))

    rows = list(csv.DictReader(io.StringIO(text.data.decode("utf-8-sig"), newline="")))
    assert len(json.loads(told.data)[path]) == len(rows)
    assert not [row for row in rows if row["title_zh"].startswith("=")]
    sheet = openpyxl.load_workbook(io.BytesIO(book.data))[path]
    assert "f" not in {cell.data_type for row in sheet.iter_rows() for cell in row}
