from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from by_hand import (
    ALL_KM2,
    ALL_PEOPLE,
    ANQIU,
    CHANGYI,
    CITY,
    CLUSTERS,
    ESTATES,
    HANTING,
    KNOWN,
    KUIWEN,
    LINQU,
    MARKET,
    RED,
    XIASHAN,
    Known,
)
from pages import Element, read_page

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient

    from explorer.records.models import Reform
    from geodata import Places

TOWNS = "provincial-feature-towns"
EACH = pytest.mark.parametrize("known", KNOWN, ids=str)


def get(client: FlaskClient, query: str, language: str = "en") -> Element:
    answer = client.get(f"/spread?{query}&lang={language}")
    assert answer.status_code == 200
    return read_page(answer.text)


def page_of(client: FlaskClient, known: Known, language: str = "en") -> Element:
    return get(client, f"reform={known.reform}&citywide={known.citywide}&zones={known.zones}", language)


def adopters_of(page: Element) -> list[list[str]]:
    lines = [each for each in page.find("tr") if "data-adopter" in each.attributes]
    return [[line["data-adopter"], *(cell.text for cell in line if cell.tag in {"td", "th"})] for line in lines]


def percent(part: float, whole: float) -> str:
    return f"{round(100 * part / whole)} %"


@EACH
def test_the_shares_are_those_summed_up_by_hand(known: Known, client: FlaskClient) -> None:
    n_counties, km2, people = known.whole

    counties, area, of_people = (each.text for each in page_of(client, known).find(class_="share"))

    assert percent(n_counties, 12) in counties
    assert f"{n_counties} of 12" in counties
    assert percent(km2, ALL_KM2) in area
    assert f"{km2:,.0f} of 16,143 km²" in area
    assert percent(people, ALL_PEOPLE) in of_people
    assert f"{people / 1e6:.2f} million of 9.09 million people, 2010: the last year known for all counties" in of_people
    assert "2020" not in of_people


@EACH
def test_who_took_it_up_stands_in_order_with_the_years_after_the_first(
    known: Known, client: FlaskClient, weifang: Places
) -> None:
    told = adopters_of(page_of(client, known))

    def after(place: str, years: int) -> str:
        if place in known.first:
            return "the first" if known.reform in {MARKET, CLUSTERS} else "the first recorded"
        return "the same year" if years == 0 else f"{years} years"

    assert [(place, year, later) for place, year, _, _, later, _ in told] == [
        *((place, str(year), after(place, years)) for place, year, years in known.dated),
        *((place, "year not stated", "unknown") for place in known.undated),
    ]
    assert all(line[2].startswith(weifang[line[0]].name_en) for line in told)
    assert all(line[-1] for line in told)


@EACH
def test_who_is_not_recorded_stands_with_the_nearest_that_is(
    known: Known, client: FlaskClient, weifang: Places
) -> None:
    page = page_of(client, known)

    listed = [each.text for each in page.one(class_="not-there").find("li")] if known.asks else []
    assert sorted(listed) == sorted(
        f"{weifang[code].name_en} nearest with it: {weifang[near].name_en}" for code, near in known.asks.items()
    )
    assert ("That is not a “no”" in page.text) == bool(known.asks)


@EACH
def test_the_curve_says_its_numbers_and_so_do_its_words(known: Known, client: FlaskClient) -> None:
    drawing = page_of(client, known).one("svg", class_="picture")

    numbers = [each.text for each in drawing.find("text", class_="strong")]
    undated = [f"+{len(known.reached_undated)}"] if known.reached_undated else []
    assert numbers == [*(str(step.n_counties) for step in known.steps), *undated]
    assert drawing["aria-label"] == "; ".join(f"{step.year}: {step.n_counties} of 12 counties" for step in known.steps)


@EACH
def test_the_small_map_draws_each_county_by_its_kind(known: Known, client: FlaskClient) -> None:
    small = page_of(client, known).one("svg", class_="minimap")

    drawn = [each["class"].split()[1:] for each in small.find("path", class_="minimap-county")]
    kinds = ["hosts" if kind == "zone" else kind for kind, *_ in known.cells.values()]
    assert sorted(kind.removeprefix("minimap-") for found in drawn for kind in found) == sorted(kinds)
    zones = [place for place in (*(place for place, *_ in known.dated), *known.undated) if "-" in place]
    assert len(small.find("path", class_="minimap-zone")) == len(zones)
    labels = [each.text for each in small.find("text")]
    assert sum(label[:1] in "★◐●◆▦" for label in labels) == len(known.cells)


