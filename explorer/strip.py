"""Draw how many reforms began in each year as a strip of columns, several places on one scale: SVG without script."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Sequence

WIDTH, HEIGHT = 280, 92
TOP, BOTTOM = 18, 20  # room for numbers above the columns and for years beneath
UNDATED, GAP = 40, 16  # the column of unknown years stands apart on the right
SIDE = 3  # room on the left
WIDEST = 26
LOWEST = 1.5  # one of many is still seen
NUMBERED_FROM = 9  # a narrower column has no room for its number


@dataclass(frozen=True)
class Column:
    """A column of a strip: so many reforms in this year; None is "year not stated"."""

    year: int | None
    n: int
    x: float
    y: float
    width: float
    height: float
    numbered: bool

    @property
    def middle(self) -> float:
        """Where its number stands."""
        return round(self.x + self.width / 2, 1)


@dataclass(frozen=True)
class Strip:
    """A column for each year that has any, in a box of this size; a year stands at the same x in all strips."""

    columns: tuple[Column, ...]
    ticks: tuple[tuple[float, int], ...]  # x and year: the two ends of the scale, or its only year
    end: float  # of the axis of years
    width: int = WIDTH
    height: int = HEIGHT
    bottom: int = HEIGHT - BOTTOM


def strips(counted: Sequence[Counter[int | None]]) -> tuple[Strip, ...]:
    """
    Draw a strip for each place, all on one scale of years and one of numbers.

    Parameters
    ----------
    counted
        Numbers of reforms by year for each place; None counts those without a year.
    """
    years = [year for counts in counted for year in counts if year is not None]
    first, last = (min(years), max(years)) if years else (0, -1)
    highest = max((n for counts in counted for n in counts.values()), default=1)
    end = WIDTH - UNDATED - GAP
    step = (end - SIDE) / max(last - first + 1, 1)

    def column(year: int | None, n: int) -> Column:
        middle = WIDTH - UNDATED / 2 if year is None else SIDE + step * (year - first + 0.5)
        width = WIDEST if year is None else min(WIDEST, step * 0.8)
        height = round(max(LOWEST, (HEIGHT - TOP - BOTTOM) * n / highest), 1)
        x, y = round(middle - width / 2, 1), round(HEIGHT - BOTTOM - height, 1)
        return Column(year, n, x, y, round(width, 1), height, year is None or step >= NUMBERED_FROM)

    ticks = ((SIDE, first), (end, last)) if last > first else ((round(end / 2, 1), first),) if years else ()
    return tuple(
        Strip(
            columns=tuple(column(year, n) for year, n in sorted(counts.items(), key=_undated_last)),
            ticks=ticks,
            end=end,
        )
        for counts in counted
    )


def _undated_last(counted: tuple[int | None, int]) -> float:
    year, _ = counted
    return float("inf") if year is None else year
