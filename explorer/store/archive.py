"""Open a backup and check each part of it: a zip of JSON lines, a member for each table, with a manifest."""

from __future__ import annotations

import hashlib
import json
import struct
import zipfile
import zlib
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Final

from explorer.errors import Fault, StoreError
from explorer.store import kept
from explorer.store.steps import known

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

FORMAT: Final = "county-explorer backup 1"
MANIFEST: Final = "manifest.json"
MOST_LINE: Final = 64 * 2**20  # bytes of a row; the longest has the text of an article
MOST_MANIFEST: Final = 2**20
_LEFT_OUT: Final = (kept.staged, kept.returned, kept.attempt)  # previews are made anew; attempts are forgotten in a day
TABLES: Final = tuple(table for table in kept.metadata.sorted_tables if table not in _LEFT_OUT)
_DIGESTS: Final = {"revision": "document", "article": "text"}  # of what the column "digest" is the SHA-256
# What reading may raise if bytes were changed.
_UNREADABLE: Final = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, RuntimeError, ValueError, OSError)
_NEWER: Final = "install the newest explorer, then try again"


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


def fault_of_row(name: str, row: Mapping[str, Any]) -> str | None:
    """Tell what is wrong with a row of a table, or None: it has other columns or types, or not what its digest says."""
    columns = kept.metadata.tables[name].c
    if row.keys() != {column.name for column in columns}:
        return "has other columns"
    wrong = [
        each.name
        for each in columns
        if not (type(row[each.name]) is each.type.python_type or (row[each.name] is None and each.nullable))
    ]
    if wrong:
        return f"has no good {', '.join(wrong)}"
    text = row[_DIGESTS[name]] if name in _DIGESTS else None
    if text is not None and hashlib.sha256(text.encode()).hexdigest() != row["digest"]:
        return f"has another {_DIGESTS[name]} than its digest says"
    return None


def _manifest(path: Path, archive: zipfile.ZipFile) -> Manifest:
    """Read the manifest; it was not changed, and this program knows its format and version."""
    try:
        with archive.open(MANIFEST) as stream:
            body = json.loads(stream.read(MOST_MANIFEST))
        digest = body.pop("sha256")
        if body.pop("format") != FORMAT:
            raise StoreError([Fault(f"{path}, {MANIFEST}", f"is of another format than {FORMAT!r}", _NEWER)])
        members = {name: Member(**member) for name, member in body.pop("members").items()}
        manifest = Manifest(**body, members=members)
    except (*_UNREADABLE, LookupError, TypeError, AttributeError) as error:
        raise StoreError([_damaged(path, MANIFEST, f"is missing or cannot be read ({error})")]) from error
    if _digest({"format": FORMAT, **asdict(manifest)}) != digest:
        raise StoreError([_damaged(path, MANIFEST, "was changed after it was written")])
    if manifest.version not in known():
        what = f"has tables of version {manifest.version}, known are those up to {kept.VERSION}"
        raise StoreError([Fault(str(path), what, _NEWER)])
    return manifest


def _faults_of_names(path: Path, archive: zipfile.ZipFile, manifest: Manifest) -> list[Fault]:
    """Find what is missing, and what does not belong there."""
    there = sorted(archive.namelist())
    tables = {table.name for table in TABLES} if manifest.version == kept.VERSION else set[str]()
    wanted = {MANIFEST, *map(member_name, tables | manifest.members.keys())}
    faults = [_damaged(path, name, "is missing") for name in sorted(wanted.difference(there))]
    strange = [name for name in there if name not in wanted or there.count(name) > 1]
    return [*faults, *(_damaged(path, name, "does not belong there") for name in strange)]


def _faults_of_members(path: Path, archive: zipfile.ZipFile, manifest: Manifest) -> list[Fault]:
    found = {name: _fault_of_member(archive, name, manifest) for name in manifest.members}
    return [_damaged(path, member_name(name), what) for name, what in found.items() if what]


def _fault_of_member(archive: zipfile.ZipFile, name: str, manifest: Manifest) -> str | None:
    """Read a member line by line; stop at the first fault, so that a bomb is not unpacked."""
    expected = manifest.members[name]
    digest, n_rows, n_bytes = hashlib.sha256(), 0, 0
    try:
        with archive.open(member_name(name)) as stream:
            while line := stream.readline(MOST_LINE + 1):
                n_bytes += len(line)
                if n_rows == expected.rows or n_bytes > expected.bytes or len(line) > MOST_LINE:
                    return f"is longer than its {expected.rows} rows"
                fault = fault_of_row(name, json.loads(line)) if manifest.version == kept.VERSION else None
                if fault:
                    return f"row {n_rows + 1} {fault}"
                digest.update(line)
                n_rows += 1
    except (*_UNREADABLE, TypeError, AttributeError) as error:
        return f"is damaged at row {n_rows + 1} ({error})"
    if Member(n_rows, n_bytes, digest.hexdigest()) != expected:
        return f"is not as it was written: {n_rows} of {expected.rows} rows, or other bytes"
    return None


def _digest(body: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()


def _not_opened(path: Path, error: Exception) -> Fault:
    if isinstance(error, OSError) and error.strerror:
        return Fault(str(path), error.strerror, "name a backup that can be read")
    return _damaged(path, "", f"is no zip file, or was cut short ({error})")


def _damaged(path: Path, part: str, what: str) -> Fault:
    where = ", ".join(filter(None, (str(path), part)))
    return Fault(where, what, "take another copy or an earlier backup; nothing of this one was restored")
