"""What an editor proposes is kept as plain JSON, and comes back as it was."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from explorer.errors import ConflictError
from explorer.records.models import NEW, Change
from explorer.store import queue as module
from explorer.store.database import Transaction
from explorer.store.queue import NewEntry, Queue, as_document, changes_of, decide_within, deciding
from explorer.store.schema import article

if TYPE_CHECKING:
    import sqlalchemy as sa

    from explorer.records.models import Cases


DRAFT = {"title_zh": "菜博会", "evidence": [{"paragraph": 19, "quote": "寿光“菜博会”"}]}
ARTICLE = ("weifang.txt", "潍坊市\n寿光菜博会")


@pytest.fixture
def queue(engine: sa.Engine) -> Queue:
    return Queue(engine)


def test_a_draft_waits_with_its_evidence_and_its_article(queue: Queue) -> None:
    number = queue.add(NewEntry("draft", "菜博会", DRAFT, account="李明", article=ARTICLE))
    assert number
    entry = queue.entry(number)
    assert entry
    assert (entry.kind, entry.title, entry.document, entry.state) == ("draft", "菜博会", DRAFT, "open")
    assert (entry.article, entry.text, entry.account) == (*ARTICLE, "李明")
    (listed,) = queue.entries()
    assert (listed.article, listed.text) == ("weifang.txt", None)


def test_the_same_is_queued_but_once_whatever_was_decided(queue: Queue) -> None:
    number = queue.add(NewEntry("draft", "菜博会", DRAFT, article=ARTICLE))
    assert number
    assert queue.add(NewEntry("draft", "菜博会", dict(reversed(DRAFT.items())), article=ARTICLE)) is None
    queue.decide(number, "rejected", "李明", "not a reform")
    assert queue.add(NewEntry("draft", "菜博会", DRAFT, article=ARTICLE)) is None
    assert queue.add(NewEntry("report", "菜博会", DRAFT))
    assert queue.add(NewEntry("proposal", "菜博会", DRAFT, reform="x", base=3))
    assert queue.add(NewEntry("proposal", "菜博会", DRAFT, reform="x", base=4))


def test_the_text_of_an_article_is_kept_once_for_all_its_drafts(queue: Queue, engine: sa.Engine) -> None:
    for n in range(3):
        queue.add(NewEntry("draft", str(n), {"n": n}, article=ARTICLE))
    with Transaction(engine, "read") as connection:
        assert len(connection.execute(article.select()).all()) == 1


def test_what_was_decided_is_open_no_more(queue: Queue) -> None:
    first, second = queue.add_all(
        [NewEntry("draft", "a", {"n": 1}), NewEntry("report", "b", {"n": 2}, reform="caibohui")]
    )
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


def test_entries_are_queued_all_or_none(queue: Queue) -> None:
    with pytest.raises(KeyboardInterrupt):
        queue.add_all([NewEntry("draft", "a", {"n": 1}), NewEntry("draft", "b", {"n": 2})], also=interrupt)

    assert queue.entries() == ()


def interrupt(*_: object) -> None:
    raise KeyboardInterrupt


def test_a_proposal_that_was_rejected_may_be_made_again(queue: Queue) -> None:
    proposal = NewEntry("proposal", "a", {"n": 1}, reform="x", base=1, account="ed")
    first = queue.add(proposal)
    assert first
    assert queue.add(proposal) is None
    queue.decide(first, "rejected", "li", "no source")

    again = queue.add(proposal)
    assert again
    assert queue.add(proposal) is None
    assert [entry.number for entry in queue.entries("rejected")] == [first]
    queue.decide(again, "accepted", "li")
    assert queue.add(proposal) is None


def test_a_draft_waits_again_if_the_proposal_made_of_it_is_rejected(queue: Queue) -> None:
    draft = queue.add(NewEntry("draft", "a", {}))
    assert draft
    (proposal,) = queue.add_all([NewEntry("proposal", "a", {"draft": draft})], also=deciding(draft, "accepted", "ed"))
    assert proposal
    assert queue.counts()["draft"] == 0
    queue.decide(proposal, "rejected", "li", "no", reopens=draft)

    assert queue.counts() == {"draft": 1, "proposal": 0, "report": 0}
    waiting = queue.entry(draft)
    assert waiting is not None
    assert (waiting.state, waiting.decided_by, waiting.decided_at) == ("open", None, None)


def test_of_two_who_decide_at_once_one_is_told(queue: Queue) -> None:
    number = queue.add(NewEntry("draft", "a", {}))
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
    number = queue.add(NewEntry("draft", "a", {}))
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
        queue.add(NewEntry("draft", str(n), {"n": n}))
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


def test_each_reform_and_source_comes_back_as_it_was_proposed(cases: Cases) -> None:
    sources = [Change("source", each.id, each, n) for n, each in enumerate(cases.sources)]
    reforms = [Change("reform", each.id, each, n) for n, each in enumerate(cases.reforms)]
    kept = json.loads(json.dumps(as_document([*sources, *reforms], "why not", restores=7)))

    assert changes_of(kept) == (*sources, *reforms)
    assert (kept["why"], kept["restores"]) == ("why not", 7)


def test_a_withdrawal_is_proposed_too() -> None:
    changes = (Change("reform", "a", None, 12), Change("source", "b", None, NEW))

    assert changes_of(as_document(changes, "gone")) == changes
    assert as_document(changes, "gone")["restores"] is None
