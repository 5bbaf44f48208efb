from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from by_hand import (
    CHANGYI,
    CITY,
    CLUSTERS,
    ESTATES,
    FANGZI,
    GAOXIN,
    HANTING,
    KNOWN,
    KUIWEN,
    LINQU,
    MARKET,
    RED,
    SHOUGUANG,
    WEICHENG,
    Known,
)
from pages import Element, read_page

from explorer.records.vocabulary import STATUSES, THEMES

if TYPE_CHECKING:
    from flask.testing import FlaskClient

    from explorer.records.models import Cases
    from geodata import Places

WEST_TO_EAST = (
    *("Qingzhou", "Linqu", "Shouguang", "Changle", "Weicheng", "Hanting"),
    *("Kuiwen", "Anqiu", "Changyi", "Fangzi", "Zhucheng", "Gaomi"),
)
IN_WORDS = {kind: label["en"] for kind, label in STATUSES.items()} | {"zone": "In a zone here"}


def get(client: FlaskClient, address: str, language: str = "en") -> Element:
    answer = client.get(f"{address}{'&' if '?' in address else '?'}lang={language}")
    assert answer.status_code == 200
    return read_page(answer.text)


def lines_of(page: Element) -> dict[str, Element]:
    return {each["data-reform"]: each for each in page.find("tr") if "data-reform" in each.attributes}


def cells_of(line: Element, codes: list[str]) -> dict[str, Element]:
    _, *cells, _ = line.find("td")
    return dict(zip(codes, cells, strict=True))


def columns_of(page: Element) -> list[str]:
    return [name.one("a")["href"].split("/places/")[1][:6] for name in page.find(class_="county-name")]


def n_rows(client: FlaskClient, address: str) -> int:
    """Follow a link and count the rows that are listed there."""
    answer = client.get(address)
    assert answer.status_code == 200
    page = read_page(answer.text)
    listed = [each for each in page.find("article") if "data-row" in each.attributes]
    assert page.one(class_="rows")["data-rows"] == str(len(listed))
    return len(listed)


def number(element: Element) -> int:
    return 0 if element.text == "–" else int(element.text)


@pytest.mark.parametrize("known", KNOWN, ids=str)
def test_the_page_shows_what_was_read_by_hand(known: Known, client: FlaskClient) -> None:
    page = get(client, f"/reach?reform={known.reform}&citywide={known.citywide}&zones={known.zones}")

    codes = columns_of(page)
    line = lines_of(page)[known.reform]
    for code, cell in cells_of(line, codes).items():
        if code not in known.cells:
            assert (cell["class"], cell.text, cell.find("a")) == ("not-recorded", "not recorded", [])
            continue
        kind, since, n, n_sources = known.cells[code]
        sources = f" · {n_sources} src" if n_sources > 1 else ""
        assert cell["class"] == kind
        assert cell.text == f"{IN_WORDS[kind]} {since or '?'} {n} {'row' if n == 1 else 'rows'}{sources}"
    reached, total = line.find("td")[0], line.find("td")[-1]
    assert (number(reached), number(total)) == (known.whole[0], sum(n for _, _, n, _ in known.cells.values()))


@pytest.mark.parametrize("switches", ["", "&citywide=off", "&zones=off", "&citywide=off&zones=off"])
@pytest.mark.parametrize(
    "query", [f"reform={MARKET},{RED},{ESTATES},pocket-parks", "theme=opening", "q=shequ", f"place={SHOUGUANG},{CITY}"]
)
def test_the_number_in_a_cell_opens_just_so_many_rows(query: str, switches: str, client: FlaskClient) -> None:
    page = get(client, f"/reach?{query}{switches}")
    codes, lines = columns_of(page), lines_of(page)

    assert lines
    columns = dict.fromkeys(codes, 0)
    for n, line in enumerate(lines.values()):
        for code, cell in cells_of(line, codes).items():
            shown = int(cell.one("b").text) if cell.find("b") else 0
            columns[code] += shown
            if shown and n % 4 == 0:
                assert n_rows(client, cell.one("a")["href"]) == shown
        assert number(line.find("td")[-1]) == sum(
            int(cell.one("b").text) for cell in cells_of(line, codes).values() if cell.find("b")
        )
    _, *totals, whole = page.one("tfoot").find("td")
    assert [number(each) for each in totals] == [columns[code] for code in codes]
    assert int(whole.text) == sum(columns.values())
    for total in totals:
        assert n_rows(client, total.one("a")["href"]) == number(total)


