"""Read one cell as what its column holds: a year, a date, a number, a word of ours; mend what is plain, and say so."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from functools import wraps
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from explorer.errors import Said
from explorer.exchange.grid import LONGEST_CELL, Broken, Dated, is_empty
from explorer.model import FIRST_YEAR, LAST_YEAR
from explorer.text import dates, numerals, widths
from explorer.text.widths import INVISIBLE

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from explorer.exchange.grid import Raw

_CONTROL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_UNSEEN: Final = re.compile(f"[{INVISIBLE}]")
_EDGES: Final = re.compile(rf"^[\s{INVISIBLE}]+|[{INVISIBLE}]|[\s{INVISIBLE}]+$")
_NOT_STATED: Final = frozenset(("-", "--", "—", "——", "/", "无", "不详", "未知", "未说明", "n/a", "none", "null", "?"))
_CODE: Final = re.compile(r"[0-9a-z#\-]+")  # as most are
_WHOLE_AS_DECIMAL: Final = re.compile(r"(-?\d+)\.0+")
_YES: Final = frozenset(("true", "yes", "1", "是"))
_NO: Final = frozenset(("false", "no", "0", "否"))
_AS_TEXT: Final = Said("read as a code; keep such cells as text", "已按编码读取；此类单元格宜设为文本格式")
_DAY_NUMBER: Final = re.compile(r"[2-5]\d{4}(?:\.\d+)?")  # 1954 to 2064, as a spreadsheet counts days
_FIRST_DAY: Final = dt.date(1899, 12, 30)
_LAST_YEAR_POINT_MONTH: Final = LAST_YEAR + 1
_TOO_MANY: Final = 10**9
_EXACT: Final = 1e15  # up to which a spreadsheet keeps every digit
_SHOWN: Final = 40  # characters of a cell that a fault repeats


@dataclass(frozen=True)
class Read:
    """What a cell holds; None if it is empty or cannot be read."""

    value: Any = None
    fault: tuple[Said, Said] | None = None  # what is wrong, and the remedy
    note: tuple[Said, Said] | None = None  # what was mended


Reading: TypeAlias = "Callable[[Raw], Read]"


def read_cell(raw: Raw, reading: Reading) -> Read:
    """Read a cell; what no column can hold is a fault: errors of formulas, control characters, a book in a cell."""
    if isinstance(raw, Broken):
        return Read(fault=(raw.what, raw.remedy))
    if isinstance(raw, str):
        if len(raw) > LONGEST_CELL:
            what = Said(f"has more than {LONGEST_CELL:,} characters", f"超过{LONGEST_CELL:,}个字符")
            return Read(fault=(what, Said("shorten it", "请缩短")))
        if fault := control_fault(raw):
            return Read(fault=fault)
    return reading(raw)


def control_fault(words: str) -> tuple[Said, Said] | None:
    """Return what is wrong with a text that holds what nobody can see or type; None if it is well."""
    found = _CONTROL.search(words)
    if found is None:
        return None
    named = f"U+{ord(found[0]):04X}"
    what = Said(f"holds a control character ({named})", f"含有控制字符（{named}）")
    return what, Said("delete it, and type it again", "请删除后重新填写")


def _without_marks(reading: Reading) -> Reading:
    """Let a reading refuse a number that bears the mark of a footnote: 10² and 1000① are no 102 and 10001."""

    @wraps(reading)
    def read(raw: Raw) -> Read:
        found = numerals.MARK.search(raw) if isinstance(raw, str) else None
        if found is None:
            return reading(raw)
        what = Said(f"holds the mark {found[0]}", f"含有标记“{found[0]}”")
        return Read(fault=(what, Said("write the number alone", "请只填数字")))

    return read


def text(raw: Raw) -> Read:
    """Read words as they stand."""
    return Read(None if is_empty(raw) else raw if isinstance(raw, str) else shown(raw))


def words(raw: Raw) -> Read:
    """Read words as somebody typed them: spaces around them, and characters of no width, are left out."""
    found = text(raw).value
    return Read((found and _EDGES.sub("", found)) or None)


def measure(raw: Raw) -> Read:
    """Read a unit: none is the empty text."""
    return Read(raw if isinstance(raw, str) else shown(raw) if raw is not None else "")


def code(raw: Raw) -> Read:
    """Read an id, a place's code or its name: text without spaces around it, also where it is kept as a number."""
    if isinstance(raw, str):
        if _CODE.fullmatch(raw):
            return Read(raw)
        plain = raw.strip()
        mended = _whole(widths.plain(plain).lstrip("'").strip())
        if not re.fullmatch(r"[0-9A-Za-z#\- ]+", mended) or mended == plain:
            return Read(plain or None)
        what = Said(f"{plain[:_SHOWN]} is written unlike a code", f"“{plain[:_SHOWN]}”不是规范的编码写法")
        return Read(mended, note=(what, Said(f"read as {mended}", f"已读作{mended}")))
    value = shown(raw)
    what = Said(f"{value} is kept as a number", f"{value}以数字格式保存")
    return Read(value or None, note=(what, _AS_TEXT) if value else None)


