from __future__ import annotations

from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING
from urllib.parse import parse_qs

import pytest
from hypothesis import given
from pages import page_data, read_page
from strategies import filters, known_words

from explorer import reach
from explorer.query.filters import Filter
from explorer.records.vocabulary import THEMES
from explorer.web.explore import beyond

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient
    from pages import Element

    from explorer.records.models import Cases, Reform
    from geodata import Places


def told(app: Flask, asked: dict[str, str]) -> dict[str, object]:
    wanted = Filter.parse(asked)
    with app.test_request_context():
        return beyond(wanted, app.extensions["site"].store.count(wanted))


@pytest.mark.parametrize(
    ("asked", "wider"),
    [
        ({}, {}),
        ({"theme": "opening"}, {}),  # found, so nothing wider is needed
        ({"theme": "opening", "q": "nothing-of-the-sort"}, {"q"}),
        ({"theme": "opening", "q": "yanglao"}, {"theme", "q"}),
        ({"place": "220202"}, {}),  # the place that is looked at is never taken away
        ({"place": "370783", "q": "nothing-of-the-sort"}, {"q"}),
        ({"q": "nothing-of-the-sort", "reform": "no-such-reform"}, {}),
    ],
)
def test_only_an_empty_answer_has_wider_filters_and_each_of_them_finds_some(
    asked: dict[str, str], wider: set[str], app: Flask
) -> None:
    found = dict(told(app, asked)["wider"])  # type: ignore[call-overload]

    assert found.keys() == set(wider)
    store = app.extensions["site"].store
    assert {name: store.count(Filter.parse(asked).without(name)) for name in found} == found
    assert 0 not in found.values()


@pytest.mark.parametrize(
    ("asked", "n_undated"),
    [
        ({}, 0),
        ({"reform": "provincial-feature-towns"}, 0),  # no year is asked for
        ({"reform": "provincial-feature-towns", "from": "2000"}, 1),
        ({"reform": "provincial-feature-towns", "to": "2100"}, 1),
        ({"reform": "rural-property-exchange", "from": "2000"}, 0),
        ({"reform": "rural-property-exchange", "to": "2000"}, 1),  # its zone for farming states no year
        ({"reform": "rural-property-exchange", "to": "2000", "scope": "county"}, 0),
        ({"reform": "old-estate-renewal", "to": "2000"}, 0),
    ],
)
def test_reforms_that_years_hide_are_counted(asked: dict[str, str], n_undated: int, app: Flask) -> None:
    assert told(app, asked)["undated"] == n_undated


FILTERS = [
    "",
    "theme=livelihood",
    "from=2020",
    "status=pilot&level=national",
    "q=shequ",
    "scope=zone",
    "to=2015&theme=industry",
]
NOT_RECORDED = {"not recorded", "–"}


def opened(client: FlaskClient, address: str) -> Element:
    """Open a page as a reader of English."""
    answer = client.get(address, headers={"Accept-Language": "en"})
    assert answer.status_code == 200
    return read_page(answer.text)


def titles(page: Element) -> list[str]:
    return [each.text for each in page.find(class_="card-title")]


def in_list(page: Element, code: str) -> Element:
    return next(each for each in page.find("a", data_place=code) if each.find(class_="count"))


def test_a_visitor_opens_the_map_and_reads_how_many_reforms_each_county_has(client: FlaskClient) -> None:
    page = opened(client, "/")

    counties = [each["data-place"] for each in page.one(class_="overview").find("a") if each.find(class_="place-name")]
    assert len(counties) == 12 + 1 + 6
    shouguang = in_list(page, "370783")
    assert "Shouguang City 寿光市" in shouguang.text
    assert shouguang.one(class_="count").text == "14"
    assert page.one("output", id_="total").text == "155"


@pytest.mark.parametrize(("query", "told"), [("", "155 reforms"), ("?reform=red-property-management", "1 reform")])
def test_one_reform_is_counted_as_one(client: FlaskClient, query: str, told: str) -> None:
    result = opened(client, f"/reforms{query}").one(class_="result")

    assert f"{result.one('output').text} {result.one('span').text}" == told


