from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa
from edits import retitled, withdrawn

from explorer.errors import ConflictError, StoreError
from explorer.query.filters import Filter
from explorer.reach.matrix import Ranking
from explorer.records.models import NEW, Change, Signature, digest_of, document_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from explorer.records.models import Cases, Reform, Revision, Source
    from explorer.store import Store
    from geodata import Places

EDITED = Signature(account="li", why="a better title")


def test_an_edit_shows_at_once_wherever_it_is_asked_for(desk: Store, weifang: Places) -> None:
    before = desk.digest()

    (number,) = desk.apply([retitled(desk, "quality-loan", "青绿贷款")], EDITED)

    reform = desk.reform("quality-loan")
    assert reform
    assert reform.title_zh == "青绿贷款"
    assert [each.id for each in desk.reforms(Filter.parse({"q": "青绿贷"}))] == ["quality-loan"]
    assert [each.id for each in desk.reforms(Filter.parse({"q": "qinglvdai"}))] == ["quality-loan"]
    assert reform in desk.ranked(Filter(), weifang, Ranking(limit=200))
    assert desk.digest() != before
    assert desk.revision(number) == desk.present("reform", "quality-loan")


def test_the_history_tells_who_when_and_why_the_newest_first(desk: Store, by_id: dict[str, Reform]) -> None:
    numbers = [desk.apply([retitled(desk, "quality-loan", title)], EDITED)[0] for title in ("一", "二")]

    newest, older, first = desk.history("reform", "quality-loan")

    assert [newest.number, older.number] == numbers[::-1]
    assert newest.signature == EDITED
    assert abs(datetime.fromisoformat(newest.at) - datetime.now(UTC)) < timedelta(minutes=1)
    assert newest.at.endswith("Z")
    assert first.record == by_id["quality-loan"]
    assert first.signature.why == "imported from a file"
    assert desk.history("reform", "no-such-reform") == ()
    assert desk.present("reform", "no-such-reform") is None
    assert desk.revision(10**6) is None


def test_an_older_state_can_be_restored(desk: Store, by_id: dict[str, Reform]) -> None:
    before = desk.digest()
    desk.apply([retitled(desk, "quality-loan", "一")], EDITED)
    now, first = desk.history("reform", "quality-loan")

    restored = Change("reform", "quality-loan", first.record, now.number)
    desk.apply([restored], Signature("li", "as it was", restores=first.number))

    assert desk.reform("quality-loan") == by_id["quality-loan"]
    assert desk.digest() == before
    assert desk.history("reform", "quality-loan")[0].signature.restores == first.number


def test_a_withdrawn_reform_is_nowhere_but_in_its_history(desk: Store, cases: Cases, weifang: Places) -> None:
    desk.apply([withdrawn(desk, "reform", "quality-loan")], EDITED)

    assert desk.reform("quality-loan") is None
    assert desk.count(Filter()) == len(cases.reforms) - 1
    assert "quality-loan" not in {each.id for each in desk.ranked(Filter(), weifang, Ranking(limit=200))}
    present = desk.present("reform", "quality-loan")
    assert present
    assert present.record is None
    assert desk.bases([("reform", "quality-loan")]) == {("reform", "quality-loan"): (present.number, "")}


def test_what_is_withdrawn_is_listed_with_what_it_was(desk: Store, by_id: dict[str, Reform]) -> None:
    names = ("quality-loan", "village-clusters", "smart-elderly-care")
    numbers = [desk.apply([withdrawn(desk, "reform", name)], EDITED)[0] for name in names]
    desk.apply([Change("reform", "village-clusters", by_id["village-clusters"], numbers[1])], EDITED)
    found = desk.withdrawn(most=9)

    assert [each.number for each, _ in found] == [numbers[2], numbers[0]]
    assert [last.record for _, last in found] == [by_id["smart-elderly-care"], by_id["quality-loan"]]
    assert desk.withdrawn(most=1) == found[:1]
    assert desk.withdrawn(most=9, before=numbers[2]) == found[1:]


