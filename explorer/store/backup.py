"""Write all that is kept into one file, and restore it from there: from SQLite to PostgreSQL and back alike."""

from __future__ import annotations

import hashlib
import json
import os
import secrets
import struct
import tempfile
import zipfile
import zlib
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Final

import sqlalchemy as sa
from pydantic import ValidationError

from explorer.errors import Fault, StoreError
from explorer.messages import Message, message
from explorer.store import database, index, migrating, schema
from explorer.store.database import Transaction, now
from explorer.store.migrating import drop_tables, known, migrate
from explorer.store.statements import MOST_AT_ONCE, parts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping


FORMAT: Final = "county-explorer backup 1"
MANIFEST: Final = "manifest.json"
MOST_LINE: Final = 64 * 2**20  # bytes of a row; the longest has the text of an article
MOST_MANIFEST: Final = 2**20
_LEFT_OUT: Final = (
    schema.staged,
    schema.returned,
    schema.attempt,
)  # previews are made anew; attempts are forgotten in a day
TABLES: Final = tuple(table for table in schema.metadata.sorted_tables if table not in _LEFT_OUT)
_DIGESTS: Final = {"revision": "document", "article": "text"}  # of what the column "digest" is the SHA-256
# What reading may raise if bytes were changed.
_UNREADABLE: Final = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, RuntimeError, ValueError, OSError)
_NEWER: Final = message("install the newest explorer, then try again")
# Of these tables not every row is written: no previews, nor the key of sessions, which nobody shall find in a copy.
_CONDITIONS: Final = {
    "batch": sa.or_(
        schema.batch.c.applied_at.is_not(None), schema.batch.c.number.in_(sa.select(schema.revision.c.batch))
    ),
    "setting": schema.setting.c.key != database.SECRET_KEY,
}


@dataclass(frozen=True)
class Member:
    """What the manifest says of a table."""

    rows: int
    bytes: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """What a backup says of itself."""

    version: str  # of the tables
    at: str
    members: Mapping[str, Member]  # by the name of the table

    def written(self) -> str:
        """Write it as JSON, with a digest of itself."""
        body = {"format": FORMAT, **asdict(self)}
        return json.dumps(body | {"sha256": _digest(body)}, indent=1)


class Archive:
    """A backup that was checked."""

    def __init__(self, archive: zipfile.ZipFile, manifest: Manifest) -> None:
        self._archive = archive
        self.manifest = manifest

    def rows(self, table: str) -> Iterator[dict[str, Any]]:
        """Yield the rows of a table."""
        with self._archive.open(member_name(table)) as stream:
            yield from map(json.loads, stream)


@contextmanager
def opened(path: Path) -> Iterator[Archive]:
    """
    Open a backup and check each part of it.

    Raises
    ------
    StoreError
        With every part that is missing or damaged.
    """
    try:
        archive = zipfile.ZipFile(path)
    except _UNREADABLE as error:
        raise StoreError([_not_opened(path, error)]) from error
    with archive:
        manifest = _manifest(path, archive)
        faults = _faults_of_names(path, archive, manifest) or _faults_of_members(path, archive, manifest)
        if faults:
            raise StoreError(faults)
        yield Archive(archive, manifest)


def member_name(table: str) -> str:
    """Return the name of the member that holds a table."""
    return f"{table}.jsonl"


def fault_of_row(name: str, row: Mapping[str, Any]) -> Message | None:
    """Tell what is wrong with a row of a table, or None: it has other columns or types, or not what its digest says."""
    columns = schema.metadata.tables[name].c
    if row.keys() != {column.name for column in columns}:
        return message("has other columns")
    wrong = [
        each.name
        for each in columns
        if not (type(row[each.name]) is each.type.python_type or (row[each.name] is None and each.nullable))
    ]
    if wrong:
        return message("has no good %(columns)s", columns=wrong)
    text = row[_DIGESTS[name]] if name in _DIGESTS else None
    if text is not None and hashlib.sha256(text.encode()).hexdigest() != row["digest"]:
        return message("has another %(column)s than its digest says", column=_DIGESTS[name])
    return None


def _manifest(path: Path, archive: zipfile.ZipFile) -> Manifest:
    """Read the manifest; it was not changed, and this program knows its format and version."""
    try:
        with archive.open(MANIFEST) as stream:
            body = json.loads(stream.read(MOST_MANIFEST))
        digest = body.pop("sha256")
        if body.pop("format") != FORMAT:
            raise StoreError(
                [Fault(f"{path}, {MANIFEST}", message("is of another format than “%(format)s”", format=FORMAT), _NEWER)]
            )
        members = {name: Member(**member) for name, member in body.pop("members").items()}
        manifest = Manifest(**body, members=members)
    except (*_UNREADABLE, LookupError, TypeError, AttributeError) as error:
        raise StoreError(
            [_damaged(path, MANIFEST, message("is missing or cannot be read (%(error)s)", error=error))]
        ) from error
    if _digest({"format": FORMAT, **asdict(manifest)}) != digest:
        raise StoreError([_damaged(path, MANIFEST, message("was changed after it was written"))])
    if manifest.version not in known():
        what = message(
            "has tables of version %(found)s, known are those up to %(known)s",
            found=manifest.version,
            known=schema.VERSION,
        )
        raise StoreError([Fault(str(path), what, _NEWER)])
    return manifest


