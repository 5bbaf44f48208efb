from __future__ import annotations

import json
import re
from collections import Counter
from typing import TYPE_CHECKING, Any
from unittest.mock import ANY

import pytest
import sqlalchemy as sa
from samples import CASES_FILE

from explorer.formats import geojson
from explorer.formats.detect import offers
from explorer.importing.compare import Comparer
from explorer.importing.preview import faults_of, likely_doubles, notes_of
from explorer.messages import say
from explorer.query.filters import Filter
from explorer.records.models import NEW, Change, Reform, Signature, record_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from explorer.records.models import Cases
    from explorer.store import Store
    from explorer.store.staging import Staged
    from geodata import Places

HEADER = "标题,摘要,主题,地点,状态,起始年份,来源标题,来源网址"
CANTEEN = "邻里食堂,由邻里合办的食堂。,文化民生,寿光市,首创,2021,邻里食堂开张,https://example.org/canteen"


@pytest.fixture
def own_store(make_store: Callable[..., Store], cases: Cases) -> Store:
    return make_store(cases=cases)


def compared(store: Store, places: Places, data: bytes, name: str = "file.csv") -> list[Staged]:
    return list(Comparer(store, places, {}).of(offers(data, name)))


def test_more_new_rows_take_no_more_queries(own_store: Store, weifang: Places) -> None:
    asked: list[int] = []

    def n_of(n: int) -> int:
        rows = (CANTEEN.replace("邻里食堂", f"邻里食堂{name * 3}") for name in "甲乙丙丁戊己庚辛壬癸"[:n])
        data = table(*rows, f"{own_store.reforms(Filter())[0].title_zh},x。,文化民生,寿光市,首创,2021,y,")
        asked.clear()
        assert len(compared(own_store, weifang, data)) > n
        return len(asked)

    def note(*_: object) -> None:
        asked.append(1)

    sa.event.listen(own_store.engine, "before_cursor_execute", note)
    few, many = n_of(2), n_of(10)
    sa.event.remove(own_store.engine, "before_cursor_execute", note)
    assert few == many


def table(*lines: str) -> bytes:
    return "\n".join([HEADER, *lines]).encode()


def verdicts(found: Sequence[Staged]) -> Counter[str]:
    return Counter(each.verdict for each in found)


def told(found: Sequence[Staged], kind: str = "reform") -> list[tuple[str | None, str]]:
    return [(each.id, each.verdict) for each in found if each.kind == kind]


def what(each: Staged) -> list[str]:
    return [str(fault.what) for fault in faults_of(each)]


def features(cases: Cases, *reforms: Reform) -> bytes:
    """Write a file of these reforms with the sources that they cite."""
    cited = {citation.partition("#")[0] for reform in reforms for citation in reform.citations}
    kept = tuple(source for source in cases.sources if source.id in cited)
    return geojson.write(cases.model_copy(update={"reforms": reforms, "sources": kept}))


def edited(data: bytes, change: Callable[[dict[str, Any]], object]) -> bytes:
    document = json.loads(data)
    change(document)
    return json.dumps(document, ensure_ascii=False).encode()


def test_the_shipped_file_changes_nothing_in_a_store_that_holds_it(store: Store, weifang: Places) -> None:
    found = compared(store, weifang, CASES_FILE.read_bytes(), "cases.geojson")

    assert verdicts(found) == {"unchanged": 155 + 85}
    assert all(each.document is None and each.base > NEW for each in found)


def test_all_is_new_to_an_empty_store(make_store: Callable[..., Store], weifang: Places, cases: Cases) -> None:
    found = compared(make_store(), weifang, CASES_FILE.read_bytes(), "cases.geojson")

    assert verdicts(found) == {"added": 155 + 85}
    assert [record_of(each.kind, each.document or "") for each in found if each.kind == "reform"] == [*cases.reforms]
    assert len({each.position for each in found}) == 155 + 85


