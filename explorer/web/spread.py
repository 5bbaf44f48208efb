"""How programmes spread: one from its first adopter on, or all of them ranked by reach and pace."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flask import Blueprint, render_template

from explorer import reach
from explorer.drawing.charts import curve
from explorer.query.options import Layout
from explorer.query.parameters import Choice, parameter
from explorer.records.vocabulary import SWITCH
from explorer.store import planner
from explorer.web.explore import beyond
from explorer.web.request import asked, language, reform_or_404, site

if TYPE_CHECKING:
    from explorer.query.filters import Filter
    from geodata.places import Place

bp = Blueprint("spread", __name__)

OPTIONS = ("citywide", "zones", "sort", "least")


@dataclass(frozen=True)
class OwnLayout(Layout):
    """Of the ranking: what the city runs for all counties spreads to none, so it is left out unless asked for."""

    citywide: str = parameter(Choice(SWITCH), "off")


@bp.get("/spread")
def spread() -> str:
    """Show how the one programme spread that the filter names; without one, rank programmes."""
    wanted, layout = asked(*OPTIONS)
    if len(wanted.reform) == 1:
        return render_template("spread/programme.html", **programme(wanted, layout))
    wanted, layout = asked(*OPTIONS, kind=OwnLayout)
    return render_template("spread/ranking.html", **_ranking(wanted, layout))


def programme(wanted: Filter, layout: Layout) -> dict[str, Any]:
    """Gather all that is told of the spread of the one programme that the filter names."""
    told = spread_of(wanted, layout)
    n_found = site().store.count(wanted)
    return {
        "reform": told.reform,
        "spread": told,
        "n_found": n_found,
        "curve": curve(told),
        "asks": nearest_adopters(told),
        "kinds": kinds(told, wanted, layout),
        "filter": wanted,
        "layout": layout,
        "minimap": site().minimap,
        "sources": site().store.sources_of([told.reform]),
        **beyond(wanted, n_found),
    }


def spread_of(wanted: Filter, layout: Layout) -> reach.Spread:
    """Return how the one programme spread that a filter names: of no row, if another condition leaves it out."""
    reform = reform_or_404(wanted.reform[0])
    kept = reform if site().store.count(wanted) else reform.model_copy(update={"reach": ()})
    return reach.spread(kept, site().places, wanted, layout.rule)


def nearest_adopters(told: reach.Spread) -> dict[str, Place]:
    """Return, for each county that is not recorded, the nearest one that is: whom to ask."""
    missing = {place.code for place in told.not_recorded}
    found = {}
    for place in told.not_recorded:
        near = next((each.code for each in site().places.nearest_of(place.code) if each.code not in missing), None)
        if near:
            found[place.code] = site().places[near]
    return found


def kinds(told: reach.Spread, wanted: Filter, layout: Layout) -> dict[str, str]:
    """Return how each place is drawn, by code: a county by its cell, a zone that is recorded by its mark."""
    table = reach.matrix([told.reform], site().places, wanted, layout.rule)
    by_county = {place.code: cell.kind for place, cell in zip(table.places, table.cells[0], strict=True) if cell.kind}
    zones = {each.place: "zone" for each in told.adopters if each.row.scope == "zone"}
    return {code: "hosts" if kind == "zone" else kind for code, kind in by_county.items()} | zones


def _ranking(wanted: Filter, layout: Layout) -> dict[str, Any]:
    ranks = planner.ranks(site().store, site().places, wanted, layout, language())
    n_found = site().store.count(wanted)
    return {
        "ranks": ranks,
        "n_found": n_found,
        "most": planner.MOST_RANKED,
        "highest_pace": max((rank.pace for rank in ranks if rank.pace), default=None),
        "filter": wanted,
        "layout": layout,
        # A page of one programme counts citywide rows unless it is told not to, so its address must tell.
        "counting": Layout(citywide=layout.citywide, zones=layout.zones),
        "years": site().store.years(),
        **beyond(wanted, n_found),
    }
