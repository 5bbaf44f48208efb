"""What planners get of a city without facts, and of a whole province."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest
from by_hand import MARKET
from pages import Element, read_page
from PIL import Image

from explorer.config import Settings
from explorer.formats import geojson
from explorer.records.models import Cases, Reach

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from flask import Flask
    from flask.testing import FlaskClient

    from geodata import Places

LUCHENG, LONGWAN, DONGTOU, PINGYANG = "330302", "330303", "330305", "330326"
SVG = "{http://www.w3.org/2000/svg}"


def row(place: str, status: str = "adopted", since: int | None = None) -> Reach:
    return Reach.model_validate({"place": place, "status": status, "since": since, "source": "made-up"})


def cases_of(cases: Cases, reach: list[tuple[Reach, ...]]) -> bytes:
    """Write the reforms of Weifang anew, with other reach and one source."""
    source = cases.sources[0].model_copy(update={"id": "made-up"})
    reforms = []
    for n, rows in enumerate(reach):
        since = min((each.since for each in rows if each.since), default=None)
        told = {"id": f"reform-{n}", "reach": rows, "since": since, "figures": (), "honours": ()}
        reforms.append(cases.reforms[n % len(cases.reforms)].model_copy(update=told))
    return geojson.write(Cases(sources=(source,), reforms=tuple(reforms)))


@pytest.fixture(scope="module")
def elsewhere(
    make_app: Callable[..., Flask], wenzhou: Path, cases: Cases, tmp_path_factory: pytest.TempPathFactory
) -> FlaskClient:
    """Serve Wenzhou with two programmes: one by year, one without any year."""
    folder = tmp_path_factory.mktemp("wenzhou")
    dated = (row(LUCHENG, "origin", 2018), row(LONGWAN, since=2020), row(DONGTOU, since=2021))
    (folder / "cases.geojson").write_bytes(cases_of(cases, [dated, (row(LUCHENG), row(LONGWAN))]))
    settings = Settings(
        city="330300",
        places=str(wenzhou),
        data=str(folder / "cases.geojson"),
        database_url=f"sqlite:///{folder}/x.sqlite",
    )
    return make_app(settings).test_client()


def get(client: FlaskClient, address: str) -> Element:
    answer = client.get(f"{address}{'&' if '?' in address else '?'}lang=en")
    assert answer.status_code == 200
    return read_page(answer.text)


def test_without_facts_no_share_of_people_is_told_and_the_page_says_why(elsewhere: FlaskClient) -> None:
    counties, area, people = (each.text for each in get(elsewhere, "/spread?reform=reform-0").find(class_="share"))

    assert "25 %" in counties
    assert "3 of 12" in counties
    assert "km²" in area  # of the outlines
    assert people == "of the people not told: there is no year for which the people of all counties are known"


def test_a_city_without_zones_or_facts_has_its_spread_told(elsewhere: FlaskClient) -> None:
    page = get(elsewhere, "/spread?reform=reform-0")

    assert page.one(class_="answer").text == (
        "Began in Lucheng District in 2018. 2 more places have it with a stated year, the last since 2021."
    )
    assert page.one("svg", class_="picture")["aria-label"] == (
        "2018: 1 of 12 counties; 2020: 2 of 12 counties; 2021: 3 of 12 counties"
    )
    told = elsewhere.get("/api/spread.json?reform=reform-0").json
    assert [(each["place"], each["years_after"]) for each in told["spread"]] == [
        *[(LUCHENG, 0), (LONGWAN, 2), (DONGTOU, 3)]
    ]
    assert len(told["not_recorded"]) == 9


def test_the_matrix_and_the_ranking_work_elsewhere(elsewhere: FlaskClient) -> None:
    cells = [each["class"] for each in get(elsewhere, "/reach").find("td") if each["class"] != "sum"]
    ranked = [each["data-reform"] for each in get(elsewhere, "/spread").find("tr") if "data-reform" in each.attributes]

    assert (cells.count("origin"), cells.count("adopted"), cells.count("not-recorded")) == (1, 4, 19)
    assert ranked == ["reform-0", "reform-1"]


def test_gaps_are_told_elsewhere_and_nobody_without_them(elsewhere: FlaskClient) -> None:
    pingyang, lucheng = (get(elsewhere, f"/places/{code}/gaps") for code in (PINGYANG, LUCHENG))

    assert [each["data-gap"] for each in pingyang.find("article")] == ["reform-0", "reform-1"]
    assert all("km" in each.one(class_="ask").text for each in pingyang.find("article"))
    assert lucheng.find("article") == []


@pytest.mark.parametrize("name", ["matrix.svg", "spread-map.svg?reform=reform-0", "spread-curve.svg?reform=reform-0"])
def test_pictures_are_drawn_elsewhere(name: str, elsewhere: FlaskClient) -> None:
    drawing = ET.fromstring(elsewhere.get(f"/pictures/{name}").data)  # noqa: S314  # our own

    assert len(list(drawing.iter(f"{SVG}text"))) > 10


@pytest.mark.parametrize("ending", ["csv", "xlsx", "json"])
@pytest.mark.parametrize("table", ["reach?", "spread?", "spread?reform=reform-0", f"gaps?county={PINGYANG}"])
def test_files_are_sent_elsewhere(table: str, ending: str, elsewhere: FlaskClient) -> None:
    path, _, query = table.partition("?")

    answer = elsewhere.get(f"/api/{path}.{ending}?{query}")

    assert answer.status_code == 200
    assert f"{path}-330300-" in answer.headers["Content-Disposition"]


def test_places_of_another_city_are_not_found_here(elsewhere: FlaskClient) -> None:
    assert elsewhere.get("/places/370783/gaps").status_code == 404
    assert elsewhere.get(f"/spread?reform={MARKET}").status_code == 404


@pytest.fixture(scope="module")
def province(
    make_app: Callable[..., Flask], shandong: Places, cases: Cases, tmp_path_factory: pytest.TempPathFactory
) -> FlaskClient:
    """Serve Shandong with 250 programmes, each in some of its counties and a tenth in all of them."""
    folder = tmp_path_factory.mktemp("shandong")
    codes = [county.code for county in shandong.counties]
    reach = [
        tuple(
            row(code, since=2000 + (n + m) % 25 if m % 3 else None)
            for m, code in enumerate(codes[n % 40 : n % 40 + 60])
        )
        if n % 10
        else (row("370000", "citywide", 2010),)
        for n in range(250)
    ]
    (folder / "cases.geojson").write_bytes(cases_of(cases, reach))
    settings = Settings(
        city="370000",
        places=str(shandong.folder.parent),
        data=str(folder / "cases.geojson"),
        database_url=f"sqlite:///{folder}/x.sqlite",
    )
    return make_app(settings).test_client()


def test_of_a_province_the_page_shows_fifty_lines_and_the_totals_of_all(
    province: FlaskClient, shandong: Places
) -> None:
    page = get(province, "/reach")

    n_places = len(shandong.counties)
    assert len([each for each in page.find("tr") if "data-reform" in each.attributes]) == 50
    assert len(page.find(class_="county-name")) == n_places
    assert "Page 1 of 5" in page.text
    assert int(page.one("tfoot").find("td")[-1].text) == 225 * 60 + 25 * n_places


@pytest.mark.parametrize("query", ["", "?rows=200", "?citywide=off&columns=name"])
def test_the_matrix_of_a_province_can_be_drawn(query: str, province: FlaskClient, shandong: Places) -> None:
    answer = province.get(f"/pictures/matrix.svg{query}")

    assert answer.status_code == 200
    drawing = ET.fromstring(answer.data)  # noqa: S314  # our own
    squares = [each for each in drawing.iter(f"{SVG}rect") if "cell" in each.get("class", "").split()]
    assert len(squares) % len(shandong.counties) == 0
    assert len(squares) >= 50 * len(shandong.counties)


def test_the_letters_of_a_large_picture_can_be_read(province: FlaskClient) -> None:
    shown = Image.open(io.BytesIO(province.get("/pictures/matrix.png").data))
    drawing = ET.fromstring(province.get("/pictures/matrix.svg").data)  # noqa: S314  # our own

    units = float(drawing.attrib["viewBox"].split()[2])
    assert 12 * shown.width / units > 8.9  # letters are twelve units high


@pytest.mark.parametrize(
    "path", ["/spread?reform=reform-1", "/spread", "/places/370102/gaps", "/api/reach.json?rows=50"]
)
def test_a_province_has_all_that_a_city_has(path: str, province: FlaskClient) -> None:
    assert province.get(path).status_code == 200


def test_a_text_names_places_of_a_province_and_of_all_china(province: FlaskClient) -> None:
    text = "潍坊市寿光市、济南市历下区和南京市鼓楼区推行改革。"
    told = {}
    for region in ("370000", "none"):
        answer = province.post("/tag?lang=en", data={"text": text, "region": region})
        told[region] = [each.text for each in read_page(answer.text).find(class_="found-name")]

    assert {"Shouguang City county", "Lixia District county"} <= set(told["370000"])
    assert {"Shouguang City county · Weifang City", "Gulou District county · Nanjing City"} <= set(told["none"])
