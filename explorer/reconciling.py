"""Bring two people's changes of one record together: what only one of them changed is taken, the rest is asked."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from explorer.difference import KEYS, name_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from explorer.difference import Key

Document = dict[str, Any]  # a reform as JSON
SIDES = frozenset(("theirs", "mine"))


@dataclass(frozen=True)
class Clash:
    """One field or row that both changed, each in another way; None where it is not there."""

    path: str  # "title_zh", or "reach[370783]" for a row, as in ``explorer.difference``
    seen: Any
    theirs: Any
    mine: Any


@dataclass(frozen=True)
class Reconciled:
    """
    What comes of two changes.

    Parameters
    ----------
    document
        With what was picked; where nothing was, as it is now.
    clashes
        What both changed, in the order of the fields.
    """

    document: Document
    clashes: tuple[Clash, ...]

    def open(self, picks: Mapping[str, str]) -> tuple[Clash, ...]:
        """Return the clashes for which nobody has picked a side."""
        return tuple(each for each in self.clashes if picks.get(each.path) not in SIDES)


def reconcile(seen: Document, theirs: Document, mine: Document, picks: Mapping[str, str]) -> Reconciled:
    """
    Bring together two documents that were made from a third.

    Parameters
    ----------
    seen
        What both were made from.
    picks
        By the path of a clash, whose value is taken: ``theirs`` or ``mine``.
    """
    parts = [dict(_parts(each)) for each in (seen, theirs, mine)]
    taken: Document = {}
    clashes = []
    for path in dict.fromkeys((*parts[1], *parts[2], *parts[0])):
        was, other, own = (part.get(path) for part in parts)
        if other in (was, own) or own == was:
            taken[path] = other if own == was else own
        else:
            clashes.append(Clash(path, was, other, own))
            taken[path] = own if picks.get(path) == "mine" else other
    return Reconciled(_whole(seen, theirs, mine, taken), tuple(clashes))


def _whole(seen: Document, theirs: Document, mine: Document, taken: Document) -> Document:
    """Lay the parts out as a document."""
    document: Document = {}
    for field in dict.fromkeys((*theirs, *mine)):
        if field in KEYS:
            orders = [[path for path, _ in _rows(field, each.get(field, []))] for each in (seen, theirs, mine)]
            document[field] = [taken[path] for path in _order(*orders) if taken[path] is not None]
        elif taken[field] is not None:  # what is not stated is left out, as in ``explorer.changes.document_of``
            document[field] = taken[field]
    return document


def _order(seen: list[str], theirs: list[str], mine: list[str]) -> dict[str, None]:
    """Return in which order rows stand: as they do now, unless only mine was changed."""
    is_theirs = _is_turned(seen, theirs) or (theirs != seen and not _is_turned(seen, mine))
    return dict.fromkeys((*theirs, *mine) if is_theirs else (*mine, *theirs))


def _is_turned(seen: list[str], now: list[str]) -> bool:
    """Tell whether the rows that are still there stand in another order."""
    return [path for path in seen if path in now] != [path for path in now if path in seen]


def _parts(document: Document) -> Iterator[tuple[str, Any]]:
    for field, value in document.items():
        if field in KEYS:
            yield from _rows(field, value)
        else:
            yield field, value


def _rows(field: str, rows: list[Document]) -> Iterator[tuple[str, Document]]:
    times: Counter[tuple[str, ...]] = Counter()
    for row in rows:
        named = tuple(row.get(part) or "" for part in KEYS[field])
        times[named] += 1
        key: Key = (named, times[named])
        yield f"{field}[{name_of(key)}]", row
