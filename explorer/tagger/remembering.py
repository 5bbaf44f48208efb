"""Remember answers about pieces of a text while it is read, and forget them all when it is done."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final, ParamSpec, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable
    from functools import _lru_cache_wrapper

    Asked = ParamSpec("Asked")
    Answer = TypeVar("Answer")

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