def test_a_hidden_state_is_marked_wherever_it_is_read_and_else_as_it_was(desk: Store) -> None:
    desk.apply([retitled(desk, "quality-loan", "second")], EDITED)
    second, first = desk.history("reform", "quality-loan")
    for _ in range(2):  # who hides it twice has hidden it
        desk.hide(first.number, "li")

    assert desk.history("reform", "quality-loan") == (second, replace(first, is_hidden=True))
    assert desk.revision(first.number) == replace(first, is_hidden=True)
    for _ in range(2):
        desk.show(first.number)
    assert desk.history("reform", "quality-loan") == (second, first)


@pytest.mark.parametrize("base", ["new", "the withdrawal"])
def test_a_withdrawn_reform_can_come_back(base: str, desk: Store, by_id: dict[str, Reform]) -> None:
    (number,) = desk.apply([withdrawn(desk, "reform", "quality-loan")], EDITED)

    again = Change("reform", "quality-loan", by_id["quality-loan"], {"new": NEW, "the withdrawal": number}[base])
    desk.apply([again], EDITED)

    assert desk.reform("quality-loan") == by_id["quality-loan"]
    assert len(desk.history("reform", "quality-loan")) == 3


def test_a_change_of_nothing_leaves_no_trace(desk: Store, by_id: dict[str, Reform]) -> None:
    digest, newest = desk.digest(), desk.recent(1)

    assert desk.apply([Change("reform", "quality-loan", by_id["quality-loan"], NEW)], EDITED) == ()
    assert desk.apply([Change("reform", "never-was", None, NEW)], EDITED) == ()
    assert (desk.digest(), desk.recent(1)) == (digest, newest)


@pytest.mark.parametrize("base", [NEW, 10**6])
def test_who_did_not_see_the_present_state_changes_nothing(base: int, desk: Store, cases: Cases) -> None:
    digest = desk.digest()
    change = retitled(desk, "quality-loan", "一")
    new = cases.reforms[0].model_copy(update={"id": "brand-new"})
    changes = [
        Change("reform", "brand-new", new, NEW),
        Change("reform", "quality-loan", change.record, base),
        retitled(desk, "smart-elderly-care", "二"),
        Change("reform", "village-clusters", None, base),
    ]

    with pytest.raises(ConflictError) as caught:
        desk.apply(changes, EDITED)

    assert caught.value.conflicts == (("reform", "quality-loan"), ("reform", "village-clusters"))
    assert [str(fault.where) for fault in caught.value.faults] == ["reform quality-loan", "reform village-clusters"]
    assert desk.digest() == digest
    assert desk.reform("brand-new") is None
    assert len(desk.history("reform", "smart-elderly-care")) == 1


def test_two_changes_of_one_reform_at_once_are_a_conflict(desk: Store) -> None:
    twice = [retitled(desk, "quality-loan", "一"), retitled(desk, "quality-loan", "二")]

    with pytest.raises(ConflictError, match="quality-loan"):
        desk.apply(twice, EDITED)


def test_a_reform_may_cite_no_source_that_is_not_there(desk: Store, cases: Cases) -> None:
    reform = cases.reforms[0]
    row = reform.reach[0].model_copy(update={"source": "unheard-of#p3"})
    change = Change("reform", "brand-new", reform.model_copy(update={"id": "brand-new", "reach": (row,)}), NEW)

    with pytest.raises(StoreError, match=r"source unheard-of: is not recorded, but brand-new cites it"):
        desk.apply([change], EDITED)

    assert desk.reform("brand-new") is None


def test_a_source_is_withdrawn_only_if_nothing_cites_it(desk: Store, cases: Cases) -> None:
    cited = cases.sources[0].id
    with pytest.raises(StoreError, match=cited):
        desk.apply([withdrawn(desk, "source", cited)], EDITED)

    citing = [each for each in cases.reforms if any(c.partition("#")[0] == cited for c in each.citations)]
    desk.apply([withdrawn(desk, "source", cited), *(withdrawn(desk, "reform", each.id) for each in citing)], EDITED)

    assert cited not in desk.sources()
    assert len(desk.sources()) == len(cases.sources) - 1