def _faults_of_names(path: Path, archive: zipfile.ZipFile, manifest: Manifest) -> list[Fault]:
    """Find what is missing, and what does not belong there."""
    there = sorted(archive.namelist())
    tables = {table.name for table in TABLES} if manifest.version == schema.VERSION else set[str]()
    wanted = {MANIFEST, *map(member_name, tables | manifest.members.keys())}
    faults = [_damaged(path, name, message("is missing")) for name in sorted(wanted.difference(there))]
    strange = [name for name in there if name not in wanted or there.count(name) > 1]
    return [*faults, *(_damaged(path, name, message("does not belong there")) for name in strange)]


def _faults_of_members(path: Path, archive: zipfile.ZipFile, manifest: Manifest) -> list[Fault]:
    found = {name: _fault_of_member(archive, name, manifest) for name in manifest.members}
    return [_damaged(path, member_name(name), what) for name, what in found.items() if what]


def _fault_of_member(archive: zipfile.ZipFile, name: str, manifest: Manifest) -> Message | None:
    """Read a member line by line; stop at the first fault, so that a bomb is not unpacked."""
    expected = manifest.members[name]
    digest, n_rows, n_bytes = hashlib.sha256(), 0, 0
    try:
        with archive.open(member_name(name)) as stream:
            while line := stream.readline(MOST_LINE + 1):
                n_bytes += len(line)
                if n_rows == expected.rows or n_bytes > expected.bytes or len(line) > MOST_LINE:
                    return message("is longer than its %(n)s rows", n=expected.rows)
                fault = fault_of_row(name, json.loads(line)) if manifest.version == schema.VERSION else None
                if fault:
                    return message("row %(n)s %(fault)s", n=n_rows + 1, fault=fault)
                digest.update(line)
                n_rows += 1
    except (*_UNREADABLE, TypeError, AttributeError) as error:
        return message("is damaged at row %(n)s (%(error)s)", n=n_rows + 1, error=error)
    if Member(n_rows, n_bytes, digest.hexdigest()) != expected:
        return message(
            "is not as it was written: %(found)s of %(n)s rows, or other bytes", found=n_rows, n=expected.rows
        )
    return None


def _digest(body: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()


def _not_opened(path: Path, error: Exception) -> Fault:
    if isinstance(error, OSError) and error.strerror:
        return Fault(str(path), error.strerror, message("name a backup that can be read"))
    return _damaged(path, "", message("is no zip file, or was cut short (%(error)s)", error=error))


def _damaged(path: Path, part: str, what: Message) -> Fault:
    where = ", ".join(filter(None, (str(path), part)))
    return Fault(where, what, message("take another copy or an earlier backup; nothing of this one was restored"))


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
    engine: sa.Engine, path: Path, *, replace: bool = False, say: Callable[[Message], object] = lambda _: None
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
        archive.writestr(MANIFEST, Manifest(schema.VERSION, now(), members).written())


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
                raise StoreError(
                    [Fault(where, fault, message("the database is damaged: `explorer restore` an earlier backup"))]
                )
            line = (json.dumps(row, ensure_ascii=False) + "\n").encode()
            stream.write(line)
            digest.update(line)
            n_rows, n_bytes = n_rows + 1, n_bytes + len(line)
    return Member(n_rows, n_bytes, digest.hexdigest())


def _holds_something(connection: sa.Connection) -> bool:
    held = (table for table in TABLES if table is not schema.setting)
    return any(connection.execute(sa.select(table).limit(1)).first() for table in held)


def _save_first(engine: sa.Engine, path: Path, *, replace: bool, say: Callable[[Message], object]) -> None:
    if not replace:
        where = engine.url.render_as_string(hide_password=True)
        remedy = message(
            "name a new database by EXPLORER_DATABASE_URL; or --replace what is there, it is backed up first"
        )
        raise StoreError([Fault(where, message("holds reforms or accounts already"), remedy)])
    saved = path.with_name(f"before-restore-{now().replace(':', '')}.zip")
    write(engine, saved)
    say(message("What was there is in %(file)s", file=saved))


def _take_over(connection: sa.Connection, archive: Archive) -> None:
    """Replace all rows by those of a backup, whose tables may be of an earlier version."""
    version = archive.manifest.version
    if version == schema.VERSION:
        for table in reversed(schema.metadata.sorted_tables):
            connection.execute(table.delete())
    else:
        drop_tables(connection)
        migrating.upgrade(connection, version)
    made = sa.MetaData()
    made.reflect(connection, only=list(archive.manifest.members))
    for table in made.sorted_tables:
        for some in parts(archive.rows(table.name)):
            connection.execute(table.insert(), some)
        _count_on(connection, table)
    if version != schema.VERSION:
        migrating.upgrade(connection, schema.VERSION)


def _end_sessions(connection: sa.Connection) -> None:
    """Give each account a new stamp: a session that had ended would be one again with that of the backup."""
    for name in connection.scalars(sa.select(schema.account.c.name)).all():
        stamp = {"stamp": secrets.token_urlsafe(16)}
        connection.execute(schema.account.update().where(schema.account.c.name == name).values(stamp))


def _count_on(connection: sa.Connection, table: sa.Table) -> None:
    """Let PostgreSQL give new rows the numbers after those that were restored; SQLite sees them."""
    number = table.c.get("number")
    if number is None or connection.dialect.name != "postgresql":
        return
    sequence = sa.func.pg_get_serial_sequence(table.name, number.name)
    greatest = sa.select(sa.func.max(number)).scalar_subquery()
    connection.execute(sa.select(sa.func.setval(sequence, sa.func.coalesce(greatest, 1), greatest.is_not(None))))
