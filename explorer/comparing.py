"""Hold what a file offers against what is recorded: added, changed, unchanged, likely a double, or faulty."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING, Any, Final, cast
from urllib.parse import urlsplit

from explorer.changes import NEW, digest_of, document_of
from explorer.check import UNUSED
from explorer.doubles import Doubles, are_titles_alike
from explorer.errors import Fault, packed_where
from explorer.ids import new_id
from explorer.merging import MOST_FAULTS, Known, Merged, Record, merge
from explorer.messages import Message, message, packed
from explorer.model import Reform, Source, source_of
from explorer.placing import Placer
from explorer.store.staging import Staged
from explorer.words import FIELDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from explorer.changes import Kind
    from explorer.errors import Where
    from explorer.offers import Offer, Verdict
    from explorer.store import Store
    from geodata import Places

    Key = tuple[Kind, str]
    Bases = Mapping[Key, tuple[int, str]]  # the present revision of a record: its number and digest

AT_ONCE: Final = 500  # offers that are compared by one query
MOST_TOLD: Final = 300  # characters of a title
_TOLD_OF_SOURCES: Final = ("title", "publisher", "date", "url")
_NEEDED: Final = (
    message("only records with faults cite it"),
    message("mend them: it comes in with them"),
)


@dataclass
class _NewSource:
    """A source that is not recorded yet, until it is known who cites it."""

    staged: Staged
    is_own: bool  # the file lists it by itself; else it was made of a row of a reform
    cited_by: set[Verdict] = field(default_factory=set)
    doubles: list[int] = field(default_factory=list)  # positions of those that cite it

    def settled(self) -> Staged | None:
        """Return what becomes of it; None if it is not worth a word."""
        # One that cites it and is recorded as it stands: the same file is being imported by somebody else.
        if self.cited_by & {"added", "changed", "unchanged"}:
            return self.staged
        if "double" in self.cited_by:
            return replace(self.staged, verdict="double", told={**self.staged.told, "needed_by": self.doubles})
        if not self.is_own:
            return None
        what, remedy = _NEEDED if "faulty" in self.cited_by else UNUSED
        faults = [[self.staged.told["where"], packed(what), packed(remedy)]]
        return replace(self.staged, verdict="faulty", document=None, told={**self.staged.told, "faults": faults})


class Comparison:
    """
    What one file offers, held against a store.

    Parameters
    ----------
    texts
        Paragraphs of sources by their id: a figure that cites one must stand in it.
    """

    def __init__(self, store: Store, places: Places, texts: Mapping[str, Sequence[str]]) -> None:
        self._store, self._places = store, places
        self._recorded: dict[str, Source] = {each.id: each for each in store.each("source") if isinstance(each, Source)}
        self._sources = set(self._recorded)  # that may be cited
        self._renamed: dict[str, str] = {}
        self._known = Known(places, Placer(places), self._sources, self._renamed, texts)
        self._faulty_sources: dict[str, tuple[Fault, ...]] = {}  # with what is told of those that cite them
        self._new_sources: dict[str, _NewSource] = {}
        self._ids: set[str] = set()  # of reforms in the file
        self._unnamed = Doubles((), places)  # reforms of the file to which it gives no id
        self._where: dict[str, Where] = {}  # where they stand in it
        self._notes: tuple[Fault, ...] = ()  # of rows of which nothing else is told

    def of(self, offers: Iterable[Offer]) -> Iterator[Staged]:
        """Compare offers in parts."""
        numbered = enumerate(offers)
        while some := list(islice(numbered, AT_ONCE)):
            keys: set[Key] = {(each.kind, name) for _, each in some if isinstance(name := each.values.get("id"), str)}
            bases = self._store.bases(keys)
            for position, offer in some:
                found = self._source(position, offer, bases) if offer.kind == "source" else None
                if offer.kind == "reform":
                    found = self._reform(position, offer, bases)
                if found is not None:
                    yield found
        yield from filter(None, (each.settled() for each in self._new_sources.values()))

    def _source(self, position: int, offer: Offer, bases: Bases) -> Staged | None:
        name = str(offer.values.get("id"))
        if not offer.whole:  # it was made of a row of a reform, with which it is told of
            offer, self._notes = replace(offer, notes=()), (*self._notes, *offer.notes)
        merged = merge(offer, None if offer.whole else self._recorded.get(name), self._known)
        same = None if offer.whole or name in self._recorded else self._same_source(offer, merged.record)
        if same is not None:
            self._renamed[name] = same
            return None
        staged = self._compared(position, offer, merged, bases)
        self._sources.add(name)
        if staged.verdict == "faulty":
            self._faulty_sources[name] = _faults_of_citing(name) if offer.whole else merged.faults
            return staged if offer.whole else None
        if staged.verdict != "added":
            return staged
        self._new_sources[name] = _NewSource(staged, is_own=offer.whole)
        return None

    def _same_source(self, offer: Offer, record: Record | None) -> str | None:
        """Return the id of the recorded source that a row means by its address, or by all else that it states."""
        if not isinstance(record, Source):
            # The address of a recorded page says it all.
            return None if offer.values.get("title") else self._by_address.get(offer.values.get("url"))
        there = self._recorded.get(self._by_address.get(record.url, ""))
        if there and _is_home(record.url) and not are_titles_alike(record.title, there.title):
            what = message("the address of %(title)s (%(id)s)", title=there.title, id=there.id)
            self._note_source(offer, what, message("read as another source"))
            there = None
        same = there or self._of_title(record)
        if same is None:
            return None
        left_out = [name for name in ("publisher", "date") if getattr(same, name) and not getattr(record, name)]
        if left_out and not record.url:
            what = message("says less of its source than is recorded of %(id)s", id=same.id)
            self._note_source(offer, what, message("read as that one"))
        stated = {name: getattr(record, name) for name in _TOLD_OF_SOURCES}
        differs = [name for name, value in stated.items() if value is not None and value != getattr(same, name)]
        if differs:
            named = [FIELDS[each] for each in differs]
            what = message("%(id)s is recorded with another %(fields)s", id=same.id, fields=named)
            self._note_source(offer, what, message("that stays; correct the source at the desk"))
        return same.id

    def _of_title(self, record: Source) -> Source | None:
        """Return the only recorded source of this title of which nothing that is stated differs, its address aside."""
        alike = [
            each
            for each in self._by_title.get(record.title, ())
            if record.publisher in {None, each.publisher} and record.date in {None, each.date}
        ]
        return alike[0] if len(alike) == 1 else None

    def _note_source(self, offer: Offer, what: Message, remedy: Message) -> None:
        self._notes = (*self._notes, Fault(offer.where, what, remedy))

    def _reform(self, position: int, offer: Offer, bases: Bases) -> Staged:
        offer, self._notes = replace(offer, notes=(*self._notes, *offer.notes)), ()
        name = offer.values.get("id")
        is_new = name is None and not offer.whole
        if is_new and not offer.faults:
            same = self._same_reform(position, offer)
            if same is not None:
                return same
        if is_new:
            offer = replace(offer, values={**offer.values, "id": self._new_id(offer)})
        is_known = not offer.whole and ("reform", str(name)) in bases
        present = self._present(str(name)) if is_known else None
        self._ids.add(str(offer.values.get("id")))
        merged = self._merged(offer, present)
        staged = self._compared(position, offer, merged, bases)
        if is_new and isinstance(merged.record, Reform):
            staged = self._held_against_file(staged, merged.record, offer.where)
        self._note_citing(staged, merged.record.citations if isinstance(merged.record, Reform) else cited(offer.values))
        return staged

    def _merged(self, offer: Offer, present: Reform | None) -> Merged:
        merged = merge(offer, present, self._known)
        if not self._faulty_sources:
            return merged
        citations = merged.record.citations if isinstance(merged.record, Reform) else cited(offer.values)
        names = dict.fromkeys(map(source_of, citations))
        faults = [fault for name in names for fault in self._faulty_sources.get(name, ())]
        if not faults:
            return merged
        located = (fault if fault.where else replace(fault, where=offer.where) for fault in faults)
        return replace(merged, record=None, faults=(*merged.faults, *located))

    def _same_reform(self, position: int, offer: Offer) -> Staged | None:
        """Find the recorded reform of the same name in which nothing would change: the row was imported before."""
        for name in self._doubles.named(str(offer.values.get("title_zh"))):
            named = replace(offer, values={**offer.values, "id": name})
            staged = self._compared(
                position, named, self._merged(named, self._present(name)), self._store.bases([("reform", name)])
            )
            if staged.verdict == "unchanged":
                return staged
        return None

    def _new_id(self, offer: Offer) -> str:
        title, title_en = str(offer.values.get("title_zh") or ""), offer.values.get("title_en")
        return new_id(title, str(title_en) if title_en else None, self._is_taken)

    def _is_taken(self, name: str) -> bool:
        return name in self._ids or self._store.present("reform", name) is not None

    def _present(self, name: str) -> Reform | None:
        found = self._store.present("reform", name)
        return cast("Reform | None", found and found.record)

    def _compared(self, position: int, offer: Offer, merged: Merged, bases: Bases) -> Staged:
        """Return the record with its verdict."""
        told = _told(offer, merged)
        named = offer.values.get("id")
        if merged.record is None:
            name = named if isinstance(named, str) else None
            return Staged(position, offer.kind, name, "faulty", told=told)
        record = merged.record
        document = document_of(record)
        base, digest = bases.get((offer.kind, record.id), (NEW, ""))
        if digest == digest_of(document):
            return Staged(position, offer.kind, record.id, "unchanged", base, told=told)
        verdict: Verdict = "changed" if digest else "added"
        if verdict == "added" and isinstance(record, Reform):
            doubles = [
                {"id": each.id, "title": each.title, "why": packed(each.why)} for each in self._doubles.of(record)
            ]
            doubles += self._withdrawn(record) if base else []
            told |= {"doubles": doubles}
            verdict = "double" if doubles else "added"
        return Staged(position, offer.kind, record.id, verdict, base, document, told)

    def _held_against_file(self, staged: Staged, record: Reform, where: Where) -> Staged:
        """Tell of earlier rows of the file that are likely the same reform under a name that differs a little."""
        found = self._unnamed.of(record)
        self._unnamed.add(record)
        self._where[record.id] = where
        if not found:
            return staged
        doubles = [
            {"title": each.title, "where": packed_where(self._where[each.id]), "why": packed(each.why)}
            for each in found
        ]
        return replace(staged, verdict="double", told={**staged.told, "doubles": [*staged.told["doubles"], *doubles]})

    def _withdrawn(self, record: Reform) -> list[dict[str, str]]:
        """Tell that a reform was withdrawn: whoever imports it brings it back knowingly."""
        gone = self._store.present("reform", record.id)
        if gone is None:
            return []
        day, why = gone.at[:10], gone.signature.why
        told = message("was withdrawn on %(day)s: %(why)s", day=day, why=why)
        return [{"id": record.id, "title": record.title_zh, "why": packed(told)}]

    def _note_citing(self, staged: Staged, citations: Iterable[str]) -> None:
        """Note who cites which of the new sources."""
        names = {self._renamed.get(name, name) for name in map(source_of, citations)} if self._new_sources else set()
        for name in names & self._new_sources.keys():
            self._new_sources[name].cited_by.add(staged.verdict)
            if staged.verdict == "double":
                self._new_sources[name].doubles.append(staged.position)

    @cached_property
    def _doubles(self) -> Doubles:
        return Doubles((each for each in self._store.each("reform") if isinstance(each, Reform)), self._places)

    @cached_property
    def _by_address(self) -> dict[str | None, str]:
        return {each.url: each.id for each in self._recorded.values() if each.url}

    @cached_property
    def _by_title(self) -> dict[str, list[Source]]:
        found: dict[str, list[Source]] = {}
        for each in self._recorded.values():
            found.setdefault(each.title, []).append(each)
        return found


def _is_home(address: str | None) -> bool:
    """Tell whether an address is that of a whole site: what stands there is not one page."""
    parts = urlsplit(address or "")
    return parts.path in {"", "/"} and not parts.query


def _faults_of_citing(name: str) -> tuple[Fault]:
    what = message("cites %(name)s, which has a fault itself", name=name)
    return (Fault("", what, message("mend the source")),)


def _told(offer: Offer, merged: Merged) -> dict[str, Any]:
    title = offer.values.get("title_zh") or offer.values.get("title") or ""
    return {
        "where": packed_where(offer.where),
        "rows": [[*row] for row in offer.rows],
        "title": str(title)[:MOST_TOLD],
        "faults": [each.packed() for each in _some(merged.faults)],
        "notes": [each.packed() for each in merged.notes[:MOST_FAULTS]],
        "doubles": [],
    }


def _some(faults: Sequence[Fault]) -> Sequence[Fault]:
    """Return as many faults of one record as anybody reads at once."""
    if len(faults) <= MOST_FAULTS:
        return faults
    n = len(faults) - MOST_FAULTS
    what = message("and %(n)s faults more in this record", n=n)
    more = Fault(faults[0].where, what, message("mend these first, then check again"))
    return (*faults[:MOST_FAULTS], more)


def cited(values: Any) -> Iterator[str]:
    """Yield the citations in a record of any form, good or not."""
    for name, value in values.items() if isinstance(values, Mapping) else ():
        if name in {"source", "also"}:
            yield from (each for each in (value if isinstance(value, list) else [value]) if isinstance(each, str))
        elif isinstance(value, list):
            for each in value:
                yield from cited(each)
