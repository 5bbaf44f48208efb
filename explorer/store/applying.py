"""Apply changes to what is kept: all of them, or none if somebody else was faster."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from explorer.changes import NEW, Change
from explorer.errors import ConflictError, Fault, StoreError
from explorer.messages import message
from explorer.store import revisions, tables
from explorer.store.clock import now
from explorer.store.database import note_sizes
from explorer.store.index import Index
from explorer.store.parts import MOST_AT_ONCE, parts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from explorer.changes import Kind, Signature
    from explorer.model import Cases
    from explorer.store.revisions import Key

MOST_FAULTS = 20


def apply(
    connection: sa.Connection, changes: Iterable[Change], signature: Signature, say: Callable[[int], object]
) -> tuple[int, ...]:
    """
    Write changes within a transaction that is given up if this fails; return the numbers of the new revisions.

    Parameters
    ----------
    say
        Told, now and then, how many changes were taken.

    Raises
    ------
    ConflictError
        If a record is no longer what its change was made from; it names all of them.
    StoreError
        If a reform would cite a source that is not there.
    """
    index, at, last = Index(connection), now(), revisions.last_number(connection)
    numbers: list[int] = []
    conflicts: list[Key] = []
    n_taken = 0
    for some in parts(changes):
        known = revisions.latest(connection, {(each.kind, each.id) for each in some})
        states, faster = revisions.compare(some, known, last + len(numbers))
        conflicts += faster
        if not conflicts:
            revisions.write(connection, states, signature, at)
            index.take(states)
            numbers += [each.number for each in states]
        n_taken += len(some)
        if n_taken == MOST_AT_ONCE:  # there may be many more: of tables unknown to it PostgreSQL reads all rows
            note_sizes(connection)
        say(n_taken)
    _assert_whole(conflicts, index)
    if n_taken > MOST_AT_ONCE:
        note_sizes(connection)
    return tuple(numbers)


def replacing(connection: sa.Connection, cases: Cases) -> Iterator[Change]:
    """Yield the changes after which there are these records and no others."""
    present = _numbers(connection, "source", tables.source) | _numbers(connection, "reform", tables.reform)
    for source in cases.sources:
        yield Change("source", source.id, source, present.pop(("source", source.id), NEW))
    for reform in cases.reforms:
        yield Change("reform", reform.id, reform, present.pop(("reform", reform.id), NEW))
    for (kind, name), number in present.items():
        yield Change(kind, name, None, number)


def _numbers(connection: sa.Connection, kind: Kind, table: sa.Table) -> dict[Key, int]:
    return {(kind, row.id): row.revision for row in connection.execute(sa.select(table.c.id, table.c.revision))}


def _assert_whole(conflicts: list[Key], index: Index) -> None:
    if conflicts:
        raise ConflictError([_conflict(*key) for key in conflicts[:MOST_FAULTS]], conflicts)
    faults = index.dangling()
    if faults:
        raise StoreError(faults)


def _conflict(kind: Kind, name: str) -> Fault:
    where = {"reform": message("reform %(name)s"), "source": message("source %(name)s")}[kind].filled(name=name)
    what = message("was changed by somebody else meanwhile")
    return Fault(where, what, message("look at what differs, then choose"))
