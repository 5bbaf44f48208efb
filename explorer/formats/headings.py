"""Know the headings of a steward's own table: in Chinese, in English, or as the machine names them."""

from __future__ import annotations

import difflib
import re
from collections import Counter
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import zip_longest
from typing import TYPE_CHECKING, Final, TypeAlias

from explorer.errors import CasesError, Fault, Location
from explorer.formats.values import shown
from explorer.messages import Message, message
from explorer.records.fields import BESIDES, FIELDS, column
from explorer.spreadsheets.cells import is_empty
from explorer.spreadsheets.tables import ABOUT_COLUMNS
from explorer.text.widths import INVISIBLE, plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from explorer.spreadsheets.cells import MergedCells, Row, Sheet


MOST_ABOVE: Final = 20  # rows with something in them among which the headings are looked for
_BRACKETS: Final = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|【[^【】]*】")
_LEAST_LIKE: Final = 0.6
# Column: headings that mean it; the first in Chinese is the one that a template bears.
HEADINGS: Final[Mapping[str, tuple[str, ...]]] = {
    column(each): each.headings for each in (*FIELDS, *BESIDES) if each.headings
}
# What a table may have besides: our own downloads, a running number, the reasons of a returned file.
_PASSED_OVER: Final = ("序号", "no", "no.", "#", "scope", "reasons", "问题", "data_version", "filter", "licence")
# Over 标题 and 网址 they tell that these are of a source, and not of the reform.
_OVER_SOURCES: Final = frozenset(
    (
        "来源",
        "来源情况",
        "来源信息",
        "资料来源",
        "信息来源",
        "出处",
        "资料",
        "文章",
        "报道",
        "媒体报道",
        "佐证材料",
        "source",
    )
)
_OVER_REFORMS: Final = re.compile(
    "(?:改革|项目|基本|推行|推进|推广|实施|覆盖|进展|工作|总体|主要)(?:事项|情况|信息|概况|内容)?"
)
_AMBIGUOUS: Final = frozenset(
    (
        "时间",
        "日期",
        "年份",
        "名称",
        "标题",
        "题目",
        "链接",
        "网址",
        "单位",
        "编号",
        "代码",
        "地区",
        "内容",
        "类别",
        "分类",
    )
)
_OF_A_PLACE: Final = {"名称": "地点", "名": "地点", "代码": "地点代码", "编码": "地点代码"}
_LEAST_KNOWN: Final = 2  # headings by which a table is known
_NAMING: Final = frozenset(("title_zh", "reform"))
_ID: Final = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")  # of a reform
_RUNNING: Final = (
    message("holds running numbers, which are not read as ids of reforms"),
    message("leave it; an id such as xiao-fang-tong comes from an export"),
)
# The last row of headings, the headings, and whether merged cells tell that they stand in two rows.
_Candidate: TypeAlias = "tuple[Row, tuple[str, ...], bool]"


def folded(heading: str) -> str:
    """Return a heading without what does not tell: brackets and what is in them, stars, spaces, size of letters."""
    bare = _BRACKETS.sub("", plain(heading))
    return re.sub(rf"[\s_\-*★※:：、/{INVISIBLE}]+", "", bare).casefold()


def top(sheet: Sheet) -> tuple[Row, ...]:
    """Return the first rows."""
    return sheet.rows[:MOST_ABOVE]


def labels(row: Row) -> tuple[str, ...]:
    """Return what each cell of a row shows."""
    return tuple(shown(each).strip() for each in row.values)


def beyond_headings(row: Row, width: int) -> tuple[Message, Message] | None:
    """Return what is wrong with a row that has cells to the right of the last heading; None if it has none."""
    n_beyond = sum(bool(folded(shown(each))) for each in row.values[width:] if not is_empty(each))
    if not n_beyond:
        return None
    what = message("has %(n_beyond)s cells more than there are headings", n_beyond=n_beyond)
    remedy = message("set texts that hold a comma in quotation marks, or give the column a heading")
    return what, remedy


def without_heading(column: int, cell: Location) -> Fault:
    """Return the note on a column that has values and no heading; the first column is 0."""
    letters = ""
    while column >= 0:
        letters, column = chr(ord("A") + column % 26) + letters, column // 26 - 1
    what = message("column %(letters)s has no heading and is not read", letters=letters)
    return Fault(cell, what, message("write a heading above it, or leave it"))


def not_read(heading: str, cell: Location, known: Iterable[str]) -> Fault:
    """Return the note on a column that nobody reads, with the nearest name that somebody would."""
    what = message("the column %(heading)s is not read", heading=heading)
    spelled = {folded(each): each for each in known}
    near = difflib.get_close_matches(folded(heading), spelled, n=1, cutoff=_LEAST_LIKE)
    if not near:
        return Fault(cell, what, message("leave it, or remove it"))
    name = spelled[near[0]]
    return Fault(cell, what, message("did you mean %(name)s?", name=name))


@dataclass(frozen=True)
class Columns:
    """Where each field stands, and in which row the values begin."""

    places: dict[str, int]  # column of each field
    named: dict[str, str]  # heading of each field, as the table has it
    header: int  # number of the (last) row of headings
    width: int  # columns that the headings reach over
    notes: tuple[Fault, ...]

    def heading(self, field: str) -> str:
        """Return the heading of a field; what a template would say where the table has none."""
        return self.named.get(field, HEADINGS[field][0] if self._are_chinese else field)

    @cached_property
    def _are_chinese(self) -> bool:
        return not all(heading.isascii() for heading in self.named.values())


