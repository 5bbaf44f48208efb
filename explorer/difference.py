"""Tell what differs between two states of a record, field by field."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from explorer.model import paragraph_of, source_of
from explorer.words import FIELDS, HONOURS, LEVELS, QUALIFIERS, STATUSES, THEMES, YES_NO

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from explorer.model import Reform, Source
    from explorer.words import Language, Words
    from geodata import Places

Said = dict["Language", str]  # the same text in both languages where it is no word of ours
Row = dict[str, Any]
Key = tuple[tuple[str, ...], int]  # what names a row, and the how manieth of that name it is

_IN_WORDS: Final[Mapping[str, Words]] = {
    "theme": THEMES,
    "status": STATUSES,
    "level": LEVELS,
    "kind": HONOURS,
    "qualifier": QUALIFIERS,
}
_UNTITLED: Final[Mapping[str, str]] = MappingProxyType({})
KEYS: Final = {"reach": ("place",), "figures": ("label_zh", "unit", "place"), "honours": ("title_zh", "place")}


@dataclass(frozen=True)
class Difference:
    """
    One value that differs.

    Parameters
    ----------
    path
        Such as ``reach[370783].since``: a row is named by its place, a figure by label and unit, an honour by
        title, both by the place that they speak of.
    label
        What the path means.
    before, after
        None where nothing was, or is, recorded. A row that is new or gone is one difference, all of it said.
    """

    path: str
    label: Said
    before: Said | None
    after: Said | None


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
                yield from self._of_value(field, FIELDS[field], old, new)

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
            label = {"zh": f"{FIELDS[field]['zh']}的顺序", "en": f"Order of {FIELDS[field]['en'].lower()}"}
            yield Difference(field, label, _listed(map(name_of, kept)), _listed(map(name_of, keeps)))

    def _of_fields(self, path: str, label: Said, before: Row, after: Row) -> Iterator[Difference]:
        for field in after:
            full = _both(f"{label['zh']} · {FIELDS[field]['zh']}", f"{label['en']} · {FIELDS[field]['en']}")
            yield from self._of_value(f"{path}.{field}", full, before[field], after[field])

    def _of_value(self, path: str, label: Said, before: Any, after: Any) -> Iterator[Difference]:
        if repr(before) == repr(after) or (_is_blank(before) and _is_blank(after)):
            return
        field = path.rpartition(".")[2]
        yield Difference(path, dict(label), self._value(field, before), self._value(field, after))

    def _row_label(self, field: str, key: Key) -> Said:
        parts, nth = key
        row = self._place(parts[0]) if field == "reach" else _both(" ".join(filter(None, parts)))
        more = f" ({nth})" if nth > 1 else ""
        return _both(f"{FIELDS[field]['zh']} {row['zh']}{more}", f"{FIELDS[field]['en']} {row['en']}{more}")

    def _row(self, row: Row | None) -> Said | None:
        if row is None:
            return None
        said = [found for field, value in row.items() if (found := self._value(field, value)) is not None]
        return _both("，".join(each["zh"] for each in said), ", ".join(each["en"] for each in said))

    def _value(self, field: str, value: Any) -> Said | None:
        if value in (None, "", []):
            return None
        if isinstance(value, bool):
            return dict(YES_NO[str(value).lower()])
        if field in {"source", "also"}:
            return self._cited([value] if isinstance(value, str) else value)
        if isinstance(value, list):
            return _listed(value)
        if field == "place":
            return self._place(value)
        return dict(_IN_WORDS[field][value]) if field in _IN_WORDS else _both(str(value))

    def _cited(self, citations: Iterable[str]) -> Said:
        """Tell sources by their titles, with the paragraph."""
        told = [self._citation(each) for each in citations]
        return _both("、".join(each["zh"] for each in told), ", ".join(each["en"] for each in told))

    def _citation(self, citation: str) -> Said:
        title = self._titles.get(source_of(citation))
        if title is None:
            return _both(citation)
        n = paragraph_of(citation)
        return _both(f"《{title}》{f'第{n}段' if n else ''}", f"“{title}”{f', paragraph {n}' if n else ''}")

    def _place(self, code: str) -> Said:
        if self._places is None or code not in self._places:
            return _both(code)
        place = self._places[code]
        return _both(f"{place.name_zh}（{code}）", f"{place.name_en} ({code})")


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


def _listed(texts: Iterable[str]) -> Said:
    found = list(texts)
    return _both("、".join(found), ", ".join(found))


def _both(zh: str, en: str | None = None) -> Said:
    return {"zh": zh, "en": zh if en is None else en}
