from __future__ import annotations

import csv
import datetime as dt
import io
import json
from typing import TYPE_CHECKING

import openpyxl
import pandas as pd
import pytest
from by_hand import (
    ANQIU,
    CHANGYI,
    CITY,
    CLUSTERS,
    COUNTIES,
    ESTATES,
    FANGZI,
    HANTING,
    KNOWN,
    KUIWEN,
    MARKET,
    NONGZONG,
    RED,
    SHOUGUANG,
    XIASHAN,
    Known,
)

from explorer import reach
from explorer.formats import reports
from explorer.formats.reports import SOURCE_COLUMNS, reforms_table, source_values
from explorer.query.filters import Filter
from explorer.query.options import Layout, Rule
from explorer.spreadsheets import xlsx_writer
from explorer.spreadsheets.tables import About, Table, write_csv, write_json

if TYPE_CHECKING:
    from explorer.records.models import Cases, Reform, Source
    from explorer.spreadsheets.tables import Value
    from geodata import Places
    from geodata.places import Place


ABOUT = About("Reach", "none", "", "4f1d2c3b5a69", dt.date(2026, 1, 31), "MIT")
EACH = pytest.mark.parametrize("known", KNOWN, ids=str)


@pytest.fixture(scope="module")
def sources(cases: Cases) -> dict[str, Source]:
    return {source.id: source for source in cases.sources}


def rule_of(known: Known) -> Rule:
    return Layout(citywide=known.citywide, zones=known.zones).rule


def column(table: Table, name: str) -> list[Value]:
    return [record[name] for record in table.records()]


@EACH
def test_each_row_behind_a_matrix_is_a_row_of_the_file(
    known: Known, by_id: dict[str, Reform], sources: dict[str, Source], weifang: Places
) -> None:
    table = reach.matrix([by_id[known.reform]], weifang, rule=rule_of(known))

    rows, wide = reports.reach_tables(table, sources)

    assert len(rows.rows) == sum(n_rows for _, _, n_rows, _ in known.cells.values())
    assert {code: column(rows, "county").count(code) for code in known.cells} == {
        code: n_rows for code, (_, _, n_rows, _) in known.cells.items()
    }
    assert set(column(rows, "county")) == known.cells.keys()
    assert column(wide, "n_rows") == [len(rows.rows)]
    assert column(wide, "n_counties") == [known.whole[0]]


@EACH
def test_the_matrix_says_in_words_what_is_recorded_and_what_is_not(
    known: Known, by_id: dict[str, Reform], sources: dict[str, Source], weifang: Places
) -> None:
    table = reach.matrix([by_id[known.reform]], weifang, rule=rule_of(known))

    (line,) = reports.reach_tables(table, sources)[1].records()

    said = {code: f"{kind} {since}" for code, (kind, since, _, _) in known.cells.items()}
    said = {code: text.replace(" None", ", year not stated") for code, text in said.items()}
    named = {name[:6]: value for name, value in line.items() if name[:6].isdigit()}
    assert named == dict.fromkeys(COUNTIES, "not recorded") | said


def test_a_row_names_county_place_way_status_year_and_source(
    by_id: dict[str, Reform], sources: dict[str, Source], weifang: Places
) -> None:
    rows, _ = reports.reach_tables(reach.matrix([by_id[MARKET]], weifang), sources)

    zone = next(record for record in rows.records() if record["place"] == XIASHAN)
    assert {name: zone[name] for name in ("reform", "theme", "county", "county_zh", "county_en", "cover")} == {
        "reform": MARKET,
        "theme": "countryside",
        "county": FANGZI,
        "county_zh": "坊子区",
        "county_en": "Fangzi District",
        "cover": "zone",
    }
    assert (zone["status"], zone["since"], zone["source"]) == ("adopted", 2025, "qlw-2026-01-08")
    undated = next(record for record in rows.records() if record["place"] == NONGZONG)
    assert (undated["county"], undated["since"], undated["paragraph"]) == (HANTING, None, 20)


def test_a_line_names_the_sources_of_the_rows_that_count(
    by_id: dict[str, Reform], sources: dict[str, Source], weifang: Places
) -> None:
    def cited(wanted: Filter, rule: Rule) -> list[Value]:
        table = reach.matrix([by_id[RED]], weifang, wanted, rule)
        return column(reports.reach_tables(table, sources)[1], "sources")

    assert cited(Filter(place=(KUIWEN,)), Rule()) == ["dzrb-2020-05-27"]
    assert cited(Filter(place=(CITY,)), Rule()) == ["weifang-2025#p42 weifang-2025#p37"]
    assert cited(Filter(place=(CITY,)), Rule(citywide=False)) == [None]


