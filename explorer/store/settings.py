"""Keep what the program itself notes: a text by its key."""

from __future__ import annotations

import secrets
from typing import Final

import sqlalchemy as sa

from explorer.store.database import Transaction
from explorer.store.kept import setting

SECRET_KEY: Final = "secret_key"  # noqa: S105  # the name of the setting
_SECRET_BYTES = 32


def read(connection: sa.Connection, key: str) -> str | None:
    """Return what is noted under a key, or None."""
    return connection.scalar(sa.select(setting.c.value).where(setting.c.key == key))


def write(connection: sa.Connection, key: str, value: str) -> None:
    """Note a text under a key, in the place of what was noted there."""
    if connection.execute(setting.update().where(setting.c.key == key).values(value=value)).rowcount == 0:
        connection.execute(setting.insert().values(key=key, value=value))


def secret_key(engine: sa.Engine) -> str:
    """Return the key that signs sessions: made once, then the same for each process."""
    with Transaction(engine, "read") as connection:
        found = read(connection, SECRET_KEY)
    if found:
        return found
    with Transaction(engine, "write") as connection:
        found = read(connection, SECRET_KEY)  # another process may have been faster
        if not found:
            found = secrets.token_hex(_SECRET_BYTES)
            write(connection, SECRET_KEY, found)
    return found
