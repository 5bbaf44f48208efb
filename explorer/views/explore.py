"""The pages of visitors: the map, places, reforms."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from flask import Blueprint, Response, abort, make_response, render_template
from flask_babel import gettext as _

from explorer import reach
from explorer.filters import Filter
from explorer.site import names
from explorer.store import wider
from explorer.views.asking import asked_filter, place_or_404, site

if TYPE_CHECKING:
    from geodata.places import Place

bp = Blueprint("explore", __name__)


@bp.get("/")
def index() -> str:
    """Show the map, and beside it the list of places or the reforms of the chosen one."""
    wanted = asked_filter()
    return render_template(
        "explore/index.html",
        **_overview(wanted),
        chosen=_place_panel(wanted.place[0], wanted) if len(wanted.place) == 1 else None,
        counts_json=asdict,
        names=names(site().places),
        shell=site().shell,
        minimap=site().minimap,
        years=site().store.years(),
    )


@bp.get("/panel")
def overview() -> str:
    """Show the list of places alone, for the page to set in."""
    return render_template("explore/_overview.html", **_overview(asked_filter()))


@bp.get("/places/<code>/panel")
def panel(code: str) -> str:
    """Show the reforms of a place alone, for the page to set in."""
    return render_template("explore/_place.html", **_place_panel(code, asked_filter()), level=2)


@bp.get("/places/<code>")
def place(code: str) -> str:
    """Show one place with all its reforms: a page to read, link and print."""
    shown = _place_panel(code, asked_filter())
    return render_template("explore/place.html", **shown, minimap=site().minimap)


@bp.get("/reforms")
def reforms() -> str:
    """List the reforms that a filter asks for."""
    wanted = asked_filter()
    found = site().store.reforms(wanted)
    return render_template(
        "explore/reforms.html",
        filter=wanted,
        reforms=found,
        **_empty(wanted, len(found)),
        sources=site().store.sources(),
        years=site().store.years(),
    )


@bp.get("/reforms/<reform_id>")
def reform(reform_id: str) -> str:
    """Show everything known of one reform."""
    shown = site().store.reform(reform_id)
    if shown is None:
        abort(404, _("There is no reform with the address “%(id)s”.", id=reform_id))
    same_theme = site().store.reforms(Filter(theme=(shown.theme,)))
    return render_template(
        "explore/reform.html",
        reform=shown,
        rows={row.place: row for row in shown.reach},
        related=reach.related(shown, same_theme, site().places),
        sources=site().store.sources(),
        minimap=site().minimap,
    )


@bp.get("/data")
def data() -> str:
    """Offer the data to download, and tell where they come from."""
    return render_template("explore/data.html", n_reforms=site().store.count(Filter()), sources=site().store.sources())


@bp.get("/about")
def about() -> str:
    """Tell what the explorer is, and how to read it."""
    return render_template("explore/about.html")


@bp.get("/healthz")
def healthz() -> Response:
    """Tell a monitor that the site and its store answer."""
    site().store.count(Filter())
    response = make_response("ok\n")
    response.mimetype = "text/plain"
    return response


def _overview(wanted: Filter) -> dict[str, object]:
    """Gather the list of places for a filter; the place chosen does not narrow the list."""
    everywhere = wanted.without("place")
    counts = reach.overview(site().store.reforms(everywhere), site().places, everywhere)
    return {"filter": everywhere, "counts": counts, "named": _named(wanted.q), **_empty(everywhere, counts.total)}


def _named(words: str) -> tuple[Place, ...]:
    """Return the places that the searched words name: whoever types 寿光 may want the county."""
    return site().places.named(words) if words else ()


def _empty(wanted: Filter, n_found: int) -> dict[str, object]:
    """Gather what an empty answer offers: wider filters; and reforms without a year that a year filter hides."""
    years = tuple(name for name in ("from", "to") if name in wanted.conditions)
    undated = (
        sum(not any(row.since for row in each.reach) for each in site().store.reforms(wanted.without(*years)))
        if years
        else 0
    )
    return {"wider": wider(site().store, wanted) if not n_found else (), "undated": undated}


def _place_panel(code: str, wanted: Filter) -> dict[str, object]:
    shown = place_or_404(code)
    everywhere = wanted.without("place")
    found = site().store.reforms(everywhere)
    groups = reach.group_for(shown, found, site().places, everywhere)
    return {
        "place": shown,
        "groups": groups,
        "filter": everywhere,
        "sources": site().store.sources(),
        **_empty(everywhere, groups.n_reforms),
    }