def test_a_visitor_chooses_shouguang_and_reads_what_began_there(client: FlaskClient) -> None:
    page = opened(client, in_list(opened(client, "/"), "370783")["href"])

    assert page.one("h2", class_="place-title").text == "Shouguang City 寿光市 Shòuguāng"
    here = page.one(id_="group-here")
    assert "Shouguang vegetable supply for normal times and emergencies" in titles(here)
    assert {each.text for each in here.find(class_="status")} >= {"Began here", "Pilot", "Adopted"}
    assert all(each.find(class_="citation") for each in here.find("article"))


@pytest.mark.parametrize("query", FILTERS)
def test_the_number_on_the_map_is_the_number_of_cards_in_the_panel(
    query: str, client: FlaskClient, weifang: Places
) -> None:
    counts = client.get(f"/api/counts.json?{query}").json

    shown, listed = {}, {}
    for place in (*weifang.counties, *weifang.zones):
        group = opened(client, f"/places/{place.code}/panel?{query}").one(id_="group-here")
        shown[place.code], listed[place.code] = int(group["data-count"]), len(group.find("article"))

    assert shown == listed == {code: each["here"] for code, each in counts["places"].items()} | counts["zones"]


@pytest.mark.parametrize("query", FILTERS)
def test_the_numbers_of_the_list_are_those_of_the_map(query: str, client: FlaskClient, weifang: Places) -> None:
    counts = client.get(f"/api/counts.json?{query}").json
    here = {code: each["here"] for code, each in counts["places"].items()} | counts["zones"]

    page = opened(client, f"/?{query}")

    for place in (*weifang.counties, *weifang.zones):
        told = in_list(page, place.code).one(class_="count").text
        assert told == str(here[place.code]) if here[place.code] else told in NOT_RECORDED
    assert page.one("output", id_="total").text == str(counts["total"])
    assert page_data(page)["counts"] == counts


@pytest.mark.parametrize("query", FILTERS)
def test_a_county_without_a_record_is_never_called_zero_or_no(query: str, client: FlaskClient) -> None:
    page = opened(client, f"/?{query}")

    assert [each.text for each in page.find(class_="count") if each.text in {"0", "no", "No"}] == []


@given(wanted=filters(known_words()))
def test_the_list_of_reforms_has_a_card_for_each_that_is_counted(wanted: Filter, app: Flask) -> None:
    client = app.test_client()

    page = opened(client, f"/reforms?{wanted.to_query()}")

    total = client.get(f"/api/reforms?{wanted.to_query()}").json["total"]
    assert len(page.find("article")) == int(page.one("output", id_="total").text) == total
    assert (
        sum(int(each.one("h2").one(class_="count").text) for each in page.find("section", class_="theme-section"))
        == total
    )


@pytest.mark.parametrize("words", ["养老", "elderly", "yanglao"])
def test_smart_elderly_care_is_found_in_each_spelling(words: str, client: FlaskClient) -> None:
    page = opened(client, f"/reforms?q={words}")

    assert "Smart elderly care" in titles(page)
    assert page.one("input", name="q")["value"] == words
    assert f"words: “{words}”" in page.one("main").text


def test_the_name_of_a_county_typed_into_the_search_leads_to_the_county(client: FlaskClient) -> None:
    page = opened(client, "/?q=寿光")

    (link,) = [each for each in page.find("a") if "Open Shouguang City" in each.text]
    assert page_data(opened(client, link["href"]))["chosen"] == "370783"


def test_an_empty_answer_says_what_it_means_and_offers_wider_filters(client: FlaskClient) -> None:
    page = opened(client, "/reforms?q=elderly&theme=industry&from=2025")

    assert titles(page) == []
    assert "not that there is none" in page.one(class_="empty").text
    offered = page.one(class_="wider").find("a")
    assert offered
    for each in offered:
        assert len(titles(opened(client, each["href"]))) == int(each.one(class_="count").text) > 0


