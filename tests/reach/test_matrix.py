from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import pytest
from by_hand import CHANGYI, COUNTIES, ESTATES, HANTING, KNOWN, KUIWEN, MARKET, RED, SHOUGUANG, Known
from hypothesis import example, given
from hypothesis import strategies as st
from strategies import filters, known_words, rules

from explorer import reach
from explorer.query.filters import Filter
from explorer.query.options import Layout, Rule
from explorer.reach.matrix import Ranking
from explorer.records.models import Reach

if TYPE_CHECKING:
    from explorer.reach import Cell, Cover, Matrix
    from explorer.records.models import Cases, Reform
    from explorer.store import Store
    from geodata import Places


def cells_of(table: Matrix, reform: str) -> dict[str, Cell]:
    return {place.code: cell for place, cell in zip(table.places, table.row(reform), strict=True)}


def n_shown(table: Matrix) -> int:
    return sum(len(cell.rows) for cells in table.cells for cell in cells)


@pytest.mark.parametrize("known", KNOWN, ids=str)
def test_each_cell_is_what_was_read_by_hand(known: Known, by_id: dict[str, Reform], weifang: Places) -> None:
    rule = Layout(citywide=known.citywide, zones=known.zones).rule

    cells = cells_of(reach.matrix([by_id[known.reform]], weifang, rule=rule), known.reform)

    told = {code: (cell.kind, cell.since, len(cell.rows), cell.n_sources) for code, cell in cells.items() if cell.rows}
    assert told == known.cells
    assert {cells[code].kind for code in COUNTIES if code not in known.cells} <= {None}


@pytest.mark.parametrize(
    ("reform", "county", "cover"),
    [
        ("shouguang-vegetable-supply", "370783", "here"),
        ("shouguang-vegetable-supply", "370784", None),
        ("gaoxin-approval-sprint-camp", "370705", "zone"),
        ("gaoxin-approval-sprint-camp", "370783", None),
        ("quality-loan", "370783", "citywide"),
        ("red-property-management", "370705", "here"),
        ("red-property-management", "370783", "citywide"),
    ],
)
def test_a_county_is_reached_by_itself_its_zones_or_the_city(
    reform: str, county: str, cover: Cover | None, by_id: dict[str, Reform], weifang: Places
) -> None:
    assert cells_of(reach.matrix([by_id[reform]], weifang), reform)[county].cover == cover


def test_a_cell_that_is_not_recorded_has_no_year_no_status_and_no_source(
    by_id: dict[str, Reform], weifang: Places
) -> None:
    cell = cells_of(reach.matrix([by_id[MARKET]], weifang), MARKET)[SHOUGUANG]

    assert (cell.cover, cell.kind, cell.status, cell.since, cell.first, cell.rows) == (None, None, None, None, None, ())


def test_a_cell_shows_the_year_of_its_own_row_and_knows_since_when_the_county_is_reached(
    by_id: dict[str, Reform], weifang: Places
) -> None:
    changyi = cells_of(reach.matrix([by_id[ESTATES]], weifang), ESTATES)[CHANGYI]

    assert (changyi.kind, changyi.status, changyi.since, changyi.first) == ("adopted", "adopted", 2024, 2022)


def test_an_unknown_year_is_not_filled_from_the_year_of_the_city(by_id: dict[str, Reform], weifang: Places) -> None:
    reform = by_id["community-micro-business"]  # the city since 2023; Hanting and Kuiwen without a year

    cells = cells_of(reach.matrix([reform], weifang), reform.id)

    assert [(cells[code].kind, cells[code].since, cells[code].first) for code in (HANTING, KUIWEN, SHOUGUANG)] == [
        *[("adopted", None, 2023), ("adopted", None, 2023)],
        ("citywide", 2023, 2023),
    ]


def test_a_source_that_is_cited_in_two_paragraphs_is_one_source(weifang: Places, by_id: dict[str, Reform]) -> None:
    row = Reach(place=SHOUGUANG, status="pilot", source="weifang-2025#p19", also=("weifang-2025#p20", "else"))
    reform = by_id[MARKET].model_copy(update={"reach": (row,)})

    assert cells_of(reach.matrix([reform], weifang), MARKET)[SHOUGUANG].n_sources == 2


