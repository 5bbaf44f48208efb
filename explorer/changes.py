"""What is done to a record: who changes which, why, and from which revision."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal

from explorer.model import Reform, Source

Kind = Literal["reform", "source"]
IMPORTED: Final = "imported from "  # begins the why of what the program itself took over from a file
NEW: Final = 0  # the base of a record that did not exist
MOST_RECORDS_KEPT: Final = 1024
_KINDS: Final[dict[Kind, type[Reform | Source]]] = {"reform": Reform, "source": Source}


@dataclass(frozen=True)
class Change:
    """
    One record as it shall be.

    Parameters
    ----------
    record
        None withdraws it.
    base
        Number of the revision that it was made from; ``NEW`` for one that did not exist.
    """

    kind: Kind
    id: str
    record: Reform | Source | None
    base: int


@dataclass(frozen=True)
class Signature:
    """Who changes something, and why: shown in the history, the account to those who are signed in only."""

    account: str | None  # None: the program itself, or somebody on their own machine
    why: str
    batch: int | None = None  # the import that it belongs to
    restores: int | None = None  # the revision that it brings back


@dataclass(frozen=True)
class Revision:
    """One state of a record: what it was from then on."""

    number: int
    kind: Kind
    id: str
    record: Reform | Source | None  # None: it was withdrawn
    signature: Signature
    at: str  # UTC, ISO 8601 with seconds: 2026-11-24T01:29:35Z
    is_hidden: bool = False  # its words are not shown in public histories


def document_of(record: Reform | Source) -> str:
    """Write a record as the JSON that is kept of it; what is not stated is left out, so a wider schema changes none."""
    return record.model_dump_json(by_alias=True, exclude_defaults=True)


# A record is frozen, so the same text may give the same object: reading it anew took a quarter of the time of a panel.
@lru_cache(maxsize=MOST_RECORDS_KEPT)
def record_of(kind: Kind, document: str) -> Reform | Source:
    """Read a record from the JSON that is kept of it."""
    return _KINDS[kind].model_validate_json(document)


def digest_of(document: str) -> str:
    """Return the SHA-256 of a document: the same record, the same digest."""
    return hashlib.sha256(document.encode()).hexdigest()
