from __future__ import annotations

import io
import json
import tracemalloc
from typing import TYPE_CHECKING, Any

import pytest
from pydantic import ValidationError
from samples import CASES_FILE

from explorer.errors import CasesError
from explorer.formats import READERS, geojson
from explorer.formats.geojson import offers_of
from explorer.messages import say
from explorer.records.models import Cases, Reform, Source

if TYPE_CHECKING:
    from collections.abc import Callable

    from explorer.records.candidates import Offer

    Change = Callable[[dict[str, Any]], object]


def features_document() -> dict[str, Any]:
    read: dict[str, Any] = json.loads(CASES_FILE.read_bytes())
    return read


def offered(data: dict[str, Any] | bytes) -> list[Offer]:
    encoded = data if isinstance(data, bytes) else json.dumps(data).encode()
    return list(offers_of(lambda: io.BytesIO(encoded)))


def test_every_record_is_offered_whole_sources_first(cases: Cases) -> None:
    found = offered(CASES_FILE.read_bytes())

    assert [each.kind for each in found] == ["source"] * len(cases.sources) + ["reform"] * len(cases.reforms)
    assert all(each.whole and not each.faults and not each.notes for each in found)
    sources = tuple(Source.model_validate(each.values) for each in found if each.kind == "source")
    reforms = tuple(Reform.model_validate(each.values) for each in found if each.kind == "reform")
    assert geojson.write(Cases(sources=sources, reforms=reforms)) == CASES_FILE.read_bytes()


def test_sources_come_first_though_they_stand_last() -> None:
    whole = features_document()
    turned = {"features": whole["features"], "type": whole["type"], "sources": whole["sources"]}

    assert [each.values for each in offered(turned)] == [each.values for each in offered(whole)]


def test_a_value_is_found_by_its_path() -> None:
    found = offered(CASES_FILE.read_bytes())
    reform = next(each for each in found if each.kind == "reform")

    assert str(reform.where) == f"features[0] ({reform.values['id']})"
    assert reform.rows == (("features", 0),)
    assert str(reform.cells["reach[0].place"]) == f"{reform.where}.properties.reach[0].place"
    assert str(reform.cells["id"]) == f"{reform.where}.id"
    assert str(found[0].cells["url"]) == f"sources[0] ({found[0].values['id']}).url"


def test_an_id_that_stands_twice_is_told_at_the_second() -> None:
    whole = features_document()
    whole["features"][3]["id"] = whole["features"][1]["id"]
    whole["sources"][2]["id"] = whole["sources"][0]["id"]

    faulty = [each for each in offered(whole) if each.faults]

    assert [each.rows for each in faulty] == [(("sources", 2),), (("features", 3),)]
    assert "stands already in features[1]" in str(faulty[1].faults[0].what)
    assert str(faulty[1].faults[0].where) == f"{faulty[1].where}.id"


@pytest.mark.parametrize(
    ("change", "where", "words"),
    [
        (lambda it: it.update(geometry={"type": "Point", "coordinates": [1e300, 1]}), ".geometry", "is not null"),
        (lambda it: it.update(properties=None), "", "not a Feature with properties"),
        (lambda it: it.update(note="keep me"), ".note", "beside the properties"),
        (lambda it: it.update(type="Banana"), ".type", "is not Feature"),
        (lambda it: it["properties"].update(id="another-id"), ".properties.id", "differs from the id"),
        (lambda it: it["properties"].update(title_zh="寿\x00光"), ".properties.title_zh", "control character (U+0000)"),
        (lambda it: it["properties"].update(title_zh="\ud800"), ".properties.title_zh", "control character (U+D800)"),
        (lambda it: it["properties"]["reach"][0].update(status="\x9b"), ".properties.reach[0].status", "(U+009B)"),
    ],
)
def test_a_feature_that_is_none_is_told_and_the_others_go_on(change: Any, where: str, words: str) -> None:
    whole = features_document()
    change(whole["features"][4])
    found = offered(whole)

    (faulty,) = [each for each in found if each.faults]
    assert len(found) == len(whole["features"]) + len(whole["sources"])
    assert str(faulty.faults[0].where) == f"{faulty.where}{where}"
    assert words in str(faulty.faults[0].what)
    assert say(faulty.faults[0].what, "zh") != str(faulty.faults[0].what)


@pytest.mark.parametrize("odd", [7, "x", None, [], [[]]])
def test_what_is_no_feature_and_no_source_is_told(odd: Any) -> None:
    found = offered({"type": "FeatureCollection", "sources": [odd], "features": [odd]})

    assert [str(each.where) for each in found] == ["sources[0]", "features[0]"]
    assert all(each.faults and each.values == {} for each in found)


