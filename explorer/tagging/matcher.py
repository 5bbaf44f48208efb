"""Fold a text so that each character keeps its place, and find the longest names in one pass over it."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cache
from itertools import chain
from typing import TYPE_CHECKING

import numpy as np
from ahocorasick_rs import BytesAhoCorasick, Implementation, MatchKind
from opencc import OpenCC

from explorer.text.widths import plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from numpy.typing import NDArray


_CODE_POINTS = 0x110000
_BITS = 7  # of each byte; the eighth tells the first byte of a character from the second
_FIRST = 1 << 15
_OTHER = _FIRST  # any character that is in no name

Found = tuple[int, int, int]  # number of the pattern, start and end in characters
_FOLDED_POINTS = 0x110000
_PLANE = 0x10000  # compatible forms beyond it are no letters of names
_REPLACEMENT = 0xFFFD
_SPACE, _LINE = ord(" "), ord("\n")
_PARAGRAPH_BREAK = 2  # line ends
_HAN = ((0x3400, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x323AF))


class Crossings(dict[int, frozenset[str]]):
    """
    By the number of a pattern: its last character with each that, following it, may go on with a pattern begun in it.

    Worked out when asked for: few of the patterns are ever seen in a text.
    """

    def __init__(self, patterns: Sequence[str]) -> None:
        """Note which characters go on from each beginning of a pattern."""
        super().__init__()
        self._patterns = patterns
        self._next: dict[str, set[str]] = {}
        for pattern in patterns:
            for end in range(1, len(pattern)):
                self._next.setdefault(pattern[:end], set()).add(pattern[end])

    def __missing__(self, number: int) -> frozenset[str]:
        """Work out what of the pattern begins another."""
        pattern = self._patterns[number]
        begun = (self._next.get(pattern[start:], ()) for start in range(1, len(pattern)))
        crossing = self[number] = frozenset(pattern[-1] + following for following in chain.from_iterable(begun))
        return crossing


class Automaton:
    """
    The automaton of some patterns, each different from the others and at least a character long.

    Bytes of UTF-8 would have to be counted back to characters; two bytes to each need only be halved.
    """

    def __init__(self, patterns: Sequence[str]) -> None:
        """Build the automaton; a pattern's number is its place in the sequence."""
        self._codes = _codes(patterns)
        self._numbers = {pattern: number for number, pattern in enumerate(patterns)}
        self._ends = _ends(patterns)
        self.crossings = Crossings(patterns)
        self._automaton = BytesAhoCorasick(
            [self._encoded(pattern) for pattern in patterns],
            matchkind=MatchKind.LeftmostLongest,
            implementation=Implementation.ContiguousNFA,  # nearly as fast as the DFA, and sooner built
        )

    def longest(self, text: str) -> list[Found]:
        """Return the leftmost patterns, the longest where several begin; none overlaps another."""
        found = self._automaton.find_matches_as_indexes(self._encoded(text))
        return [(number, start >> 1, end >> 1) for number, start, end in found]

    def crossing(self, text: str, start: int) -> tuple[int, list[Found]]:
        """
        Return where the patterns end that hang together from a start on, and all of them, in order of their end.

        Of those that end together the longest comes first.
        """
        found: list[Found] = []
        place, end = start, start + 1
        while place < end:
            here = list(self._at(text, place))
            found += here
            end = max([end, *(last for _, _, last in here)])
            place += 1
        return end, sorted(found, key=lambda each: (each[2], each[1]))

    def _at(self, text: str, start: int) -> Iterator[Found]:
        for length in self._ends.get(text[start], ()):
            number = self._numbers.get(text[start : start + length])
            if number is not None and start + length <= len(text):
                yield number, start, start + length

    def _encoded(self, text: str) -> bytes:
        return self._codes[np.frombuffer(text.encode("utf-32-le"), dtype=np.uint32)].tobytes()


def _codes(patterns: Iterable[str]) -> NDArray[np.uint16]:
    """Give each character of the patterns a number of its own, in two bytes of which the first begins with a one."""
    table = np.full(_CODE_POINTS, _OTHER, dtype=">u2")
    characters = sorted(set().union(*patterns))
    numbers = np.arange(1, len(characters) + 1)
    low = (1 << _BITS) - 1
    table[[ord(character) for character in characters]] = _FIRST | (numbers >> _BITS) << 8 | numbers & low
    return table


