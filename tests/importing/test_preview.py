from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import pytest
from samples import CASES_FILE

from explorer.errors import ConflictError, Fault, Location
from explorer.formats.detect import offers
from explorer.importing.preview import choose, faults_of, keep, note_reasons, notes_of, preview, take
from explorer.messages import say
from explorer.query.filters import Filter
from explorer.records.models import Change, Signature
from explorer.store.staging import Staged, Staging

if TYPE_CHECKING:
    from collections.abc import Callable

    from explorer.records.models import Cases, Reform
    from explorer.store import Store
    from geodata import Places

HEADER = "标题,摘要,主题,地点,状态,起始年份,来源标题,来源网址"
CANTEEN = "邻里食堂,由邻里合办的食堂。,文化民生,寿光市,首创,2021,邻里食堂开张,https://example.org/canteen"


@pytest.fixture
def own_store(make_store: Callable[..., Store], cases: Cases) -> Store:
    return make_store(cases=cases)


def staged(store: Store, places: Places, data: bytes, name: str = "file.csv") -> tuple[Staging, int]:
    staging = Staging(store.engine)
    batch = staging.begin(name, hashlib.sha256(data).hexdigest(), None)
    keep(staging, batch, preview(store, offers(data, name), places))
    staging.finish(batch)
    return staging, batch


def table(*lines: str) -> bytes:
    return "\n".join([HEADER, *lines]).encode()


def of_batch(number: int) -> Signature:
    return Signature(None, "a test", batch=number)


def test_a_file_is_previewed_then_imported_in_one_go(own_store: Store, weifang: Places) -> None:
    staging, batch = staged(
        own_store, weifang, table(CANTEEN, CANTEEN.replace("邻里食堂,", "坏,").replace("寿光", "x"))
    )

    assert staging.summary(batch) == {"added": 2, "changed": 0, "unchanged": 0, "double": 0, "faulty": 1}
    assert own_store.reform("lin-li-shi-tang") is None

    numbers = take(own_store, staging, of_batch(batch))

    assert len(numbers) == 2
    assert own_store.reform("lin-li-shi-tang") is not None
    found = own_store.present("reform", "lin-li-shi-tang")
    assert found is not None
    assert found.signature == of_batch(batch)
    assert staging.recent()[0].number == batch


def test_a_preview_is_imported_once(own_store: Store, weifang: Places) -> None:
    staging, batch = staged(own_store, weifang, table(CANTEEN))
    take(own_store, staging, of_batch(batch))
    before = own_store.digest()

    with pytest.raises(ConflictError):
        take(own_store, staging, of_batch(batch))

    assert own_store.digest() == before


def test_what_somebody_changed_meanwhile_is_not_overwritten(own_store: Store, weifang: Places, cases: Cases) -> None:
    reform = cases.reforms[0]
    line = CANTEEN.replace("邻里食堂,由邻里合办的食堂。", f"{reform.title_zh},新的摘要。")
    data = f"编号,{HEADER}\n{reform.id},{line}\n".encode()
    staging, batch = staged(own_store, weifang, data)
    (base, _) = own_store.bases([("reform", reform.id)])["reform", reform.id]
    other = reform.model_copy(update={"summary_zh": "别人的摘要。"})
    own_store.apply([Change("reform", reform.id, other, base)], Signature(None, "somebody else"))

    with pytest.raises(ConflictError) as caught:
        take(own_store, staging, of_batch(batch))

    assert caught.value.conflicts == (("reform", reform.id),)
    assert own_store.reform(reform.id) == other
    assert own_store.sources() == {source.id: source for source in cases.sources}


def test_a_likely_double_comes_in_only_if_it_is_chosen_and_its_source_with_it(
    own_store: Store, weifang: Places, cases: Cases
) -> None:
    data = table(CANTEEN.replace("邻里食堂,", f"{cases.reforms[0].title_zh},", 1))
    staging, batch = staged(own_store, weifang, data)
    position = next(each.position for each in staging.rows(batch, "double") if each.kind == "reform")

    assert list(staging.changes(batch)) == []
    choose(staging, batch, [position])
    take(own_store, staging, of_batch(batch))

    assert own_store.count(Filter()) == 156
    assert len(own_store.sources()) == 86


def test_the_rows_with_faults_are_told_with_their_reasons(own_store: Store, weifang: Places) -> None:
    data = table(CANTEEN.replace("寿光市", "寿广市"), CANTEEN.replace("寿光市", "诸城市").replace("首创", "首"))
    staging = Staging(own_store.engine)
    batch = staging.begin("file.csv", "", None)

    reasons = keep(staging, batch, preview(own_store, offers(data, "file.csv"), weifang))

    assert [(row, [str(fault.where) for fault in faults]) for row, faults in reasons.items()] == [
        (("", 2), ["row 2, 地点"]),
        (("", 3), ["row 3, 状态"]),
    ]
    (faulty,) = staging.rows(batch, "faulty")
    told = [fault for faults in reasons.values() for fault in faults]
    assert {*faults_of(faulty)} == {*told}
    assert "寿光市（370783）" in say(told[0].remedy, "zh")
    assert notes_of(faulty) == ()


def test_the_file_of_the_project_changes_nothing(own_store: Store, weifang: Places, cases: Cases) -> None:
    staging, batch = staged(own_store, weifang, CASES_FILE.read_bytes(), "cases.geojson")
    before = own_store.digest()

    assert take(own_store, staging, of_batch(batch)) == ()

    assert own_store.digest() == before
    assert own_store.reforms(Filter()) == cases.reforms


def test_a_reform_that_the_file_does_not_name_stays(
    own_store: Store, weifang: Places, by_id: dict[str, Reform]
) -> None:
    staging, batch = staged(own_store, weifang, table(CANTEEN))
    take(own_store, staging, of_batch(batch))

    assert {each.id: each for each in own_store.reforms(Filter()) if each.id in by_id} == by_id


def test_a_heading_that_speaks_of_another_row_moves_no_fault() -> None:
    fault = Fault(Location(3, "备注, row 2"), "is odd", "mend it")
    told = {"rows": [["", 2], ["", 3]], "faults": [fault.packed()]}
    reasons: dict[tuple[str, int], list[Fault]] = {}

    note_reasons(Staged(1, "reform", None, "faulty", told=told), reasons)

    assert reasons == {("", 2): [], ("", 3): [fault]}
