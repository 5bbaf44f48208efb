from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from explorer.errors import ConflictError
from explorer.messages import say
from explorer.records.models import NEW, document_of
from explorer.store.database import Transaction, now
from explorer.store.schema import batch as batches
from explorer.store.schema import returned, staged
from explorer.store.staging import KEPT_FOR, KEPT_UNSEEN_FOR, PAGE, Returned, Staged, Staging, marking_applied

if TYPE_CHECKING:
    import sqlalchemy as sa

    from explorer.records.candidates import Verdict
    from explorer.records.models import Cases


@pytest.fixture
def staging(engine: sa.Engine) -> Staging:
    return Staging(engine)


def whole(staging: Staging, account: str | None = None) -> int:
    """Bring in a file without records; return its number."""
    number = staging.begin("x", "abc", account)
    staging.finish(number)
    return number


def offered(cases: Cases, verdicts: list[Verdict]) -> list[Staged]:
    reforms = zip(cases.reforms, verdicts, strict=False)
    return [
        Staged(n, "reform", reform.id, verdict, n, None if verdict == "faulty" else document_of(reform))
        for n, (reform, verdict) in enumerate(reforms)
    ]


def test_a_preview_tells_what_an_import_would_do(staging: Staging, cases: Cases) -> None:
    number = staging.begin("reforms.xlsx", "abc", "李明")
    told = {"faults": [{"en": ["row 5", "unknown place", "did you mean 昌邑市?"]}], "rows": [["", 5]]}
    rows = [*offered(cases, ["added", "changed", "unchanged"]), Staged(3, "reform", None, "faulty", told=told)]
    staging.add(number, rows)
    assert staging.summary(number) == {"added": 1, "changed": 1, "unchanged": 1, "double": 0, "faulty": 1}
    assert staging.rows(number, "faulty") == (rows[3],)
    assert staging.rows(number, "changed") == (rows[1],)
    preview = staging.batch(number)
    assert preview
    assert (preview.name, preview.account, preview.applied_at) == ("reforms.xlsx", "李明", None)
    assert staging.recent() == ()


def test_an_import_takes_what_is_added_or_changed_and_the_chosen_doubles(staging: Staging, cases: Cases) -> None:
    number = staging.begin("x", "abc", None)
    staging.add(number, offered(cases, ["added", "double", "unchanged", "changed", "double", "faulty"]))
    staging.choose(number, [0, 1, 4])
    staging.choose(number, [4])
    assert [(change.record, change.base) for change in staging.changes(number)] == [
        (cases.reforms[0], NEW),
        (cases.reforms[3], 3),
        (cases.reforms[4], 4),
    ]


def test_a_source_comes_back_as_it_was(staging: Staging, cases: Cases) -> None:
    number = staging.begin("x", "abc", None)
    staging.add(number, [Staged(0, "source", cases.sources[0].id, "added", document=document_of(cases.sources[0]))])
    (change,) = staging.changes(number)
    assert (change.kind, change.id, change.record) == ("source", cases.sources[0].id, cases.sources[0])


def test_thousands_come_in_parts_and_in_their_order(staging: Staging, cases: Cases) -> None:
    number, document = staging.begin("x", "abc", None), document_of(cases.reforms[0])
    staging.add(number, (Staged(n, "reform", f"r{n}", "added", n, document) for n in range(1203)))
    assert [change.base for change in staging.changes(number)] == list(range(1203))
    assert [row.position for row in staging.rows(number, "added", 25)] == [1200, 1201, 1202]
    assert len(staging.rows(number, "added")) == PAGE


def test_a_file_is_imported_but_once(staging: Staging, engine: sa.Engine) -> None:
    number = whole(staging)
    with Transaction(engine, "write") as connection:
        marking_applied(number)(connection, ())
    imported = staging.batch(number)
    assert imported
    assert imported.applied_at
    assert staging.recent() == (imported,)
    with pytest.raises(ConflictError, match=f"import {number}: was imported already"):
        staging.applied(number)


