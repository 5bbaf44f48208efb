"""Apply changes to what is kept, and file revisions: all of them, or none if somebody else was faster."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from explorer.errors import ConflictError, Fault, StoreError
from explorer.messages import message
from explorer.records.models import IMPORTED, NEW, Change, Signature
from explorer.store import database, revisions, schema
from explorer.store.database import note_sizes, now
from explorer.store.index import Index
from explorer.store.schema import batch, revision
from explorer.store.statements import MOST_AT_ONCE, parts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from explorer.records.models import Cases, Kind
    from explorer.store.revisions import Key


MOST_FAULTS = 20
# What is noted of the file that was taken over last.
FILE, LAST_OF_FILE = "file", "last_of_file"  # its SHA-256, and the number of the last revision then


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
    present = _numbers(connection, "source", schema.source) | _numbers(connection, "reform", schema.reform)
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


def take(connection: sa.Connection, cases: Cases, file: str, name: str) -> None:
    """Make the records of a file the present ones; what changes is one batch."""
    about = {"name": name, "digest": file, "at": now(), "applied_at": now(), "complete": True}
    number = connection.scalars(batch.insert().values(about).returning(batch.c.number)).one()
    signature = Signature(account=None, why=f"{IMPORTED}{name}", batch=number)
    written = apply(connection, replacing(connection, cases), signature, lambda _: None)
    if not written:
        connection.execute(batch.delete().where(batch.c.number == number))
    note(connection, file)


def note(connection: sa.Connection, file: str) -> None:
    """Note that what is kept is what a file holds, by its SHA-256."""
    database.write(connection, FILE, file)
    database.write(connection, LAST_OF_FILE, str(revisions.last_number(connection)))


def taken(connection: sa.Connection) -> str | None:
    """Return the SHA-256 of the file that was taken over last; None if none was."""
    return database.read(connection, FILE)


def n_since(connection: sa.Connection) -> int:
    """Return the number of revisions since a file was taken over last."""
    last = int(database.read(connection, LAST_OF_FILE) or 0)
    return connection.scalar(sa.select(sa.func.count()).where(revision.c.number > last)) or 0
