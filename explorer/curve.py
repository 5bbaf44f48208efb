"""Draw how many counties a programme had reached by each year: a stepped curve as SVG, without script."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from explorer.reach import Spread, Step

WIDTH, HEIGHT = 640, 300
LEFT, RIGHT, TOP, BOTTOM = 44, 92, 34, 40  # room around the plot; on the right stand those without a year
MOST_TICKS = 7
SIZES = (1, 2, 3, 4, 5, 10, 20, 25, 50, 100, 200, 500, 1000)  # of steps between ticks


@dataclass(frozen=True)
class Tick:
    """A value on an axis and its place along it."""

    at: float
    value: int


@dataclass(frozen=True)
class Dot:
    """A year in which counties were reached, at its height on the curve."""

    x: float
    y: float
    step: Step


@dataclass(frozen=True)
class Curve:
    """A curve in a box of this size: x of years, y of numbers of counties, and a column for unknown years."""

    width: int
    height: int
    line: str  # SVG path data
    ground: str
    dots: tuple[Dot, ...]
    years: tuple[Tick, ...]
    counts: tuple[Tick, ...]
    left: float
    right: float
    bottom: float
    top: float
    n_undated: int
    undated_y: float  # top of the column of counties whose year is not stated; it stands on the end of the curve
    end_y: float


def curve(spread: Spread) -> Curve | None:
    """Draw the curve of a programme; None if no year is stated for any county."""
    if not spread.steps:
        return None
    first, last = spread.steps[0].year, spread.steps[-1].year
    n_counties = round(spread.counties.whole)
    right, bottom = WIDTH - RIGHT, HEIGHT - BOTTOM
    span = max(last - first, 1)

    def x(year: int) -> float:
        # A programme of one year stands in the middle: it has no slope to show.
        return round(LEFT + (right - LEFT) * ((year - first) / span if last > first else 0.5), 1)

    def y(count: int) -> float:
        return round(bottom - (bottom - TOP) * count / n_counties, 1)

    dots = tuple(Dot(x(step.year), y(step.n_counties), step) for step in spread.steps)
    path = f"M{dots[0].x} {bottom}V{dots[0].y}" + "".join(f"H{dot.x}V{dot.y}" for dot in dots[1:]) + f"H{right}"
    n_undated = len(spread.reached_undated)
    return Curve(
        width=WIDTH,
        height=HEIGHT,
        line=path,
        ground=f"{path}V{bottom}Z",
        dots=dots,
        years=tuple(Tick(x(year), year) for year in _ticks(first, last)),
        counts=tuple(Tick(y(count), count) for count in _ticks(0, n_counties)),
        left=LEFT,
        right=right,
        bottom=bottom,
        top=TOP,
        n_undated=n_undated,
        undated_y=y(dots[-1].step.n_counties + n_undated),
        end_y=dots[-1].y,
    )


def _ticks(low: int, high: int) -> list[int]:
    """Return whole numbers from low to high, both included, at most seven at even steps and the last."""
    step = next(size for size in SIZES if (high - low) / size < MOST_TICKS)
    inner = [value for value in range(low, high, step) if high - value >= step / 2]
    return [*inner, high]
