"""Read the rows of a table: which column names the reform, and in which unit the others count."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from explorer.tagger.name import Name, core_of
from explorer.tagger.quantities import Quantity, quantities

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from explorer.tagger.name import Span

_CELL: Final = re.compile(r"[^\t|\s](?:[^\t|]*[^\t|\s])?")
_NAMES: Final = re.compile(r"(?:改革|项目|事项|做法|案例|举措|品牌|经验|试点)(?:名称)?$|^名称$")
_UNIT: Final = re.compile(r"(?P<label>.*?)[（(](?:单位：)?(?P<unit>[^（）()]{1,8})[）)]$")
_NUMBER: Final = re.compile(r"[约近超]?\d[\d,.]*[余多]?(?:万|亿)?")
_SHORTEST: Final = 3  # characters of a name


@dataclass(frozen=True)
class Table:
    """The columns of a table: what each is called, and the place of the one that names reforms."""

    headers: tuple[str, ...]
    named: int

    def name(self, row: str) -> Name | None:
        """Return what a row's reform is called; None of a row with an empty cell, or with too short a name."""
        found = cells(row)
        if len(found) != len(self.headers):
            return None
        start, end = found[self.named]
        title = row[start:end]
        return Name(title, core_of(title), start, end, "list", "a row of a table") if end - start >= _SHORTEST else None

    def quantities(self, row: str) -> Iterator[Quantity]:
        """Yield the figures of a row that has a name, with the unit of the cell, else of its header."""
        for n, (start, end) in enumerate(cells(row)):
            if n == self.named:
                continue
            header = _UNIT.fullmatch(self.headers[n])
            label, unit = (header["label"], header["unit"]) if header else (self.headers[n], "")
            cell = row[start:end]
            told = cell + unit if _NUMBER.fullmatch(cell) else cell
            for each in quantities(told):
                yield Quantity(each.value, each.qualifier, each.unit, label or each.label, start, end)


def table(row: str) -> Table | None:
    """Return the table that begins with a row of headers; None if no column names reforms."""
    headers = tuple(row[start:end] for start, end in cells(row))
    named = next((n for n, header in enumerate(headers) if _NAMES.search(header)), None)
    return None if named is None else Table(headers, named)


def cells(row: str) -> Sequence[Span]:
    """Return where the cells of a row stand."""
    return [match.span() for match in _CELL.finditer(row)]
