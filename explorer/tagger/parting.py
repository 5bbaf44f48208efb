"""Part the lines of a block where they tell a heading, an item of a list, or a row of a table."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

ENDED: Final = re.compile(r"[。.!?！？…；;:：][\"”’』」)）\]】]*$")
WIDE: Final = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef\U00020000-\U0003ffff]")
ITEM: Final = re.compile(
    r"[●◆■★▲○◇◎▶►•·▪]|[（(][一二三四五六七八九十\d]{1,3}[）)]|[一二三四五六七八九十]{1,3}、|\d{1,2}[.、．](?!\d)|[①-⑳]"
)
PARTS_CELLS: Final = re.compile(r"[^\S\n]*[|\t　][^\S\n]*|[^\S\n]{2,}")
_LINE: Final = re.compile(r"\S[^\n]*(?<=\S)")
_OPENED: Final = (("“", "”"), ("‘", "’"), ("《", "》"), ("（", "）"), ("(", ")"), ("「", "」"))
_WRAPPED: Final = 1.4  # how much wider the next line may be if both are wrapped
_NARROW: Final = 48  # half characters of a line: a narrower column breaks words anywhere
_LEAST_ROWS: Final = 3
_LONGEST_HEADING, _LONGEST_ROW = 60, 200  # characters


@dataclass(frozen=True)
class Part:
    """Lines of a block that belong together: characters ``start`` to ``end`` of the block."""

    start: int
    end: int
    is_row: bool


def parts(block: str) -> Iterator[Part]:
    """Yield the parts of a block in order; each line of a table is one."""
    spans = [line.span() for line in _LINE.finditer(block)]
    lines = [block[start:end] for start, end in spans]
    rows = _rows(lines)
    begins = 0
    for n in range(1, len(lines)):
        if n in rows or n - 1 in rows or _begins(lines, begins, n):
            yield Part(spans[begins][0], spans[n - 1][1], n - 1 in rows)
            begins = n
    yield Part(spans[begins][0], spans[-1][1], len(lines) - 1 in rows)


def is_heading(block: str) -> bool:
    """Tell whether a block is a heading: short, and no sentence."""
    if len(block) > _LONGEST_HEADING or "。" in block or ENDED.search(block) or block.endswith(("，", ",", "、")):
        return False
    return block.count('"') % 2 == 0 and all(block.count(first) == block.count(last) for first, last in _OPENED)


def _begins(lines: Sequence[str], begins: int, n: int) -> bool:
    """Tell whether a line begins a part: after a heading, or as one, or as an item, where the last line has ended."""
    below = lines[n + 1] if n + 1 < len(lines) else ""
    if ENDED.search(lines[n - 1]) and (ITEM.match(lines[n]) or _is_above(lines[n], below)):
        return True
    return begins == n - 1 and _is_above(lines[n - 1], lines[n])


def _is_above(line: str, below: str) -> bool:
    """Tell whether a line is a heading: lines that are wrapped are as wide as the next."""
    width = _width(below)
    return width > _NARROW and is_heading(line) and _WRAPPED * _width(line) < width


def _width(line: str) -> int:
    return len(line) + len(WIDE.findall(line))


def _rows(lines: Sequence[str]) -> set[int]:
    """Return which lines are rows of a table: three or more in a row of as many cells."""
    counts = [len(PARTS_CELLS.findall(line.strip("| "))) if _may_be_row(line) else 0 for line in lines]
    found: set[int] = set()
    first = 0
    for n in range(1, len(lines) + 1):
        if n == len(lines) or counts[n] != counts[first]:
            if counts[first] and n - first >= _LEAST_ROWS:
                found.update(range(first, n))
            first = n
    return found


def _may_be_row(line: str) -> bool:
    return len(line) <= _LONGEST_ROW and "。" not in line
