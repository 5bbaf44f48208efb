"""Keep what waits for review: drafts with their article, proposed changes, reported errors."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal, get_args

import sqlalchemy as sa

from explorer.errors import ConflictError, Fault
from explorer.messages import message
from explorer.records.models import Change, document_of, record_of
from explorer.store import schema
from explorer.store.database import Transaction, now

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping


Kind = Literal["draft", "proposal", "report"]
State = Literal["open", "accepted", "merged", "rejected"]

PAGE: Final = 50  # entries on a page
MOST_OWN: Final = 500  # proposals of one account that are looked through
_OPEN: Final = {"state": "open", "decided_by": None, "decided_at": None, "reason": None}
_LISTED: Final = (
    *(column for column in schema.entry.c if column.name not in {"article", "digest"}),
    schema.article.c.name.label("article"),
)


@dataclass(frozen=True)
class QueueEntry:
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


@dataclass(frozen=True)
class NewEntry:
    """
    What is to wait.

    Parameters
    ----------
    article
        Name and text of the article that a draft was found in; a text is kept but once.
    """

    kind: Kind
    title: str
    document: Mapping[str, Any]
    reform: str | None = None
    base: int | None = None
    account: str | None = None
    article: tuple[str, str] | None = None


class Queue:
    """What waits for review; each method is one transaction."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def add(self, entry: NewEntry) -> int | None:
        """Queue one entry; see ``add_all``."""
        return self.add_all([entry])[0]

    def add_all(
        self,
        entries: Iterable[NewEntry],
        also: Callable[[sa.Connection, tuple[int, ...]], object] = lambda *_: None,
    ) -> list[int | None]:
        """
        Queue entries, all or none; return their numbers, None for one that was queued before.

        What was decided of it does not matter, but a proposal that was rejected or taken back may be made anew.

        Parameters
        ----------
        also
            What is done within the same transaction in the end; no revision is written by it.
        """
        with Transaction(self._engine, "write") as connection:
            numbers = [_add(connection, each) for each in entries]
            also(connection, ())
        return numbers

    def entries(self, state: State = "open", kind: Kind | None = None, page: int = 1) -> tuple[QueueEntry, ...]:
        """Return a page of the entries in a state, the oldest first."""
        query = (
            sa.select(*_LISTED)
            .join_from(schema.entry, schema.article, isouter=True)
            .where(schema.entry.c.state == state)
        )
        if kind:
            query = query.where(schema.entry.c.kind == kind)
        query = query.order_by(schema.entry.c.number).limit(PAGE).offset((page - 1) * PAGE)
        with Transaction(self._engine, "read") as connection:
            return tuple(map(_entry, connection.execute(query).mappings()))

    def returned_to(self, account: str) -> tuple[QueueEntry, ...]:
        """Return the rejected proposals of an account that it did not send again, the newest first."""
        query = sa.select(*_LISTED).join_from(schema.entry, schema.article, isouter=True)
        query = query.where(schema.entry.c.kind == "proposal", schema.entry.c.account == account)
        query = query.order_by(schema.entry.c.number.desc()).limit(MOST_OWN)
        with Transaction(self._engine, "read") as connection:
            own = tuple(map(_entry, connection.execute(query).mappings()))
        again = {each.document.get("again") for each in own}
        return tuple(each for each in own if each.state == "rejected" and each.reason and each.number not in again)

    def entry(self, number: int) -> QueueEntry | None:
        """Return an entry with the text of its article, or None."""
        query = sa.select(*_LISTED, schema.article.c.text).join_from(schema.entry, schema.article, isouter=True)
        with Transaction(self._engine, "read") as connection:
            found = connection.execute(query.where(schema.entry.c.number == number)).mappings().one_or_none()
        return _entry(found) if found else None

    def decide(
        self, number: int, state: State, account: str | None, reason: str | None = None, *, reopens: int = 0
    ) -> None:
        """
        Decide an entry that is open.

        Parameters
        ----------
        reopens
            Number of the draft that a rejected proposal was made of: it waits again.

        Raises
        ------
        ConflictError
            If it was decided meanwhile.
        """
        with Transaction(self._engine, "write") as connection:
            decide_within(connection, number, state, account, reason)
            if reopens:
                connection.execute(schema.entry.update().where(_unfinished(reopens)).values(_OPEN))

    def counts(self) -> dict[Kind, int]:
        """Return the number of open entries by kind, each kind named."""
        query = sa.select(schema.entry.c.kind, sa.func.count()).where(schema.entry.c.state == "open")
        with Transaction(self._engine, "read") as connection:
            counted = {row[0]: row[1] for row in connection.execute(query.group_by(schema.entry.c.kind))}
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
    waiting = schema.entry.update().where(schema.entry.c.number == number, schema.entry.c.state == "open")
    if connection.execute(waiting.values(values)).rowcount == 0:
        where, remedy = message("entry %(number)s", number=number), message("look at it again")
        raise ConflictError([Fault(where, message("was decided meanwhile"), remedy)])


