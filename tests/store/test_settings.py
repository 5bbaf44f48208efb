from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from explorer.store import settings
from explorer.store.database import Transaction

if TYPE_CHECKING:
    import sqlalchemy as sa


def test_what_is_noted_is_replaced(engine: sa.Engine) -> None:
    with Transaction(engine, "write") as connection:
        assert settings.read(connection, "file") is None
        settings.write(connection, "file", "abc")
        settings.write(connection, "file", "def")
        assert settings.read(connection, "file") == "def"


def test_the_secret_key_is_made_once_whoever_asks_first(engine: sa.Engine) -> None:
    with ThreadPoolExecutor(4) as pool:
        keys = set(pool.map(lambda _: settings.secret_key(engine), range(8)))
    assert len(keys) == 1
    assert len(keys.pop()) == 64
