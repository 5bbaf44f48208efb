from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import openpyxl
import pytest
from pages import page_data, read_page
from samples import HOSTILE

from explorer import reach
from explorer.query.filters import Filter
from explorer.records.vocabulary import THEMES
from explorer.web import compare

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from flask import Flask
    from flask.testing import FlaskClient
    from pages import Element
    from samples import Files

    from explorer.config import Settings
    from explorer.records.models import Cases
    from geodata import Places

THREE = "370783,370781,370784"
CHOICES = [THREE, "370783,370781", "370705,370703,370700-gaoxin,370704", "370700-gaoxin,370700-binhai"]
FILTERS = ["", "&theme=countryside", "&from=2020", "&status=pilot&scope=county", "&level=national", "&q=shequ"]


def opened(client: FlaskClient, address: str, status: int = 200) -> Element:
    """Open a page as a reader of English."""
    answer = client.get(address, headers={"Accept-Language": "en"})
    assert answer.status_code == status
    return read_page(answer.text)


def reforms_in(element: Element) -> list[str]:
    return [each["data-reform"] for each in element if "data-reform" in each.attributes]


def number(element: Element) -> int:
    (found,) = re.findall(r"^\d+|^–", element.text)
    return 0 if found == "–" else int(found)


def test_three_counties_stand_side_by_side_as_counted_by_hand(client: FlaskClient) -> None:
    page = opened(client, f"/compare?places={THREE}")

    assert [each.text for each in page.one("h1").find("span")] == ["Shouguang", "Qingzhou", "Anqiu"]
    assert "2 recorded reforms are in more than one of them. 1 is in all." in page.one(class_="answer").text
    assert "The city runs 68 programmes for all counties alike." in page.one(class_="answer").text
    assert [number(cell) for cell in page.one(id_="counts").find("td")] == [14, 16, 13]
    assert {each["data-only"]: number(each) for each in page.find("a") if "data-only" in each.attributes} == {
        "370783": 13,
        "370781": 14,
        "370784": 9,
    }


def test_what_they_share_is_told_by_place_with_status_year_and_source(client: FlaskClient) -> None:
    shared = opened(client, f"/compare?places={THREE}").one("table", class_="shared")

    towns, exchange = shared.find("tr", data_reform="provincial-feature-towns")[0], shared.find("tr")[2]
    assert [cell.text.startswith("Pilot year not stated") for cell in towns.find("td")] == [True] * 3
    shouguang, qingzhou, anqiu = exchange.find("td")
    assert shouguang.text == "not recorded"
    for cell in (qingzhou, anqiu):
        assert cell.text.startswith("Adopted 2014")
        assert cell.one(class_="record-what")["href"] == "/reforms/rural-property-exchange"
        assert cell.one(class_="brief-source").one("a")["href"]


@pytest.mark.parametrize("places", CHOICES)
@pytest.mark.parametrize("query", FILTERS)
def test_each_number_is_that_of_the_lists_and_of_the_panels(
    places: str, query: str, client: FlaskClient, cases: Cases, weifang: Places
) -> None:
    page = opened(client, f"/compare?places={places}{query}")
    wanted = Filter.parse(parse_qs(query[1:]))
    found = client.application.extensions["site"].store.reforms(wanted)

    shared = [] if not page.find("table", class_="shared") else page.one("table", class_="shared").find("tr")[1:]
    for code, cell in zip(places.split(","), page.one(id_="counts").find("td"), strict=True):
        listed = reforms_in(page.one("section", data_only_in=code))
        in_common = [row["data-reform"] for row in shared if row.one("td", data_place=code).find(class_="record-what")]
        counted = number(cell) if cell.find("b") else 0
        assert counted == len(listed) + len(in_common) == len({*listed, *in_common})
        group = reach.group_for(weifang[code], found, weifang, wanted)
        others = {*places.split(",")} - {code}
        entries = [each for each in (*group.here, *group.zones) if each.row.place not in others]
        assert {*listed, *in_common} == {each.reform.id for each in entries}
    assert len(cases.reforms) > len(shared)


