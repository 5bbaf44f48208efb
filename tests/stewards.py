"""The table of a steward, with each fault that a table can have: made up, and marked so."""

from __future__ import annotations

import csv
import datetime as dt
import io
from typing import Any

import openpyxl
from openpyxl.styles import Font

TITLE = "潍坊市改革台账（测试数据，非真实改革）"
HEADINGS = (
    *("序号", "改革名称", "主题", "县市区", "状态", "起始年份", "摘要"),
    *("来源标题", "发布者", "发布日期", "网址", "段落", "编号", "备注"),
)
HEADER = 3  # number of the row of headings, below a merged title and a blank row
_SOURCE = {
    "来源标题": "（测试）改革简报",
    "发布者": "潍坊测试日报",
    "发布日期": "2025-08",
    "网址": "https://example.org/test",
}
DATE = dt.date(2023, 5, 1)


class Formula(str):
    """A formula: in a workbook it was never calculated; a CSV file has the error that it gave."""

    __slots__ = ()


def _row(
    title: str | None, theme: str | None, place: Any, status: str | None, since: Any = None, **others: Any
) -> dict[str, Any]:
    told = {"改革名称": title, "主题": theme, "县市区": place, "状态": status, "起始年份": since}
    summary = {"摘要": f"（测试）{title}：按台账填写，仅供测试。"} if title else {}
    return told | summary | _SOURCE | others


# A name says what is seeded in the row; those that begin with "good" can be imported, what is odd in them is mended.
ROWS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("good", _row("蔬菜管家上门服务", "农业农村", "寿光市", "首创", 2023, 段落=3)),
    ("good date as year", _row("蔬菜管家上门服务", "农业农村", "青州市", "推行", DATE, 段落="4")),
    ("good year as text", _row("项目帮办夜间值班", "营商环境", "诸城市", "试点", "2022")),
    ("good fullwidth", _row("家门口的乡村夜校", "民生", "高密市", "首创", "２０２１年", 发布日期="２０２５年８月")),
    ("good code as number", _row("宝石产业云展厅", "产业", 370725, "首创", 2020)),
    ("good code as text", _row("古城街区议事亭", "基层治理", "370702", "首创", "2019")),
    ("good english words", _row("金融顾问进商圈", "Business climate", "Kuiwen District", "Pilot", 2024)),
    ("good year unknown", _row("陶瓷老厂房共享工坊", "产业", "坊子区", "首创", "不详")),
    ("good date as number", _row("杨家埠年画非遗课堂", "文化民生", "寒亭区", "推行", 2018, 发布日期=20250827)),
    ("good short name", _row("山楂产业链服务站", "农业农村", "临朐", "首创", None)),
    ("good zone", _row("科创企业体检车", "产业", "潍坊高新区", "首创", 2024)),
    ("good zone again", _row("渔盐文化研学路线", "文化民生", "滨海区", "试点", 2022)),
    ("good citywide", _row("政务热线回访双随机", "基层治理", "潍坊市", "全市推行", 2023)),
    ("good merged", _row("库区生态管护积分", "基层治理", "峡山区", "首创", 2021)),
    ("good merged below", _row(None, None, "坊子区", "推行", 2022)),
    ("good decimal", _row("梨园认养直播间", "农业农村", "370786.0", "首创", "2020.0")),
    ("good two places", _row("跨县公交一码通行", "民生", "安丘市、昌邑市", "推行", 2024)),
    ("misspelt place", _row("冬暖大棚保险试点班", "农业农村", "寿广市", "试点", 2021)),
    ("twin name", _row("江畔夜市管理员", "基层治理", "昌邑区", "首创", 2022)),
    ("lost digits", _row("龙城招商专班", "营商环境", 37078, "推行", 2022)),
    ("retired code", _row("菜乡合作社联评", "农业农村", "370723", "首创", 2020)),
    ("bad year", _row("园区管家一次办", "营商环境", "潍城区", "推行", 20233)),
    ("no source", _row("社区拥军服务岗", "民生", "奎文区", "推行", 2021) | dict.fromkeys(_SOURCE)),
    ("unknown theme", _row("实验室开放周", "科技创新", "潍坊高新区", "首创", 2023)),
    ("double id", _row("乡镇驿站代收代办", "民生", "临朐县", "推行", 2022, 编号="test-same-id")),
    ("double id again", _row("河湖巡护志愿队", "基层治理", "诸城市", "推行", 2022, 编号="test-same-id")),
    ("likely double", _row("公共场所限时免费停车（小蓝框）", "民生", "潍坊市", "全市推行", 2021)),
    ("unknown status", _row("年货节线上专场", "产业", "高密市", "研究中", 2024)),
    ("formula", _row("夜间经济一张图", "产业", "青州市", "首创", Formula("=YEAR(TODAY())"))),
    ("bad date", _row("农机共享调度台", "农业农村", "昌乐县", "首创", 2023, 发布日期="2025-13-40")),
)
_BLANK_BEFORE = frozenset(("good zone", "bad year"))  # rows with an empty one above them
_MERGED = ("good merged", "good merged below")


def number_of(name: str) -> int:
    """Return the number of a row as the spreadsheet counts, the same in both files."""
    return next(number for number, (each, _) in _numbered() if each == name)


def workbook() -> bytes:
    """Return the table as Excel keeps it: a merged title, blank rows, dates and numbers as they were typed."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "台账"
    sheet["A1"] = TITLE
    sheet["A1"].font = Font(bold=True, size=16)
    sheet.merge_cells(start_row=1, end_row=1, start_column=1, end_column=len(HEADINGS))
    for column, heading in enumerate(HEADINGS, start=1):
        sheet.cell(HEADER, column, heading)
    for number, (_, row) in _numbered():
        for column, heading in enumerate(HEADINGS, start=1):
            sheet.cell(number, column, row.get(heading))
    first, last = (number_of(name) for name in _MERGED)
    for heading in ("改革名称", "主题", "摘要"):
        column = HEADINGS.index(heading) + 1
        sheet.merge_cells(start_row=first, end_row=last, start_column=column, end_column=column)
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


def plain() -> bytes:
    """Return the same table as a Chinese Excel saves it as CSV: GB18030, nothing merged."""
    lines: dict[int, list[Any]] = {1: [TITLE, *("",) * (len(HEADINGS) - 1)], HEADER: list(HEADINGS)}
    lines |= {number: [_typed(row.get(heading)) for heading in HEADINGS] for number, (_, row) in _numbered()}
    text = io.StringIO()
    csv.writer(text).writerows(lines.get(number, [""] * len(HEADINGS)) for number in range(1, max(lines) + 1))
    return text.getvalue().encode("gb18030")


def _numbered() -> list[tuple[int, tuple[str, dict[str, Any]]]]:
    number, found = HEADER, []
    for nth, (name, row) in enumerate(ROWS, start=1):
        number += 2 if name in _BLANK_BEFORE else 1
        found.append((number, (name, {"序号": nth, "备注": "测试" if nth == 1 else None} | row)))
    return found


def _typed(value: Any) -> Any:
    if isinstance(value, Formula):
        return "#NAME?"
    return f"{value:%Y/%m/%d}" if isinstance(value, dt.date) else value
