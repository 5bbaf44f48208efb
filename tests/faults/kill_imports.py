"""
Kill an import at random moments, again and again: afterwards all of it is there, or nothing.

``python tests/faults/kill_imports.py [TIMES [DATABASE_URL]]`` prints how often each was the case; exit status 1 tells
of the first time when neither was.
"""

from __future__ import annotations

import os
import signal
import sys
import tempfile
import time
from collections import Counter
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

import sqlalchemy as sa

from explorer import intake, preview
from explorer.cli import main, telling
from explorer.config import Settings
from explorer.exchange import geojson, offering
from explorer.filters import Filter
from explorer.site import open_data
from explorer.store import kept

if TYPE_CHECKING:
    from explorer.model import Cases
    from explorer.store import Store

OUTCOMES = ("nothing", "all")
LOADED = (preview, telling, offering)  # a process that is made by a fork has them: an import is all that it does


def kill_imports(times: int, url: str, folder: Path, seed: int = 0) -> Counter[str]:
    """
    Import two states of all reforms in turn, and kill each import at a random moment.

    Returns
    -------
    How often afterwards ``all`` or ``nothing`` of the import was there.

    Raises
    ------
    AssertionError
        If it was neither, or the history is not whole, or the site does not start.
    """
    settings = replace(Settings(), database_url=url)
    shipped = intake.read(settings.data)
    states = (shipped, _retitled(shipped))
    files = [folder / f"{n}.geojson" for n in range(len(states))]
    for file, state in zip(files, states, strict=True):
        file.write_bytes(geojson.write(state))
    _look(settings)
    usual = min([_import(settings, file, None) for file in (*reversed(files), *reversed(files))])

    chance, found, now, n_imports = Random(seed), Counter[str](), 0, 4  # noqa: S311  # no secret
    for _ in range(times):
        _import(settings, files[1 - now], chance.uniform(0, 1.2 * usual))
        titles, n_revisions = _look(settings)
        outcome = 1 - now if titles == _titles(states[1 - now]) else now
        assert titles == _titles(states[outcome]), "a part of an import is there"
        n_imports += outcome != now
        assert n_revisions == {n_imports + 1}, "the history is not whole"
        found[OUTCOMES[outcome != now]] += 1
        now = outcome
    return found


def _import(settings: Settings, file: Path, kill_after_s: float | None) -> float:
    """Import a file in a process of its own, which may be killed; return how long it ran."""
    begun = time.monotonic()
    child = os.fork()
    if child == 0:
        _run(settings, file)
    if kill_after_s is not None:
        time.sleep(kill_after_s)
        os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return time.monotonic() - begun


def _run(settings: Settings, file: Path) -> None:
    os.environ["EXPLORER_DATABASE_URL"] = settings.database_url
    with Path(os.devnull).open("w") as nowhere:
        os.dup2(nowhere.fileno(), 1)
        os.dup2(nowhere.fileno(), 2)
        try:
            main(["import", str(file)], standalone_mode=False)
        finally:
            os._exit(0)


def _look(settings: Settings) -> tuple[dict[str, str], set[int]]:
    """Open the data as a site does; return the titles, and the numbers of revisions that a reform has."""
    _, store = open_data(settings)
    with closing(_Disposed(store)):
        titles = {reform.id: reform.title_zh for reform in store.reforms(Filter())}
        with store.engine.connect() as connection:
            if store.engine.dialect.name == "sqlite":
                assert connection.scalar(sa.text("PRAGMA integrity_check")) == "ok"
            unfinished = sa.select(kept.batch.c.number).where(kept.batch.c.applied_at.is_(None))
            of_unfinished = sa.select(kept.revision.c.number).where(kept.revision.c.batch.in_(unfinished))
            assert connection.execute(of_unfinished).all() == [], "revisions of an import that is not finished"
        return titles, {len(store.history("reform", name)) for name in titles}


class _Disposed:
    def __init__(self, store: Store) -> None:
        self._store = store

    def close(self) -> None:
        self._store.engine.dispose()


def _retitled(cases: Cases) -> Cases:
    reforms = [reform.model_copy(update={"title_zh": reform.title_zh + "（改）"}) for reform in cases.reforms]
    return cases.model_copy(update={"reforms": tuple(reforms)})


def _titles(cases: Cases) -> dict[str, str]:
    return {reform.id: reform.title_zh for reform in cases.reforms}


if __name__ == "__main__":
    n_times, *address = sys.argv[1:] or ["100"]
    with tempfile.TemporaryDirectory() as made:
        url = address[0] if address else f"sqlite:///{made}/killed.sqlite"
        for outcome, n in kill_imports(int(n_times), url, Path(made)).items():
            sys.stdout.write(f"{n} times {outcome} of the import was there\n")
