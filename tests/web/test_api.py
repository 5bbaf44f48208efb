from __future__ import annotations

import csv
import datetime as dt
import io
import json
import re
from typing import TYPE_CHECKING, Any

import openpyxl
import pandas as pd
import pytest
from by_hand import CITY, CLUSTERS, ESTATES, FANGZI, HANTING, KNOWN, KUIWEN, MARKET, RED, SHOUGUANG, Known
from samples import CASES_FILE

from explorer.formats import READERS
from explorer.formats.reports import SOURCE_COLUMNS
from explorer.spreadsheets import xlsx_writer
from explorer.spreadsheets.tables import ABOUT_COLUMNS

if TYPE_CHECKING:
    from flask.testing import FlaskClient
    from werkzeug.test import TestResponse

    from explorer.records.models import Cases, Reform
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
    read = READERS[".geojson"](client.get("/api/reforms.geojson?theme=livelihood").data)

    assert read.reforms == tuple(each for each in cases.reforms if each.theme == "livelihood")


@pytest.mark.parametrize("query", ["", "?place=370783", "?theme=opening&status=pilot", "?q=shequ", "?from=2025"])
def test_each_format_gives_the_same_reforms(query: str, client: FlaskClient) -> None:
    listed = [each["id"] for each in client.get(f"/api/reforms{query}").json["reforms"]]
    features = json.loads(client.get(f"/api/reforms.geojson{query}").data)["features"]
    rows = list(
        csv.DictReader(io.StringIO(client.get(f"/api/reforms.csv{query}").data.decode("utf-8-sig"), newline=""))
    )
    sheet = openpyxl.load_workbook(io.BytesIO(client.get(f"/api/reforms.xlsx{query}").data))["reforms"]
    header, *lines = sheet.values  # noqa: PD011  # of a workbook

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
    monkeypatch.setattr(xlsx_writer, "MOST_CELLS", 10)

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


EACH = pytest.mark.parametrize("known", KNOWN, ids=str)
TABLES = ("reach", "spread", f"spread?reform={MARKET}", f"gaps?county={SHOUGUANG}")


def get(client: FlaskClient, address: str, ending: str = "json") -> TestResponse:
    path, _, query = address.partition("?")
    answer = client.get(f"/api/{path}.{ending}?{query}")
    assert answer.status_code == 200
    return answer


def read(client: FlaskClient, address: str) -> dict[str, Any]:
    document: dict[str, Any] = get(client, address).json
    return document


def read_csv(client: FlaskClient, address: str) -> list[dict[str, str]]:
    text = get(client, address, "csv").data.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def query_of(known: Known) -> str:
    return f"reform={known.reform}&citywide={known.citywide}&zones={known.zones}"


@EACH
def test_the_rows_of_the_matrix_are_those_read_by_hand(known: Known, client: FlaskClient) -> None:
    told = read(client, f"reach?{query_of(known)}")

    found = pd.DataFrame(told["reach"]).groupby("county").size().to_dict()
    assert found == {code: n for code, (_, _, n, _) in known.cells.items()}
    (line,) = told["matrix"]
    cells = {name[:6]: value for name, value in line.items() if name[:6].isdigit()}
    assert {code for code, said in cells.items() if said == "not recorded"} == set(known.asks)


@EACH
def test_the_spread_is_the_one_read_by_hand(known: Known, client: FlaskClient) -> None:
    told = read(client, f"spread?{query_of(known)}")

    assert [(each["place"], each["since"], each["years_after"]) for each in told["spread"]] == [
        *known.dated,
        *((place, None, None) for place in known.undated),
    ]
    assert {each["county"]: each["nearest_with_it"] for each in told["not_recorded"]} == known.asks


@pytest.mark.parametrize(
    ("query", "gaps"),
    [
        ("", [(MARKET, HANTING), (CLUSTERS, "370786")]),
        ("&least=6", []),
        ("&citywide=off&least=4", [(MARKET, HANTING), (CLUSTERS, "370786"), (RED, HANTING)]),
        ("&from=2030", []),
    ],
)
def test_gaps_are_those_of_the_page(query: str, gaps: list[tuple[str, str]], client: FlaskClient) -> None:
    told = read(client, f"gaps?county={SHOUGUANG}{query}")["gaps"]

    assert [(each["reform"], each["ask"]) for each in told] == gaps


