"""Keep what a file offers between its preview and its import."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final, get_args

import sqlalchemy as sa

from explorer.errors import ConflictError, Fault
from explorer.messages import message
from explorer.records.candidates import Verdict
from explorer.records.models import NEW, Change, Reform, Source
from explorer.store.database import Transaction, now
from explorer.store.schema import batch as batches
from explorer.store.schema import returned, staged
from explorer.store.statements import MOST_AT_ONCE, parts

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

    from explorer.records.models import Kind

PAGE: Final = 50  # rows on a page
KEPT_FOR: Final = timedelta(days=7)  # then a preview is deleted
# One of a command, at which nobody looks once the command has ended; and one that is not complete.
KEPT_UNSEEN_FOR: Final = timedelta(hours=6)


@dataclass(frozen=True)
class Staged:
    """
    One record that a file offers, compared with what is recorded.

    Parameters
    ----------
    position
        In the file: 0, 1, …
    id
        None if it is faulty before it had one.
    base
        Number of the revision that it was compared with; ``NEW`` for none.
    document
        JSON of the record as it would be; None if it is faulty.
    told
        What else the preview tells of it: faults, notes, likely doubles, where it stands; any JSON.
    chosen
        Of a possible double: it is to be imported all the same.
    """

    position: int
    kind: Kind
    id: str | None
    verdict: Verdict
    base: int = NEW
    document: str | None = None
    told: Mapping[str, Any] = field(default_factory=dict)
    chosen: bool = False


@dataclass(frozen=True)
class Batch:
    """One file, as it was brought in."""

    number: int
    name: str  # of the file
    digest: str  # SHA-256 of the file
    account: str | None
    at: str
    applied_at: str | None  # None: it is a preview
    complete: bool  # else it is being read, or whoever read it was stopped: nothing of it can be imported


@dataclass(frozen=True)
class Returned:
    """A file of what was faulty, with its reasons."""

    data: bytes
    ending: str  # .csv, .xlsx, .geojson


class Staging:
    """The files that are being brought in; each method is a short transaction, ``add`` and ``changes`` several."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def begin(self, name: str, digest: str, account: str | None) -> int:
        """Begin the preview of a file, delete old ones; return its number."""
        values = {"name": name, "digest": digest, "account": account, "at": now()}
        with Transaction(self._engine, "write") as connection:
            _delete_old(connection)
            return int(connection.scalars(batches.insert().values(values).returning(batches.c.number)).one())

    def add(self, batch: int, rows: Iterable[Staged]) -> None:
        """Keep what the file offers, in its order and in parts, as rows are made; ``finish`` says that it was all."""
        for some in parts(rows):
            with Transaction(self._engine, "write") as connection:
                connection.execute(staged.insert(), [_row(batch, each) for each in some])

    def finish(self, batch: int) -> None:
        """Note that all of the file is kept: only then it can be imported."""
        with Transaction(self._engine, "write") as connection:
            connection.execute(batches.update().where(batches.c.number == batch).values(complete=True))

    def batch(self, number: int) -> Batch | None:
        """Return what is known of a file, or None."""
        with Transaction(self._engine, "read") as connection:
            found = connection.execute(sa.select(batches).where(batches.c.number == number)).mappings().one_or_none()
        return Batch(**found) if found else None

    def recent(self, most: int = 10) -> tuple[Batch, ...]:
        """Return the files that were imported, the newest first."""
        query = sa.select(batches).where(batches.c.applied_at.is_not(None)).order_by(batches.c.number.desc())
        with Transaction(self._engine, "read") as connection:
            return tuple(Batch(**row) for row in connection.execute(query.limit(most)).mappings())

    def unfinished(self, account: str) -> tuple[Batch, ...]:
        """Return what an account has neither imported nor discarded, whole or not, the newest first."""
        query = sa.select(batches).where(batches.c.applied_at.is_(None), batches.c.account == account)
        with Transaction(self._engine, "read") as connection:
            return tuple(Batch(**row) for row in connection.execute(query.order_by(batches.c.number.desc())).mappings())

    def summary(self, batch: int) -> dict[Verdict, int]:
        """Return the number of records by verdict, each verdict named."""
        query = sa.select(staged.c.verdict, sa.func.count()).where(staged.c.batch == batch)
        with Transaction(self._engine, "read") as connection:
            counted = {row[0]: row[1] for row in connection.execute(query.group_by(staged.c.verdict))}
        return {verdict: counted.get(verdict, 0) for verdict in get_args(Verdict)}

    def rows(self, batch: int, verdict: Verdict, page: int = 1) -> tuple[Staged, ...]:
        """Return a page of the records with a verdict, in the order of the file."""
        query = sa.select(staged).where(staged.c.batch == batch, staged.c.verdict == verdict)
        query = query.order_by(staged.c.position).limit(PAGE).offset((page - 1) * PAGE)
        with Transaction(self._engine, "read") as connection:
            return tuple(map(_staged, connection.execute(query).mappings()))

    def choose(self, batch: int, positions: Collection[int]) -> None:
        """Choose just these of the possible doubles to be imported all the same."""
        doubles = staged.update().where(staged.c.batch == batch, staged.c.verdict == "double")
        with Transaction(self._engine, "write") as connection:
            connection.execute(doubles.values(chosen=False))
            for some in parts(positions):
                connection.execute(doubles.where(staged.c.position.in_(some)).values(chosen=True))

    def chosen(self, batch: int) -> frozenset[int]:
        """Return the positions of the possible doubles that are imported."""
        query = sa.select(staged.c.position).where(
            staged.c.batch == batch, staged.c.verdict == "double", staged.c.chosen
        )
        with Transaction(self._engine, "read") as connection:
            return frozenset(connection.scalars(query))

    def changes(self, batch: int) -> Iterator[Change]:
        """Yield what an import does: records added and changed, and the chosen doubles."""
        last = -1
        while some := self._taken(batch, last):
            yield from map(_change, some)
            last = some[-1].position

    def applied(self, batch: int) -> None:
        """
        Note that a file was imported.

        Raises
        ------
        ConflictError
            If it was imported before, or deleted, or is not complete.
        """
        with Transaction(self._engine, "write") as connection:
            marking_applied(batch)(connection, ())

    def discard(self, batch: int) -> None:
        """Delete the preview of a file; one that was imported stays."""
        with Transaction(self._engine, "write") as connection:
            _delete(connection, batches.c.number == batch, batches.c.applied_at.is_(None))

    def keep_returned(self, batch: int, data: bytes, ending: str) -> None:
        """Keep the file of what was faulty."""
        with Transaction(self._engine, "write") as connection:
            connection.execute(returned.delete().where(returned.c.batch == batch))
            connection.execute(returned.insert().values(batch=batch, data=data, ending=ending))

    def returned(self, batch: int) -> Returned | None:
        """Return the file of what was faulty, or None."""
        query = sa.select(returned.c.data, returned.c.ending).where(returned.c.batch == batch)
        with Transaction(self._engine, "read") as connection:
            found = connection.execute(query).one_or_none()
        return Returned(found.data, found.ending) if found else None

    def _taken(self, batch: int, last: int) -> tuple[Staged, ...]:
        """Return the next records that an import takes after a position."""
        chosen = sa.or_(
            staged.c.verdict.in_(("added", "changed")), sa.and_(staged.c.verdict == "double", staged.c.chosen)
        )
        query = sa.select(staged).where(staged.c.batch == batch, staged.c.position > last, chosen)
        query = query.order_by(staged.c.position).limit(MOST_AT_ONCE)
        with Transaction(self._engine, "read") as connection:
            return tuple(map(_staged, connection.execute(query).mappings()))