@pytest.mark.parametrize("places", CHOICES)
def test_bars_of_themes_have_one_scale_and_sum_up(places: str, client: FlaskClient) -> None:
    page = opened(client, f"/compare?places={places}")

    rows = {theme: page.one("tr", data_theme=theme).find("td") for theme in THEMES}
    for n, cell in enumerate(page.one(id_="counts").find("td")):
        assert sum(number(cells[n].one(class_="bar-number")) for cells in rows.values()) == number(cell)
    bars = [cell for cells in rows.values() for cell in cells if cell.find("svg")]
    assert len({cell.one("svg")["viewbox"] for cell in bars}) == 1
    assert [int(cell.one("rect")["width"]) for cell in bars] == [number(cell.one(class_="bar-number")) for cell in bars]


def test_a_strip_of_years_says_its_numbers_in_words(client: FlaskClient) -> None:
    strips = opened(client, f"/compare?places={THREE}").one(id_="years").find("svg")

    assert [each["aria-label"] for each in strips] == [
        "2020: 1; 2021: 2; 2023: 2; 2026: 1; year not stated: 8",
        "2014: 1; 2020: 1; 2022: 3; 2023: 8; year not stated: 3",
        "2014: 1; 2022: 1; 2023: 1; 2024: 1; 2025: 5; 2026: 2; year not stated: 2",
    ]


def test_what_the_city_runs_as_well_is_listed_apart_and_never_as_only_in_one(client: FlaskClient) -> None:
    anqiu = opened(client, f"/compare?places={THREE}").one("section", data_only_in="370784")

    assert reforms_in(anqiu)[-2:] == ["smart-school-canteens", "old-estate-renewal"]
    assert anqiu.one("h4", class_="also").text == "Recorded here by name, and run citywide 2"


def test_a_long_list_is_folded_behind_its_eighth_line(client: FlaskClient) -> None:
    qingzhou = opened(client, f"/compare?places={THREE}").one("section", data_only_in="370781")

    fold = qingzhou.one("details", class_="fold")
    assert (len(reforms_in(fold)), len(reforms_in(qingzhou))) == (6, 14)
    assert fold.one("summary").text == "6 more"


def test_a_very_long_list_is_cut_and_says_so(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compare, "MOST_LISTED", 10)
    page = opened(client, f"/compare?places={THREE}&status=origin,pilot,adopted")

    qingzhou, anqiu = (page.one("section", data_only_in=code) for code in ("370781", "370784"))
    assert len(reforms_in(qingzhou)) == 10
    assert "The first 10 of 14 are listed; the download holds all." in qingzhou.text
    assert "are listed" not in anqiu.text


def test_a_zone_has_no_people_and_no_area_on_record_and_does_not_count_for_its_host(client: FlaskClient) -> None:
    page = opened(client, "/compare?places=370705,370700-gaoxin")

    rows = {row.find("th")[0].text: [cell.text for cell in row.find("td")] for row in page.one(id_="glance").find("tr")}
    assert rows["People 2010"] == ["692,643", "not recorded"]
    assert rows["Area"] == ["237 km²", "not recorded"]
    assert [number(cell) for cell in page.one(id_="counts").find("td")] == [8, 3]
    assert "A zone that is compared itself does not count for its host." in page.text


def test_under_a_filter_an_empty_cell_is_no_claim_of_the_record(client: FlaskClient) -> None:
    page = opened(client, f"/compare?places={THREE}&theme=opening")

    assert [cell.text for cell in page.one(id_="counts").find("td")] == ["no record meets the filter"] * 2 + ["2"]
    assert len([row for row in page.find("tr") if "data-theme" in row.attributes]) == 1


def test_a_filter_that_nothing_meets_offers_wider_ones_that_keep_the_places(client: FlaskClient) -> None:
    page = opened(client, f"/compare?places={THREE}&theme=opening&from=2026&lang=en")

    wider = [each["href"] for each in page.one("ul", class_="wider").find("a")]
    assert wider
    for address in wider:
        assert parse_qs(urlsplit(address).query)["places"] == [THREE]
        assert number(opened(client, address).one("output", id_="total")) > 0


