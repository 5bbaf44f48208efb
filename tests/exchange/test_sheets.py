from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import openpyxl
import pytest
from hypothesis import example, given
from made_workbooks import cell_of, resaved
from samples import CASES_FILE
from strategies import cases as any_cases
from strategies import reforms as any_reforms

from explorer.errors import CasesError
from explorer.exchange import READERS, WRITERS, geojson, sheets, xlsx
from explorer.exchange.columns import RECORDS, STACKED
from explorer.exchange.grid import LONGEST_CELL
from explorer.exchange.offering import offers
from explorer.model import Cases, Figure, Reform

if TYPE_CHECKING:
    from collections.abc import Callable

    from openpyxl.workbook import Workbook

TABLES = (".csv", ".xlsx")


@pytest.mark.parametrize("ending", TABLES)
@given(cases=any_cases())
def test_nothing_is_lost_in_a_table(ending: str, cases: Cases) -> None:
    back = READERS[ending](WRITERS[ending](cases))

    assert geojson.write(back) == geojson.write(cases)


@given(cases=any_cases())
def test_nothing_is_lost_in_geojson_offered_piece_by_piece(cases: Cases) -> None:
    found = list(offers(geojson.write(cases), "x.geojson"))

    assert [each.values["id"] for each in found] == [each.id for each in (*cases.sources, *cases.reforms)]
    assert tuple(Reform.model_validate(each.values) for each in found if each.kind == "reform") == cases.reforms


@pytest.mark.parametrize("ending", TABLES)
def test_the_file_of_reforms_is_the_same_bytes_after_a_table(ending: str, cases: Cases) -> None:
    assert geojson.write(READERS[ending](WRITERS[ending](cases))) == CASES_FILE.read_bytes()


@pytest.mark.parametrize("ending", TABLES)
def test_the_same_reforms_give_the_same_bytes_in_any_order(ending: str, cases: Cases) -> None:
    turned = cases.model_copy(update={"reforms": cases.reforms[::-1], "sources": cases.sources[::-1]})

    assert WRITERS[ending](turned) == WRITERS[ending](cases)


def test_a_workbook_that_a_spreadsheet_saved_is_still_the_same(cases: Cases) -> None:
    assert READERS[".xlsx"](resaved(sheets.write_xlsx(cases))) == cases


def test_one_cell_that_is_edited_is_the_one_thing_that_changes(cases: Cases) -> None:
    def edit(book: Workbook) -> None:
        cell_of(book, "reach", "since", reform="smart-elderly-care").value = 2022

    back = {each.id: each for each in READERS[".xlsx"](resaved(sheets.write_xlsx(cases), edit)).reforms}

    changed = [each for each in cases.reforms if back[each.id] != each]
    assert [each.id for each in changed] == ["smart-elderly-care"]
    first, *others = changed[0].reach
    assert back["smart-elderly-care"].reach == (first.model_copy(update={"since": 2022}), *others)


def test_rows_that_were_sorted_are_still_in_their_order(cases: Cases) -> None:
    def turn(book: Workbook) -> None:
        for name in RECORDS:
            values = [[cell.value for cell in row] for row in book[name].iter_rows(min_row=2)]
            for n, row in enumerate(reversed(values), start=2):
                for column, value in enumerate(row, start=1):
                    book[name].cell(n, column).value = value

    back = READERS[".xlsx"](resaved(sheets.write_xlsx(cases), turn))

    assert geojson.write(back) == CASES_FILE.read_bytes()


def test_a_row_that_was_added_comes_after_the_others(cases: Cases) -> None:
    def add(book: Workbook) -> None:
        book["reach"].append(["smart-elderly-care", None, "370784", "adopted", 2024, "weifang-2025#p12"])

    reform = next(
        e for e in READERS[".xlsx"](resaved(sheets.write_xlsx(cases), add)).reforms if e.id == "smart-elderly-care"
    )

    assert (reform.reach[-1].place, reform.reach[-1].since) == ("370784", 2024)


