from __future__ import annotations

import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa
from samples import CASES_FILE

from explorer.errors import StoreError
from explorer.messages import say
from explorer.query.filters import Filter
from explorer.records.models import Change, Signature
from explorer.store import backup, database, open_store

if TYPE_CHECKING:
    from collections.abc import Iterator

    from explorer.records.models import Cases, Reform
    from explorer.store import Store
    from geodata import Places

pytestmark = pytest.mark.long
NOBODY = 65534
LONGEST = 60  # seconds that a process of a test may take
HOLDS_THE_LOCK = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("BEGIN IMMEDIATE")
print("locked", flush=True)
sys.stdin.read()
"""
SAVES_WITH_LITTLE_SPACE = """
import resource, signal, sys
from explorer.importing import seed
from explorer.errors import StoreError
from explorer.store import open_store

cases = seed.read(sys.argv[2])
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))
try:
    open_store(f"sqlite:///{sys.argv[1]}", cases)
except StoreError as error:
    print(error)
"""


@pytest.fixture(scope="module")
def sound(cases: Cases, weifang: Places, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write a database."""
    path = tmp_path_factory.mktemp("sound") / "sound.sqlite"
    opened = open_store(f"sqlite:///{path}", cases, weifang)
    opened.engine.dispose()
    return path


@pytest.fixture
def folder() -> Iterator[Path]:
    """Make a folder that every user may enter."""
    made = Path(tempfile.mkdtemp(prefix="explorer-"))
    made.chmod(0o755)
    yield made
    made.chmod(0o755)
    shutil.rmtree(made)


@pytest.fixture
def file(sound: Path, folder: Path) -> Path:
    return Path(shutil.copy(sound, folder))


def test_a_full_disk(file: Path, cases: Cases) -> None:
    with opened(file) as store:
        before = store.digest()
        sa.event.listen(store.engine, "connect", allow_no_more_pages)
        store.engine.dispose()
        told = refused(store, cases)
        assert "the disk is full" in told
        assert f"free space in {file.parent}" in told
        assert "MB are free" in told
        assert (store.digest(), store.recent(1)[0].signature.why) == (before, "imported from a file")
    assert_sound(file, cases)


def test_a_disk_that_is_full_for_real(folder: Path, sound: Path, cases: Cases) -> None:
    disk = folder / "disk"
    disk.mkdir()
    size = sound.stat().st_size + 2**18
    mount = ["mount", "-t", "tmpfs", "-o", f"size={size}", "x", disk]
    if subprocess.run(mount, check=False, capture_output=True).returncode:  # noqa: S603  # our own command
        pytest.skip("no small disk can be made: only root may mount one, and not in each container")
    try:
        path = Path(shutil.copy(sound, disk))
        with opened(path) as store:
            told = refused(store, cases)
            assert "the disk is full" in told
            assert "0 MB are free" in told
        assert_sound(path, cases)
        (disk / "filler").write_bytes(bytes(shutil.disk_usage(disk).free - 2**15))
        with opened(path) as store, pytest.raises(StoreError, match="No space left on device"):
            backup.write(store.engine, disk / "backup.zip")
        assert sorted(each.name for each in disk.iterdir()) == ["filler", "sound.sqlite"]
    finally:
        subprocess.run(["umount", disk], check=True)  # noqa: S603, S607  # our own command


def test_a_file_that_may_grow_no_more(folder: Path) -> None:
    path = folder / "new.sqlite"
    command = [sys.executable, "-c", SAVES_WITH_LITTLE_SPACE, path, CASES_FILE]
    told = subprocess.run(command, check=True, capture_output=True, text=True, timeout=LONGEST).stdout  # noqa: S603
    assert "the disk fails to read or write" in told
    assert f"check space in {folder}" in told
    with opened(path) as store:
        assert store.reforms(Filter()) == ()


def test_a_folder_that_may_only_be_read(folder: Path, cases: Cases) -> None:
    folder.chmod(0o555)
    with unprivileged(), pytest.raises(StoreError) as caught:
        open_store(f"sqlite:///{folder}/new.sqlite", cases)
    assert "it cannot be opened" in str(caught.value)
    assert f"make the folder {folder} if it is missing, and give" in str(caught.value)
    assert list(folder.iterdir()) == []


def test_a_folder_that_is_not_there(folder: Path, cases: Cases) -> None:
    with pytest.raises(StoreError, match=r"make the folder .*missing") as caught:
        open_store(f"sqlite:///{folder}/missing/new.sqlite", cases)
    assert str(folder / "missing") in str(caught.value)


def test_a_file_that_may_only_be_read(file: Path, cases: Cases) -> None:
    file.chmod(0o444)
    file.parent.chmod(0o777)
    with unprivileged(), opened(file) as store:
        told = refused(store, cases)
        assert "it may only be read" in told
        assert f"the right to write {file}" in told
    assert_sound(file, cases)


def test_a_file_in_a_folder_that_may_only_be_read(file: Path, cases: Cases) -> None:
    file.chmod(0o444)
    file.parent.chmod(0o555)
    with unprivileged():
        told = read_all(file, cases)
    assert re.search("it may only be read|it cannot be opened", told)
    assert "the right to write" in told
    assert str(file.parent) in told
    file.parent.chmod(0o755)
    assert_sound(file, cases)


