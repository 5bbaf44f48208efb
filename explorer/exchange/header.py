"""Find the row of headings of a table, below whatever titles stand above it."""

from __future__ import annotations

import difflib
import re
from typing import TYPE_CHECKING, Final

from explorer.errors import Fault, Said
from explorer.exchange.grid import is_empty
from explorer.exchange.readings import shown
from explorer.text.widths import INVISIBLE, plain

if TYPE_CHECKING:
    from collections.abc import Iterable

    from explorer.exchange.grid import Row, Sheet
    from explorer.offers import Cell

MOST_ABOVE: Final = 20  # rows with something in them among which the headings are looked for
_BRACKETS: Final = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|【[^【】]*】")
_LEAST_LIKE: Final = 0.6


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


def beyond_headings(row: Row, width: int) -> tuple[Said, Said] | None:
    """Return what is wrong with a row that has cells to the right of the last heading; None if it has none."""
    n_beyond = sum(bool(folded(shown(each))) for each in row.values[width:] if not is_empty(each))
    if not n_beyond:
        return None
    what = Said(f"has {n_beyond} cells more than there are headings", f"比表头多出{n_beyond}个单元格")
    remedy = Said(
        "set texts that hold a comma in quotation marks, or give the column a heading",
        "含逗号的文字请加引号，或为该列写上表头",
    )
    return what, remedy


def without_heading(column: int, cell: Cell) -> Fault:
    """Return the note on a column that has values and no heading; the first column is 0."""
    letters = ""
    while column >= 0:
        letters, column = chr(ord("A") + column % 26) + letters, column // 26 - 1
    what = Said(f"column {letters} has no heading and is not read", f"{letters}列没有表头，未读取")
    return Fault(str(cell), what, Said("write a heading above it, or leave it", "请写上表头，或保留不管"))


def not_read(heading: str, cell: Cell, known: Iterable[str]) -> Fault:
    """Return the note on a column that nobody reads, with the nearest name that somebody would."""
    what = Said(f"the column {heading} is not read", f"“{heading}”列未读取")
    spelled = {folded(each): each for each in known}
    near = difflib.get_close_matches(folded(heading), spelled, n=1, cutoff=_LEAST_LIKE)
    if not near:
        return Fault(str(cell), what, Said("leave it, or remove it", "可保留，也可删除"))
    name = spelled[near[0]]
    return Fault(str(cell), what, Said(f"did you mean {name}?", f"是否应为“{name}”？"))
