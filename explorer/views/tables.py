"""What planners' pages show, as tables to take away: CSV, XLSX, JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, Response
from flask_babel import gettext as _

from explorer import planning
from explorer.errors import Fault, FilterError
from explorer.exchange.planning import gaps_table, ranks_table, reach_tables, spread_tables
from explorer.views.asking import asked, language, site
from explorer.views.reach import COUNTING, counties_asked
from explorer.views.sending import about, send_tables
from explorer.views.spread import OPTIONS as SPREAD_OPTIONS
from explorer.views.spread import OwnLayout, nearest_adopters, spread_of

if TYPE_CHECKING:
    from explorer.layout import Layout
    from geodata.places import Place

bp = Blueprint("tables", __name__, url_prefix="/api")


@bp.get("/reach", endpoint="reach")
@bp.get("/reach.<ending>", endpoint="reach")
def reach_table(ending: str = "json") -> Response:
    """Return the rows behind the matrix, and the matrix itself; ``county`` narrows them to those that count there."""
    wanted, layout = asked(*COUNTING, "sort", "columns", "rows", "page", "county")
    counties_asked(layout)
    table = planning.ranked_matrix(site().store, site().places, wanted, layout, language())
    sources = site().store.sources_of(table.reforms)
    told = about(_("Which programme reached which county"), wanted, layout)
    return send_tables(ending, reach_tables(table, sources), told)


@bp.get("/spread", endpoint="spread")
@bp.get("/spread.<ending>", endpoint="spread")
def spread_table(ending: str = "json") -> Response:
    """Return who took up the one programme that the filter names, in order; without one, programmes in their rank."""
    wanted, layout = asked(*SPREAD_OPTIONS)
    if len(wanted.reform) == 1:
        told = spread_of(wanted, layout)
        tables = spread_tables(told, nearest_adopters(told), site().places, site().store.sources_of([told.reform]))
        return send_tables(ending, tables, about(_("How a programme spread"), wanted, layout))
    wanted, layout = asked(*SPREAD_OPTIONS, kind=OwnLayout)
    ranks = planning.ranks(site().store, site().places, wanted, layout, language())
    sources = site().store.sources_of(rank.spread.reform for rank in ranks)
    most = _("The first %(n)s programmes are listed.", n=planning.MOST_RANKED)
    left_out = (_at_least(layout), *([most] if len(ranks) == planning.MOST_RANKED else []))
    named = about(_("How programmes spread"), wanted, layout, *left_out)
    return send_tables(ending, (ranks_table(ranks, sources),), named)


@bp.get("/gaps", endpoint="gaps")
@bp.get("/gaps.<ending>", endpoint="gaps")
def gaps_file(ending: str = "json") -> Response:
    """Return what the county that ``county`` names is not recorded for, and whom to ask."""
    wanted, layout = asked(*COUNTING, "least", "county")
    county = _one_county(layout)
    found = planning.gaps(site().store, site().places, county, wanted, layout)
    sources = site().store.sources_of(gap.reform for gap in found)
    title = _("What %(place)s might learn", place=county.name(language()))
    most = _("The %(n)s programmes that reach the most counties are listed.", n=planning.MOST_GAPS)
    left_out = (_at_least(layout), *([most] if len(found) == planning.MOST_GAPS else []))
    told = about(title, wanted, layout, *left_out)
    return send_tables(ending, (gaps_table(found, county, sources),), told)


def _one_county(layout: Layout) -> Place:
    counties = counties_asked(layout)
    if len(counties) != 1:
        raise FilterError([Fault("county", "not just one county", "name one: county=370783")])
    return counties[0]


def _at_least(layout: Layout) -> str:
    return str(_("programmes in at least %(n)s counties", n=layout.least))
