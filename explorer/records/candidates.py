"""What a file offers: records not yet checked, each value with its place in the file."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from explorer.errors import Fault, Where
    from explorer.records.models import Kind

Verdict = Literal["added", "changed", "unchanged", "double", "faulty"]


@dataclass(frozen=True)
class Offer:
    """
    A record that a file offers.

    Parameters
    ----------
    values
        Properties as in ``cases.geojson``; places may still be names. Of a reform also ``id`` if it is given.
    whole
        False: what is absent stays as it is recorded; reach rows, figures and honours are added, or replace those of
        the same place.
    cells
        Where a value stands, by its path in ``values``: ``reach[0].place``.
    rows
        The rows that it was read from, as (sheet, number); of a JSON file the list and index: ("features", 3).
    beside
        By the path of a place that is a code: the name that the file gives beside it, which must be the same place.
    """

    kind: Kind
    where: Where
    values: Mapping[str, Any]
    whole: bool
    cells: Mapping[str, Where] = field(default_factory=dict)
    rows: tuple[tuple[str, int], ...] = ()
    beside: Mapping[str, str] = field(default_factory=dict)
    faults: tuple[Fault, ...] = ()
    notes: tuple[Fault, ...] = ()  # what was mended in reading: 370783 as a number
