"""Read the sheets of a workbook, cell by cell."""

from __future__ import annotations

import datetime as dt
import math
import posixpath
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format
from openpyxl.utils.cell import column_index_from_string
from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900, from_excel

from explorer.messages import message
from explorer.spreadsheets.cells import (
    IN_PARTS,
    MOST_CELLS,
    MOST_COLUMNS,
    TYPE_IT,
    Broken,
    Counter,
    DateCell,
    MergedCells,
    Row,
    Sheet,
    failed,
    is_empty,
    refused,
    unescaped,
    unguarded,
)
from explorer.spreadsheets.xlsx_package import Parts

if TYPE_CHECKING:
    from collections.abc import Callable

    from explorer.spreadsheets.cells import Raw


# How much of a date a style shows; or that it shows another number than it keeps.
Shown = Literal["year", "month", "day", "day without year", "time", "share", "scaled"]
LAST_ROW: Final = 1_048_576  # of a sheet in Excel
_MOST_SPANS: Final = 50_000
_MOST_DIGITS: Final = 15  # that a spreadsheet keeps of a number
_CELL: Final = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6})")
_RANGE: Final = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6}):([A-Z]{1,3})([1-9]\d{0,6})")
_AS_TEXT: Final = message("set the cell's format to text, and type the number again")
MOST_SHEETS: Final = 400  # more than a province has counties
_BOOK: Final = "xl/workbook.xml"
_LINKS: Final = "xl/_rels/workbook.xml.rels"
_STRINGS: Final = "xl/sharedStrings.xml"
_STYLES: Final = "xl/styles.xml"
# Excel's own formats of Chinese dates (ECMA-376, 18.8.30), which openpyxl does not list.
_CHINESE: Final = {
    **dict.fromkeys((27, 36, 50, 52, 57), "yyyy年m月"),
    **dict.fromkeys((28, 29, 51, 53, 54, 58), "m月d日"),
    **dict.fromkeys((30, 31), "yyyy-m-d"),
}
_SCALED: Final = re.compile(r"[0#?],+(?![0#?,])|!\.|\\\.")  # a comma behind the digits; a point that is but a sign
_LITERALS: Final = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')


@dataclass(frozen=True)
class Book:
    """What the cells of all sheets refer to."""

    parts: Parts
    strings: list[str]
    styles: list[Shown | None]  # how much of a date a style shows
    counter: Counter
    counts_from_1904: bool


class TextFilter:
    """Gather the words of a text in runs; how they are spoken, which Excel notes beside them, is left out."""

    def __init__(self) -> None:
        self._n_open = self._n_spoken = 0
        self._pieces: list[str] = []

    def start(self, tag: str) -> None:
        """Take note that an element begins."""
        self._n_open += tag == "t"
        self._n_spoken += tag == "rPh"

    def end(self, tag: str) -> None:
        """Take note that an element ends."""
        self._n_open -= tag == "t"
        self._n_spoken -= tag == "rPh"

    def add(self, words: str) -> None:
        """Keep words if they stand in a text."""
        if self._n_open > 0 and not self._n_spoken:
            self._pieces.append(words)

    def taken(self) -> str:
        """Return what was gathered, and begin anew."""
        text = "".join(self._pieces)
        self._pieces.clear()
        return text


def typed(text: str) -> str:
    """Return a text as somebody typed it: without escapes, and without the apostrophe of a CSV file opened before."""
    return unguarded(unescaped(text))