@_without_marks
def year(raw: Raw) -> Read:
    """Read a year; of a date only its year is taken, and said."""
    if isinstance(raw, Dated):
        return _year_of_date(raw)
    plain = _plain(raw)
    if plain is None:
        return Read()
    if plain.casefold() in _NOT_STATED:
        return _not_stated(plain)
    written = _whole(plain)
    found = dates.year_of(written)
    if found is None or not FIRST_YEAR <= found <= LAST_YEAR:
        what = Said(
            f"{plain[:_SHOWN]} is no year from {FIRST_YEAR} to {LAST_YEAR}",
            f"“{plain[:_SHOWN]}”不是{FIRST_YEAR}至{LAST_YEAR}之间的年份",
        )
        remedy = Said(
            "write four digits such as 2023; leave it empty if not stated", "请填四位数字，如2023；未说明则留空"
        )
        return Read(fault=(what, remedy))
    return Read(found, note=None if dates.is_year(written) else _only_the_year(plain, str(found)))


@_without_marks
def day(raw: Raw) -> Read:
    """Read as much of a date as is given: 2025, 2025-08 or 2025-08-27."""
    if isinstance(raw, Dated):
        return Read(raw.date.isoformat()[: {"year": 4, "month": 7, "day": 10}[raw.shown]])
    if isinstance(raw, float) and not raw.is_integer() and raw < _LAST_YEAR_POINT_MONTH:
        what = Said(f"{raw} may be January or October: it is kept as a number", f"{raw}以数字保存，分不清是1月还是10月")
        return Read(fault=(what, Said("write 2025-01 or 2025-10 as text", "请按文本填写，如2025-01或2025-10")))
    plain = _plain(raw)
    if plain is None:
        return Read()
    if plain.casefold() in _NOT_STATED:
        return _not_stated(plain)
    date = dates.read(_whole(plain))
    if date is None:
        what = Said(f"{plain[:_SHOWN]} is no date", f"“{plain[:_SHOWN]}”不是日期")
        return Read(fault=(what, _as_date(plain)))
    return Read(str(date))


def _as_date(plain: str) -> Said:
    """Return how to write a date; of a number of days, which one it is."""
    if _DAY_NUMBER.fullmatch(plain):
        date = _FIRST_DAY + dt.timedelta(days=int(float(plain)))
        return Said(
            f"if it is a number of days, it is {date}: format the cell as a date",
            f"如是以天数保存的日期，则为{date}：请把单元格设为日期格式",
        )
    return Said("write 2025-08-27, or as much of it as is known", "请填2025-08-27，或只填已知的年、月")


@_without_marks
def number(raw: Raw) -> Read:
    """Read a number, or a fraction such as 1/7, which stays text."""
    if isinstance(raw, (int, float)) and not isinstance(raw, bool):
        return Read(raw)
    plain = _plain(raw)
    if plain is None:
        return Read()
    found = numerals.read(plain)
    if found and not found.scale:
        return Read(found.value)
    what = Said(f"{plain[:_SHOWN]} is no number", f"“{plain[:_SHOWN]}”不是数")
    remedy = Said(
        "write digits only: 约, 超 in column qualifier, 万 and the unit in column unit; a fraction as text: 1/7",
        "只填数字：“约”“超”填入qualifier列，“万”和单位填入unit列；分数按文本填写，如1/7",
    )
    return Read(fault=(what, remedy))