def test_reforms_without_a_year_that_a_filter_of_years_hides_are_told(client: FlaskClient) -> None:
    page = opened(client, "/compare?places=370783,370781&from=2020&theme=countryside")

    (note,) = [each for each in page.find("p", class_="note") if "state no year" in each.text and each.find("a")]
    assert note.text.startswith("4 more reforms")
    assert parse_qs(urlsplit(note.one("a")["href"]).query) == {"places": ["370783,370781"], "theme": ["countryside"]}


@pytest.mark.parametrize(
    ("query", "said", "n_chosen"),
    [
        ("", "Or begin with an example", 0),
        ("?places=", "Or begin with an example", 0),
        ("?places=370783", "Shouguang City is chosen. Choose one more place to compare it with.", 1),
        ("?places=370783,370783", "Shouguang City is chosen.", 1),
        ("?places=370783&places=370783", "Shouguang City is chosen.", 1),
        ("?places=370783,370781,370784,370705,370702", "5 places are chosen, and four fit side by side.", 5),
    ],
)
def test_too_few_or_too_many_places_are_explained_beside_the_choice(
    query: str, said: str, n_chosen: int, client: FlaskClient
) -> None:
    page = opened(client, f"/compare{query}")

    assert said in page.one("main").text
    boxes = page.find("input", name="places")
    assert len(boxes) == 18
    assert sum("checked" in box.attributes for box in boxes) == n_chosen


def test_maps_without_places_lead_on_to_the_places_and_are_kept(client: FlaskClient) -> None:
    page = opened(client, "/compare?maps=2015,2025")

    assert "No place is chosen. Choose two to four places to compare." in page.one(role="status").text
    assert page.one("form", class_="picker").find("input", name="maps")[0]["value"] == "2015,2025"
    for each in page.one("ul", class_="examples").find("a"):
        titles = [each.text for each in opened(client, each["href"]).find("figcaption")]
        assert titles == ["Recorded by the end of 2015", "Recorded by the end of 2025"]


def test_the_examples_are_choices_that_work(client: FlaskClient) -> None:
    examples = opened(client, "/compare?lang=en").one("ul", class_="examples").find("a")

    assert [each.one("strong").text for each in examples] == [
        "Qingzhou · Shouguang · Anqiu",
        "Qingzhou · Linqu · Shouguang",
    ]
    for each in examples:
        assert " · ".join(span.text for span in opened(client, each["href"]).one("h1").find("span")) == (
            each.one("strong").text
        )


@pytest.mark.parametrize(
    ("query", "status", "said"),
    [
        ("places=370783,220202", 404, "There is no place 220202 here."),
        ("places=370783,370700", 400, "370700 is no county and no zone"),
        ("places=370783,寿光", 400, "寿光"),
        ("places=370783,370781&maps=2019,village-clusters", 400, "one year and one id"),
        ("places=370783,370781&maps=2019,1066", 400, "“1066” is not a year from 1949 to 2100"),
        ("places=370783,370781&maps=village-clusters,no-such", 400, "no reform has the id “no-such”"),
        ("places=370783,370781&map=2019,2020", 400, "did you mean maps?"),
        ("places=370783,370781&from=x", 400, "“x” is not a year"),
    ],
)
def test_what_cannot_be_compared_is_named(query: str, status: int, said: str, client: FlaskClient) -> None:
    assert said in opened(client, f"/compare?{query}", status).one("main").text


def test_hostile_text_stays_text(
    make_app: Callable[[Settings], Flask], hostile_files: Files, tmp_path: Path, client: FlaskClient
) -> None:
    hostile = make_app(hostile_files.settings(tmp_path / "x.sqlite")).test_client()
    for address in (
        f"/compare?places={THREE}",
        "/compare?places=370783,370700-gaoxin&maps=village-clusters,rural-property-exchange",
        "/compare",
    ):
        answer = hostile.get(address)
        assert answer.status_code == 200
        assert HOSTILE in read_page(answer.text).text
        assert "<img src=x" not in answer.text
    asked = client.get("/compare", query_string={"places": f"370783,{HOSTILE}"})
    assert asked.status_code == 400
    assert HOSTILE in read_page(asked.text).text


