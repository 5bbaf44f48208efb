"""All units of China by code: provinces, prefectures and county-level units, with their names and parents."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from geodata.places import PlacesError

Level = Literal["province", "city", "county"]
FILE = Path(__file__).parent / "units" / "units.csv"
COLUMNS = ("code", "level", "name_zh", "short_zh", "name_en", "parent")


@dataclass(frozen=True)
class Unit:
    """A unit of China; ``parent`` is the code of the unit that holds it, empty of a province."""

    code: str
    level: Level
    name_zh: str
    short_zh: str  # the name without its rank; empty if nothing is left that could stand alone
    name_en: str
    parent: str


@cache
def units(file: Path = FILE) -> tuple[Unit, ...]:
    """
    Return the provinces, prefectures and county-level units of China, by code.

    Raises
    ------
    PlacesError
        If the file is missing or damaged; the message tells how to build it anew.
    """
    try:
        with file.open(encoding="utf-8", newline="") as lines:
            return tuple(Unit(**row) for row in csv.DictReader(lines))  # type: ignore[arg-type]
    except (OSError, ValueError, TypeError) as error:
        wrong = PlacesError(
            "%(file)s holds no usable units (%(error)s): run `explorer places build --all`",
            file=file,
            error=repr(error),
        )
        raise wrong from error
