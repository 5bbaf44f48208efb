"""Make text safe to stand in a cell of a spreadsheet."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from explorer.text import widths

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