ESTATES_BEGAN = "Recorded first in Weifang City, Weicheng District, Anqiu City in 2022;"
ANSWERS = {
    f"reform={MARKET}": (
        "Began in Hanting District in 2014. 4 more places have it with a stated year, the last since 2025. "
        "1 place has it, and no source states since when."
    ),
    f"reform={RED}&citywide=off": (
        "Recorded first in Kuiwen District in 2019; no source calls a place the origin. "
        "2 more places have it with a stated year, the last since 2024. "
        "1 place has it, and no source states since when."
    ),
    f"reform={ESTATES}": (
        f"{ESTATES_BEGAN} no source calls a place the origin. 1 more place has it with a stated year: 2024."
    ),
    f"reform={TOWNS}": "No source states where or when it began. 7 places have it, and no source states since when.",
    # A filter and a switch narrow who is told, and change nothing in who began.
    f"reform={MARKET}&place={ANQIU}": (
        "Began in Hanting District in 2014. 1 more place has it with a stated year: 2014."
    ),
    f"reform={MARKET}&from=2020": "Began in Hanting District in 2014. 1 more place has it with a stated year: 2025.",
    f"reform={ESTATES}&citywide=off&place={CHANGYI}": (
        f"{ESTATES_BEGAN} no source calls a place the origin. 1 more place has it with a stated year: 2024."
    ),
    f"reform={MARKET}&theme=industry": "No record meets the filter.",
    f"reform={MARKET}&to=1990": "No record meets the filter.",
    "reform=quality-loan&citywide=off": "No record meets the filter.",
}


@pytest.mark.parametrize("query", ANSWERS)
def test_the_answer_is_a_sentence(query: str, client: FlaskClient) -> None:
    assert get(client, query).one(class_="answer").text == ANSWERS[query]


def test_places_that_began_in_different_years_are_told_with_their_own(
    app: Flask, client: FlaskClient, by_id: dict[str, Reform], monkeypatch: pytest.MonkeyPatch
) -> None:
    market = by_id[MARKET]
    rows = tuple(row.model_copy(update={"status": "origin"}) for row in market.reach if row.scope == "zone")
    began_thrice = market.model_copy(update={"reach": (*market.reach[:1], *rows)})
    monkeypatch.setattr(app.extensions["site"].store, "reform", lambda _: began_thrice)

    answer = get(client, f"reform={MARKET}").one(class_="answer").text

    assert answer.startswith("Began in Hanting District (2014), Weifang National")
    assert "(year not stated), Weifang Xiashan" in answer
    assert "(2025)." in answer


def test_a_zone_is_told_with_the_county_that_hosts_it(client: FlaskClient) -> None:
    told = {place: where for place, _, where, *_ in adopters_of(get(client, f"reform={MARKET}"))}

    assert told[XIASHAN].endswith("in Fangzi District")
    assert told[HANTING] == "Hanting District"


def test_each_row_names_all_its_sources(client: FlaskClient) -> None:
    city = next(line for line in adopters_of(get(client, f"reform={RED}")) if line[0] == CITY)

    assert "paragraph 42" in city[-1]
    assert "paragraph 37" in city[-1]


def test_without_a_year_there_is_a_sentence_in_place_of_the_curve(client: FlaskClient) -> None:
    page = get(client, f"reform={TOWNS}")

    assert page.find("svg", class_="picture") == []
    assert "No source states a year for any county, so there is no curve to draw." in page.text
    assert [each["href"] for each in page.find("a") if "/pictures/spread-curve" in each["href"]] == []
    assert len(adopters_of(page)) == 7


