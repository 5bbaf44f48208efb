"""What the tests of kept things share: a database of this version, empty, on SQLite and on PostgreSQL."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from explorer.store import Store
from explorer.store.database import Transaction, open_engine
from explorer.store.migrating import migrate

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from explorer.records.models import Cases
    from geodata import Places


@pytest.fixture(scope="session")
def used_database(new_database: Callable[[], str]) -> str:
    """Make a database for one test after another: a new one for each would write gigabytes to PostgreSQL."""
    return new_database()


@pytest.fixture
def make_engine(used_database: str) -> Iterator[Callable[[], sa.Engine]]:
    """Empty the database, and open it; whoever calls this again loses what was in it."""
    made = []

    def make() -> sa.Engine:
        made.append(open_engine(used_database))
        _empty(made[-1])
        return made[-1]

    yield make
    for engine in made:
        engine.dispose()


@pytest.fixture
def engine(make_engine: Callable[[], sa.Engine]) -> sa.Engine:
    made = make_engine()
    migrate(made)
    return made


@pytest.fixture
def desk(engine: sa.Engine, cases: Cases, weifang: Places) -> Store:
    """Return a store of the real reforms, to be edited."""
    store = Store(engine)
    store.prepare(weifang)
    store.save(cases)
    return store


def _empty(engine: sa.Engine) -> None:
    with Transaction(engine, "write") as connection:
        found = sa.MetaData()
        found.reflect(connection)
        found.drop_all(connection)