def test_a_database_that_another_program_writes(file: Path, cases: Cases, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "PRAGMAS", (*database.PRAGMAS, "busy_timeout = 100"))
    with opened(file) as store, holding_the_lock(file):
        told = refused(store, cases)
        assert "another program is writing to it" in told
        assert "wait until it has ended" in told
        assert len(store.reforms(Filter())) == len(cases.reforms)
    with opened(file) as store:
        assert change_title(store, cases)


def test_a_program_that_was_killed_while_it_wrote_locks_nobody_out(file: Path, cases: Cases) -> None:
    with holding_the_lock(file) as process:
        process.send_signal(signal.SIGKILL)
        process.wait(LONGEST)
        with opened(file) as store:
            assert change_title(store, cases)


@pytest.mark.parametrize(("start", "size"), [(0, 16), (0, 100), (16, 2), (100, 4000), (0, 1_000_000)])
def test_a_file_whose_head_was_overwritten(file: Path, start: int, size: int) -> None:
    overwrite(file, start, size, random.Random(start))  # noqa: S311  # no secret
    with pytest.raises(StoreError) as caught, opened(file) as store:
        store.reforms(Filter())
    told = str(caught.value)
    assert "the file is damaged" in told
    assert f"move {file}" in told
    assert "explorer restore BACKUP" in told
    assert "已损坏" in say(caught.value.faults[0].what, "zh")


def test_a_file_that_was_overwritten_anywhere_is_told_or_right(sound: Path, folder: Path, cases: Cases) -> None:
    chance, found = random.Random(3), []  # noqa: S311  # no secret
    for n in range(60):
        path = Path(shutil.copy(sound, folder / f"{n}.sqlite"))
        overwrite(path, chance.randrange(path.stat().st_size), chance.choice([1, 50, 4096, 20_000]), chance)
        found.append(read_all(path, cases))
    assert {each for each in found if "damaged" not in each} == {"right"}
    assert 10 < found.count("right") < 50


def test_a_file_that_was_cut_short(file: Path, cases: Cases) -> None:
    data = file.read_bytes()
    for part in (0.2, 0.5, 0.9):
        file.write_bytes(data[: int(len(data) * part)])
        assert "the file is damaged" in read_all(file, cases)


@contextmanager
def opened(path: Path) -> Iterator[Store]:
    store = open_store(f"sqlite:///{path}")
    try:
        yield store
    finally:
        store.engine.dispose()


@contextmanager
def unprivileged() -> Iterator[None]:
    """Let permissions hold for the tests too: root may write everywhere."""
    privileged = os.geteuid() == 0
    if privileged:
        os.seteuid(NOBODY)
    try:
        yield
    finally:
        if privileged:
            os.seteuid(0)


@contextmanager
def holding_the_lock(path: Path) -> Iterator[subprocess.Popen[str]]:
    """Let another process write to a database, and not end."""
    command = [sys.executable, "-c", HOLDS_THE_LOCK, path]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603
        assert process.stdout
        assert process.stdout.readline() == "locked\n"
        try:
            yield process
        finally:
            process.kill()


def allow_no_more_pages(connection: object, _record: object) -> None:
    (n_pages,) = connection.execute("PRAGMA page_count").fetchone()  # type: ignore[attr-defined]
    connection.execute(f"PRAGMA max_page_count = {n_pages}")  # type: ignore[attr-defined]


def change_title(store: Store, cases: Cases) -> tuple[int, ...]:
    return store.apply([retitled(store, cases.reforms[0], "新的标题")], Signature(None, "edited"))


def refused(store: Store, cases: Cases) -> str:
    """Change all reforms, and return why that is refused."""
    changes = [retitled(store, reform, "长" * 200) for reform in cases.reforms]
    with pytest.raises(StoreError) as caught:
        store.apply(changes, Signature(None, "edited"))
    (fault,) = caught.value.faults
    assert say(fault.remedy, "zh") != str(fault.remedy)
    return str(caught.value)


def retitled(store: Store, reform: Reform, title: str) -> Change:
    present = store.present("reform", reform.id)
    assert present
    return Change("reform", reform.id, reform.model_copy(update={"title_zh": title}), present.number)


def overwrite(path: Path, start: int, size: int, chance: random.Random) -> None:
    with path.open("r+b") as opened_file:
        opened_file.seek(start)
        opened_file.write(chance.randbytes(min(size, path.stat().st_size - start)))


def read_all(path: Path, cases: Cases) -> str:
    """Read and change what a database holds; return ``right``, or what is told."""
    try:
        with opened(path) as store:
            present = {reform.id: reform for reform in store.reforms(Filter())}
            histories = [store.history("reform", reform.id) for reform in cases.reforms]
            change_title(store, cases)
    except StoreError as error:
        return str(error)
    right = {reform.id: reform for reform in cases.reforms}
    return "right" if present == right and all(histories) else "wrong"


def assert_sound(path: Path, cases: Cases) -> None:
    assert read_all(path, cases) == "right"