class SheetReader:
    """Keep where in a sheet the reader is; ``read`` is called once."""

    def __init__(self, book: Book, name: str) -> None:
        self._book, self._name = book, name
        self._rows: list[Row] = []
        self._spans: list[MergedCells] = []
        self._row = self._column = 0
        self._cells: dict[int, Raw] = {}
        self._cell: dict[str, str] = {}
        self._within: str | None = None  # v, the value, or f, the formula
        self._said: dict[str, list[str]] = {}
        self._inline = TextFilter()
        self._of_kind: dict[str, Callable[[str], Raw]] = {
            "s": self._shared,
            "str": typed,
            "b": lambda said: said == "1",
            "e": failed,
            "d": self._day,
        }

    def read(self, part: str) -> Sheet:
        """Return the rows that show something, and which cells are merged."""
        self._book.parts.read(part, self._start, self._end, self._text)
        return Sheet(self._name, tuple(self._rows), tuple(self._spans))

    def _start(self, tag: str, given: dict[str, str]) -> None:
        if tag == "c":
            self._begin_cell(given)
        elif tag in {"v", "f"}:
            self._within = tag
            self._said[tag] = []
        elif tag == "row":
            self._begin_row(given)
        elif tag == "mergeCell":
            self._merge(given.get("ref", ""))
        else:
            self._inline.start(tag)

    def _end(self, tag: str) -> None:
        if tag == "c":
            self._end_cell()
        elif tag in {"v", "f"}:
            self._within = None
        elif tag == "row":
            self._end_row()
        else:
            self._inline.end(tag)

    def _text(self, words: str) -> None:
        if self._within:
            self._said[self._within].append(words)
        else:
            self._inline.add(words)

    def _begin_row(self, given: dict[str, str]) -> None:
        number = given.get("r", str(self._row + 1))
        if not re.fullmatch(r"\d{1,7}", number) or not self._row < int(number) <= LAST_ROW:
            raise self._book.parts.damaged()
        self._row, self._column = int(number), 0
        self._cells = {}

    def _begin_cell(self, given: dict[str, str]) -> None:
        named = _CELL.fullmatch(given["r"]) if "r" in given else None
        self._column = column_index_from_string(named[1]) if named else self._column + 1
        self._cell, self._said = given, {}

    def _end_cell(self) -> None:
        value = self._value()
        if value is None or value == "" or (self._column > MOST_COLUMNS and is_empty(value)):
            return
        if self._column > MOST_COLUMNS:
            what = message(
                "sheet %(name)s has more than %(most)s columns with something in them",
                name=self._name,
                most=MOST_COLUMNS,
            )
            raise refused(self._book.parts.name, what, IN_PARTS)
        self._cells[self._column - 1] = value

    def _end_row(self) -> None:
        if all(map(is_empty, self._cells.values())):
            return
        values = tuple(self._cells.get(n) for n in range(max(self._cells) + 1))
        self._book.counter.add(values)
        self._rows.append(Row(self._row, values))
        self._cells = {}

    def _merge(self, ref: str) -> None:
        found = _RANGE.fullmatch(ref)
        if found is None:
            return
        if len(self._spans) == _MOST_SPANS:
            what = message("merges more than %(most)s cells", most=f"{_MOST_SPANS:,}")
            raise refused(self._book.parts.name, what, IN_PARTS)
        first, last = (column_index_from_string(found[n]) - 1 for n in (1, 3))
        self._spans.append(MergedCells(int(found[2]), first, int(found[4]), last))

    def _value(self) -> Raw:
        kind = self._cell.get("t", "n")
        if kind == "inlineStr":
            return typed(self._inline.taken())
        said = "".join(self._said.get("v", ()))
        if said or kind == "str":
            return self._of_kind.get(kind, self._number)(said)
        return _uncalculated("".join(self._said["f"])) if "f" in self._said else None

    def _shared(self, said: str) -> str:
        if not re.fullmatch(r"\d{1,8}", said) or int(said) >= len(self._book.strings):
            raise self._book.parts.damaged()
        return self._book.strings[int(said)]

    def _day(self, said: str) -> Raw:
        try:
            day = dt.date.fromisoformat(said[:10])
        except ValueError:
            return _no_date(said)
        return DateCell(day, float((day - CALENDAR_WINDOWS_1900.date()).days), "day")

    def _number(self, said: str) -> Raw:
        try:
            number = float(said)
        except ValueError:
            raise self._book.parts.damaged() from None
        if not math.isfinite(number):
            return Broken(said, message("is no number"), message("correct it"))
        shown = self._shown()
        if shown == "share" or shown == "scaled":  # noqa: PLR1714  # so the other words remain
            return _in_another_scale(number, shown)
        if shown is not None:
            return self._dated(number, shown)
        return int(number) if number.is_integer() and abs(number) < 10**_MOST_DIGITS else number

    def _shown(self) -> Shown | None:
        style = self._cell.get("s", "0")
        known = style.isdecimal() and len(style) < _MOST_DIGITS and int(style) < len(self._book.styles)
        return self._book.styles[int(style)] if known else None

    def _dated(self, number: float, shown: Literal["year", "month", "day", "day without year", "time"]) -> Raw:
        epoch = CALENDAR_MAC_1904 if self._book.counts_from_1904 else CALENDAR_WINDOWS_1900
        if shown == "time":
            return Broken(f"{number:g}", message("is a time of day"), message("correct it"))
        try:
            day = from_excel(number, epoch)
        except (OverflowError, ValueError):
            return _no_date(f"{number:g}")
        if not isinstance(day, dt.datetime):
            return _no_date(f"{number:g}")
        return _yearless(day) if shown == "day without year" else DateCell(day.date(), number, shown)


def _uncalculated(formula: str) -> Broken:
    what = message("is a formula without a value")
    return Broken(f"={formula}"[:60], what, TYPE_IT)