@pytest.mark.parametrize("address", TABLES)
def test_csv_xlsx_and_json_hold_the_same(address: str, client: FlaskClient) -> None:
    told = read(client, address)
    (name, records), *others = ((name, rows) for name, rows in told.items() if name != "about")
    book = openpyxl.load_workbook(io.BytesIO(get(client, address, "xlsx").data))

    rows = read_csv(client, address)

    assert book.sheetnames == [name, *(other for other, _ in others), "About"]
    header, *lines = ([cell.value for cell in row] for row in book[name].iter_rows())
    assert len(rows) == len(lines) == len(records) > 0
    assert list(rows[0]) == [*header, *ABOUT_COLUMNS] == [*records[0], *ABOUT_COLUMNS]
    for row, line, record in zip(rows, lines, records, strict=True):
        assert line == list(record.values())
        assert [row[key] for key in header] == ["" if cell is None else str(cell) for cell in record.values()]
    for other, other_records in others:
        assert book[other].max_row == len(other_records) + 1


@pytest.mark.parametrize("address", TABLES)
def test_each_row_names_its_source_and_each_file_what_it_is(address: str, client: FlaskClient) -> None:
    version = re.findall(r"<code>([0-9a-f]{12})</code>", client.get("/data").text)[0]

    rows = read_csv(client, address)

    assert all(set(SOURCE_COLUMNS) <= row.keys() and row["source"] and row["source_title"] for row in rows)
    assert {row["data_version"] for row in rows} == {version}
    assert {row["date"] for row in rows} <= {
        f"{dt.datetime.now(dt.UTC) - dt.timedelta(hours=n):%Y-%m-%d}" for n in (0, 1)
    }
    assert all("MIT" in row["licence"] for row in rows)


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("reach?", "none: everything that is recorded"),
        ("reach?theme=opening&place=370783", "theme: Opening-up; place: Shouguang City"),
        ("reach?citywide=off", "none: everything that is recorded · rows of the city left out"),
        ("reach?theme=opening&zones=off", "theme: Opening-up · rows of zones left out"),
        (f"reach?county={SHOUGUANG},{KUIWEN}", " · counties: Shouguang City, Kuiwen District"),
        ("reach?rows=20&page=2", " · page 2 of 20 programmes each"),
        ("spread?", " · rows of the city left out · programmes in at least 2 counties"),
        ("spread?citywide=on&least=5", "none: everything that is recorded · programmes in at least 5 counties"),
        (f"spread?reform={RED}&citywide=off", f"reform: {RED} · rows of the city left out"),
        (f"gaps?county={SHOUGUANG}", " · counties: Shouguang City · programmes in at least 2 counties"),
    ],
)
def test_a_file_says_all_that_it_leaves_out(address: str, said: str, client: FlaskClient) -> None:
    about = read(client, f"{address}&lang=en")["about"]

    assert about["filter"].endswith(said)


@pytest.mark.parametrize("address", ["reach?sort=name&theme=opening&citywide=off", "spread?citywide=on&from=2020"])
def test_what_a_file_was_asked_can_be_asked_again(address: str, client: FlaskClient) -> None:
    path = address.partition("?")[0]

    told = read(client, address)

    assert read(client, f"{path}?{told['about']['query']}") == told