def test_each_row_behind_a_number_tells_its_county_way_year_and_source(client: FlaskClient) -> None:
    rows = [
        each.text
        for each in get(client, f"/reach/rows?reform={MARKET}").find("article")
        if "data-row" in each.attributes
    ]

    assert len(rows) == 6
    (xiashan,) = (row for row in rows if "Xiashan" in row)
    assert "Adopted 2025 in Xiashan Zone, a zone of Fangzi" in xiashan
    (own,) = (row for row in rows if "Began here" in row)
    assert "2014 Hanting" in own
    (undated,) = (row for row in rows if "year not stated" in row)
    assert "in Agricultural Zone, a zone of Hanting" in undated
    assert "paragraph 20" in undated


def test_a_citywide_row_says_that_the_city_runs_it_for_all(client: FlaskClient) -> None:
    page = get(client, f"/reach/rows?reform={ESTATES}&county={CHANGYI}")

    own, citywide = (each.text for each in page.find("article"))
    assert page.one("h1").text == "2 rows · Changyi City"
    assert "Adopted 2024" in own
    assert "Run citywide 2022 run by the city for all counties" in citywide


@pytest.mark.parametrize("path", ["/reach/rows", "/reach/rows/panel"])
def test_the_rows_are_the_same_on_the_page_and_set_in(path: str, client: FlaskClient) -> None:
    part = get(client, f"{path}?reform={RED}&county={HANTING}")

    assert [each.find(class_="card-title")[0].text for each in part.find("article")] == [
        *["Party-led property management"] * 2
    ]


def test_behind_what_is_not_recorded_there_is_a_sentence_and_no_row(client: FlaskClient) -> None:
    page = get(client, f"/reach/rows?reform={MARKET}&county={SHOUGUANG}")

    assert page.find("article") == []
    assert "Not recorded: no source in this data set tells of one." in page.text


def test_of_very_many_rows_the_first_are_listed_and_the_page_says_so(client: FlaskClient, cases: Cases) -> None:
    page = get(client, "/reach/rows")

    n_all = 100 + 17 + 68 * 12
    assert len(cases.reforms) == 155
    assert page.one(class_="rows")["data-rows"] == str(n_all)
    assert len(page.find("article")) == 300
    assert f"The first 300 of {n_all} are listed; the download holds all." in page.text


def test_columns_stand_as_on_the_map_or_by_name(client: FlaskClient) -> None:
    def names(query: str, language: str) -> list[str]:
        return [each.text for each in get(client, f"/reach?theme=opening{query}", language).find(class_="county-name")]

    assert names("", "en") == list(WEST_TO_EAST)
    assert names("&columns=name", "en") == sorted(WEST_TO_EAST)
    assert names("", "zh")[:3] == ["青州", "临朐", "寿光"]
    assert names("&columns=name", "zh") == [
        *("安丘", "昌乐", "昌邑", "坊子", "高密", "寒亭", "奎文", "临朐", "青州", "寿光", "潍城", "诸城")
    ]


def ordered(client: FlaskClient, sort: str, *reforms: str) -> list[str]:
    page = get(client, f"/reach?reform={','.join(sorted(reforms))}&sort={sort}&citywide=off")
    return list(lines_of(page))


