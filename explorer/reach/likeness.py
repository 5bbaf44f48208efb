"""Set places side by side: what they share, and what only one of them has."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from explorer.filters import Filter
from explorer.reach.listing import Entry, group_for

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from explorer.model import Figure, Honour, Reform
    from geodata import Places
    from geodata.places import Place


@dataclass(frozen=True)
class Side:
    """One of the places: what is recorded in itself and in zones that it hosts."""

    place: Place
    entries: tuple[Entry, ...]

    @cached_property
    def reforms(self) -> dict[str, Reform]:
        """Different reforms, by id."""
        return {entry.reform.id: entry.reform for entry in self.entries}

    @cached_property
    def themes(self) -> Counter[str]:
        """Number of different reforms by theme."""
        return Counter(reform.theme for reform in self.reforms.values())

    @cached_property
    def years(self) -> Counter[int | None]:
        """Number of rows by year; None counts those that state none."""
        return Counter(entry.row.since for entry in self.entries)

    @cached_property
    def figures(self) -> tuple[tuple[Reform, Figure], ...]:
        """Figures that speak of this place or of its zones, with their reform."""
        return tuple(
            (entry.reform, each) for entry in self.entries for each in entry.reform.figures_at(entry.row.place)
        )

    @cached_property
    def honours(self) -> tuple[tuple[Reform, Honour], ...]:
        """Honours of this place and of its zones, with their reform."""
        return tuple(
            (entry.reform, each) for entry in self.entries for each in entry.reform.honours_at(entry.row.place)
        )


@dataclass(frozen=True)
class Shared:
    """A reform that is recorded in several of the places, with the rows of each: by code, in the order asked."""

    reform: Reform
    entries: dict[str, tuple[Entry, ...]]


@dataclass(frozen=True)
class Comparison:
    """Places side by side; what the city runs for all tells nothing of a difference and is only counted."""

    sides: tuple[Side, ...]
    shared: tuple[Shared, ...]  # in two of the places or more, the most first
    only: dict[str, tuple[Entry, ...]]  # by code of the place that alone has them
    n_citywide: int

    @property
    def years(self) -> tuple[int, ...]:
        """Every year that a row of any of the places states, the earliest first."""
        return tuple(sorted({year for side in self.sides for year in side.years if year is not None}))


def compare(
    chosen: Sequence[Place], reforms: Iterable[Reform], places: Places, wanted: Filter | None = None
) -> Comparison:
    """
    Compare counties or zones by what is recorded in them and in zones that they host.

    Parameters
    ----------
    wanted
        Only reach rows that this filter keeps are compared; all rows if it is left out.
    """
    found, keep = tuple(reforms), (wanted or Filter()).without("place")
    groups = {place.code: group_for(place, found, places, keep) for place in chosen}
    sides = tuple(Side(place, (*groups[place.code].here, *groups[place.code].zones)) for place in chosen)
    owners = Counter(reform for side in sides for reform in side.reforms)
    return Comparison(
        sides=sides,
        shared=tuple(
            Shared(
                reform, {side.place.code: _entries_of(side, reform.id) for side in sides if reform.id in side.reforms}
            )
            for reform in sorted(found, key=lambda each: (-owners[each.id], each.id))
            if owners[reform.id] > 1
        ),
        only={
            side.place.code: tuple(entry for entry in side.entries if owners[entry.reform.id] == 1) for side in sides
        },
        n_citywide=len({row.reform.id for group in groups.values() for row in group.citywide}),
    )


def _entries_of(side: Side, reform: str) -> tuple[Entry, ...]:
    return tuple(entry for entry in side.entries if entry.reform.id == reform)
