"""Say of a failed database what is the matter and what to do, each failure its own remedy."""

from __future__ import annotations

import getpass
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from explorer.errors import Fault

if TYPE_CHECKING:
    from collections.abc import Mapping

    import sqlalchemy as sa


class _Failure(NamedTuple):
    what: str
    remedy: str  # {file}, {folder}, {user}, {free}: of a database in a file


_DAMAGED = _Failure(
    "the file is damaged",
    "stop the explorer, move {file} and its -wal and -shm aside but keep them, then `explorer restore BACKUP`",
)
_FULL = _Failure("the disk is full", "nothing of this was saved; free space in {folder} ({free}), then try again")
_BUSY = _Failure(
    "another program is writing to it", "nothing of this was saved; wait until it has ended, then try again"
)
_READ_ONLY = _Failure(
    "it may only be read", "give {user} the right to write {file} and its folder {folder}; or name another database"
)
_NOT_OPENED = _Failure(
    "it cannot be opened",
    "make the folder {folder} if it is missing, and give {user} the right to write in it; or name another database",
)
_DISK = _Failure(
    "the disk fails to read or write",
    "check space in {folder} ({free}), its limits and the disk; if the file was harmed, `explorer restore BACKUP`",
)
_OTHER = _Failure("it failed", "check the disk and the address; if the data were harmed, `explorer restore BACKUP`")
# By the start of SQLite's name of the error.
_OF_SQLITE = {
    "SQLITE_BUSY": _BUSY,
    "SQLITE_LOCKED": _BUSY,
    "SQLITE_FULL": _FULL,
    "SQLITE_READONLY": _READ_ONLY,
    "SQLITE_PERM": _READ_ONLY,
    "SQLITE_CANTOPEN": _NOT_OPENED,
    "SQLITE_IOERR": _DISK,
    "SQLITE_CORRUPT": _DAMAGED,
    "SQLITE_NOTADB": _DAMAGED,
}
_RIGHTS = "give the user of the address the right to make and write tables in this database"
_ADDRESS = "check user, password, host and database in EXPLORER_DATABASE_URL"
_NO_SERVER = _Failure("no connection to the server", f"check that PostgreSQL is running and can be reached; {_ADDRESS}")
# By the start of PostgreSQL's SQLSTATE.
_OF_POSTGRESQL = {
    "08": _NO_SERVER,
    "25006": _Failure("it may only be read", f"name the main server, not a copy of it; {_RIGHTS}"),
    "28": _Failure("the server refuses this user", _ADDRESS),
    "3D000": _Failure("there is no such database on the server", f"make it with `createdb`; {_ADDRESS}"),
    "42501": _Failure("the user lacks a right", _RIGHTS),
    "53100": _Failure("the server's disk is full", "nothing of this was saved; free space there, then try again"),
    "53300": _Failure("the server has no free connection", "end other programs, or raise max_connections; try again"),
    "55P03": _BUSY,
    "57P": _Failure("the server stopped or restarts", "nothing of this was saved; start PostgreSQL, then try again"),
    "XX001": _Failure("a table is damaged", "make a new database, then `explorer restore BACKUP`"),
    "XX002": _Failure("an index is damaged", "run `REINDEX DATABASE` in psql, then try again"),
}


def explain(error: Exception, engine: sa.Engine, verb: str) -> Fault:
    """Tell why a database could not be read, written, …: where it is, what is the matter, what to do."""
    cause = getattr(error, "orig", None) or error
    failure = _failure(cause)
    what = f"cannot {verb} the database: {failure.what} ({_first_line(cause)})"
    return Fault(engine.url.render_as_string(hide_password=True), what, failure.remedy.format_map(_of_file(engine)))


def _failure(cause: BaseException) -> _Failure:
    name, state = getattr(cause, "sqlite_errorname", None), getattr(cause, "sqlstate", "none")
    if name:
        return _by_start(_OF_SQLITE, name)
    if state == "none":
        return _DAMAGED if isinstance(cause, UnicodeDecodeError) else _OTHER
    return _by_start(_OF_POSTGRESQL, state) if state else _NO_SERVER


def _by_start(failures: Mapping[str, _Failure], name: str) -> _Failure:
    return next((failure for start, failure in failures.items() if name.startswith(start)), _OTHER)


def _first_line(cause: BaseException) -> str:
    return next(iter(str(cause).splitlines()), type(cause).__name__)


def _of_file(engine: sa.Engine) -> dict[str, str]:
    """Return what a remedy says of a database in a file."""
    file = Path(engine.url.database or "").absolute()
    try:
        free = f"{shutil.disk_usage(file.parent).free / 2**20:,.0f} MB are free"
    except OSError:
        free = "which is not there"
    return {"file": str(file), "folder": str(file.parent), "user": _user(), "free": free}


def _user() -> str:
    try:
        return f"the user {getpass.getuser()}"
    except (KeyError, OSError, ImportError):  # a container may run as a number without a name
        return "the explorer's user"
