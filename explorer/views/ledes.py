"""Say in a few sentences what a brief shows, in the numbers that stand on the page of the place or reform."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import gettext as _
from flask_babel import ngettext

from explorer.views.asking import language, site
from explorer.words import LEVELS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from explorer.brief import PlaceBrief
    from explorer.reach import Groups, Spread
    from geodata.places import Place


def of_place(shown: Place, groups: Groups, told: PlaceBrief) -> str:
    """Say how much is recorded in a place, in its zones and citywide, and which honours it holds."""
    return _joined(_of_place(shown, groups, told))


def of_reform(spread: Spread) -> str:
    """Say where and when a reform began, and how far it reached; what no source states is said to be so."""
    return _joined(_of_reform(spread))


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


def _of_reform(spread: Spread) -> Iterator[str]:
    names = _listed(site().places[each.place].name(language()) for each in spread.first)
    years = {each.row.since for each in spread.first} - {None}
    year = str(next(iter(years))) if len(years) == 1 else ""
    if spread.begun:
        yield _("It began in %(places)s (%(year)s).", places=names, year=year or _("year not stated"))
    elif names:
        yield _("The earliest year that a source states is %(year)s: %(places)s.", places=names, year=year)
    else:
        yield _("No source states where or when it began.")
    rows = spread.reform.reach
    if any(row.scope == "citywide" for row in rows):
        yield _("%(city)s runs it for all its counties.", city=site().places.city.name(language()))
    if n_counties := sum(row.scope == "county" for row in rows):
        yield ngettext(
            "It is recorded in %(num)s of %(all)s counties by name.",
            "It is recorded in %(num)s of %(all)s counties by name.",
            n_counties,
            all=len(site().places.counties),
        )
    if n_zones := sum(row.scope == "zone" for row in rows):
        yield ngettext(
            "It is recorded in %(num)s functional zone.", "It is recorded in %(num)s functional zones.", n_zones
        )
    if n_undated := sum(row.since is None for row in rows):
        yield _("The year is not stated for %(n)s of %(all)s places.", n=n_undated, all=len(rows))


def _counted(by_level: dict[str, int]) -> str:
    if language() == "zh":
        return "、".join(f"{LEVELS[level]['zh']} {n} 项" for level, n in by_level.items())
    return ", ".join(f"{n} {LEVELS[level]['en'].lower()}" for level, n in by_level.items())


def _listed(names: Iterable[str]) -> str:
    return ("、" if language() == "zh" else ", ").join(names)


def _joined(sentences: Iterable[str]) -> str:
    return ("" if language() == "zh" else " ").join(sentences)
