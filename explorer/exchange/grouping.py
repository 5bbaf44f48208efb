"""Part the rows of a steward's tables by the reform that they are of."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from explorer.errors import Fault, Said
from explorer.exchange import readings
from explorer.exchange.headings import HEADINGS
from explorer.exchange.lines import Line, filled
from explorer.text.widths import same

if TYPE_CHECKING:
    from collections.abc import Iterable

    from explorer.exchange.grid import Sheet
    from explorer.exchange.headings import Columns

OF_REFORM: Final = ("title_zh", "title_en", "summary_zh", "summary_en", "aliases_zh", "theme")
_BELOW_THE_TABLE: Final = re.compile(
    r"\s*(?:(?:合\s*计|总\s*计|小\s*计|共\s*计|total)\s*(?:[:：]?\s*[\d（(].*|[:：].*)?"
    r"|(?:注|备注|说明|填表说明|填报说明|资料来源|(?:审核|填报|填表|制表|联系|负责|复核)人|填报单位|填表日期)\s*[:：].*)",
    re.IGNORECASE | re.DOTALL,
)


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
    first = next(readings.shown(each) for each in line.row.values if readings.shown(each).strip())
    filled_in = [name for name in line.columns.places if line.has(name)]
    return bool(_BELOW_THE_TABLE.fullmatch(first)) and not any(
        readings.shown(line.raw(name)) != first and not readings.shown(line.raw(name)).strip().isdecimal()
        for name in filled_in
    )


def _add(line: Line, groups: list[Group], known: _Known) -> None:
    """Add a row to the group that it is of, or begin one."""
    named = readings.read_cell(line.raw("reform"), readings.code).value
    group = known.group(line, named)
    if group is None:
        group = Group(named, [])
        groups.append(group)
        if named:
            _note_double(known.by_id.setdefault(named, group), group)
    elif not named and not line.title:
        what = Said("has no title and no id", "没有标题和编号")
        above = group.lines[-1].row.number
        remedy = Said(f"read as the reform of row {above}", f"已按第{above}行的改革读取")
        group.continued.append(Fault(str(line.here), what, remedy))
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
        not line.has(name) or same(readings.shown(line.raw(name))) == same(readings.shown(first.raw(name)))
        for name in OF_REFORM
    )
