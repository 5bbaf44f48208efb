from __future__ import annotations

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from explorer.errors import StoreError
from explorer.store import database, migrating, schema
from explorer.store.database import Transaction
from explorer.store.migrating import VERSION_TABLE, migrate, version
from explorer.store.staging import Staging

if TYPE_CHECKING:
    from collections.abc import Callable

CURRENT = schema.VERSION
STEP = """
import sqlalchemy as sa
from alembic import op

revision = "9999"
down_revision = "{after}"


def upgrade():
    op.add_column("account", sa.Column("mail", sa.String, nullable=True))
    op.execute("UPDATE setting SET value = 'moved' WHERE key = 'file'")
    {more}
"""


@pytest.fixture
def next_version(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Return what makes the program one version newer; its step does some more in the end."""

    def make(more: str = "pass") -> None:
        folder = tmp_path / "versions"
        folder.mkdir()
        for path in migrating.FOLDER.glob("v*.py"):
            (folder / path.name).write_bytes(path.read_bytes())
        (folder / "v9999.py").write_text(STEP.format(after=schema.VERSION, more=more))
        monkeypatch.setattr(migrating, "FOLDER", folder)
        monkeypatch.setattr(schema, "VERSION", "9999")

    return make


@pytest.fixture(autouse=True)
def no_copies(engine: sa.Engine) -> None:
    """Delete the copies of the test before."""
    if engine.dialect.name == "sqlite":
        for path in copies(engine):
            path.unlink()


def test_the_steps_lead_to_just_the_tables_that_are_made_at_once(make_engine: Callable[[], sa.Engine]) -> None:
    engine = make_engine()
    with Transaction(engine, "write") as connection:
        migrating.upgrade(connection, schema.VERSION)
        context = MigrationContext.configure(connection, opts={"version_table": VERSION_TABLE, "compare_type": True})
        assert compare_metadata(context, schema.metadata) == []
        assert version(connection) == schema.VERSION
    by_steps = tables_of(engine)
    assert by_steps == tables_of(migrated(make_engine()))


def test_this_version_is_the_last_step() -> None:
    assert max(migrating.known()) == schema.VERSION


def test_a_database_of_this_version_is_left_alone(engine: sa.Engine) -> None:
    said: list[str] = []
    migrate(engine, lambda told: said.append(str(told)))
    assert said == []


def test_two_programs_that_start_at_once_make_the_tables_once(make_engine: Callable[[], sa.Engine]) -> None:
    engine = make_engine()
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: migrate(engine), range(8)))
    with Transaction(engine, "read") as connection:
        assert version(connection) == schema.VERSION


def test_an_older_database_is_moved_and_a_file_is_copied_first(
    engine: sa.Engine, next_version: Callable[..., None]
) -> None:
    fill(engine)
    next_version()
    said: list[str] = []
    migrate(engine, lambda told: said.append(str(told)))
    with Transaction(engine, "read") as connection:
        assert version(connection) == "9999"
        assert database.read(connection, "file") == "moved"
        assert connection.execute(sa.text("SELECT mail FROM account")).all() == []
    assert said[-1] == f"Moving the tables from version {CURRENT} to 9999"
    if engine.dialect.name == "sqlite":
        (copy,) = copies(engine)
        assert str(copy) in said[0]
        with closing(sqlite3.connect(copy)) as connection:
            assert connection.execute("SELECT value FROM setting").fetchall() == [("as it was",)]


def test_each_version_there_ever_was_is_moved_to_this_one_with_what_it_holds(
    make_engine: Callable[[], sa.Engine],
) -> None:
    for earlier in sorted(migrating.known() - {schema.VERSION}):
        engine = make_engine()
        with Transaction(engine, "write") as connection:
            migrating.upgrade(connection, earlier)
            database.write(connection, "file", "as it was")
        migrate(engine)
        with Transaction(engine, "read") as connection:
            assert version(connection) == schema.VERSION
            assert database.read(connection, "file") == "as it was"


def test_of_files_that_were_brought_in_before_just_those_are_whole_that_were_imported(
    make_engine: Callable[[], sa.Engine],
) -> None:
    engine = make_engine()
    with Transaction(engine, "write") as connection:
        migrating.upgrade(connection, "0002")
        connection.execute(
            sa.text(
                "INSERT INTO batch (name, digest, account, at, applied_at) VALUES "
                "('imported.csv', 'a', 'eva', '2026-01-01T00:00:00Z', '2026-01-01T00:01:00Z'), "
                "('preview.csv', 'b', 'eva', '2026-01-01T00:00:00Z', NULL)"
            )
        )
    migrate(engine)
    staging = Staging(engine)
    assert {each.name: each.complete for each in (*staging.recent(), *staging.unfinished("eva"))} == {
        "imported.csv": True,
        "preview.csv": False,
    }


def test_a_step_that_fails_leaves_all_as_it_was(engine: sa.Engine, next_version: Callable[..., None]) -> None:
    fill(engine)
    next_version('op.execute("INSERT INTO no_such_table VALUES (1)")')
    with pytest.raises(StoreError, match="no_such_table"):
        migrate(engine)
    with Transaction(engine, "read") as connection:
        assert version(connection) == CURRENT
        assert database.read(connection, "file") == "as it was"
        assert "mail" not in {column["name"] for column in sa.inspect(connection).get_columns("account")}


def test_a_copy_that_cannot_be_written_leaves_all_as_it_was(
    engine: sa.Engine, next_version: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    if engine.dialect.name != "sqlite":
        pytest.skip("only a file is copied")
    fill(engine)
    next_version()

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(StoreError, match=r"No space left on device.*nothing was changed"):
        migrate(engine)
    assert copies(engine) == []
    with Transaction(engine, "read") as connection:
        assert version(connection) == CURRENT


def test_a_database_of_a_newer_version_is_refused(engine: sa.Engine) -> None:
    with Transaction(engine, "write") as connection:
        connection.execute(sa.text(f"UPDATE {VERSION_TABLE} SET version_num = '0777'"))  # noqa: S608  # our own name
    with pytest.raises(StoreError, match=r"a newer version of the explorer made it .*0777.*install the newest"):
        migrate(engine)
    with Transaction(engine, "read") as connection:
        assert version(connection) == "0777"


def fill(engine: sa.Engine) -> None:
    with Transaction(engine, "write") as connection:
        database.write(connection, "file", "as it was")


def migrated(engine: sa.Engine) -> sa.Engine:
    migrate(engine)
    return engine


def copies(engine: sa.Engine) -> list[Path]:
    """Return the copies beside the file of a database."""
    file = Path(engine.url.database or "")
    return [path for path in file.parent.iterdir() if not path.name.startswith(file.name)]


def tables_of(engine: sa.Engine) -> tuple[object, dict[str, str]]:
    """Return all that the database tells of its tables."""
    found = sa.inspect(engine)
    if engine.dialect.name == "sqlite":
        with Transaction(engine, "read") as connection:
            query = sa.text(
                "SELECT name, sql LIKE '%AUTOINCREMENT%' FROM sqlite_master WHERE type = 'table' ORDER BY 1"
            )
            counted = connection.execute(query).all()
    else:
        counted = []
    return counted, {
        name: repr((found.get_columns(name), found.get_indexes(name), found.get_foreign_keys(name)))
        for name in sorted(found.get_table_names())
    }
