"""Read lists of an article: reforms in the order of their first naming, and tables of counties."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from rapidfuzz import fuzz, process

from explorer.drafting.facts import SAME_NAME, SHORTEST_DISTINCT, Gathered
from explorer.drafting.figures import Quantity, quantities
from explorer.drafting.phrases import Name, core_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from explorer.drafting.facts import Occurrence
    from explorer.drafting.phrases import Span


_MARK: Final = "\n"  # stands in no name
_CELL: Final = re.compile(r"[^\t|\s](?:[^\t|]*[^\t|\s])?")
_NAMES: Final = re.compile(r"(?:改革|项目|事项|做法|案例|举措|品牌|经验|试点)(?:名称)?$|^名称$")
_UNIT: Final = re.compile(r"(?P<label>.*?)[（(](?:单位：)?(?P<unit>[^（）()]{1,8})[）)]$")
_NUMBER: Final = re.compile(r"[约近超]?\d[\d,.]*[余多]?(?:万|亿)?")
_SHORTEST: Final = 3  # characters of a name


class Roll:
    """The reforms found so far."""

    def __init__(self) -> None:
        self.found: list[Gathered] = []
        self._cores: list[str] = []
        self._holders: list[int] = []  # of each core the place of its reform
        self._numbers: dict[str, list[int]] = {}  # of each core
        self._all = ""  # the cores in one text, to search them at once
        self._starts: list[int] = []
        self._longest = 0

    def take(self, occurrence: Occurrence) -> None:
        """Add a name to the first reform that it means, else begin a reform."""
        core = occurrence.name.core
        held = (n for n in sorted(set(self._candidates(core))) if self.found[n].means(occurrence))
        n = next(held, len(self.found))
        if n == len(self.found):
            self.found.append(Gathered([occurrence]))
        else:
            self.found[n].add(occurrence)
        self._note(core, n)

    def holds(self, core: str) -> bool:
        """Tell whether a reform has been named just so."""
        return core in self._numbers

    def named_in(self, text: str) -> list[Gathered]:
        """Return the reforms whose name, as it is surest, stands in a short text."""
        return [
            each for each in map(self.found.__getitem__, sorted(set(self._inside(text)))) if each.best.name.core in text
        ]

    def _note(self, core: str, n: int) -> None:
        if n in self._numbers.setdefault(core, []):
            return
        self._numbers[core].append(n)
        self._longest = max(self._longest, len(core))
        self._cores.append(core)
        self._holders.append(n)
        self._starts.append(len(self._all))
        self._all += core + _MARK

    def _candidates(self, core: str) -> Iterator[int]:
        """Yield the reforms that a name may mean: one named in it, one that names it, one named much alike."""
        yield from self._numbers.get(core, ())
        for length in range(2, len(core)):
            yield from self._numbers.get(f"{core[:length]}+", ())  # 信易+ means 信易贷, too
        yield from self._inside(core)
        at = self._all.find(core)
        while at >= 0:
            yield self._holders[bisect_right(self._starts, at) - 1]
            at = self._all.find(core, at + 1)
        alike = process.extract(core, self._cores, scorer=fuzz.ratio, score_cutoff=SAME_NAME, limit=None)
        yield from (self._holders[n] for _, _, n in alike)

    def _inside(self, text: str) -> Iterator[int]:
        lengths = range(SHORTEST_DISTINCT, min(len(text), self._longest) + 1)
        parts = {text[at : at + length] for length in lengths for at in range(len(text) - length + 1)}
        for part in parts & self._numbers.keys():
            yield from self._numbers[part]


@dataclass(frozen=True)
class CountyTable:
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


def table(row: str) -> CountyTable | None:
    """Return the table that begins with a row of headers; None if no column names reforms."""
    headers = tuple(row[start:end] for start, end in cells(row))
    named = next((n for n, header in enumerate(headers) if _NAMES.search(header)), None)
    return None if named is None else CountyTable(headers, named)


def cells(row: str) -> Sequence[Span]:
    """Return where the cells of a row stand."""
    return [match.span() for match in _CELL.finditer(row)]
