"""Say of a failed database what is the matter and what to do, each failure its own remedy."""

from __future__ import annotations

import getpass
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from pydantic import ValidationError

from explorer.errors import BusyError, Fault, StoreError
from explorer.messages import Message, message

if TYPE_CHECKING:
    from collections.abc import Mapping

    import sqlalchemy as sa


class _Failure(NamedTuple):
    what: Message
    remedy: Message  # may have places for file, folder, user and free: of a database in a file


_BUSY = _Failure(
    message("another program is writing to it"),
    message("nothing of this was saved; wait until it has ended, then try again"),
)
_FULL = _Failure(
    message("the disk is full"),
    message("nothing of this was saved; free space in %(folder)s (%(free)s are free), then try again"),
)
_READ_ONLY = _Failure(
    message("it may only be read"),
    message("give %(user)s the right to write %(file)s and its folder %(folder)s; or name another database"),
)
_NOT_OPENED = _Failure(
    message("it cannot be opened"),
    message(
        "make the folder %(folder)s if it is missing, and give %(user)s the right to write in it; "
        "or name another database"
    ),
)
_DISK = _Failure(
    message("the disk fails to read or write"),
    message(
        "check space in %(folder)s (%(free)s are free), its limits and the disk; "
        "if the file was harmed, `explorer restore BACKUP`"
    ),
)
_DAMAGED_FILE = _Failure(
    message("the file is damaged"),
    message(
        "stop the explorer, move %(file)s and its -wal and -shm aside but keep them, then `explorer restore BACKUP`"
    ),
)
_DAMAGED_TABLE = _Failure(
    message("a table is damaged"),
    message("make a new database, then `explorer restore BACKUP`"),
)
_OTHER = _Failure(
    message("it failed"),
    message("check the disk and the address; if the data were harmed, `explorer restore BACKUP`"),
)
# By the start of SQLite's name of the error.
_OF_SQLITE = {
    "SQLITE_BUSY": _BUSY,
    "SQLITE_LOCKED": _BUSY,
    "SQLITE_FULL": _FULL,
    "SQLITE_READONLY": _READ_ONLY,
    "SQLITE_PERM": _READ_ONLY,
    "SQLITE_CANTOPEN": _NOT_OPENED,
    "SQLITE_IOERR": _DISK,
    "SQLITE_CORRUPT": _DAMAGED_FILE,
    "SQLITE_NOTADB": _DAMAGED_FILE,
}
_ADDRESS = message("check user, password, host and database in EXPLORER_DATABASE_URL")
_NO_SERVER = _Failure(
    message("no connection to the server"),
    message("check that PostgreSQL is running and can be reached; %(address)s", address=_ADDRESS),
)
# By the start of PostgreSQL's SQLSTATE; a connection that fails has none, but tells whether host, user or database are
# at fault.
_OF_POSTGRESQL = {
    "08": _NO_SERVER,
    "25006": _Failure(
        message("it may only be read"),
        message("name the main server, not a copy of it, and a user who may write"),
    ),
    "42501": _Failure(
        message("the user lacks a right"),
        message("give the user of the address the right to make and write tables in this database"),
    ),
    "53100": _Failure(
        message("the server's disk is full"),
        message("nothing of this was saved; free space there, then try again"),
    ),
    "55P03": _BUSY,
    "57P": _Failure(
        message("the server stopped or restarts"),
        message("nothing of this was saved; start PostgreSQL, then try again"),
    ),
    "XX001": _DAMAGED_TABLE,
    "XX002": _DAMAGED_TABLE,
}
_WHAT = {
    "read": message("cannot read the database: %(why)s (%(told)s)"),
    "write": message("cannot write the database: %(why)s (%(told)s)"),
}


def explain(error: Exception, engine: sa.Engine, verb: str) -> StoreError:
    """Return the error that tells why a database could not be read or written, and what to do."""
    cause = getattr(error, "orig", None) or error
    failure = _failure(cause, in_file=engine.dialect.name == "sqlite")
    told = next(iter(str(cause).splitlines()), type(cause).__name__)
    what = _WHAT[verb].filled(why=failure.what, told=told)
    remedy = failure.remedy.filled(**_of_file(engine)) if "%(" in failure.remedy.text else failure.remedy
    kind = BusyError if failure is _BUSY else StoreError
    return kind([Fault(engine.url.render_as_string(hide_password=True), what, remedy)])


def _failure(cause: BaseException, *, in_file: bool) -> _Failure:
    if isinstance(cause, ValidationError) or str(cause).startswith("Could not decode to UTF-8"):
        return _DAMAGED_FILE if in_file else _DAMAGED_TABLE
    name, state = getattr(cause, "sqlite_errorname", ""), getattr(cause, "sqlstate", "")
    if state is None:  # it failed before the server could tell a state
        return _NO_SERVER
    return _by_start(_OF_SQLITE, name) if name else _by_start(_OF_POSTGRESQL, state)


def _by_start(failures: Mapping[str, _Failure], name: str) -> _Failure:
    return next((failure for start, failure in failures.items() if name.startswith(start)), _OTHER)


def _of_file(engine: sa.Engine) -> dict[str, object]:
    """Return what a remedy says of a database in a file."""
    file = Path(engine.url.database or "").absolute()
    try:
        free = f"{shutil.disk_usage(file.parent).free / 2**20:,.0f} MB"
    except OSError:
        free = "? MB"
    return {"file": file, "folder": file.parent, "user": _user(), "free": free}


def _user() -> str | Message:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a container may run as a number without a name
        return message("the explorer's user")
