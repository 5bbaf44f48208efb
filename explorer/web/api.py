"""The API: the same questions as the pages, as JSON, GeoJSON, CSV and XLSX."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from flask import Blueprint, Response, abort, jsonify, make_response

from explorer.errors import Fault, FilterError
from explorer.formats import MEDIA_TYPES, TABLE_WRITERS, WRITERS, geojson
from explorer.formats.reports import gaps_table, ranks_table, reach_tables, reforms_table, spread_tables
from explorer.messages import message
from explorer.store import planner
from explorer.web import map_data
from explorer.web.babel import gettext as _
from explorer.web.matrix import COUNTING, counties_asked
from explorer.web.request import asked, asked_filter, language, site
from explorer.web.response import about, send_tables
from explorer.web.spread import OPTIONS as SPREAD_OPTIONS
from explorer.web.spread import OwnLayout, nearest_adopters, spread_of

if TYPE_CHECKING:
    from explorer.query.options import Layout
    from explorer.records.models import Cases
    from geodata.places import Place

bp = Blueprint("api", __name__, url_prefix="/api")
ENDINGS = (".geojson", *TABLE_WRITERS)


@bp.get("/reach", endpoint="reach")
@bp.get("/reach.<ending>", endpoint="reach")
def reach_table(ending: str = "json") -> Response:
    """Return the rows behind the matrix, and the matrix itself; ``county`` narrows them to those that count there."""
    wanted, layout = asked(*COUNTING, "sort", "columns", "rows", "page", "county")
    counties_asked(layout)
    table = planner.ranked_matrix(site().store, site().places, wanted, layout, language())
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
    ranks = planner.ranks(site().store, site().places, wanted, layout, language())
    sources = site().store.sources_of(rank.spread.reform for rank in ranks)
    most = _("The first %(n)s programmes are listed.", n=planner.MOST_RANKED)
    left_out = (_at_least(layout), *([most] if len(ranks) == planner.MOST_RANKED else []))
    named = about(_("How programmes spread"), wanted, layout, *left_out)
    return send_tables(ending, (ranks_table(ranks, sources),), named)


@bp.get("/gaps", endpoint="gaps")
@bp.get("/gaps.<ending>", endpoint="gaps")
def gaps_file(ending: str = "json") -> Response:
    """Return what the county that ``county`` names is not recorded for, and whom to ask."""
    wanted, layout = asked(*COUNTING, "least", "county")
    county = _one_county(layout)
    found = planner.gaps(site().store, site().places, county, wanted, layout)
    sources = site().store.sources_of(gap.reform for gap in found)
    title = _("What %(place)s might learn", place=county.name(language()))
    most = _("The %(n)s programmes that reach the most counties are listed.", n=planner.MOST_GAPS)
    left_out = (_at_least(layout), *([most] if len(found) == planner.MOST_GAPS else []))
    told = about(title, wanted, layout, *left_out)
    return send_tables(ending, (gaps_table(found, county, sources),), told)


def _one_county(layout: Layout) -> Place:
    counties = counties_asked(layout)
    if len(counties) != 1:
        raise FilterError([Fault("county", message("not just one county"), message("name one: county=370783"))])
    return counties[0]


def _at_least(layout: Layout) -> str:
    return str(_("programmes in at least %(n)s counties", n=layout.least))


@bp.get("/reforms")
@bp.get("/reforms.json")
def reforms() -> Response:
    """Return reforms as plain JSON, with the sources that they cite."""
    found = site().store.cases(asked_filter())
    records = [{"id": each.id, **geojson.reform_to_feature(each)["properties"]} for each in found.reforms]
    sources = [geojson.source_to_dict(source) for source in found.sources]
    return jsonify(total=len(records), reforms=records, sources=sources)


@bp.get("/reforms.<ending>")
def download(ending: str) -> Response:
    """Return reforms as a file in one of the formats that we write."""
    if f".{ending}" not in ENDINGS:
        abort(404, f"no such format: use {', '.join(ENDINGS)}")
    wanted = asked_filter()
    found = site().store.cases(wanted)
    if f".{ending}" not in TABLE_WRITERS:
        return _whole(ending, found)
    return send_tables(ending, [reforms_table(found)], about(_("Reforms and the places they reached"), wanted))


@bp.get("/reforms/<reform_id>")
def reform(reform_id: str) -> Response:
    """Return one reform as a GeoJSON Feature."""
    found = site().store.reform(reform_id)
    if found is None:
        abort(404, f"no reform has the id {reform_id}")
    return jsonify(geojson.reform_to_feature(found))


@bp.get("/places.geojson")
def places() -> Response:
    """Return the city, its counties with outlines and its zones as approximate points: GeoJSON, WGS84."""
    outlines = site().places.outlines()
    features = [*outlines["features"], *site().places.zone_points()]
    response = make_response(json.dumps(outlines | {"features": features}, ensure_ascii=False))
    response.mimetype = MEDIA_TYPES[".geojson"]
    return response


@bp.get("/counts.json")
def counts() -> Response:
    """Return, for a filter, what the map shows: each place by a measure, its classes, or one programme by year."""
    wanted, layout = asked(*map_data.OPTIONS)
    return jsonify(map_data.as_data(map_data.counted(wanted, layout), map_data.programme(wanted)))


def _whole(ending: str, found: Cases) -> Response:
    """Send whole reforms, in a form that can be read back."""
    response = make_response(WRITERS[f".{ending}"](found))
    response.headers["Content-Type"] = MEDIA_TYPES[f".{ending}"]
    response.headers["Content-Disposition"] = f'attachment; filename="reforms.{ending}"'
    return response
