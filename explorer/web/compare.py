"""Two to four places side by side: what they share, what only one has, and two maps that move together."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import groupby
from typing import TYPE_CHECKING, Any, Self

from flask import Blueprint, Response, render_template

from explorer import reach
from explorer.drawing.charts import strips
from explorer.errors import Fault, FilterError
from explorer.formats.reports import SOURCE_COLUMNS, source_values
from explorer.messages import message
from explorer.query.filters import Filter
from explorer.query.options import Layout
from explorer.spreadsheets.tables import Table
from explorer.web import compare_maps
from explorer.web.babel import gettext as _
from explorer.web.explore import beyond
from explorer.web.request import asked, language, place_or_404, site, with_zones
from explorer.web.response import about, kept, send_tables

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from explorer.drawing.charts import Strip
    from explorer.query.options import Layout
    from explorer.records.models import Reform, Source
    from explorer.spreadsheets.tables import Value
    from geodata.places import Place

bp = Blueprint("compare", __name__)

LEAST, MOST = 2, 4
FIGURES_SHOWN = 4
HONOURS_SHOWN = 4
SHOWN_AT_ONCE = 8
MOST_LISTED = 200  # reforms of one list; the download holds all
MOST_HONOURS = 40
MOST_OFFERED = 200  # programmes to choose from for the two maps
COLUMNS = (
    *("place", "place_zh", "place_en", "reform", "title_zh", "title_en", "theme"),
    *("recorded", "n_places", "row_place", "status", "since", *SOURCE_COLUMNS),
)


@bp.get("/compare")
def compare() -> str:
    """Show places side by side; with too few or too many, explain it and offer the choice."""
    wanted, layout = asked("places", "maps")
    chosen = _chosen(layout)
    if not LEAST <= len(chosen) <= MOST:
        examples = _examples(layout)
        return render_template("compare/choose.html", chosen=chosen, examples=examples, filter=wanted, layout=layout)
    return kept(lambda: render_template("compare/compare.html", **_compared(chosen, wanted, layout)))


@bp.get("/api/compare")
@bp.get("/api/compare.<ending>")
def download(ending: str = "json") -> Response:
    """Send one row for each place, reform and record of it there, with its source."""
    wanted, layout = asked("places")
    chosen = _chosen(layout)
    if not LEAST <= len(chosen) <= MOST:
        raise FilterError(
            [
                Fault(
                    "places",
                    message("%(n)s places are given", n=len(chosen)),
                    message("give %(least)s to %(most)s different ones", least=LEAST, most=MOST),
                )
            ]
        )
    told = _comparison(chosen, wanted)
    names = _("places: %(names)s", names=", ".join(place.name(language()) for place in chosen))
    described = about(_("Places side by side"), wanted, layout, names)
    return send_tables(ending, [comparison_table(told, _sources(told))], described)


def comparison_table(told: reach.Comparison, sources: Mapping[str, Source]) -> Table:
    """
    Lay a comparison out as a table: a row for each place, reform and record of it there.

    ``recorded`` tells how the places share the reform: ``shared``, ``only`` here, or ``also_citywide``: of these places
    only here, though the city runs it for all. ``row_place`` is the place itself or a zone that it hosts.
    """
    n_places = {each.reform.id: len(each.rows) for each in told.shared}
    citywide = {each.reform.id for held in told.also_citywide.values() for each in held}

    def recorded(reform: Reform) -> str:
        if reform.id in n_places:
            return "shared"
        return "also_citywide" if reform.id in citywide else "only"

    rows: list[tuple[Value, ...]] = [
        (
            *(side.place.code, side.place.name_zh, side.place.name_en),
            *(held.reform.id, held.reform.title_zh, held.reform.title_en, held.reform.theme),
            *(recorded(held.reform), n_places.get(held.reform.id, 1), row.place, row.status, row.since),
            *source_values(row.source, sources),
        )
        for side in told.sides
        for held in side.held
        for row in held.rows
    ]
    return Table("compare", COLUMNS, tuple(rows))


def _chosen(layout: Layout) -> tuple[Place, ...]:
    """Return the places that are asked for, each once; 404 for an unknown one, 400 for the city itself."""
    chosen = tuple(place_or_404(code) for code in layout.places)
    whole = [
        Fault(
            "places", message("%(code)s is no county and no zone", code=place.code), message("name counties or zones")
        )
        for place in chosen
        if place.kind == "city"
    ]
    if whole:
        raise FilterError(whole)
    return chosen


def _comparison(chosen: Sequence[Place], wanted: Filter) -> reach.Comparison:
    """Compare places by their own reforms and those of zones that they host; those of the city are only counted."""
    city = site().places.city.code
    found = site().store.reforms(_near(chosen, wanted))
    told = reach.compare(chosen, found, site().places, wanted)
    counted = city in wanted.place or not wanted.place
    return replace(told, n_citywide=site().store.count(wanted.at(city)) if counted else 0)


def _near(chosen: Sequence[Place], wanted: Filter) -> Filter:
    return wanted if wanted.place else wanted.at(*with_zones(*(place.code for place in chosen)))


def _compared(chosen: Sequence[Place], wanted: Filter, layout: Layout) -> dict[str, Any]:
    told = _comparison(chosen, wanted)
    n_found = len({key for side in told.sides for key in side.by_id})
    drawn = compare_maps.pair(layout.maps, chosen, wanted)
    return {
        "told": told,
        "names": [place.short(language()) for place in chosen],
        "n_found": n_found,
        "n_in_all": sum(len(each.rows) == len(chosen) for each in told.shared),
        "hosts_apart": any(zone in chosen for place in chosen for zone in site().places.zones_of(place.code)),
        "fewer": _fewer(layout),
        "columns": _Columns.of(told),
        "figures_shown": FIGURES_SHOWN,
        "honours_shown": HONOURS_SHOWN,
        "most_honours": MOST_HONOURS,
        "most_listed": MOST_LISTED,
        "shown_at_once": SHOWN_AT_ONCE,
        "only": {code: _folded(held) for code, held in told.only.items()},
        "chosen": chosen,
        "filter": wanted,
        "layout": layout,
        "sources": _sources(told),
        "years": site().store.years(),
        **_maps(drawn, chosen, told, wanted),
        **beyond(_near(chosen, wanted), n_found),
    }


def _sources(told: reach.Comparison) -> Mapping[str, Source]:
    return site().store.sources_of(held.reform for side in told.sides for held in side.held)


def _fewer(layout: Layout) -> dict[str, Layout]:
    """Return the page without one of the places, by its code, while enough are left."""
    if len(layout.places) <= LEAST:
        return {}
    return {
        code: replace(layout, places=tuple(each for each in layout.places if each != code)) for code in layout.places
    }


def _maps(
    drawn: compare_maps.Pair | None, chosen: Sequence[Place], told: reach.Comparison, wanted: Filter
) -> dict[str, Any]:
    """Gather the two maps, and what may be chosen for them."""
    asked_years = drawn.asked if drawn and drawn.by_years else compare_maps.two_years(wanted)
    asked_programmes = drawn.asked if drawn and not drawn.by_years else ()
    offered = _offered(told, asked_programmes)
    ids = tuple(reform.id for reform in (*offered["shared"], *offered["others"]))
    return {
        "pair": drawn,
        "state": compare_maps.state(drawn, chosen) if drawn else None,
        "shells": site().pair,
        "minimap": site().minimap,
        "year_choice": compare_maps.year_choice(asked_years, wanted),
        "asked_years": asked_years,
        "offered": offered,
        "asked_programmes": asked_programmes or ids[:2],
    }


@dataclass(frozen=True)
class _Columns:
    """What the columns of the page have in common: scales, and what is known of all places."""

    people: reach.Base | None
    area: reach.Base
    most_of_theme: int
    most_of_level: int
    strips: tuple[Strip, ...]

    @classmethod
    def of(cls, told: reach.Comparison) -> Self:
        """Take the scales from all sides, so that they can be compared at a glance."""
        return cls(
            people=reach.people_of(site().places),
            area=reach.area_of(site().places),
            most_of_theme=max((n for side in told.sides for n in side.themes.values()), default=0),
            most_of_level=max((n for side in told.sides for n in side.levels.values()), default=0),
            strips=strips([side.years for side in told.sides]),
        )


Groups = tuple[tuple[str, tuple[reach.Held, ...]], ...]


def _folded(held: tuple[reach.Held, ...]) -> tuple[Groups, Groups]:
    """Divide a list into what is shown at once and what is folded away, each grouped by theme."""
    return _grouped(held[:SHOWN_AT_ONCE]), _grouped(held[SHOWN_AT_ONCE:MOST_LISTED])


def _grouped(held: Sequence[reach.Held]) -> Groups:
    return tuple((theme, tuple(group)) for theme, group in groupby(held, key=lambda each: each.reform.theme))


def _offered(told: reach.Comparison, asked_for: Sequence[str]) -> dict[str, tuple[Reform, ...]]:
    """Return the programmes to choose from for the two maps: the shared ones, then the others, the widest first."""
    shared = {each.reform.id: each.reform for each in told.shared[:MOST_OFFERED]}
    own = [held.reform for side in told.sides for key, held in side.by_id.items() if key not in shared]
    widest = sorted(own, key=lambda reform: (-len(reform.reach), reform.id))[:MOST_OFFERED]
    others = {reform.id: reform for reform in widest}
    named = [site().store.reform(key) for key in asked_for if key not in shared | others]
    return {"shared": tuple(shared.values()), "others": (*others.values(), *filter(None, named))}


def _examples(layout: Layout) -> tuple[Layout, ...]:
    """Return two choices to begin with: the counties with most reforms; the first of them and its neighbours."""
    rows = site().store.tallies(Filter(), site().places).rows
    fullest = sorted((county.code for county in site().places.counties), key=lambda code: (-rows.get(code, 0), code))
    if len(fullest) < LEAST:
        return ()
    near = [each.code for each in site().places.nearest_of(fullest[0])]
    return replace(layout, places=tuple(fullest[:3])), replace(layout, places=(fullest[0], *near[:2]))
