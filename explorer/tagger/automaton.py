"""Find the longest names in one pass over a text, two bytes to a character whatever it is."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

import numpy as np
from ahocorasick_rs import BytesAhoCorasick, Implementation, MatchKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from numpy.typing import NDArray

_CODE_POINTS = 0x110000
_BITS = 7  # of each byte; the eighth tells the first byte of a character from the second
_FIRST = 1 << 15
_OTHER = _FIRST  # any character that is in no name

Found = tuple[int, int, int]  # number of the pattern, start and end in characters


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
