"""Part the rows of a steward's tables by the reform that they are of, and make candidates of them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from explorer.errors import Fault, Location
from explorer.formats import values
from explorer.formats.headings import HEADINGS, columns_of
from explorer.formats.values import read_cell, shown
from explorer.messages import message
from explorer.records.candidates import Offer
from explorer.records.fields import of
from explorer.spreadsheets.cells import Row, is_empty
from explorer.text.widths import same

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from explorer.formats.headings import Columns
    from explorer.formats.values import Reading
    from explorer.messages import Message
    from explorer.records.models import Kind
    from explorer.spreadsheets.cells import Raw, Sheet


# Sheets of our own files that hold no reforms.
PASSED_OVER: Final = frozenset(("about", "说明", "notes", "示例", "examples"))
_EXAMPLE: Final = "示例"  # stands in the titles of the template's rows
OF_REFORM: Final = tuple(each for each in of("reform") if each.headings and each.kind != "id")
_BELOW_THE_TABLE: Final = re.compile(
    r"\s*(?:(?:合\s*计|总\s*计|小\s*计|共\s*计|total)\s*(?:[:：]?\s*[\d（(].*|[:：].*)?"
    r"|(?:注|备注|说明|填表说明|填报说明|资料来源|(?:审核|填报|填表|制表|联系|负责|复核)人|填报单位|填表日期)\s*[:：].*)",
    re.IGNORECASE | re.DOTALL,
)


@dataclass(frozen=True)
class Line:
    """A row, and where its fields stand."""

    row: Row
    sheet: str
    columns: Columns

    def raw(self, name: str) -> Raw:
        """Return what stands in the column of a field; None if the table has none."""
        place = self.columns.places.get(name)
        return None if place is None else self.row.at(place)

    def cell(self, name: str) -> Location:
        """Return where a field stands, or would stand."""
        return Location(self.row.number, self.columns.heading(name), self.sheet)

    @property
    def here(self) -> Location:
        """The row as a whole."""
        return Location(self.row.number, "", self.sheet)

    @property
    def title(self) -> str:
        """The title as it is compared."""
        return same(shown(self.raw("title_zh")))

    def has(self, *names: str) -> bool:
        """Tell whether anything stands in one of these fields."""
        return any(not is_empty(self.raw(name)) for name in names)


def tables(sheets: Sequence[Sheet]) -> list[tuple[Sheet, Columns, str]]:
    """Return the sheets that are read, with their columns and the name by which a cell is found: none if it is one."""
    found = [(sheet, columns_of(sheet)) for sheet in sheets if not _is_passed_over(sheet)]
    read = [(sheet, columns) for sheet, columns in found if columns is not None]
    return [(sheet, columns, sheet.name if len(read) > 1 else "") for sheet, columns in read]


def unread(sheets: Sequence[Sheet]) -> Iterator[Fault]:
    """Yield a note on each sheet that nobody reads; of one of notes only if a table stands there."""
    for sheet in sheets:
        if _is_passed_over(sheet) and _holds_reforms(sheet):
            what = message("this sheet is not read: its name is that of a sheet of notes")
            yield Fault(sheet.name, what, message("give it another name if it holds reforms"))
        elif not _is_passed_over(sheet) and (sheet.rows or sheet.hidden) and columns_of(sheet) is None:
            what = message("this sheet is not read: it is hidden, or has no headings")
            yield Fault(sheet.name, what, message("show it, or give it headings"))


def _holds_reforms(sheet: Sheet) -> bool:
    """Tell whether a table of more than the template's examples stands in a sheet."""
    columns = columns_of(sheet)
    if columns is None:
        return False
    titles = (Line(row, sheet.name, columns).title for row in sheet.rows if row.number > columns.header)
    return any(_EXAMPLE not in title for title in titles)


def _is_passed_over(sheet: Sheet) -> bool:
    return sheet.name.strip().casefold() in PASSED_OVER