def test_the_reasons_of_a_file_that_was_given_back_are_passed_over() -> None:
    whole = features_document()
    whole["features"][0]["reasons"] = ["…"]
    whole["sources"][0]["reasons"] = ["…"]

    assert [each.values for each in offered(whole)] == [each.values for each in offered(features_document())]


@pytest.mark.parametrize(
    ("change", "where", "words"),
    [
        (lambda it: it.pop("type"), "type", "not a FeatureCollection"),
        (lambda it: it.update(type="Feature"), "type", "not a FeatureCollection"),
        (lambda it: it.pop("features"), "features", "is missing"),
        (lambda it: it.update(features={}), "features", "is no list"),
        (lambda it: it.update(sources=None), "sources", "is no list"),
        (lambda it: it.update(status="draft"), "status", "drafts, not reforms"),
    ],
)
def test_a_file_of_something_else_is_refused(change: Any, where: str, words: str) -> None:
    whole = features_document()
    change(whole)

    with pytest.raises(CasesError) as caught:
        offered(whole)

    assert str(caught.value.faults[0].where) == where
    assert words in str(caught.value.faults[0].what)


def test_a_list_that_stands_twice_is_refused() -> None:
    with pytest.raises(CasesError, match="features: stands twice"):
        offered(b'{"type": "FeatureCollection", "features": [1], "features": [2]}')


def test_a_file_without_sources_is_read() -> None:
    found = offered({"type": "FeatureCollection", "features": features_document()["features"][:2]})

    assert [each.kind for each in found] == ["reform", "reform"]


@pytest.mark.parametrize("number", ["1e400", "-1e400", "true", "9" * 400])
def test_a_number_that_is_none_does_not_fit_the_schema(number: str) -> None:
    whole = features_document()
    nth = next(n for n, each in enumerate(whole["features"]) if each["properties"]["figures"])
    whole["features"][nth]["properties"]["figures"][0]["value"] = "@"
    whole["features"][nth]["properties"]["since"] = "@"
    offer = next(
        each for each in offered(json.dumps(whole).replace('"@"', number).encode()) if each.rows == (("features", nth),)
    )

    with pytest.raises(ValidationError, match="since"):
        Reform.model_validate(offer.values)


@pytest.mark.long
def test_a_large_file_passes_in_little_memory() -> None:
    whole = features_document()
    many = [each | {"id": f"{each['id'][:60]}-{n}"} for n in range(60) for each in whole["features"]]
    data = json.dumps(whole | {"features": many}).encode()
    assert len(data) > 10_000_000
    tracemalloc.start()

    n_offers = sum(1 for _ in offers_of(lambda: io.BytesIO(data)))

    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert n_offers == len(many) + len(whole["sources"])
    assert peak < 10_000_000


def test_half_a_character_in_an_id_is_told_and_can_be_printed() -> None:
    whole = features_document()
    whole["features"][4]["id"] = "\ud800x"
    (faulty,) = [each for each in offered(whole) if each.faults]

    assert str(faulty.faults[0]).encode()


def document() -> dict[str, Any]:
    read: dict[str, Any] = json.loads(CASES_FILE.read_bytes())
    return read


def numbered(reform: str) -> int:
    return [feature["id"] for feature in document()["features"]].index(reform)


def test_the_file_of_reforms_is_read_and_written_to_the_same_bytes() -> None:
    data = CASES_FILE.read_bytes()

    assert geojson.write(READERS[".geojson"](data)) == data


def test_reforms_and_sources_are_written_in_one_order_however_they_come(cases: Cases) -> None:
    turned = cases.model_copy(update={"reforms": cases.reforms[::-1], "sources": cases.sources[::-1]})

    assert geojson.write(turned) == geojson.write(cases)


def test_a_file_saved_by_a_windows_editor_is_read(cases: Cases) -> None:
    data = b"\xef\xbb\xbf" + CASES_FILE.read_bytes().replace(b"\n", b"\r\n")

    assert READERS[".geojson"](data) == cases


def test_an_unknown_year_is_written_as_null(by_id: dict[str, Reform]) -> None:
    properties = geojson.reform_to_feature(by_id["smart-elderly-care"])["properties"]

    assert properties["since"] is None
    assert properties["reach"][0]["since"] is None


def test_a_reform_has_no_geometry_of_its_own(by_id: dict[str, Reform]) -> None:
    feature = geojson.reform_to_feature(by_id["smart-elderly-care"])

    assert (feature["type"], feature["id"], feature["geometry"]) == ("Feature", "smart-elderly-care", None)


