"""Codes and names of county-level units that hold no longer, each with the unit that took its place."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from geodata.places import PlacesError

Event = Literal["made a city", "made a district", "merged", "renamed", "renumbered"]
FILE = Path(__file__).parent / "facts" / "retired.csv"


@dataclass(frozen=True)
class Retired:
    """
    A code with its name, until a year.

    Parameters
    ----------
    code
        Where a unit was only renamed it is the successor's too.
    event
        What became of it then; later steps are in ``successor``.
    successor
        Code of the present unit that has its area, or most of it.
    """

    code: str
    name_zh: str
    year: int
    event: Event
    successor: str
    source: str


@cache
def retired(file: Path = FILE) -> tuple[Retired, ...]:
    """
    Return what is recorded of units that were renamed, renumbered, raised or merged, by code.

    Raises
    ------
    PlacesError
        If the file is missing or damaged.
    """
    try:
        with file.open(encoding="utf-8", newline="") as lines:
            return tuple(Retired(**row | {"year": int(row["year"])}) for row in csv.DictReader(lines))  # type: ignore[arg-type]
    except (OSError, ValueError, TypeError, KeyError) as error:
        wrong = PlacesError(
            "%(file)s holds no usable list of former units (%(error)s): install the program anew",
            file=file,
            error=repr(error),
        )
        raise wrong from error
