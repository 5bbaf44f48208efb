"""Read one cell as what its column holds: a year, a date, a number, a word of ours; mend what is plain, and say so."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from functools import wraps
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from explorer.messages import Bilingual, Message, message
from explorer.records.models import FIRST_YEAR, LAST_YEAR
from explorer.spreadsheets.cells import LONGEST_CELL, Broken, DateCell, is_empty
from explorer.text import dates, numerals, widths
from explorer.text.widths import INVISIBLE

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from explorer.spreadsheets.cells import Raw

_CONTROL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_UNSEEN: Final = re.compile(f"[{INVISIBLE}]")
_EDGES: Final = re.compile(rf"^[\s{INVISIBLE}]+|[{INVISIBLE}]|[\s{INVISIBLE}]+$")
_NOT_STATED: Final = frozenset(("-", "--", "—", "——", "/", "无", "不详", "未知", "未说明", "n/a", "none", "null", "?"))
_CODE: Final = re.compile(r"[0-9a-z#\-]+")  # as most are
_WHOLE_AS_DECIMAL: Final = re.compile(r"(-?\d+)\.0+")
_YES: Final = frozenset(("true", "yes", "1", "是"))
_NO: Final = frozenset(("false", "no", "0", "否"))
_AS_TEXT: Final = message("read as a code; keep such cells as text")
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
    fault: tuple[Message, Message] | None = None  # what is wrong, and the remedy
    note: tuple[Message, Message] | None = None  # what was mended


Reading: TypeAlias = "Callable[[Raw], Read]"


def read_cell(raw: Raw, reading: Reading) -> Read:
    """Read a cell; what no column can hold is a fault: errors of formulas, control characters, a book in a cell."""
    if isinstance(raw, Broken):
        return Read(fault=(raw.what, raw.remedy))
    if isinstance(raw, str):
        if len(raw) > LONGEST_CELL:
            what = message("has more than %(longest_cell)s characters", longest_cell=f"{LONGEST_CELL:,}")
            return Read(fault=(what, message("shorten it")))
        if fault := control_fault(raw):
            return Read(fault=fault)
    return reading(raw)


def control_fault(words: str) -> tuple[Message, Message] | None:
    """Return what is wrong with a text that holds what nobody can see or type; None if it is well."""
    found = _CONTROL.search(words)
    if found is None:
        return None
    named = f"U+{ord(found[0]):04X}"
    what = message("holds a control character (%(named)s)", named=named)
    return what, message("delete it, and type it again")


def _without_marks(reading: Reading) -> Reading:
    """Let a reading refuse a number that bears the mark of a footnote: 10² and 1000① are no 102 and 10001."""

    @wraps(reading)
    def read(raw: Raw) -> Read:
        found = numerals.MARK.search(raw) if isinstance(raw, str) else None
        if found is None:
            return reading(raw)
        what = message("holds the mark %(mark)s", mark=found[0])
        return Read(fault=(what, message("write the number alone")))

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
        what = message("%(shown)s is written unlike a code", shown=plain[:_SHOWN])
        return Read(mended, note=(what, message("read as %(mended)s", mended=mended)))
    value = shown(raw)
    what = message("%(number)s is kept as a number", number=value)
    return Read(value or None, note=(what, _AS_TEXT) if value else None)


@_without_marks
def year(raw: Raw) -> Read:
    """Read a year; of a date only its year is taken, and said."""
    if isinstance(raw, DateCell):
        return _year_of_date(raw)
    plain = _plain(raw)
    if plain is None:
        return Read()
    if plain.casefold() in _NOT_STATED:
        return _not_stated(plain)
    written = _whole(plain)
    found = dates.year_of(written)
    if found is None or not FIRST_YEAR <= found <= LAST_YEAR:
        what = message(
            "%(shown)s is no year from %(first)s to %(last)s",
            shown=plain[:_SHOWN],
            first=FIRST_YEAR,
            last=LAST_YEAR,
        )
        remedy = message("write four digits such as 2023; leave it empty if not stated")
        return Read(fault=(what, remedy))
    return Read(found, note=None if dates.is_year(written) else _only_the_year(plain, str(found)))


@_without_marks
def day(raw: Raw) -> Read:
    """Read as much of a date as is given: 2025, 2025-08 or 2025-08-27."""
    if isinstance(raw, DateCell):
        return Read(raw.date.isoformat()[: {"year": 4, "month": 7, "day": 10}[raw.shown]])
    if isinstance(raw, float) and not raw.is_integer() and raw < _LAST_YEAR_POINT_MONTH:
        what = message("%(raw)s may be January or October: it is kept as a number", raw=raw)
        return Read(fault=(what, message("write 2025-01 or 2025-10 as text")))
    plain = _plain(raw)
    if plain is None:
        return Read()
    if plain.casefold() in _NOT_STATED:
        return _not_stated(plain)
    date = dates.read(_whole(plain))
    if date is None:
        what = message("%(shown)s is no date", shown=plain[:_SHOWN])
        return Read(fault=(what, _as_date(plain)))
    return Read(str(date))


def _as_date(plain: str) -> Message:
    """Return how to write a date; of a number of days, which one it is."""
    if _DAY_NUMBER.fullmatch(plain):
        date = _FIRST_DAY + dt.timedelta(days=int(float(plain)))
        return message("if it is a number of days, it is %(date)s: format the cell as a date", date=date)
    return message("write 2025-08-27, or as much of it as is known")


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
    what = message("%(shown)s is no number", shown=plain[:_SHOWN])
    remedy = message(
        "write digits only: 约, 超 in column qualifier, 万 and the unit in column unit; a fraction as text: 1/7"
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
    what = message("%(shown)s is no whole number from 1", shown=plain[:_SHOWN])
    return Read(fault=(what, message("write such as 3, or leave it empty")))


def flag(raw: Raw) -> Read:
    """Read yes or no."""
    if isinstance(raw, bool):
        return Read(raw)
    plain = _plain(raw)
    if plain is None:
        return Read()
    if plain.casefold() in _YES | _NO:
        return Read(plain.casefold() in _YES)
    what = message("%(shown)s is neither yes nor no", shown=plain[:_SHOWN])
    return Read(fault=(what, message("write true or false")))


def word(kind: Bilingual, words: Mapping[str, tuple[str, ...]]) -> Reading:
    """Return the reading of a closed set: machine word, or how people say it."""
    known = {_folded(each): machine for machine, said in words.items() for each in (machine, *said)}
    listed = tuple(Bilingual(said[0], machine) for machine, said in words.items())

    def reading(raw: Raw) -> Read:
        plain = _plain(raw)
        if plain is None:
            return Read()
        if _folded(plain) in known:
            return Read(known[_folded(plain)])
        what = message("%(shown)s is no %(kind)s", shown=plain[:_SHOWN], kind=kind)
        return Read(fault=(what, message("use one of %(listed)s", listed=listed)))

    return reading


def shown(raw: Raw) -> str:
    """Write the value of a cell as text: 370783, not 370783.0."""
    if raw is None:
        return ""
    if isinstance(raw, DateCell):
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
    return Read(note=(message("%(shown)s is read as not stated", shown=plain), message("leave it empty")))


def _year_of_date(raw: DateCell) -> Read:
    if raw.number.is_integer() and FIRST_YEAR <= raw.number <= LAST_YEAR:
        what = message("is a number that the cell shows as a date")
        read_as = message("read as the year %(number)s", number=f"{raw.number:.0f}")
        return Read(int(raw.number), note=(what, read_as))
    if not FIRST_YEAR <= raw.date.year <= LAST_YEAR:
        what = message("the date %(date)s is in no year from %(first)s", date=raw.date, first=FIRST_YEAR)
        return Read(fault=(what, message("write four digits such as 2023")))
    note = None if raw.shown == "year" else _only_the_year(raw.date.isoformat(), str(raw.date.year))
    return Read(raw.date.year, note=note)


def _only_the_year(date: str, year: str) -> tuple[Message, Message]:
    return (
        message("%(date)s tells more than a year", date=date[:_SHOWN]),
        message("read as %(year)s", year=year),
    )
