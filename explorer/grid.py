"""Lay a matrix out as a drawing: where each line, column and cell stands, and what it says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from explorer.room import shortened
from explorer.words import MARKS

if TYPE_CHECKING:
    from explorer.messages import Language
    from explorer.reach import Line, Matrix

TITLE_WIDTH, CELL_WIDTH, CELL_HEIGHT, HEAD_HEIGHT = 330, 62, 26, 34
TITLE_LETTERS: Final = 38  # Latin letters that fit before the numbers
MOST_LINES, MOST_SQUARES = 200, 8000


@dataclass(frozen=True)
class Square:
    """A cell: its left edge, its kind (None: not recorded) and what stands in it."""

    x: float
    kind: str | None
    text: str


@dataclass(frozen=True)
class Rank:
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
    lines: tuple[Rank, ...]


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


def _line(line: Line, y: float, left: list[int], language: Language) -> Rank:
    squares = (
        Square(x, cell.kind, f"{MARKS[cell.kind]} {cell.since or '?'}" if cell.kind else "")
        for x, cell in zip(left, line.cells, strict=True)
    )
    title = shortened(line.reform.title(language), TITLE_LETTERS)
    return Rank(y, title, line.reform.theme, line.n_counties, tuple(squares))
