"""Take over a file of reforms as a whole, and remember which one it was."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from explorer.changes import IMPORTED, Signature
from explorer.store import applying, revisions, settings
from explorer.store.clock import now
from explorer.store.kept import batch, revision

if TYPE_CHECKING:
    from explorer.model import Cases

# What is noted of the file that was taken over last.
FILE, LAST_OF_FILE = "file", "last_of_file"  # its SHA-256, and the number of the last revision then


def take(connection: sa.Connection, cases: Cases, file: str, name: str) -> None:
    """Make the records of a file the present ones; what changes is one batch."""
    about = {"name": name, "digest": file, "at": now(), "applied_at": now(), "complete": True}
    number = connection.scalars(batch.insert().values(about).returning(batch.c.number)).one()
    signature = Signature(account=None, why=f"{IMPORTED}{name}", batch=number)
    written = applying.apply(connection, applying.replacing(connection, cases), signature, lambda _: None)
    if not written:
        connection.execute(batch.delete().where(batch.c.number == number))
    note(connection, file)


def note(connection: sa.Connection, file: str) -> None:
    """Note that what is kept is what a file holds, by its SHA-256."""
    settings.write(connection, FILE, file)
    settings.write(connection, LAST_OF_FILE, str(revisions.last_number(connection)))


def taken(connection: sa.Connection) -> str | None:
    """Return the SHA-256 of the file that was taken over last; None if none was."""
    return settings.read(connection, FILE)


def n_since(connection: sa.Connection) -> int:
    """Return the number of revisions since a file was taken over last."""
    last = int(settings.read(connection, LAST_OF_FILE) or 0)
    return connection.scalar(sa.select(sa.func.count()).where(revision.c.number > last)) or 0
