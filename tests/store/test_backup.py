from __future__ import annotations

import json
import stat
import zipfile
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from explorer.errors import StoreError
from explorer.records.models import Change, Signature
from explorer.store import backup, database, migrating, open_store, schema
from explorer.store import backup as archive
from explorer.store.accounts import Accounts
from explorer.store.database import Transaction
from explorer.store.queue import NewEntry, Queue, decide_within
from explorer.store.staging import Staged, Staging

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from explorer.records.models import Cases
    from explorer.store import Store


@pytest.fixture
def full(make_store: Callable[..., Store], cases: Cases) -> Store:
    """Return a store with something in each of its tables."""
    store = make_store(cases=cases)
    Accounts(store.engine).add("李明", "admin", "correct horse battery")
    first = store.present("reform", cases.reforms[0].id)
    assert first
    changed = cases.reforms[0].model_copy(update={"title_zh": "改了的标题"})
    (number,) = store.apply(
        [Change("reform", changed.id, changed, first.number)], Signature("李明", "“标题” 不对\n再改")
    )
    queue = Queue(store.engine)
    queue.add(NewEntry("draft", "菜博会", {"title_zh": "菜博会"}, article=("weifang.txt", "潍坊\u2028寿光")))
    report = queue.add(NewEntry("report", "wrong year", {"text": "year"}, reform=changed.id))
    assert report
    with Transaction(store.engine, "write") as connection:
        decide_within(connection, report, "accepted", "李明", "thanks", number)
    staging = Staging(store.engine)
    imported = staging.begin("a.csv", "abc", "李明")
    staging.finish(imported)
    staging.applied(imported)
    staging.add(staging.begin("preview.csv", "def", None), [Staged(0, "reform", None, "faulty")])
    database.secret_key(store.engine)
    return store


@pytest.fixture
def file(full: Store, tmp_path: Path) -> Path:
    path = tmp_path / "desk.zip"
    backup.write(full.engine, path)
    return path


def test_what_was_backed_up_comes_back_on_either_database(
    full: Store, file: Path, postgresql: object, tmp_path: Path
) -> None:
    for url in (f"sqlite:///{tmp_path}/new.sqlite", postgresql.new_database()):  # type: ignore[attr-defined]
        restored = open_store(url)
        backup.restore(restored.engine, file)
        assert rows_of(restored.engine) == rows_of(full.engine)
        assert restored.digest() == full.digest()
        assert restored.sources() == full.sources()
        assert Accounts(restored.engine).verify("李明", "correct horse battery")
        restored.engine.dispose()


def test_a_restored_database_goes_on_counting(full: Store, file: Path, make_store: Callable[..., Store]) -> None:
    store = make_store()
    backup.restore(store.engine, file)
    latest = full.recent(1)[0]
    assert latest.kind == "reform"
    (number,) = store.apply([Change("reform", latest.id, None, latest.number)], Signature(None, "twice"))
    assert number > latest.number
    assert Queue(store.engine).add(NewEntry("report", "x", {"n": 1})) == 3
    assert Staging(store.engine).begin("x", "abc", None)


def test_a_backup_of_what_was_restored_is_the_same_but_for_sessions(
    file: Path, make_store: Callable[..., Store], tmp_path: Path
) -> None:
    store = make_store()
    backup.restore(store.engine, file)
    again, before = backup.write(store.engine, tmp_path / "again.zip").members, backup.read(file).members
    assert again.keys() == before.keys()
    assert {name for name in again if again[name] != before[name]} == {"account"}
    assert again["account"].rows == before["account"].rows


def test_a_restored_backup_ends_every_session(full: Store, file: Path) -> None:
    accounts = Accounts(full.engine)
    before = accounts.all()[0].stamp
    backup.restore(full.engine, file, replace=True)
    assert accounts.all()[0].stamp != before


def test_previews_and_the_key_of_sessions_are_in_no_backup(full: Store, file: Path) -> None:
    with zipfile.ZipFile(file) as opened:
        text = b"".join(map(opened.read, opened.namelist())).decode()
    assert database.secret_key(full.engine) not in text
    assert "preview.csv" not in text
    assert "a.csv" in text


