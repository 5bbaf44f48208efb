"""Divide numbers into the classes of a map."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

MOST_CLASSES = 5


@dataclass(frozen=True)
class Class:
    """A class of a map: all counties with so many reforms have one colour."""

    low: int
    high: int

    @property
    def label(self) -> str:
        """Write the class for a legend: ``3`` or ``4-6`` with an en dash."""
        return str(self.low) if self.low == self.high else f"{self.low}\u2013{self.high}"


def classes(counts: Iterable[int]) -> tuple[Class, ...]:
    """
    Divide counts above zero into at most five classes of equal width in whole numbers.

    Zero is no class: a county without a recorded reform is drawn apart.
    """
    highest = max(counts, default=0)
    n_classes = min(MOST_CLASSES, highest)
    ends = [round(highest * n / n_classes) for n in range(1, n_classes + 1)] if n_classes else []
    return tuple(Class(low + 1, high) for low, high in zip([0, *ends], ends, strict=False))


def shade(count: int, divided: tuple[Class, ...]) -> int | None:
    """Return the shade of a class; with fewer classes than shades the darkest are used."""
    lightest = MOST_CLASSES - len(divided) + 1
    return next((n for n, each in enumerate(divided, start=lightest) if each.low <= count <= each.high), None)
