"""The pages of visitors: the map, places, reforms, and where an empty answer leads on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import Blueprint, Response, make_response, render_template, url_for

from explorer import reach
from explorer.query.filters import Filter
from explorer.query.options import MOST_ROWS, Layout
from explorer.records.vocabulary import DIVISORS, MARKS, MEASURES, STATUSES, Words
from explorer.store import wider
from explorer.web import map_data
from explorer.web.babel import gettext as _
from explorer.web.history import withdrawal
from explorer.web.request import (
    address,
    asked,
    asked_filter,
    asked_language,
    at_place,
    language,
    place_or_404,
    site,
    unknown_reform,
)

if TYPE_CHECKING:
    from explorer.records.models import Reform
    from geodata.places import Place

bp = Blueprint("explore", __name__)
GONE = 410
MOST_OFFERED = 8  # reforms that a search finds, to be chosen for the map


def state(counts: dict[str, Any], chosen: str | None) -> dict[str, Any]:
    """
    Return all that the scripts start from.

    Parameters
    ----------
    counts
        What the map shows, as ``/api/counts.json`` gives it.
    chosen
        Code of the place that is open; None: the list of all places is.
    """
    return {
        "names": site().names(),
        "counts": counts,
        "language": language(),
        "askedLanguage": asked_language(),
        "chosen": chosen,
        "signs": map_data.SIGNS,
        "words": _words(),
    }


def _words() -> dict[str, Any]:
    return {
        "here": _("%(n)s recorded here", n="{n}"),
        "zones": _("%(n)s in zones here", n="{n}"),
        "none": _("none recorded here"),
        "measured": _("%(measure)s: %(n)s", measure="{measure}", n="{n}"),
        "rated": _("%(measure)s %(per)s: %(n)s", measure="{measure}", per="{per}", n="{n}"),
        "measures": _in_language(MEASURES),
        "per": _in_language(DIVISORS),
        "zoomIn": _("Zoom in"),
        "zoomOut": _("Zoom out"),
        "approximate": _("approximate point"),
        "yearsSwapped": _("The first year is after the last: swap them."),
        "failed": _("This could not be loaded. Check the connection and try again."),
        "title": f"{_('County explorer')} · {site().places.city.name(language())}",
        "programme": _programme_words(),
    }


def _programme_words() -> dict[str, Any]:
    return {
        "states": _in_language(STATUSES) | {"zone": _("only in a zone")},
        "unstated": _("year not stated"),
        "none": _("not recorded: no source found"),
        "later": _("not recorded by %(year)s", year="{year}"),
        "allYears": _("All years"),
        "reached": _("%(when)s: %(n)s of %(all)s counties", when="{when}", n="{n}", all="{all}"),
        "more": _("%(n)s more without a stated year", n="{n}"),
        "among": _("%(n)s of them without a stated year", n="{n}"),
        "play": _("Play"),
        "pause": _("Pause"),
    }


def _in_language(words: Words) -> dict[str, str]:
    return {key: said[language()] for key, said in words.items()}


def beyond(wanted: Filter, n_found: int) -> dict[str, Any]:
    """Gather wider filters for an empty answer, and how many reforms a filter on years hides as undated."""
    timed = {"from", "to"} & set(wanted.conditions)
    found = () if n_found else wider(site().store, wanted)
    return {
        "wider": tuple((name, n) for name, n in found if name != "place"),
        "undated": site().store.count_undated(wanted) if timed else 0,
    }


bp.add_app_template_global(map_data.until)


@bp.app_template_global()
def on_the_map(reform: Reform) -> str:
    """Return the address of the map of one programme."""
    return address("explore.index", Filter(reform=(reform.id,)))


@bp.get("/")
def index() -> str:
    """Show the map, and beside it the list of places or the reforms of the chosen one."""
    wanted, layout = asked(*map_data.OPTIONS)
    chosen = _place_panel(wanted.place[0], wanted) if len(wanted.place) == 1 else None
    shown = _overview(wanted, layout)
    return render_template(
        "explore/index.html",
        **shown,
        chosen=chosen,
        state=state(map_data.as_data(shown["counts"], shown["programme"]), wanted.place[0] if chosen else None),
        looks=map_data.looks(shown["counts"], shown["programme"]),
        signs=MARKS,
        shell=site().shell,
        outlines=url_for("files.outlines", digest=site().outlines_digest),
        minimap=site().minimap,
        years=site().store.years(),
    )


@bp.get("/panel")
def overview() -> str:
    """Show the list of places alone, or the one programme that the filter names, for the page to set in."""
    shown = _overview(*asked(*map_data.OPTIONS))
    return render_template("explore/_programme.html" if shown["programme"] else "explore/_overview.html", **shown)


@bp.get("/places/<code>/panel")
def panel(code: str) -> str:
    """Show the reforms of a place alone, for the page to set in."""
    wanted, layout = asked(*map_data.OPTIONS)
    return render_template("explore/_place.html", **_place_panel(code, wanted), layout=layout, level=2)


@bp.get("/places/<code>")
def place(code: str) -> str:
    """Show one place with all its reforms: a page to read, link and print."""
    return render_template(
        "explore/place.html",
        **_place_panel(code, asked_filter()),
        minimap=site().minimap,
        compared=_with_neighbours(code),
    )


def _with_neighbours(code: str) -> Layout | None:
    """Return what sets a county or zone beside its two nearest counties; None for the city, which has none."""
    nearest = [each.code for each in site().places.nearest_of(code)[:2]]
    return Layout(places=(code, *nearest)) if nearest else None


@bp.get("/reforms")
def reforms() -> str:
    """List the reforms that a filter asks for, a page of them."""
    wanted, layout = asked("rows", "page")
    size = layout.rows or MOST_ROWS
    n_by_theme = site().store.count_by_theme(wanted)
    n_found = sum(n_by_theme.values())
    found = site().store.by_theme(wanted, size, (layout.page - 1) * size)
    return render_template(
        "explore/reforms.html",
        filter=wanted,
        layout=layout,
        reforms=found,
        n_by_theme=n_by_theme,
        n_found=n_found,
        n_pages=-(-n_found // size),
        sources=site().store.sources_of(found),
        years=site().store.years(),
        **beyond(wanted, n_found),
    )


@bp.get("/reforms/<reform_id>")
def reform(reform_id: str) -> str | tuple[str, int]:
    """Show everything known of one reform; of a withdrawn one when and why (410)."""
    shown = site().store.reform(reform_id)
    if shown is None:
        gone = withdrawal(reform_id) or unknown_reform(reform_id)
        return render_template("history/withdrawn.html", revision=gone), GONE
    return render_template(
        "explore/reform.html",
        reform=shown,
        rows={row.place: row for row in shown.reach},
        related=reach.related(shown, site().store.akin(shown), site().places),
        sources=site().store.sources_of([shown]),
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


def _overview(wanted: Filter, layout: Layout) -> dict[str, Any]:
    """Gather the list of places for a filter; the one place that is open does not narrow the list."""
    everywhere = wanted.without("place") if len(wanted.place) == 1 else wanted
    counts = map_data.counted(everywhere, layout)
    programme = map_data.programme(everywhere)
    few = wanted.q and 0 < counts.total <= MOST_OFFERED
    return {
        "filter": everywhere,
        "layout": layout,
        "counts": counts,
        "programme": programme,
        "people": map_data.people_in_words(),
        "named": _named(wanted.q),
        "offered": site().store.reforms(everywhere) if few else (),
        **({} if programme else beyond(everywhere, counts.total)),
    }


def _place_panel(code: str, wanted: Filter) -> dict[str, Any]:
    """Gather the three groups of a place, and what lies beyond the filter there."""
    shown = place_or_404(code)
    here = at_place(wanted, code)
    found = site().store.reforms(here)
    groups = reach.group_for(shown, found, site().places, here)
    return {
        "place": shown,
        "groups": groups,
        "filter": wanted.without("place"),
        "sources": site().store.sources_of(found),
        **beyond(here, groups.n_reforms),
    }


def _named(words: str) -> tuple[Place, ...]:
    """Return the places that the searched words name: whoever types 寿光 may want the county."""
    return site().places.named(words) if words else ()