def test_only_its_owner_may_read_a_backup(file: Path) -> None:
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_no_backup_is_written_over_another(full: Store, file: Path) -> None:
    before = file.read_bytes()
    with pytest.raises(StoreError, match=r"desk\.zip: exists already"):
        backup.write(full.engine, file)
    assert file.read_bytes() == before


def test_what_a_database_holds_is_replaced_only_if_told_and_saved_first(
    file: Path, make_store: Callable[..., Store], cases: Cases
) -> None:
    store = make_store(cases=cases)
    Accounts(store.engine).add("other", "editor", "correct horse battery")
    before = rows_of(store.engine)
    with pytest.raises(StoreError, match="holds reforms or accounts already"):
        backup.restore(store.engine, file)
    assert rows_of(store.engine) == before

    said: list[str] = []
    backup.restore(store.engine, file, replace=True, say=lambda told: said.append(str(told)))
    assert [account.name for account in Accounts(store.engine).all()] == ["李明"]
    (saved,) = file.parent.glob("before-restore-*.zip")
    assert str(saved) in said[-1]
    other = make_store()
    backup.restore(other.engine, saved)
    assert rows_of(other.engine) == before


def test_a_backup_of_an_earlier_version_is_moved_to_this_one(
    full: Store, file: Path, make_store: Callable[..., Store], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "versions"
    folder.mkdir()
    for path in migrating.FOLDER.glob("v*.py"):
        (folder / path.name).write_bytes(path.read_bytes())
    (folder / "v9999.py").write_text(
        f"from alembic import op\nrevision, down_revision = '9999', '{schema.VERSION}'\n\n"  # noqa: S608
        "def upgrade():\n    op.execute(\"UPDATE account SET role = 'editor'\")\n"
    )
    store = make_store()
    monkeypatch.setattr(migrating, "FOLDER", folder)
    monkeypatch.setattr(schema, "VERSION", "9999")
    backup.restore(store.engine, file)
    assert Accounts(store.engine).all()[0].role == "editor"
    assert store.digest() == full.digest()


def test_a_harmed_row_is_told_and_not_carried_into_a_backup(full: Store, tmp_path: Path) -> None:
    with Transaction(full.engine, "write") as connection:
        harmed = sa.update(schema.revision).where(schema.revision.c.number == 7)
        connection.execute(harmed.values(document=schema.revision.c.document + " "))
    with pytest.raises(StoreError, match="revision 7: has another document than its digest says"):
        backup.write(full.engine, tmp_path / "x.zip")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_not_there_is_told(full: Store, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="cannot be written: No such file or directory"):
        backup.write(full.engine, tmp_path / "missing" / "x.zip")


def test_the_manifest_names_every_table_with_its_rows(full: Store, file: Path) -> None:
    manifest = backup.read(file)
    assert set(manifest.members) == {table.name for table in archive.TABLES}
    with Transaction(full.engine, "read") as connection:
        n_revisions = connection.scalar(sa.select(sa.func.count()).select_from(schema.revision))
    assert manifest.members["revision"].rows == n_revisions
    with zipfile.ZipFile(file) as opened:
        assert json.loads(opened.read("manifest.json"))["format"] == "county-explorer backup 1"


def rows_of(engine: sa.Engine) -> dict[str, list[object]]:
    """Return all that a backup of a database holds, but for what names the sessions: a restore ends them."""
    found: dict[str, list[object]] = {}
    with Transaction(engine, "read") as connection:
        for table in archive.TABLES:
            query = sa.select(*(each for each in table.c if each.name != "stamp")).order_by(*table.primary_key)
            if table is schema.batch:
                query = query.where(schema.batch.c.applied_at.is_not(None))
            if table is schema.setting:
                query = query.where(schema.setting.c.key != database.SECRET_KEY)
            found[table.name] = [tuple(row) for row in connection.execute(query)]
    return found