@pytest.mark.parametrize(
    ("reform", "n_counties", "n_rows", "first"),
    [(MARKET, 5, 6, 2014), (RED, 12, 16, 2019), (ESTATES, 12, 15, 2022), ("provincial-feature-towns", 7, 7, None)],
)
def test_a_line_sums_up_its_cells(
    reform: str, n_counties: int, n_rows: int, first: int | None, by_id: dict[str, Reform], weifang: Places
) -> None:
    (line,) = reach.matrix([by_id[reform]], weifang).lines

    assert (line.reform.id, line.n_counties, line.n_rows, line.first) == (reform, n_counties, n_rows, first)


def test_the_matrix_has_a_row_for_each_reform_and_a_column_for_each_county(cases: Cases, weifang: Places) -> None:
    table = reach.matrix(cases.reforms, weifang)

    assert [place.code for place in table.places] == list(COUNTIES)
    assert [line.reform for line in table.lines] == list(cases.reforms)
    assert {len(line.cells) for line in table.lines} == {12}


def test_the_numbers_of_all_rows_are_those_counted_in_the_file(cases: Cases, weifang: Places) -> None:
    table = reach.matrix(cases.reforms, weifang)

    # 100 rows of counties, 17 of zones, 68 of the city, which stand behind 12 counties each.
    assert n_shown(table) == 100 + 17 + 68 * 12
    assert n_shown(reach.matrix(cases.reforms, weifang, rule=Rule(citywide=False))) == 117
    assert n_shown(reach.matrix(cases.reforms, weifang, rule=Rule(zones=False))) == 100 + 68 * 12
    assert n_shown(reach.matrix(cases.reforms, weifang, rule=Rule(citywide=False, zones=False))) == 100


def test_a_row_of_a_place_that_the_city_does_not_have_counts_nowhere(by_id: dict[str, Reform], weifang: Places) -> None:
    row = Reach(place="220202", status="pilot", source="weifang-2025")
    table = reach.matrix([by_id[MARKET].model_copy(update={"reach": (row,)})], weifang)

    assert (n_shown(table), table.pairs(), table.lines[0].n_counties) == (0, (), 0)


def test_counts_equal_the_rows_behind_them(cases: Cases, weifang: Places) -> None:
    counts = reach.matrix(cases.reforms, weifang).counts()

    for county in weifang.counties:
        groups = reach.group_for(county, cases.reforms, weifang)
        assert counts[county.code].here == len(groups.here) > 0
        assert counts[county.code].zones == len(groups.zones)
        assert counts[county.code].citywide == len(groups.citywide) == 68


def test_without_reforms_each_county_is_counted_as_none(weifang: Places) -> None:
    table = reach.matrix([], weifang)

    assert table.counts() == dict.fromkeys(COUNTIES, reach.Counts(0, 0, 0))
    assert (table.pairs(), table.records(), table.lines) == ((), [], ())


def test_a_reform_that_is_not_in_the_matrix_is_a_key_error(weifang: Places) -> None:
    with pytest.raises(KeyError, match="no-such-reform"):
        reach.matrix([], weifang).row("no-such-reform")


def test_a_notebook_reads_the_matrix_as_a_frame(by_id: dict[str, Reform], weifang: Places) -> None:
    frame = pd.DataFrame(reach.matrix([by_id[MARKET], by_id[RED]], weifang).records())

    years = frame.pivot_table(index="reform", columns="county", values="since")
    assert frame.groupby("reform")["n_rows"].sum().to_dict() == {MARKET: 6, RED: 16}
    assert frame["since"].isna().sum() == 9  # of red property: Hanting, and the eight that the city alone reaches
    assert years.loc[RED, KUIWEN] == 2019
    assert pd.isna(years.loc[MARKET].get(SHOUGUANG))


@given(wanted=filters(known_words()), rule=rules())
@example(wanted=Filter(), rule=Rule())
@example(wanted=Filter(), rule=Rule(citywide=False))
def test_the_numbers_in_the_cells_are_the_rows_behind_them_and_each_meets_the_filter(
    wanted: Filter, rule: Rule, store: Store, weifang: Places
) -> None:
    found = store.reforms(wanted)

    table = reach.matrix(found, weifang, wanted, rule)

    pairs = table.pairs()
    counted = {"citywide": rule.citywide, "zone": rule.zones, "county": True}
    assert n_shown(table) == len(pairs) == sum(line.n_rows for line in table.lines)
    assert len(pairs) == sum(each.rows for each in table.counts().values())
    assert len({(pair.reform.id, pair.county.code, pair.row.place) for pair in pairs}) == len(pairs)
    for pair in pairs:
        assert pair.reform in found
        assert pair.row in pair.reform.reach
        assert wanted.keeps(pair.row)
        assert counted[pair.row.scope]
        assert {"here": "county", "zone": "zone", "citywide": "citywide"}[pair.cover] == pair.row.scope
        assert pair.county.code in {pair.row.place, *hosts(weifang, pair.row.place)}


