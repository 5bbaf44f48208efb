from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

import openpyxl
import pandas as pd
import pytest
from hypothesis import example, given
from made_tables import ABOUT, COUNTIES, table_of, texts

from explorer.errors import FilterError
from explorer.spreadsheets import cells, xlsx_writer
from explorer.spreadsheets.tables import Table
from explorer.spreadsheets.xlsx_writer import LONGEST_TEXT, sheet_name, write

if TYPE_CHECKING:
    from collections.abc import Sequence

    from openpyxl.workbook import Workbook


def read(tables: Sequence[Table]) -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(write(tables, ABOUT)))


def test_each_table_is_a_sheet_and_the_last_one_tells_of_the_file() -> None:
    book = read([COUNTIES, table_of("a")])

    assert book.sheetnames == ["counties", "texts", "About"]
    assert dict(book["About"].values) == {
        "about": "value",
        "title": ABOUT.title,
        "filter": ABOUT.filter,
        "query": ABOUT.query,
        "data_version": "4f1d2c3b5a69",
        "date": "2026-01-31",
        "licence": "MIT",
    }


def test_numbers_are_numbers_codes_are_text_and_what_is_not_recorded_is_empty() -> None:
    header, *rows = read([COUNTIES])["counties"].iter_rows()

    assert tuple(cell.value for cell in header) == COUNTIES.columns
    assert [tuple(cell.value for cell in row) for row in rows] == list(COUNTIES.rows)
    assert [cell.data_type for cell in rows[0]] == ["s", "s", "n", "n", "n", "b"]
    assert [type(cell.value) for cell in rows[0]] == [str, str, int, float, int, bool]


def test_the_header_is_bold_stays_in_view_and_filters() -> None:
    sheet = read([COUNTIES])["counties"]

    assert all(cell.font.bold for cell in sheet[1])
    assert not sheet["A2"].font.bold
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", "A1:F3")


def test_columns_are_as_wide_as_their_words_within_reason() -> None:
    words = Table("words", ("a", "name_zh", "summary_zh"), (("b", "潍坊高新技术产业开发区", "改" * 300),))

    sheet = read([words])["words"]

    assert [sheet.column_dimensions[letter].width for letter in "ABC"] == [10, 24, 60]


@pytest.mark.parametrize(
    "text", ["=1+1", "+86", "-1", "@SUM(A1)", "#N/A", "#DIV/0!", "=", "370783", "2025-08", "1/7", "TRUE"]
)
def test_text_stays_text_and_never_runs(text: str) -> None:
    cell = read([table_of(text)])["texts"]["A2"]

    assert (cell.value, cell.data_type) == (text, "s")


@pytest.mark.parametrize(("text", "marked"), [("=1+1", True), ("370783", True), ("2025-08", True), ("寿光", False)])
def test_text_that_excel_would_change_when_it_is_edited_is_marked_as_text(text: str, *, marked: bool) -> None:
    assert read([table_of(text)])["texts"]["A2"].quotePrefix is marked


@given(texts())
@example(["\x00", "a\rb\r\nc", " leads", "trails ", "\u2028", "</t><f>1+1</f>", "&amp;", "\ufffe"])
def test_any_text_comes_back_but_for_what_no_workbook_holds(given_texts: list[str]) -> None:
    rows = list(read([table_of("first", *given_texts, "last")])["texts"].values)[2:-1]

    assert [value or "" for (value,) in rows] == [
        cells.legal(text).replace("\r\n", "\n").replace("\r", "\n") for text in given_texts
    ]


@pytest.mark.parametrize("character", ["寿", "𠮷"])
def test_a_text_too_long_for_a_cell_is_cut_and_says_so(character: str) -> None:
    cut = str(read([table_of(character * 40_000)])["texts"]["A2"].value)

    assert len(cut.encode("utf-16-le")) // 2 in {LONGEST_TEXT - 1, LONGEST_TEXT}
    assert set(cut) == {character, "…"}
    assert read([table_of("寿" * LONGEST_TEXT)])["texts"]["A2"].value == "寿" * LONGEST_TEXT


@pytest.mark.parametrize(
    ("name", "taken", "expected"),
    [
        ("reach", [], "reach"),
        ("reach", ["Reach"], "reach 2"),
        ("reach", ["reach", "reach 2"], "reach 3"),
        ("a[b]:c*d?e/f\\g", [], "a b  c d e f g"),
        ("'quoted'", [], "quoted"),
        ("r" * 40, [], "r" * 31),
        ("r" * 40, ["r" * 31], "r" * 29 + " 2"),
        ("History", [], "History 2"),
        ("???", [], "Table"),
        ("一二三" * 20, [], ("一二三" * 20)[:31]),
    ],
)
def test_a_sheet_has_a_name_that_excel_takes(name: str, taken: list[str], expected: str) -> None:
    assert sheet_name(name, taken) == expected


def test_the_file_tells_its_own_date_not_that_of_the_clock() -> None:
    data = write([COUNTIES], ABOUT)

    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        assert {each.date_time for each in parts.infolist()} == {(2026, 1, 31, 0, 0, 0)}
    properties = openpyxl.load_workbook(io.BytesIO(data)).properties
    assert {properties.created.date(), properties.modified.date()} == {ABOUT.date}
    assert data == write([COUNTIES], ABOUT)


def test_pandas_reads_it() -> None:
    frame = pd.read_excel(io.BytesIO(write([COUNTIES], ABOUT)), dtype={"place": str})

    assert frame["place"].tolist() == ["370783", "370781"]
    assert frame["balance"].dropna().tolist() == [-3]


def test_more_than_a_workbook_takes_is_refused_with_a_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx_writer, "MOST_CELLS", 11)

    with pytest.raises(
        FilterError, match=r"counties.xlsx: 12 cells are more than .* \(narrow the filter, or take .csv\)"
    ):
        write([COUNTIES], ABOUT)
