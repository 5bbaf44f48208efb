"""Set places side by side: what they share, and what only one of them has."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from explorer.query.filters import Filter
from explorer.reach.gaps import group_for
from explorer.records.vocabulary import LEVELS, THEMES

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from explorer.reach.gaps import Groups
    from explorer.records.models import Figure, Honour, Reach, Reform
    from geodata import Places
    from geodata.places import Place

_THEME_ORDER = {theme: n for n, theme in enumerate(THEMES)}
_LEVEL_ORDER = {level: n for n, level in enumerate(LEVELS)}


@dataclass(frozen=True)
class Held:
    """A reform, and the rows by which a place has it: its own first, then those of zones that it hosts."""

    reform: Reform
    rows: tuple[Reach, ...]

    @property
    def since(self) -> int | None:
        """The first year that a row states; None if none does."""
        return min((row.since for row in self.rows if row.since is not None), default=None)


@dataclass(frozen=True)
class Side:
    """One of the places: what is recorded in itself and in zones that it hosts; each reform counts once."""

    place: Place
    held: tuple[Held, ...]  # the newest first
    honours: tuple[tuple[Reform, Honour], ...]  # of the place and of its zones: the highest level first, then newest

    @cached_property
    def by_id(self) -> dict[str, Held]:
        """What the place has, by the id of the reform."""
        return {each.reform.id: each for each in self.held}

    @property
    def n_in_zones(self) -> int:
        """Number of reforms that are recorded only in zones that the place hosts."""
        return sum(all(row.place != self.place.code for row in each.rows) for each in self.held)

    @cached_property
    def themes(self) -> Counter[str]:
        """Number of reforms by theme."""
        return Counter(each.reform.theme for each in self.held)

    @cached_property
    def years(self) -> Counter[int | None]:
        """Number of reforms by the first year that is stated for them here; None counts those without a year."""
        return Counter(each.since for each in self.held)

    @cached_property
    def levels(self) -> Counter[str]:
        """Number of honours by level."""
        return Counter(honour.level for _, honour in self.honours)

    @cached_property
    def figures(self) -> tuple[tuple[Reform, Figure], ...]:
        """Figures that speak of this place or of its zones, with their reform."""
        return tuple(
            (each.reform, figure)
            for each in self.held
            for row in each.rows
            for figure in each.reform.figures_at(row.place)
        )

    def largest(self, most: int) -> tuple[tuple[Reform, Figure], ...]:
        """
        Return the largest figures, the largest first: one of each reform, and no number twice.

        Shares and percentages stand behind all others.
        """
        chosen: dict[str, tuple[Reform, Figure]] = {}
        numbers: set[tuple[float, str]] = set()
        for reform, figure in sorted(self.figures, key=_largest_first):
            number = (figure.number, figure.unit)
            if reform.id not in chosen and number not in numbers:
                chosen[reform.id] = (reform, figure)
                numbers.add(number)
        return tuple(chosen.values())[:most]


@dataclass(frozen=True)
class Shared:
    """A reform that is recorded in several of the places, with the rows of each: by code, in the order asked."""

    reform: Reform
    rows: dict[str, tuple[Reach, ...]]
    citywide: Reach | None  # the city runs it for all its counties as well


@dataclass(frozen=True)
class Comparison:
    """
    Places side by side.

    Each reform of a side is in just one of three: shared with another side, its own though the city runs it for all
    counties as well, or its own alone. What only the city has tells nothing of a difference and is only counted.
    """

    sides: tuple[Side, ...]
    shared: tuple[Shared, ...]  # in two of the places or more, those in the most first
    only: dict[str, tuple[Held, ...]]  # by code of the place that alone has them; by theme, then the newest first
    also_citywide: dict[str, tuple[Held, ...]]  # by code of the place: alone of these, but the city runs it for all
    n_citywide: int

    @property
    def years(self) -> tuple[int, ...]:
        """Every year in which a reform of any side counts, the earliest first."""
        return tuple(sorted({year for side in self.sides for year in side.years if year is not None}))


def compare(
    chosen: Sequence[Place], reforms: Iterable[Reform], places: Places, wanted: Filter | None = None
) -> Comparison:
    """
    Compare counties or zones by what is recorded in them and in zones that they host.

    A zone that is itself compared does not count for its host: else whatever it has would be shared with it.

    Parameters
    ----------
    wanted
        Only reach rows, and honours, that this filter keeps are compared; all if it is left out.
    """
    found, keep = tuple(reforms), wanted or Filter()
    groups = {place.code: group_for(place, found, places, keep) for place in chosen}
    sides = tuple(_side(place, groups[place.code], groups.keys() - {place.code}, keep) for place in chosen)
    owners = Counter(reform for side in sides for reform in side.by_id)
    single = {side.place.code: [each for each in side.held if owners[each.reform.id] == 1] for side in sides}
    return Comparison(
        sides=sides,
        shared=_shared(sides, owners),
        only={code: _by_theme(each for each in held if not _of_city(each.reform)) for code, held in single.items()},
        also_citywide={
            code: _by_theme(each for each in held if _of_city(each.reform)) for code, held in single.items()
        },
        n_citywide=len({entry.reform.id for group in groups.values() for entry in group.citywide}),
    )


def _side(place: Place, group: Groups, others: set[str], wanted: Filter) -> Side:
    rows: dict[str, list[Reach]] = {}
    reforms: dict[str, Reform] = {}
    for entry in (*group.here, *group.zones):
        if entry.row.place not in others:
            reforms[entry.reform.id] = entry.reform
            rows.setdefault(entry.reform.id, []).append(entry.row)
    held = sorted((Held(reforms[key], tuple(found)) for key, found in rows.items()), key=_newest_first)
    honours = (
        (each.reform, honour)
        for each in held
        for row in each.rows
        for honour in each.reform.honours_at(row.place)
        if wanted.keeps_honour(honour)
    )
    return Side(place, tuple(held), tuple(sorted(honours, key=_highest_first)))


def _shared(sides: tuple[Side, ...], owners: Counter[str]) -> tuple[Shared, ...]:
    reforms = {key: held.reform for side in sides for key, held in side.by_id.items() if owners[key] > 1}
    return tuple(
        Shared(
            reform=reforms[key],
            rows={side.place.code: side.by_id[key].rows for side in sides if key in side.by_id},
            citywide=_of_city(reforms[key]),
        )
        for key in sorted(reforms, key=lambda key: (-owners[key], key))
    )


def _of_city(reform: Reform) -> Reach | None:
    return next((row for row in reform.reach if row.scope == "citywide"), None)


def _by_theme(held: Iterable[Held]) -> tuple[Held, ...]:
    """Sort by theme; within one, what stood first stays first."""
    return tuple(sorted(held, key=lambda each: _THEME_ORDER[each.reform.theme]))


def _newest_first(held: Held) -> tuple[int, str]:
    return -(held.since or held.reform.since or 0), held.reform.id


def _highest_first(told: tuple[Reform, Honour]) -> tuple[int, int]:
    return _LEVEL_ORDER[told[1].level], -(told[1].year or 0)


def _largest_first(told: tuple[Reform, Figure]) -> tuple[bool, float]:
    figure = told[1]
    return figure.qualifier == "share" or figure.unit == "%", -figure.number