def test_more_than_is_ranked_or_listed_is_told(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("explorer.store.planner.MOST_RANKED", 3)
    monkeypatch.setattr("explorer.store.planner.MOST_GAPS", 1)

    ranks, gaps = (read(client, address) for address in ("spread?lang=en", f"gaps?county={SHOUGUANG}&lang=en"))

    assert (len(ranks["spread"]), len(gaps["gaps"])) == (3, 1)
    assert ranks["about"]["filter"].endswith("The first 3 programmes are listed.")
    assert gaps["about"]["filter"].endswith("The 1 programmes that reach the most counties are listed.")


@pytest.mark.parametrize(("language", "title"), [("zh", "寿光市"), ("en", "Shouguang City")])
def test_a_title_names_the_county_in_the_language_of_the_page(language: str, title: str, client: FlaskClient) -> None:
    assert title in read(client, f"gaps?county={SHOUGUANG}&lang={language}")["about"]["title"]


@pytest.mark.parametrize("ending", ["csv", "xlsx", "json"])
@pytest.mark.parametrize("table", ["reach", "spread", "gaps"])
def test_a_file_is_named_by_table_city_day_and_data(table: str, ending: str, client: FlaskClient) -> None:
    named = get(client, f"{table}?{'county=370783' if table == 'gaps' else ''}", ending).headers["Content-Disposition"]

    assert re.fullmatch(rf'attachment; filename="{table}-370700-\d{{4}}-\d\d-\d\d-[0-9a-f]{{12}}\.{ending}"', named)


def test_without_an_ending_json_is_sent(client: FlaskClient) -> None:
    assert client.get("/api/reach?theme=opening").json == read(client, "reach?theme=opening")
    assert client.get("/api/spread").json == read(client, "spread")
    assert client.get(f"/api/gaps?county={SHOUGUANG}").json == read(client, f"gaps?county={SHOUGUANG}")


@pytest.mark.parametrize("ending", ["csv", "xlsx", "json"])
@pytest.mark.parametrize(
    "address",
    [
        *("reach?q=nothing-of-the-sort", "reach?reform=no-such-reform", "reach?rows=50&page=99", "reach?place=220202"),
        *("spread?q=nothing-of-the-sort", "spread?least=999", f"spread?reform={MARKET}&theme=industry"),
        *(f"spread?reform={MARKET}&from=2030", f"gaps?county={SHOUGUANG}&least=999"),
    ],
)
def test_an_empty_answer_is_a_file_without_rows(address: str, ending: str, client: FlaskClient) -> None:
    assert get(client, address, ending).data
    assert read_csv(client, address) == []


def test_a_programme_that_the_filter_leaves_out_is_not_told_in_a_file_either(client: FlaskClient) -> None:
    assert read(client, f"spread?reform={MARKET}&theme=industry")["spread"] == []
    assert len(read(client, f"spread?reform={MARKET}&theme=countryside")["spread"]) == 6


def test_some_counties_of_the_matrix_are_a_narrower_table(client: FlaskClient) -> None:
    told = read(client, f"reach?reform={MARKET},{ESTATES}&county={FANGZI},{HANTING}")

    assert {record["county"] for record in told["reach"]} == {FANGZI, HANTING}
    assert [name for name in told["matrix"][0] if name[:6].isdigit()] == ["370703 寒亭 Hanting", "370704 坊子 Fangzi"]
    assert {line["reform"]: (line["n_counties"], line["n_rows"]) for line in told["matrix"]} == {
        MARKET: (2, 3),
        ESTATES: (2, 2),
    }


@pytest.mark.parametrize("ending", ["json", "csv", "xlsx"])
@pytest.mark.parametrize(
    ("address", "names"),
    [
        ("reach?x=1", ["x"]),
        ("reach?least=2", ["least"]),
        ("reach?citywide=no&zones=yes", ["citywide", "zones"]),
        ("reach?theme=farming&page=0", ["theme", "page"]),
        (f"reach?county={CITY}", ["county"]),
        ("reach?county=370700-gaoxin", ["county"]),
        ("spread?columns=name", ["columns"]),
        ("spread?least=0", ["least"]),
        ("gaps", ["county"]),
        (f"gaps?county={CITY}", ["county"]),
        (f"gaps?county={SHOUGUANG},{KUIWEN}", ["county"]),
        (f"gaps?county={SHOUGUANG}&sort=name", ["sort"]),
    ],
)
def test_what_cannot_be_asked_is_named_with_a_remedy(
    address: str, names: list[str], ending: str, client: FlaskClient
) -> None:
    path, _, query = address.partition("?")

    answer = client.get(f"/api/{path}.{ending}?{query}")

    assert answer.status_code == 400
    assert [fault["where"] for fault in answer.json["faults"]] == names
    assert all(fault["what"] and fault["remedy"] for fault in answer.json["faults"])


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("/api/reach.json?county=220202", "There is no place 220202 here."),
        ("/api/gaps.json?county=220202", "There is no place 220202 here."),
        ("/api/spread.csv?reform=no-such-reform", "There is no reform with the address “no-such-reform”."),
        ("/api/reach.geojson?", "no such format: use .csv, .xlsx, .json"),
        ("/api/gaps.pdf?county=370783", "no such format: use .csv, .xlsx, .json"),
    ],
)
def test_what_is_not_there_is_said(address: str, said: str, client: FlaskClient) -> None:
    answer = client.get(f"{address}&lang=en")

    assert (answer.status_code, answer.json) == (404, {"error": said})


def test_more_cells_than_a_workbook_takes_are_a_fault_with_a_remedy(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("explorer.spreadsheets.xlsx_writer.MOST_CELLS", 10)

    answer = client.get("/api/reach.xlsx")

    assert (answer.status_code, answer.json["faults"][0]["where"]) == (400, "reach.xlsx")
