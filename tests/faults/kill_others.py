"""
Kill what else writes at random moments: the first start, edits, a backup, a restore, a move of the tables.

``python tests/faults/kill_others.py [TIMES]`` prints, of each, how often afterwards all, a part of whole steps or
nothing of it was there; exit status 1 tells of the first time when anything was half there.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import sys
import tempfile
from collections import Counter
from contextlib import closing
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Final

from killing import assert_starts, assert_whole, opened, run

from explorer.cli import main
from explorer.config import Settings
from explorer.query.filters import Filter
from explorer.records.models import Change, Signature
from explorer.store import backup, database, migrating, schema
from explorer.store.database import open_engine
from explorer.store.migrating import migrate
from explorer.web.site import open_data

if TYPE_CHECKING:
    from collections.abc import Callable

    import sqlalchemy as sa

    from explorer.records.models import Kind
    from explorer.store import Store

NOTHING, SOME, ALL = "nothing", "some steps", "all"
N_EDITS = 40
NEXT = "9999"
STEP = """
import sqlalchemy as sa
from alembic import op

revision = "9999"
down_revision = "%s"


def upgrade():
    for n in range(40):
        op.create_table(f"more_{n}", sa.Column("x", sa.Integer, primary_key=True))
        op.execute("UPDATE revision SET why = why || '.'")
