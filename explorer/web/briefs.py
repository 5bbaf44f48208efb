"""The briefs: one or two pages on a place or a reform in words and figures, to print or as PDF."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flask import Blueprint, Response, abort, current_app, make_response, render_template, request
from werkzeug.security import safe_join

from explorer import reach
from explorer.config import STATIC
from explorer.drawing import brief, pdf, svg
from explorer.drawing.charts import curve
from explorer.messages import Bilingual
from explorer.query.filters import Filter
from explorer.query.options import Layout
from explorer.records.vocabulary import LEVELS
from explorer.store import planner
from explorer.web.babel import gettext as _
from explorer.web.babel import ngettext
from explorer.web.explore import beyond
from explorer.web.request import (
    address,
    asked_filter,
    assert_asked_only,
    at_place,
    language,
    place_or_404,
    reform_or_404,
    site,
    spoken,
)
from explorer.web.response import kept_one_at_a_time
from explorer.web.spread import kinds
from geodata.places import Zone

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from explorer.drawing.brief import PlaceBrief
    from explorer.reach import Groups
    from explorer.records.models import Reform
    from geodata.places import Place

bp = Blueprint("briefs", __name__)
MOST_NAMED = 12  # places whose names have room on the map


def of_place(shown: Place, groups: Groups, told: PlaceBrief) -> str:
    """Say how much is recorded in a place, in its zones and citywide, and which honours it holds."""
    return _joined(_of_place(shown, groups, told))


def of_reform(reform: Reform) -> str:
    """Say in how many places a reform is recorded by name, and whether the city runs it for all."""
    return _joined(_of_reform(reform))


def _of_place(shown: Place, groups: Groups, told: PlaceBrief) -> Iterator[str]:
    n_here, n_zones, n_citywide = len(groups.here), len(groups.zones), len(groups.citywide)
    name = shown.short(language()) if shown.kind == "zone" else shown.name(language())
    city = site().places.city.name(language())
    if not n_here:
        yield _("No source in this data set tells of a reform in %(place)s itself.", place=name)
    elif shown.kind == "city":
        yield ngettext(
            "%(num)s recorded reform is run by %(city)s for all its counties.",
            "%(num)s recorded reforms are run by %(city)s for all its counties.",
            n_here,
            city=city,
        )
    else:
        yield ngettext(
            "%(num)s reform is recorded in %(place)s itself.",
            "%(num)s reforms are recorded in %(place)s itself.",
            n_here,
            place=name,
        )
    if n_zones:
        yield ngettext(
            "%(num)s is recorded in functional zones that it hosts.",
            "%(num)s are recorded in functional zones that it hosts.",
            n_zones,
        )
    if told.honours:
        yield _("Honours held here: %(counted)s.", counted=_counted(told.honours))
    if n_citywide:
        yield ngettext(
            "%(num)s is run by %(city)s for all its counties.",
            "%(num)s are run by %(city)s for all its counties.",
            n_citywide,
            city=city,
        )


def _of_reform(reform: Reform) -> Iterator[str]:
    if reform.reach_at(site().places.city.code):
        yield _("%(city)s runs it for all its counties.", city=site().places.city.name(language()))
    by_name = Counter(row.scope for row in reform.reach)
    counted = []
    if n_counties := by_name["county"]:
        n_all = len(site().places.counties)
        counted.append(ngettext("%(num)s of %(all)s counties", "%(num)s of %(all)s counties", n_counties, all=n_all))
    if n_zones := by_name["zone"]:
        counted.append(ngettext("%(num)s functional zone", "%(num)s functional zones", n_zones))
    if counted:
        yield _("Recorded by name: %(counted)s.", counted=spoken(tuple(counted)))


def _counted(by_level: dict[str, int]) -> str:
    return spoken(
        tuple(
            Bilingual(f"{LEVELS[each]['zh']} {n} 项", f"{n} {LEVELS[each]['en'].lower()}")
            for each, n in by_level.items()
        )
    )


def _joined(sentences: Iterable[str]) -> str:
    return spoken(Bilingual("", " ")).join(sentences)


@bp.get("/places/<code>/brief")
def place(code: str) -> str:
    """Show a place on one or two pages, to read on a screen and to print."""
    return _place(code, brief.MOST_LINES)


def _place(code: str, most_lines: int) -> str:
    wanted = asked_filter().without("place")
    shown = place_or_404(code)
    here = at_place(wanted, code)
    groups = reach.group_for(shown, site().store.reforms(here), site().places, here)
    gaps = planner.gaps(site().store, site().places, shown, wanted, Layout()) if shown.kind == "county" else ()
    sources = site().store.sources_of(entry.reform for entry in (*groups.here, *groups.zones))
    told = brief.of_place(groups, sources, len(gaps[: brief.MOST_GAPS]), most_lines)
    return render_template(
        "briefs/place.html",
        place=shown,
        filter=wanted,
        told=told,
        kind={"county": _("County brief"), "zone": _("Zone brief"), "city": _("City brief")}[shown.kind],
        lede=of_place(shown, groups, told),
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
    versions = (_place(code, most) for most in (brief.MOST_LINES, brief.FEWER, brief.FEWEST))
    return _send(versions, f"brief-{code}", address("briefs.place", asked_filter(), code=code))


@bp.get("/reforms/<reform_id>/brief")
def reform(reform_id: str) -> str:
    """Show a reform on one or two pages, to read on a screen and to print."""
    assert_asked_only()  # it tells all that is recorded of the reform
    shown = reform_or_404(reform_id)
    spread = reach.spread(shown, site().places)
    drawn = kinds(spread, Filter(), Layout(zones="off"))  # a county that only hosts a zone is not recorded
    return render_template(
        "briefs/reform.html",
        reform=shown,
        told=brief.of_reform(shown, site().store.sources_of([shown])),
        spread=spread,
        reached=of_reform(shown),
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
    return _send([reform(reform_id)], f"brief-{reform_id}", address("briefs.reform", reform_id=reform_id))


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
        "short": brief.shortened,
        "limits": brief,
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


def _send(versions: Iterable[str], name: str, page: str) -> Response:
    styled = (svg.with_styles(html, language()) for html in versions)
    try:
        made = kept_one_at_a_time(lambda: pdf.pdf(styled, _own_file))
    except pdf.NoPressError as error:
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