def deciding(
    number: int, state: State, account: str | None, draft: int = 0
) -> Callable[[sa.Connection, tuple[int, ...]], None]:
    """
    Return what decides an entry within the transaction that writes the revisions of these numbers.

    Parameters
    ----------
    draft
        Number of the draft that a proposal was made of: its result is the same.
    """

    def decide(connection: sa.Connection, numbers: tuple[int, ...]) -> None:
        result = numbers[-1] if numbers else None
        decide_within(connection, number, state, account, None, result)
        if draft:
            connection.execute(schema.entry.update().where(_unfinished(draft)).values(result=result))

    return decide


def _unfinished(number: int) -> sa.ColumnElement[bool]:
    """Ask for a draft that was settled by a proposal, of which nothing came yet."""
    return sa.and_(
        schema.entry.c.number == number,
        schema.entry.c.kind == "draft",
        schema.entry.c.state.in_(("accepted", "merged")),
        schema.entry.c.result.is_(None),
    )


def _add(connection: sa.Connection, entry: NewEntry) -> int | None:
    about = {"kind": entry.kind, "reform": entry.reform, "base": entry.base, "document": entry.document}
    digest = _digest(json.dumps(about, ensure_ascii=False, sort_keys=True))
    found = connection.execute(
        sa.select(schema.entry.c.number, schema.entry.c.state).where(schema.entry.c.digest == digest)
    ).one_or_none()
    if found and not (entry.kind == "proposal" and found.state == "rejected"):
        return None
    if found:  # the new one takes its digest
        freed = schema.entry.update().where(schema.entry.c.number == found.number)
        connection.execute(freed.values(digest=_digest(f"{digest}:{found.number}")))
    values = {
        **about,
        "document": json.dumps(entry.document, ensure_ascii=False),
        "digest": digest,
        "title": entry.title,
        "account": entry.account,
        "at": now(),
        "state": "open",
        "article": _keep_article(connection, *entry.article) if entry.article else None,
    }
    return int(connection.scalars(schema.entry.insert().values(values).returning(schema.entry.c.number)).one())


def _keep_article(connection: sa.Connection, name: str, text: str) -> str:
    """Keep an article unless it is kept already; return its digest."""
    digest = _digest(text)
    if connection.scalar(sa.select(schema.article.c.digest).where(schema.article.c.digest == digest)) is None:
        connection.execute(schema.article.insert().values(digest=digest, name=name, text=text))
    return digest


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _entry(row: sa.RowMapping) -> QueueEntry:
    return QueueEntry(**{**row, "document": json.loads(row["document"])})


def as_document(
    changes: Iterable[Change], why: str, restores: int | None = None, *, draft: int = 0, again: int = 0
) -> dict[str, Any]:
    """
    Return changes with their why, as the queue keeps a proposal.

    Parameters
    ----------
    draft
        Number of the draft that they were made of.
    again
        Number of the rejected proposal that they take the place of.
    """
    told = {"why": why, "restores": restores, "draft": draft, "again": again}
    return told | {"changes": [_plain(each) for each in changes]}


def changes_of(document: Mapping[str, Any]) -> tuple[Change, ...]:
    """Return the changes that a proposal holds."""
    return tuple(
        Change(
            each["kind"],
            each["id"],
            None if each["record"] is None else record_of(each["kind"], json.dumps(each["record"])),
            each["base"],
        )
        for each in document["changes"]
    )


def _plain(change: Change) -> dict[str, Any]:
    record = None if change.record is None else json.loads(document_of(change.record))
    return {"kind": change.kind, "id": change.id, "record": record, "base": change.base}