def columns_of(sheet: Sheet) -> Columns | None:
    """
    Find the headings of a table; None if it has none.

    Raises
    ------
    CasesError
        Two columns mean the same.
    """
    found = max(_candidates(sheet), key=_weight, default=None)
    if found is None:
        return None
    row, headings, _ = found
    fields = _fields(headings)
    if len(set(fields) - {None}) < _LEAST_KNOWN or not _NAMING & set(fields):
        return None
    return _columns(sheet, row, headings, fields)


def _candidates(sheet: Sheet) -> Iterable[_Candidate]:
    """Yield each of the first rows as headings, alone and below the row before it: 来源 over 标题 is 来源标题."""
    before: Row | None = None
    for row in top(sheet):
        yield row, labels(row), False
        if before is not None and before.number == row.number - 1:
            yield row, _joined(before, row, sheet.spans), _is_upper(before, row, sheet.spans)
        before = row


def _weight(candidate: _Candidate) -> tuple[int, bool]:
    """Weigh a candidate by the fields that it names; of two that name as many, merged cells tell of two rows."""
    return len(set(_fields(candidate[1])) - {None}), candidate[2]


def _is_upper(row: Row, lower: Row, spans: Sequence[MergedCells]) -> bool:
    """Tell whether a row is the upper one of two: merged cells tell it, or a row below that no heading is over."""
    tall = any(span.first_row == row.number < span.last_row for span in spans)
    wide = any(span.first_row == span.last_row == row.number and span.first_column for span in spans)
    fields = zip_longest(_fields(labels(row)), labels(lower))
    return tall or wide or not any(field and below for field, below in fields)


def _joined(upper: Row, lower: Row, spans: Sequence[MergedCells]) -> tuple[str, ...]:
    """Read two rows as one of headings: groups stand in the upper one, or a heading that is as tall as both."""
    below = labels(lower)
    above = _widened(upper, below, spans)
    titles = {label for label, n in Counter(above).items() if 2 * n > len(above)}  # over most columns: of the table
    pairs = zip_longest(("" if over in titles else over for over in above), below, fillvalue="")
    return tuple(_heading(over, under) for over, under in pairs)


def _widened(upper: Row, below: Sequence[str], spans: Sequence[MergedCells]) -> list[str]:
    """Return the labels of the upper row, each over all columns that it was merged over."""
    above = list(labels(upper))
    above += [""] * (len(below) - len(above))
    for span in spans:
        if span.first_row == upper.number and span.first_column < len(above):
            for column in range(span.first_column + 1, min(span.last_column + 1, len(above))):
                above[column] = above[span.first_column]
    for column in range(1, len(below)):
        # In a CSV file what was merged is a heading, and blanks after it.
        if not above[column] and below[column] and not spans:
            above[column] = above[column - 1]
    return above


def _heading(over: str, under: str) -> str:
    """Return what a label under another one means: the two together, else by the group, else by itself."""
    known, group, label = _known(), folded(over), folded(under)
    ways = [over + under] if under else [over]
    if under and group in _OVER_SOURCES:
        ways.append(f"来源{under}")
    if known.get(group) == "place" and label in _OF_A_PLACE:
        ways.append(_OF_A_PLACE[label])
    # Under a group that nobody knows, 时间 may be that of an award and 链接 that of a document.
    if under and (not over or label not in _AMBIGUOUS or group in _OVER_SOURCES or _OVER_REFORMS.fullmatch(group)):
        ways.append(under)
    return next((each for each in ways if folded(each) in known), over + under)


def _fields(headings: Iterable[str]) -> list[str | None]:
    known = _known()
    return [known.get(folded(each)) if each else None for each in headings]


def _columns(sheet: Sheet, row: Row, headings: tuple[str, ...], fields: list[str | None]) -> Columns:
    downloaded = all(each in headings for each in ABOUT_COLUMNS)
    places: dict[str, int] = {}
    notes, faults = [], []
    for n, (heading, field) in enumerate(zip(headings, fields, strict=True)):
        cell = Location(row.number, heading, sheet.name)
        if field is None:
            notes += _notes(sheet, row, n, cell)
        elif downloaded and heading in ABOUT_COLUMNS:
            continue  # the day of a download is no date of a source
        elif field in places:
            what = message("means the same as %(headings)s", headings=headings[places[field]])
            faults.append(Fault(cell, what, message("keep one of the two columns")))
        else:
            places[field] = n
    if faults:
        raise CasesError(faults)
    named = {field: headings[n] for field, n in places.items()}
    if "reform" in places and _is_numbered(sheet, row, places["reform"]):
        del places["reform"]
        cell = Location(row.number, named.pop("reform"), sheet.name)
        notes.append(Fault(cell, *_RUNNING))
    return Columns(places, named, row.number, len(headings), tuple(notes))


def _is_numbered(sheet: Sheet, header: Row, column: int) -> bool:
    """
    Tell whether a column of ids holds running numbers, or those of an office: 1, 2 or SG-2024-001.

    Another table gives them to other reforms. What else stands there, such as a remark below the table, tells nothing.
    """
    held = [shown(row.at(column)).strip() for row in sheet.rows if row.number > header.number]
    return any(held) and not any(_ID.fullmatch(each) and not each.isdecimal() for each in held)


def _notes(sheet: Sheet, header: Row, column: int, cell: Location) -> list[Fault]:
    """Tell of a column that nobody reads, if anything stands in it."""
    if folded(cell.column) in {folded(each) for each in _PASSED_OVER}:
        return []
    filled = next((row for row in sheet.rows if row.number > header.number and not is_empty(row.at(column))), None)
    if filled is None:
        return []
    if not cell.column:
        return [without_heading(column, cell)]
    known = [each for field, headings in HEADINGS.items() for each in (field, *headings)]
    return [not_read(cell.column, cell, known)]


@cache
def _known() -> dict[str, str]:
    return {folded(each): field for field, headings in HEADINGS.items() for each in (field, *headings)}
