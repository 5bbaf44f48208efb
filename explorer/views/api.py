"""The API: the same filter as the pages, as JSON, GeoJSON, CSV and XLSX."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from flask import Blueprint, Response, abort, jsonify, make_response
from flask_babel import gettext as _

from explorer.exchange import MEDIA_TYPES, WRITERS, geojson
from explorer.exchange.reforms import reforms_table
from explorer.exchange.tables import TABLE_WRITERS
from explorer.views import mapped
from explorer.views.asking import asked, asked_filter, site
from explorer.views.sending import about, send_tables

if TYPE_CHECKING:
    from explorer.model import Cases

bp = Blueprint("api", __name__, url_prefix="/api")
ENDINGS = (".geojson", *TABLE_WRITERS)


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
    wanted, layout = asked(*mapped.OPTIONS)
    return jsonify(mapped.as_data(mapped.counted(wanted, layout), mapped.programme(wanted)))


def _whole(ending: str, found: Cases) -> Response:
    """Send whole reforms, in a form that can be read back."""
    response = make_response(WRITERS[f".{ending}"](found))
    response.headers["Content-Type"] = MEDIA_TYPES[f".{ending}"]
    response.headers["Content-Disposition"] = f'attachment; filename="reforms.{ending}"'
    return response
