from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from explorer.cli import main
from explorer.store import open_store

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result

    from explorer.records.models import Cases


@pytest.fixture(autouse=True)
def filled(tmp_path: Path, cases: Cases, monkeypatch: pytest.MonkeyPatch) -> None:
    url = f"sqlite:///{tmp_path}/desk.sqlite"
    monkeypatch.setenv("EXPLORER_DATABASE_URL", url)
    monkeypatch.setenv("COLUMNS", "300")
    open_store(url, cases).engine.dispose()


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, list(map(str, arguments)))


def test_a_backup_is_restored_into_a_new_database(
    tmp_path: Path, cases: Cases, monkeypatch: pytest.MonkeyPatch
) -> None:
    file, url = tmp_path / "desk.zip", f"sqlite:///{tmp_path}/new.sqlite"
    n_revisions = len(cases.reforms) + len(cases.sources)
    done = run("backup", file)
    assert done.exit_code == 0
    assert f"{n_revisions} revisions of reforms and sources" in done.output
    monkeypatch.setenv("EXPLORER_DATABASE_URL", url)
    assert run("restore", file).exit_code == 0
    store = open_store(url)
    assert sorted(store.sources()) == sorted(source.id for source in cases.sources)
    store.engine.dispose()


def test_what_is_there_is_replaced_only_if_told(tmp_path: Path) -> None:
    file = tmp_path / "desk.zip"
    run("backup", file)
    refused = run("restore", file)
    assert refused.exit_code == 2
    assert "--replace what is there" in refused.output
    done = run("restore", file, "--replace")
    assert done.exit_code == 0
    assert "What was there is in" in done.output
    assert len(list(tmp_path.glob("before-restore-*.zip"))) == 1


def test_a_damaged_backup_is_told_with_its_part(tmp_path: Path) -> None:
    file = tmp_path / "desk.zip"
    run("backup", file)
    file.write_bytes(file.read_bytes()[:1000])
    done = run("restore", file, "--replace")
    assert done.exit_code == 2
    assert "desk.zip: is no zip file, or was cut short" in done.output
    assert "take another copy or an earlier backup" in done.output


def test_no_backup_is_overwritten(tmp_path: Path) -> None:
    file = tmp_path / "desk.zip"
    run("backup", file)
    done = run("backup", file)
    assert done.exit_code == 2
    assert "exists already" in done.output
