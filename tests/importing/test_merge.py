from __future__ import annotations

import io
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from samples import CASES_FILE

import geodata
from explorer.errors import Fault, Location
from explorer.formats.geojson import offers_of
from explorer.importing.merge import Known, merge
from explorer.importing.place_matcher import Placer
from explorer.messages import Bilingual, say
from explorer.records.candidates import Offer
from explorer.records.models import Figure, Reach, Reform, Source

if TYPE_CHECKING:
    from collections.abc import Mapping

    from explorer.records.models import Cases
    from geodata import Places

ROW = {"place": "寿光市", "status": "pilot", "since": 2020, "source": "article"}
GOOD = {"id": "canteen", "title_zh": "邻里食堂", "summary_zh": "说明。", "theme": "livelihood", "reach": [ROW]}


@pytest.fixture(scope="module")
def known(weifang: Places) -> Known:
    return Known(weifang, Placer(weifang), {"article", "news"})


def of_table(values: Mapping[str, Any], *, row: int = 5, **others: Any) -> Offer:
    """Offer what a row of a table says; each value has a cell of its path."""
    cells = {path: Location(row, path.rpartition(".")[2]) for path in paths(values)}
    return Offer(
        kind="reform", where=f"row {row}", values=values, whole=False, cells=cells, rows=(("", row),), **others
    )


def paths(values: Any, before: str = "") -> list[str]:
    if isinstance(values, dict):
        return [path for name, each in values.items() for path in paths(each, f"{before}.{name}".lstrip("."))]
    if isinstance(values, list):
        return [path for n, each in enumerate(values) for path in paths(each, f"{before}[{n}]")]
    return [before]


def wheres(faults: tuple[Fault, ...]) -> list[str]:
    return [str(fault.where) for fault in faults]


def test_what_the_shipped_file_offers_is_what_it_holds(cases: Cases, weifang: Places) -> None:
    known = Known(weifang, Placer(weifang), {source.id for source in cases.sources})

    merged = [merge(offer, None, known) for offer in offers_of(lambda: io.BytesIO(CASES_FILE.read_bytes()))]

    assert [each.record for each in merged] == [*cases.sources, *cases.reforms]
    assert not any(each.faults or each.notes for each in merged)


def test_a_row_of_a_table_makes_a_reform(known: Known) -> None:
    merged = merge(of_table(GOOD), None, known)

    assert isinstance(merged.record, Reform)
    assert (merged.record.reach[0].place, merged.record.since) == ("370783", 2020)
    assert merged.faults == merged.notes == ()


def test_what_a_table_does_not_state_stays(known: Known, cases: Cases) -> None:
    present = next(each for each in cases.reforms if each.reach[0].also and each.figures and each.honours)
    row = {"place": present.reach[0].place, "since": 2001, "status": None}

    merged = merge(of_table({"id": present.id, "reach": [row]}), present, replace(known, sources=cited(cases)))

    assert isinstance(merged.record, Reform)
    assert merged.record.reach[0] == present.reach[0].model_copy(update={"since": 2001})
    assert merged.record == present.model_copy(
        update={"since": 2001, "reach": (merged.record.reach[0], *present.reach[1:])}
    )


def test_a_row_of_another_place_is_added(known: Known) -> None:
    present = Reform.model_validate({**GOOD, "since": 2020, "reach": [{**ROW, "place": "370783"}]})

    merged = merge(of_table({"id": "canteen", "reach": [{**ROW, "place": "诸城", "since": 2018}]}), present, known)

    assert isinstance(merged.record, Reform)
    assert [row.place for row in merged.record.reach] == ["370783", "370782"]
    assert merged.record.since == 2018


def test_a_figure_and_an_honour_are_added_or_replaced(known: Known) -> None:
    figure = {"value": 3, "unit": "家", "unit_en": "", "label_zh": "食堂", "label_en": "Canteens", "source": "article"}
    honour = {"level": "city", "kind": "award", "title_zh": "奖", "title_en": "Award", "source": "article"}
    given = {**GOOD, "since": 2020, "reach": [{**ROW, "place": "370783"}], "figures": [figure], "honours": [honour]}
    present = Reform.model_validate(given)
    other = {**honour, "title_zh": "另一个奖"}

    merged = merge(of_table({"figures": [{**figure, "value": 4}], "honours": [other]}), present, known)

    assert isinstance(merged.record, Reform)
    assert [each.value for each in merged.record.figures] == [4]
    assert [each.title_zh for each in merged.record.honours] == ["奖", "另一个奖"]


def test_every_fault_of_a_record_is_told_at_once_and_at_its_cell(known: Known) -> None:
    rows = [
        {**ROW, "place": "寿广市", "status": "adoptd"},
        {**ROW, "since": "2O15", "source": None},
        {**ROW, "source": "gone#p1"},
        {**ROW, "place": "昌乐县", "status": "citywide"},
    ]

    merged = merge(of_table({**GOOD, "theme": "farming", "title_zh": None, "reach": rows}), None, known)

    assert merged.record is None
    assert {(str(fault.where), str(fault.what)[:12]) for fault in merged.faults} >= {
        ("row 5, place", "寿广市 is no pl"[:12]),
        ("row 5, theme", "“farming” is"),
        ("row 5, status", "“adoptd” is "),
        ("row 5, since", "“2O15” is no"),
        ("row 5, source", "no source is"),
    }
    assert all(say(fault.what, "zh") != str(fault.what) for fault in merged.faults)