@given(wanted=filters(known_words()), rule=rules())
@example(wanted=Filter(), rule=Rule())
@example(wanted=Filter(), rule=Rule(citywide=False))
def test_the_sum_over_all_cells_is_that_of_the_rows_counted_without_a_matrix(
    wanted: Filter, rule: Rule, store: Store, weifang: Places
) -> None:
    found = store.reforms(wanted)
    kept = [row.scope for reform in found for row in reform.reach if wanted.keeps(row)]
    of_zones, of_city = kept.count("zone") * rule.zones, kept.count("citywide") * rule.citywide

    table = reach.matrix(found, weifang, wanted, rule)
    summed = reach.totals(reach.rows_by_place(found, wanted), weifang, rule)

    assert n_shown(table) == kept.count("county") + of_zones + 12 * of_city
    assert summed == table.counts()


@given(wanted=filters(known_words()), citywide=st.booleans(), zones=st.booleans())
@example(wanted=Filter(), citywide=True, zones=True)
def test_a_switch_takes_away_just_its_own_rows(
    *, wanted: Filter, citywide: bool, zones: bool, store: Store, weifang: Places
) -> None:
    found = store.reforms(wanted)

    def pairs(*, citywide: bool, zones: bool) -> set[tuple[str, str, str]]:
        table = reach.matrix(found, weifang, wanted, Rule(citywide=citywide, zones=zones))
        return {(pair.reform.id, pair.county.code, pair.row.place) for pair in table.pairs()}

    of_city = {each for each in pairs(citywide=True, zones=zones) if each[2] == "370700"}
    of_zones = {each for each in pairs(citywide=citywide, zones=True) if "-" in each[2]}
    assert pairs(citywide=False, zones=zones) == pairs(citywide=True, zones=zones) - of_city
    assert pairs(citywide=citywide, zones=False) == pairs(citywide=citywide, zones=True) - of_zones


@given(wanted=filters(known_words()), order=st.permutations(COUNTIES))
@example(wanted=Filter(), order=[*reversed(COUNTIES)])
def test_another_order_of_columns_loses_nothing(
    wanted: Filter, order: list[str], store: Store, weifang: Places
) -> None:
    table = reach.matrix(store.reforms(wanted), weifang, wanted)

    turned = table.ordered(lambda place: order.index(place.code))

    assert [place.code for place in turned.places] == order
    assert set(turned.pairs()) == set(table.pairs())
    assert turned.counts() == table.counts()
    assert [line.n_counties for line in turned.lines] == [line.n_counties for line in table.lines]
    assert turned.ordered(lambda place: place.code) == table


@given(wanted=filters(known_words()), kept=st.sets(st.sampled_from(COUNTIES)))
@example(wanted=Filter(), kept={HANTING, KUIWEN})
def test_the_parts_of_a_matrix_are_the_whole(wanted: Filter, kept: set[str], store: Store, weifang: Places) -> None:
    table = reach.matrix(store.reforms(wanted), weifang, wanted)

    part, rest = table.narrowed(kept), table.narrowed(set(COUNTIES) - kept)

    assert {place.code for place in part.places} == kept
    assert part.reforms == rest.reforms == table.reforms
    assert set(part.pairs()) | set(rest.pairs()) == set(table.pairs())
    assert len(part.pairs()) + len(rest.pairs()) == len(table.pairs())
    assert part.counts() | rest.counts() == table.counts()


def hosts(places: Places, code: str) -> set[str]:
    """Return the counties for which a row of a zone or of the city counts."""
    return {zone.host for zone in places.zones if zone.code == code} or (set(COUNTIES) if code == "370700" else set())


def test_unless_asked_otherwise_the_fifty_widest_programmes_come_first_by_all_that_counts() -> None:
    assert Ranking() == Ranking("reach", Rule(citywide=True, zones=True), limit=50, offset=0, least=0, lacking=None)


def test_a_ranking_can_be_a_key() -> None:
    assert {Ranking(least=2): 1}[Ranking(least=2)] == 1
