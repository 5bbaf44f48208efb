"""The briefs: one or two pages on a place or a reform, to print or as PDF."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from flask import Blueprint, Response, abort, current_app, make_response, render_template, request
from flask_babel import gettext as _
from werkzeug.security import safe_join

from explorer import brief, paper, pictures, planning, reach, room
from explorer.config import STATIC
from explorer.curve import curve
from explorer.errors import Fault, FilterError
from explorer.filters import Filter
from explorer.layout import Layout
from explorer.views import ledes
from explorer.views.asking import address, asked_filter, at_place, language, place_or_404, reform_or_404, site
from explorer.views.beyond import beyond
from explorer.views.caching import kept_one_at_a_time
from explorer.views.spread import kinds
from geodata.places import Zone

if TYPE_CHECKING:
    from geodata.places import Place

bp = Blueprint("briefs", __name__)

MOST_NAMED = 12  # places whose names have room on the map


@bp.get("/places/<code>/brief")
def place(code: str) -> str:
    """Show a place on one or two pages, to read on a screen and to print."""
    wanted = asked_filter().without("place")
    shown = place_or_404(code)
    here = at_place(wanted, code)
    groups = reach.group_for(shown, site().store.reforms(here), site().places, here)
    gaps = planning.gaps(site().store, site().places, shown, wanted, Layout()) if shown.kind == "county" else ()
    sources = site().store.sources_of(entry.reform for entry in (*groups.here, *groups.zones))
    told = brief.of_place(groups, sources, n_gaps=len(gaps[: brief.MOST_GAPS]))
    return render_template(
        "briefs/place.html",
        place=shown,
        filter=wanted,
        told=told,
        kind={"county": _("County brief"), "zone": _("Zone brief"), "city": _("City brief")}[shown.kind],
        lede=ledes.of_place(shown, groups, told),
        tally=_("Here and in zones") if groups.zones else _("Here"),
        undated=beyond(here, groups.n_reforms)["undated"],
        gaps=gaps[: brief.MOST_GAPS],
        n_gaps=len(gaps),
        gaps_url=_whole(address("reach.gaps", wanted, code=code)),
        **_map_of(shown),
        **_common("place", wanted, code=code),
    )


@bp.get("/places/<code>/brief.pdf")
def place_pdf(code: str) -> Response:
    """Send the brief of a place as PDF."""
    return _send(place(code), f"brief-{code}", address("briefs.place", asked_filter(), code=code))


@bp.get("/reforms/<reform_id>/brief")
def reform(reform_id: str) -> str:
    """Show a reform on one or two pages, to read on a screen and to print."""
    _assert_no_filter()
    shown = reform_or_404(reform_id)
    spread = reach.spread(shown, site().places)
    drawn = kinds(spread, Filter(), Layout(zones="off"))  # a county that only hosts a zone is not recorded
    return render_template(
        "briefs/reform.html",
        reform=shown,
        told=brief.of_reform(shown, site().store.sources_of([shown])),
        spread=spread,
        reached=ledes.of_reform(shown),
        kinds=drawn,
        curve=curve(spread) if len(spread.steps) > 1 else None,
        named=[row.place for row in shown.reach][:MOST_NAMED],
        has_zones=any(row.scope == "zone" for row in shown.reach),
        not_recorded=site().minimap.outlines.keys() - drawn.keys(),
        **_common("reform", reform_id=reform_id),
    )


@bp.get("/reforms/<reform_id>/brief.pdf")
def reform_pdf(reform_id: str) -> Response:
    """Send the brief of a reform as PDF."""
    return _send(reform(reform_id), f"brief-{reform_id}", address("briefs.reform", reform_id=reform_id))


def _common(kind: str, wanted: Filter | None = None, **values: Any) -> dict[str, Any]:
    """Gather what both briefs show round their content; ``page_url`` is whole, because it is read on paper."""
    page = address(f"explore.{kind}", wanted, **values)
    return {
        "page_path": page,
        "page_url": _whole(page),
        "pdf_path": address(f"briefs.{kind}_pdf", wanted, **values),
        "newest": site().newest_source,
        "data_version": site().data_version,
        "minimap": site().minimap,
        "short": room.shortened,
        "limits": brief,
        "room": room,
    }


def _whole(path: str) -> str:
    return request.host_url.rstrip("/") + path


def _map_of(shown: Place) -> dict[str, Any]:
    """Return how the map marks a place: a county, a zone and its host, or all counties of the city by name."""
    if isinstance(shown, Zone):
        return {"kinds": {shown.code: "chosen", shown.host: "citywide"}, "named": ()}
    if shown.kind == "county":
        # Without its name, which stands above: it would hide a small county.
        return {"kinds": {shown.code: "chosen"}, "named": ()}
    codes = tuple(site().minimap.outlines)
    return {"kinds": dict.fromkeys(codes, "chosen"), "named": codes[:MOST_NAMED]}


def _assert_no_filter() -> None:
    conditions = asked_filter().conditions
    if conditions:
        remedy = "leave it out: a brief of a reform tells all that is recorded of it"
        raise FilterError([Fault(name, "is no parameter here", remedy) for name in conditions])


def _send(html: str, name: str, page: str) -> Response:
    try:
        made = kept_one_at_a_time(lambda: paper.pdf(pictures.with_styles(html, language()), _own_file))
    except paper.NoPressError as error:
        current_app.logger.warning("%s: %s", request.path, error)
        message = _("This server cannot make PDFs: install Pango on it, or print %(page)s from the browser.", page=page)
        abort(501, message)
    response = make_response(made)
    response.mimetype = "application/pdf"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}-{language()}.pdf"'
    return response


def _own_file(path: str) -> bytes:
    """Return the style or picture at an address of this site; ValueError for any other address."""
    routes = current_app.url_map.bind_to_environ(request.environ)
    endpoint, values = routes.match(path.removeprefix(request.script_root), "GET")
    file = safe_join(str(STATIC), values["path"]) if endpoint == "files.asset" else None
    if file is None:
        msg = "is no file of this site"
        raise ValueError(msg)
    return Path(file).read_bytes()