def test_lines_of_a_theme_stand_by_reach_pace_first_year_or_name(client: FlaskClient) -> None:
    vegetables = "shouguang-vegetable-supply"  # all three of the countryside; this one of one county, without a year

    assert ordered(client, "reach", MARKET, CLUSTERS, vegetables) == [MARKET, CLUSTERS, vegetables]
    assert ordered(client, "pace", MARKET, CLUSTERS, vegetables) == [CLUSTERS, MARKET, vegetables]
    assert ordered(client, "first", MARKET, CLUSTERS, vegetables) == [MARKET, CLUSTERS, vegetables]
    assert ordered(client, "name", MARKET, CLUSTERS, vegetables) == [MARKET, vegetables, CLUSTERS]


def test_the_order_that_is_shown_is_the_one_that_is_chosen(client: FlaskClient) -> None:
    for sort in ("reach", "pace", "first", "name"):
        chosen = [
            each["value"] for each in get(client, f"/reach?sort={sort}").find("option") if "selected" in each.attributes
        ]
        assert chosen[0] == sort


def test_lines_stand_in_their_themes_and_what_the_city_alone_runs_stands_last(
    client: FlaskClient, cases: Cases
) -> None:
    page = get(client, "/reach")

    bodies = page.find("tbody")
    themes = [body.one(class_="theme-row").find(class_="theme")[0].text for body in bodies]
    assert themes == [label["en"] for label in THEMES.values()]
    assert sum(int(body.one(class_="count").text) for body in bodies) == len(lines_of(page)) == len(cases.reforms)
    for body in bodies:
        of_city = [
            {cell["class"] for cell in line.find("td")[1:-1]} == {"citywide"} for line in lines_of(body).values()
        ]
        assert of_city == sorted(of_city)


def test_every_page_together_shows_each_programme_once(client: FlaskClient, cases: Cases) -> None:
    address, seen = "/reach?rows=40&sort=first&citywide=off", []
    while address:
        page = get(client, address) if "lang=" not in address else read_page(client.get(address).text)
        seen += list(lines_of(page))
        assert len(lines_of(page)) <= 40
        assert int(page.one("tfoot").find("td")[-1].text) == 117  # the totals are of all pages
        address = next((each["href"] for each in page.find(rel="next")), "")

    assert len(seen) == len(cases.reforms)
    assert set(seen) == {reform.id for reform in cases.reforms}


@pytest.mark.parametrize("page", [5, 100_000])
def test_beyond_the_last_page_the_first_is_offered(page: int, client: FlaskClient) -> None:
    shown = get(client, f"/reach?rows=40&page={page}&theme=governance&zones=off")

    assert f"There is no page {page}: the last one is 1." in shown.text
    (back,) = (each["href"] for each in shown.find("a") if each.text == "Go to the first page")
    assert list(lines_of(read_page(client.get(back).text)))
    assert "theme=governance" in back
    assert "zones=off" in back
    assert "page=" not in back


def test_an_empty_answer_says_no_no_and_offers_wider_filters(client: FlaskClient) -> None:
    page = get(client, "/reach?theme=opening&q=yanglao&citywide=off")

    empty = page.one(class_="empty")
    assert "That means that no source says so, not that there is none." in empty.text
    assert page.find("table") == []
    links = [each["href"] for each in empty.find("a")]
    assert links
    for link in links:
        assert "citywide=off" in link
        assert lines_of(read_page(client.get(link).text))


def test_a_reform_that_there_is_not_gives_no_line(client: FlaskClient) -> None:
    page = get(client, "/reach?reform=no-such-reform")

    assert lines_of(page) == {}
    assert "No recorded reform meets this filter." in page.text


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("", ["A row of the city counts once in every county", "A row of a zone counts in its host county."]),
        ("&citywide=off", ["Rows of the city are left out.", "A row of a zone counts"]),
        ("&zones=off", ["A row of the city counts", "Rows of zones are left out."]),
    ],
)
def test_the_page_states_the_rule_of_its_totals(query: str, said: list[str], client: FlaskClient) -> None:
    text = get(client, f"/reach?theme=opening{query}").text

    assert [each for each in said if each not in text] == []
    assert "a row counts once in the county that it names" in text