def _yearless(day: dt.datetime) -> Broken:
    """Return a date whose year Excel added by itself when somebody typed the day."""
    what = message("shows month %(month)s, day %(day)s without its year", month=day.month, day=day.day)
    return Broken(f"{day.month}-{day.day}", what, message("type the date with its year"))


def _in_another_scale(number: float, shown: Shown) -> Broken:
    if shown == "share":
        percent = f"{number * 100:g}%"
        what = message("is kept as %(number)s and shown as %(percent)s", number=f"{number:g}", percent=percent)
        return Broken(percent, what, _AS_TEXT)
    what = message("is kept as %(number)s and shown in thousands or 万", number=f"{number:g}")
    return Broken(f"{number:g}", what, _AS_TEXT)


def _no_date(shown: str) -> Broken:
    what = message("is shown as a date, but %(shown)s is none", shown=shown)
    return Broken(shown, what, message("set the cell's format to text, and type it again"))


def read_sheets(data: bytes, name: str) -> tuple[Sheet, ...]:
    """
    Return the sheets in their order; rows that show nothing are left out, and so is what a hidden sheet holds.

    Raises
    ------
    CasesError
        The file is no workbook, or too large for its kind.
    """
    parts = Parts(data, name)
    found, counts_from_1904 = _contents(parts)
    book = Book(parts, _strings(parts), _styles(parts), Counter(name), counts_from_1904)
    return tuple(
        Sheet(sheet, (), hidden=True) if hidden else SheetReader(book, sheet).read(part)
        for sheet, part, hidden in found
    )


def _contents(parts: Parts) -> tuple[list[tuple[str, str, bool]], bool]:
    """Return name, part and whether it is hidden of each sheet, and whether dates are counted from 1904."""
    listed: list[dict[str, str]] = []
    settings: list[dict[str, str]] = []

    def start(tag: str, given: dict[str, str]) -> None:
        if tag == "sheet":
            listed.append(given)
        elif tag == "workbookPr":
            settings.append(given)

    parts.read(_BOOK, start)
    if len(listed) > MOST_SHEETS:
        raise refused(parts.name, message("has more than %(most)s sheets", most=MOST_SHEETS), IN_PARTS)
    targets = _targets(parts)
    sheets = [
        (each.get("name", ""), targets[link], each.get("state", "visible") != "visible")
        for each in listed
        for key, link in each.items()
        if key.endswith(":id") and link in targets
    ]
    return sheets, any(each.get("date1904") in {"1", "true"} for each in settings)


def _targets(parts: Parts) -> dict[str, str]:
    """Return the part of each sheet by the name of its link; charts and others are left out."""
    found: dict[str, str] = {}

    def start(tag: str, given: dict[str, str]) -> None:
        if tag == "Relationship" and given.get("Type", "").endswith("/worksheet"):
            target = posixpath.normpath(posixpath.join("/xl", given.get("Target", "")))
            found[given.get("Id", "")] = target.lstrip("/")

    parts.read(_LINKS, start)
    return found


def _strings(parts: Parts) -> list[str]:
    """Return the texts that cells share."""
    texts: list[str] = []
    words = TextFilter()

    def end(tag: str) -> None:
        words.end(tag)
        if tag == "si":
            texts.append(typed(words.taken()))
        if len(texts) > MOST_CELLS:
            too_many = message("has more than %(most)s texts", most=f"{MOST_CELLS:,}")
            raise refused(parts.name, too_many, IN_PARTS)

    if _STRINGS in parts:
        parts.read(_STRINGS, lambda tag, _: words.start(tag), end, words.add)
    return texts


def _styles(parts: Parts) -> list[Shown | None]:
    """Return for each style of a cell how much of a date it shows; None for one that shows no date."""
    codes: dict[str, str] = {str(number): code for number, code in {**BUILTIN_FORMATS, **_CHINESE}.items()}
    formats: list[str] = []
    within: list[str] = []

    def start(tag: str, given: dict[str, str]) -> None:
        if tag == "numFmt":
            codes[given.get("numFmtId", "")] = given.get("formatCode", "")
        elif tag == "xf" and within[-1:] == ["cellXfs"]:
            formats.append(given.get("numFmtId", ""))
        within.append(tag)

    if _STYLES in parts:
        parts.read(_STYLES, start, lambda _: within.pop())
    return [_shown(codes.get(each, "")) for each in formats]


def _shown(code: str) -> Shown | None:
    plain = _LITERALS.sub("", code.partition(";")[0]).lower()
    if not is_date_format(code):
        return "share" if "%" in plain else "scaled" if _SCALED.search(code.partition(";")[0]) else None
    if "d" in plain:
        return "day" if "y" in plain or "e" in plain else "day without year"
    if "h" in plain or "s" in plain:
        return "time"
    return "month" if "m" in plain else "year"
