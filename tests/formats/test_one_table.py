from __future__ import annotations

import datetime as dt
import io
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
import stewards
from own_tables import offered, told

from explorer.errors import CasesError
from explorer.formats.detect import offers
from explorer.formats.reports import reforms_table
from explorer.messages import say
from explorer.spreadsheets.tables import About, write_csv
from explorer.spreadsheets.xlsx_writer import write

if TYPE_CHECKING:
    from explorer.records.models import Cases

FILES = {"x.xlsx": stewards.workbook, "x.csv": stewards.plain}


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
        ("double id", "编号", "test-same-id stands already in row 31, for “河湖巡护志愿队”"),
        ("double id again", "编号", "test-same-id stands already in row 30, for “乡镇驿站代收代办”"),
        ("unknown status", "状态", "研究中 is no status"),
        ("formula", "起始年份", "formula"),
        ("bad date", "发布日期", "2025-13-40 is no date"),
    ],
)
def test_what_cannot_be_read_is_told_with_row_and_column(name: str, row: str, column: str, words: str) -> None:
    number = stewards.number_of(row)
    faults = [
        fault for each in offers(FILES[name](), name) for fault in each.faults if f"row {number}," in str(fault.where)
    ]

    assert [str(fault.where) for fault in faults] == [f"row {number}, {column}"]
    assert words in str(faults[0].what)
    assert say(faults[0].where, "zh") == f"第{number}行，“{column}”列"
    assert say(faults[0].remedy, "zh")[0] >= "\u4e00"


@pytest.mark.parametrize("name", FILES)
def test_rows_that_are_good_have_no_fault_and_say_what_was_mended(name: str) -> None:
    good = {stewards.number_of(each) for each, _ in stewards.ROWS if each.startswith("good")}
    found = [each for each in offers(FILES[name](), name) if {number for _, number in each.rows} <= good]
    notes = {str(fault.where): str(fault.what) for each in found for fault in each.notes}

    assert told(found) == []
    assert "tells more than a year" in notes[f"row {stewards.number_of('good date as year')}, 起始年份"]
    assert "not stated" in notes[f"row {stewards.number_of('good year unknown')}, 起始年份"]
    assert "unlike a code" in notes[f"row {stewards.number_of('good decimal')}, 县市区"]


