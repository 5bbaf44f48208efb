"""Draw charts as SVG without script: the curve of a spread, the grid of a matrix, the strip of years."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from explorer.drawing.brief import shortened
from explorer.records.vocabulary import MARKS

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Sequence

    from explorer.messages import Language
    from explorer.reach import Matrix, MatrixLine, Spread, Step


WIDTH, HEIGHT = 640, 300
LEFT, RIGHT, TOP, BOTTOM = 44, 92, 34, 40  # room around the plot; on the right stand those without a year
MOST_TICKS = 7
SIZES = (1, 2, 3, 4, 5, 10, 20, 25, 50, 100, 200, 500, 1000)  # of steps between ticks
TITLE_WIDTH, CELL_WIDTH, CELL_HEIGHT, HEAD_HEIGHT = 330, 62, 26, 34
TITLE_LETTERS: Final = 38  # Latin letters that fit before the numbers
MOST_LINES, MOST_SQUARES = 200, 8000
STRIP_WIDTH, STRIP_HEIGHT = 280, 92
STRIP_TOP, STRIP_BOTTOM = 18, 20  # room for numbers above the columns and for years beneath
UNDATED, GAP = 40, 16  # the column of unknown years stands apart on the right
SIDE = 3  # room on the left
WIDEST = 26
LOWEST = 1.5  # one of many is still seen
NUMBERED_FROM = 9  # a narrower column has no room for its number


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


@dataclass(frozen=True)
class Square:
    """A cell: its left edge, its kind (None: not recorded) and what stands in it."""

    x: float
    kind: str | None
    text: str


@dataclass(frozen=True)
class GridRank:
    """A line of the drawing: its top edge, its title shortened to the room, its cells."""

    y: float
    title: str
    theme: str
    n_counties: int
    squares: tuple[Square, ...]


@dataclass(frozen=True)
class Grid:
    """A drawing of this size, in units of its own."""

    width: int
    height: int
    names: tuple[tuple[float, str], ...]  # middle and name of each column
    lines: tuple[GridRank, ...]


def grid(table: Matrix, language: Language) -> Grid:
    """Lay out the first lines of a matrix: at most 200, and fewer where there are so many counties."""
    lines = table.lines[: min(MOST_LINES, MOST_SQUARES // max(len(table.places), 1))]
    left = [TITLE_WIDTH + n * CELL_WIDTH for n in range(len(table.places))]
    return Grid(
        width=TITLE_WIDTH + len(left) * CELL_WIDTH + 4,
        height=HEAD_HEIGHT + len(lines) * CELL_HEIGHT + 4,
        names=tuple((x + CELL_WIDTH / 2, place.short(language)) for x, place in zip(left, table.places, strict=True)),
        lines=tuple(_line(line, HEAD_HEIGHT + n * CELL_HEIGHT, left, language) for n, line in enumerate(lines)),
    )


def _line(line: MatrixLine, y: float, left: list[int], language: Language) -> GridRank:
    squares = (
        Square(x, cell.kind, f"{MARKS[cell.kind]} {cell.since or '?'}" if cell.kind else "")
        for x, cell in zip(left, line.cells, strict=True)
    )
    title = shortened(line.reform.title(language), TITLE_LETTERS)
    return GridRank(y, title, line.reform.theme, line.n_counties, tuple(squares))


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
    width: int = STRIP_WIDTH
    height: int = STRIP_HEIGHT
    bottom: int = STRIP_HEIGHT - STRIP_BOTTOM


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
    end = STRIP_WIDTH - UNDATED - GAP
    step = (end - SIDE) / max(last - first + 1, 1)

    def column(year: int | None, n: int) -> Column:
        middle = STRIP_WIDTH - UNDATED / 2 if year is None else SIDE + step * (year - first + 0.5)
        width = WIDEST if year is None else min(WIDEST, step * 0.8)
        height = round(max(LOWEST, (STRIP_HEIGHT - STRIP_TOP - STRIP_BOTTOM) * n / highest), 1)
        x, y = round(middle - width / 2, 1), round(STRIP_HEIGHT - STRIP_BOTTOM - height, 1)
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
