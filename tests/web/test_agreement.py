"""Page, CSV, JSON, map and matrix answer one question alike, whatever is asked."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import pytest
from by_hand import CITY, COUNTIES, KUIWEN, MARKET, RED
from hypothesis import example, given
from hypothesis import strategies as st
from pages import Element, read_page
from strategies import filters, known_words, rules

from explorer import reach
from explorer.query.filters import Filter
from explorer.query.options import Layout, Rule

if TYPE_CHECKING:
    from flask import Flask

    from explorer.reach import Matrix
    from explorer.web.site import Site

Row = tuple[str, str, str]  # reform, county, place that the row names
REFORMS = st.sampled_from([MARKET, RED, "old-estate-renewal", "village-clusters", "pocket-parks", "quality-loan"])


def query_of(wanted: Filter, rule: Rule) -> str:
    switches = {"citywide": "on" if rule.citywide else "off", "zones": "on" if rule.zones else "off"}
    return "&".join(filter(None, (wanted.to_query(), urlencode(switches), "lang=en")))


def site_of(app: Flask) -> Site:
    site: Site = app.extensions["site"]
    return site


def matrix_of(app: Flask, wanted: Filter, rule: Rule) -> Matrix:
    """Lay out what the store gives without a page, as a notebook does."""
    return reach.matrix(site_of(app).store.reforms(wanted), site_of(app).places, wanted, rule)


def page_at(app: Flask, address: str) -> Element:
    answer = app.test_client().get(address)
    assert answer.status_code == 200
    return read_page(answer.text)


def json_at(app: Flask, address: str) -> dict[str, Any]:
    document: dict[str, Any] = app.test_client().get(address).json
    return document


def csv_at(app: Flask, address: str) -> list[dict[str, str]]:
    text = app.test_client().get(address).data.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def rows_of(table: Matrix) -> list[Row]:
    return sorted((pair.reform.id, pair.county.code, pair.row.place) for pair in table.pairs())


def rows_in(records: list[dict[str, Any]]) -> list[Row]:
    return sorted((each["reform"], each["county"], each["place"]) for each in records)


def numbers_on(page: Element) -> dict[tuple[str, str], int]:
    """Return the number in each cell of the page, by reform and county."""
    codes = [name.one("a")["href"].split("/places/")[1][:6] for name in page.find(class_="county-name")]
    return {
        (line["data-reform"], code): int(cell.one("b").text)
        for line in page.find("tr")
        if "data-reform" in line.attributes
        for code, cell in zip(codes, line.find("td")[1:-1], strict=True)
        if cell.find("b")
    }


@given(wanted=filters(known_words()), rule=rules())
@example(wanted=Filter(), rule=Rule())
@example(wanted=Filter(), rule=Rule(citywide=False))
def test_the_matrix_is_the_same_on_the_page_in_files_and_in_a_notebook(wanted: Filter, rule: Rule, app: Flask) -> None:
    query = query_of(wanted, rule)
    table = matrix_of(app, wanted, rule)

    page, told = page_at(app, f"/reach?{query}"), json_at(app, f"/api/reach.json?{query}")

    rows, shown = rows_of(table), numbers_on(page)
    assert rows_in(told["reach"]) == rows_in(csv_at(app, f"/api/reach.csv?{query}")) == rows
    assert sum(shown.values()) == len(rows)
    for (reform, county), n in shown.items():
        assert n == len([row for row in rows if row[:2] == (reform, county)])
    assert {line["reform"]: line["n_rows"] or 0 for line in told["matrix"]} == {
        line.reform.id: line.n_rows for line in table.lines
    }
    _assert_foot(page, table)


def _assert_foot(page: Element, table: Matrix) -> None:
    """Assert that the totals of the page are those of the matrix; without a line there is no table."""
    if not table.lines:
        assert page.find("table") == []
        return
    _, *columns, whole = (cell.text for cell in page.one("tfoot").find("td"))
    counts = table.counts()
    order = [name.one("a")["href"].split("/places/")[1][:6] for name in page.find(class_="county-name")]
    assert columns == [str(counts[code].rows or "–") for code in order]
    assert int(whole) == sum(each.rows for each in counts.values())


@given(wanted=filters(known_words()), rule=rules(), county=st.sampled_from(COUNTIES))
@example(wanted=Filter(), rule=Rule(), county=KUIWEN)
def test_the_rows_of_a_county_are_the_same_on_the_page_and_in_the_file(
    wanted: Filter, rule: Rule, county: str, app: Flask
) -> None:
    query = f"{query_of(wanted, rule)}&county={county}"
    table = matrix_of(app, wanted, rule).narrowed([county])

    page = page_at(app, f"/reach/rows?{query}")

    assert len(page.find("article")) == int(page.one(class_="rows")["data-rows"]) == len(table.pairs())
    assert rows_in(csv_at(app, f"/api/reach.csv?{query}")) == rows_of(table)


@given(wanted=filters(known_words()), citywide=st.booleans(), zones=st.booleans())
@example(wanted=Filter(), citywide=True, zones=True)
def test_a_switch_changes_the_whole_by_just_its_own_rows(
    *, wanted: Filter, citywide: bool, zones: bool, app: Flask
) -> None:
    kept = [row.scope for reform in site_of(app).store.reforms(wanted) for row in reform.reach if wanted.keeps(row)]

    def n_rows(*, citywide: bool, zones: bool) -> int:
        rule = reach.Rule(citywide=citywide, zones=zones)
        return len(json_at(app, f"/api/reach.json?{query_of(wanted, rule)}")["reach"])

    of_city = n_rows(citywide=True, zones=zones) - n_rows(citywide=False, zones=zones)
    of_zones = n_rows(citywide=citywide, zones=True) - n_rows(citywide=citywide, zones=False)
    assert (of_city, of_zones) == (len(COUNTIES) * kept.count("citywide"), kept.count("zone"))


@given(wanted=filters(known_words()))
@example(wanted=Filter())
def test_the_map_and_the_matrix_are_two_forms_of_one_filter(wanted: Filter, app: Flask) -> None:
    rows = json_at(app, f"/api/reach.json?{wanted.to_query()}")["reach"]

    counts = json_at(app, f"/api/counts.json?{wanted.to_query()}")

    for code, shown in counts["places"].items():
        assert shown["here"] == len([row for row in rows if (row["county"], row["cover"]) == (code, "here")])
        assert shown["zones"] == len([row for row in rows if (row["county"], row["cover"]) == (code, "zone")])
    assert len(COUNTIES) * counts["citywide"] == len([row for row in rows if row["place"] == CITY])


@given(wanted=filters(known_words()), rule=rules(), reform=REFORMS)
@example(wanted=Filter(), rule=Rule(), reform=MARKET)
def test_a_spread_is_the_same_on_the_page_in_files_and_in_the_matrix(
    wanted: Filter, rule: Rule, reform: str, app: Flask
) -> None:
    query = query_of(wanted.of(reform), rule)

    page, told = page_at(app, f"/spread?{query}"), json_at(app, f"/api/spread.json?{query}")

    rows = json_at(app, f"/api/reach.json?{query}")["reach"]
    adopters = [each["data-adopter"] for each in page.find("tr") if "data-adopter" in each.attributes]
    assert [each["place"] for each in told["spread"]] == adopters
    assert set(adopters) == {row["place"] for row in rows}
    reached = {row["county"] for row in rows}
    assert {each["county"] for each in told["not_recorded"]} == set(COUNTIES) - reached
    said = [each.one("small").text for each in page.find(class_="share")][:1]
    assert said == ([f"{len(reached)} of 12"] if reached else [])


@given(wanted=filters(known_words()), rule=rules(), least=st.integers(1, 4), order=st.sampled_from(["reach", "pace"]))
@example(wanted=Filter(), rule=Rule(citywide=False), least=1, order="pace")
def test_a_ranking_is_the_same_on_the_page_in_files_and_in_the_matrix(
    wanted: Filter, rule: Rule, least: int, order: str, app: Flask
) -> None:
    if len(wanted.reform) == 1:
        wanted = wanted.of(*wanted.reform, "nor-this-reform")
    query = f"{query_of(wanted, rule)}&least={least}&sort={order}"
    table = matrix_of(app, wanted, rule)

    page, told = page_at(app, f"/spread?{query}"), json_at(app, f"/api/spread.json?{query}")

    ranked = [each["data-reform"] for each in page.find("tr") if "data-reform" in each.attributes]
    assert [each["reform"] for each in told["spread"]] == ranked
    assert {each["reform"]: each["n_counties"] for each in told["spread"]} == {
        line.reform.id: line.n_counties for line in table.lines if line.n_counties >= least
    }
    keys = [each["n_counties"] if order == "reach" else each["counties_per_year"] or 0 for each in told["spread"]]
    assert keys == sorted(keys, reverse=True)


@given(wanted=filters(known_words()), rule=rules(), least=st.integers(1, 6), county=st.sampled_from(COUNTIES))
@example(wanted=Filter(), rule=Rule(citywide=False), least=1, county=KUIWEN)
def test_gaps_are_the_same_on_the_page_in_files_and_in_the_matrix(
    wanted: Filter, rule: Rule, least: int, county: str, app: Flask
) -> None:
    query = f"{query_of(wanted, rule)}&least={least}"
    table = matrix_of(app, wanted, rule)

    page = page_at(app, f"/places/{county}/gaps?{query}")

    shown = [each["data-gap"] for each in page.find("article")]
    filed = csv_at(app, f"/api/gaps.csv?{query}&county={county}")
    expected = [(gap.reform.id, gap.ask.code) for gap in reach.gaps(table, county, site_of(app).places, least)]
    assert [(each["reform"], each["ask"]) for each in filed] == expected
    assert shown == [reform for reform, _ in expected]


@pytest.mark.parametrize("sort", ["reach", "pace", "first", "name"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_order_of_lines_is_the_same_in_each_file(sort: str, language: str, app: Flask) -> None:
    query = f"sort={sort}&lang={language}&citywide=off"

    told = json_at(app, f"/api/reach.json?{query}")

    by_theme: dict[str, list[str]] = {}
    for line in told["matrix"]:
        by_theme.setdefault(line["theme"], []).append(line["reform"])
    shown = [
        each["data-reform"] for each in page_at(app, f"/reach?{query}").find("tr") if "data-reform" in each.attributes
    ]
    assert sorted(shown) == sorted(reform for reforms in by_theme.values() for reform in reforms)
    for reforms in by_theme.values():
        assert [reform for reform in shown if reform in reforms] == reforms
    assert list(dict.fromkeys(row["reform"] for row in told["reach"])) == [
        line["reform"] for line in told["matrix"] if line["n_rows"]
    ]


def test_a_layout_that_is_not_named_counts_everything() -> None:
    assert Layout().rule == reach.Rule(citywide=True, zones=True)
