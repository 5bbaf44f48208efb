"""Make text safe to stand in a cell of a spreadsheet."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

# Half and full width: a Chinese keyboard types ＝, and spreadsheets fold it to =.
_FORMULA_STARTS: Final = frozenset("=+-@＝＋－＠﹦﹢﹣﹫")
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


def width(text: str) -> int:
    """Return how many letters wide the longest line of the text is; a Chinese character takes two."""
    return max(sum(1 + (unicodedata.east_asian_width(each) in "WF") for each in line) for line in text.split("\n"))


def _is_blank(character: str) -> bool:
    """Tell whether a character shows nothing: a space, a control or format character such as U+FEFF."""
    return unicodedata.category(character)[0] in "ZC"
