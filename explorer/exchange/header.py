"""Find the row of headings of a table, below whatever titles stand above it."""

from __future__ import annotations

import difflib
import re
import unicodedata
from typing import TYPE_CHECKING, Final

from explorer.errors import Fault, Said
from explorer.exchange.readings import shown

if TYPE_CHECKING:
    from collections.abc import Iterable

    from explorer.exchange.grid import Row, Sheet
    from explorer.offers import Cell

MOST_ABOVE: Final = 20  # rows with something in them among which the headings are looked for
_BRACKETS: Final = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|【[^【】]*】")
_LEAST_LIKE: Final = 0.6


def folded(heading: str) -> str:
    """Return a heading without what does not tell: brackets and what is in them, stars, spaces, size of letters."""
    plain = _BRACKETS.sub("", unicodedata.normalize("NFKC", heading))
    return re.sub(r"[\s_\-*:：、/]+", "", plain).casefold()


def top(sheet: Sheet) -> tuple[Row, ...]:
    """Return the first rows."""
    return sheet.rows[:MOST_ABOVE]


def labels(row: Row) -> tuple[str, ...]:
    """Return what each cell of a row shows."""
    return tuple(shown(each).strip() for each in row.values)


def not_read(heading: str, cell: Cell, known: Iterable[str]) -> Fault:
    """Return the note on a column that nobody reads, with the nearest name that somebody would."""
    what = Said(f"the column {heading} is not read", f"“{heading}”列未读取")
    spelled = {folded(each): each for each in known}
    near = difflib.get_close_matches(folded(heading), spelled, n=1, cutoff=_LEAST_LIKE)
    if not near:
        return Fault(str(cell), what, Said("leave it, or remove it", "可保留，也可删除"))
    name = spelled[near[0]]
    return Fault(str(cell), what, Said(f"did you mean {name}?", f"是否应为“{name}”？"))
