"""Read the sheets of an Excel workbook as a person sees them: values of formulas, dates as dates, merged cells."""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING, Final

from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format

from explorer.exchange.grid import IN_PARTS, MOST_CELLS, Counter, Sheet, refused
from explorer.exchange.parts import Parts
from explorer.exchange.worksheet import Book, SheetReader, TextFilter, typed
from explorer.messages import message

if TYPE_CHECKING:
    from explorer.exchange.worksheet import Shown

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
        raise refused(parts.name, message("has more than %(most_sheets)s sheets", most_sheets=MOST_SHEETS), IN_PARTS)
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
            too_many = message("has more than %(most_cells)s texts", most_cells=f"{MOST_CELLS:,}")
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
