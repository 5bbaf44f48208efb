from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_tables import ABOUT, COUNTIES, FORMULA_STARTS, table_of, texts

from explorer.spreadsheets import cells, tables
from explorer.spreadsheets.tables import About, Table

if TYPE_CHECKING:
    from explorer.spreadsheets.tables import Value


def read_csv(table: Table) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(tables.write_csv(table, ABOUT).decode("utf-8-sig"), newline="")))


def test_a_table_is_read_into_a_data_frame() -> None:
    frame = pd.DataFrame(COUNTIES.records())

    assert list(frame.columns) == list(COUNTIES.columns)
    assert frame["place"].tolist() == ["370783", "370781"]
    assert frame["since"].isna().tolist() == [False, True]


@pytest.mark.parametrize(
    ("columns", "rows", "said"),
    [
        (("a", "b"), ((1, 2), (1,)), "row 1 of the table 'odd' has 1 cells for 2 columns"),
        (("a", "a"), (), "names a column twice"),
        (("a", "licence"), (), "names a column twice, or as a CSV file names its own"),
    ],
)
def test_a_table_that_is_none_is_refused(columns: tuple[str, ...], rows: tuple[tuple[Value, ...]], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        Table("odd", columns, rows)


def test_excel_opens_csv_as_utf_8() -> None:
    assert tables.write_csv(COUNTIES, ABOUT).startswith("\ufeffplace,name_zh,".encode())


def test_each_row_of_csv_says_filter_version_date_and_licence() -> None:
    rows = read_csv(COUNTIES)

    assert len(rows) == 2
    assert list(rows[0])[-4:] == ["filter", "data_version", "date", "licence"]
    for row in rows:
        assert list(row.values())[-4:] == [ABOUT.filter, "4f1d2c3b5a69", "2026-01-31", "MIT"]


def test_numbers_stay_numbers_and_what_is_not_recorded_stays_empty() -> None:
    shouguang, qingzhou = (list(row.values())[2:6] for row in read_csv(COUNTIES))

    assert shouguang == ["2020", "0.25", "-3", "True"]
    assert qingzhou == ["", "", "", ""]


@pytest.mark.parametrize("text", ["=1+1", "-1", '=HYPERLINK("http://x","y")', "＝1", " =1", "\t=1", "\r=1", "\x00=1"])
def test_no_cell_of_csv_runs_as_a_formula(text: str) -> None:
    assert [row["text"] for row in read_csv(table_of(text))] == [f"'{cells.legal(text)}"]


def test_a_filter_of_a_visitor_runs_no_formula_either() -> None:
    asked = About("t", '=HYPERLINK("http://x")', "", "v", ABOUT.date, "MIT")

    assert b",'=HYPERLINK" not in tables.write_csv(COUNTIES, ABOUT)
    assert b"\"'=HYPERLINK" in tables.write_csv(COUNTIES, asked)


@given(texts())
def test_any_text_comes_back_from_csv_but_for_an_apostrophe(given_texts: list[str]) -> None:
    expected = [cells.legal(text) for text in given_texts]

    found = [row["text"] for row in read_csv(table_of("first", *given_texts))][1:]

    assert all(cell in {text, f"'{text}"} for cell, text in zip(found, expected, strict=True))
    assert all(cell.strip()[:1] not in FORMULA_STARTS for cell in found)


def test_json_holds_what_it_is_about_and_the_records_of_each_table() -> None:
    zones = Table("zones", ("zone",), (("370700-binhai",),))

    read = json.loads(tables.write_json([COUNTIES, zones], ABOUT))

    assert read["about"] == {
        "title": ABOUT.title,
        "filter": ABOUT.filter,
        "query": ABOUT.query,
        "data_version": "4f1d2c3b5a69",
        "date": "2026-01-31",
        "licence": "MIT",
    }
    assert read["counties"] == COUNTIES.records()
    assert read["zones"] == [{"zone": "370700-binhai"}]


@given(st.text())
def test_any_text_comes_back_from_json(text: str) -> None:
    assert json.loads(tables.write_json([table_of(text)], ABOUT))["texts"] == [{"text": text}]
