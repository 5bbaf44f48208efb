"""Hold what a file of tables says, cell by cell, before anybody asks what it means."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from explorer.errors import CasesError, Fault, Said

if TYPE_CHECKING:
    import datetime as dt

MOST_ROWS: Final = 300_000  # with anything in them
MOST_COLUMNS: Final = 256
MOST_CELLS: Final = 3_000_000  # with anything in them
LONGEST_CELL: Final = 32_767  # characters, as in Excel
TYPE_IT: Final = Said("type the value in place of the formula", "请去掉公式，直接填写数值或文字")
IN_PARTS: Final = Said("give it in parts, or as .geojson", "请分成几个文件，或改用.geojson")


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
    what: Said
    remedy: Said


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
    return Broken(error, Said(f"is the error {error} of a formula", f"是公式错误{error}"), TYPE_IT)


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
                Said(
                    f"has more than {MOST_ROWS:,} rows or {MOST_CELLS:,} cells",
                    f"超过{MOST_ROWS:,}行或{MOST_CELLS:,}个单元格",
                ),
                IN_PARTS,
            )


def refused(where: str, what: Said, remedy: Said) -> CasesError:
    """Return the error of a file that cannot be read at all."""
    return CasesError([Fault(where, what, remedy)])