def test_what_a_spreadsheet_does_to_a_csv_file_changes_nothing(cases: Cases) -> None:
    """It takes the mark of the encoding, writes GB18030, numbers without their zeros, TRUE for True."""
    rows = list(csv.DictReader(io.StringIO(sheets.write_csv(cases).decode("utf-8-sig"), newline="")))
    text = io.StringIO()
    writer = csv.DictWriter(text, STACKED)
    writer.writeheader()
    writer.writerows(
        {key: value.upper() if value in {"True", "False"} else value for key, value in row.items()} for row in rows
    )

    assert READERS[".csv"](text.getvalue().encode("gb18030")) == cases


def test_a_csv_file_shows_a_spreadsheet_nothing_that_it_would_run_or_retype(cases: Cases) -> None:
    title = "=HYPERLINK(1)"
    spoilt = cases.reforms[0].model_copy(update={"title_zh": title, "title_en": "1/7"})
    written = sheets.write_csv(cases.model_copy(update={"reforms": (spoilt,)})).decode("utf-8-sig")
    row = next(row for row in csv.DictReader(io.StringIO(written, newline="")) if row["record"] == "reform")

    assert (row["title_zh"], row["title_en"]) == (f"'{title}", "'1/7")


def test_a_workbook_holds_text_years_and_numbers_as_what_they_are(cases: Cases) -> None:
    book = openpyxl.load_workbook(io.BytesIO(sheets.write_xlsx(cases)))

    assert book.sheetnames == [*RECORDS, "About"]
    assert type(cell_of(book, "reach", "place").value) is str
    assert type(cell_of(book, "figure", "value", unit="亿元").value) in {int, float}
    assert {cell.data_type for row in book["reform"].iter_rows(min_row=2, max_col=7) for cell in row} <= {"s", "n"}


def test_a_number_that_a_spreadsheet_would_change_is_kept_as_text(by_id: dict[str, Reform]) -> None:
    figure = Figure(value=1, unit="", unit_en="", label_zh="数", label_en="n", source="a")
    values = (2.0, 10**20, 0.1 + 0.2, "1/7", -0.0)
    figures = tuple(figure.model_copy(update={"value": value}) for value in values)
    reform = by_id["smart-elderly-care"].model_copy(update={"figures": figures})

    (back,) = READERS[".xlsx"](sheets.write_xlsx(Cases(sources=(), reforms=(reform,)))).reforms

    assert [repr(each.value) for each in back.figures] == [repr(value) for value in values]


@pytest.mark.parametrize("write", [sheets.write_csv, sheets.write_xlsx])
def test_what_no_cell_can_hold_is_refused(write: Callable[[Cases], bytes], by_id: dict[str, Reform]) -> None:
    many = by_id["smart-elderly-care"].model_copy(update={"aliases_zh": ("甲" * 300,) * (LONGEST_CELL // 300 + 1)})

    with pytest.raises(CasesError, match=r"smart-elderly-care\.aliases_zh: is longer than a cell takes"):
        write(Cases(sources=(), reforms=(many,)))


def test_more_than_a_workbook_takes_is_refused(cases: Cases, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx, "MOST_CELLS", 100)

    with pytest.raises(CasesError, match=r"more than 100 cells.*\.geojson"):
        sheets.write_xlsx(cases)


def test_more_rows_than_are_read_are_not_written(cases: Cases, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "MOST_ROWS", 100)

    with pytest.raises(CasesError, match="more than 100 rows"):
        sheets.write_csv(cases)


@given(reform=any_reforms())
@example(
    Reform.model_validate(
        {
            "id": "a",
            "title_zh": "'=1",
            "summary_zh": " \r\n_x000D_",
            "aliases_zh": ["甲；乙", " \\", "\n丙 "],
            "theme": "industry",
            "reach": [{"place": "370783", "status": "origin", "source": "1e5#p1"}],
        }
    )
)
def test_awkward_texts_survive_a_spreadsheet_that_saves_them(reform: Reform) -> None:
    if "_x" in f"{reform}":
        return  # openpyxl itself forgets to escape what looks like an escape
    back = READERS[".xlsx"](resaved(sheets.write_xlsx(Cases(sources=(), reforms=(reform,))))).reforms

    assert back == (reform,)
