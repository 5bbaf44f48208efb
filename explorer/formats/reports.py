"""Lay out as tables what people ask: reforms, the matrix, how a programme spread, what a county lacks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from explorer.records.models import paragraph_of, source_of
from explorer.spreadsheets.tables import Table

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from explorer.reach import Adopter, Cell, Gap, Matrix, MatrixLine, Rank, Spread
    from explorer.records.models import Cases, Reach, Reform, Source
    from explorer.spreadsheets.tables import Value
    from geodata import Places
    from geodata.places import Place

    Sources = Mapping[str, Source]

REFORM_COLUMNS: Final = ("reform", "title_zh", "title_en", "theme")
COUNTY_COLUMNS: Final = ("county", "county_zh", "county_en")
SOURCE_COLUMNS: Final = (
    *("source", "paragraph", "source_title", "source_publisher", "source_date", "source_address"),
    "address_is_a_copy",
)
COLUMNS: Final = (
    *("reform", "title_zh", "title_en", "theme"),
    *("place", "scope", "status", "since"),
    *SOURCE_COLUMNS,
    *("summary_zh", "summary_en"),
)


def reach_tables(table: Matrix, sources: Sources) -> tuple[Table, Table]:
    """Return every row behind a matrix, and the matrix itself: its empty cells say "not recorded"."""
    columns = (*REFORM_COLUMNS, *COUNTY_COLUMNS, "cover", "place", "status", "since", *SOURCE_COLUMNS)
    pairs = tuple(
        (
            *(*_reform(pair.reform), *_place(pair.county), pair.cover),
            *(pair.row.place, pair.row.status, pair.row.since),
            *source_values(pair.row.source, sources),
        )
        for pair in table.pairs()
    )
    names = tuple(f"{place.code} {place.short_zh} {place.short('en')}" for place in table.places)
    lines = tuple(
        (*_reform(line.reform), *_counted(line), *map(_cell, line.cells), line.n_rows or None, _cited(line))
        for line in table.lines
    )
    wide = (*REFORM_COLUMNS, "n_counties", "first_year", *names, "n_rows", "sources")
    return Table("reach", columns, pairs), Table("matrix", wide, lines)


def spread_tables(spread: Spread, asks: Mapping[str, Place], places: Places, sources: Sources) -> tuple[Table, Table]:
    """Return who took a programme up, dated ones first, and the counties for which no source was found."""
    columns = (
        *(*REFORM_COLUMNS, "place", "place_zh", "place_en", "scope", "status", "since", "years_after", "is_first"),
        *SOURCE_COLUMNS,
    )
    adopters = tuple(
        (
            *(*_reform(spread.reform), *_place(places[each.place]), each.row.scope, each.row.status),
            *(each.row.since, each.years_after, _is_first(each, spread)),
            *source_values(each.row.source, sources),
        )
        for each in spread.adopters
    )
    missing = tuple(
        (*_reform(spread.reform), *_place(place), *(_place(asks[place.code]) if place.code in asks else (None,) * 3))
        for place in spread.not_recorded
    )
    asked = ("nearest_with_it", "nearest_zh", "nearest_en")
    return Table("spread", columns, adopters), Table(
        "not_recorded", (*REFORM_COLUMNS, *COUNTY_COLUMNS, *asked), missing
    )


def ranks_table(ranks: Iterable[Rank], sources: Sources) -> Table:
    """Return programmes in their rank; the source is that of the first place, or of the first row."""
    columns = (
        *("rank", *REFORM_COLUMNS, "n_counties", "first_places", "first_year", "last_year"),
        *("n_counties_without_year", "counties_per_year", *SOURCE_COLUMNS),
    )
    rows = []
    for n, rank in enumerate(ranks, start=1):
        told = rank.spread
        first = told.first[0].row if told.first else told.adopters[0].row
        rows.append(
            (
                *(n, *_reform(told.reform), rank.n_counties, " ".join(each.place for each in told.first) or None),
                *(told.years or (None, None)),
                *(len(told.reached_undated), None if rank.pace is None else round(rank.pace, 3)),
                *source_values(first.source, sources),
            )
        )
    return Table("spread", columns, tuple(rows))


def gaps_table(gaps: Iterable[Gap], county: Place, sources: Sources) -> Table:
    """Return what a county is not recorded for and whom to ask; the source is that of the county to ask."""
    columns = (
        *(*REFORM_COLUMNS, *COUNTY_COLUMNS, "n_counties_with_it", "counties_with_it"),
        *("ask", "ask_zh", "ask_en", "shared_border_km", "distance_km", "since_there", *SOURCE_COLUMNS),
    )
    rows = tuple(
        (
            *(*_reform(gap.reform), *_place(county), gap.n_counties, " ".join(each.code for each in gap.counties)),
            *_place(gap.ask),
            *(None if gap.nearness.border_km is None else round(gap.nearness.border_km, 1),),
            *(round(gap.nearness.distance_km, 1), gap.cell.since),
            *source_values(gap.cell.rows[0].source, sources),
        )
        for gap in gaps
    )
    return Table("gaps", columns, rows)


def _reform(reform: Reform) -> tuple[Value, ...]:
    return reform.id, reform.title_zh, reform.title_en, reform.theme


def _place(place: Place) -> tuple[Value, ...]:
    return place.code, place.name_zh, place.name_en


def _counted(line: MatrixLine) -> tuple[Value, ...]:
    return line.n_counties or None, line.first


def _is_first(adopter: Adopter, spread: Spread) -> bool | None:
    """Tell whether a place was the first; None if no source calls one the origin and the year here is not stated."""
    if adopter in spread.first:
        return True
    return False if spread.begun or adopter.years_after is not None else None


def _cell(cell: Cell) -> str:
    """Say a cell in words: ``pilot 2019``, ``citywide, year not stated``."""
    if cell.kind is None:
        return "not recorded"
    return f"{cell.kind} {cell.since}" if cell.since else f"{cell.kind}, year not stated"


def _cited(line: MatrixLine) -> str | None:
    """Name each source of the rows behind a line once; None if no row is."""
    cited = dict.fromkeys(citation for cell in line.cells for row in cell.rows for citation in row.sources)
    return " ".join(cited) or None


def reforms_table(cases: Cases) -> Table:
    """Return the reach of reforms with its sources; ``since`` is None where the source states no year."""
    sources = {source.id: source for source in cases.sources}
    rows = ((reform, row, source_values(row.source, sources)) for reform in cases.reforms for row in reform.reach)
    return Table("reforms", COLUMNS, tuple(_values(*each) for each in rows))


def _values(reform: Reform, row: Reach, source: tuple[Value, ...]) -> tuple[Value, ...]:
    return (
        *(reform.id, reform.title_zh, reform.title_en, reform.theme),
        *(row.place, row.scope, row.status, row.since),
        *source,
        *(reform.summary_zh, reform.summary_en),
    )


def source_values(citation: str, sources: Mapping[str, Source]) -> tuple[Value, ...]:
    """
    Return the cells of ``SOURCE_COLUMNS`` for a citation such as ``weifang-2025#p19``.

    What the source does not state is None; so is ``address_is_a_copy`` where there is no address.

    Raises
    ------
    KeyError
        If the source is not among the sources.
    """
    source = sources[source_of(citation)]
    copied = None if source.url is None else source.copy_of
    return (source.id, paragraph_of(citation), source.title, source.publisher, source.date, source.url, copied)
