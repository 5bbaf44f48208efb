"""Files with a hash in their address: styles, scripts, the map's shell, outlines; cached for a year."""

from __future__ import annotations

from flask import Blueprint, Response, abort, make_response, send_from_directory

from explorer.config import STATIC
from explorer.web.request import site

bp = Blueprint("files", __name__)
ONE_YEAR = "public, max-age=31536000, immutable"


@bp.get("/assets/<digest>/<path:path>")
def asset(digest: str, path: str) -> Response:
    """Send a style, script or picture."""
    response = send_from_directory(STATIC, path)
    # Read as a whole: compressing a file piece by piece leaves it open.
    response.direct_passthrough = False
    response.make_sequence()
    # A page from before an upgrade may ask for the old address: it gets the new file, and must not keep it.
    response.headers["Cache-Control"] = ONE_YEAR if digest == site().assets_digest else "no-cache"
    return response


@bp.get("/shell/<digest>.js")
def shell(digest: str) -> Response:
    """Send a map that Folium drew, as a script."""
    found = next((each for each in (site().shell, *site().pair) if each.digest == digest), site().shell)
    return _fixed(found.script.encode(), "text/javascript", matches=digest == found.digest)


@bp.get("/geo/<digest>.json")
def outlines(digest: str) -> Response:
    """Send the outlines of counties and their neighbours."""
    return _fixed(site().outlines, "application/json", matches=digest == site().outlines_digest)


def _fixed(data: bytes, media_type: str, *, matches: bool) -> Response:
    if not matches:
        abort(404)
    response = make_response(data)
    response.mimetype = media_type
    response.headers["Cache-Control"] = ONE_YEAR
    return response
