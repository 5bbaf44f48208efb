"""Gather the cells of one record into an offer, with what is wrong with them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from explorer.errors import Fault, Location
from explorer.exchange.readings import read_cell, shown
from explorer.offers import Offer

if TYPE_CHECKING:
    from collections.abc import Iterable

    from explorer.changes import Kind
    from explorer.exchange.grid import Raw
    from explorer.exchange.readings import Reading
    from explorer.messages import Message


@dataclass
class Making:
    """An offer while its rows are read."""

    kind: Kind
    where: Location
    whole: bool
    values: dict[str, Any] = field(default_factory=dict)
    cells: dict[str, Location] = field(default_factory=dict)
    rows: dict[tuple[str, int], None] = field(default_factory=dict)  # each once, in order
    beside: dict[str, str] = field(default_factory=dict)  # names of places that codes stand for, by path
    faults: list[Fault] = field(default_factory=list)
    notes: list[Fault] = field(default_factory=list)

    def read(self, raw: Raw, reading: Reading, path: str, cell: Location) -> Any:
        """
        Return what a cell holds; None if it is empty.

        What cannot be read is returned as it is shown: a record with a fault never fits the schema.
        """
        self.cells[path] = cell
        found = read_cell(raw, reading)
        if found.fault:
            self.faults.append(Fault(cell, *found.fault))
            return shown(raw)
        if found.note:
            self.notes.append(Fault(cell, *found.note))
        return found.value

    def blame(self, cell: Location, what: Message, remedy: Message) -> None:
        """Add a fault."""
        self.faults.append(Fault(cell, what, remedy))

    def row(self, sheet: str, number: int) -> None:
        """Take note of a row, once."""
        self.rows[sheet, number] = None

    def offer(self, notes: Iterable[Fault] = ()) -> Offer:
        """Return the offer; further notes are those of the file."""
        return Offer(
            kind=self.kind,
            where=self.where,
            values=self.values,
            whole=self.whole,
            cells=self.cells,
            rows=tuple(self.rows),
            beside=self.beside,
            faults=tuple(self.faults),
            notes=(*notes, *self.notes),
        )
