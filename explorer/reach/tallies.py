"""Tell in numbers by place what a filter gives: all that a map needs, however many reforms there are."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from explorer.reach.adoption import first_rows

if TYPE_CHECKING:
    from collections.abc import Iterable

    from explorer.filters import Filter
    from explorer.model import Reach, Reform
    from geodata import Places


@dataclass(frozen=True)
class Tallies:
    """
    Numbers by place that a filter gives.

    A place that is absent from a table has nothing recorded there: no table holds a zero.
    """

    total: int  # reforms found
    rows: dict[str, int]  # kept rows by the place (county, zone, city) that they name
    programmes: dict[str, int]  # different reforms by county: here, in zones here or citywide
    honours: dict[str, int]  # kept honours that speak of a place with a kept row
    firsts: dict[str, int]  # kept rows that are the first of their reform, of all its rows


def tallies(reforms: Iterable[Reform], places: Places, wanted: Filter) -> Tallies:
    """
    Count by place the rows, programmes, honours and firsts of the reforms that a filter finds.

    Parameters
    ----------
    wanted
        Of each reform only rows and honours that this filter keeps are counted; what is a reform's first is told by
        all its rows, so that a filter makes nobody the first who was the second.
    """
    found = tuple(reforms)
    counties = {county.code for county in places.counties}
    hosts = {zone.code: zone.host for zone in places.zones}
    rows, programmes, honours, firsts = (Counter[str]() for _ in range(4))
    for reform in found:
        kept = tuple(filter(wanted.keeps, reform.reach))
        first = first_rows(reform.reach)
        rows.update(row.place for row in kept)
        programmes.update(_reached(kept, counties, hosts))
        honours.update(row.place for row in kept for each in reform.honours_at(row.place) if wanted.keeps_honour(each))
        firsts.update(row.place for row in kept if row in first)
    return Tallies(len(found), *map(dict, (rows, programmes, honours, firsts)))


def _reached(rows: Iterable[Reach], counties: set[str], hosts: dict[str, str]) -> set[str]:
    """Return the codes of the counties that rows reach: by themselves, by a zone, by the city for all."""
    kept = tuple(rows)
    if any(row.scope == "citywide" for row in kept):
        return counties
    return {hosts.get(row.place, row.place) for row in kept} & counties
