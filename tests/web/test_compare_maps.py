from __future__ import annotations

import csv
import io
from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest
from pages import page_data, read_page

from explorer import reach
from explorer.query.filters import Filter

if TYPE_CHECKING:
    from flask.testing import FlaskClient

    from explorer.records.models import Cases, Reform
    from geodata import Places

PLACES = "places=370783,370781"


def maps_of(client: FlaskClient, query: str) -> list[dict[str, Any]]:
    """Return what stands on the two maps, as a reader of English sees it."""
    page = read_page(client.get(f"/compare?{PLACES}{query}&lang=en").text)
    found: list[dict[str, Any]] = page_data(page)["maps"]
    return found


@pytest.mark.parametrize("query", ["", "&theme=livelihood", "&from=2018", "&to=2023", "&q=shequ"])
def test_two_years_count_what_was_recorded_by_their_end(
    query: str, client: FlaskClient, cases: Cases, weifang: Places
) -> None:
    maps = maps_of(client, f"&maps=2019,2025{query}")

    store = client.application.extensions["site"].store
    for year, shown in zip((2019, 2025), maps, strict=True):
        name, _, value = query.strip("&").partition("=")
        asked = {name: value} if name else {}
        asked["to"] = str(min(year, int(asked.get("to", year))))
        wanted = Filter.parse(asked)
        counts = reach.matrix(store.reforms(wanted), weifang, wanted).counts()
        assert {code: each["mark"] for code, each in shown.items()} == {
            code: str(each.here or "–") for code, each in counts.items()
        }
    assert len(cases.reforms) > 0


def test_both_years_have_the_same_classes(client: FlaskClient) -> None:
    early, late = maps_of(client, "&maps=2019,2025")

    kinds: dict[str, set[str]] = {}
    for each in (*early.values(), *late.values()):
        kinds.setdefault(each["mark"], set()).add(each["kind"])
    assert all(len(found) == 1 for found in kinds.values())
    assert kinds["–"] == {"none"}
    most = max((each for each in late.values()), key=lambda each: int(each["mark"].replace("–", "0")))
    assert most["kind"] == "5"


def test_a_county_tells_how_many_and_how_many_more_without_a_year(
    client: FlaskClient, cases: Cases, weifang: Places
) -> None:
    _, late = maps_of(client, "&maps=2019,2025")

    here = reach.group_for(weifang["370783"], cases.reforms, weifang).here
    dated = sum(each.row.since is not None and each.row.since <= 2025 for each in here)
    undated = sum(each.row.since is None for each in here)
    assert late["370783"]["said"] == f"{dated} reforms recorded by 2025; {undated} more state no year"


def test_all_that_states_no_year_is_told_beside_the_maps(client: FlaskClient, cases: Cases, weifang: Places) -> None:
    page = read_page(client.get(f"/compare?{PLACES}&lang=en").text)

    counties = {county.code for county in weifang.counties}
    undated = sum(row.since is None and row.place in counties for reform in cases.reforms for row in reform.reach)
    assert f"{undated} recorded reforms state no year" in page.one(id_="maps").text


@pytest.mark.parametrize("query", ["&maps=2019,2025", "&maps=rural-property-exchange,old-estate-renewal"])
def test_a_place_on_a_map_leads_to_the_rows_behind_it(query: str, client: FlaskClient) -> None:
    shown, _ = maps_of(client, query)

    for code in ("370703", "370784", "370786"):
        rows = read_page(client.get(shown[code]["href"]).text)
        n_rows = int(rows.one("div", class_="rows")["data-rows"])
        recorded = shown[code]["mark"] != "–"
        assert n_rows == (int(shown[code]["mark"]) if recorded and query.endswith("2025") else n_rows)
        assert bool(n_rows) == recorded


def test_the_download_beneath_a_map_holds_the_rows_that_it_counts(client: FlaskClient) -> None:
    page = read_page(client.get(f"/compare?{PLACES}&maps=2019,2025&lang=en").text)

    for figure, shown in zip(page.find("figure"), page_data(page)["maps"], strict=True):
        (address,) = [each["href"] for each in figure.find("a") if each["href"].startswith("/api/reach.csv")]
        text = client.get(address).data.decode("utf-8-sig")
        counted = Counter(row["county"] for row in csv.DictReader(io.StringIO(text, newline="")))
        assert {code: each["mark"] for code, each in shown.items()} == {
            code: str(counted[code] or "–") for code in shown
        }