def test_one_changed_word_changes_one_record(store: Store, weifang: Places, cases: Cases) -> None:
    after = cases.reforms[3].model_copy(update={"title_zh": "改了的标题"})
    found = compared(store, weifang, features(cases, after), "some.geojson")

    assert told(found) == [(after.id, "changed")]
    (change,) = (each for each in found if each.verdict == "changed")
    assert change.base == store.bases([("reform", after.id)])["reform", after.id][0]
    assert record_of("reform", change.document or "") == after
    assert change.told["title"] == "改了的标题"


def test_a_row_of_a_table_is_a_new_reform_with_its_source(store: Store, weifang: Places) -> None:
    found = compared(store, weifang, table(CANTEEN))

    assert [(each.kind, each.verdict) for each in found] == [("reform", "added"), ("source", "added")]
    assert found[0].id == "lin-li-shi-tang"
    reform = record_of("reform", found[0].document or "")
    assert isinstance(reform, Reform)
    assert (reform.reach[0].place, reform.since, reform.reach[0].source) == ("370783", 2021, found[1].id)


def test_rows_that_were_imported_before_change_nothing(own_store: Store, weifang: Places) -> None:
    data = table(CANTEEN, CANTEEN.replace("寿光市,首创,2021", "诸城市,推行,2022"))
    own_store.apply(changes_of(compared(own_store, weifang, data)), Signature(None, "a test"))

    again = compared(own_store, weifang, data)

    assert verdicts(again) == {"unchanged": 2}
    assert told(again) == [("lin-li-shi-tang", "unchanged")]


def test_a_row_of_a_recorded_name_that_says_something_else_may_be_a_double(store: Store, weifang: Places) -> None:
    (known, *_) = store.each("reform")
    assert isinstance(known, Reform)

    found = compared(store, weifang, table(CANTEEN.replace("邻里食堂,", f"“{known.title_zh}”,", 1)))

    assert [(each.kind, each.verdict) for each in found] == [("reform", "double"), ("source", "double")]
    (double,) = likely_doubles(found[0].told["doubles"])
    assert (double.id, double.title, say(double.why, "zh")) == (known.id, known.title_zh, "名称相同")
    assert found[1].told["needed_by"] == [found[0].position]


def test_a_source_that_is_recorded_is_not_recorded_twice(store: Store, weifang: Places, cases: Cases) -> None:
    known = next(each for each in cases.sources if each.url)

    found = compared(store, weifang, table(CANTEEN.replace("https://example.org/canteen", known.url or "")))

    assert told(found, "source") == []
    reform = record_of("reform", found[0].document or "")
    assert isinstance(reform, Reform)
    assert reform.reach[0].source == known.id


@pytest.mark.parametrize(
    ("old", "new", "where", "said"),
    [
        ("寿光市", "寿广市", "row 2, 地点", "no place of 潍坊市"),
        ("寿光市", "昌邑区", "row 2, 地点", "昌邑区 (220202) in 吉林市"),
        ("寿光市", "37078", "row 2, 地点", "has lost digits"),
        ("寿光市", "370723", "row 2, 地点", "(寿光县) was retired in 1993"),
        ("文化民生", "吃饭", "row 2, 主题", "吃饭"),
        ("2021", "2O21", "row 2, 起始年份", "2O21"),
        ("首创", "首", "row 2, 状态", "首"),
        (",邻里食堂开张,https://example.org/canteen", ",,", "row 2", "no source is stated"),
        ("邻里食堂,由邻里合办的食堂。", "邻里食堂,", "row 2, 摘要", "summary in Chinese is missing"),
    ],
)
def test_a_fault_is_told_at_its_cell(old: str, new: str, where: str, said: str, store: Store, weifang: Places) -> None:
    found = compared(store, weifang, table(CANTEEN.replace(old, new, 1)))

    (faulty,) = (each for each in found if each.kind == "reform")
    assert (faulty.verdict, faulty.document) == ("faulty", None)
    (fault,) = faults_of(faulty)
    assert str(fault.where).startswith(where)
    assert said in str(fault.what)
    assert say(fault, "zh") != say(fault, "en")
    assert faulty.told["rows"] == [["", 2]]
    assert verdicts(found) == {"faulty": 1}


