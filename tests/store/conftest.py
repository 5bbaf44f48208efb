"""What the tests of kept things share: a database of this version, empty, on SQLite and on PostgreSQL."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from explorer.store.database import open_engine
from explorer.store.migrating import migrate

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import sqlalchemy as sa


@pytest.fixture
def make_engine(new_database: Callable[[], str]) -> Iterator[Callable[[], sa.Engine]]:
    """Open new, empty databases that are closed in the end."""
    made = []

    def make() -> sa.Engine:
        made.append(open_engine(new_database()))
        return made[-1]

    yield make
    for engine in made:
        engine.dispose()


@pytest.fixture
def engine(make_engine: Callable[[], sa.Engine]) -> sa.Engine:
    made = make_engine()
    migrate(made)
    return made
