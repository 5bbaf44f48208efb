"""The pages of visitors: the map, places, reforms."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from flask import Blueprint, Response, abort, make_response, render_template, url_for
from flask_babel import gettext as _

from explorer import reach
from explorer.filters import Filter
from explorer.views.asking import asked_filter, asked_language, language, place_or_404, site
from explorer.views.beyond import beyond

if TYPE_CHECKING:
    from geodata.places import Place

bp = Blueprint("explore", __name__)


@bp.get("/")
def index() -> str:
    """Show the map, and beside it the list of places or the reforms of the chosen one."""
    wanted = asked_filter()
    chosen = _place_panel(wanted.place[0], wanted) if len(wanted.place) == 1 else None
    overview = _overview(wanted)
    return render_template(
        "explore/index.html",
        **overview,
        chosen=chosen,
        state=_state(overview["counts"], chosen),
        shell=site().shell,
        outlines=url_for("files.outlines", digest=site().outlines_digest),
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
    return render_template("explore/place.html", **_place_panel(code, asked_filter()), minimap=site().minimap)


@bp.get("/reforms")
def reforms() -> str:
    """List the reforms that a filter asks for."""
    wanted = asked_filter()
    found = site().store.reforms(wanted)
    return render_template(
        "explore/reforms.html",
        filter=wanted,
        reforms=found,
        sources=site().store.sources(),
        years=site().store.years(),
        **beyond(wanted, len(found)),
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
    return render_template(
        "explore/data.html",
        n_reforms=site().store.count(Filter()),
        sources=site().store.sources(),
        data_version=site().data_version,
    )


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


def _overview(wanted: Filter) -> dict[str, Any]:
    """Gather the list of places for a filter; the one place that is open does not narrow the list."""
    everywhere = wanted.without("place") if len(wanted.place) == 1 else wanted
    counts = reach.overview(site().store.reforms(everywhere), site().places, everywhere)
    return {
        "filter": everywhere,
        "counts": counts,
        "named": _named(wanted.q),
        **beyond(everywhere, counts.total),
    }


def _place_panel(code: str, wanted: Filter) -> dict[str, Any]:
    """Gather the three groups of a place, and what lies beyond the filter there."""
    shown = place_or_404(code)
    hosted = (zone.code for zone in site().places.zones_of(code))
    here = wanted.at(*dict.fromkeys((code, *hosted, site().places.city.code)))
    groups = reach.group_for(shown, site().store.reforms(here), site().places, here)
    return {
        "place": shown,
        "groups": groups,
        "filter": wanted.without("place"),
        "sources": site().store.sources(),
        **beyond(here, groups.n_reforms),
    }


def _named(words: str) -> tuple[Place, ...]:
    """Return the places that the searched words name: whoever types 寿光 may want the county."""
    return site().places.named(words) if words else ()


def _state(counts: reach.Overview, chosen: dict[str, Any] | None) -> dict[str, Any]:
    """Gather what the page's script starts from: names, numbers, and its few words in the page's language."""
    return {
        "names": site().names(),
        "counts": asdict(counts),
        "language": language(),
        "askedLanguage": asked_language(),
        "chosen": chosen["place"].code if chosen else None,
        "words": {
            "here": _("%(n)s recorded here", n="{n}"),
            "zones": _("%(n)s in zones here", n="{n}"),
            "none": _("none recorded here"),
            "zoomIn": _("Zoom in"),
            "zoomOut": _("Zoom out"),
            "approximate": _("approximate point"),
            "yearsSwapped": _("The first year is after the last: swap them."),
            "failed": _("This could not be loaded. Check the connection and try again."),
            "title": f"{_('County explorer')} · {site().places.city.name(language())}",
        },
    }