def test_a_record_with_a_good_source_and_one_with_a_bad_one(store: Store, weifang: Places, cases: Cases) -> None:
    def spoil(document: dict[str, Any]) -> None:
        document["sources"][0]["date"] = "some day"

    good, bad = cases.reforms[0], next(each for each in cases.reforms if not shared(each, cases.reforms[0]))
    data = edited(features(cases, good, bad), spoil)
    spoiled = json.loads(data)["sources"][0]["id"]

    found = compared(store, weifang, data, "file.geojson")

    by_verdict = {each.id: each for each in found}
    assert by_verdict[spoiled].verdict == "faulty"
    citing = [each for each in found if each.kind == "reform" and each.verdict == "faulty"]
    assert len(citing) == 1
    assert what(citing[0]) == [f"cites {spoiled}, which has a fault itself"]


def test_a_source_that_nobody_cites_is_told(store: Store, weifang: Places, cases: Cases) -> None:
    def add(document: dict[str, Any]) -> None:
        document["sources"].append({"id": "unused", "title": "新闻"})

    found = compared(store, weifang, edited(features(cases, cases.reforms[0]), add), "file.geojson")

    (faulty,) = (each for each in found if each.verdict == "faulty")
    assert (faulty.id, what(faulty)) == ("unused", ["no fact cites it"])


def test_a_source_that_only_faulty_records_cite_stays_out_with_them(store: Store, weifang: Places) -> None:
    reform = {"title_zh": "食堂", "summary_zh": "说明。", "theme": "none", "reach": []}
    row = {"place": "370783", "status": "pilot", "source": "unused#p1"}
    document = {
        "type": "FeatureCollection",
        "sources": [{"id": "unused", "title": "新闻"}],
        "features": [{"type": "Feature", "id": "a", "geometry": None, "properties": {**reform, "reach": [row]}}],
    }

    found = compared(store, weifang, json.dumps(document).encode(), "file.geojson")

    assert [(each.id, each.verdict) for each in found] == [("a", "faulty"), ("unused", "faulty")]
    assert what(found[1]) == ["only records with faults cite it"]


def test_an_id_that_stands_twice_is_told_at_the_second(store: Store, weifang: Places, cases: Cases) -> None:
    def repeat(document: dict[str, Any]) -> None:
        document["features"].append(document["features"][0])

    found = compared(store, weifang, edited(features(cases, cases.reforms[0]), repeat), "file.geojson")

    assert told(found) == [(cases.reforms[0].id, "unchanged"), (cases.reforms[0].id, "faulty")]


def test_new_reforms_of_one_title_get_ids_of_their_own(store: Store, weifang: Places) -> None:
    other = CANTEEN.replace("邻里食堂,由", "临里食堂,由").replace("寿光市", "高密市").replace("文化民生", "产业")

    found = compared(store, weifang, table(CANTEEN, other))

    assert told(found) == [("lin-li-shi-tang", "added"), ("lin-li-shi-tang-2", "added")]


CODED = "标题,摘要,主题,地点,代码,状态,起始年份,来源标题,来源网址"


def test_a_code_and_another_name_beside_it_are_told(store: Store, weifang: Places) -> None:
    rows = [CANTEEN.replace("寿光市,", f"{name},{code},") for name, code in (("寿光市", "370781"), ("寿光", "370783"))]
    bad, good = (compared(store, weifang, f"{CODED}\n{row}".encode()) for row in rows)

    assert verdicts(bad)["faulty"] == 1
    assert [said for each in bad for said in what(each)] == [
        "is the code of 青州市, but the name beside it is 寿光市 (370783)"
    ]
    assert verdicts(good) == {"added": 2}