def test_a_source_comes_with_the_reform_that_cites_it(desk: Store, cases: Cases) -> None:
    source: Source = cases.sources[0].model_copy(update={"id": "a-new-one"})
    row = cases.reforms[0].reach[0].model_copy(update={"source": "a-new-one"})
    reform = cases.reforms[0].model_copy(update={"id": "brand-new", "reach": (row,), "figures": (), "honours": ()})

    desk.apply([Change("reform", "brand-new", reform, NEW), Change("source", "a-new-one", source, NEW)], EDITED)

    assert desk.sources_of([reform]) == {"a-new-one": source}


def test_bases_tell_number_and_digest_of_what_is_known(desk: Store, cases: Cases) -> None:
    keys = [("reform", cases.reforms[0].id), ("source", cases.sources[0].id), ("reform", "no-such-reform")]

    bases = desk.bases(keys)  # type: ignore[arg-type]

    assert {key: digest for key, (_, digest) in bases.items()} == {
        keys[0]: digest_of(document_of(cases.reforms[0])),
        keys[1]: digest_of(document_of(cases.sources[0])),
    }
    present = desk.present("source", cases.sources[0].id)
    assert present
    assert bases[keys[1]][0] == present.number  # type: ignore[index]


def test_what_was_done_last_comes_first_also_of_a_county(desk: Store, weifang: Places) -> None:
    everywhere, zone, elsewhere = "quality-loan", _at(desk, "370700-gaoxin"), _at(desk, "370784")
    host = next(each.host for each in weifang.zones if each.code == "370700-gaoxin")
    numbers = [desk.apply([retitled(desk, each, "改")], EDITED)[0] for each in (everywhere, zone, elsewhere)]

    def told(most: int, place: str | None = None, before: int | None = None) -> list[int]:
        return [each.number for each in desk.recent(most, place, before)]

    assert told(3) == numbers[::-1]
    assert told(1, before=numbers[-1]) == [numbers[1]]
    assert told(2, host) == told(2, "370700-gaoxin") == numbers[1::-1]
    assert told(2, "370784") == [numbers[2], numbers[0]]
    assert all(each.kind == "reform" for each in desk.recent(500))


def _at(store: Store, place: str) -> str:
    """Return the id of a reform that reaches this place only."""
    return next(each.id for each in store.reforms(Filter().at(place)) if len(each.reach) == 1)


def test_progress_is_told_and_more_may_be_done_in_the_same_transaction(desk: Store, cases: Cases) -> None:
    taken: list[int] = []
    done: list[tuple[int, ...]] = []
    changes = (retitled(desk, each.id, "改") for each in cases.reforms)

    numbers = desk.apply(changes, EDITED, taken.append, lambda _, written: done.append(written))

    assert taken[-1] == len(cases.reforms)
    assert done == [numbers]
    assert len(numbers) == len(cases.reforms)


def test_nothing_is_saved_if_what_is_done_with_it_fails(desk: Store) -> None:
    digest = desk.digest()

    def fail(connection: sa.Connection, _: tuple[int, ...]) -> None:
        connection.execute(sa.text("SELECT * FROM no_such_table"))

    with pytest.raises(StoreError):
        desk.apply([retitled(desk, "quality-loan", "一")], EDITED, also=fail)

    assert desk.digest() == digest
    assert len(desk.history("reform", "quality-loan")) == 1


def test_nothing_is_saved_if_the_changes_break_off(desk: Store, cases: Cases) -> None:
    digest = desk.digest()

    def broken() -> Iterator[Change]:
        yield from [retitled(desk, each.id, "改") for each in cases.reforms]
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        desk.apply(broken(), EDITED)

    assert desk.digest() == digest


@pytest.mark.parametrize("text", ["a\0b", "\x01", "𠮷", "'; DROP TABLE revision; --", "\ufeff\u202e"])
def test_any_text_is_kept(text: str, desk: Store) -> None:
    desk.apply([retitled(desk, "quality-loan", text)], Signature("li", text))

    newest: Revision = desk.history("reform", "quality-loan")[0]
    assert newest.record
    assert newest.record.title_zh == text  # type: ignore[union-attr]
    assert newest.signature.why == text.replace("\0", "")