def marking_applied(batch: int) -> Callable[[sa.Connection, tuple[int, ...]], None]:
    """
    Return what notes that a file was imported, within the transaction that imports it.

    It raises ConflictError if the file was imported before, or deleted, or is not complete.
    """

    def mark(connection: sa.Connection, _numbers: tuple[int, ...]) -> None:
        previewed = batches.update().where(batches.c.number == batch, batches.c.applied_at.is_(None))
        if connection.execute(previewed.where(batches.c.complete).values(applied_at=now())).rowcount == 0:
            raise ConflictError([_not_importable(connection, batch)])

    return mark


def _not_importable(connection: sa.Connection, batch: int) -> Fault:
    where = message("import %(batch)s", batch=batch)
    remedy = message("preview the file again")
    if connection.scalar(sa.select(batches.c.complete).where(batches.c.number == batch)) is False:
        return Fault(where, message("was not read to its end"), remedy)
    return Fault(where, message("was imported already, or deleted"), remedy)


def _delete_old(connection: sa.Connection) -> None:
    """Delete the previews of long ago, and what was shown of files that were imported then."""
    unseen = sa.and_(sa.or_(batches.c.account.is_(None), ~batches.c.complete), batches.c.at < now(-KEPT_UNSEEN_FOR))
    old = sa.or_(batches.c.at < now(-KEPT_FOR), unseen)
    numbers = sa.select(batches.c.number).where(old)
    for table in (staged, returned):
        connection.execute(table.delete().where(table.c.batch.in_(numbers)))
    _delete(connection, old, batches.c.applied_at.is_(None))


def _delete(connection: sa.Connection, *conditions: sa.ColumnElement[bool]) -> None:
    connection.execute(batches.delete().where(*conditions))


def _row(batch: int, each: Staged) -> dict[str, Any]:
    return vars(each) | {"batch": batch, "told": json.dumps(each.told, ensure_ascii=False)}


def _staged(row: sa.RowMapping) -> Staged:
    values = {name: value for name, value in row.items() if name != "batch"}
    return Staged(**values | {"told": json.loads(row["told"])})


def _change(each: Staged) -> Change:
    document = each.document or ""
    record = Reform.model_validate_json(document) if each.kind == "reform" else Source.model_validate_json(document)
    return Change(each.kind, record.id, record, each.base)