def test_a_name_that_is_none_beside_a_code_is_noted(store: Store, weifang: Places) -> None:
    row = CANTEEN.replace("寿光市,", "孙家集街道办,370783,")
    (reform, _) = sorted(compared(store, weifang, f"{CODED}\n{row}".encode()), key=lambda each: each.kind)

    assert any("孙家集街道办" in str(note.what) for note in notes_of(reform))


@pytest.mark.parametrize(
    ("line", "n_sources", "noted"),
    [
        ("某某另一篇长文,某报,2024-01-01,https://www.weifang.gov.cn/", 1, "read as another source"),
        ("第一篇文章,别的报,,https://www.weifang.gov.cn/", 0, "that stays"),
        ("第一篇文章,某报,2025-01-01,https://www.weifang.gov.cn/other", 0, "that stays"),
        ("第一篇文章,某报,2025-01-01,", 0, ""),
        ("第一篇文章,,,", 0, "read as that one"),
        ("第一篇文章,别的报,,", 1, ""),
    ],
)
def test_a_source_is_taken_for_a_recorded_one_only_if_it_is_and_what_differs_is_told(
    line: str, n_sources: int, noted: str, own_store: Store, weifang: Places
) -> None:
    header = "标题,摘要,主题,地点,状态,来源标题,发布者,发布日期,来源网址"
    first = "邻里食堂,摘要。,文化民生,寿光市,首创,第一篇文章,某报,2025-01-01,https://www.weifang.gov.cn/"
    given = compared(own_store, weifang, f"{header}\n{first}".encode())
    own_store.apply(changes_of(given), Signature(None, "a test"))
    second = f"冬枣课堂,摘要。,农业农村,青州市,推行,{line}"
    found = compared(own_store, weifang, f"{header}\n{second}".encode())

    assert told(found, "source") == [(ANY, "added")] * n_sources
    assert [noted in str(note.remedy) for each in found for note in notes_of(each)] == ([True] if noted else [])


def test_an_address_that_is_none_is_a_fault_whatever_sources_are_recorded(own_store: Store, weifang: Places) -> None:
    given = compared(own_store, weifang, table(CANTEEN))
    own_store.apply(changes_of(given), Signature(None, "a test"))
    bad = CANTEEN.replace("邻里食堂,", "冬枣课堂,", 1).replace("https://example.org/canteen", "www.example.org")

    assert told(compared(own_store, weifang, table(bad))) == [(ANY, "faulty")]


def test_a_year_of_a_row_that_is_corrected_is_that_of_the_reform(own_store: Store, weifang: Places) -> None:
    given = compared(own_store, weifang, table(CANTEEN))
    own_store.apply(changes_of(given), Signature(None, "a test"))
    later = f"编号,{HEADER}\nlin-li-shi-tang,{CANTEEN.replace('2021', '2023')}".encode()
    own_store.apply(changes_of(compared(own_store, weifang, later)), Signature(None, "a test"))

    found = own_store.reform("lin-li-shi-tang")
    assert found is not None
    assert (found.since, [row.since for row in found.reach]) == (2023, [2023])


def test_a_year_that_has_not_begun_is_a_fault(store: Store, weifang: Places) -> None:
    found = compared(store, weifang, table(CANTEEN.replace("2021", "2099")))

    assert [said for each in found for said in what(each)] == ["2099 has not begun"]


def test_two_rows_of_one_file_that_are_likely_one_reform_are_told(store: Store, weifang: Places) -> None:
    other = CANTEEN.replace("邻里食堂,", "金融顾问进商圈,", 1)
    found = compared(store, weifang, table(CANTEEN, other, CANTEEN.replace("邻里食堂,", "“邻里食堂”模式,", 1)))

    assert sorted(told(found)) == sorted([(ANY, "added"), (ANY, "added"), (ANY, "double")])
    (double,) = [each for each in found if each.verdict == "double"]
    (first,) = likely_doubles(double.told["doubles"])
    assert (first.title, str(first.where), say(first.where, "zh")) == ("邻里食堂", "row 2", "第2行")