def test_a_line_without_a_counted_row_says_nothing_and_never_0(
    by_id: dict[str, Reform], sources: dict[str, Source], weifang: Places
) -> None:
    table = reach.matrix([by_id["quality-loan"]], weifang, rule=Rule(citywide=False))

    rows, wide = reports.reach_tables(table, sources)

    (line,) = wide.records()
    assert (line["n_counties"], line["first_year"], line["n_rows"]) == (None, None, None)
    assert rows.rows == ()


def test_columns_stand_in_the_order_of_the_matrix(
    by_id: dict[str, Reform], sources: dict[str, Source], weifang: Places
) -> None:
    table = reach.matrix([by_id[MARKET]], weifang).ordered(lambda place: place.name_en)

    _, wide = reports.reach_tables(table, sources)

    assert [name for name in wide.columns if name[:6].isdigit()][:2] == ["370784 安丘 Anqiu", "370725 昌乐 Changle"]


@EACH
def test_the_file_of_a_spread_holds_who_took_it_up_and_who_is_not_recorded(
    known: Known, by_id: dict[str, Reform], sources: dict[str, Source], weifang: Places
) -> None:
    told = reach.spread(by_id[known.reform], weifang, rule=rule_of(known))
    asks: dict[str, Place] = {code: weifang[near] for code, near in known.asks.items()}

    took, missing = reports.spread_tables(told, asks, weifang, sources)

    followed = [(place, year, after) for place, year, after in known.dated]
    assert [(each["place"], each["since"], each["years_after"]) for each in took.records()] == [
        *followed,
        *((place, None, None) for place in known.undated),
    ]
    assert {each["place"] for each in took.records() if each["is_first"]} == known.first.keys() & set(
        column(took, "place")
    )
    assert {str(each["county"]): each["nearest_with_it"] for each in missing.records()} == known.asks


def test_who_was_first_is_unknown_where_no_source_says_so(
    by_id: dict[str, Reform], sources: dict[str, Source], weifang: Places
) -> None:
    def firsts(reform: str) -> dict[Value, Value]:
        told = reach.spread(by_id[reform], weifang, rule=Rule(citywide=False))
        table, _ = reports.spread_tables(told, {}, weifang, sources)
        return dict(zip(column(table, "place"), column(table, "is_first"), strict=True))

    # A source calls Hanting the origin; of the zone's year none is known, and it is not the first all the same.
    assert (firsts(MARKET)[HANTING], firsts(MARKET)[ANQIU], firsts(MARKET)[NONGZONG]) == (True, False, False)
    # No source calls Kuiwen the origin: Hanting, without a year, may have been earlier.
    assert (firsts(RED)[KUIWEN], firsts(RED)[CHANGYI], firsts(RED)[HANTING]) == (True, False, None)
    assert {*firsts("provincial-feature-towns").values()} == {None}


def test_a_county_that_nobody_can_be_asked_for_is_listed_without_one(
    by_id: dict[str, Reform], sources: dict[str, Source], weifang: Places
) -> None:
    told = reach.spread(by_id[MARKET], weifang, Filter(from_year=2030))

    took, missing = reports.spread_tables(told, {}, weifang, sources)

    assert took.rows == ()
    assert column(missing, "county") == list(COUNTIES)
    assert {*column(missing, "nearest_with_it"), *column(missing, "nearest_zh")} == {None}


def test_programmes_are_told_in_their_rank(
    by_id: dict[str, Reform], sources: dict[str, Source], weifang: Places
) -> None:
    spreads = [reach.spread(by_id[each], weifang, rule=Rule(citywide=False)) for each in (ESTATES, RED, MARKET)]

    table = reports.ranks_table(reach.ranks(spreads), sources)

    told = [
        *("rank", "reform", "n_counties", "first_places", "first_year", "last_year", "n_counties_without_year"),
        *("counties_per_year", "source"),
    ]
    assert [[record[name] for name in told] for record in table.records()] == [
        [1, MARKET, 5, HANTING, 2014, 2025, 0, 0.417, "dzrb-2014-09-09"],
        [2, RED, 4, KUIWEN, 2019, 2024, 1, 0.5, "dzrb-2020-05-27"],
        [3, ESTATES, 3, "370700 370702 370784", 2022, 2024, 0, 1.0, "dzwwf-2022-03-09"],
    ]


def test_what_is_unknown_of_a_rank_is_empty(
    by_id: dict[str, Reform], sources: dict[str, Source], weifang: Places
) -> None:
    (rank,) = reach.ranks([reach.spread(by_id["provincial-feature-towns"], weifang)])

    (record,) = reports.ranks_table([rank], sources).records()

    unknown = ("first_places", "first_year", "last_year", "counties_per_year")
    assert [record[name] for name in unknown] == [None] * 4
    assert (record["n_counties"], record["n_counties_without_year"]) == (7, 7)
    assert record["source"]


