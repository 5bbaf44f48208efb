"""
Kill an import at random moments, again and again: afterwards all of it is there, or nothing.

``python tests/faults/kill_imports.py [TIMES [DATABASE_URL]]`` prints how often each was the case; exit status 1 tells
of the first time when neither was.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections import Counter
from dataclasses import replace
from functools import partial
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

from killing import assert_starts, assert_whole, opened, run

from explorer.cli import importing, main
from explorer.config import Settings
from explorer.formats import detect, geojson
from explorer.importing import preview, seed
from explorer.query.filters import Filter

if TYPE_CHECKING:
    from explorer.records.models import Cases

OUTCOMES = ("nothing", "all")
LOADED = (preview, importing, detect)  # a process that is made by a fork has them: an import is all that it does


def kill_imports(times: int, url: str, folder: Path, of_chance: int = 0) -> Counter[str]:
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
    os.environ["EXPLORER_DATABASE_URL"] = url
    shipped = seed.read(settings.data)
    states = (shipped, retitled(shipped))
    files = [folder / f"{n}.geojson" for n in range(len(states))]
    for file, state in zip(files, states, strict=True):
        file.write_bytes(geojson.write(state))
    assert_starts(settings)
    usual = min([run(partial(import_file, file)) for file in (*reversed(files), *reversed(files))])

    chance, found, now, n_imports = Random(of_chance), Counter[str](), 0, 4  # noqa: S311  # no secret
    for _ in range(times):
        run(partial(import_file, files[1 - now]), chance.uniform(0, 1.2 * usual))
        assert_whole(settings)
        titles, n_revisions = _look(settings)
        outcome = 1 - now if titles == _titles(states[1 - now]) else now
        assert titles == _titles(states[outcome]), "a part of an import is there"
        n_imports += outcome != now
        assert n_revisions == {n_imports + 1}, "the history is not whole"
        found[OUTCOMES[outcome != now]] += 1
        now = outcome
    return found


def import_file(file: Path) -> None:
    """Import a file into the database that the environment names."""
    main(["import", str(file)], standalone_mode=False)


def retitled(cases: Cases) -> Cases:
    """Return all reforms with other titles."""
    reforms = [reform.model_copy(update={"title_zh": reform.title_zh + "（改）"}) for reform in cases.reforms]
    return cases.model_copy(update={"reforms": tuple(reforms)})


def _look(settings: Settings) -> tuple[dict[str, str], set[int]]:
    """Return the titles, and the numbers of revisions that a reform has."""
    with opened(settings) as store:
        titles = {reform.id: reform.title_zh for reform in store.reforms(Filter())}
        return titles, {len(store.history("reform", name)) for name in titles}


def _titles(cases: Cases) -> dict[str, str]:
    return {reform.id: reform.title_zh for reform in cases.reforms}


if __name__ == "__main__":
    n_times, *address = sys.argv[1:] or ["100"]
    with tempfile.TemporaryDirectory() as made:
        url = address[0] if address else f"sqlite:///{made}/killed.sqlite"
        for outcome, n in kill_imports(int(n_times), url, Path(made)).items():
            sys.stdout.write(f"{n} times {outcome} of the import was there\n")
