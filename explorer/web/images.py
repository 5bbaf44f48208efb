"""What planners' pages draw, as pictures to take away: SVG and PNG."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from flask import Blueprint, Response, abort, make_response, render_template

from explorer.drawing import svg as pictures
from explorer.drawing.charts import MOST_LINES, curve, grid
from explorer.records.vocabulary import MARKS, STATUSES
from explorer.store import planner
from explorer.web.babel import gettext as _
from explorer.web.matrix import OPTIONS as MATRIX_OPTIONS
from explorer.web.request import asked, language, site
from explorer.web.response import about, kept_one_at_a_time
from explorer.web.spread import OPTIONS as SPREAD_OPTIONS
from explorer.web.spread import kinds, spread_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from explorer import reach
    from explorer.query.filters import Filter
    from explorer.query.options import Layout
    from explorer.spreadsheets.tables import About

bp = Blueprint("pictures", __name__, url_prefix="/pictures")

MEDIA_TYPES: Final = {"svg": "image/svg+xml; charset=utf-8", "png": "image/png"}


@dataclass(frozen=True)
class Picture:
    """A drawing that a template makes: what it takes of the address, what is drawn, how it is called."""

    options: tuple[str, ...]
    marked: bool  # whether the marks of statuses stand in it
    draw: Callable[[Filter, Layout], tuple[str, Any]]  # title, and what the template draws


@bp.get("/<name>.<ending>")
def picture(name: str, ending: str) -> Response:
    """Send a picture with its title, filter, data version, date and licence written on it."""
    if name not in PICTURES or ending not in MEDIA_TYPES:
        abort(404, _("There is no such picture: %(names)s, as svg or png.", names=", ".join(PICTURES)))
    response = make_response(kept_one_at_a_time(lambda: _file(name, ending)))
    response.headers["Content-Type"] = MEDIA_TYPES[ending]
    response.headers["Content-Disposition"] = f'attachment; filename="{name}-{site().data_version}.{ending}"'
    return response


def _file(name: str, ending: str) -> bytes:
    wanted, layout = asked(*PICTURES[name].options)
    title, drawn = PICTURES[name].draw(wanted, layout)
    svg = render_template(f"pictures/{name}.html", drawn=drawn, title=title, minimap=site().minimap)
    told = about(title, wanted, layout)
    notes = [*([_legend()] if PICTURES[name].marked else []), *(f"{key}: {text}" for key, text in _told(told))]
    alone = pictures.standalone(svg.strip(), language(), title, notes)
    return pictures.png(alone) if ending == "png" else alone.encode()


def _told(told: About) -> tuple[tuple[str, str], ...]:
    """Return what a file says of itself, under words in the reader's language."""
    return (
        (_("Filter"), told.filter),
        (_("Data version"), f"{told.data_version} · {told.date.isoformat()}"),
        (_("Licence"), told.licence),
    )


def _legend() -> str:
    """Say the marks in words."""
    named = {kind: label[language()] for kind, label in STATUSES.items()} | {"zone": _("In a zone here")}
    marks = "   ".join(f"{mark} {named[kind]}" for kind, mark in MARKS.items())
    return f"{marks}   {_('empty: not recorded')}   ? {_('year not stated')}"


def _matrix(wanted: Filter, layout: Layout) -> tuple[str, Any]:
    sized = layout if layout.rows else layout.sized(MOST_LINES)
    table = planner.ranked_matrix(site().store, site().places, wanted, sized, language())
    if not table.reforms:
        abort(404, _("No recorded reform meets this filter."))
    drawn, n_found = grid(table, language()), site().store.count(wanted)
    title = _("Which programme reached which county")
    if len(drawn.lines) < n_found:
        title = _("%(title)s: %(n)s of %(all)s programmes", title=title, n=len(drawn.lines), all=n_found)
    return title, drawn


def _spread_map(wanted: Filter, layout: Layout) -> tuple[str, Any]:
    told = _one_spread(wanted, layout)
    return told.reform.title(language()), kinds(told, wanted, layout)


def _spread_curve(wanted: Filter, layout: Layout) -> tuple[str, Any]:
    told = _one_spread(wanted, layout)
    drawn = curve(told)
    if drawn is None:
        abort(404, _("No source states a year for any county, so there is no curve to draw."))
    return told.reform.title(language()), drawn


def _one_spread(wanted: Filter, layout: Layout) -> reach.Spread:
    if len(wanted.reform) != 1:
        abort(404, _("Name one programme: reform=…"))
    told = spread_of(wanted, layout)
    if not told.adopters:
        abort(404, _("No recorded reform meets this filter."))
    return told


PICTURES: Final = {
    "matrix": Picture(MATRIX_OPTIONS, marked=True, draw=_matrix),
    "spread-map": Picture(SPREAD_OPTIONS, marked=True, draw=_spread_map),
    "spread-curve": Picture(SPREAD_OPTIONS, marked=False, draw=_spread_curve),
}
