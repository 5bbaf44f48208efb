from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest
import stewards

from explorer.errors import CasesError, said
from explorer.exchange.flat import flat_offers
from explorer.exchange.offering import offers, sheets_of
from explorer.exchange.reforms import reforms_table
from explorer.exchange.tables import About, write_csv, write_xlsx

if TYPE_CHECKING:
    from explorer.model import Cases
    from explorer.offers import Offer

FILES = {"x.xlsx": stewards.workbook, "x.csv": stewards.plain}


def offered(*lines: str) -> list[Offer]:
    return list(flat_offers(sheets_of("\n".join(lines).encode(), "x.csv"), "x.csv"))


def reforms_of(*lines: str) -> list[Offer]:
    return [each for each in offered(*lines) if each.kind == "reform"]


def told(found: list[Offer]) -> list[str]:
    return [f"{fault.where}: {fault.what}" for each in found for fault in each.faults]


@pytest.mark.parametrize("name", FILES)
def test_the_table_of_a_steward_is_read_row_by_row(name: str) -> None:
    found = {each.rows[0][1]: each for each in offers(FILES[name](), name) if each.kind == "reform"}

    assert not any(each.whole for each in found.values())
    assert len(found) == len(stewards.ROWS) - 2  # two reforms have two rows
    vegetables = found[stewards.number_of("good")]
    assert vegetables.rows == (("", 4), ("", 5))
    assert vegetables.values["title_zh"] == "蔬菜管家上门服务"
    assert vegetables.values["theme"] == "countryside"
    assert [(row["place"], row["status"], row["since"]) for row in vegetables.values["reach"]] == [
        ("寿光市", "origin", 2023),
        ("青州市", "adopted", 2023),
    ]
    assert [row["source"].partition("#")[2] for row in vegetables.values["reach"]] == ["p3", "p4"]


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize(
    ("row", "column", "words"),
    [
        ("bad year", "起始年份", "20233 is no year"),
        ("unknown theme", "主题", "科技创新 is no theme"),
        ("double id again", "编号", "test-same-id stands already in row 30, for 乡镇驿站代收代办"),
        ("unknown status", "状态", "研究中 is no status"),
        ("formula", "起始年份", "formula"),
        ("bad date", "发布日期", "2025-13-40 is no date"),
    ],
)
def test_what_cannot_be_read_is_told_with_row_and_column(name: str, row: str, column: str, words: str) -> None:
    number = stewards.number_of(row)
    faults = [fault for each in offers(FILES[name](), name) for fault in each.faults if f"row {number}," in fault.where]

    assert [fault.where for fault in faults] == [f"row {number}, {column}"]
    assert words in faults[0].what
    assert said(faults[0].where, "zh") == f"第{number}行，“{column}”列"
    assert said(faults[0].remedy, "zh")[0] >= "\u4e00"


@pytest.mark.parametrize("name", FILES)
def test_rows_that_are_good_have_no_fault_and_say_what_was_mended(name: str) -> None:
    good = {stewards.number_of(each) for each, _ in stewards.ROWS if each.startswith("good")}
    found = [each for each in offers(FILES[name](), name) if {number for _, number in each.rows} <= good]
    notes = {fault.where: fault.what for each in found for fault in each.notes}

    assert told(found) == []
    assert "tells more than a year" in notes[f"row {stewards.number_of('good date as year')}, 起始年份"]
    assert "not stated" in notes[f"row {stewards.number_of('good year unknown')}, 起始年份"]
    assert "unlike a code" in notes[f"row {stewards.number_of('good decimal')}, 县市区"]


def test_a_column_that_nobody_reads_is_told_once_with_the_nearest_that_somebody_would() -> None:
    first, *others = offered("改革名称,县市区,来原网址", "甲,寿光市,http://a.cn/", "乙,青州市,http://a.cn/")

    assert [(f"{note.where}: {note.what}", note.remedy) for note in first.notes] == [
        ("row 1, 来原网址: the column 来原网址 is not read", "did you mean 来源网址?")
    ]
    assert not any(each.notes for each in others)


def test_a_column_in_which_nothing_stands_is_not_worth_a_word() -> None:
    assert not any(each.notes for each in offered("序号,改革名称,县市区,备注", "1,甲,寿光市,"))


@pytest.mark.parametrize(
    "header",
    [
        ["改革名称,地点,状态,来源标题,来源网址"],
        ["潍坊市改革台账,,,,", "", "填报单位：改革办,,,,", "改革名称,地点,状态,来源标题,来源网址"],
        ["改革名称,地点,状态,来源,", ",,,标题,网址"],
        ["改革名称*,地点（县市区）,状态 ,来源：标题,来源 网址"],
        ["title_zh,place,status,source_title,source_url"],
        ["Reform title,County,Status,Source title,URL"],
    ],
)
def test_headings_are_found_whatever_stands_above_them(header: list[str]) -> None:
    source, reform = offered(*header, "蔬菜管家,寿光市,首创,某报道,http://a.cn/")

    assert (source.values["title"], source.values["url"]) == ("某报道", "http://a.cn/")
    assert reform.values["reach"] == [{"place": "寿光市", "status": "origin", "source": source.values["id"]}]
    assert reform.rows == (("", len(header) + 1),)


def test_two_columns_of_one_meaning_are_refused() -> None:
    with pytest.raises(CasesError, match=r"row 1, 网址: means the same as 链接"):
        offered("改革名称,地点,链接,网址", "甲,寿光市,http://a.cn/,http://b.cn/")


