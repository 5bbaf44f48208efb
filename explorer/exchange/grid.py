"""Hold what a file of tables says, cell by cell, before anybody asks what it means."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from explorer.errors import CasesError, Fault
from explorer.messages import Message, message

if TYPE_CHECKING:
    import datetime as dt

    from explorer.messages import Words

MOST_ROWS: Final = 300_000  # with anything in them
MOST_COLUMNS: Final = 256
MOST_CELLS: Final = 3_000_000  # with anything in them
LONGEST_CELL: Final = 32_767  # characters, as in Excel
TYPE_IT: Final = message("type the value in place of the formula")
IN_PARTS: Final = message("give it in parts, or as .geojson")


@dataclass(frozen=True, slots=True)
class Dated:
    """A number that the spreadsheet shows as a date, of which it may show the year only."""

    date: dt.date
    number: float  # days, as the spreadsheet counts them: 45292 is 1 January 2024
    shown: Literal["year", "month", "day"]


@dataclass(frozen=True, slots=True)
class Broken:
    """A cell that has no value: an error, a formula that was never calculated."""

    shown: str
    what: Message
    remedy: Message


Raw = str | int | float | bool | Dated | Broken | None


@dataclass(frozen=True, slots=True)
class Row:
    """A row with something in it."""

    number: int  # as the spreadsheet counts: the first is 1
    values: tuple[Raw, ...]

    def at(self, column: int) -> Raw:
        """Return the value in a column (the first is 0); None beyond the last."""
        return self.values[column] if column < len(self.values) else None


@dataclass(frozen=True, slots=True)
class Span:
    """Cells that are merged, the last row and column among them; columns count from 0, rows from 1."""

    first_row: int
    first_column: int
    last_row: int
    last_column: int


@dataclass(frozen=True)
class Sheet:
    """The rows of one table; a CSV file is one without a name."""

    name: str
    rows: tuple[Row, ...]
    spans: tuple[Span, ...] = ()
    hidden: bool = False


def failed(error: str) -> Broken:
    """Return the cell of a formula that gave an error: #N/A."""
    return Broken(error, message("is the error %(error)s of a formula", error=error), TYPE_IT)


def is_empty(value: Raw) -> bool:
    """Tell whether a cell shows nothing."""
    return value is None or (isinstance(value, str) and not value.strip())


class Counter:
    """Count rows and cells while a file is read, so that an endless one ends."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._n_rows = self._n_cells = 0

    def add(self, values: tuple[Raw, ...]) -> None:
        """Count a row; CasesError if it is one too many."""
        self._n_rows += 1
        self._n_cells += len(values)
        if self._n_rows > MOST_ROWS or self._n_cells > MOST_CELLS:
            raise refused(
                self._name,
                message(
                    "has more than %(most_rows)s rows or %(most_cells)s cells",
                    most_rows=f"{MOST_ROWS:,}",
                    most_cells=f"{MOST_CELLS:,}",
                ),
                IN_PARTS,
            )


def refused(where: str, what: Words, remedy: Words) -> CasesError:
    """Return the error of a file that cannot be read at all."""
    return CasesError([Fault(where, what, remedy)])
