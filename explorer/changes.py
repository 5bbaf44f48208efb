"""What is done to a record: who changes which, why, and from which revision."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from explorer.model import Reform, Source

Kind = Literal["reform", "source"]
NEW = 0  # the base of a record that did not exist


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