def test_gaps_say_whom_to_ask_and_why(by_id: dict[str, Reform], sources: dict[str, Source], weifang: Places) -> None:
    table = reach.matrix([by_id[MARKET], by_id[CLUSTERS]], weifang)

    market, clusters = reports.gaps_table(reach.gaps(table, SHOUGUANG, weifang), weifang[SHOUGUANG], sources).records()

    assert (market["reform"], market["county"], market["county_en"]) == (MARKET, SHOUGUANG, "Shouguang City")
    assert (market["ask"], market["ask_zh"], market["since_there"]) == (HANTING, "寒亭区", 2014)
    assert (market["n_counties_with_it"], market["source"]) == (5, "dzrb-2014-09-09")
    assert str(market["counties_with_it"]).split()[0] == HANTING
    assert market["shared_border_km"] == pytest.approx(112, abs=1)
    assert (clusters["ask"], clusters["shared_border_km"]) == (CHANGYI, None)  # none shared: empty, not 0
    assert clusters["distance_km"] == pytest.approx(54, abs=1)


def test_no_file_says_no_or_0_for_what_is_not_recorded(
    cases: Cases, sources: dict[str, Source], weifang: Places
) -> None:
    table = reach.matrix(cases.reforms, weifang, rule=Rule(citywide=False))
    told = reach.spread(cases.reforms[0], weifang, Filter(from_year=2030))
    tables = (*reports.reach_tables(table, sources), *reports.spread_tables(told, {}, weifang, sources))

    for each in tables:
        written = csv.DictReader(io.StringIO(write_csv(each, ABOUT).decode("utf-8-sig"), newline=""))
        cells = {cell for row in written for name, cell in row.items() if name != "address_is_a_copy"}
        assert not cells & {"no", "No", "NO", "0", "0.0", "False", "None", "nan"}
    read = json.loads(write_json(tables, ABOUT))
    matrix = pd.DataFrame(read["matrix"])
    shown = matrix[[name for name in matrix.columns if name[:6].isdigit()]]
    assert (shown == "not recorded").to_numpy().sum() == sum(
        not cell.rows for line in table.lines for cell in line.cells
    )
    sheet = openpyxl.load_workbook(io.BytesIO(xlsx_writer.write(tables, ABOUT)))["matrix"]
    assert not {0, "no"} & {cell.value for row in sheet.iter_rows() for cell in row}  # False is 0 too


def test_every_row_of_every_table_has_a_source_or_is_of_what_is_not_recorded(
    cases: Cases, sources: dict[str, Source], weifang: Places
) -> None:
    rows, _ = reports.reach_tables(reach.matrix(cases.reforms, weifang), sources)
    spreads = [reach.spread(reform, weifang) for reform in cases.reforms]

    assert set(column(rows, "source")) <= sources.keys()
    assert all(column(reports.ranks_table(reach.ranks(spreads), sources), "source_title"))
    for told in spreads:
        took, _ = reports.spread_tables(told, {}, weifang, sources)
        assert len(took.rows) == len(told.reform.reach)
        assert all(column(took, "source_title"))


@pytest.fixture
def records(cases: Cases) -> list[dict[str, object]]:
    return [dict(each) for each in reforms_table(cases).records()]


def test_a_table_has_a_row_for_each_place_that_a_reform_reached(records: list[dict[str, object]], cases: Cases) -> None:
    expected = [(reform.id, row.place, row.status) for reform in cases.reforms for row in reform.reach]

    assert [(each["reform"], each["place"], each["status"]) for each in records] == expected


def test_an_unknown_year_is_an_empty_cell(records: list[dict[str, object]], cases: Cases) -> None:
    expected = [row.since for reform in cases.reforms for row in reform.reach]

    assert [each["since"] for each in records] == expected
    assert None in expected


def test_each_row_names_its_source(records: list[dict[str, object]], cases: Cases) -> None:
    titles = {source.id: source.title for source in cases.sources}

    assert all(each["source_title"] == titles[str(each["source"])] for each in records)
    assert {each["address_is_a_copy"] for each in records} == {True, False, None}
    assert {each["paragraph"] for each in records if each["source"] == "weifang-2025"} > {19, 34}


def test_a_source_is_told_with_its_paragraph_and_what_it_does_not_state_is_empty(cases: Cases) -> None:
    sources = {source.id: source for source in cases.sources}
    article = sources["weifang-2025"]

    told = dict(zip(SOURCE_COLUMNS, source_values("weifang-2025#p19", sources), strict=True))

    assert (told["source"], told["paragraph"], told["source_title"]) == ("weifang-2025", 19, article.title)
    assert (article.url, told["source_address"], told["address_is_a_copy"]) == (None, None, None)
    assert source_values("nyncb-2023-09-04", sources)[1] is None
