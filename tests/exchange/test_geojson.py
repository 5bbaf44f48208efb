from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from samples import CASES_FILE

from explorer.errors import CasesError
from explorer.exchange import geojson

if TYPE_CHECKING:
    from collections.abc import Callable

    from explorer.model import Cases, Reform

    Change = Callable[[dict[str, Any]], object]


def document() -> dict[str, Any]:
    read: dict[str, Any] = json.loads(CASES_FILE.read_bytes())
    return read


def numbered(reform: str) -> int:
    return [feature["id"] for feature in document()["features"]].index(reform)


def test_the_file_of_reforms_is_read_and_written_to_the_same_bytes() -> None:
    data = CASES_FILE.read_bytes()

    assert geojson.write(geojson.read(data)) == data


def test_reforms_and_sources_are_written_in_one_order_however_they_come(cases: Cases) -> None:
    turned = cases.model_copy(update={"reforms": cases.reforms[::-1], "sources": cases.sources[::-1]})

    assert geojson.write(turned) == geojson.write(cases)


def test_a_file_saved_by_a_windows_editor_is_read(cases: Cases) -> None:
    data = b"\xef\xbb\xbf" + CASES_FILE.read_bytes().replace(b"\n", b"\r\n")

    assert geojson.read(data) == cases


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
    "surrogate": (lambda it: it.update(title_zh="\ud800"), "properties"),
}


@pytest.mark.parametrize("change", FORM_FAULTS)
def test_a_fault_of_form_tells_its_place_and_a_remedy(change: str) -> None:
    n, changed = numbered("smart-elderly-care"), document()
    spoil, where = FORM_FAULTS[change]
    spoil(changed["features"][n]["properties"])

    with pytest.raises(CasesError) as caught:
        geojson.read(json.dumps(changed).encode())

    assert [str(fault.where) for fault in caught.value.faults] == [f"features[{n}] (smart-elderly-care).{where}"]
    assert all(str(fault.what) and str(fault.remedy) for fault in caught.value.faults)


@pytest.mark.parametrize("number", ["1e400", "-1e400", "NaN", "Infinity", "true"])
def test_what_is_no_number_is_refused_as_a_figure(number: str) -> None:
    changed = document()
    n = next(n for n, each in enumerate(changed["features"]) if each["properties"]["figures"])
    changed["features"][n]["properties"]["figures"][0]["value"] = "@"

    with pytest.raises(CasesError):
        geojson.read(json.dumps(changed).replace('"@"', number).encode())


def test_all_faults_are_told_at_once() -> None:
    changed = document()
    changed["features"][0]["properties"]["theme"] = "farming"
    changed["features"][3]["properties"]["reach"][0]["place"] = "Anqiu"
    changed["features"][5]["geometry"] = {"type": "Point", "coordinates": [119.1, 36.7]}
    changed["sources"][2]["url"] = "javascript:alert(1)"

    with pytest.raises(CasesError) as caught:
        geojson.read(json.dumps(changed).encode())

    assert {fault.where for fault in caught.value.faults} == {
        f"features[0] ({changed['features'][0]['id']}).properties.theme",
        f"features[3] ({changed['features'][3]['id']}).properties.reach[0].place",
        "features[5].geometry",
        "sources[2].url",
    }


@pytest.mark.parametrize(
    ("data", "where"),
    [
        (b"", "the file"),
        (b'{"type": "FeatureCollection",\n "features": [}', "line 2"),
        ('{"type": "潍坊"}'.encode("gbk"), "byte 12"),
        (b"[]", "type"),
        (b'{"type": "Feature"}', "type"),
        (b'{"type": "FeatureCollection", "sources": []}', "features"),
        (b'{"type": "FeatureCollection", "features": [], "sources": {}}', "sources"),
        (b'{"type": "FeatureCollection", "features": [7], "sources": []}', "features[0]"),
        (b"[" * 100_000, "the file"),
    ],
)
def test_a_damaged_file_is_told_from_its_place(data: bytes, where: str) -> None:
    with pytest.raises(CasesError) as caught:
        geojson.read(data)

    (fault,) = caught.value.faults
    assert fault.where.startswith(where)
    assert str(fault.remedy)


def test_a_key_that_stands_twice_is_refused() -> None:
    with pytest.raises(CasesError, match="“theme” stands twice"):
        geojson.read(b'{"type": "FeatureCollection", "theme": "a", "theme": "b"}')


@pytest.mark.parametrize("date", ["2025-13", "2025-02-30", "25", "2025-13-40"])
def test_what_is_no_date_is_refused_for_a_source(date: str) -> None:
    changed = document()
    changed["sources"][0]["date"] = date

    with pytest.raises(CasesError) as caught:
        geojson.read(json.dumps(changed).encode())

    assert [str(fault.where) for fault in caught.value.faults] == ["sources[0].date"]
