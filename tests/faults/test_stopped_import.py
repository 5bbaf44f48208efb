"""Imports that are stopped, come twice at once, find no space, or come while the site is read."""

from __future__ import annotations

import os
import re
import runpy
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING
from urllib.error import URLError
from urllib.request import urlopen

import pytest
import sqlalchemy as sa
from samples import ROOT

from explorer.formats import geojson
from explorer.query.filters import Filter
from explorer.store import open_store, schema

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from explorer.records.models import Cases
    from geodata import Places

pytestmark = pytest.mark.slow
N_REFORMS = 600
LONGEST_S = 120
STATUSES = {signal.SIGINT: 130, signal.SIGTERM: 143}


@pytest.fixture(autouse=True)
def interruptible() -> Iterator[None]:
    """Let what the tests start be interrupted, though the tests themselves may run where nothing is."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.fixture(scope="module")
def many(weifang: Places) -> Cases:
    made: Cases = runpy.run_path(str(ROOT / "bench" / "synthetic.py"))["cases"](N_REFORMS, weifang, seed=5)
    return made


@pytest.fixture(scope="module")
def file(many: Cases, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("many") / "many.geojson"
    path.write_bytes(geojson.write(many))
    return path


def started(url: str, *arguments: str | Path) -> subprocess.Popen[str]:
    """Start a command of the explorer on a database."""
    command = [sys.executable, "-m", "explorer", *map(str, arguments)]
    environment = os.environ | {"EXPLORER_DATABASE_URL": url}
    pipe = subprocess.PIPE
    return subprocess.Popen(command, env=environment, stdout=pipe, stderr=subprocess.STDOUT, text=True)  # noqa: S603


def ended(process: subprocess.Popen[str]) -> tuple[int, str]:
    told, _ = process.communicate(timeout=LONGEST_S)
    assert "Traceback" not in told
    return process.returncode, told


def wait_until(there: Callable[[], object]) -> None:
    begun = time.monotonic()
    while not there():
        assert time.monotonic() - begun < LONGEST_S
        time.sleep(0.01)


def n_rows(url: str, table: sa.Table) -> int:
    store = open_store(url)
    try:
        with store.engine.connect() as connection:
            return connection.scalar(sa.select(sa.func.count()).select_from(table)) or 0
    finally:
        store.engine.dispose()


def n_reforms(url: str) -> int:
    store = open_store(url)
    try:
        return store.count(Filter())
    finally:
        store.engine.dispose()


def test_an_import_that_is_stopped_leaves_nothing(new_database: Callable[[], str], file: Path, cases: Cases) -> None:
    url = new_database()
    open_store(url, cases).engine.dispose()
    for number, expected in STATUSES.items():
        process = started(url, "import", file)
        wait_until(lambda: n_rows(url, schema.staged))  # it is at work
        process.send_signal(number)
        status, told = ended(process)
        assert status == expected
        assert "Stopped" in told.splitlines(), told
        assert (n_reforms(url), n_rows(url, schema.staged)) == (len(cases.reforms), 0)
    assert ended(started(url, "import", file))[0] == 0
    assert n_reforms(url) == len(cases.reforms) + N_REFORMS


def test_of_two_imports_at_once_each_is_whole(new_database: Callable[[], str], file: Path, cases: Cases) -> None:
    url = new_database()
    open_store(url, cases).engine.dispose()
    found = [ended(each) for each in [started(url, "import", file) for _ in range(2)]]
    assert 0 in [status for status, _ in found]
    for status, told in found:
        assert status == 0 or re.search("changed by somebody else meanwhile|another program is writing", told)
    assert n_reforms(url) == len(cases.reforms) + N_REFORMS
    store = open_store(url)
    assert {len(store.history("reform", each.id)) for each in store.reforms(Filter())} == {1}
    store.engine.dispose()


def test_readers_see_an_import_at_once_and_are_answered_meanwhile(
    new_database: Callable[[], str], file: Path, many: Cases, cases: Cases
) -> None:
    url = new_database()
    open_store(url, cases).engine.dispose()
    path = f"/reforms/{many.reforms[0].id}"
    with served(url) as address:
        assert seen(f"{address}{path}") == (404, False)
        process = started(url, "import", file)
        n_answers = 0
        while process.poll() is None:
            assert seen(f"{address}/")[0] == 200
            n_answers += 1
        assert ended(process)[0] == 0
        assert n_answers > 1
        assert seen(f"{address}{path}", many.reforms[0].title_en or "") == (200, True)
        assert seen(f"{address}/api/reforms.json?lang=en", many.reforms[-1].id) == (200, True)


@contextmanager
def served(url: str) -> Iterator[str]:
    """Serve the site; give its address when it answers."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    process = started(url, "serve", "--port", port)
    address = f"http://127.0.0.1:{port}"
    try:
        wait_until(lambda: process.poll() is not None or answers(f"{address}/healthz"))
        yield address
        process.terminate()
        assert ended(process)[0] == 0
    finally:
        process.kill()
        process.communicate()


def answers(address: str) -> bool:
    try:
        return seen(address)[0] == 200
    except URLError:
        return False


def seen(address: str, words: str = "") -> tuple[int, bool]:
    """Open a page; return its status, and whether words stand in it."""
    try:
        with urlopen(address, timeout=LONGEST_S) as answer:  # noqa: S310  # our own server
            return answer.status, bool(words) and words in answer.read().decode()
    except URLError as error:
        if hasattr(error, "code"):
            return error.code, False
        raise
