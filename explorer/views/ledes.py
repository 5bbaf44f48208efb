"""Say in a few sentences what a brief shows, in the numbers of the page of the place or reform."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from flask_babel import gettext as _
from flask_babel import ngettext

from explorer.views.asking import language, site
from explorer.words import LEVELS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from explorer.brief import PlaceBrief
    from explorer.messages import Language
    from explorer.model import Reform
    from explorer.reach import Groups
    from geodata.places import Place


_COMMA: dict[Language, str] = {"zh": "、", "en": ", "}


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
        yield _("Recorded by name: %(counted)s.", counted=_COMMA[language()].join(counted))


def _counted(by_level: dict[str, int]) -> str:
    if language() == "zh":
        return _COMMA["zh"].join(f"{LEVELS[level]['zh']} {n} 项" for level, n in by_level.items())
    return _COMMA["en"].join(f"{n} {LEVELS[level]['en'].lower()}" for level, n in by_level.items())


def _joined(sentences: Iterable[str]) -> str:
    return ("" if language() == "zh" else " ").join(sentences)
