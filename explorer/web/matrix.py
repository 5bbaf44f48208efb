"""The matrix of programmes by counties, the rows behind each of its numbers, and what a county lacks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import Blueprint, render_template

from explorer import reach
from explorer.errors import Fault, FilterError
from explorer.messages import message
from explorer.reach.matrix import Ranking
from explorer.records.vocabulary import THEMES
from explorer.store import planner
from explorer.web.explore import beyond
from explorer.web.request import asked, language, place_or_404, site, with_zones
from explorer.web.response import kept
from geodata.places import Zone

if TYPE_CHECKING:
    from explorer.query.filters import Filter
    from explorer.query.options import Layout, Rule
    from geodata.places import Place

bp = Blueprint("reach", __name__)

COUNTING = ("citywide", "zones")
OPTIONS = (*COUNTING, "sort", "columns", "rows", "page")
FEW_COUNTIES = 40
ROWS_WITH_FEW, ROWS_WITH_MANY = 200, 50  # lines of one page, by the number of counties
MOST_LISTED = 300


@bp.get("/reach")
def matrix() -> str:
    """Show programmes against counties: who is recorded where, since when, by how many rows."""
    wanted, layout = asked(*OPTIONS)
    return kept(lambda: render_template("reach/matrix.html", **_matrix(wanted, layout)))


@bp.get("/reach/rows")
def rows() -> str:
    """List the rows behind a number of the matrix, with their sources."""
    return render_template("reach/rows.html", **_rows())


@bp.get("/reach/rows/panel")
def rows_panel() -> str:
    """List the rows behind a number alone, for the page to set in."""
    return render_template("reach/_rows.html", **_rows(), level=2)


@bp.get("/places/<code>/gaps")
def gaps(code: str) -> str:
    """Show what several counties have and one is not recorded for, and whom to ask."""
    wanted, layout = asked(*COUNTING, "least")
    shown = place_or_404(code)
    county = home_of(shown)
    return render_template(
        "reach/gaps.html",
        place=shown,
        county=county,
        gaps=planner.gaps(site().store, site().places, county, wanted, layout) if county else (),
        most=planner.MOST_GAPS,
        filter=wanted,
        layout=layout,
        years=site().store.years(),
    )


def counties_asked(layout: Layout) -> list[Place]:
    """Return the counties that ``county`` names: 404 for a code of no place, FilterError for that of no county."""
    counties = [place_or_404(code) for code in layout.county]
    faults = [
        Fault("county", message("%(code)s is no county", code=each.code), message("name one: county=370783"))
        for each in counties
        if each.kind != "county"
    ]
    if faults:
        raise FilterError(faults)
    return counties


def home_of(place: Place) -> Place | None:
    """Return the county in which a place lies; None for the city."""
    if isinstance(place, Zone):
        return site().places[place.host]
    return place if place.kind == "county" else None


def _matrix(wanted: Filter, layout: Layout) -> dict[str, Any]:
    few = len(site().places.counties) <= FEW_COUNTIES
    sized = layout if layout.rows else layout.sized(ROWS_WITH_FEW if few else ROWS_WITH_MANY)
    table = planner.ranked_matrix(site().store, site().places, wanted, sized, language())
    n_found = site().store.count(wanted)
    totals = reach.totals(site().store.rows_by_place(wanted), site().places, layout.rule)
    return {
        "filter": wanted,
        "layout": layout,
        "table": table,
        "themes": _by_theme(table),
        "totals": totals,
        "n_rows": sum(each.rows for each in totals.values()),
        "n_found": n_found,
        "n_pages": -(-n_found // sized.rows),
        "years": site().store.years(),
        "narrow": few,
        **beyond(wanted, n_found),
    }


def _by_theme(table: reach.Matrix) -> dict[str, list[reach.Line]]:
    """Return the lines of each theme that has any, the themes in their order; what the city alone runs stands last."""
    lines = sorted(table.lines, key=lambda line: all(cell.kind == "citywide" for cell in line.cells))
    groups = {theme: [line for line in lines if line.reform.theme == theme] for theme in THEMES}
    return {theme: lines for theme, lines in groups.items() if lines}


def _codes_for(counties: list[Place], rule: Rule) -> list[str]:
    """Return the codes of all places whose rows count for these counties."""
    codes = tuple(county.code for county in counties)
    of_city = [site().places.city.code] if rule.citywide else []
    return [*(with_zones(*codes) if rule.zones else codes), *of_city]


def _rows() -> dict[str, Any]:
    wanted, layout = asked(*COUNTING, "county")
    counties = counties_asked(layout)
    near = wanted if wanted.place or not counties else wanted.at(*_codes_for(counties, layout.rule))
    # Each reform that is near has a row to list, so no more are read; a place asked for may leave many without.
    limit = site().store.count(near) if wanted.place else MOST_LISTED
    found = site().store.ranked(near, site().places, Ranking(rule=layout.rule, limit=limit), language())
    table = reach.matrix(found, site().places, wanted, layout.rule)
    listed = [pair for pair in table.pairs() if not counties or pair.county in counties][:MOST_LISTED]
    counted = reach.totals(site().store.rows_by_place(wanted), site().places, layout.rule)
    return {
        "filter": wanted,
        "layout": layout,
        "counties": counties,
        "pairs": listed,
        "n_pairs": sum(counted[county.code].rows for county in counties or site().places.counties),
        "sources": site().store.sources_of({pair.reform for pair in listed}),
    }
