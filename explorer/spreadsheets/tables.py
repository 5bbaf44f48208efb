"""Hold a table, what its file says of itself, and write both as CSV, XLSX or JSON."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Final

from explorer.messages import message
from explorer.spreadsheets.cells import legal, runs

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence


Value = str | int | float | bool | None

ABOUT_COLUMNS: Final = ("filter", "data_version", "date", "licence")
LICENCE: Final = message("Titles and summaries: MIT licence. Facts: as the sources named beside them state them.")


@dataclass(frozen=True)
class Table:
    """
    Rows under named columns, to be downloaded or read into a DataFrame.

    Parameters
    ----------
    name
        Stem of the file's name and title of the sheet: ``reach``.
    columns
        Machine names in snake_case, each once; none of ``ABOUT_COLUMNS``, which a CSV file adds.
    rows
        Each as long as ``columns``; None where nothing is recorded, never 0 or False. Numbers are finite.

    Raises
    ------
    ValueError
        If a column is named twice, or a row is longer or shorter than the columns.
    """

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]

    def __post_init__(self) -> None:
        if len({*self.columns, *ABOUT_COLUMNS}) < len(self.columns) + len(ABOUT_COLUMNS):
            msg = f"the table {self.name!r} names a column twice, or as a CSV file names its own"
            raise ValueError(msg)
        odd = next((n for n, row in enumerate(self.rows) if len(row) != len(self.columns)), None)
        if odd is not None:
            msg = (
                f"row {odd} of the table {self.name!r} has {len(self.rows[odd])} cells for {len(self.columns)} columns"
            )
            raise ValueError(msg)

    def records(self) -> list[dict[str, Value]]:
        """Return a record per row, as ``pandas.DataFrame`` takes them."""
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows]


@dataclass(frozen=True)
class About:
    """
    What a file says of itself.

    Parameters
    ----------
    title
        What the tables tell, in the reader's language.
    filter
        What was asked for, in words; the caller words the empty filter.
    query
        The same as the query of a URL, without a question mark; empty for the empty filter.
    data_version
        Which reforms the tables were drawn from.
    date
        The day on which the file was made, in UTC.
    licence
        What may be done with the file.
    """

    title: str
    filter: str
    query: str
    data_version: str
    date: dt.date
    licence: str

    def texts(self) -> dict[str, str]:
        """Return all that is said, by its name, as text."""
        return asdict(self) | {"date": self.date.isoformat()}


def write_csv(table: Table, about: About) -> bytes:
    """
    Write a table as CSV that opens right in Excel: UTF-8 with BOM, no live formulas.

    The first row is the header. Each row ends in ``ABOUT_COLUMNS``, so that a program reads rows and nothing else.
    Text that a spreadsheet would run gets an apostrophe before it; numbers stay as they are; None is empty.
    """
    said = about.texts()
    repeated = [said[name] for name in ABOUT_COLUMNS]
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([*table.columns, *ABOUT_COLUMNS])
    writer.writerows([_harmless(cell) for cell in (*row, *repeated)] for row in table.rows)
    return text.getvalue().encode("utf-8-sig")


def write_json(tables: Sequence[Table], about: About) -> bytes:
    """Write tables as one JSON object: ``about``, then under each table's name its records."""
    document = {"about": about.texts(), **{table.name: table.records() for table in tables}}
    return (json.dumps(document, ensure_ascii=False, indent=2, allow_nan=False) + "\n").encode()


def _harmless(cell: Value) -> Value:
    if not isinstance(cell, str):
        return cell
    text = legal(cell)
    return f"'{text}" if runs(text) else text


MEDIA_TYPES: dict[str, str] = {
    ".csv": "text/csv; charset=utf-8",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".json": "application/json",
}
