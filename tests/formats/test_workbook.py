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
from explorer.formats import READERS, WRITERS, geojson, workbook
from explorer.formats.columns import RECORDS, STACKED
from explorer.formats.detect import offers
from explorer.records.models import Cases, Figure, Reform
from explorer.spreadsheets import xlsx_writer
from explorer.spreadsheets.cells import LONGEST_CELL

if TYPE_CHECKING:
    from collections.abc import Callable

    from openpyxl.workbook import Workbook

    from explorer.records.candidates import Offer

    Edit = Callable[[Workbook], object]


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
    assert READERS[".xlsx"](resaved(workbook.write_xlsx(cases))) == cases


def test_one_cell_that_is_edited_is_the_one_thing_that_changes(cases: Cases) -> None:
    def edit(book: Workbook) -> None:
        cell_of(book, "reach", "since", reform="smart-elderly-care").value = 2022

    back = {each.id: each for each in READERS[".xlsx"](resaved(workbook.write_xlsx(cases), edit)).reforms}

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

    back = READERS[".xlsx"](resaved(workbook.write_xlsx(cases), turn))

    assert geojson.write(back) == CASES_FILE.read_bytes()


def test_a_row_that_was_added_comes_after_the_others(cases: Cases) -> None:
    def add(book: Workbook) -> None:
        book["reach"].append(["smart-elderly-care", None, "370784", "adopted", 2024, "weifang-2025#p12"])

    reform = next(
        e for e in READERS[".xlsx"](resaved(workbook.write_xlsx(cases), add)).reforms if e.id == "smart-elderly-care"
    )

    assert (reform.reach[-1].place, reform.reach[-1].since) == ("370784", 2024)


def test_what_a_spreadsheet_does_to_a_csv_file_changes_nothing(cases: Cases) -> None:
    """It takes the mark of the encoding, writes GB18030, numbers without their zeros, TRUE for True."""
    rows = list(csv.DictReader(io.StringIO(workbook.write_csv(cases).decode("utf-8-sig"), newline="")))
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
    written = workbook.write_csv(cases.model_copy(update={"reforms": (spoilt,)})).decode("utf-8-sig")
    row = next(row for row in csv.DictReader(io.StringIO(written, newline="")) if row["record"] == "reform")

    assert (row["title_zh"], row["title_en"]) == (f"'{title}", "'1/7")


def test_a_workbook_holds_text_years_and_numbers_as_what_they_are(cases: Cases) -> None:
    book = openpyxl.load_workbook(io.BytesIO(workbook.write_xlsx(cases)))

    assert book.sheetnames == [*RECORDS, "About"]
    assert type(cell_of(book, "reach", "place").value) is str
    assert type(cell_of(book, "figure", "value", unit="亿元").value) in {int, float}
    assert {cell.data_type for row in book["reform"].iter_rows(min_row=2, max_col=7) for cell in row} <= {"s", "n"}


def test_a_number_that_a_spreadsheet_would_change_is_kept_as_text(by_id: dict[str, Reform]) -> None:
    figure = Figure(value=1, unit="", unit_en="", label_zh="数", label_en="n", source="a")
    values = (2.0, 10**20, 0.1 + 0.2, "1/7", -0.0)
    figures = tuple(figure.model_copy(update={"value": value}) for value in values)
    reform = by_id["smart-elderly-care"].model_copy(update={"figures": figures})

    (back,) = READERS[".xlsx"](workbook.write_xlsx(Cases(sources=(), reforms=(reform,)))).reforms

    assert [repr(each.value) for each in back.figures] == [repr(value) for value in values]


