"""Make the Flask application: blueprints, languages, security headers, error pages."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from flask import Flask, Response, abort, current_app, jsonify, render_template, request, url_for
from flask_compress import Compress
from werkzeug.exceptions import HTTPException, ServiceUnavailable
from werkzeug.middleware.proxy_fix import ProxyFix

from explorer.config import TEMPLATES, Settings
from explorer.errors import BusyError, ExplorerError, FilterError
from explorer.records import vocabulary
from explorer.records.fields import LABELS
from explorer.web import (
    api,
    briefs,
    compare,
    desk,
    explore,
    feeds,
    history,
    images,
    matrix,
    reports,
    spread,
    static_files,
    tagging,
    wording,
)
from explorer.web.babel import gettext as _
from explorer.web.babel import translate
from explorer.web.request import address, choose_language, in_language, language, place_name, site, spoken
from explorer.web.response import CONFIG, cache
from explorer.web.site import Site, prepare

if TYPE_CHECKING:
    from collections.abc import Callable

    from explorer.messages import Message

TOO_OFTEN = 429
PARTS = (explore, matrix, spread, compare, briefs, history, feeds, reports, tagging, api, images, static_files)


def create_app(settings: Settings | None = None, say: Callable[[Message], object] = lambda _: None) -> Flask:
    """
    Make the application for one city.

    Raises
    ------
    ExplorerError, PlacesError
        If data cannot be read or break a rule.
    """
    app = Flask("explorer", template_folder=str(TEMPLATES), static_folder=None)
    app.url_map.strict_slashes = False
    app.extensions["site"] = prepare(settings or Settings.read(), say)
    app.config["COMPRESS_MIMETYPES"] = [
        *("text/html", "text/css", "text/javascript", "text/csv", "image/svg+xml"),
        *("application/json", "application/geo+json"),
    ]
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    Compress(app)
    cache.init_app(app, config=CONFIG)
    translate(app, language)
    app.before_request(_refuse_null)
    app.before_request(choose_language)
    app.after_request(_secured(app.extensions["site"]))
    _set_up_desk(app, app.extensions["site"])
    for each in PARTS:
        app.register_blueprint(each.bp)
    _set_up_templates(app)
    app.register_error_handler(FilterError, _bad_filter)
    app.register_error_handler(ExplorerError, _broken)
    app.register_error_handler(HTTPException, _http_error)
    return app


def warm_up(app: Flask) -> None:
    """Do now what the first visitor would wait for: compile all templates, and sort out what stays in memory."""
    for name in app.jinja_env.list_templates():
        app.jinja_env.get_template(name)
    # What an application holds lives as long as its process: to walk it took a tenth of a second within an answer.
    gc.collect()
    gc.freeze()


def _set_up_desk(app: Flask, site: Site) -> None:
    desk.accounts.set_up(app, site.store)
    app.register_blueprint(desk.bp)
    n = site.settings.proxies
    if n:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=n, x_proto=n)  # type: ignore[method-assign]


def _set_up_templates(app: Flask) -> None:
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals |= {
        "address": address,
        "in_language": in_language,
        "place_name": place_name,
        "spoken": spoken,
        "words": vocabulary,
        "labels": LABELS,
        "wording": wording,
        "cited": wording.cited,
        "why": wording.why,
        "facts": reports.facts,
        "asset": lambda path: url_for("files.asset", digest=site().assets_digest, path=path),
    }

    @app.context_processor
    def _common() -> dict[str, object]:
        return {
            "lang": language(),
            "places": site().places,
            "open_desk": site().settings.open_desk,
        }


def _refuse_null() -> None:
    """Refuse a character that no record holds, and PostgreSQL does not take."""
    if "\0" in request.path:
        abort(404)


def _secured(site: Site) -> Callable[[Response], Response]:
    """Return a function that adds the security headers to a response."""
    tiles = "{0.scheme}://{0.netloc}".format(urlsplit(site.settings.tile_url)) if site.settings.tile_url else ""
    policy = "; ".join(
        (
            *("default-src 'none'", "script-src 'self'", "style-src 'self'", f"img-src 'self' data: {tiles}".strip()),
            *("connect-src 'self'", "base-uri 'none'", "form-action 'self'", "frame-ancestors 'none'"),
        )
    )

    def secure(response: Response) -> Response:
        response.headers["Content-Security-Policy"] = policy
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["Referrer-Policy"] = "same-origin"
        response.headers.setdefault("Cache-Control", "no-cache")
        response.vary.add("Accept-Language")
        return response

    return secure


def _bad_filter(error: FilterError) -> tuple[Response | str, int]:
    if request.path.startswith("/api/"):
        parts = ("where", "what", "remedy")
        faults = [{part: spoken(getattr(fault, part)) for part in parts} for fault in error.faults]
        return jsonify(error="bad parameter", faults=faults), 400
    return render_template("errors/bad_filter.html", faults=error.faults), 400


def _broken(error: ExplorerError) -> tuple[Response | str, int]:
    """Tell the log what broke and where; tell the visitor only that something did."""
    current_app.logger.error("%s: %s", request.path, error)
    if isinstance(error, BusyError):
        return _http_error(ServiceUnavailable(_("Something large is being saved just now. Try again in a minute.")))
    if request.path.startswith("/api/"):
        return jsonify(error="the data cannot be read"), 500
    message = _("The data cannot be read just now. The log of the site says why.")
    return render_template("errors/error.html", code=500, message=message), 500


def _http_error(error: HTTPException) -> tuple[Response | str, int]:
    code = error.code or 500
    message = _("That was asked too often just now. Try again later.") if code == TOO_OFTEN else error.description
    if request.path.startswith("/api/"):
        return jsonify(error=message), code
    return render_template("errors/error.html", code=code, message=message), code