def test_codes_are_preferred_to_names_and_that_is_told() -> None:
    (found,) = offered("改革名称,县市区,行政区划代码", "甲,寿光,370783")

    assert found.values["reach"] == [{"place": "370783"}]
    assert "column 县市区 is not read" in found.notes[0].what


@pytest.mark.parametrize("cell", ["寿光市、青州市", "寿光市；青州市", '"寿光市,青州市"', '"寿光市\n青州市"'])
def test_each_place_of_a_cell_is_a_row_of_reach(cell: str) -> None:
    (found,) = offered("改革名称,地点,状态", f"甲,{cell},推行")

    assert [row["place"] for row in found.values["reach"]] == ["寿光市", "青州市"]
    assert str(found.cells["reach[1].place"]) == "row 2, 地点"


def test_rows_of_one_title_are_one_reform_and_what_differs_is_told() -> None:
    found = offered("改革名称,主题,地点", "甲 改革,民生,寿光市", "甲改革,,青州市", "甲改革,产业,高密市")

    assert [each.rows for each in found] == [(("", 2), ("", 3), ("", 4))]
    assert told(found) == ["row 4, 主题: differs from row 2, 主题"]


def test_a_row_without_a_title_goes_on_with_the_one_above_and_says_so() -> None:
    (found,) = offered("改革名称,地点", "甲,寿光市", ",青州市")

    assert [row["place"] for row in found.values["reach"]] == ["寿光市", "青州市"]
    assert [f"{each.where}: {each.remedy}" for each in found.notes] == ["row 3: read as the reform of row 2"]


def test_a_first_row_without_a_title_is_left_to_the_schema() -> None:
    (found,) = offered("改革名称,地点", ",寿光市")

    assert "title_zh" not in found.values
    assert str(found.cells["title_zh"]) == "row 2, 改革名称"


def test_an_id_of_two_reforms_spoils_the_second_only() -> None:
    header = "编号,改革名称,地点"
    first, second = reforms_of(header, "a,甲,寿光市", "a,乙,青州市", "a,甲,高密市", "a,乙,安丘市")

    assert [first.rows, second.rows] == [(("", 2), ("", 4)), (("", 3), ("", 5))]
    assert told([first]) == []
    assert told([second]) == ["row 3, 编号: the id a stands already in row 2, for 甲"]


def test_a_value_that_is_missing_has_a_place_all_the_same() -> None:
    (found,) = offered("改革名称,地点", "甲,寿光市")

    assert str(found.cells["theme"]) == "row 2, 主题"
    assert str(found.cells["reach[0].status"]) == "row 2, 状态"
    assert str(found.cells["reach[0].source"]) == "row 2, 来源"


def test_an_english_table_is_told_in_english_headings() -> None:
    (found,) = offered("title_zh,place", "甲,寿光市")

    assert str(found.cells["reach[0].source"]) == "row 2, source"


def test_a_source_is_described_once_and_alike() -> None:
    header = "改革名称,地点,来源编号,来源标题"
    source, *_ = offered(header, "甲,寿光市,b-2025,某文", "乙,青州市,b-2025,某文", "丙,高密市,b-2025,别文")

    assert (source.values, source.rows) == ({"id": "b-2025", "title": "某文"}, (("", 2), ("", 3), ("", 4)))
    assert told([source]) == ["row 4, 来源编号: the source is described otherwise in row 2"]


def test_a_source_that_is_only_named_is_cited_and_not_offered() -> None:
    (found,) = offered("改革名称,地点,来源,段落", "甲,寿光市,weifang-2025,19")

    assert found.values["reach"][0]["source"] == "weifang-2025#p19"


@pytest.mark.parametrize("name", ["reforms.csv", "reforms.xlsx"])
def test_the_table_that_we_offer_for_download_is_read(name: str, cases: Cases) -> None:
    about = About("t", "f", "", "v", dt.date(2026, 1, 1), "MIT")
    table = reforms_table(cases)
    data = write_csv(table, about) if name.endswith("csv") else write_xlsx([table], about)
    found = list(offers(data, name))
    reforms = {each.values["id"]: each.values for each in found if each.kind == "reform"}

    assert told(found) == []
    assert [note for each in found for note in each.notes] == []
    assert set(reforms) == {each.id for each in cases.reforms}
    for reform in cases.reforms:
        rows = [{"place": e.place, "status": e.status, "since": e.since, "source": e.source} for e in reform.reach]
        assert reforms[reform.id]["reach"] == [{key: v for key, v in row.items() if v is not None} for row in rows]
    cited = {row.source.partition("#")[0] for reform in cases.reforms for row in reform.reach}
    assert {each.values["id"]: each.values["title"] for each in found if each.kind == "source"} == {
        each.id: each.title for each in cases.sources if each.id in cited
    }


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        (["说明", "本表由各县填写"], "no row of headings"),
        (["改革名称,地点"], "no rows below its headings"),
        (["a,b,c", "1,2,3"], "no row of headings"),
        (["主题,状态", "民生,首创"], "no row of headings"),
    ],
)
def test_a_table_without_headings_or_rows_is_refused(lines: list[str], words: str) -> None:
    with pytest.raises(CasesError, match=words):
        offered(*lines)


def test_every_cell_of_a_fault_is_of_the_file() -> None:
    rows: set[Any] = {number for each in offers(stewards.plain(), "x.csv") for _, number in each.rows}

    assert {stewards.number_of(name) for name, _ in stewards.ROWS} == rows