@pytest.mark.parametrize(
    "query", ["theme=industry", "to=1990", "place=220202", "q=nothing-of-the-sort", "status=pilot"]
)
def test_a_filter_that_leaves_the_programme_out_gives_no_number_and_wider_filters(
    query: str, client: FlaskClient
) -> None:
    page = get(client, f"reform={MARKET}&{query}")

    assert page.one("h1").text == "Rural property rights market"
    assert "No recorded reform meets this filter." in page.text
    assert "That means that no source says so, not that there is none." in page.text
    assert (page.find(class_="share"), adopters_of(page), page.find(class_="not-there")) == ([], [], [])
    (clear,) = {each["href"] for each in page.find("a") if each.text == "Clear filter"}
    assert len(adopters_of(read_page(client.get(clear).text))) == 6


def test_switches_that_leave_nothing_give_no_number_either(client: FlaskClient) -> None:
    page = get(client, "reform=quality-loan&citywide=off")

    assert page.find(class_="share") == []
    assert page.find("input", name="citywide", type="checkbox")


def test_rows_that_years_hide_as_undated_are_told(client: FlaskClient) -> None:
    page = get(client, f"reform={TOWNS}&from=2010")

    assert "1 more reform meets the other conditions but states no year" in page.text


def test_a_reform_that_there_is_not_is_not_found(client: FlaskClient) -> None:
    answer = client.get("/spread?reform=no-such-reform&lang=en")

    assert answer.status_code == 404
    assert "There is no reform with the address “no-such-reform”." in read_page(answer.text).text


@pytest.mark.parametrize(
    ("query", "names"),
    [("x=1", ["x"]), ("rows=5", ["rows"]), ("county=370783", ["county"]), ("sort=up&least=0", ["sort", "least"])],
)
@pytest.mark.parametrize("reform", ["", f"&reform={MARKET}"])
def test_what_cannot_be_asked_is_named(query: str, names: list[str], reform: str, client: FlaskClient) -> None:
    answer = client.get(f"/spread?{query}{reform}")

    assert answer.status_code == 400
    assert [each.text for each in read_page(answer.text).one(class_="faults").find("code")] == names


def ranks_of(page: Element) -> dict[str, list[str]]:
    lines = [each for each in page.find("tr") if "data-reform" in each.attributes]
    return {line["data-reform"]: [cell.text for cell in line if cell.tag in {"td", "th"}] for line in lines}


def test_programmes_are_ranked_by_how_many_counties_took_them_up(client: FlaskClient) -> None:
    ranks = ranks_of(get(client, ""))

    assert [(reform, told[3].split()[0]) for reform, told in ranks.items()] == [
        (TOWNS, "7"),
        (MARKET, "5"),
        (CLUSTERS, "5"),
        (RED, "4"),
        (ESTATES, "3"),
        ("community-micro-business", "2"),
        ("smart-school-canteens", "2"),
    ]
    assert [told[0] for told in ranks.values()] == [str(n) for n in range(1, 8)]
    assert [told[1:3] for told in (ranks[MARKET], ranks[RED])] == [
        ["Rural property rights market Countryside", "Hanting District"],
        ["Party-led property management Governance", "Kuiwen District first recorded"],
    ]
    assert ranks[MARKET][4] == "2014–2025"
    assert ranks[RED][4:] == ["2019–2024 1 without a year", "0.5 0.5"]
    assert ranks[CLUSTERS][4:] == ["2025", "5.0 5.0"]
    assert ranks[TOWNS][2:] == ["not stated", "7 7", "year not stated", "too few stated years"]


@pytest.mark.parametrize(
    ("sort", "first", "last"),
    [("pace", CLUSTERS, TOWNS), ("first", MARKET, TOWNS), ("name", "community-micro-business", CLUSTERS)],
)
def test_another_order_ranks_the_same_programmes(sort: str, first: str, last: str, client: FlaskClient) -> None:
    by_reach, ranked = ranks_of(get(client, "")), [*ranks_of(get(client, f"sort={sort}"))]

    assert sorted(ranked) == sorted(by_reach)
    assert (ranked[0], first) == (first, ranked[0])
    assert last in ranked[-2:]


def test_by_name_chinese_titles_stand_as_they_are_spelled(client: FlaskClient) -> None:
    ranked = ranks_of(get(client, "sort=name", "zh"))

    assert [told[1][:2] for told in ranked.values()] == ["红色", "老旧", "农村", "片区", "社区", "省级", "校园"]


