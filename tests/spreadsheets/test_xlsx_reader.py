from __future__ import annotations

import datetime as dt
import io
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from made_workbooks import HEAD, MAIN, sheet, workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from explorer.errors import CasesError
from explorer.messages import say
from explorer.spreadsheets import xlsx_reader as module
from explorer.spreadsheets.cells import Broken, DateCell, MergedCells
from explorer.spreadsheets.xlsx_reader import read_sheets

if TYPE_CHECKING:
    from explorer.spreadsheets.cells import Raw


def saved(book: openpyxl.Workbook) -> bytes:
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def cell(value: Any, number_format: str | None = None) -> Raw:
    """Return what is read of a cell that a spreadsheet wrote."""
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active["A1"] = value
    if number_format:
        book.active["A1"].number_format = number_format
    return read_sheets(saved(book), "x.xlsx")[0].rows[0].values[0]


@pytest.mark.parametrize("value", [370783, 4.8, "寿光 市\n", " 寿", "370783", True, False, -1, 10**14, "="])
def test_a_value_is_read_as_it_is(value: Any) -> None:
    found = cell(value)

    assert (found, type(found)) == (value, type(value))


def test_a_whole_number_has_no_point() -> None:
    (found,) = read_sheets(workbook(sheet("<row><c><v>370783.0</v></c><c><v>3.70783E5</v></c></row>")), "x.xlsx")

    assert [repr(each) for each in found.rows[0].values] == ["370783", "370783"]


@pytest.mark.parametrize(
    ("number_format", "shown"),
    [
        ("yyyy-mm-dd", "day"),
        ("yyyy/m/d h:mm", "day"),
        ('yyyy"年"m"月"d"日"', "day"),
        ("[$-804]yyyy\\-mm", "month"),
        ('yyyy"年"m"月";@', "month"),
        ("mmm-yy", "month"),
        ("yyyy", "year"),
        ('yyyy"年"', "year"),
    ],
)
def test_a_date_tells_how_much_of_it_is_shown(number_format: str, shown: str) -> None:
    assert cell(dt.date(2024, 1, 1), number_format) == DateCell(dt.date(2024, 1, 1), 45292, shown)  # type: ignore[arg-type]


@pytest.mark.parametrize("number", [27, 57])
def test_excel_s_own_chinese_dates_are_dates(number: int) -> None:
    styles = f'{HEAD}<styleSheet {MAIN}><cellXfs><xf numFmtId="0"/><xf numFmtId="{number}"/></cellXfs></styleSheet>'
    data = workbook(sheet('<row><c s="1"><v>45292</v></c></row>'), **{"xl/styles.xml": styles})

    assert read_sheets(data, "x.xlsx")[0].rows[0].values == (DateCell(dt.date(2024, 1, 1), 45292, "month"),)


def test_a_year_in_a_cell_of_dates_keeps_its_number() -> None:
    assert cell(2023, "yyyy-mm-dd") == DateCell(dt.date(1905, 7, 15), 2023, "day")


@pytest.mark.parametrize("number_format", ["0.00", "#,##0", "@", "General", '0"年"', "[Red]0", "0.0E+00", '"共"0"家"'])
def test_a_number_is_no_date_whatever_stands_around_it(number_format: str) -> None:
    assert cell(2023, number_format) == 2023


def test_a_workbook_of_a_mac_counts_from_1904() -> None:
    book = openpyxl.Workbook()
    book.epoch = CALENDAR_MAC_1904
    assert book.active is not None
    book.active["A1"] = dt.date(2024, 1, 1)
    found = read_sheets(saved(book), "x.xlsx")[0].rows[0].values[0]

    assert isinstance(found, DateCell)
    assert found.date == dt.date(2024, 1, 1)


@pytest.mark.parametrize(
    ("xml", "shown", "said"),
    [
        ("<c t='e'><v>#N/A</v></c>", "#N/A", "is the error #N/A of a formula"),
        ("<c><f>YEAR(TODAY())</f></c>", "=YEAR(TODAY())", "formula without a value"),
        ("<c><v>1E999</v></c>", "1E999", "is no number"),
        ("<c t='d'><v>2024-13-01</v></c>", "2024-13-01", "shown as a date, but"),
    ],
)
def test_a_cell_without_a_value_says_why(xml: str, shown: str, said: str) -> None:
    (broken,) = read_sheets(workbook(sheet(f"<row>{xml}</row>")), "x.xlsx")[0].rows[0].values

    assert isinstance(broken, Broken)
    assert broken.shown == shown
    assert said in str(broken.what)