def test_a_reform_in_two_zones_of_one_county_counts_once_per_row(client: FlaskClient, weifang: Places) -> None:
    on, off = (get(client, f"/reach?reform=pocket-parks&zones={switch}") for switch in ("on", "off"))

    assert weifang.zones_of(KUIWEN)
    shown = cells_of(lines_of(on)["pocket-parks"], columns_of(on))[KUIWEN].text
    assert shown == "In a zone here 2025 2 rows · 2 src"
    assert cells_of(lines_of(off)["pocket-parks"], columns_of(off))[KUIWEN].text == "Run citywide ? 1 row"


def test_switches_and_filter_carry_each_other_along(client: FlaskClient) -> None:
    page = get(client, f"/reach?theme=countryside&place={SHOUGUANG}&citywide=off&sort=name&columns=name&rows=30")

    of_filter, of_layout = (
        {each["name"]: each["value"] for each in page.one("form", class_=name).find("input", type="hidden")}
        for name in ("filter", "layout")
    )
    assert of_filter == {
        "lang": "en",
        "place": SHOUGUANG,
        "citywide": "off",
        "sort": "name",
        "columns": "name",
        "rows": "30",
    }
    assert {name: of_layout[name] for name in ("lang", "theme", "place", "rows")} == {
        "lang": "en",
        "theme": "countryside",
        "place": SHOUGUANG,
        "rows": "30",
    }
    assert page.one("input", name="citywide", type="checkbox").attributes.get("checked") is None
    assert "checked" in page.one("input", name="zones", type="checkbox").attributes


@pytest.mark.parametrize(
    "path", ["/reach", "/reach/rows", "/spread", f"/spread?reform={MARKET}", f"/places/{SHOUGUANG}/gaps"]
)
def test_a_filter_is_said_with_places_by_name(path: str, client: FlaskClient) -> None:
    page = get(client, f"{path}{'&' if '?' in path else '?'}place=370784,370700-gaoxin")

    assert "Filter: place: Anqiu City or Weifang High-tech Industrial Development Zone" in page.text


def test_an_unticked_box_and_a_ticked_one_are_sent_as_a_browser_does(client: FlaskClient) -> None:
    ticked = get(client, f"/reach?reform={RED}&citywide=off&citywide=on")
    unticked = get(client, f"/reach?reform={RED}&citywide=off")

    assert [number(lines_of(page)[RED].find("td")[0]) for page in (ticked, unticked)] == [12, 4]


def test_a_link_to_a_programme_tells_the_same_numbers(client: FlaskClient) -> None:
    line = lines_of(get(client, f"/reach?reform={RED}&citywide=off"))[RED]

    there = read_page(client.get(line.one("th").one("a")["href"]).text)

    assert number(line.find("td")[0]) == 4
    assert "4 of 12" in there.one(class_="shares").text


def inner_links(page: Element) -> list[str]:
    links = [each["href"] for each in page.find("a") if "hreflang" not in each.attributes]
    return [href for href in links if href.startswith("/")]


@pytest.mark.parametrize(("year", "by_address_first"), [(1951, True), (1952, False)])
def test_a_kept_page_gives_nobody_the_links_of_another(
    year: int, *, by_address_first: bool, client: FlaskClient
) -> None:
    def by_address() -> list[str]:
        return inner_links(read_page(client.get(f"/reach?to={year}&lang=en", headers={"Accept-Language": "zh"}).text))

    def by_browser() -> list[str]:
        return inner_links(read_page(client.get(f"/reach?to={year}", headers={"Accept-Language": "en"}).text))

    asked = (by_address, by_browser) if by_address_first else (by_browser, by_address)
    found = {each: each() for each in asked}

    assert [href for href in found[by_address] if "lang=en" not in href] == []
    assert [href for href in found[by_browser] if "lang=en" in href] == []