@_without_marks
def count(raw: Raw) -> Read:
    """Read a whole number from 1."""
    plain = _plain(raw)
    if plain is None:
        return Read()
    written = _whole(plain).removeprefix("第").removesuffix("段")
    found = numerals.value_of(written)
    if isinstance(found, int) and 1 <= found < _TOO_MANY:
        return Read(found)
    what = Said(f"{plain[:_SHOWN]} is no whole number from 1", f"“{plain[:_SHOWN]}”不是从1起的整数")
    return Read(fault=(what, Said("write such as 3, or leave it empty", "请填如3的整数，或留空")))


def flag(raw: Raw) -> Read:
    """Read yes or no."""
    if isinstance(raw, bool):
        return Read(raw)
    plain = _plain(raw)
    if plain is None:
        return Read()
    if plain.casefold() in _YES | _NO:
        return Read(plain.casefold() in _YES)
    what = Said(f"{plain[:_SHOWN]} is neither yes nor no", f"“{plain[:_SHOWN]}”不是“是”或“否”")
    return Read(fault=(what, Said("write true or false", "请填“是”或“否”")))


def word(kind: Said, words: Mapping[str, tuple[str, ...]]) -> Reading:
    """Return the reading of a closed set: machine word, or how people say it."""
    known = {_folded(each): machine for machine, said in words.items() for each in (machine, *said)}
    listed = Said(", ".join(words), "、".join(said[0] for said in words.values()))

    def reading(raw: Raw) -> Read:
        plain = _plain(raw)
        if plain is None:
            return Read()
        if _folded(plain) in known:
            return Read(known[_folded(plain)])
        what = Said(f"{plain[:_SHOWN]} is no {kind}", f"“{plain[:_SHOWN]}”不是{kind.zh}")
        return Read(fault=(what, Said(f"use one of {listed}", f"请用：{listed.zh}")))

    return reading


def shown(raw: Raw) -> str:
    """Write the value of a cell as text: 370783, not 370783.0."""
    if raw is None:
        return ""
    if isinstance(raw, Dated):
        return raw.date.isoformat()
    if isinstance(raw, Broken):
        return raw.shown
    if isinstance(raw, float) and raw.is_integer():
        return f"{raw:.0f}" if abs(raw) < _EXACT else repr(raw)
    return str(raw)


def _plain(raw: Raw) -> str | None:
    """Return what a cell shows in plain digits, without what was typed to keep it text; None if it is empty."""
    seen = _UNSEEN.sub("", widths.plain(shown(raw)))
    return seen.strip().lstrip("'").strip() or None


def _whole(plain: str) -> str:
    """Return 2023.0 as 2023; of a date such as 2024.1.02 nothing is taken away."""
    found = _WHOLE_AS_DECIMAL.fullmatch(plain)
    return found[1] if found else plain


def _folded(words: str) -> str:
    return re.sub(r"[\s\-_]+", "", words).casefold()


def _not_stated(plain: str) -> Read:
    return Read(
        note=(Said(f"{plain} is read as not stated", f"“{plain}”按未说明读取"), Said("leave it empty", "请留空"))
    )


def _year_of_date(raw: Dated) -> Read:
    if raw.number.is_integer() and FIRST_YEAR <= raw.number <= LAST_YEAR:
        what = Said("is a number that the cell shows as a date", "是被单元格显示成日期的数字")
        read_as = Said(f"read as the year {raw.number:.0f}", f"已读作{raw.number:.0f}年")
        return Read(int(raw.number), note=(what, read_as))
    if not FIRST_YEAR <= raw.date.year <= LAST_YEAR:
        what = Said(f"the date {raw.date} is in no year from {FIRST_YEAR}", f"日期{raw.date}不在{FIRST_YEAR}年之后")
        return Read(fault=(what, Said("write four digits such as 2023", "请填四位数字，如2023")))
    note = None if raw.shown == "year" else _only_the_year(raw.date.isoformat(), str(raw.date.year))
    return Read(raw.date.year, note=note)


def _only_the_year(date: str, year: str) -> tuple[Said, Said]:
    return (
        Said(f"{date[:_SHOWN]} tells more than a year", f"“{date[:_SHOWN]}”不只是年份"),
        Said(f"read as {year}", f"已读作{year}年"),
    )
