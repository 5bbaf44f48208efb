"""Kill a process while it does something, and look whether what it left is whole."""

from __future__ import annotations

import os
import signal
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from explorer.query.filters import Filter
from explorer.reach.matrix import Ranking
from explorer.store import schema
from explorer.web.app import create_app
from explorer.web.site import open_data

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from explorer.config import Settings
    from explorer.store import Store
    from geodata import Places


def run(act: Callable[[], object], kill_after_s: float | None = None) -> float:
    """Do something in a process of its own, which may be killed; return how long it ran."""
    begun = time.monotonic()
    child = os.fork()
    if child == 0:
        _act(act)
    if kill_after_s is not None:
        time.sleep(kill_after_s)
        os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return time.monotonic() - begun


@contextmanager
def opened(settings: Settings) -> Iterator[Store]:
    """Open the data as a site does."""
    _, store = open_data(settings)
    try:
        yield store
    finally:
        store.engine.dispose()


def assert_whole(settings: Settings) -> None:
    """Assert that a database, its history and its tables for search are whole, and that the site starts."""
    places, store = open_data(settings)
    try:
        with store.engine.connect() as connection:
            if store.engine.dialect.name == "sqlite":
                assert connection.scalar(sa.text("PRAGMA integrity_check")) == "ok"
            unfinished = sa.select(schema.batch.c.number).where(schema.batch.c.applied_at.is_(None))
            of_unfinished = sa.select(schema.revision.c.number).where(schema.revision.c.batch.in_(unfinished))
            assert connection.execute(of_unfinished).all() == [], "revisions of an import that is not finished"
        for reform in store.reforms(Filter()):
            assert store.history("reform", reform.id)[0].record == reform, "the history is not whole"
        before = _searched(store, places)
        store.rebuild()
        assert _searched(store, places) == before, "the tables for search are not those of the records"
    finally:
        store.engine.dispose()
    assert_starts(settings)


def assert_starts(settings: Settings) -> None:
    """Assert that the site starts and shows its first page."""
    app = create_app(settings)
    try:
        assert app.test_client().get("/").status_code == 200
    finally:
        app.extensions["site"].store.engine.dispose()


def _act(act: Callable[[], object]) -> None:
    with Path(os.devnull).open("w") as nowhere:
        os.dup2(nowhere.fileno(), 1)
        os.dup2(nowhere.fileno(), 2)
        try:
            act()
        finally:
            os._exit(0)


def _searched(store: Store, places: Places) -> tuple[Any, ...]:
    """Return what the tables for search tell."""
    everything = Filter()
    return (
        store.digest(),
        store.tallies(everything, places),
        store.rows_by_place(everything),
        [reform.id for reform in store.ranked(everything, places, Ranking(order="pace"))],
        [reform.id for reform in store.ranked(everything, places, Ranking(order="name"))],
        [reform.id for reform in store.reforms(Filter(q="服务"))],
        store.sources(),
    )
