"""Ask a Chinese segmenter, in the few spots where the characters around a name leave it in doubt."""

from __future__ import annotations

from functools import cache
from itertools import accumulate
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types import ModuleType


_LONGEST = 3  # characters of a word on the other side of the name's edge


def crosses_beginning(left: str, name: str) -> bool:
    """Tell whether a word of the dictionary lies across the beginning of a name."""
    before = left[-_LONGEST:]
    return any(map(is_word, [before[n:] + name[:1] for n in range(len(before))]))


def crosses_end(name: str, right: str) -> bool:
    """Tell whether a word of the dictionary lies across the end of a name."""
    after = right[:_LONGEST]
    return any(map(is_word, [name[-1:] + after[:n] for n in range(1, len(after) + 1)]))


def stands_alone(left: str, name: str, right: str) -> bool:
    """Tell whether the segmenter sets a word's edge at the beginning and at the end of a name."""
    edges = _edges(left + name + right)
    return len(left) in edges and len(left) + len(name) in edges


def word_begun(left: str, name: str, right: str) -> str:
    """Return the longer word that begins with a name, as the segmenter reads it; empty if there is none."""
    edges = _edges(left + name + right)
    start, end = len(left), len(left) + len(name)
    if start not in edges or edges.intersection(range(start + 1, end + 1)):
        return ""
    return (name + right)[: min(edge for edge in edges if edge > end) - start]


def is_word(text: str) -> bool:
    """Tell whether a text is a word of the dictionary."""
    return bool(_dictionary().has_word(text))


def classes(text: str) -> tuple[tuple[str, str], ...]:
    """Return the words of a text, each with its word class: n, v, ns …."""
    return tuple(_dictionary().tag(text, False))  # noqa: FBT003  # it takes no keyword


def _edges(text: str) -> frozenset[int]:
    words = _dictionary().cut(text, False)  # noqa: FBT003  # it takes no keyword
    return frozenset(accumulate(map(len, words), initial=0))


@cache
def _dictionary() -> ModuleType:
    import rjieba  # noqa: PLC0415  # it takes half a second: only a text in doubt pays

    return rjieba