def test_rows_far_down_in_a_record_are_told_by_their_own_cells(known: Known, cases: Cases) -> None:
    present = next(each for each in cases.reforms if len(each.reach) > 3)
    offer = of_table({"id": present.id, "reach": [{**ROW, "place": "370700-binhai", "status": "moved"}]}, row=17)
    known = replace(known, sources=cited(cases) | {"article"})

    (fault,) = merge(offer, present, known).faults

    assert str(fault.where) == "row 17, status"


def test_what_reading_told_of_a_cell_is_not_told_again(known: Known) -> None:
    told = Fault(Location(5, "since"), Bilingual("不是年份", "2O15 is no year"), Bilingual("请改正", "correct it"))
    offer = of_table({**GOOD, "reach": [{**ROW, "since": "2O15"}]}, faults=(told,))

    assert merge(offer, None, known).faults == (told,)


def test_a_code_that_was_a_number_is_noted_and_taken(known: Known) -> None:
    merged = merge(of_table({**GOOD, "reach": [{**ROW, "place": "370783.0"}]}), None, known)

    assert merged.record is not None
    assert [(str(note.where), str(note.what)) for note in merged.notes] == [
        ("row 5, place", "370783.0 is read as 370783")
    ]


def test_an_honour_is_not_blamed_for_a_place_that_was_misspelt_elsewhere(known: Known) -> None:
    honour = {"level": "city", "kind": "award", "title_zh": "奖", "title_en": "Award", "source": "article"}
    given = {**GOOD, "reach": [{**ROW, "place": "寿广市"}], "honours": [{**honour, "place": "寿光市"}]}

    assert wheres(merge(of_table(given), None, known).faults) == ["row 5, place"]


def test_a_row_that_stands_twice_is_told_at_the_second(known: Known) -> None:
    merged = merge(of_table({**GOOD, "reach": [ROW, {**ROW, "place": "370783"}]}), None, known)

    assert [str(fault.what) for fault in merged.faults] == ["370783 has a row already"]


def test_sources_are_cited_by_the_ids_under_which_they_are_recorded(known: Known) -> None:
    known = replace(known, renamed={"made-up": "news"})
    rows = [{**ROW, "source": "made-up#p3", "also": ["made-up", "article"]}]

    record = merge(of_table({**GOOD, "reach": rows}), None, known).record

    assert isinstance(record, Reform)
    assert record.reach[0].sources == ("news#p3", "news", "article")


def test_a_source_is_laid_over_what_is_recorded(known: Known) -> None:
    present = Source.model_validate({"id": "news", "title": "新闻", "url": "https://example.org/", "copy": True})
    offer = Offer(kind="source", where="row 2", values={"id": "news", "date": "2024", "title": None}, whole=False)

    assert merge(offer, present, known).record == present.model_copy(update={"date": "2024"})


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"reach": "x"},
        {"reach": [1, None, [], {}]},
        {"reach": [{"place": {}}]},
        {"reach": [{"place": True, "also": 3}]},
        {"figures": {"a": 1}, "honours": [[]]},
        {"since": [], "title_zh": 5, "aliases_zh": [[]], "id": None},
        {"reach": [{"place": "x" * 10_000, "source": "\ud800"}]},
        {"x" * 10_000: 1, "": 2, "a.b[0]": 3},
    ],
)
@pytest.mark.parametrize("whole", [True, False])
def test_any_json_gives_faults_and_no_traceback(values: dict[str, Any], known: Known, *, whole: bool) -> None:
    merged = merge(Offer("reform", "features[0]", values, whole=whole), None, known)

    assert merged.record is None
    assert all(len(str(fault)) < 1_000 for fault in merged.faults)
    assert merged.faults


@pytest.mark.parametrize(
    "values",
    [
        {"reach": [{}] * 100_000},
        {"figures": [0] * 100_000},
        {"aliases_zh": ["名"] * 100_000},
        {f"field-{n}": n for n in range(100_000)},
        {"reach": [{"also": ["article"] * 100_000}]},
        {"reach": [{f"field-{n}": n for n in range(100_000)}]},
    ],
    ids=["rows", "figures", "names", "fields", "sources of a row", "fields of a row"],
)
def test_a_record_of_endless_parts_is_refused_with_one_sentence(values: dict[str, Any], known: Known) -> None:
    (fault,) = merge(Offer("reform", "features[0]", values, whole=True), None, known).faults

    assert "has 100000 parts" in str(fault.what)


LEAVES = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20)
NAMES = st.sampled_from((*Reform.model_fields, *Reach.model_fields, *Figure.model_fields, *Source.model_fields, "int"))
JSON = st.recursive(
    LEAVES | st.sampled_from(["370783", "寿光", "article#p1", "pilot", 2020]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=5),
    max_leaves=20,
)


@given(st.dictionaries(NAMES, JSON, max_size=8), st.booleans(), st.sampled_from(["reform", "source"]), st.booleans())
def test_whatever_is_offered_is_a_record_or_a_fault(values: Any, whole: bool, kind: Any, is_known: bool) -> None:  # noqa: FBT001
    present = Reform.model_validate({**GOOD, "since": 2020, "reach": [{**ROW, "place": "370783"}]})
    before = repr(values)

    places = geodata.load("370700")
    merged = merge(
        Offer(kind, "features[0]", values, whole=whole),
        present if is_known and kind == "reform" else None,
        Known(places, Placer(places), {"article", "news"}),
    )

    assert (merged.record is None) == bool(merged.faults)
    assert repr(values) == before


def cited(cases: Cases) -> set[str]:
    return {source.id for source in cases.sources}