def test_a_deleted_preview_is_gone_and_its_number_is_not_given_again(staging: Staging, engine: sa.Engine) -> None:
    number = staging.begin("x", "abc", None)
    staging.add(number, [Staged(0, "reform", None, "faulty")])
    staging.keep_returned(number, b"rows", ".csv")
    staging.discard(number)
    assert staging.batch(number) is None
    assert staging.returned(number) is None
    assert staging.begin("y", "def", None) > number
    with Transaction(engine, "read") as connection:
        assert not connection.execute(staged.select()).all()
    with pytest.raises(ConflictError):
        staging.applied(number)


def test_what_was_not_read_to_its_end_is_not_imported(staging: Staging, cases: Cases) -> None:
    number = staging.begin("x", "abc", None)
    staging.add(number, offered(cases, ["added", "added"]))  # of six, as after a kill
    with pytest.raises(ConflictError, match=f"import {number}: was not read to its end") as raised:
        staging.applied(number)
    assert say(raised.value.faults[0].what, "zh") == "没有读完"
    assert staging.recent() == ()
    staging.add(number, [replace(each, position=each.position + 2) for each in offered(cases, ["added"] * 4)])
    staging.finish(number)
    staging.applied(number)
    assert [each.number for each in staging.recent()] == [number]


def test_an_import_cannot_be_deleted(staging: Staging) -> None:
    number = whole(staging)
    staging.applied(number)
    staging.discard(number)
    assert staging.batch(number)


def test_previews_are_deleted_after_a_week_and_imports_stay(staging: Staging, engine: sa.Engine) -> None:
    preview, imported = staging.begin("preview", "abc", None), staging.begin("imported", "abc", None)
    for number in (preview, imported):
        staging.add(number, [Staged(0, "reform", None, "faulty")])
        staging.keep_returned(number, b"rows", ".csv")
        staging.finish(number)
    staging.applied(imported)
    with Transaction(engine, "write") as connection:
        connection.execute(batches.update().values(at=now(-KEPT_FOR - timedelta(minutes=1))))
    fresh = staging.begin("fresh", "abc", None)
    assert staging.batch(preview) is None
    assert staging.batch(imported)
    assert staging.batch(fresh)
    with Transaction(engine, "read") as connection:
        assert not connection.execute(staged.select()).all()
        assert not connection.execute(returned.select()).all()


def test_what_a_killed_command_left_and_what_is_not_whole_is_deleted_sooner(
    staging: Staging, engine: sa.Engine, cases: Cases
) -> None:
    of_command, of_person, broken = (
        whole(staging),
        whole(staging, "eva"),
        staging.begin("killed", "abc", "eva"),
    )
    staging.add(broken, offered(cases, ["added"]))
    staging.begin("at once", "abc", None)
    assert staging.batch(broken)
    with Transaction(engine, "write") as connection:
        connection.execute(batches.update().values(at=now(-KEPT_UNSEEN_FOR - timedelta(minutes=1))))
    staging.begin("fresh", "abc", None)
    assert staging.batch(of_command) is None
    assert staging.batch(broken) is None
    assert list(staging.changes(broken)) == []
    assert staging.batch(of_person)


def test_the_file_of_what_was_faulty_is_kept_byte_for_byte(staging: Staging) -> None:
    number, data = staging.begin("x", "abc", None), bytes(range(256)) * 100
    assert staging.returned(number) is None
    staging.keep_returned(number, b"first", ".csv")
    staging.keep_returned(number, data, ".xlsx")
    assert staging.returned(number) == Returned(data, ".xlsx")


def test_there_may_be_no_such_file(staging: Staging) -> None:
    assert staging.batch(9) is None
    assert list(staging.changes(9)) == []
    assert sum(staging.summary(9).values()) == 0
