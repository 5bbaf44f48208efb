"""Find what others have and a county is not recorded for, and whom to ask about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from explorer.model import Reform
    from explorer.reach.cells import Cell, Matrix
    from geodata import Places
    from geodata.nearness import Nearness
    from geodata.places import Place


@dataclass(frozen=True)
class Gap:
    """A programme that several counties have and for which no source is found here."""

    reform: Reform
    counties: tuple[Place, ...]  # that have it, the nearest first
    ask: Place
    nearness: Nearness  # why this one: it shares the longest border, or lies nearest
    cell: Cell  # what is recorded there

    @property
    def n_counties(self) -> int:
        """Number of counties that have it."""
        return len(self.counties)


def gaps(table: Matrix, place: str, places: Places, least: int = 2) -> tuple[Gap, ...]:
    """
    Return the programmes of a matrix that at least so many counties have and one has not, as far as is recorded.

    The county to ask is the nearest that has it: one with a shared border first (the longest), then by distance.

    Parameters
    ----------
    place
        Code of the county.
    """
    codes = [county.code for county in table.places]
    nearest = places.nearest_of(place)
    found = []
    for reform, cells in zip(table.reforms, table.cells, strict=True):
        by_code = dict(zip(codes, cells, strict=True))
        having = [each for each in nearest if by_code[each.code].rows]
        if not by_code[place].rows and len(having) >= max(least, 1):
            ask = having[0]
            counties = tuple(places[each.code] for each in having)
            found.append(Gap(reform, counties, counties[0], ask, by_code[ask.code]))
    return tuple(sorted(found, key=lambda gap: (-gap.n_counties, gap.reform.id)))
