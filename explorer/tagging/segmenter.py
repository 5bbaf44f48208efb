"""Ask a Chinese segmenter, in the few spots where the characters around a name leave it in doubt."""

from __future__ import annotations

from functools import cache, lru_cache
from itertools import accumulate
from typing import TYPE_CHECKING, Any, Final, ParamSpec, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable
    from functools import _lru_cache_wrapper

    Asked = ParamSpec("Asked")
    Answer = TypeVar("Answer")
    from types import ModuleType


_caches: Final[list[_lru_cache_wrapper[Any]]] = []


def remembered(most: int) -> Callable[[Callable[Asked, Answer]], Callable[Asked, Answer]]:
    """Keep the latest answers of a function, so many at most, until ``forget`` is called."""

    def remembering(ask: Callable[Asked, Answer]) -> Callable[Asked, Answer]:
        cached = lru_cache(maxsize=most)(ask)
        _caches.append(cached)
        return cached  # type: ignore[return-value]  # the cache tells no types of what is asked

    return remembering


def forget() -> None:
    """Forget all answers, and with them every piece of the texts that were read."""
    for each in _caches:
        each.cache_clear()


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


def word_begun(left: str, name: str, right: str) -> str:
    """Return the longer word that begins with a name, as the segmenter reads it; empty if there is none."""
    edges = _edges(left + name + right)
    start, end = len(left), len(left) + len(name)
    if start not in edges or edges.intersection(range(start + 1, end + 1)):
        return ""
    return (name + right)[: min(edge for edge in edges if edge > end) - start]


@remembered(MOST_SPOTS)
def is_word(text: str) -> bool:
    """Tell whether a text is a word of the dictionary."""
    return bool(_dictionary().has_word(text))


@remembered(MOST_SPOTS)
def classes(text: str) -> tuple[tuple[str, str], ...]:
    """Return the words of a text, each with its word class: n, v, ns …."""
    return tuple(_dictionary().tag(text, False))  # noqa: FBT003  # it takes no keyword


@remembered(MOST_SPOTS)
def _crosses_beginning(left: str, first: str) -> bool:
    word = left + first
    return any(map(_dictionary().has_word, [word[n:] for n in range(len(left))]))


@remembered(MOST_SPOTS)
def _crosses_end(last: str, right: str) -> bool:
    word = last + right
    return any(map(_dictionary().has_word, [word[: n + 1] for n in range(1, len(word))]))


@remembered(MOST_SPOTS)
def _edges(text: str) -> frozenset[int]:
    words = _dictionary().cut(text, False)  # noqa: FBT003  # it takes no keyword
    return frozenset(accumulate(map(len, words), initial=0))


@cache
def _dictionary() -> ModuleType:
    import rjieba  # noqa: PLC0415  # it takes half a second: only a text in doubt pays

    return rjieba
