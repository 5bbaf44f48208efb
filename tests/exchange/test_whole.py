from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import openpyxl
import pytest
from made_workbooks import cell_of, resaved

from explorer.errors import CasesError
from explorer.exchange import sheets
from explorer.exchange.columns import STACKED
from explorer.exchange.offering import offers

if TYPE_CHECKING:
    from collections.abc import Callable

    from openpyxl.workbook import Workbook

    from explorer.model import Cases
    from explorer.offers import Offer

    Edit = Callable[[Workbook], object]


def edited(cases: Cases, edit: Edit) -> list[Offer]:
    return list(offers(resaved(sheets.write_xlsx(cases), edit), "x.xlsx"))


def stacked(cases: Cases, *more: dict[str, str]) -> list[Offer]:
    rows = list(csv.DictReader(io.StringIO(sheets.write_csv(cases).decode("utf-8-sig"), newline="")))
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
    with pytest.raises(CasesError, match=r"record: refrom is no kind of record"):
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