def test_a_column_that_nobody_reads_is_told_once_with_the_nearest_that_somebody_would() -> None:
    first, *others = offered("改革名称,县市区,来原网址", "甲,寿光市,http://a.cn/", "乙,青州市,http://a.cn/")

    assert [(f"{note.where}: {note.what}", str(note.remedy)) for note in first.notes] == [
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
        ["改革名称,地点,状态,来源标题,来源⽹址"],
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


def test_codes_are_preferred_to_names_which_are_kept_to_be_held_against_them() -> None:
    named, unnamed = offered("改革名称,县市区,行政区划代码", "甲,寿光,370783", "乙,青州市,")

    assert named.values["reach"] == [{"place": "370783"}]
    assert named.beside == {"reach[0].place": "寿光"}
    assert unnamed.values["reach"] == [{"place": "青州市"}]


@pytest.mark.parametrize("cell", ["寿光市、青州市", "寿光市；青州市", '"寿光市,青州市"', '"寿光市\n青州市"'])
def test_each_place_of_a_cell_is_a_row_of_reach(cell: str) -> None:
    (found,) = offered("改革名称,地点,状态", f"甲,{cell},推行")

    assert [row["place"] for row in found.values["reach"]] == ["寿光市", "青州市"]
    assert str(found.cells["reach[1].place"]) == "row 2, 地点"


def test_a_first_row_without_a_title_is_left_to_the_schema() -> None:
    (found,) = offered("改革名称,地点", ",寿光市")

    assert "title_zh" not in found.values
    assert str(found.cells["title_zh"]) == "row 2, 改革名称"


@pytest.mark.parametrize(
    ("upper", "lower"),
    [
        ("改革名称,基本情况,,,,,资料来源,,", ",主题,摘要,地点,状态,年份,标题,出处,网址"),
        ("改革名称,主题,摘要,推行情况,,,来源,,", ",,,地点,状态,年份,标题,发布者,网址"),
        ("改革情况,,,推行,,,来源情况,,", "名称,主题,摘要,地点,状态,年份,标题,媒体,链接"),
        ("改革,,,地点,推行情况,,文章,,", "名称,主题,内容,名称,状态,时间,标题,单位,网址"),
    ],
)
def test_two_rows_of_headings_are_read_together(upper: str, lower: str) -> None:
    rows = (
        "甲办法,民生,甲的摘要。,寿光市,首创,2023,某报道,某日报,http://a.cn/",
        "乙办法,民生,乙的摘要。,青州市,推行,2024,某报道,某日报,http://a.cn/",
    )
    source, first, second = offered(upper, lower, *rows)

    assert told([source, first, second]) == []
    assert [each.values["title_zh"] for each in (first, second)] == ["甲办法", "乙办法"]
    assert first.values["theme"] == "livelihood"
    assert first.values["summary_zh"] == "甲的摘要。"
    assert first.values["reach"] == [
        {"place": "寿光市", "status": "origin", "since": 2023, "source": source.values["id"]}
    ]
    assert {key: source.values[key] for key in ("title", "publisher", "url")} == {
        "title": "某报道",
        "publisher": "某日报",
        "url": "http://a.cn/",
    }


def test_cells_beyond_the_headings_are_told_for_a_comma_may_have_parted_a_text() -> None:
    found = offered("改革名称,地点,摘要,来源标题", "甲,寿光市,建大棚,用传感器控温,《潍坊日报》", "乙,青州市,x,某文")

    assert told(found) == ["row 2: has 1 cells more than there are headings"]


def test_a_column_with_values_and_no_heading_is_told() -> None:
    (found,) = offered("改革名称,,地点", "甲,某某,寿光市")

    assert [str(note.what) for note in found.notes] == ["column B has no heading and is not read"]


def test_rows_that_say_the_same_of_a_place_give_it_several_sources() -> None:
    first, second, reform = offered("改革名称,地点,状态,来源标题", "甲,寿光市,首创,某文", "甲,寿光市,首创,又一文")

    assert reform.values["reach"] == [
        {"place": "寿光市", "status": "origin", "source": first.values["id"], "also": [second.values["id"]]}
    ]


def test_a_code_shown_with_a_comma_between_its_thousands_is_one_code() -> None:
    (found,) = offered("改革名称,代码", '甲,"370,783"')

    assert found.values["reach"] == [{"place": "370,783"}]


def test_a_value_that_is_missing_has_a_place_all_the_same() -> None:
    (found,) = offered("改革名称,地点", "甲,寿光市")

    assert str(found.cells["theme"]) == "row 2, 主题"
    assert str(found.cells["reach[0].status"]) == "row 2, 状态"
    assert str(found.cells["reach[0].source"]) == "row 2, 来源"


def test_an_english_table_is_told_in_english_headings() -> None:
    (found,) = offered("title_zh,place", "甲,寿光市")

    assert str(found.cells["reach[0].source"]) == "row 2, source"


@pytest.mark.parametrize("name", ["reforms.csv", "reforms.xlsx"])
def test_the_table_that_we_offer_for_download_is_read(name: str, cases: Cases) -> None:
    about = About("t", "f", "", "v", dt.date(2026, 1, 1), "MIT")
    table = reforms_table(cases)
    data = write_csv(table, about) if name.endswith("csv") else write([table], about)
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


def test_labels_under_a_group_that_nobody_knows_are_not_read_as_if_they_stood_alone() -> None:
    upper, lower = "改革名称,主题,地点,状态,摘要,来源标题,获奖情况,,填报信息,", ",,,,,,级别,时间,填报人,日期"
    row = "甲,民生,寿光市,首创,做法,报道一,省级,2023,李某,2024-05-06"
    source, reform = offered(upper, lower, row)

    assert "since" not in reform.values["reach"][0]
    assert "date" not in source.values
    assert {str(note.what) for note in source.notes} >= {
        "the column 获奖情况时间 is not read",
        "the column 填报信息日期 is not read",
    }


@pytest.mark.parametrize(
    ("upper", "lower", "more"),
    [
        ("联系人", ("姓名", "电话"), ("李某", "123")),
        ("完成情况", ("上半年", "下半年"), ("是", "否")),
        ("责任单位", ("名称", "联系人"), ("改革办", "李某")),
        ("附件", ("标题", "链接"), ("文件", "http://a.cn/")),
    ],
)
def test_a_group_of_columns_that_are_not_read_harms_no_row(
    upper: str, lower: tuple[str, str], more: tuple[str, str]
) -> None:
    headings = ("改革名称", "主题", "地点", "状态", "摘要", "来源标题")
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append([*headings, upper])
    sheet.append([None] * len(headings) + [*lower])
    sheet.append(["甲", "民生", "寿光市", "首创", "做法", "报道一", *more])
    for column in range(1, len(headings) + 1):
        sheet.merge_cells(start_row=1, end_row=2, start_column=column, end_column=column)
    sheet.merge_cells(start_row=1, end_row=1, start_column=len(headings) + 1, end_column=len(headings) + 2)
    saved = io.BytesIO()
    book.save(saved)
    source, reform = offers(saved.getvalue(), "x.xlsx")

    assert told([source, reform]) == []
    assert reform.values["title_zh"] == "甲"
    assert source.values["title"] == "报道一"


def test_each_code_of_a_cell_has_the_name_beside_it() -> None:
    (found,) = offered("改革名称,行政区划代码,县市区", "甲,370783、370784,诸城市、高密市")

    assert found.beside == {"reach[0].place": "诸城市", "reach[1].place": "高密市"}


def test_a_name_beside_a_row_that_was_joined_to_another_is_no_other_rows() -> None:
    header = "改革名称,行政区划代码,县市区,来源标题"
    *_, reform = offered(header, "甲,370783,寿光市,报道一", "甲,370783,寿光市,报道二", "甲,370784,,报道二")

    assert reform.beside == {"reach[0].place": "寿光市"}