def test_a_reform_that_was_withdrawn_comes_back_only_if_it_is_chosen(
    own_store: Store, weifang: Places, cases: Cases
) -> None:
    gone = cases.reforms[0]
    (base, _) = own_store.bases([("reform", gone.id)])["reform", gone.id]
    (number,) = own_store.apply([Change("reform", gone.id, None, base)], Signature(None, "withdrawn"))

    found = compared(own_store, weifang, features(cases, gone), "file.geojson")

    assert told(found) == [(gone.id, "double")]
    (back,) = (each for each in found if each.kind == "reform")
    assert back.base == number
    (double,) = likely_doubles(back.told["doubles"])
    assert (double.id, "was withdrawn on" in str(double.why)) == (gone.id, True)


def test_notes_of_the_file_and_of_its_cells_are_told(store: Store, weifang: Places) -> None:
    data = f"{HEADER},颜色\n{CANTEEN.replace('寿光市', '370783.0')},红\n".encode()

    found = compared(store, weifang, data)

    notes = [str(note.what) for each in found for note in notes_of(each)]
    assert any("颜色" in note for note in notes)
    assert any("370783" in note for note in notes)
    assert verdicts(found) == {"added": 2}


def test_nothing_is_written_by_comparing(store: Store, weifang: Places) -> None:
    before = store.digest()

    compared(store, weifang, table(CANTEEN))

    assert store.digest() == before
    assert store.present("reform", "lin-li-shi-tang") is None


def test_of_a_record_of_very_many_faults_some_are_told(store: Store, weifang: Places, cases: Cases) -> None:
    def spoil(document: dict[str, Any]) -> None:
        document["features"][0]["properties"]["reach"] = [{"place": f"没有{n}县"} for n in range(500)]

    found = compared(store, weifang, edited(features(cases, cases.reforms[0]), spoil), "file.geojson")

    (faulty,) = (each for each in found if each.verdict == "faulty" and each.kind == "reform")
    assert len(faulty.told["faults"]) == 101
    assert re.fullmatch(r"and \d+ faults more in this record", what(faulty)[-1])


def changes_of(found: Sequence[Staged]) -> list[Any]:
    return [
        Change(each.kind, each.id or "", record_of(each.kind, each.document), each.base)
        for each in found
        if each.document is not None and each.verdict in {"added", "changed"}
    ]


def shared(one: Reform, other: Reform) -> bool:
    return bool(
        {each.partition("#")[0] for each in one.citations} & {each.partition("#")[0] for each in other.citations}
    )


def test_a_further_source_takes_none_from_a_row(store: Store, weifang: Places, by_id: dict[str, Reform]) -> None:
    reform = next(each for each in by_id.values() if each.reach[0].also)
    row, other = reform.reach[0], "byt-2025-08-27"
    data = f'编号,地点,来源\n{reform.id},{row.place},"{row.source}、{other}"\n'.encode()
    (found,) = [each for each in compared(store, weifang, data) if each.kind == "reform"]

    after = record_of("reform", found.document or "")
    assert isinstance(after, Reform)
    assert after.reach[0].source == row.source
    assert {*after.reach[0].also} == {*row.also, other}


def test_the_address_of_a_recorded_page_says_all_of_it(store: Store, weifang: Places, cases: Cases) -> None:
    known = next(each for each in cases.sources if each.url)
    for header in ("来源", "网址"):
        data = f"标题,摘要,主题,地点,状态,{header}\n邻里食堂,摘要。,文化民生,寿光市,首创,{known.url}\n".encode()
        (found,) = compared(store, weifang, data)
        after = record_of("reform", found.document or "")
        assert isinstance(after, Reform)
        assert after.reach[0].source == known.id
