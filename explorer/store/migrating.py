"""Bring the tables that are kept to the version of this program; a file of SQLite is copied first."""

from __future__ import annotations

import sqlite3
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory

from explorer.errors import Fault, StoreError
from explorer.messages import message
from explorer.store import schema
from explorer.store.database import Transaction, now, open_engine

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

    from explorer.messages import Message


FOLDER: Final = Path(__file__).parent / "migrations" / "versions"
VERSION_TABLE: Final = "kept_version"
_versions: Final = sa.Table(VERSION_TABLE, sa.MetaData(), sa.Column("version_num", sa.String(32), primary_key=True))


def upgrade(connection: sa.Connection, to: str) -> None:
    """Go the steps from the version of the tables, or from none, to a later one: within a transaction."""
    config = _config()
    config.attributes["connection"] = connection
    command.upgrade(config, to)


def known() -> frozenset[str]:
    """Return this program's version of the tables, and the earlier ones."""
    return frozenset(step.revision for step in ScriptDirectory.from_config(_config()).walk_revisions())


def _config() -> Config:
    config = Config()
    config.set_main_option("path_separator", "os")
    config.set_main_option("script_location", "explorer.store:migrations")
    config.set_main_option("version_locations", str(FOLDER).replace("%", "%%"))
    return config


def migrate(engine: sa.Engine, say: Callable[[Message], object] = lambda _: None) -> None:
    """
    Make the tables that are kept, or bring them to the version of this program: all in one transaction.

    A file of SQLite that is changed is copied first, beside itself.

    Raises
    ------
    StoreError
        If a newer version of the program made them, or a step fails; then they are as they were.
    """
    with Transaction(engine, "read") as connection:
        if version(connection) == schema.VERSION:
            return
    with Transaction(engine, "write") as connection:
        found = version(connection)  # another process may have been faster
        if found is None:
            make_tables(connection)
        elif found != schema.VERSION:
            _assert_older(engine, found, known())
            _copy(engine, say)
            say(message("Moving the tables from version %(old)s to %(new)s", old=found, new=schema.VERSION))
            upgrade(connection, schema.VERSION)


@contextmanager
def migrated(url: str, say: Callable[[Message], object] = lambda _: None) -> Iterator[sa.Engine]:
    """Open a database with the tables of this version; it is closed in the end."""
    engine = open_engine(url)
    try:
        migrate(engine, say)
        yield engine
    finally:
        engine.dispose()


def version(connection: sa.Connection) -> str | None:
    """Return the version of the tables that are kept; None if there are none."""
    if not sa.inspect(connection).has_table(VERSION_TABLE):
        return None
    return connection.scalar(sa.select(_versions.c.version_num))


def make_tables(connection: sa.Connection) -> None:
    """Make the tables of this version at once: the same as all steps would."""
    schema.metadata.create_all(connection)
    _versions.create(connection)
    connection.execute(_versions.insert().values(version_num=schema.VERSION))


def drop_tables(connection: sa.Connection) -> None:
    """Drop the tables that are kept, with all that is in them."""
    schema.metadata.drop_all(connection)
    _versions.drop(connection, checkfirst=True)


def _assert_older(engine: sa.Engine, found: str, known: Collection[str]) -> None:
    if found not in known:
        what = message(
            "a newer version of the explorer made it (tables %(found)s, known up to %(known)s)",
            found=found,
            known=schema.VERSION,
        )
        remedy = message("install the newest explorer, or `explorer restore BACKUP` into a new database")
        raise StoreError([Fault(engine.url.render_as_string(hide_password=True), what, remedy)])


def _copy(engine: sa.Engine, say: Callable[[Message], object]) -> None:
    """Copy a file of SQLite beside itself: all of the copy is there, or none."""
    if engine.dialect.name != "sqlite" or not engine.url.database:
        return
    file = Path(engine.url.database)
    copy = file.with_name(f"{file.stem}.{now().replace(':', '')}.before-{schema.VERSION}.sqlite")
    unfinished = copy.with_suffix(".unfinished")
    try:
        with closing(sqlite3.connect(file)) as source, closing(sqlite3.connect(unfinished)) as target:
            source.backup(target)
        unfinished.replace(copy)
    except (sqlite3.Error, OSError) as error:
        unfinished.unlink(missing_ok=True)
        remedy = message(
            "make it possible to write in %(folder)s and free space there; nothing was changed",
            folder=file.parent.absolute(),
        )
        raise StoreError(
            [
                Fault(
                    str(copy),
                    message("cannot copy the database before its tables are moved: %(error)s", error=error),
                    remedy,
                )
            ]
        ) from error
    say(message("Copied the database to %(file)s", file=copy))