@pytest.mark.parametrize("write", [workbook.write_csv, workbook.write_xlsx])
def test_what_no_cell_can_hold_is_refused(write: Callable[[Cases], bytes], by_id: dict[str, Reform]) -> None:
    many = by_id["smart-elderly-care"].model_copy(update={"aliases_zh": ("甲" * 300,) * (LONGEST_CELL // 300 + 1)})

    with pytest.raises(CasesError, match=r"smart-elderly-care\.aliases_zh: is longer than a cell takes"):
        write(Cases(sources=(), reforms=(many,)))


def test_more_than_a_workbook_takes_is_refused(cases: Cases, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx_writer, "MOST_CELLS", 100)

    with pytest.raises(CasesError, match=r"more than 100 cells.*\.geojson"):
        workbook.write_xlsx(cases)


def test_more_rows_than_are_read_are_not_written(cases: Cases, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "MOST_ROWS", 100)

    with pytest.raises(CasesError, match="more than 100 rows"):
        workbook.write_csv(cases)


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
    back = READERS[".xlsx"](resaved(workbook.write_xlsx(Cases(sources=(), reforms=(reform,))))).reforms

    assert back == (reform,)


def edited(cases: Cases, edit: Edit) -> list[Offer]:
    return list(offers(resaved(workbook.write_xlsx(cases), edit), "x.xlsx"))


def stacked(cases: Cases, *more: dict[str, str]) -> list[Offer]:
    rows = list(csv.DictReader(io.StringIO(workbook.write_csv(cases).decode("utf-8-sig"), newline="")))
    text = io.StringIO()
    writer = csv.DictWriter(text, STACKED)
    writer.writeheader()
    writer.writerows([*rows, *more])
    return list(offers(text.getvalue().encode(), "x.csv"))


def told(found: list[Offer]) -> list[str]:
    return [f"{fault.where}: {fault.what}" for each in found for fault in each.faults]


def test_each_record_knows_all_its_rows(cases: Cases) -> None:
    found = {each.values["id"]: each for each in edited(cases, lambda _: None) if each.kind == "reform"}

    for reform in cases.reforms:
        rows = found[reform.id].rows
        assert len(rows) == 1 + len(reform.reach) + len(reform.figures) + len(reform.honours)
        assert {sheet for sheet, _ in rows} <= {"reform", "reach", "figure", "honour"}
        assert found[reform.id].whole


def test_a_fault_names_sheet_row_and_column(cases: Cases) -> None:
    def spoil(book: Workbook) -> None:
        cell_of(book, "reach", "since", reform="smart-elderly-care").value = 20233
        cell_of(book, "reform", "theme", id="smart-elderly-care").value = "科技"

    found = edited(cases, spoil)

    (faulty,) = [each for each in found if each.faults]
    assert faulty.values["id"] == "smart-elderly-care"
    assert [str(fault.where).split(", ")[::2] for fault in faulty.faults] == [["reform", "theme"], ["reach", "since"]]


def test_words_of_people_are_taken_for_those_of_the_machine(cases: Cases) -> None:
    def say(book: Workbook) -> None:
        cell_of(book, "reform", "theme", id="smart-elderly-care").value = "基层治理"
        cell_of(book, "reach", "place", reform="smart-elderly-care").value = 370783

    (found,) = [each for each in edited(cases, say) if each.values["id"] == "smart-elderly-care"]

    assert found.values["theme"] == "governance"
    assert found.values["reach"][0]["place"] == "370783"
    assert ["370783 is kept as a number" in str(note.what) for note in found.notes] == [True]


def test_an_id_that_stands_twice_is_told_at_the_second(cases: Cases) -> None:
    reform = cases.reforms[0]
    again = {"record": "reform", "id": reform.id, "title_zh": "别的", "summary_zh": "…", "theme": reform.theme}
    found = stacked(cases, again)

    (fault,) = told(found)
    assert f"the id {reform.id} stands already in row 2" in fault


def test_rows_of_a_reform_that_nobody_describes_are_told(cases: Cases) -> None:
    found = stacked(
        cases, {"record": "reach", "reform": "no-such", "place": "370783"}, {"record": "figure", "value": "1"}
    )

    assert [what.split(": ")[1] for what in told(found)] == [
        "no row of reform has the id no-such",
        "no row of reform has the id (empty)",
    ]


def test_a_reform_without_an_id_is_told(cases: Cases) -> None:
    found = stacked(cases, {"record": "reform", "title_zh": "新", "theme": "industry"})

    assert [what.split(": ")[1] for what in told(found)] == ["has no id"]


MISSING: dict[str, tuple[Edit, str]] = {
    "a sheet": (lambda book: book.remove(book["honour"]), "the sheet honour is missing"),
    "a column": (lambda book: book["reform"].delete_cols(5), "reform, row 1: the column summary_en is missing"),
    "a heading": (lambda book: book["figure"].__setitem__("C1", "Wert"), "figure, row 1: the column value is missing"),
}


@pytest.mark.parametrize("missing", MISSING)
def test_what_would_take_away_what_is_recorded_is_refused(missing: str, cases: Cases) -> None:
    edit, words = MISSING[missing]

    with pytest.raises(CasesError) as caught:
        edited(cases, edit)

    assert words in str(caught.value)
    assert "put it back" in str(caught.value)


def test_sources_alone_are_a_file(cases: Cases) -> None:
    def keep_sources(book: Workbook) -> None:
        for name in ("reform", "reach", "figure", "honour"):
            book.remove(book[name])

    assert [each.values["id"] for each in edited(cases, keep_sources)] == [each.id for each in cases.sources]


def test_what_is_added_beside_the_tables_is_told_and_passed_over(cases: Cases) -> None:
    def add(book: Workbook) -> None:
        book.create_sheet("草稿")["A1"] = "x"
        book["reach"]["I1"], book["reach"]["I2"] = "备注", "y"

    first, *others = edited(cases, add)

    assert {str(note.what) for note in first.notes} == {"this sheet is not read", "the column 备注 is not read"}
    assert not any(each.notes for each in others)


def test_a_row_of_no_kind_is_refused(cases: Cases) -> None:
    with pytest.raises(CasesError, match=r"record: “refrom” is no kind of record"):
        stacked(cases, {"record": "refrom"})


def test_a_title_above_the_headings_is_passed_over(cases: Cases) -> None:
    def push_down(book: Workbook) -> None:
        for name in ("reform", "source"):
            book[name].insert_rows(1, 2)
            book[name]["A1"] = "潍坊市改革台账"

    assert len(edited(cases, push_down)) == len(cases.reforms) + len(cases.sources)


def test_a_table_of_a_steward_is_not_taken_for_an_export() -> None:
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.title = "reform"
    for row in (
        ["title_zh", "theme", "place", "since", "summary_zh", "title_en", "summary_en"],
        ["甲", "产业", "寿光市"],
    ):
        book.active.append(row)
    saved = io.BytesIO()
    book.save(saved)

    (found,) = offers(saved.getvalue(), "x.xlsx")
    assert not found.whole


def test_cells_beyond_the_headings_are_told(cases: Cases) -> None:
    found = edited(cases, lambda book: book["reach"].cell(2, 20, "lost"))

    assert told(found) == ["reach, row 2: has 1 cells more than there are headings"]


def test_a_heading_that_stands_twice_is_refused(cases: Cases) -> None:
    def edit(book: Workbook) -> None:
        book["reform"].cell(1, 9, "summary_zh")
        book["reform"].cell(2, 9, "which of the two?")

    with pytest.raises(CasesError, match="the column summary_zh stands twice"):
        edited(cases, edit)


def test_merged_cells_hold_for_each_row(cases: Cases) -> None:
    def edit(book: Workbook) -> None:
        book["reach"].cell(2, 5, 2024)
        book["reach"].merge_cells("E2:E3")

    found = {each.values["id"]: each for each in edited(cases, edit) if each.kind == "reform"}
    years = [row.get("since") for reform in cases.reforms[:3] for row in found[reform.id].values["reach"]]
    assert years[:2] == [2024, 2024]