@pytest.mark.parametrize(
    ("path", "names"),
    [
        ("/reach?x=1", ["x"]),
        ("/reach?county=370783", ["county"]),
        ("/reach?least=3", ["least"]),
        ("/reach?citywide=no&sort=up&columns=area&rows=999&page=0", ["citywide", "columns", "page", "rows", "sort"]),
        ("/reach?theme=farming&citywide=maybe", ["citywide", "theme"]),
        ("/reach/rows?sort=name", ["sort"]),
        ("/reach/rows?county=Shouguang", ["county"]),
        (f"/reach/rows?county={CITY}", ["county"]),
        (f"/reach/rows?county={GAOXIN}", ["county"]),
        ("/reach/rows/panel?page=1", ["page"]),
        (f"/places/{SHOUGUANG}/gaps?least=0", ["least"]),
        (f"/places/{SHOUGUANG}/gaps?sort=name", ["sort"]),
    ],
)
def test_what_cannot_be_asked_is_named(path: str, names: list[str], client: FlaskClient) -> None:
    answer = client.get(path)

    assert answer.status_code == 400
    assert sorted({each.text for each in read_page(answer.text).one(class_="faults").find("code")}) == names


@pytest.mark.parametrize(
    "path", ["/reach/rows?county=220202", "/reach/rows/panel?county=220202", "/places/220202/gaps"]
)
def test_a_place_elsewhere_is_not_found(path: str, client: FlaskClient) -> None:
    answer = client.get(f"{path}{'&' if '?' in path else '?'}lang=en")

    assert answer.status_code == 404
    assert "There is no place 220202 here." in read_page(answer.text).text


def gaps_of(page: Element) -> dict[str, Element]:
    return {each["data-gap"]: each for each in page.find("article") if "data-gap" in each.attributes}


def test_a_gap_says_no_source_found_and_whom_to_ask_and_why(client: FlaskClient) -> None:
    page = get(client, f"/places/{SHOUGUANG}/gaps")

    gaps = gaps_of(page)
    assert list(gaps) == [MARKET, CLUSTERS]
    assert "Recorded in 5 counties: Hanting, Qingzhou, Anqiu, Fangzi, Zhucheng." in gaps[MARKET].text
    assert "No source found for Shouguang City." in gaps[MARKET].text
    assert "Ask Hanting District: it shares a border of about 112 km. It is recorded there since 2014." in (
        gaps[MARKET].text
    )
    assert "Ask Changyi City: the nearest, about 54 km away; no shared border." in gaps[CLUSTERS].text
    assert "2 programmes" in page.text


def test_the_source_of_a_gap_opens_the_rows_of_the_county_to_ask(client: FlaskClient) -> None:
    gap = gaps_of(get(client, f"/places/{SHOUGUANG}/gaps"))[MARKET]

    (source,) = (each["href"] for each in gap.find("a") if each.text == "Source")

    assert n_rows(client, source) == 2  # Hanting's own row, and the agricultural zone's


@pytest.mark.parametrize(
    ("query", "gaps"),
    [
        ("", [MARKET, CLUSTERS]),
        ("?least=6", []),
        ("?least=999", []),
        ("?citywide=off&least=3", [MARKET, CLUSTERS, RED, ESTATES]),
        ("?theme=governance", []),
        ("?theme=governance&citywide=off", [RED]),
        ("?from=2020", [CLUSTERS, RED]),  # of red property Fangzi and Changyi, since the city states no year
        (f"?reform={MARKET}", [MARKET]),
        ("?reform=no-such-reform", []),
        ("?zones=off", [CLUSTERS, MARKET]),
    ],
)
def test_gaps_follow_filter_and_switches(query: str, gaps: list[str], client: FlaskClient) -> None:
    page = get(client, f"/places/{SHOUGUANG}/gaps{query}")

    assert list(gaps_of(page)) == gaps
    if not gaps:
        assert "Ask for fewer counties to see more." in page.text


