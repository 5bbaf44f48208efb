"""What is new, as Atom: of all reforms, and of those that reached one place."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from flask import Blueprint, Response, make_response, render_template

from explorer.web.history import steps_between
from explorer.web.request import place_or_404, site
from explorer.web.response import kept

if TYPE_CHECKING:
    from collections.abc import Iterator

    from explorer.web.history import HistoryStep
    from geodata.places import Place

bp = Blueprint("feeds", __name__)
N_ENTRIES = 50
MOST_TOLD = 12  # differences of one entry
ATOM = "application/atom+xml"
_NOT_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")  # no document may hold them, not even as entities


@bp.get("/feed.atom")
def everything() -> Response:
    """Tell what is new."""
    return _feed(None)


@bp.get("/places/<code>/feed.atom")
def of_place(code: str) -> Response:
    """Tell what is new of the reforms that reached a place."""
    return _feed(place_or_404(code))


def _feed(place: Place | None) -> Response:
    store = site().store
    # What was changed and changed back, or hidden, leaves the data as they were, but the feed tells of it.
    page = kept(lambda: _page(place), also=(*(each.number for each in store.recent(1)), *store.hidden()))
    response = make_response(page)
    response.mimetype = ATOM
    return response


def _page(place: Place | None) -> str:
    page = render_template("history/feed.xml", place=place, steps=tuple(_latest(place)), most=MOST_TOLD)
    return _NOT_XML.sub("", page)


def _latest(place: Place | None) -> Iterator[HistoryStep]:
    """Yield what was done last; of a reform that is withdrawn only that it was."""
    recent = site().store.recent(N_ENTRIES, place.code if place else None)
    histories = site().store.histories("reform", {each.id for each in recent})
    return steps_between(
        (each, next((other for other in histories[each.id] if other.number < each.number), None))
        for each in recent
        if (now := histories[each.id][0]).record is not None or now.number == each.number
    )
