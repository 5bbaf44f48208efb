"""Open a database, read or write it in transactions; its settings and its clock."""

from __future__ import annotations

import os
import re
import secrets
from contextlib import AbstractContextManager, contextmanager, suppress
from datetime import UTC, datetime, timedelta
from threading import RLock
from typing import TYPE_CHECKING, Any, Final, Literal

import sqlalchemy as sa
from pydantic import ValidationError
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from explorer.errors import Fault, StoreError
from explorer.messages import message
from explorer.store.failures import explain
from explorer.store.schema import setting

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import TracebackType


Verb = Literal["read", "write"]

MOST_WAITED_S: Final = 5  # for another writer
# Set on each connection of SQLite: a reader never waits for a writer, and reads the file as if it were in memory;
# what was committed survives a loss of power.
PRAGMAS = (
    f"busy_timeout = {MOST_WAITED_S * 1000}",
    "journal_mode = WAL",
    "foreign_keys = ON",
    "synchronous = FULL",
    f"mmap_size = {2**30}",
    f"journal_size_limit = {2**26}",  # what a large import wrote ahead is given back to the disk
)
# Options of a connection by database and verb: a reader sees one state throughout, a writer is alone.
_OPTIONS: dict[tuple[str, Verb], dict[str, Any]] = {
    ("sqlite", "write"): {"explorer_begin": "BEGIN IMMEDIATE"},
    ("postgresql", "read"): {"isolation_level": "REPEATABLE READ"},
}
_WRITERS: Final = 370700  # the number under which writers wait for one another in PostgreSQL
SECRET_KEY: Final = "secret_key"  # noqa: S105  # the name of the setting
_SECRET_BYTES = 32


class Transaction(AbstractContextManager[sa.Connection]):
    """
    A transaction whose failure says which database, and what to do.

    Parameters
    ----------
    verb
        ``read`` sees one state throughout and waits for nobody; ``write`` waits for other writers.

    Raises
    ------
    StoreError
        If the database fails; nothing of the transaction is kept.
    """

    def __init__(self, engine: sa.Engine, verb: Verb) -> None:
        self._context = _transaction(engine, verb)

    def __enter__(self) -> sa.Connection:
        return self._context.__enter__()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool | None:
        return self._context.__exit__(kind, error, trace)


def open_engine(url: str) -> sa.Engine:
    """
    Open a database at an SQLAlchemy address; ``"sqlite://"`` is one in memory.

    Raises
    ------
    StoreError
        If the address is none, or its driver is not installed.
    """
    try:
        address = _with_driver(sa.make_url(url))
        engine = sa.create_engine(address, **_pooling(address))
    except (SQLAlchemyError, ImportError) as error:
        remedy = message(
            "give an address such as sqlite:////srv/explorer/store.sqlite, and install the database's driver"
        )
        told = _told(url)
        where = message("database address “%(address)s”", address=told)
        raise StoreError(
            [Fault(where, message("cannot be opened (%(error)s)", error=str(error).replace(url, told)), remedy)]
        ) from error
    if engine.dialect.name == "sqlite":
        _make_private(address)
        sa.event.listen(engine, "connect", _set_up_sqlite)
        sa.event.listen(engine, "begin", _begin_sqlite)
    return engine


def _told(url: str) -> str:
    """Return an address without its password."""
    return re.sub(r"(?<=//)([^@/]*?):[^@]*@", r"\1:***@", url)


def note_sizes(connection: sa.Connection) -> None:
    """Let the database note how many rows its tables hold, by which it chooses among indexes."""
    connection.execute(sa.text("ANALYZE"))


class _OneConnection(sa.StaticPool):
    """The one connection of a database in memory: threads take turns, a transaction within another joins it."""

    def __init__(self, *args: Any, **others: Any) -> None:
        super().__init__(*args, **others)
        self.turn = RLock()
        self.begun: sa.Connection | None = None

    @contextmanager
    def transaction(self, engine: sa.Engine) -> Iterator[sa.Connection]:
        with self.turn:
            if self.begun is not None:
                with self.begun.begin_nested():
                    yield self.begun
                return
            with engine.begin() as connection:
                self.begun = connection
                try:
                    yield connection
                finally:
                    self.begun = None


@contextmanager
def _transaction(engine: sa.Engine, verb: Verb) -> Iterator[sa.Connection]:
    one = engine.pool if isinstance(engine.pool, _OneConnection) else None
    try:
        with one.transaction(engine) if one else _begun(engine, verb) as connection:
            yield connection
    except (DBAPIError, PoolTimeoutError, ValidationError) as error:  # the last: a record that is kept is harmed
        raise explain(error, engine, verb) from error


@contextmanager
def _begun(engine: sa.Engine, verb: Verb) -> Iterator[sa.Connection]:
    options = _OPTIONS.get((engine.dialect.name, verb), {})
    with engine.connect().execution_options(**options) as connection, connection.begin():
        if verb == "write" and engine.dialect.name == "postgresql":
            connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_WRITERS)))
        yield connection


def _with_driver(url: sa.URL) -> sa.URL:
    """Name the driver that the explorer installs for PostgreSQL."""
    return url.set(drivername="postgresql+psycopg") if url.drivername in {"postgres", "postgresql"} else url


def _pooling(url: sa.URL) -> dict[str, Any]:
    if url.get_backend_name() == "postgresql":
        # A connection that the server closed meanwhile is made anew; a writer waits as long as with SQLite.
        return {"pool_pre_ping": True, "connect_args": {"options": f"-c lock_timeout={MOST_WAITED_S}s"}}
    memory = url.database in {None, "", ":memory:"}
    return {"poolclass": _OneConnection, "connect_args": {"check_same_thread": False}} if memory else {}


def _make_private(url: sa.URL) -> None:
    """Make the file of a new database readable by its owner only: it holds the key of sessions and hashed passwords."""
    if url.database in {None, "", ":memory:"} or url.query:
        return
    with suppress(OSError):  # a folder that is missing, or may not be written, is told of at the first connection
        os.close(os.open(str(url.database), os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))


def _set_up_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # Python's driver would begin late, and never for a change of tables
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: sa.Connection) -> None:
    connection.exec_driver_sql(connection.get_execution_options().get("explorer_begin", "BEGIN"))


def now(ahead: timedelta = timedelta()) -> str:
    """Return the present moment, or one so far ahead: ``2026-11-24T01:29:35Z``."""
    return (datetime.now(UTC) + ahead).strftime("%Y-%m-%dT%H:%M:%SZ")


def seconds_until(moment: str) -> int:
    """Return how many seconds are left until a moment; at least one."""
    left = datetime.fromisoformat(moment) - datetime.now(UTC)
    return max(1, round(left.total_seconds()))


def read(connection: sa.Connection, key: str) -> str | None:
    """Return what is noted under a key, or None."""
    return connection.scalar(sa.select(setting.c.value).where(setting.c.key == key))


def write(connection: sa.Connection, key: str, value: str) -> None:
    """Note a text under a key, in the place of what was noted there."""
    if connection.execute(setting.update().where(setting.c.key == key).values(value=value)).rowcount == 0:
        connection.execute(setting.insert().values(key=key, value=value))


def secret_key(engine: sa.Engine) -> str:
    """Return the key that signs sessions: made once, then the same for each process."""
    with Transaction(engine, "read") as connection:
        found = read(connection, SECRET_KEY)
    if found:
        return found
    with Transaction(engine, "write") as connection:
        found = read(connection, SECRET_KEY)  # another process may have been faster
        if not found:
            found = secrets.token_hex(_SECRET_BYTES)
            write(connection, SECRET_KEY, found)
    return found
