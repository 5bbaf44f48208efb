"""Write and read the states of records, one row each: the latest of a record is the present one."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from explorer.records.models import NEW, Revision, Signature, digest_of, document_of, record_of
from explorer.store.schema import hidden, revision
from explorer.store.statements import MOST_AT_ONCE, insert, parts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from explorer.records.models import Change, Kind, Reform, Source

    Key = tuple[Kind, str]
    Present = tuple[int, str]  # number of a revision, digest of its document

WITHDRAWN = ""  # the digest of no document
_STATED = ("number", "kind", "id", "document", "digest")


@dataclass(frozen=True)
class State:
    """What a record is from a revision on."""

    kind: Kind
    id: str
    number: int
    record: Reform | Source | None  # None: it is withdrawn
    document: str | None
    digest: str
    before: str  # the digest of what it was; empty if it was nothing


def last_number(connection: sa.Connection) -> int:
    """Return the number of the latest revision; 0 if there is none."""
    return connection.scalar(sa.select(sa.func.max(revision.c.number))) or 0


def latest(connection: sa.Connection, keys: Iterable[Key]) -> dict[Key, Present]:
    """Return the latest revision of records, by kind and id; one that never was is left out."""
    ids = defaultdict(list)
    for kind, name in keys:
        ids[kind].append(name)
    queries = (_latest(revision.c.kind == kind, revision.c.id.in_(some)) for kind in ids for some in parts(ids[kind]))
    return {(row.kind, row.id): (row.number, row.digest) for query in queries for row in connection.execute(query)}


def compare(changes: Sequence[Change], known: dict[Key, Present], last: int) -> tuple[list[State], list[Key]]:
    """
    Return the states that changes lead to, numbered after ``last``, and the records that others changed meanwhile.

    A change that leaves a record as it is leads to no state, whatever it was made from.
    """
    states: list[State] = []
    conflicts: list[Key] = []
    seen = dict(known)
    for change in changes:
        key = (change.kind, change.id)
        number, digest = seen.get(key, (NEW, WITHDRAWN))
        state = _state(change, last + len(states) + 1, digest)
        if state.digest == digest:
            continue
        if change.base == number or (change.base == NEW and digest == WITHDRAWN):
            states.append(state)
            seen[key] = (state.number, state.digest)
        else:
            conflicts.append(key)
    return states, conflicts


def write(connection: sa.Connection, states: Iterable[State], signature: Signature, at: str) -> None:
    """Write states under a signature."""
    signed = {
        "account": signature.account,
        "at": at,
        "why": signature.why.replace("\0", ""),  # PostgreSQL keeps none
        "batch": signature.batch,
        "restores": signature.restores,
    }
    insert(connection, revision, ({name: getattr(each, name) for name in _STATED} | signed for each in states))


def present(connection: sa.Connection, kind: Kind) -> Iterator[list[State]]:
    """Yield, in parts and in the order of their ids, the states of all records of a kind that are not withdrawn."""
    last = ""
    while found := list(connection.execute(_page(kind, last))):
        yield [
            State(kind, row.id, row.number, record_of(kind, row.document), row.document, row.digest, WITHDRAWN)
            for row in found
            if row.document is not None
        ]
        last = found[-1].id


def read(
    connection: sa.Connection, *conditions: sa.ColumnElement[bool], most: int | None = None
) -> tuple[Revision, ...]:
    """Return the revisions that meet conditions, the newest first."""
    columns = (*revision.c, hidden.c.revision.is_not(None).label("is_hidden"))
    query = sa.select(*columns).join_from(revision, hidden, hidden.c.revision == revision.c.number, isouter=True)
    query = query.where(*conditions).order_by(revision.c.number.desc()).limit(most)
    return tuple(map(_revision, connection.execute(query)))


def histories(connection: sa.Connection, kind: Kind, names: Iterable[str]) -> dict[str, tuple[Revision, ...]]:
    """Return all revisions of records by id, the newest first."""
    found: defaultdict[str, list[Revision]] = defaultdict(list)
    for some in parts(names):
        for each in read(connection, revision.c.kind == kind, revision.c.id.in_(some)):
            found[each.id].append(each)
    return {name: tuple(states) for name, states in found.items()}


def of_record(kind: Kind, name: str) -> sa.ColumnElement[bool]:
    """Return the condition that a revision is of this record."""
    return sa.and_(revision.c.kind == kind, revision.c.id == name)


def is_withdrawn() -> sa.ColumnElement[bool]:
    """Return the condition that a revision withdraws its record, which is not there since."""
    later = revision.alias()
    of_same = (later.c.kind == revision.c.kind, later.c.id == revision.c.id)
    return sa.and_(revision.c.document.is_(None), ~sa.exists().where(*of_same, later.c.number > revision.c.number))


def before(connection: sa.Connection, withdrawal: Revision) -> Revision:
    """Return what a record was before it was withdrawn."""
    earlier = revision.c.number < withdrawal.number
    return read(connection, of_record(withdrawal.kind, withdrawal.id), earlier, most=1)[0]


def _state(change: Change, number: int, before: str) -> State:
    document = None if change.record is None else document_of(change.record)
    digest = WITHDRAWN if document is None else digest_of(document)
    return State(change.kind, change.id, number, change.record, document, digest, before)


def _latest(*conditions: sa.ColumnElement[bool]) -> sa.Select[Kind, str, int, str]:
    numbers = sa.select(sa.func.max(revision.c.number)).where(*conditions).group_by(revision.c.id)
    columns = (revision.c.kind, revision.c.id, revision.c.number, revision.c.digest)
    return sa.select(*columns).where(revision.c.number.in_(numbers))


def _page(kind: Kind, after: str) -> sa.Select[str, int, str | None, str]:
    of_kind = (revision.c.kind == kind, revision.c.id > after)
    numbers = sa.select(sa.func.max(revision.c.number)).where(*of_kind).group_by(revision.c.id)
    numbers = numbers.order_by(revision.c.id).limit(MOST_AT_ONCE)
    columns = (revision.c.id, revision.c.number, revision.c.document, revision.c.digest)
    return sa.select(*columns).where(revision.c.number.in_(numbers)).order_by(revision.c.id)


def _revision(row: sa.Row[*tuple[Any, ...]]) -> Revision:
    record = None if row.document is None else record_of(row.kind, row.document)
    signature = Signature(row.account, row.why, row.batch, row.restores)
    return Revision(row.number, row.kind, row.id, record, signature, row.at, row.is_hidden)
