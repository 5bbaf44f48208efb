from __future__ import annotations

import csv
import datetime as dt
import io
import json
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
import stewards
from samples import CASES_FILE

from explorer.errors import Fault
from explorer.formats import workbook
from explorer.formats.annotated import returned_file
from explorer.formats.detect import offers
from explorer.messages import Bilingual

if TYPE_CHECKING:
    from explorer.records.candidates import Offer
    from explorer.records.models import Cases

REASON = Bilingual("有误", "is odd"), Bilingual("请更正", "mend it")
FILES = {"x.xlsx": stewards.workbook, "x.csv": stewards.plain}


def reasons_of(*wanted: Offer) -> dict[tuple[str, int], list[Fault]]:
    """Return reasons as a preview gives them: all rows of a faulty record, the first with a fault."""
    reasons: dict[tuple[str, int], list[Fault]] = {row: [] for each in wanted for row in each.rows}
    for each in wanted:
        reasons[each.rows[0]].append(Fault(each.where, *REASON))
    return reasons


def table(name: str, data: bytes) -> list[list[Any]]:
    if name.endswith(".csv"):
        return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    return [list(row) for row in openpyxl.load_workbook(io.BytesIO(data)).worksheets[0].values]


@pytest.mark.parametrize("name", FILES)
def test_faulty_rows_come_back_below_their_headings_with_the_reasons(name: str) -> None:
    data = FILES[name]()
    found = [each for each in offers(data, name) if each.kind == "reform"]
    faulty = [each for each in found if each.faults]
    reasons: dict[tuple[str, int], list[Fault]] = {}
    for each in faulty:
        reasons |= {row: list(each.faults) for row in each.rows}

    title, header, *rows = table(name, returned_file(name, data, reasons))

    assert title[0] == stewards.TITLE
    assert header == [*stewards.HEADINGS, "问题"]
    assert [row[1] for row in rows] == [each.values["title_zh"] for each in faulty]
    assert all("（请" in row[-1] for row in rows)
    year = next(row for row in rows if row[1] == "园区管家一次办")
    assert str(year[5]) == "20233"
    assert year[-1].startswith("“起始年份”列：“20233”不是1949至2100之间的年份（")
    assert "行" not in year[-1].partition("：")[0]  # it is another row now


@pytest.mark.parametrize("name", FILES)
def test_the_file_that_came_back_is_read_without_a_word_on_its_reasons(name: str) -> None:
    data = FILES[name]()
    found = [each for each in offers(data, name) if each.kind == "reform"]
    merged = next(each for each in found if len(each.rows) > 1 and each.values["title_zh"].startswith("库区"))
    again = list(offers(returned_file(name, data, reasons_of(merged)), name))
    (reform,) = [each for each in again if each.kind == "reform"]

    places = [[row["place"] for row in each.values["reach"]] for each in (reform, merged)]
    assert places[0] == places[1] == ["峡山区", "坊子区"]
    assert not any("reasons" in str(note.what) for each in again for note in each.notes)


@pytest.mark.parametrize("name", FILES)
def test_values_come_back_as_they_were(name: str) -> None:
    data = FILES[name]()
    found = [each for each in offers(data, name) if each.kind == "reform"]
    _, _, first, second = table(name, returned_file(name, data, reasons_of(found[0]), "en"))

    assert str(first[5]) == "2023"
    assert second[5] == (dt.datetime(2023, 5, 1) if name.endswith("xlsx") else "2023/05/01")  # noqa: DTZ001
    assert (first[-1], second[-1] or "") == ("is odd (mend it)", "")


def test_a_file_that_comes_back_twice_has_one_column_of_reasons() -> None:
    data = stewards.plain()
    faulty = next(each for each in offers(data, "x.csv") if each.faults and each.kind == "reform")
    once = returned_file("x.csv", data, reasons_of(faulty))
    again = next(each for each in offers(once, "x.csv") if each.faults and each.kind == "reform")

    assert table("x.csv", returned_file("x.csv", once, reasons_of(again)))[1].count("问题") == 1


@pytest.mark.parametrize("write", [workbook.write_csv, workbook.write_xlsx])
def test_a_faulty_record_of_an_export_comes_back_whole_with_its_sources(write: Any, cases: Cases) -> None:
    name = "x.csv" if write is workbook.write_csv else "x.xlsx"
    data = write(cases)
    found = list(offers(data, name))
    faulty = next(each for each in found if each.values["id"] == "smart-elderly-care")

    again = list(offers(returned_file(name, data, reasons_of(faulty)), name))

    (reform,) = [each for each in again if each.kind == "reform"]
    assert reform.values == faulty.values
    wanted = next(each for each in cases.reforms if each.id == "smart-elderly-care")
    assert {each.values["id"] for each in again if each.kind == "source"} == {
        citation.partition("#")[0] for citation in wanted.citations
    }


def test_faulty_features_come_back_with_reasons_beside_their_properties(cases: Cases) -> None:
    data = CASES_FILE.read_bytes()
    found = list(offers(data, "x.geojson"))
    faulty = next(each for each in found if each.values["id"] == "smart-elderly-care")

    back = returned_file("x.geojson", data, reasons_of(faulty, found[0]), "en")

    document = json.loads(back)
    (feature,) = document["features"]
    assert feature["reasons"] == [f"{faulty.where}: is odd (mend it)"]
    assert feature["properties"]["reach"]
    assert document["sources"][0]["reasons"] == [f"{found[0].where}: is odd (mend it)"]
    again = list(offers(back, "x.geojson"))
    assert [each.values for each in again if each.kind == "reform"] == [faulty.values]
    wanted = next(each for each in cases.reforms if each.id == "smart-elderly-care")
    cited = {citation.partition("#")[0] for citation in wanted.citations}
    assert {each.values["id"] for each in again if each.kind == "source"} == cited | {found[0].values["id"]}


def test_nothing_in_it_runs_in_a_spreadsheet() -> None:
    data = "改革名称,地点,来源标题\n甲,=cmd|calc,\x27@SUM(A1)\n".encode()
    (faulty,) = [each for each in offers(data, "x.csv") if each.kind == "reform"]

    (_, row) = table("x.csv", returned_file("x.csv", data, reasons_of(faulty)))

    assert row[1:3] == ["'=cmd|calc", "'@SUM(A1)"]