def _ends(patterns: Iterable[str]) -> dict[str, tuple[int, ...]]:
    """Return how long the patterns are that begin with a character."""
    lengths: dict[str, set[int]] = {}
    for pattern in patterns:
        lengths.setdefault(pattern[0], set()).add(len(pattern))
    return {character: tuple(sorted(each)) for character, each in lengths.items()}


@dataclass(frozen=True)
class Folded:
    """Folded text; ``kept[i]`` is the input's offset of its character i, None if each stands where it stood."""

    text: str
    kept: NDArray[np.intp] | None

    def offsets(self, stretches: Sequence[tuple[int, int]]) -> Iterable[tuple[int, int]]:
        """Return where in the input stretches of the folded text stand, each of at least one character."""
        if self.kept is None or not stretches:
            return stretches
        table = np.array(stretches, dtype=np.intp)
        return zip(self.kept[table[:, 0]].tolist(), (self.kept[table[:, 1] - 1] + 1).tolist(), strict=True)


def fold(text: str) -> Folded:
    """
    Fold width, case, accents and traditional characters, one to one, and drop white space inside Chinese.

    White space with a line end on both sides of an empty line parts paragraphs, and is kept.
    """
    codes = _table()[np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)]
    blank = np.flatnonzero((codes == _SPACE) | (codes == _LINE))
    kept = np.flatnonzero(_kept(codes, blank)) if blank.size else None
    if kept is not None and kept.size == codes.size:
        kept = None
    return Folded(_decoded(codes if kept is None else codes[kept]), kept)


def _decoded(codes: NDArray[np.uint32]) -> str:
    return codes.tobytes().decode("utf-32-le")


def _kept(codes: NDArray[np.uint32], blank: NDArray[np.intp]) -> NDArray[np.bool_]:
    """Tell which characters stay: all but the runs of white space between two Chinese characters."""
    kept = np.ones(codes.size, dtype=np.bool_)
    first = np.flatnonzero(np.diff(blank, prepend=-2) != 1)  # of each run, as an index into blank
    last = np.append(first[1:], blank.size) - 1
    before, after = blank[first] - 1, blank[last] + 1
    inner = (before >= 0) & (after < codes.size)
    first, last, before, after = first[inner], last[inner], before[inner], after[inner]
    lines = np.append(0, np.cumsum(codes[blank] == _LINE))
    dropped = _is_han(codes[before]) & _is_han(codes[after]) & (lines[last + 1] - lines[first] < _PARAGRAPH_BREAK)
    steps = np.zeros(blank.size + 1, dtype=np.int8)
    steps[first[dropped]] += 1
    steps[last[dropped] + 1] -= 1
    kept[blank[np.cumsum(steps[:-1]) > 0]] = False
    return kept


def _is_han(codes: NDArray[np.uint32]) -> NDArray[np.bool_]:
    found = np.zeros(codes.shape, dtype=np.bool_)
    for low, high in _HAN:
        found |= (codes >= low) & (codes <= high)
    return found


@cache
def _table() -> NDArray[np.uint32]:
    table = np.arange(_FOLDED_POINTS, dtype=np.uint32)
    for code in range(_PLANE):
        table[code] = _plain(chr(code))
    traditional = [chr(code) for low, high in _HAN[:1] for code in range(low, high + 1)]
    # A line each: OpenCC reads several characters together as a word, which may have another simplified form.
    for character, simplified in zip(traditional, OpenCC("t2s").convert("\n".join(traditional)).split(), strict=True):
        if ord(simplified) < _PLANE:
            table[ord(character)] = ord(simplified)
    return table


def _plain(character: str) -> int:
    if "\ud800" <= character <= "\udfff":
        return _REPLACEMENT  # half a character: no encoding takes it
    if character in "\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029":
        return _LINE if character != "\r" else _SPACE  # of \r\n but one is a line end
    if character.isspace() or character in "\u200b\u200c\u200d\u2060\ufeff\u00ad":
        return _SPACE
    compatible = plain(character)
    base = unicodedata.normalize("NFD", compatible)[:1] if compatible.isalpha() else compatible
    small = base.lower()
    return ord(small) if len(small) == 1 and len(compatible) == 1 else ord(character)