def test_a_formula_is_read_as_the_value_that_it_gave() -> None:
    cells = "<c t='str'><f>A1&amp;B1</f><v>寿光市</v></c><c><f>1+1</f><v>2</v></c><c t='d'><v>2024-01-01T00:00</v></c>"
    found = read_sheets(workbook(sheet(f"<row>{cells}</row>")), "x.xlsx")[0].rows[0].values

    assert found == ("寿光市", 2, DateCell(dt.date(2024, 1, 1), 45292, "day"))


def test_a_time_of_day_is_no_number() -> None:
    found = cell(dt.time(12, 30))

    assert isinstance(found, Broken)
    assert "time of day" in str(found.what)


def test_rich_text_is_read_without_how_it_is_spoken() -> None:
    rich = "<si><r><t>寿</t></r><r><rPr><b/></rPr><t xml:space='preserve'>光 </t></r><rPh><t>shou</t></rPh></si>"
    data = workbook(sheet("<row><c t='s'><v>0</v></c></row>"), **{"xl/sharedStrings.xml": f"<sst>{rich}</sst>"})

    assert read_sheets(data, "x.xlsx")[0].rows[0].values == ("寿光 ",)


def test_prefixed_elements_are_read_like_others() -> None:
    xml = '<x:worksheet xmlns:x="m"><x:sheetData><x:row><x:c><x:v>7</x:v></x:c></x:row></x:sheetData></x:worksheet>'

    assert read_sheets(workbook(xml), "x.xlsx")[0].rows[0].values == (7,)


def test_merged_cells_are_known_and_hidden_sheets_are_empty() -> None:
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active["B2"] = "台账"
    book.active.merge_cells("B2:D3")
    other = book.create_sheet("底稿")
    other["A1"] = "x"
    other.sheet_state = "hidden"
    shown, hidden = read_sheets(saved(book), "x.xlsx")

    assert shown.spans == (MergedCells(2, 1, 3, 3),)
    assert (hidden.name, hidden.rows, hidden.hidden) == ("底稿", (), True)


def test_blank_rows_keep_their_number_to_themselves() -> None:
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active["A3"], book.active["A9"] = "a", "b"
    book.active["A5"] = "  "

    assert [row.number for row in read_sheets(saved(book), "x.xlsx")[0].rows] == [3, 9]


@pytest.mark.parametrize(
    ("value", "number_format", "said"),
    [
        (0.85, "0%", "shown as 85%"),
        (1, "0.0%", "shown as 100%"),
        (10_000_000, '0!.0,"万"', "shown in thousands or 万"),
        (1000, "#,##0,", "shown in thousands or 万"),
        (dt.date(2026, 8, 27), 'm"月"d"日"', "without its year"),
        (dt.date(2026, 8, 27), "d-mmm", "without its year"),
    ],
)
def test_a_cell_that_shows_something_else_than_it_keeps_is_told(value: Any, number_format: str, said: str) -> None:
    found = cell(value, number_format)

    assert isinstance(found, Broken)
    assert said in str(found.what)
    assert say(found.remedy, "zh").startswith("请")


@pytest.mark.parametrize("number_format", ["#,##0", "#,##0.00", "#,##0_);(#,##0)", "_ * #,##0_ ;_ * -#,##0_ "])
def test_thousands_that_are_only_parted_are_the_number(number_format: str) -> None:
    assert cell(1234567, number_format) == 1234567


def test_more_sheets_than_are_read_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_SHEETS", 2)
    book = openpyxl.Workbook()
    for n in range(2):
        book.create_sheet(f"sheet {n}")

    with pytest.raises(CasesError, match="more than 2 sheets"):
        read_sheets(saved(book), "x.xlsx")


@pytest.mark.parametrize("encoding", ["GB2312", "GB18030", "EBCDIC", "no-such"])
def test_a_sheet_that_declares_another_encoding_is_damaged(encoding: str) -> None:
    text = sheet("<row><c><v>1</v></c></row>").replace("UTF-8", encoding)
    text = text if encoding in text else f'<?xml version="1.0" encoding="{encoding}"?>{text.partition("?>")[2] or text}'

    with pytest.raises(CasesError, match="damaged"):
        read_sheets(workbook(text), "x.xlsx")
