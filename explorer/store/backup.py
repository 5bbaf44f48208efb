"""Write all that is kept into one file, and restore it from there: from SQLite to PostgreSQL and back alike."""

from __future__ import annotations

import hashlib
import json
import os
import secrets
import tempfile
import zipfile
from pathlib import Path
from typing import IO, TYPE_CHECKING, Final

import sqlalchemy as sa
from pydantic import ValidationError

from explorer.errors import Fault, StoreError
from explorer.store import index, kept, settings, steps
from explorer.store.archive import MANIFEST, TABLES, Archive, Manifest, Member, fault_of_row, member_name, opened
from explorer.store.clock import now
from explorer.store.database import Transaction
from explorer.store.migrating import drop_tables, migrate
from explorer.store.parts import MOST_AT_ONCE, parts

if TYPE_CHECKING:
    from collections.abc import Callable

# Of these tables not every row is written: no previews, nor the key of sessions, which nobody shall find in a copy.
_CONDITIONS: Final = {
    "batch": sa.or_(kept.batch.c.applied_at.is_not(None), kept.batch.c.number.in_(sa.select(kept.revision.c.batch))),
    "setting": kept.setting.c.key != settings.SECRET_KEY,
}


def write(engine: sa.Engine, path: Path) -> Manifest:
    """
    Write a backup and read it again: all of the file is there, or none.

    It holds hashed passwords: only its owner may read it.

    Raises
    ------
    StoreError
        If the file exists or cannot be written, or the database is damaged.
    """
    if path.exists():
        raise StoreError([Fault(str(path), "exists already", "choose another name: no backup is written over another")])
    unfinished: Path | None = None
    try:
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as file:
            unfinished = Path(file.name)
            with Transaction(engine, "read") as connection:
                _write_archive(connection, file)
            file.flush()
            os.fsync(file.fileno())
        manifest = read(unfinished)
        unfinished.replace(path)
    except OSError as error:
        remedy = f"make it possible to write in {path.parent.absolute()} and free space there; or choose another folder"
        raise StoreError([Fault(str(path), f"cannot be written: {error.strerror or error}", remedy)]) from error
    finally:
        if unfinished:
            unfinished.unlink(missing_ok=True)
    return manifest


def read(path: Path) -> Manifest:
    """
    Check each part of a backup; return what it says of itself.

    Raises
    ------
    StoreError
        With every part that is missing or damaged.
    """
    with opened(path) as archive:
        return archive.manifest


def restore(
    engine: sa.Engine, path: Path, *, replace: bool = False, say: Callable[[str], object] = lambda _: None
) -> Manifest:
    """
    Restore a backup in one transaction, with the tables by which reforms are found.

    Parameters
    ----------
    replace
        What the database holds is replaced; it is first written as a backup beside this one. All sessions end.

    Raises
    ------
    StoreError
        If a part of the backup is damaged, or the database holds something and is not to be replaced: it is as it was.
    """
    migrate(engine, say)
    with opened(path) as archive, Transaction(engine, "write") as connection:
        if _holds_something(connection):
            _save_first(engine, path, replace=replace, say=say)
        _take_over(connection, archive)
        _end_sessions(connection)
        try:
            index.build(connection)
        except ValidationError as error:
            what = f"a record breaks the schema of this program: {error.errors()[0]['msg']}"
            remedy = "install the newest explorer, or take an earlier backup"
            raise StoreError([Fault(str(path), what, remedy)]) from error
        return archive.manifest


def _write_archive(connection: sa.Connection, file: IO[bytes]) -> None:
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        members = {table.name: _write_member(connection, archive, table) for table in TABLES}
        archive.writestr(MANIFEST, Manifest(kept.VERSION, now(), members).written())


def _write_member(connection: sa.Connection, archive: zipfile.ZipFile, table: sa.Table) -> Member:
    """Write the rows of a table; one that is harmed is not carried into a backup."""
    digest, n_rows, n_bytes = hashlib.sha256(), 0, 0
    query = sa.select(table).where(_CONDITIONS.get(table.name, sa.true())).order_by(*table.primary_key)
    found = connection.execute(query, execution_options={"yield_per": MOST_AT_ONCE})
    with archive.open(member_name(table.name), "w", force_zip64=True) as stream, found:
        for row in map(dict, found.mappings()):
            fault = fault_of_row(table.name, row)
            if fault:
                where = f"{table.name} {', '.join(str(row[column.name]) for column in table.primary_key)}"
                raise StoreError([Fault(where, fault, "the database is damaged: `explorer restore` an earlier backup")])
            line = (json.dumps(row, ensure_ascii=False) + "\n").encode()
            stream.write(line)
            digest.update(line)
            n_rows, n_bytes = n_rows + 1, n_bytes + len(line)
    return Member(n_rows, n_bytes, digest.hexdigest())


def _holds_something(connection: sa.Connection) -> bool:
    held = (table for table in TABLES if table is not kept.setting)
    return any(connection.execute(sa.select(table).limit(1)).first() for table in held)


def _save_first(engine: sa.Engine, path: Path, *, replace: bool, say: Callable[[str], object]) -> None:
    if not replace:
        where = engine.url.render_as_string(hide_password=True)
        remedy = "name a new database by EXPLORER_DATABASE_URL; or --replace what is there, it is backed up first"
        raise StoreError([Fault(where, "holds reforms or accounts already", remedy)])
    saved = path.with_name(f"before-restore-{now().replace(':', '')}.zip")
    write(engine, saved)
    say(f"What was there is in {saved}")


def _take_over(connection: sa.Connection, archive: Archive) -> None:
    """Replace all rows by those of a backup, whose tables may be of an earlier version."""
    version = archive.manifest.version
    if version == kept.VERSION:
        for table in reversed(kept.metadata.sorted_tables):
            connection.execute(table.delete())
    else:
        drop_tables(connection)
        steps.upgrade(connection, version)
    made = sa.MetaData()
    made.reflect(connection, only=list(archive.manifest.members))
    for table in made.sorted_tables:
        for some in parts(archive.rows(table.name)):
            connection.execute(table.insert(), some)
        _count_on(connection, table)
    if version != kept.VERSION:
        steps.upgrade(connection, kept.VERSION)


def _end_sessions(connection: sa.Connection) -> None:
    """Give each account a new stamp: a session that had ended would be one again with that of the backup."""
    for name in connection.scalars(sa.select(kept.account.c.name)).all():
        stamp = {"stamp": secrets.token_urlsafe(16)}
        connection.execute(kept.account.update().where(kept.account.c.name == name).values(stamp))


def _count_on(connection: sa.Connection, table: sa.Table) -> None:
    """Let PostgreSQL give new rows the numbers after those that were restored; SQLite sees them."""
    number = table.c.get("number")
    if number is None or connection.dialect.name != "postgresql":
        return
    sequence = sa.func.pg_get_serial_sequence(table.name, number.name)
    greatest = sa.select(sa.func.max(number)).scalar_subquery()
    connection.execute(sa.select(sa.func.setval(sequence, sa.func.coalesce(greatest, 1), greatest.is_not(None))))