@pytest.mark.parametrize("query", ["", "&maps=2015,2020", "&maps=village-clusters,rural-property-exchange", "&q=cun"])
def test_the_choice_is_in_the_address_in_both_languages_and_in_each_form(query: str, client: FlaskClient) -> None:
    address = f"/compare?places={THREE}{query}"

    there = read_page(client.get(read_page(client.get(address).text).one(hreflang="en")["href"]).text)

    assert [each.text for each in there.one("h1").find("span")] == ["Shouguang", "Qingzhou", "Anqiu"]
    asked = {name: values[0] for name, values in parse_qs(address.partition("?")[2]).items()}
    for form in there.find("form"):
        own = {"picker": "places", "filter": "q"}.get(form.attributes.get("class", ""), "maps")
        hidden = {each["name"]: each["value"] for each in form.find("input", type="hidden")}
        assert hidden == {name: value for name, value in asked.items() if name != own} | {"lang": "en"}


def test_a_place_is_taken_away_while_two_are_left(client: FlaskClient) -> None:
    three = opened(client, f"/compare?places={THREE}&q=cun")
    less = [parse_qs(urlsplit(each["href"]).query) for each in three.find("a", class_="drop")]

    assert [each["places"] for each in less] == [["370781,370784"], ["370783,370784"], ["370783,370781"]]
    assert all(each["q"] == ["cun"] for each in less)
    assert opened(client, "/compare?places=370783,370781").find("a", class_="drop") == []


def test_a_download_holds_the_rows_of_the_page(client: FlaskClient, by_id: dict[str, object]) -> None:
    query = f"?places={THREE}&from=2014&lang=en"
    page = opened(client, f"/compare{query}")
    answer = client.get(f"/api/compare.csv{query}")
    rows = list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"), newline="")))
    told = json.loads(client.get(f"/api/compare.json{query}").data)
    book = openpyxl.load_workbook(io.BytesIO(client.get(f"/api/compare.xlsx{query}").data))

    counted = Counter(code for code, _ in {(row["place"], row["reform"]) for row in rows})
    assert [counted[code] for code in THREE.split(",")] == [number(cell) for cell in page.one(id_="counts").find("td")]
    only = {code: reforms_in(page.one("section", data_only_in=code)) for code in counted}
    for row in rows:
        assert (row["reform"] in only[row["place"]]) == (row["recorded"] != "shared")
        assert row["source"]
        assert row["source_title"]
        assert row["filter"] == "from 2014 · places: Shouguang City, Qingzhou City, Anqiu City"
        assert row["reform"] in by_id
    assert [each["reform"] for each in told["compare"]] == [row["reform"] for row in rows]
    assert parse_qs(told["about"]["query"]) == {"from": ["2014"], "places": [THREE]}
    assert [row[3].value for row in book["compare"].iter_rows(min_row=2)] == [row["reform"] for row in rows]
    links = {urlsplit(each["href"]).path for each in page.find("a") if "download" in each.attributes}
    assert {"/api/compare.csv", "/api/compare.xlsx", "/api/compare.json"} <= links


@pytest.mark.parametrize(
    ("address", "status", "said"),
    [
        ("/api/compare.csv", 400, "0 places are given"),
        ("/api/compare?places=370783", 400, "give 2 to 4 different ones"),
        (f"/api/compare.xlsx?places={THREE},370705,370702", 400, "5 places are given"),
        ("/api/compare.json?places=370783,220202", 404, "220202"),
        (f"/api/compare.pdf?places={THREE}", 404, "use .csv, .xlsx, .json"),
        (f"/api/compare.csv?places={THREE}&maps=2015,2020", 400, "maps"),
    ],
)
def test_a_download_that_cannot_be_is_refused_in_json(
    address: str, status: int, said: str, client: FlaskClient
) -> None:
    answer = client.get(address, headers={"Accept-Language": "en"})

    assert (answer.status_code, answer.mimetype) == (status, "application/json")
    assert said in answer.text


def test_what_the_page_loads_is_there(client: FlaskClient) -> None:
    page = opened(client, f"/compare?places={THREE}")
    addresses = [each["src"] for each in page.find("script") if "src" in each.attributes]
    addresses += [each["href"] for each in page.find("link")]

    assert len({each for each in addresses if each.startswith("/shell/")}) == 2
    assert [each for each in addresses if client.get(each, buffered=True).status_code != 200] == []
    assert page_data(page)["chosen"] == THREE.split(",")