def test_what_the_city_runs_is_ranked_if_asked_for(client: FlaskClient) -> None:
    without, with_city = (ranks_of(get(client, f"citywide={switch}")) for switch in ("off", "on"))

    assert "quality-loan" not in without
    assert with_city["quality-loan"][3] == "12 12"
    assert len(with_city) == 68 + 3  # of the seven, four are run by the city as well


@pytest.mark.parametrize("switches", ["", "&zones=off", "&citywide=on", "&citywide=on&zones=off"])
def test_a_rank_leads_to_its_programme_with_the_same_numbers(switches: str, client: FlaskClient) -> None:
    page = get(client, f"reform={MARKET},{RED},{ESTATES}{switches}")

    lines = [each for each in page.find("tr") if "data-reform" in each.attributes]
    assert len(lines) == 3
    for line in lines:
        there = read_page(client.get(line.one("th").one("a")["href"]).text)
        n_counties = line.find(class_="number")[0].text
        assert f"{n_counties} of 12" in there.one(class_="shares").text
        assert [each.text for each in line.find("td")][2].split()[0] == n_counties


@pytest.mark.parametrize(("least", "n"), [(1, 155 - 60), (3, 5), (7, 1)])  # 60 reforms are run by the city alone
def test_programmes_in_fewer_counties_are_left_out(least: int, n: int, client: FlaskClient) -> None:
    assert len(ranks_of(get(client, f"least={least}"))) == n


@pytest.mark.parametrize("least", [8, 999])
def test_where_none_reaches_so_many_fewer_are_offered(least: int, client: FlaskClient) -> None:
    page = get(client, f"least={least}&theme=countryside")

    assert ranks_of(page) == {}
    (offer,) = (each["href"] for each in page.find("a") if each.text == "Show those in one county too")
    assert MARKET in ranks_of(read_page(client.get(offer).text))


def test_an_empty_ranking_offers_wider_filters(client: FlaskClient) -> None:
    page = get(client, "theme=opening&q=yanglao&least=3")

    links = [each["href"] for each in page.one(class_="empty").find("a")]
    assert links
    assert all("least=3" in link for link in links)
    assert {client.get(link).status_code for link in links} == {200}


def test_of_very_many_programmes_the_widest_are_ranked_and_the_page_says_so(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("explorer.store.planner.MOST_RANKED", 2)

    page = get(client, "")

    assert list(ranks_of(page)) == [TOWNS, MARKET]
    assert "The first 2 programmes are listed." in page.text


@pytest.mark.parametrize("query", ["", f"reform={MARKET}", f"reform={TOWNS}", "reform=quality-loan&citywide=off"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_nothing_says_no_or_0(query: str, language: str, client: FlaskClient) -> None:
    page = get(client, query, language)

    texts = {part.text for tag in ("td", "dd", "li") for cell in page.find(tag) for part in cell}
    assert not {"no", "No", "none", "None", "0", "0 %", "0.0"} & texts
    assert not re.search(r"\b0 of\b|\bNone\b|\bnan\b", page.one("main").text)


def test_a_share_of_all_is_told_as_all(client: FlaskClient) -> None:
    shares = [each.find(class_="number")[0].text for each in get(client, "reform=quality-loan").find(class_="share")]

    assert shares == ["100 %", "100 %", "100 %"]


def test_the_page_leads_on_to_map_reform_and_matrix(client: FlaskClient) -> None:
    page = get(client, f"reform={MARKET}&zones=off")

    links = {each.text: each["href"] for each in page.one(class_="links").find("a")}
    assert links == {
        "On the map, year by year": f"/?reform={MARKET}&lang=en",
        "All about this reform": f"/reforms/{MARKET}?lang=en",
        "In the matrix": f"/reach?reform={MARKET}&zones=off&lang=en",
    }
    assert {client.get(href).status_code for href in links.values()} == {200}


def test_linqu_and_kuiwen_are_asked_by_distance_where_no_neighbour_has_it(client: FlaskClient) -> None:
    page = get(client, f"reform={RED}&citywide=off")

    (linqu,) = (
        each for each in page.one(class_="not-there").find("li") if each.one("a")["href"].startswith(f"/places/{LINQU}")
    )
    assert linqu.text == "Linqu County nearest with it: Kuiwen District"
    assert KUIWEN in {line[0] for line in adopters_of(page)}
