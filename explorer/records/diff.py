"""Tell what differs between two states of a record, and bring two people's changes of one together."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from functools import reduce
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from explorer.messages import Bilingual, Words, bilingual, message
from explorer.records.fields import KEYS, LABELS, WORDS
from explorer.records.models import paragraph_of, source_of
from explorer.records.vocabulary import YES_NO

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from explorer.records.models import Reform, Source
    from geodata import Places


Row = dict[str, Any]
Key = tuple[tuple[str, ...], int]  # what names a row, and the how manieth of that name it is

_UNTITLED: Final[Mapping[str, str]] = MappingProxyType({})
_ORDERS: Final = {
    "reach": message("Order of the reach"),
    "figures": message("Order of the figures"),
    "honours": message("Order of the honours"),
}
Document = dict[str, Any]  # a reform as JSON
SIDES = frozenset(("theirs", "mine"))


@dataclass(frozen=True)
class Difference:
    """
    One value that differs.

    Parameters
    ----------
    path
        Such as ``reach[370783].since``: a row is named by its place, a figure by label and unit, an honour by
        title, both by the place that they speak of.
    row
        What the row is called, or the field if it stands in none.
    field
        What the field of the row is called.
    before, after
        None where nothing was, or is, recorded. A row that is new or gone is one difference, all of it said.
    """

    path: str
    row: Words
    before: Words | None
    after: Words | None
    field: Words | None = None

    @property
    def label(self) -> Words:
        """What the path means."""
        return self.row if self.field is None else message("%(row)s · %(field)s", row=self.row, field=self.field)


def difference(
    before: Reform | Source | None,
    after: Reform | Source | None,
    places: Places | None = None,
    titles: Mapping[str, str] = _UNTITLED,
) -> tuple[Difference, ...]:
    """
    Return what differs, in the order of the fields; empty if and only if both are written alike.

    Parameters
    ----------
    before, after
        Two states of one record; None: it did not exist, or is withdrawn.
    places
        By which places are named; without them they are told by their codes.
    titles
        Of sources by their id, by which citations are told; one without is told by its id.
    """
    return tuple(_Teller(places, titles).of(_plain(before), _plain(after)))


class _Teller:
    """Puts values into words."""

    def __init__(self, places: Places | None, titles: Mapping[str, str]) -> None:
        self._places, self._titles = places, titles

    def of(self, before: Row, after: Row) -> Iterator[Difference]:
        """Tell what differs between two records."""
        for field in after or before:
            old, new = before.get(field), after.get(field)
            if field in KEYS:
                yield from self._of_rows(field, old or [], new or [])
            else:
                yield from self._of_value(field, field, old, new)

    def _of_rows(self, field: str, before: Sequence[Row], after: Sequence[Row]) -> Iterator[Difference]:
        old, new = _by_key(field, before), _by_key(field, after)
        for key in dict.fromkeys((*new, *old)):
            path, label = f"{field}[{name_of(key)}]", self._row_label(field, key)
            if key in old and key in new:
                yield from self._of_fields(path, label, old[key], new[key])
            else:
                yield Difference(path, label, self._row(old.get(key)), self._row(new.get(key)))
        kept, keeps = [key for key in old if key in new], [key for key in new if key in old]
        if kept != keeps:
            yield Difference(field, _ORDERS[field], tuple(map(name_of, kept)), tuple(map(name_of, keeps)))

    def _of_fields(self, path: str, row: Words, before: Row, after: Row) -> Iterator[Difference]:
        for field in after:
            for each in self._of_value(f"{path}.{field}", field, before[field], after[field]):
                yield replace(each, row=row, field=each.row)

    def _of_value(self, path: str, field: str, before: Any, after: Any) -> Iterator[Difference]:
        if repr(before) != repr(after) and not (_is_blank(before) and _is_blank(after)):
            yield Difference(path, bilingual(LABELS[field]), self._value(field, before), self._value(field, after))

    def _row_label(self, field: str, key: Key) -> Words:
        parts, nth = key
        row = self._place(parts[0]) if field == "reach" else " ".join(filter(None, parts))
        label = message("%(kind)s %(row)s", kind=LABELS[field], row=row)
        return label if nth == 1 else message("%(row)s (%(nth)s)", row=label, nth=nth)

    def _row(self, row: Row | None) -> Words | None:
        if row is None:
            return None
        told = [found for field, value in row.items() if (found := self._value(field, value)) is not None]
        return reduce(lambda one, other: message("%(one)s, %(other)s", one=one, other=other), told)

    def _value(self, field: str, value: Any) -> Words | None:
        if value in (None, "", []):
            return None
        if isinstance(value, bool):
            return bilingual(YES_NO[str(value).lower()])
        if field in {"source", "also"}:
            return self._cited([value] if isinstance(value, str) else value)
        if isinstance(value, list):
            return tuple(value)
        if field == "place":
            return self._place(value)
        return bilingual(WORDS[field][str(value)]) if field in WORDS else str(value)

    def _cited(self, citations: Iterable[str]) -> Words:
        """Tell sources by their titles, with the paragraph."""
        return tuple(self._citation(each) for each in citations)

    def _citation(self, citation: str) -> Words:
        title = self._titles.get(source_of(citation))
        if title is None:
            return citation
        n = paragraph_of(citation)
        return message("“%(title)s”, paragraph %(n)s", title=title, n=n) if n else message("“%(title)s”", title=title)

    def _place(self, code: str) -> Words:
        if self._places is None or code not in self._places:
            return code
        place = self._places[code]
        return message("%(name)s (%(code)s)", name=Bilingual(place.name_zh, place.name_en), code=code)


def _plain(record: Reform | Source | None) -> Row:
    return {} if record is None else record.model_dump(mode="json", by_alias=True)


def _by_key(field: str, rows: Sequence[Row]) -> dict[Key, Row]:
    times: Counter[tuple[str, ...]] = Counter()
    found = {}
    for row in rows:
        named = tuple(row.get(part) or "" for part in KEYS[field])
        times[named] += 1
        found[named, times[named]] = row
    return found


def name_of(key: Key) -> str:
    """Return what names a row in a path."""
    parts, nth = key
    return " ".join(filter(None, parts)) + (f" ({nth})" if nth > 1 else "")


def _is_blank(value: Any) -> bool:
    """Tell whether a new record that has this says nothing by it."""
    return value is None or value is False or value in ("", [])


@dataclass(frozen=True)
class Clash:
    """One field or row that both changed, each in another way; None where it is not there."""

    path: str  # "title_zh", or "reach[370783]" for a row, as in ``explorer.records.diff``
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
        elif taken[field] is not None:  # what is not stated is left out, as in ``explorer.records.models.document_of``
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