FORM_FAULTS: dict[str, tuple[Change, str]] = {
    "theme": (lambda it: it.update(theme="farming"), "properties.theme"),
    "no reach": (lambda it: it.update(reach=[]), "properties.reach"),
    "place": (lambda it: it["reach"][0].update(place="Shouguang"), "properties.reach[0].place"),
    "status": (lambda it: it["reach"][0].update(status="tried"), "properties.reach[0].status"),
    "date for a year": (lambda it: it["reach"][0].update(since="2020-01-01"), "properties.reach[0].since"),
    "zero for a year": (lambda it: it["reach"][0].update(since=0), "properties.reach[0].since"),
    "misspelt": (lambda it: it.update(sumary_zh="…"), "properties.sumary_zh"),
    "no title": (lambda it: it.pop("title_zh"), "properties.title_zh"),
    "no source": (lambda it: it["reach"][0].pop("source"), "properties.reach[0].source"),
    "honour": (lambda it: it["honours"][0].update(level="world"), "properties.honours[0].level"),
    "surrogate": (lambda it: it.update(title_zh="\ud800"), "properties.title_zh"),
}


@pytest.mark.parametrize("change", FORM_FAULTS)
def test_a_fault_of_form_tells_its_place_and_a_remedy(change: str) -> None:
    n, changed = numbered("smart-elderly-care"), document()
    spoil, where = FORM_FAULTS[change]
    spoil(changed["features"][n]["properties"])

    with pytest.raises(CasesError) as caught:
        READERS[".geojson"](json.dumps(changed).encode())

    assert [str(fault.where) for fault in caught.value.faults] == [f"features[{n}] (smart-elderly-care).{where}"]
    assert all(str(fault.what) and str(fault.remedy) for fault in caught.value.faults)


@pytest.mark.parametrize("number", ["1e400", "-1e400", "NaN", "Infinity", "true"])
def test_what_is_no_number_is_refused_as_a_figure(number: str) -> None:
    changed = document()
    n = next(n for n, each in enumerate(changed["features"]) if each["properties"]["figures"])
    changed["features"][n]["properties"]["figures"][0]["value"] = "@"

    with pytest.raises(CasesError):
        READERS[".geojson"](json.dumps(changed).replace('"@"', number).encode())


def test_all_faults_are_told_at_once() -> None:
    changed = document()
    changed["features"][0]["properties"]["theme"] = "farming"
    changed["features"][3]["properties"]["reach"][0]["place"] = "Anqiu"
    changed["features"][5]["geometry"] = {"type": "Point", "coordinates": [119.1, 36.7]}
    changed["sources"][2]["url"] = "javascript:alert(1)"

    with pytest.raises(CasesError) as caught:
        READERS[".geojson"](json.dumps(changed).encode())

    assert {str(fault.where) for fault in caught.value.faults} == {
        f"features[0] ({changed['features'][0]['id']}).properties.theme",
        f"features[3] ({changed['features'][3]['id']}).properties.reach[0].place",
        f"features[5] ({changed['features'][5]['id']}).geometry",
        f"sources[2] ({changed['sources'][2]['id']}).url",
    }


@pytest.mark.parametrize(
    ("data", "where"),
    [
        (b"", "reforms.geojson"),
        (b'{"type": "FeatureCollection",\n "features": [}', "line 2"),
        ('{"type": "潍坊"}'.encode("gbk"), "type"),
        ('{"type": "潍坊"}'.encode("gbk") + b"\xff\xff", "byte 12"),
        (b"[]", "line 1"),
        (b'{"type": "Feature"}', "type"),
        (b'{"type": "FeatureCollection", "sources": []}', "features"),
        (b'{"type": "FeatureCollection", "features": [], "sources": {}}', "sources"),
        (b'{"type": "FeatureCollection", "features": [7], "sources": []}', "features[0]"),
        (b"[" * 100_000, "line 1"),
    ],
)
def test_a_damaged_file_is_told_from_its_place(data: bytes, where: str) -> None:
    with pytest.raises(CasesError) as caught:
        READERS[".geojson"](data)

    (fault,) = caught.value.faults
    assert str(fault.where).startswith(where)
    assert str(fault.remedy)


def test_a_file_in_the_encoding_of_an_old_editor_is_read(cases: Cases) -> None:
    assert READERS[".geojson"](CASES_FILE.read_text(encoding="utf-8").encode("gb18030")) == cases


def test_a_key_that_stands_twice_is_refused() -> None:
    with pytest.raises(CasesError, match="theme: stands twice"):
        READERS[".geojson"](b'{"type": "FeatureCollection", "theme": "a", "theme": "b"}')


@pytest.mark.parametrize("date", ["2025-13", "2025-02-30", "25", "2025-13-40"])
def test_what_is_no_date_is_refused_for_a_source(date: str) -> None:
    changed = document()
    changed["sources"][0]["date"] = date

    with pytest.raises(CasesError) as caught:
        READERS[".geojson"](json.dumps(changed).encode())

    assert [str(fault.where) for fault in caught.value.faults] == [f"sources[0] ({changed['sources'][0]['id']}).date"]
