"""Find the row of headings of a table, below whatever titles stand above it."""

from __future__ import annotations

import difflib
import re
import unicodedata
from typing import TYPE_CHECKING, Final

from explorer.errors import Fault
from explorer.exchange.grid import is_empty
from explorer.exchange.readings import INVISIBLE, shown
from explorer.messages import Message, message

if TYPE_CHECKING:
    from collections.abc import Iterable

    from explorer.errors import Location
    from explorer.exchange.grid import Row, Sheet

MOST_ABOVE: Final = 20  # rows with something in them among which the headings are looked for
_BRACKETS: Final = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|【[^【】]*】")
_LEAST_LIKE: Final = 0.6


def folded(heading: str) -> str:
    """Return a heading without what does not tell: brackets and what is in them, stars, spaces, size of letters."""
    plain = _BRACKETS.sub("", unicodedata.normalize("NFKC", heading))
    return re.sub(rf"[\s_\-*★※:：、/{INVISIBLE}]+", "", plain).casefold()


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