def filled(sheet: Sheet) -> Iterator[Row]:
    """Yield the rows with what is merged downwards in each row that it spans."""
    held: dict[int, tuple[int, Raw]] = {}  # column: last row, value
    tall = {
        (span.first_row, span.first_column): span.last_row for span in sheet.spans if span.last_row > span.first_row
    }
    for row in sheet.rows:
        values = list(row.values)
        for column, (last, value) in held.items():
            if row.number <= last:
                values += [None] * (column + 1 - len(values))
                values[column] = value if is_empty(values[column]) else values[column]
        for column, value in enumerate(row.values):
            if (row.number, column) in tall:
                held[column] = (tall[row.number, column], value)
        yield Row(row.number, tuple(values)) if held else row


@dataclass
class Group:
    """The rows of one reform."""

    named: str | None  # its id, if a row gives one
    lines: list[Line]
    others: list[Group] = field(default_factory=list)  # further reforms that have the same id
    continued: list[Fault] = field(default_factory=list)  # notes on rows that name no reform

    @property
    def title(self) -> str:
        """The title as it is compared."""
        return self.lines[0].title


@dataclass
class Grouped:
    """
    All rows of the tables.

    Parameters
    ----------
    groups
        In the order of the first row of each.
    lines
        In the order of the file.
    below
        Totals and remarks, which are no reforms.
    """

    groups: list[Group] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    below: list[Line] = field(default_factory=list)


def grouped(read: Iterable[tuple[Sheet, Columns, str]]) -> Grouped:
    """Part the rows of tables, each with its columns and the name by which its cells are found."""
    found, known = Grouped(), _Known()
    for sheet, columns, named in read:
        known.last = None
        for row in filled(sheet):
            line = Line(row, named, columns)
            if row.number <= columns.header or not line.has(*HEADINGS):
                continue
            if _is_below(line):
                found.below.append(line)
            else:
                found.lines.append(line)
                _add(line, found.groups, known)
    return found


@dataclass
class _Known:
    """The groups so far, as a further row may name them."""

    by_id: dict[str, Group] = field(default_factory=dict)
    by_title: dict[tuple[str | None, str], Group] = field(default_factory=dict)  # with the id, and without
    last: Group | None = None

    def group(self, line: Line, named: str | None) -> Group | None:
        """Return the group that a row is of, by its id or its title; of one without both that of the row above."""
        title = line.title
        if named is None and not title:
            return self.last if self.last and _goes_on(line, self.last.lines[0]) else None
        if named is None:
            return self.by_title.get((None, title))
        group = self.by_id.get(named)
        is_other = group is not None and title and title != (group.title or title)
        return self.by_title.get((named, title)) if is_other else group


def _is_below(line: Line) -> bool:
    """Tell whether a row is a total or a remark below the table: it begins so, and fills no more than that cell."""
    first = next(values.shown(each) for each in line.row.values if values.shown(each).strip())
    filled_in = [name for name in line.columns.places if line.has(name)]
    return bool(_BELOW_THE_TABLE.fullmatch(first)) and not any(
        values.shown(line.raw(name)) != first and not values.shown(line.raw(name)).strip().isdecimal()
        for name in filled_in
    )


def _add(line: Line, groups: list[Group], known: _Known) -> None:
    """Add a row to the group that it is of, or begin one."""
    named = values.read_cell(line.raw("reform"), values.code).value
    group = known.group(line, named)
    if group is None:
        group = Group(named, [])
        groups.append(group)
        if named:
            _note_double(known.by_id.setdefault(named, group), group)
    elif not named and not line.title:
        what = message("has no title and no id")
        above = group.lines[-1].row.number
        remedy = message("read as the reform of row %(above)s", above=above)
        group.continued.append(Fault(line.here, what, remedy))
    group.lines.append(line)
    if line.title:
        known.by_title.setdefault((group.named, line.title), group)
        known.by_title.setdefault((None, line.title), group)
    known.last = group


def _note_double(first: Group, group: Group) -> None:
    """Note two reforms of one id in each other: which of them it is meant for, nobody knows."""
    if first is not group:
        first.others.append(group)
        group.others.append(first)


def _goes_on(line: Line, first: Line) -> bool:
    """Tell whether a row without title and id is one more of the reform above: it says nothing else of it."""
    return all(
        not line.has(each.name) or same(values.shown(line.raw(each.name))) == same(values.shown(first.raw(each.name)))
        for each in OF_REFORM
    )


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