"""


@dataclass(frozen=True)
class Ground:
    """A folder with a database that is filled, and its backup."""

    folder: Path

    @property
    def filled(self) -> Path:
        """The database as it was filled, never touched."""
        return self.folder / "filled.sqlite"

    @property
    def archive(self) -> Path:
        """The backup of it."""
        return self.folder / "filled.zip"

    @property
    def own(self) -> Path:
        """The database that is worked on."""
        return self.folder / "own" / "own.sqlite"

    @property
    def settings(self) -> Settings:
        """Settings that name it."""
        return replace(Settings(), database_url=f"sqlite:///{self.own}")

    def clear(self) -> None:
        """Work on no database yet."""
        shutil.rmtree(self.own.parent, ignore_errors=True)
        self.own.parent.mkdir()

    def copy(self) -> None:
        """Work on the one that is filled."""
        self.clear()
        shutil.copy(self.filled, self.own)

    def count(self, query: str) -> int:
        """Count in the database; 0 if the table or the row is not there."""
        with closing(sqlite3.connect(self.own)) as connection:
            try:
                (number,) = connection.execute(query).fetchone() or (0,)
            except sqlite3.OperationalError:
                return 0
        return int(number)


@dataclass(frozen=True)
class Task:
    """Something that writes: what is there before, what it does, how much of it is there; that is whole."""

    begin: Callable[[Ground], None]
    act: Callable[[Ground], object]
    found: Callable[[Ground], str]


def kill_others(times: int, folder: Path, seed: int = 0) -> dict[str, Counter[str]]:
    """
    Do each task so many times, kill it at a random moment, then do it again to its end.

    Raises
    ------
    AssertionError
        If anything was half there, or could not be done again.
    """
    ground, chance = Ground(folder), Random(seed)  # noqa: S311  # no secret
    filled = replace(Settings(), database_url=f"sqlite:///{ground.filled}")
    assert_starts(filled)
    with opened(filled) as store:
        backup.write(store.engine, ground.archive)
    return {name: _kill(task, times, ground, chance) for name, task in TASKS.items()}


def _kill(task: Task, times: int, ground: Ground, chance: Random) -> Counter[str]:
    found: Counter[str] = Counter()
    usual = min(_whole_run(task, ground) for _ in range(2))
    for _ in range(times):
        task.begin(ground)
        run(partial(task.act, ground), chance.uniform(0, usual))
        found[task.found(ground)] += 1
        run(partial(task.act, ground))
        assert task.found(ground) == ALL, "it cannot be done again"
    return found


def _whole_run(task: Task, ground: Ground) -> float:
    task.begin(ground)
    lasted = run(partial(task.act, ground))
    assert task.found(ground) == ALL
    return lasted


def _start(ground: Ground) -> None:
    open_data(ground.settings)


def _whole(ground: Ground) -> str:
    """Tell whether the records that were filled in are all there, or none is."""
    n_there = ground.count("SELECT count(*) FROM revision")
    with closing(sqlite3.connect(ground.filled)) as connection:
        (n_filled,) = connection.execute("SELECT count(*) FROM revision").fetchone()
    assert n_there in {0, n_filled}, "a part of the records is there"
    if n_there:
        assert_whole(ground.settings)
    return ALL if n_there else NOTHING


def _edit(ground: Ground) -> None:
    with opened(ground.settings) as store:
        n_done = ground.count("SELECT value FROM setting WHERE key = 'n_edits'")
        for n, reform in list(enumerate(store.reforms(Filter())))[n_done:N_EDITS]:
            changes = [_edited(store, "reform", reform.id), _edited(store, "source", next(iter(store.sources())))]
            store.apply(changes, Signature(None, "edited"), also=partial(_note, n + 1))


def _edited(store: Store, kind: Kind, name: str) -> Change:
    present = store.present(kind, name)
    assert present
    assert present.record
    field = "title_zh" if kind == "reform" else "title"
    text = f"{getattr(present.record, field)}改"
    return Change(kind, name, present.record.model_copy(update={field: text}), present.number)


def _note(n_edits: int, connection: sa.Connection, _numbers: object) -> None:
    database.write(connection, "n_edits", str(n_edits))


def _edits(ground: Ground) -> str:
    """Tell how many edits are there; each is there with all that belongs to it."""
    n_noted = ground.count("SELECT value FROM setting WHERE key = 'n_edits'")
    for kind in ("reform", "source"):
        assert ground.count(f"SELECT count(*) FROM revision WHERE why = 'edited' AND kind = '{kind}'") == n_noted  # noqa: S608
    assert_whole(ground.settings)
    return {0: NOTHING, N_EDITS: ALL}.get(n_noted, SOME)


def _back_up(ground: Ground) -> None:
    _command(ground, "backup", str(_backup(ground)))


def _backup(ground: Ground) -> Path:
    return ground.own.with_name("backup.zip")


def _backed_up(ground: Ground) -> str:
    if not _backup(ground).exists():
        return NOTHING
    assert backup.read(_backup(ground)).members == backup.read(ground.archive).members
    return ALL


def _restore(ground: Ground) -> None:
    _command(ground, "restore", str(ground.archive))


def _move(ground: Ground) -> None:
    """Move the tables to a version that is made up."""
    versions = ground.own.parent / "versions"
    shutil.copytree(migrating.FOLDER, versions, dirs_exist_ok=True)
    (versions / f"v{NEXT}.py").write_text(STEP % schema.VERSION, encoding="utf-8")
    migrating.FOLDER = versions  # type: ignore[misc]  # in a process of its own
    schema.VERSION = NEXT  # type: ignore[misc]
    engine = open_engine(ground.settings.database_url)
    migrate(engine)
    engine.dispose()


def _moved(ground: Ground) -> str:
    n_tables = ground.count("SELECT count(*) FROM sqlite_master WHERE name LIKE 'more_%' AND type = 'table'")
    version = ground.count("SELECT version_num FROM kept_version")
    n_rewritten = ground.count("SELECT count(*) FROM revision WHERE why LIKE '%' || substr('" + "." * 40 + "', 1)")
    n_all = ground.count("SELECT count(*) FROM revision")
    assert (n_tables, version, n_rewritten) in {(40, int(NEXT), n_all), (0, int(schema.VERSION), 0)}
    for copy in ground.own.parent.glob("*.before-*.sqlite"):
        with closing(sqlite3.connect(copy)) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    return ALL if n_tables else NOTHING


def _command(ground: Ground, *arguments: str) -> None:
    os.environ["EXPLORER_DATABASE_URL"] = ground.settings.database_url
    main(list(arguments), standalone_mode=False)


TASKS: Final = {
    "first start": Task(Ground.clear, _start, _whole),
    "edits": Task(Ground.copy, _edit, _edits),
    "backup": Task(Ground.copy, _back_up, _backed_up),
    "restore": Task(Ground.clear, _restore, _whole),
    "move of the tables": Task(Ground.copy, _move, _moved),
}

if __name__ == "__main__":
    (n_times,) = sys.argv[1:] or ["100"]
    with tempfile.TemporaryDirectory() as made:
        for name, outcomes in kill_others(int(n_times), Path(made)).items():
            told = ", ".join(f"{n} times {outcome}" for outcome, n in sorted(outcomes.items()))
            sys.stdout.write(f"{name}: {told}\n")
