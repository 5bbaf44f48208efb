"""Keep what waits for review: drafts with their article, proposed changes, reported errors."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal, get_args

import sqlalchemy as sa

from explorer.errors import ConflictError, Fault, Said
from explorer.store import kept
from explorer.store.clock import now
from explorer.store.database import Transaction

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

Kind = Literal["draft", "proposal", "report"]
State = Literal["open", "accepted", "merged", "rejected"]

PAGE: Final = 50  # entries on a page
_LISTED: Final = (
    *(column for column in kept.entry.c if column.name not in {"article", "digest"}),
    kept.article.c.name.label("article"),
)


@dataclass(frozen=True)
class Entry:
    """One thing that waits for review, or was decided."""

    number: int
    kind: Kind
    title: str
    document: Mapping[str, Any]  # a draft with its evidence, a proposed reform with its why, a report
    reform: str | None  # the published reform that it is about
    base: int | None  # the revision that a proposal was made from
    account: str | None  # None: nobody signed in
    at: str
    state: State
    decided_by: str | None
    decided_at: str | None
    reason: str | None  # of a rejection; the answer to a report
    result: int | None  # the revision that came of it
    article: str | None  # name of the article that a draft was found in
    text: str | None = None  # of the article; None in a list


class Queue:
    """What waits for review; each method is one short transaction."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def add(  # noqa: PLR0913  # an entry is so much
        self,
        kind: Kind,
        title: str,
        document: Mapping[str, Any],
        *,
        reform: str | None = None,
        base: int | None = None,
        account: str | None = None,
        article: tuple[str, str] | None = None,
    ) -> int | None:
        """
        Queue an entry; return its number, or None if the same was queued before, whatever was decided of it.

        Parameters
        ----------
        article
            Name and text of the article that a draft was found in; a text is kept but once.
        """
        about = {"kind": kind, "reform": reform, "base": base, "document": document}
        values = {
            **about,
            "document": json.dumps(document, ensure_ascii=False),
            "digest": _digest(json.dumps(about, ensure_ascii=False, sort_keys=True)),
            "title": title,
            "account": account,
            "at": now(),
            "state": "open",
        }
        with Transaction(self._engine, "write") as connection:
            if connection.scalar(sa.select(kept.entry.c.number).where(kept.entry.c.digest == values["digest"])):
                return None
            values["article"] = _keep_article(connection, *article) if article else None
            return int(connection.scalars(kept.entry.insert().values(values).returning(kept.entry.c.number)).one())

    def entries(self, state: State = "open", kind: Kind | None = None, page: int = 1) -> tuple[Entry, ...]:
        """Return a page of the entries in a state, the oldest first."""
        query = sa.select(*_LISTED).join_from(kept.entry, kept.article, isouter=True).where(kept.entry.c.state == state)
        if kind:
            query = query.where(kept.entry.c.kind == kind)
        query = query.order_by(kept.entry.c.number).limit(PAGE).offset((page - 1) * PAGE)
        with Transaction(self._engine, "read") as connection:
            return tuple(map(_entry, connection.execute(query).mappings()))

    def entry(self, number: int) -> Entry | None:
        """Return an entry with the text of its article, or None."""
        query = sa.select(*_LISTED, kept.article.c.text).join_from(kept.entry, kept.article, isouter=True)
        with Transaction(self._engine, "read") as connection:
            found = connection.execute(query.where(kept.entry.c.number == number)).mappings().one_or_none()
        return _entry(found) if found else None

    def decide(
        self, number: int, state: State, account: str | None, reason: str | None = None, result: int | None = None
    ) -> None:
        """
        Decide an entry that is open.

        Raises
        ------
        ConflictError
            If it was decided meanwhile.
        """
        with Transaction(self._engine, "write") as connection:
            decide_within(connection, number, state, account, reason, result)

    def counts(self) -> dict[Kind, int]:
        """Return the number of open entries by kind, each kind named."""
        query = sa.select(kept.entry.c.kind, sa.func.count()).where(kept.entry.c.state == "open")
        with Transaction(self._engine, "read") as connection:
            counted = {row[0]: row[1] for row in connection.execute(query.group_by(kept.entry.c.kind))}
        return {kind: counted.get(kind, 0) for kind in get_args(Kind)}


def decide_within(  # a decision is so much
    connection: sa.Connection,
    number: int,
    state: State,
    account: str | None,
    reason: str | None = None,
    result: int | None = None,
) -> None:
    """
    Decide an entry within a transaction, so that it is decided if and only if what comes of it is saved.

    Raises
    ------
    ConflictError
        If it was decided meanwhile.
    """
    values = {"state": state, "decided_by": account, "decided_at": now(), "reason": reason, "result": result}
    waiting = kept.entry.update().where(kept.entry.c.number == number, kept.entry.c.state == "open")
    if connection.execute(waiting.values(values)).rowcount == 0:
        where, remedy = Said(f"entry {number}", f"第 {number} 条"), Said("look at it again", "请重新查看")
        raise ConflictError([Fault(where, Said("was decided meanwhile", "已有他人处理"), remedy)])


def deciding(number: int, state: State, account: str | None) -> Callable[[sa.Connection, tuple[int, ...]], None]:
    """Return what decides an entry within the transaction that writes the revisions of these numbers."""

    def decide(connection: sa.Connection, numbers: tuple[int, ...]) -> None:
        decide_within(connection, number, state, account, None, numbers[-1] if numbers else None)

    return decide


def _keep_article(connection: sa.Connection, name: str, text: str) -> str:
    """Keep an article unless it is kept already; return its digest."""
    digest = _digest(text)
    if connection.scalar(sa.select(kept.article.c.digest).where(kept.article.c.digest == digest)) is None:
        connection.execute(kept.article.insert().values(digest=digest, name=name, text=text))
    return digest


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _entry(row: sa.RowMapping) -> Entry:
    return Entry(**{**row, "document": json.loads(row["document"])})
