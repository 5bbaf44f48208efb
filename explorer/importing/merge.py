"""Make a record of what a file offers, or tell every fault at the cell where it stands."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from pydantic import ValidationError
from pydantic_core import PydanticSerializationError, to_json

from explorer.errors import Fault, Location
from explorer.messages import message
from explorer.records import schema_errors
from explorer.records.fields import FIELDS, KEYS, is_needed
from explorer.records.models import Reform, Source, source_of
from explorer.records.validation import faults_of

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Mapping, Sequence

    from explorer.errors import Where
    from explorer.importing.place_matcher import Placer
    from explorer.records.candidates import Offer
    from geodata import Places

Document = dict[str, Any]  # a record as JSON
Record = Reform | Source

# What stands in for a value that does not fit, so that what else is wrong with the record is found too.
_BY_KIND: Final[Mapping[str, Any]] = {"number": 0, "measure": "", "lines": [], "citations": [], "rows": []}
_STAND_INS: Final[Mapping[str, Any]] = {
    each.name: next(iter(each.words)) if each.words else _BY_KIND.get(each.kind, "x")
    for each in FIELDS
    if each.kind in {"lines", "citations", "rows"} or (is_needed(each) and each.kind != "place")
}
# More than these are no record, but would take long to find every fault of.
MOST_ROWS: Final[Mapping[str, int]] = {"reach": 4_000, "figures": 1_000, "honours": 1_000, "aliases_zh": 200}
MOST_FIELDS: Final = 100
MOST_FAULTS: Final = 100  # of one record that are told; places are looked up no further than that
_UNPLACED: Final = "000000-"  # begins the codes that stand in for places that were not found
_UNREACHED = re.compile(r"(?:figures|honours)\[\d+\]\.place")


@dataclass(frozen=True)
class Known:
    """
    What offers are held against.

    Parameters
    ----------
    sources
        Ids of those that may be cited.
    renamed
        Ids by which the file calls sources that are recorded under others.
    texts
        Paragraphs of sources by their id: a figure that cites one must stand in it.
    """

    places: Places
    placer: Placer
    sources: Container[str]
    renamed: Mapping[str, str] = field(default_factory=dict)
    texts: Mapping[str, Sequence[str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Merged:
    """
    What an offer comes to.

    Parameters
    ----------
    record
        None if there is a fault.
    faults, notes
        Of reading, placing and checking; each at its cell.
    """

    record: Record | None
    faults: tuple[Fault, ...]
    notes: tuple[Fault, ...]


def merge(offer: Offer, present: Record | None, known: Known) -> Merged:
    """
    Make a record of an offer.

    A whole offer is the record. Of another one, what it does not state stays as in ``present``; a row of a place that
    is recorded replaces what it states of it, any other row is added; and the reform began no later than its rows.
    """
    too_many = _too_many(offer)
    if too_many or (offer.faults and not offer.values):
        return Merged(None, (*offer.faults, *too_many), offer.notes)
    merging = _Merging(offer, known)
    document = merging.placed()
    if not offer.whole:
        document = merging.laid_over(document, present)
    elif offer.kind == "reform":
        merging.begin(document)
    return merging.checked(document)


class _Merging:
    """One offer on its way to a record."""

    def __init__(self, offer: Offer, known: Known) -> None:
        self._offer, self._known = offer, known
        self._faults, self._notes = list(offer.faults), list(offer.notes)
        self._told = {fault.where for fault in offer.faults}
        self._paths: dict[str, str] = {}  # of a row in the record: where it stands in the offer
        self._n_unplaced = 0

    def placed(self) -> Document:
        """Return the values with codes for places, and with the ids of recorded sources."""
        document = dict(self._offer.values)
        for name in KEYS:
            rows = document.get(name)
            if isinstance(rows, list):
                document[name] = [self._placed(row, f"{name}[{n}]") for n, row in enumerate(rows)]
        return document

    def laid_over(self, given: Document, present: Record | None) -> Document:
        """Return what is recorded, with what is given over it."""
        document: Document = present.model_dump(mode="json", by_alias=True) if present else {}
        for name, value in given.items():
            if name in KEYS and isinstance(value, list):
                document[name] = self._laid_rows(name, document.get(name, []), value)
            elif name == "aliases_zh" and isinstance(value, list):
                recorded = document.get(name, [])
                document[name] = [*recorded, *(each for each in value if each not in recorded)]
            elif value is not None:
                document[name] = value
        if self._offer.kind == "reform":
            document["since"] = _begun(document, present)
        return document

    def begin(self, document: Document) -> None:
        """Let a reform of a table that states no year begin with the first of its rows: a year typed is one cell."""
        cell = self._offer.cells.get("since")
        first = min(_years(document), default=None)
        in_table = isinstance(cell, Location) and cell.row is not None
        if cell is not None and in_table and first is not None and document.get("since") is None:
            document["since"] = first
            what = message("is empty, and read as %(first)s", first=first)
            self._notes.append(Fault(cell, what, message("the first year of its rows")))

    def checked(self, document: Document) -> Merged:
        """Return the record if nothing is wrong with it."""
        record, wrong = _read(self._offer.kind, document)
        self._tell(wrong)
        if isinstance(record, Reform):
            self._tell(self._of_whole(record))
        return Merged(None if self._faults else record, tuple(self._faults), tuple(self._notes))

    def _of_whole(self, reform: Reform) -> Iterator[Fault]:
        known = self._known
        for fault in faults_of(reform, known.places, known.sources, known.texts):
            # A row whose place was not found may be the one that a figure speaks of.
            if not (self._n_unplaced and _UNREACHED.match(str(fault.where))):
                yield fault

    def _tell(self, faults: Iterable[Fault]) -> None:
        """Add faults, but of one cell only the first: what cannot be read does not fit either."""
        for fault in faults:
            where = self._cell(str(fault.where))
            named = where if where != self._offer.where else fault.where
            if named not in self._told:
                self._told.add(named)
                self._faults.append(Fault(where, fault.what, fault.remedy))

    def _placed(self, row: Any, path: str) -> Any:
        if not isinstance(row, dict):
            return row
        changed: Document = {}
        written = row.get("place")
        if isinstance(written, (str, int)) and not isinstance(written, bool):
            code = self._code(str(written), f"{path}.place")
            self._hold_against_name(code, f"{path}.place")
            if code != written:
                changed["place"] = code
        if self._known.renamed:
            changed |= self._renamed(row)
        return {**row, **changed} if changed else row

    def _code(self, written: str, path: str) -> str:
        if self._n_unplaced > MOST_FAULTS:
            return self._unplaced()
        found = self._known.placer.place(written)
        if found.what is not None and found.remedy is not None:
            told = Fault(path, found.what, found.remedy)
            if found.code is None:
                self._tell([told])
            else:
                self._notes.append(Fault(self._cell(path), told.what, told.remedy))
        return self._unplaced() if found.code is None else found.code

    def _hold_against_name(self, code: str, path: str) -> None:
        """Tell if the name beside a code is that of another place, or of none."""
        name = self._offer.beside.get(path)
        if name is None or code.startswith(_UNPLACED):
            return
        named = self._known.placer.place(name)
        if named.code is None:
            what = message("the name beside it, %(name)s, is not read", name=name)
            self._notes.append(Fault(self._cell(path), what, message("the code is read")))
        elif named.code != code:
            here, there = self._known.places[code], self._known.places[named.code]
            what = message(
                "is the code of %(here)s, but the name beside it is %(there)s (%(code)s)",
                here=here.name_zh,
                there=there.name_zh,
                code=there.code,
            )
            self._tell([Fault(path, what, message("write the right one in both"))])

    def _unplaced(self) -> str:
        """Return a code that stands in for a place that was not found, another one each time."""
        self._n_unplaced += 1
        return _UNPLACED + "".join(chr(ord("a") + int(digit)) for digit in str(self._n_unplaced))

    def _renamed(self, row: Document) -> Document:
        renamed: Document = {}
        for name, value in row.items():
            if name == "source" and isinstance(value, str):
                renamed[name] = self._called(value)
            elif name == "also" and isinstance(value, list):
                renamed[name] = [self._called(each) if isinstance(each, str) else each for each in value]
        if isinstance(renamed.get("also"), list):  # two of them may be one that is recorded
            renamed["also"] = [
                each for each in dict.fromkeys(map(str, renamed["also"])) if each != renamed.get("source")
            ]
        return {name: value for name, value in renamed.items() if value != row[name]}

    def _called(self, citation: str) -> str:
        source, mark, paragraph = citation.partition("#")
        return f"{self._known.renamed.get(source, source)}{mark}{paragraph}"

    def _laid_rows(self, name: str, recorded: list[Document], given: list[Any]) -> list[Any]:
        rows: list[Any] = list(recorded)
        numbers = {_key(name, row): n for n, row in enumerate(recorded)}
        for nth, row in enumerate(given):
            if not isinstance(row, dict):
                rows.append(row)
                continue
            stated = {key: value for key, value in row.items() if value is not None}
            n = numbers.pop(_key(name, row), len(rows))
            if n < len(rows):
                rows[n] = {**rows[n], **stated, **_cited(rows[n], stated)}
            else:
                rows.append(stated)
            self._paths[f"{name}[{n}]"] = f"{name}[{nth}]"
        return rows

    def _cell(self, path: str) -> Where:
        """Return where a value of the record stands in the file: at its cell, or the nearest around it."""
        head, dot, tail = path.partition(".")
        at = f"{self._paths.get(head, head)}{dot}{tail}"
        while at:
            if at in self._offer.cells:
                return self._offer.cells[at]
            at = at[: max(at.rfind("."), at.rfind("["), 0)]
        return self._offer.where


def _cited(recorded: Document, stated: Document) -> Document:
    """Return how a row cites that another row is laid over: no paragraph and no other source is lost."""
    before, now = recorded.get("source"), stated.get("source")
    if not isinstance(before, str) or not isinstance(now, str):
        return {}
    main = before if source_of(before) == now else now  # else the table states no paragraph
    if "also" not in recorded:
        return {"source": main}
    replaced = [] if source_of(before) == source_of(main) else [before]
    also = (*(recorded["also"] or ()), *(stated.get("also") or ()), *replaced)
    return {"source": main, "also": [each for each in dict.fromkeys(also) if each != main]}


def _too_many(offer: Offer) -> tuple[Fault, ...]:
    """Refuse a record, or a row of it, of more parts than any has."""
    sizes = [("", len(offer.values), MOST_FIELDS)]
    for name, most in MOST_ROWS.items():
        rows = offer.values.get(name)
        if isinstance(rows, list):
            sizes.append((name, len(rows), most))
            sizes += ((f"{name}[{n}]", _size(row), MOST_FIELDS) for n, row in enumerate(rows[:most]))
    for path, size, most in sizes:
        if size > most:
            what = message("has %(size)s parts, where %(most)s are the most", size=size, most=most)
            where = offer.cells.get(path, offer.where)
            return (Fault(where, what, message("leave out what does not belong there")),)
    return ()


def _size(row: Any) -> int:
    """Return how many parts a row has: its fields, or the further sources that it lists."""
    if not isinstance(row, dict):
        return 0
    return max(len(row), *(len(each) for each in row.values() if isinstance(each, (list, dict))), 0)


def _key(name: str, row: Document) -> tuple[Any, ...]:
    return tuple(str(row.get(part)) for part in KEYS[name])


def _begun(document: Document, present: Record | None) -> int | None:
    """Return since when: no later than any row, and as early as is recorded unless the rows alone told that."""
    own = present.since if isinstance(present, Reform) else None
    told_by_rows = isinstance(present, Reform) and own == min(
        (row.since for row in present.reach if row.since), default=None
    )
    years = _years({"reach": document.get("reach")} if told_by_rows else document)
    return min(years, default=None)


def _years(document: Document) -> Iterator[int]:
    """Yield the years that a reform and its rows state; what cannot be one is told of later."""
    reach = document.get("reach")
    for each in (document, *(reach if isinstance(reach, list) else ())):
        year = each.get("since") if isinstance(each, dict) else None
        if isinstance(year, int) and not isinstance(year, bool):
            yield year


def _read(kind: str, document: Document) -> tuple[Record | None, tuple[Fault, ...]]:
    """Read a record; if values do not fit, others stand in for them, so that the rest can be checked."""
    model = Reform if kind == "reform" else Source
    try:
        return model.model_validate_json(_as_json(document)), ()
    except ValidationError as error:
        wrong = schema_errors.faults_at(error)
    mended = json.loads(json.dumps(document))
    for parts in wrong:
        _stand_in(mended, parts)
    try:
        return model.model_validate_json(json.dumps(mended)), tuple(wrong.values())
    except ValidationError:
        return None, tuple(wrong.values())


def _as_json(document: Document) -> str | bytes:
    try:
        return to_json(document)
    except PydanticSerializationError:
        return json.dumps(document)  # of half a character it makes an escape, which does not fit the schema either


def _stand_in(document: Any, parts: schema_errors.Parts) -> None:
    """Put a value that fits where one does not, or take away what has no place."""
    for part in parts[:-1]:
        document = document[part]
    for last in parts[-1:]:
        if isinstance(document, list) or last in _STAND_INS:
            document[last] = _STAND_INS.get(str(last), "x")
        else:
            document.pop(last, None)
