"""Take rows in parts that one statement can take."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Final, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

Part = TypeVar("Part")

MOST_AT_ONCE: Final = 500


def parts(values: Iterable[Part], most: int = MOST_AT_ONCE) -> Iterator[list[Part]]:
    """Yield values in lists of at most so many; none for no values."""
    rest = iter(values)
    while some := list(islice(rest, most)):
        yield some
