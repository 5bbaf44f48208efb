"""Open a database, and say of a failure which database it was and what to do."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.exc import SQLAlchemyError

from explorer.errors import Fault, StoreError

# Set on each connection of SQLite: a reader never waits for a writer, and reads the file as if it were in memory.
PRAGMAS = ("journal_mode = WAL", "foreign_keys = ON", "synchronous = NORMAL", f"mmap_size = {2**30}")


class Transaction:
    """A transaction whose failure says which database, and what to do."""

    def __init__(self, engine: sa.Engine, verb: str) -> None:
        self._engine, self._verb = engine, verb

    def __enter__(self) -> sa.Connection:
        try:
            self._context = self._engine.begin()
            return self._context.__enter__()
        except SQLAlchemyError as error:
            raise self._explained(error) from error

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> None:
        try:
            self._context.__exit__(kind, error, trace)  # type: ignore[arg-type]
        except SQLAlchemyError as failed:
            raise self._explained(failed) from failed
        if isinstance(error, SQLAlchemyError):
            raise self._explained(error) from error

    def _explained(self, error: SQLAlchemyError) -> StoreError:
        where = self._engine.url.render_as_string(hide_password=True)
        cause = str(getattr(error, "orig", None) or error)
        remedy = "delete the database file, it is built anew from cases.geojson; or check the disk and the address"
        return StoreError([Fault(where, f"cannot {self._verb} the database: {cause}", remedy)])


def open_engine(url: str) -> sa.Engine:
    """
    Open a database at an SQLAlchemy address; ``"sqlite://"`` is one in memory.

    Raises
    ------
    StoreError
        If the address is none, or its driver is not installed.
    """
    memory = url in {"sqlite://", "sqlite:///:memory:"}
    try:
        engine = sa.create_engine(url, **({"poolclass": sa.StaticPool} if memory else {}))
    except (SQLAlchemyError, ImportError) as error:
        remedy = "give an address such as sqlite:////srv/explorer/store.sqlite, and install the database's driver"
        raise StoreError([Fault(f"database address {url!r}", str(error), remedy)]) from error
    sa.event.listen(engine, "connect", _set_up_sqlite)
    return engine


def note_sizes(connection: sa.Connection) -> None:
    """Let the database note how many rows its tables hold, by which it chooses among indexes."""
    if connection.dialect.name in {"sqlite", "postgresql"}:
        connection.execute(sa.text("ANALYZE"))


def _set_up_sqlite(connection: object, _record: object) -> None:
    if type(connection).__module__.startswith("sqlite3"):
        for pragma in PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")  # type: ignore[attr-defined]
