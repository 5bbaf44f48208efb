from __future__ import annotations

import runpy
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest
import stewards
from click.testing import CliRunner
from samples import ROOT

from explorer.cli import main
from explorer.formats import geojson
from explorer.query.filters import Filter
from explorer.store import open_store

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from explorer.records.models import Cases
    from geodata import Places

pytestmark = pytest.mark.long
SPACE = 2**20  # bytes beside the database
LITTLE = 40_000


@pytest.fixture
def disk(tmp_path: Path, cases: Cases, weifang: Places, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Make a small disk that holds a database."""
    filled = tmp_path / "filled.sqlite"
    open_store(f"sqlite:///{filled}", cases, weifang).engine.dispose()
    made = tmp_path / "disk"
    made.mkdir()
    size = filled.stat().st_size + SPACE
    mount = ["mount", "-t", "tmpfs", "-o", f"size={size}", "x", str(made)]
    if subprocess.run(mount, check=False, capture_output=True).returncode:  # noqa: S603  # our own command
        pytest.skip("no small disk can be made: only root may mount one, and not in each container")
    try:
        shutil.copy(filled, made / "x.sqlite")
        monkeypatch.setenv("EXPLORER_DATABASE_URL", f"sqlite:///{made}/x.sqlite")
        yield made
    finally:
        subprocess.run(["umount", "--lazy", made], check=True)  # noqa: S603, S607  # our own command


def refused(*arguments: object) -> str:
    done = CliRunner().invoke(main, [str(each) for each in arguments], catch_exceptions=False)
    assert done.exit_code == 2, done.output
    return done.output


def titles(disk: Path) -> dict[str, str]:
    store = open_store(f"sqlite:///{disk}/x.sqlite")
    try:
        return {reform.id: reform.title_zh for reform in store.reforms(Filter())}
    finally:
        store.engine.dispose()


def test_an_import_that_finds_no_space_imports_nothing(
    disk: Path, tmp_path: Path, cases: Cases, weifang: Places
) -> None:
    many = runpy.run_path(str(ROOT / "bench" / "synthetic.py"))["cases"](1500, weifang, seed=5)
    (tmp_path / "many.geojson").write_bytes(geojson.write(many))
    told = refused("import", tmp_path / "many.geojson")
    assert "the disk is full" in told
    assert f"nothing of this was saved; free space in {disk} (0 MB are free)" in told
    assert titles(disk) == {reform.id: reform.title_zh for reform in cases.reforms}


@pytest.mark.parametrize("arguments", [("export", "-o", "out.geojson"), ("export", "-o", "out.xlsx")])
def test_an_export_that_finds_no_space_leaves_the_file_of_before(disk: Path, arguments: tuple[str, ...]) -> None:
    *command, name = arguments
    file = disk / name
    file.write_bytes(b"of before")
    fill(disk)
    told = refused(*command, file)
    assert f"{file}: cannot be written: No space left on device (free space in {disk}" in told
    assert file.read_bytes() == b"of before"
    assert not list(disk.glob(".*"))


def test_a_backup_that_finds_no_space_leaves_nothing(disk: Path) -> None:
    fill(disk)
    assert "No space left on device" in refused("backup", disk / "backup.zip")
    assert not [each for each in disk.iterdir() if "backup" in each.name]


def test_faulty_rows_that_find_no_space_leave_nothing(disk: Path, tmp_path: Path) -> None:
    (tmp_path / "ledger.xlsx").write_bytes(stewards.workbook())
    fill(disk, 1000)
    assert "No space left on device" in refused("check", "--returned", disk / "bad.xlsx", tmp_path / "ledger.xlsx")
    assert not [each for each in disk.iterdir() if "bad" in each.name]


def fill(disk: Path, left: int = LITTLE) -> None:
    """Leave but a little space, with the files that a reader of the database makes."""
    store = open_store(f"sqlite:///{disk}/x.sqlite")
    store.digest()
    (disk / "filler").write_bytes(bytes(shutil.disk_usage(disk).free - left))
    store.engine.dispose()
