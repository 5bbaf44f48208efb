"""Hold what a file offers against what is recorded: added, changed, unchanged, likely a double, or faulty."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING, Any, Final, cast
from urllib.parse import urlsplit

from explorer.errors import Fault, packed_where
from explorer.importing.merge import MOST_FAULTS, Known, Merged, Record, merge
from explorer.importing.place_matcher import Placer
from explorer.messages import Message, message, packed
from explorer.records.duplicates import Doubles, are_titles_alike
from explorer.records.fields import LABELS
from explorer.records.identifiers import first_id, new_id
from explorer.records.models import NEW, Reform, Source, digest_of, document_of, source_of
from explorer.records.validation import UNUSED
from explorer.store.staging import Staged

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from explorer.errors import Where
    from explorer.records.candidates import Offer, Verdict
    from explorer.records.models import Kind, Revision
    from explorer.store import Store
    from geodata import Places

    Key = tuple[Kind, str]

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


class Comparer:
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
        # Looked up for some offers at once:
        self._bases: dict[Key, tuple[int, str]] = {}  # number and digest of the present revision
        self._revisions: dict[int, Revision] = {}  # of reforms, by these numbers: those that are read
        self._first_ids: set[str] = set()  # that new reforms would get if none has them

    def of(self, offers: Iterable[Offer]) -> Iterator[Staged]:
        """Compare offers in parts."""
        numbered = enumerate(offers)
        while some := list(islice(numbered, AT_ONCE)):
            self._look_up([offer for _, offer in some])
            for position, offer in some:
                found = (self._source if offer.kind == "source" else self._reform)(position, offer)
                if found is not None:
                    yield found
        yield from filter(None, (each.settled() for each in self._new_sources.values()))

    def _look_up(self, offers: Sequence[Offer]) -> None:
        """Look up what is recorded under the ids of offers: those that they give, and those that new ones may get."""
        keys: set[Key] = {(each.kind, name) for each in offers if isinstance(name := each.values.get("id"), str)}
        new = [each for each in offers if _is_new(each)]
        read = {name for each in new if not each.faults for name in self._doubles.named(_title(each))}
        self._first_ids = {first_id(*_titles(each)) for each in new}
        self._bases = self._store.bases(keys.union(("reform", name) for name in read | self._first_ids))
        read |= {str(each.values.get("id")) for each in offers if not each.whole}
        self._revisions = self._store.revisions(
            number
            for (kind, name), (number, digest) in self._bases.items()
            if kind == "reform" and (name in read or not digest)
        )

    def _source(self, position: int, offer: Offer) -> Staged | None:
        name = str(offer.values.get("id"))
        if not offer.whole:  # it was made of a row of a reform, with which it is told of
            offer, self._notes = replace(offer, notes=()), (*self._notes, *offer.notes)
        merged = merge(offer, None if offer.whole else self._recorded.get(name), self._known)
        same = None if offer.whole or name in self._recorded else self._same_source(offer, merged.record)
        if same is not None:
            self._renamed[name] = same
            return None
        staged = self._compared(position, offer, merged)
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
            named = [LABELS[each] for each in differs]
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

    def _reform(self, position: int, offer: Offer) -> Staged:
        offer, self._notes = replace(offer, notes=(*self._notes, *offer.notes)), ()
        name = offer.values.get("id")
        is_new = _is_new(offer)
        if is_new and not offer.faults:
            same = self._same_reform(position, offer)
            if same is not None:
                return same
        if is_new:
            offer = replace(offer, values={**offer.values, "id": self._new_id(offer)})
        is_known = not offer.whole and ("reform", str(name)) in self._bases
        present = self._present(str(name)) if is_known else None
        self._ids.add(str(offer.values.get("id")))
        merged = self._merged(offer, present)
        staged = self._compared(position, offer, merged)
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
        for name in self._doubles.named(_title(offer)):
            named = replace(offer, values={**offer.values, "id": name})
            staged = self._compared(position, named, self._merged(named, self._present(name)))
            if staged.verdict == "unchanged":
                return staged
        return None

    def _new_id(self, offer: Offer) -> str:
        return new_id(*_titles(offer), self._is_taken)

    def _is_taken(self, name: str) -> bool:
        if name in self._ids or name in self._first_ids:
            return name in self._ids or ("reform", name) in self._bases
        return self._store.present("reform", name) is not None

    def _present(self, name: str) -> Reform | None:
        number, _ = self._bases["reform", name]
        return cast("Reform | None", self._revisions[number].record)

    def _compared(self, position: int, offer: Offer, merged: Merged) -> Staged:
        """Return the record with its verdict."""
        told = _told(offer, merged)
        named = offer.values.get("id")
        if merged.record is None:
            name = named if isinstance(named, str) else None
            return Staged(position, offer.kind, name, "faulty", told=told)
        record = merged.record
        document = document_of(record)
        base, digest = self._bases.get((offer.kind, record.id), (NEW, ""))
        if digest == digest_of(document):
            return Staged(position, offer.kind, record.id, "unchanged", base, told=told)
        verdict: Verdict = "changed" if digest else "added"
        if verdict == "added" and isinstance(record, Reform):
            doubles = [
                {"id": each.id, "title": each.title, "why": packed(each.why)} for each in self._doubles.of(record)
            ]
            doubles += [self._withdrawn(record, self._revisions[base])] if base else []
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

    @staticmethod
    def _withdrawn(record: Reform, gone: Revision) -> dict[str, Any]:
        """Tell that a reform was withdrawn: whoever imports it brings it back knowingly."""
        day, why = gone.at[:10], gone.signature.why
        told = message("was withdrawn on %(day)s: %(why)s", day=day, why=why)
        return {"id": record.id, "title": record.title_zh, "why": packed(told)}

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


def _is_new(offer: Offer) -> bool:
    """Tell whether an offer is a reform to which the file gives no id."""
    return offer.kind == "reform" and offer.values.get("id") is None and not offer.whole


def _title(offer: Offer) -> str:
    return str(offer.values.get("title_zh") or "")


def _titles(offer: Offer) -> tuple[str, str | None]:
    title_en = offer.values.get("title_en")
    return _title(offer), str(title_en) if title_en else None


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
