"""Hold what a file of tables says, cell by cell, and say what a text may be in a cell."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from explorer.errors import CasesError, Fault
from explorer.messages import Message, message
from explorer.text import widths

if TYPE_CHECKING:
    import datetime as dt

    from explorer.messages import Words


MOST_ROWS: Final = 300_000  # with anything in them
MOST_COLUMNS: Final = 256
MOST_CELLS: Final = 3_000_000  # with anything in them
LONGEST_CELL: Final = 32_767  # characters, as in Excel
TYPE_IT: Final = message("type the value in place of the formula")
IN_PARTS: Final = message("give it in parts, or as .geojson")
# Half and full width: a Chinese keyboard types ＝, and spreadsheets fold it to =.
_FORMULA_STARTS: Final = frozenset("=+-@＝＋－＠﹦﹢﹣﹫")
# What a spreadsheet takes for a number, a date or a time when it opens a plain file.
_NUMBERLIKE: Final = re.compile(
    r"[\s(￥¥$€£+\-]*[\d.][\d\s.,:/%)e+\-年月日时分秒]*([ap]m)?"
    r"|(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*[\s/\-.,]*\d[\d\s,/\-]*"
    r"|true|false",
    re.IGNORECASE,
)
_ERRORS: Final = frozenset(("#N/A", "#NAME?", "#REF!", "#VALUE!", "#DIV/0!", "#NULL!", "#NUM!"))
_PLAIN_NUMBER: Final = re.compile(r"0|[1-9][0-9]{0,14}")
_ESCAPE: Final = re.compile("_x([0-9A-Fa-f]{4})_")
_ILLEGAL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")  # XML 1.0 knows none of these


@dataclass(frozen=True, slots=True)
class DateCell:
    """A number that the spreadsheet shows as a date, of which it may show the year only."""

    date: dt.date
    number: float  # days, as the spreadsheet counts them: 45292 is 1 January 2024
    shown: Literal["year", "month", "day"]


@dataclass(frozen=True, slots=True)
class Broken:
    """A cell that has no value: an error, a formula that was never calculated."""

    shown: str
    what: Message
    remedy: Message


Raw = str | int | float | bool | DateCell | Broken | None


@dataclass(frozen=True, slots=True)
class Row:
    """A row with something in it."""

    number: int  # as the spreadsheet counts: the first is 1
    values: tuple[Raw, ...]

    def at(self, column: int) -> Raw:
        """Return the value in a column (the first is 0); None beyond the last."""
        return self.values[column] if column < len(self.values) else None


@dataclass(frozen=True, slots=True)
class MergedCells:
    """Cells that are merged, the last row and column among them; columns count from 0, rows from 1."""

    first_row: int
    first_column: int
    last_row: int
    last_column: int


@dataclass(frozen=True)
class Sheet:
    """The rows of one table; a CSV file is one without a name."""

    name: str
    rows: tuple[Row, ...]
    spans: tuple[MergedCells, ...] = ()
    hidden: bool = False


def failed(error: str) -> Broken:
    """Return the cell of a formula that gave an error: #N/A."""
    return Broken(error, message("is the error %(error)s of a formula", error=error), TYPE_IT)


def is_empty(value: Raw) -> bool:
    """Tell whether a cell shows nothing."""
    return value is None or (isinstance(value, str) and not value.strip())


class Counter:
    """Count rows and cells while a file is read, so that an endless one ends."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._n_rows = self._n_cells = 0

    def add(self, values: tuple[Raw, ...]) -> None:
        """Count a row; CasesError if it is one too many."""
        self._n_rows += 1
        self._n_cells += len(values)
        if self._n_rows > MOST_ROWS or self._n_cells > MOST_CELLS:
            raise refused(
                self._name,
                message(
                    "has more than %(most_rows)s rows or %(most_cells)s cells",
                    most_rows=f"{MOST_ROWS:,}",
                    most_cells=f"{MOST_CELLS:,}",
                ),
                IN_PARTS,
            )


def refused(where: str, what: Words, remedy: Words) -> CasesError:
    """Return the error of a file that cannot be read at all."""
    return CasesError([Fault(where, what, remedy)])


def legal(text: str) -> str:
    """Return the text without the control characters that no spreadsheet file can hold."""
    return _ILLEGAL.sub("", text)


def runs(text: str) -> bool:
    """Tell whether a spreadsheet that reads the text from a plain file may run it as a formula."""
    seen = next((each for each in text if not _is_blank(each)), "")
    return seen in _FORMULA_STARTS or text[:1] in {"\t", "\r", "\n"}


def retyped(text: str) -> bool:
    """Tell whether a spreadsheet would make something else of the text if it were typed: 370783, 2025-08, =1+1."""
    return runs(text) or text.lstrip()[:1].isdigit()


def is_error(text: str) -> bool:
    """Tell whether the text is what a spreadsheet shows where a formula fails: #N/A."""
    return text.strip().upper() in _ERRORS


def guarded(text: str) -> str:
    """
    Return the text with an apostrophe before it if a spreadsheet would make something else of it: =1+1, 1/7, 2025-08.

    A plain number such as 370783 is left as it is: as a number it is still the same.
    """
    return f"'{text}" if _needs_guard(text) else text


def unguarded(text: str) -> str:
    """Return the text without the apostrophe that ``guarded`` set before it; '放管服'改革 keeps its own."""
    return text[1:] if text.startswith("'") and _needs_guard(text[1:]) else text


def escaped(text: str) -> str:
    """Write a carriage return, which XML cannot hold, as Excel does: _x000D_."""
    return _ESCAPE.sub(r"_x005F\g<0>", text).replace("\r", "_x000D_")


def unescaped(text: str) -> str:
    """Read what Excel writes as _x000D_."""
    return _ESCAPE.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text


def width(text: str) -> int:
    """Return how many letters wide the longest line of the text is; a Chinese character takes two."""
    return max(map(widths.width, text.split("\n")))


def _needs_guard(text: str) -> bool:
    bare = text.lstrip("'")
    return (
        runs(bare)
        or is_error(bare)
        or (_NUMBERLIKE.fullmatch(bare) is not None and _PLAIN_NUMBER.fullmatch(bare) is None)
    )


def _is_blank(character: str) -> bool:
    """Tell whether a character shows nothing: a space, a control or format character such as U+FEFF."""
    return unicodedata.category(character)[0] in "ZC"