def test_two_programmes_are_shown_by_status_with_unknown_years_as_such(
    client: FlaskClient, by_id: dict[str, Reform]
) -> None:
    exchange, towns = maps_of(client, "&maps=rural-property-exchange,provincial-feature-towns&theme=business")

    assert {code: each["mark"] for code, each in exchange.items() if each["kind"] != "none"} == {
        "370703": "★ 2014",
        "370704": "◆ 2025",
        "370781": "● 2014",
        "370782": "● 2014",
        "370784": "● 2014",
    }
    assert {code for code, each in towns.items() if each["mark"] == "◐ ?"} == {
        row.place for row in by_id["provincial-feature-towns"].reach
    }
    assert exchange["370785"]["said"] == "not recorded: no source says so"
    assert towns["370783"]["said"] == "Pilot, year not stated"


def test_a_compared_zone_is_on_the_maps(client: FlaskClient) -> None:
    page = read_page(
        client.get("/compare?places=370783,370700-nongzong&maps=rural-property-exchange,red-property-management").text
    )

    exchange, red = page_data(page)["maps"]
    assert (exchange["370700-nongzong"]["kind"], exchange["370700-nongzong"]["mark"]) == ("adopted", "● ?")
    assert red["370700-nongzong"]["kind"] == "citywide"


def test_the_filter_of_rows_holds_on_maps_of_programmes(client: FlaskClient) -> None:
    exchange, _ = maps_of(client, "&maps=rural-property-exchange,village-clusters&to=2014&status=adopted")

    assert {code for code, each in exchange.items() if each["kind"] != "none"} == {"370781", "370782", "370784"}


def test_without_a_choice_two_years_are_shown_and_one_alone_is_explained(client: FlaskClient) -> None:
    page = read_page(client.get(f"/compare?{PLACES}&lang=en").text)
    one = read_page(client.get(f"/compare?{PLACES}&maps=2019&lang=en").text)

    captions = [each.text for each in page.find("figcaption")]
    assert captions == ["Recorded by the end of 2021", "Recorded by the end of 2026"]
    assert "Choose two different years, or two different programmes." in one.one(id_="maps").text
    assert one.find("figcaption") == []


@pytest.mark.parametrize("query", ["", "&maps=2015,2025", "&maps=2020,2022", "&maps=2025,2015", "&to=2024"])
def test_each_link_beside_a_filter_of_years_leads_somewhere(query: str, client: FlaskClient) -> None:
    page = read_page(client.get(f"/compare?{PLACES}&from=2020{query}&lang=en").text)

    drawn = page.find("figcaption")
    assert len(drawn) == (0 if "2015" in query else 2)
    assert ("The filter leaves out all before 2020." in page.one(id_="maps").text) == (not drawn)
    behind = [each["href"] for twin in page_data(page)["maps"] for each in twin.values()] if drawn else []
    for href in {*behind[::5], *(each["href"] for each in page.one(id_="maps").find("a") if drawn)}:
        assert client.get(href).status_code == 200, href
    years = [
        each["value"] if "value" in each.attributes else each.text for each in page.find("select")[0].find("option")
    ]
    assert min(years) >= "2020"


def test_a_filter_that_keeps_one_year_leaves_the_programmes_to_choose(client: FlaskClient) -> None:
    page = read_page(client.get(f"/compare?{PLACES}&from=2025&to=2025&lang=en").text)

    assert "There are no two years to show. Choose two programmes." in page.one(id_="maps").text


def test_shared_programmes_are_offered_first_and_the_one_in_the_address_always(client: FlaskClient) -> None:
    page = read_page(client.get(f"/compare?{PLACES}&maps=village-clusters,provincial-feature-towns&lang=en").text)

    left, right = page.find("form")[-1].find("select")
    assert [each["label"] for each in left.find("optgroup")] == ["In common", "Only in one of them"]
    assert [each["value"] for each in left.find("optgroup")[0].find("option")] == ["provincial-feature-towns"]
    assert [each["value"] for each in left.find("option") if "selected" in each.attributes] == ["village-clusters"]
    assert [each["value"] for each in right.find("option") if "selected" in each.attributes] == [
        "provincial-feature-towns"
    ]


def test_without_script_two_drawn_maps_stand_side_by_side(client: FlaskClient) -> None:
    page = read_page(client.get(f"/compare?{PLACES}&maps=2019,2025&lang=en").text)

    drawn = page.one(class_="twins").find("svg")
    assert [each["aria-label"] for each in drawn] == ["Recorded by the end of 2019", "Recorded by the end of 2025"]
    assert all(len(each.find("path", class_="minimap-county")) == 12 for each in drawn)
    assert all("Shouguang" in [text.text for text in each.find("text")] for each in drawn)
