from __future__ import annotations

import csv
import io
import json
import re
from typing import TYPE_CHECKING

import openpyxl
import pytest
from samples import CASES_FILE

from explorer.exchange import geojson, xlsx

if TYPE_CHECKING:
    from flask.testing import FlaskClient

    from explorer.model import Cases, Reform
    from geodata import Places


@pytest.mark.parametrize("words", ["养老", "elderly", "yanglao"])
def test_smart_elderly_care_is_found_in_each_spelling(words: str, client: FlaskClient) -> None:
    found = client.get("/api/reforms", query_string={"q": words}).json["reforms"]

    assert "智慧养老" in [each["title_zh"] for each in found]


def test_an_unknown_year_is_null_and_never_dropped(client: FlaskClient, by_id: dict[str, Reform]) -> None:
    found = {each["id"]: each for each in client.get("/api/reforms").json["reforms"]}

    assert found.keys() == by_id.keys()
    undated = [each for each in found.values() if each["since"] is None]
    assert len(undated) == sum(reform.since is None for reform in by_id.values()) > 50
    assert all(row["since"] is None for each in undated for row in each["reach"])


def test_a_reform_brings_the_sources_that_it_cites(client: FlaskClient) -> None:
    answer = client.get("/api/reforms?reform=zuoshan-rural-governance").json

    assert (answer["total"], [source["id"] for source in answer["sources"]]) == (1, ["nyncb-2023-09-04"])


def test_the_whole_file_comes_out_as_it_was_brought_in(client: FlaskClient) -> None:
    assert client.get("/api/reforms.geojson").data == CASES_FILE.read_bytes()


def test_a_selection_is_a_file_that_can_be_read_again(client: FlaskClient, cases: Cases) -> None:
    read = geojson.read(client.get("/api/reforms.geojson?theme=livelihood").data)

    assert read.reforms == tuple(each for each in cases.reforms if each.theme == "livelihood")


@pytest.mark.parametrize("query", ["", "?place=370783", "?theme=opening&status=pilot", "?q=shequ", "?from=2025"])
def test_each_format_gives_the_same_reforms(query: str, client: FlaskClient) -> None:
    listed = [each["id"] for each in client.get(f"/api/reforms{query}").json["reforms"]]
    features = json.loads(client.get(f"/api/reforms.geojson{query}").data)["features"]
    rows = list(
        csv.DictReader(io.StringIO(client.get(f"/api/reforms.csv{query}").data.decode("utf-8-sig"), newline=""))
    )
    sheet = openpyxl.load_workbook(io.BytesIO(client.get(f"/api/reforms.xlsx{query}").data))["reforms"]
    header, *lines = sheet.values

    assert listed
    assert [each["id"] for each in features] == listed
    assert list(dict.fromkeys(row["reform"] for row in rows)) == listed
    assert [dict(zip(header, line, strict=True))["place"] for line in lines] == [row["place"] for row in rows]
    assert client.get(f"/api/reforms.json{query}").json["total"] == len(listed)


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_a_table_is_named_by_city_day_and_data(ending: str, client: FlaskClient) -> None:
    named = client.get(f"/api/reforms.{ending}?theme=opening").headers["Content-Disposition"]

    assert re.fullmatch(rf'attachment; filename="reforms-370700-\d{{4}}-\d\d-\d\d-[0-9a-f]{{12}}\.{ending}"', named)


def test_a_table_says_what_was_asked_and_from_where_each_row_is(client: FlaskClient) -> None:
    data = client.get("/api/reforms.csv?theme=livelihood&place=370783&lang=en").data.decode("utf-8-sig")

    rows = list(csv.DictReader(io.StringIO(data, newline="")))

    assert {row["filter"] for row in rows} == {"theme: Livelihood; place: Shouguang City"}
    assert {row["data_version"] for row in rows} == {
        re.findall(r"<code>([0-9a-f]{12})</code>", client.get("/data").text)[0]
    }
    assert all(row["source"] and row["source_title"] for row in rows)


def test_whole_reforms_keep_their_name(client: FlaskClient) -> None:
    answer = client.get("/api/reforms.geojson")

    assert answer.headers["Content-Disposition"] == 'attachment; filename="reforms.geojson"'


def test_an_unknown_format_names_those_there_are(client: FlaskClient) -> None:
    answer = client.get("/api/reforms.docx")

    assert (answer.status_code, answer.json) == (404, {"error": "no such format: use .geojson, .csv, .xlsx, .json"})


def test_more_than_a_workbook_takes_is_a_fault_with_a_remedy(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(xlsx, "MOST_CELLS", 10)

    answer = client.get("/api/reforms.xlsx")

    assert (answer.status_code, answer.json["faults"][0]["where"]) == (400, "reforms.xlsx")
    assert ".csv" in answer.json["faults"][0]["remedy"]


def test_one_reform_is_a_feature(client: FlaskClient) -> None:
    feature = client.get("/api/reforms/quality-loan").json

    assert (feature["type"], feature["id"], feature["geometry"]) == ("Feature", "quality-loan", None)
    assert feature["properties"]["reach"][0]["place"] == "370700"


def test_a_reform_that_there_is_not_is_said(client: FlaskClient) -> None:
    answer = client.get("/api/reforms/no-such-reform")

    assert (answer.status_code, answer.json) == (404, {"error": "no reform has the id no-such-reform"})


def test_places_come_with_names_and_outlines(client: FlaskClient, weifang: Places) -> None:
    answer = client.get("/api/places.geojson")

    features = json.loads(answer.data)["features"]
    assert answer.mimetype == "application/geo+json"
    assert [each["id"] for each in features] == [place.code for place in weifang]
    assert all(each["geometry"] and each["properties"]["name_zh"] for each in features)


def test_the_counts_of_the_map_are_those_of_the_lists(client: FlaskClient, weifang: Places) -> None:
    counts = client.get("/api/counts.json?theme=governance").json

    for code, shown in counts["places"].items():
        assert shown["here"] == client.get(f"/api/reforms?theme=governance&place={code}").json["total"]
    for zone in weifang.zones:
        assert (
            counts["zones"][zone.code] == client.get(f"/api/reforms?theme=governance&place={zone.code}").json["total"]
        )
    assert counts["citywide"] == client.get("/api/reforms?theme=governance&place=370700").json["total"]


def test_chinese_is_sent_as_chinese(client: FlaskClient) -> None:
    assert "智慧养老" in client.get("/api/reforms?reform=smart-elderly-care").data.decode()


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_the_api_only_reads(method: str, client: FlaskClient) -> None:
    answer = getattr(client, method)("/api/reforms")

    assert (answer.status_code, answer.mimetype) == (405, "application/json")