def test_a_gap_leads_to_its_programme_with_the_same_numbers(client: FlaskClient) -> None:
    gap = gaps_of(get(client, f"/places/{SHOUGUANG}/gaps?citywide=off"))[RED]

    there = read_page(client.get(gap.one("h3").one("a")["href"]).text)

    assert "Recorded in 4 counties" in gap.text
    assert "4 of 12" in there.one(class_="shares").text


def test_of_a_zone_the_gaps_of_its_host_are_told(client: FlaskClient) -> None:
    page = get(client, f"/places/{GAOXIN}/gaps")

    assert list(gaps_of(page)) == ["provincial-feature-towns", MARKET, CLUSTERS]
    assert "lies in Kuiwen District: what is missing is told for the county." in page.text
    assert "Ask Fangzi District" in gaps_of(page)["provincial-feature-towns"].text
    downloads = [each["href"] for each in page.find("a") if each["href"].startswith("/api/gaps")]
    assert len(downloads) == 3
    assert all(f"county={KUIWEN}" in href for href in downloads)


def test_of_the_city_a_county_is_to_be_chosen(client: FlaskClient) -> None:
    page = get(client, f"/places/{CITY}/gaps?least=3")

    assert gaps_of(page) == {}
    assert "Gaps are told for counties. Choose one:" in page.text
    links = [each["href"] for each in page.one(class_="none").find("a")]
    assert len(links) == 12
    assert all("least=3" in link for link in links)


def test_more_gaps_than_are_listed_are_told_as_the_widest(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("explorer.store.planner.MOST_GAPS", 1)

    page = get(client, f"/places/{SHOUGUANG}/gaps")

    assert list(gaps_of(page)) == [MARKET]
    assert "The 1 programmes that reach the most counties are listed." in page.text


@pytest.mark.parametrize("path", ["/reach", "/reach?citywide=off", f"/places/{LINQU}/gaps?least=1", "/reach/rows"])
def test_no_cell_says_no_or_0(path: str, client: FlaskClient) -> None:
    page = get(client, path)

    texts = {part.text for cell in page.find("td") for part in cell}
    assert not {"no", "No", "none", "0", "0 rows"} & texts
    assert not re.search(r"\b(no|0) (county|counties|rows)\b", page.one("main").text)


def test_each_kind_of_cell_is_told_by_word_and_mark_beside_its_colour(client: FlaskClient) -> None:
    page = get(client, "/reach")

    legend = page.one(class_="marks").find("li")
    assert [each.text for each in legend] == [
        *("Began here", "Pilot", "Adopted", "In a zone here", "Run citywide", "not recorded: no source says so")
    ]
    classes = {cell["class"] for line in lines_of(page).values() for cell in line.find("td")[1:-1]}
    marks = {each["class"].removeprefix("mark ") for each in page.one(class_="marks").find("i")}
    assert classes == marks


@pytest.mark.parametrize("language", ["zh", "en"])
def test_headers_name_rows_and_columns(language: str, client: FlaskClient) -> None:
    page = get(client, "/reach?theme=opening", language)

    assert {each["scope"] for each in page.one("thead").find("th")} == {"col"}
    assert all(line.one("th")["scope"] == "row" for line in lines_of(page).values())
    assert page.one("html")["lang"] == {"zh": "zh-Hans", "en": "en"}[language]


def test_a_county_leads_to_its_page_with_the_filter(client: FlaskClient) -> None:
    page = get(client, "/reach?theme=opening")

    href = page.find(class_="county-name")[0].one("a")["href"]

    assert href == "/places/370781?theme=opening&lang=en"
    assert client.get(href).status_code == 200


def test_a_county_with_its_own_row_is_told_apart_from_one_that_the_city_alone_reaches(client: FlaskClient) -> None:
    page = get(client, f"/reach?reform={ESTATES}")

    cells = cells_of(lines_of(page)[ESTATES], columns_of(page))
    assert (cells[WEICHENG].text, cells[FANGZI].text) == ("Adopted 2022 2 rows", "Run citywide 2022 1 row")
