from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from explorer.errors import ConflictError
from explorer.store import queue as module
from explorer.store.database import Transaction
from explorer.store.kept import article
from explorer.store.queue import Queue, decide_within

if TYPE_CHECKING:
    import sqlalchemy as sa

DRAFT = {"title_zh": "菜博会", "evidence": [{"paragraph": 19, "quote": "寿光“菜博会”"}]}
ARTICLE = ("weifang.txt", "潍坊市\n寿光菜博会")


@pytest.fixture
def queue(engine: sa.Engine) -> Queue:
    return Queue(engine)


def test_a_draft_waits_with_its_evidence_and_its_article(queue: Queue) -> None:
    number = queue.add("draft", "菜博会", DRAFT, account="李明", article=ARTICLE)
    assert number
    entry = queue.entry(number)
    assert entry
    assert (entry.kind, entry.title, entry.document, entry.state) == ("draft", "菜博会", DRAFT, "open")
    assert (entry.article, entry.text, entry.account) == (*ARTICLE, "李明")
    (listed,) = queue.entries()
    assert (listed.article, listed.text) == ("weifang.txt", None)


def test_the_same_is_queued_but_once_whatever_was_decided(queue: Queue) -> None:
    number = queue.add("draft", "菜博会", DRAFT, article=ARTICLE)
    assert number
    assert queue.add("draft", "菜博会", dict(reversed(DRAFT.items())), article=ARTICLE) is None
    queue.decide(number, "rejected", "李明", "not a reform")
    assert queue.add("draft", "菜博会", DRAFT, article=ARTICLE) is None
    assert queue.add("report", "菜博会", DRAFT)
    assert queue.add("proposal", "菜博会", DRAFT, reform="x", base=3)
    assert queue.add("proposal", "菜博会", DRAFT, reform="x", base=4)


def test_the_text_of_an_article_is_kept_once_for_all_its_drafts(queue: Queue, engine: sa.Engine) -> None:
    for n in range(3):
        queue.add("draft", str(n), {"n": n}, article=ARTICLE)
    with Transaction(engine, "read") as connection:
        assert len(connection.execute(article.select()).all()) == 1


def test_what_was_decided_is_open_no_more(queue: Queue) -> None:
    first, second = queue.add("draft", "a", {"n": 1}), queue.add("report", "b", {"n": 2}, reform="caibohui")
    assert first
    assert second
    assert queue.counts() == {"draft": 1, "proposal": 0, "report": 1}
    queue.decide(first, "rejected", "李明", "no source")
    assert queue.counts() == {"draft": 0, "proposal": 0, "report": 1}
    assert [entry.number for entry in queue.entries()] == [second]
    assert queue.entries(kind="draft") == ()
    (rejected,) = queue.entries("rejected")
    assert (rejected.decided_by, rejected.reason) == ("李明", "no source")
    assert rejected.decided_at


def test_of_two_who_decide_at_once_one_is_told(queue: Queue) -> None:
    number = queue.add("draft", "a", {})
    assert number

    def decide(name: str) -> str:
        try:
            queue.decide(number, "rejected", name)
        except ConflictError as error:
            return str(error)
        return "decided"

    with ThreadPoolExecutor(2) as pool:
        told = sorted(pool.map(decide, ["李明", "王芳"]))
    assert told == ["decided", f"entry {number}: was decided meanwhile (look at it again)"]


def test_a_decision_is_given_up_with_its_transaction(queue: Queue, engine: sa.Engine) -> None:
    number = queue.add("draft", "a", {})
    assert number

    def fail() -> None:
        with Transaction(engine, "write") as connection:
            decide_within(connection, number, "accepted", None)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fail()
    assert queue.counts()["draft"] == 1


def test_pages_go_from_the_oldest_to_the_newest(queue: Queue, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "PAGE", 2)
    for n in range(5):
        queue.add("draft", str(n), {"n": n})
    assert [[entry.title for entry in queue.entries(page=page)] for page in (1, 2, 3, 4)] == [
        ["0", "1"],
        ["2", "3"],
        ["4"],
        [],
    ]


def test_there_may_be_no_such_entry(queue: Queue) -> None:
    assert queue.entry(7) is None
    with pytest.raises(ConflictError):
        queue.decide(7, "accepted", None)
