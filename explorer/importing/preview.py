"""Compare what a file offers with what is recorded, keep that as a preview, and import it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import chain, count, takewhile
from typing import TYPE_CHECKING, Any, cast

from explorer.errors import Location, unpacked_fault, unpacked_where
from explorer.importing.compare import Comparer
from explorer.messages import message, packed, unpacked
from explorer.store.staging import marking_applied

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

    from explorer.errors import Fault, Where
    from explorer.messages import Message, Words
    from explorer.records.candidates import Offer
    from explorer.records.models import Signature
    from explorer.store import Store
    from explorer.store.staging import Staged, Staging
    from geodata import Places


@dataclass(frozen=True)
class Likely:
    """A reform that a record is likely a double of: in the same file, or recorded under an id."""

    title: str
    id: str | None
    where: Where | None
    why: Words


def preview(
    store: Store, offers: Iterable[Offer], places: Places, texts: Mapping[str, Sequence[str]] | None = None
) -> Iterator[Staged]:
    """
    Yield each record that a file offers with what would become of it; nothing is written.

    Records that the file does not name stay as they are. New sources come last: only those are added that a record of
    the file cites which is good itself.

    Parameters
    ----------
    texts
        Paragraphs of sources by their id: a figure that cites one must stand in it.
    """
    return Comparer(store, places, texts or {}).of(offers)


def keep(staging: Staging, batch: int, records: Iterable[Staged]) -> dict[tuple[str, int], list[Fault]]:
    """
    Keep a preview; return the reasons by the rows that are not imported by themselves, as ``returned_file`` takes them.

    They are faulty, or likely doubles.

    A row that is good itself stands there without a reason if its record is faulty.
    """
    reasons: dict[tuple[str, int], list[Fault]] = {}

    def noted() -> Iterator[Staged]:
        for each in records:
            if each.verdict in {"faulty", "double"}:
                note_reasons(as_fault(each), reasons)
            yield each

    staging.add(batch, noted())
    return reasons


def choose(staging: Staging, batch: int, positions: Collection[int]) -> None:
    """Choose the likely doubles that are imported all the same, and the sources that only they cite."""
    wanted = set(positions)
    along = {each.position for each in _doubles(staging, batch) if wanted & {*each.told.get("needed_by", ())}}
    staging.choose(batch, wanted | along)


def doubles_taken(staging: Staging, batch: int) -> dict[str, list[dict[str, Any]]]:
    """Return, by id, what the likely doubles that are imported all the same look like."""
    chosen = (each for each in _doubles(staging, batch) if each.chosen)
    return {each.id: each.told["doubles"] for each in chosen if each.id and each.told["doubles"]}


def take(
    store: Store, staging: Staging, signature: Signature, say: Callable[[int], object] = lambda _: None
) -> tuple[int, ...]:
    """
    Import a preview: what is added and changed, and the doubles that were chosen; in one transaction.

    Parameters
    ----------
    signature
        With the number of the preview as its batch.
    say
        Told, now and then, how many records were written.

    Raises
    ------
    ConflictError
        If a record was changed since the preview, or the preview was imported or deleted, or is not complete.
    StoreError
        If the database fails.
    """
    batch = cast("int", signature.batch)
    return store.apply(staging.changes(batch), signature, say, also=marking_applied(batch))


def faults_of(staged: Staged) -> tuple[Fault, ...]:
    """Return what is wrong with a record."""
    return tuple(map(unpacked_fault, staged.told["faults"]))


def notes_of(staged: Staged) -> tuple[Fault, ...]:
    """Return what was mended in reading a record."""
    return tuple(map(unpacked_fault, staged.told["notes"]))


def likely_doubles(kept: Iterable[Mapping[str, Any]]) -> tuple[Likely, ...]:
    """Return what a record is likely a double of, kept with it; before sentences were messages, both languages were."""
    return tuple(
        Likely(each["title"], each.get("id"), unpacked_where(each.get("where")), unpacked(each.get("why") or each))
        for each in kept
    )


def as_fault(staged: Staged) -> Staged:
    """Return a likely double with that as its fault, for those who leave it out; a source of doubles has none."""
    if not staged.told["doubles"]:
        return staged
    (double,) = likely_doubles(staged.told["doubles"][:1])
    fault = [staged.told["where"], *map(packed, _doubled(double))]
    return replace(staged, told={**staged.told, "faults": [*staged.told["faults"], fault]})


def _doubles(staging: Staging, batch: int) -> Iterator[Staged]:
    """Yield the likely doubles of a preview, and the sources that only they cite."""
    return chain.from_iterable(takewhile(bool, (staging.rows(batch, "double", page) for page in count(1))))


def _doubled(double: Likely) -> tuple[Message, Message]:
    if double.where:
        what = message("is likely a double of “%(title)s” in this file (%(where)s): %(why)s", **vars(double))
        return what, message("give both the same name if they are the same")
    what = message("is likely a double of “%(title)s”, recorded as %(id)s: %(why)s", **vars(double))
    return what, message("give it that id if it is the same")


def note_reasons(staged: Staged, reasons: dict[tuple[str, int], list[Fault]]) -> None:
    """Add the faults of a record to the rows in which they stand; its other rows come along."""
    rows = [(sheet, number) for sheet, number in staged.told["rows"]]
    for row in rows:
        reasons.setdefault(row, [])
    for fault in faults_of(staged):
        reasons[_row_of(fault, rows)].append(fault)


def _row_of(fault: Fault, rows: list[tuple[str, int]]) -> tuple[str, int]:
    at = fault.where if isinstance(fault.where, Location) else Location()
    same = [row for row in rows if row[1] == at.row]
    return next((row for row in same if row[0] in {at.sheet, ""}), (same or rows)[0])