@pytest.mark.parametrize("path", ["/places/370724?", "/places/370724/panel?", "/?place=370724&"])
def test_a_wider_filter_offered_at_a_place_tells_what_it_finds(path: str, client: FlaskClient) -> None:
    empty = opened(client, f"{path}scope=county&theme=opening").one(class_="empty")

    assert empty.find("a")
    for each in empty.find("a"):
        wider = opened(client, each["href"])
        behind = {card["data-reform"] for card in wider.find("article")}
        total = wider.find("output", id_="total")
        found = len(behind) if behind or not total else int(total[0].text)
        assert (each.text, found) == (each.text, int(each.one(class_="count").text))


@pytest.mark.parametrize("wanted", ["", "status=adopted", "theme=industry,governance"])
def test_the_list_of_reforms_is_turned_page_by_page_and_counts_all(wanted: str, client: FlaskClient) -> None:
    theme_of = {each["id"]: each["theme"] for each in client.get(f"/api/reforms?{wanted}").json["reforms"]}  # type: ignore[index]
    n_by_theme = Counter(theme_of.values())
    address, listed, n_pages = f"/reforms?{wanted}&rows=20&lang=en", [], -(-len(theme_of) // 20)
    for n in range(1, n_pages + 1):
        page = opened(client, address)
        listed += [each["data-reform"] for each in page.find("article")]
        assert page.one("output").text == str(len(theme_of))
        assert {int(each.text) for each in page.find("span", class_="count")} <= set(n_by_theme.values())
        turning = page.one("nav", class_="pages")
        assert f"Page {n} of {n_pages}" in turning.text
        assert len(turning.find("a", rel="prev")) == (n > 1)
        address = next(iter(each["href"] for each in turning.find("a", rel="next")), "")

    assert address == ""
    assert listed == sorted(theme_of, key=lambda name: (list(THEMES).index(theme_of[name]), name))


def test_a_page_after_the_last_one_leads_back(client: FlaskClient) -> None:
    page = opened(client, "/reforms?theme=industry&page=9&lang=en")

    assert "There is no page 9: the last one is 1." in page.one("main").text
    assert opened(client, page.one(class_="none").one("a")["href"]).find("article")


@pytest.mark.parametrize(
    "query", ["from=2020", "from=2020&status=pilot", "to=2015&theme=governance", "from=2024&q=shequ"]
)
def test_reforms_that_a_year_hides_for_want_of_a_year_are_counted(
    query: str, client: FlaskClient, cases: Cases
) -> None:
    wanted = Filter.parse(parse_qs(query))
    undated = wanted.without("from", "to")
    shown = {each["id"] for each in client.get(f"/api/reforms?{query}").json["reforms"]}
    met = {each["id"] for each in client.get(f"/api/reforms?{undated.to_query()}").json["reforms"]}
    hidden = [
        reform
        for reform in cases.reforms
        if reform.id in met - shown and any(undated.keeps(row) and row.since is None for row in reform.reach)
    ]

    note = opened(client, f"/reforms?{query}").one("p", class_="note").text

    assert int(note.split()[0]) == len(hidden)


def test_a_row_without_a_year_is_counted_as_hidden_even_if_another_place_has_one(client: FlaskClient) -> None:
    page = opened(client, "/reforms?reform=red-property-management&place=370703&from=2019")

    assert titles(page) == []
    assert page.one("p", class_="note").text.startswith("1 more reform")


def test_at_a_place_only_its_own_undated_reforms_are_counted_as_hidden(
    client: FlaskClient, cases: Cases, weifang: Places
) -> None:
    groups = reach.group_for(weifang["370783"], cases.reforms, weifang)
    undated = {entry.reform.id for entry in (*groups.here, *groups.zones, *groups.citywide) if entry.row.since is None}

    note = opened(client, "/places/370783/panel?from=2020").one("p", class_="note").text

    assert int(note.split()[0]) == len(undated)


def test_a_page_of_a_place_tells_its_area_people_zones_and_towns(client: FlaskClient) -> None:
    page = opened(client, "/places/370704")

    assert page.one("h1").text == "Fangzi District 坊子区 Fāngzi"
    assert "area 895.44 km²" in page.text
    assert "population 521,025 (2020)" in page.text
    assert "Xiashan Zone" in [each.text for each in page.find("a")]
    assert page.one("svg", class_="minimap")["aria-label"] == "Where Fangzi District lies in Weifang City"


def test_a_page_of_a_zone_says_that_its_point_is_approximate(client: FlaskClient) -> None:
    page = opened(client, "/places/370700-gaoxin")

    assert "Kuiwen District" in [each.text for each in page.find("a")]
    assert "the point on the map is approximate" in page.text
    assert page.one(id_="group-here")["data-count"] == "3"


def test_a_page_of_the_city_lists_what_it_runs_for_all(client: FlaskClient, cases: Cases) -> None:
    page = opened(client, "/places/370700")

    assert len(page.find("article")) == sum(each.reach_at("370700") is not None for each in cases.reforms)


def test_what_the_city_runs_is_listed_at_each_county_and_colours_none(client: FlaskClient) -> None:
    counts = client.get("/api/counts.json?reform=quality-loan").json
    page = opened(client, "/places/370783?reform=quality-loan")

    assert {each["shade"] for each in counts["places"].values()} == {None}
    assert titles(page.one(id_="group-citywide")) == ["Quality loan"]
    assert titles(page.one(id_="group-here")) == []


def test_a_page_of_a_reform_tells_where_it_reached_since_when_and_who_says_so(client: FlaskClient) -> None:
    page = opened(client, "/reforms/red-property-management")

    rows = {row.one("th").text: [cell.text for cell in row.find("td")] for row in page.one("tbody").find("tr")}
    assert set(rows) == {"Weifang City", "Hanting District", "Kuiwen District", "Fangzi District"} | set(rows)
    assert rows["Kuiwen District"][:2] == ["Pilot", "2019"]
    assert rows["Hanting District"][:2] == ["Adopted", "year not stated"]
    assert all(cells[2] for cells in rows.values())
    assert "not a “no”" in page.text


def test_a_fact_leads_to_its_paragraph(client: FlaskClient, by_id: dict[str, Reform]) -> None:
    page = opened(client, "/reforms/smart-elderly-care")

    paragraphs = [citation.partition("#p")[2] for citation in by_id["smart-elderly-care"].citations]
    assert any(paragraphs)
    assert [each for each in paragraphs if each and f"paragraph {each}" not in page.text] == []


def test_a_reform_that_is_not_translated_says_so(
    client: FlaskClient, by_id: dict[str, Reform], app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    untranslated = by_id["quality-loan"].model_copy(update={"title_en": None})
    monkeypatch.setattr(app.extensions["site"].store, "reform", lambda _: untranslated)

    page = opened(client, "/reforms/quality-loan")

    assert page.one("h1").text == "“质量贷”"
    assert "Not yet translated" in page.text


def test_a_page_of_a_reform_leads_to_others_of_its_theme(client: FlaskClient, by_id: dict[str, Reform]) -> None:
    page = opened(client, "/reforms/shouguang-vegetable-supply")

    found = [each["data-reform"] for each in page.one(class_="related").find("article")]
    assert len(found) == 4
    assert {by_id[each].theme for each in found} == {"countryside"}


def test_the_data_page_lists_every_source_and_marks_copies(client: FlaskClient, cases: Cases) -> None:
    listed = opened(client, "/data").one(class_="sources").find("li")

    assert {each["id"] for each in listed} == {source.id for source in cases.sources}
    assert {each["id"] for each in listed if each.find(class_="copy")} == {
        each.id for each in cases.sources if each.copy_of
    }


def test_the_page_about_it_explains_every_word_of_the_map(client: FlaskClient) -> None:
    explained = [each.text for each in opened(client, "/about").find("dt")]

    assert explained == ["Here", "In zones here", "Citywide", "not recorded", "year not stated"]


def test_a_monitor_is_told_that_all_is_well(client: FlaskClient) -> None:
    answer = client.get("/healthz")

    assert (answer.status_code, answer.mimetype, answer.text) == (200, "text/plain", "ok\n")


def test_without_a_script_each_county_of_the_map_is_a_link(client: FlaskClient, weifang: Places) -> None:
    plain = opened(client, "/?theme=livelihood").one("noscript")

    links = {each["aria-label"]: each["href"] for each in plain.find("a")}
    assert {label.partition(":")[0] for label in links} >= {county.name_en for county in weifang.counties}
    assert all("theme=livelihood" in href for href in links.values())


@pytest.mark.parametrize(
    "path",
    [
        *("/?from=2020", "/?place=370783&from=2020", "/places/370783?from=2020", "/reforms?from=2020"),
        *("/?measure=honours&per=people&from=2024", "/?reform=rural-property-exchange&to=2020&measure=firsts"),
    ],
)
def test_every_link_of_a_page_leads_somewhere(path: str, client: FlaskClient) -> None:
    page = opened(client, path)
    inner = {each["href"] for each in page.find("a") if each["href"].startswith("/")}

    broken = [href for href in sorted(inner) if client.get(href).status_code != 200]

    assert len(inner) > 10
    assert broken == []


@pytest.mark.parametrize(
    "path",
    [
        *("/", "/?place=370783", "/?q=chanquan", "/?reform=rural-property-exchange", "/?reform=quality-loan"),
        *("/reforms", "/places/370783", "/reforms/quality-loan", "/data", "/about"),
    ],
)
def test_headings_go_down_one_level_at_a_time(path: str, client: FlaskClient) -> None:
    levels = [
        int(each.tag[1]) for each in opened(client, path).find() if each.tag in {"h1", "h2", "h3", "h4", "h5", "h6"}
    ]

    assert levels.count(1) == 1
    assert levels[0] == 1
    assert [(above, below) for above, below in pairwise(levels) if below > above + 1] == []


@pytest.mark.parametrize(
    "path",
    [
        *("/", "/?place=370783", "/?reform=rural-property-exchange", "/reforms", "/places/370783"),
        *("/reforms/red-property-management", "/data"),
    ],
)
def test_no_two_parts_of_a_page_have_one_id(path: str, client: FlaskClient) -> None:
    ids = [each["id"] for each in opened(client, path) if "id" in each.attributes]

    assert sorted({each for each in ids if ids.count(each) > 1}) == []


MEASURED = [
    "measure=honours",
    "measure=programmes&per=area",
    "measure=firsts&per=people&method=quantiles",
    "per=people",
]


@pytest.mark.parametrize("layout", MEASURED)
@pytest.mark.parametrize("query", ["", "theme=livelihood&", "theme=opening&"])
def test_the_list_shows_the_measure_that_the_map_shows(
    query: str, layout: str, client: FlaskClient, weifang: Places
) -> None:
    counts = client.get(f"/api/counts.json?{query}{layout}").json

    page = opened(client, f"/?{query}{layout}")

    for place in weifang:
        assert in_list(page, place.code).one(class_="count").text == (counts["shown"][place.code] or "not recorded")
    assert page_data(page)["counts"] == counts


@pytest.mark.parametrize("layout", MEASURED)
def test_a_link_of_the_list_keeps_the_measure(layout: str, client: FlaskClient) -> None:
    page = opened(client, f"/?theme=livelihood&{layout}")

    inside = opened(client, in_list(page, "370783")["href"])

    assert page_data(inside)["counts"] == page_data(page)["counts"]
    back = next(each for each in inside.find("a") if "data-overview" in each.attributes)
    assert page_data(opened(client, back["href"]))["counts"] == page_data(page)["counts"]


def test_zero_is_written_and_shaded_apart_from_not_recorded(client: FlaskClient) -> None:
    page = opened(client, "/?measure=honours&theme=opening")

    zhucheng, changyi = in_list(page, "370782"), in_list(page, "370786")
    assert (zhucheng.one(class_="count").text, changyi.one(class_="count").text) == ("0", "not recorded")
    assert (len(zhucheng.find(class_="shade-0")), len(changyi.find(class_="shade-none"))) == (1, 1)


def test_the_legend_names_measure_unit_and_method(client: FlaskClient) -> None:
    legend = opened(client, "/?measure=honours&per=people&method=jenks").one(class_="legend")

    assert legend.find("h2")[0].text == "Honours · per 100,000 people · natural breaks"
    (note,) = [each for each in legend.find(class_="legend-note") if "hidden" not in each.attributes]
    assert note.text == "People: 2010 census"


@pytest.mark.parametrize("path", ["/", "/panel", "/places/370783/panel", "/api/counts.json"])
def test_an_unknown_measure_is_refused_by_name(path: str, client: FlaskClient) -> None:
    answer = client.get(f"{path}?measure=beauty&per=dog", headers={"Accept-Language": "en"})

    assert answer.status_code == 400
    assert "measure" in answer.text
    assert "per" in answer.text


def test_a_programme_is_told_in_the_panel(client: FlaskClient) -> None:
    panel = opened(client, "/?reform=rural-property-exchange").one(class_="programme")

    assert panel.one("h2").text == "Rural property rights market"
    assert "Began in Hanting District (2014)" in panel.text
    told = {each["data-year"]: each for each in panel.find("li") if "data-year" in each.attributes}
    assert list(told) == ["2014", "2025"]
    assert [each.text for each in told["2025"].one("ul").find("a")] == ["Xiashan Zone"]
    assert [each.text for each in panel.one(class_="undated-list").find("a")] == ["Agricultural Zone"]
    assert "No source found" in panel.text
    assert [each.text for each in panel.one(class_="not-recorded-list").find("a")] == [
        *("Weicheng", "Kuiwen", "Linqu", "Changle", "Shouguang", "Gaomi", "Changyi"),
    ]


def test_a_programme_up_to_a_year_marks_what_came_later(client: FlaskClient) -> None:
    panel = opened(client, "/?reform=rural-property-exchange&to=2020").one(class_="programme")

    assert [each["data-year"] for each in panel.find(class_="later")] == ["2025"]


def test_the_panel_is_the_same_alone(client: FlaskClient) -> None:
    page = opened(client, "/?reform=rural-property-exchange&to=2020").one(class_="programme")

    assert opened(client, "/panel?reform=rural-property-exchange&to=2020").one(class_="programme").text == page.text


@pytest.mark.parametrize(
    "query", ["reform=no-such", "reform=quality-loan,red-property-management", "reform=quality-loan&theme=governance"]
)
def test_what_names_no_single_programme_shows_all_counties(query: str, client: FlaskClient) -> None:
    page = opened(client, f"/?{query}")

    assert page.find(class_="overview")
    assert page_data(page)["counts"]["programme"] is None


def test_few_found_reforms_are_offered_for_the_map(client: FlaskClient) -> None:
    offered = opened(client, "/?q=chanquan").one(class_="offered").find("a")

    assert "Rural property rights market" in [each.text for each in offered]
    assert opened(client, "/?q=shequ").find(class_="offered") == []
    for each in offered:
        assert opened(client, each["href"]).one(class_="programme").one("h2").text == each.text


def test_a_reform_leads_to_its_map(client: FlaskClient) -> None:
    page = opened(client, "/reforms/rural-property-exchange")

    (link,) = [each for each in page.find("a") if "year by year" in each.text]
    assert opened(client, link["href"]).one(class_="programme")["data-reform"] == "rural-property-exchange"
