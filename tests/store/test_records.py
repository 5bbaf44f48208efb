from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event
from typing import TYPE_CHECKING

from edits import retitled

from explorer.errors import ConflictError
from explorer.query.filters import Filter
from explorer.records.models import Change, Signature
from explorer.store import Store

if TYPE_CHECKING:
    from collections.abc import Iterator

    from explorer.records.models import Cases

WHY = Signature(account=None, why="test")
N_WRITERS = 4
LONGEST_S = 30


def test_of_writers_that_saw_the_same_state_just_one_succeeds(desk: Store) -> None:
    changes = [retitled(desk, "quality-loan", f"写手{n}") for n in range(N_WRITERS)]
    together = Barrier(N_WRITERS)

    def write(change: Change) -> bool:
        together.wait(LONGEST_S)
        try:
            desk.apply([change], WHY)
        except ConflictError:
            return False
        return True

    with ThreadPoolExecutor(N_WRITERS) as pool:
        done = list(pool.map(write, changes))

    assert done.count(True) == 1
    kept = desk.reform("quality-loan")
    assert kept == changes[done.index(True)].record
    assert len(desk.history("reform", "quality-loan")) == 2


def test_writers_of_different_reforms_all_succeed(desk: Store, cases: Cases) -> None:
    ids = [reform.id for reform in cases.reforms[: 5 * N_WRITERS]]
    changes = [retitled(desk, name, f"改{name}") for name in ids]

    with ThreadPoolExecutor(N_WRITERS) as pool:
        numbers = list(pool.map(lambda change: desk.apply([change], WHY), changes))

    assert len({number for (number,) in numbers}) == len(ids)
    renamed = Store(desk.engine)
    renamed.rebuild()
    assert renamed.digest() == desk.digest()
    assert [desk.reform(change.id) for change in changes] == [change.record for change in changes]


def test_who_reads_while_much_is_written_sees_all_of_it_or_nothing(desk: Store, cases: Cases) -> None:
    begun, read = Event(), Event()
    before = desk.digest()

    def changes() -> Iterator[Change]:
        yield from [retitled(desk, each.id, f"{each.title_zh}（改）") for each in cases.reforms]
        begun.set()
        assert read.wait(LONGEST_S)

    with ThreadPoolExecutor(1) as pool:
        written = pool.submit(desk.apply, changes(), WHY)
        assert begun.wait(LONGEST_S)
        during = (desk.digest(), desk.reforms(Filter()), desk.count(Filter.parse({"q": "（改）"})))
        read.set()
        written.result(LONGEST_S)

    assert during == (before, cases.reforms, 0)
    assert {each.title_zh[-3:] for each in desk.reforms(Filter())} == {"（改）"}


def test_an_answer_of_several_statements_is_of_one_state(desk: Store, cases: Cases) -> None:
    """Reforms and the sources that they cite are withdrawn and come back while others read both."""
    some = cases.reforms[:10]
    stop = Event()

    def write() -> None:
        for n in range(6):
            bases = desk.bases([("reform", each.id) for each in some])
            records = [None if n % 2 == 0 else each for each in some]
            desk.apply(
                [
                    Change("reform", each.id, record, bases["reform", each.id][0])
                    for each, record in zip(some, records, strict=True)
                ],
                WHY,
            )
        stop.set()

    with ThreadPoolExecutor(1) as pool:
        writing = pool.submit(write)
        seen = set()
        while not stop.is_set() and not writing.done():
            seen.add(len(desk.cases(Filter()).reforms))
        writing.result(LONGEST_S)

    assert seen <= {len(cases.reforms), len(cases.reforms) - len(some)}


def test_a_waiting_writer_keeps_no_reader_waiting(desk: Store, cases: Cases) -> None:
    blocked, done = Event(), Event()

    def slowly() -> Iterator[Change]:
        yield retitled(desk, "quality-loan", "慢")
        blocked.set()
        assert done.wait(LONGEST_S)

    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(desk.apply, slowly(), WHY)
        assert blocked.wait(LONGEST_S)
        second = pool.submit(desk.apply, [retitled(desk, "smart-elderly-care", "快")], WHY)
        assert desk.count(Filter()) == len(cases.reforms)
        done.set()
        assert len(first.result(LONGEST_S)) == len(second.result(LONGEST_S)) == 1
