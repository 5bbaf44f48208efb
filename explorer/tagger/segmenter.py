"""Ask a Chinese segmenter, in the few spots where the characters around a name leave it in doubt."""

from __future__ import annotations

from functools import lru_cache

MOST_SPOTS = 16_384
_LONGEST = 3  # characters of a word on the other side of the name's edge


def crosses_beginning(left: str, name: str) -> bool:
    """Tell whether a word of the dictionary lies across the beginning of a name."""
    return _crosses_beginning(left[-_LONGEST:], name[:1])


def crosses_end(name: str, right: str) -> bool:
    """Tell whether a word of the dictionary lies across the end of a name."""
    return _crosses_end(name[-1:], right[:_LONGEST])


def stands_alone(left: str, name: str, right: str) -> bool:
    """Tell whether the segmenter sets a word's edge at the beginning and at the end of a name."""
    edges = _edges(left + name + right)
    return len(left) in edges and len(left) + len(name) in edges


@lru_cache(maxsize=MOST_SPOTS)
def is_word(text: str) -> bool:
    """Tell whether a text is a word of the dictionary."""
    return _has_word(text)


@lru_cache(maxsize=MOST_SPOTS)
def classes(text: str) -> tuple[tuple[str, str], ...]:
    """Return the words of a text, each with its word class: n, v, ns …."""
    import rjieba  # noqa: PLC0415  # its dictionary takes half a second: only a text in doubt pays

    return tuple(rjieba.tag(text, False))  # noqa: FBT003  # it takes no keyword


@lru_cache(maxsize=MOST_SPOTS)
def _crosses_beginning(left: str, first: str) -> bool:
    return any(_has_word(left[-n:] + first) for n in range(1, len(left) + 1))


@lru_cache(maxsize=MOST_SPOTS)
def _crosses_end(last: str, right: str) -> bool:
    return any(_has_word(last + right[:n]) for n in range(1, len(right) + 1))


@lru_cache(maxsize=MOST_SPOTS)
def _edges(text: str) -> frozenset[int]:
    import rjieba  # noqa: PLC0415  # as above

    ends, end = [0], 0
    for word in rjieba.cut(text, False):  # noqa: FBT003  # it takes no keyword
        end += len(word)
        ends.append(end)
    return frozenset(ends)


def _has_word(text: str) -> bool:
    import rjieba  # noqa: PLC0415  # as above

    return bool(rjieba.has_word(text))
