"""Divide numbers into the classes of a map."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from math import floor, log10
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from numpy.typing import NDArray

    # Numbers above zero, in ascending order, and a number of classes; gives the highest number of each class.
    Divide = Callable[[NDArray[np.int64], int], Iterable[float]]

MOST_CLASSES = 5
DIGITS = 2  # of the greatest number
MOST_FOR_JENKS = 300  # its time grows with the square: 0.2 s for so many


@dataclass(frozen=True)
class Class:
    """A class of a map: all counties with such numbers have one colour; ends in units of the last decimal."""

    low: int
    high: int
    decimals: int = 0

    @property
    def label(self) -> str:
        """Write the class for a legend: ``3``, ``4-6`` or ``0.4-1.2`` with an en dash."""
        ends = dict.fromkeys(_written(end, self.decimals) for end in (self.low, self.high))
        return "\u2013".join(ends)


def decimals(numbers: Iterable[float]) -> int:
    """Return how many decimals tell the least number from zero and the greatest to two digits; 0 for whole ones."""
    above_zero = [each for each in numbers if each > 0]
    if all(float(each).is_integer() for each in above_zero):
        return 0
    least, greatest = floor(log10(min(above_zero))), floor(log10(max(above_zero)))
    return max(0, -least, DIGITS - 1 - greatest)


def written(number: float, n_decimals: int = 0) -> str:
    """Write a number with so many decimals; what is above zero is never written as zero."""
    return _written(_units(number, n_decimals), n_decimals)


def classes(numbers: Iterable[float], method: str = "steps", n_decimals: int = 0) -> tuple[Class, ...]:
    """
    Divide the numbers above zero into at most five classes, each number into exactly one.

    Zero is no class: what has none, and what is not recorded, is drawn apart.

    Parameters
    ----------
    method
        A key of ``explorer.words.METHODS``: equal steps from zero, or a scheme of mapclassify.
    n_decimals
        Decimals to which the numbers are rounded before they are divided.
    """
    units = np.array(sorted(_units(each, n_decimals) for each in numbers if each > 0), dtype=np.int64)
    if not units.size:
        return ()
    n_classes = min(MOST_CLASSES, int(units[-1]) if method == "steps" else len(np.unique(units)))
    # Numbers are whole, so that the next class begins one after the end of the last: no gap, nothing in two classes.
    ends = sorted({floor(end) for end in METHODS[method](units, n_classes)})
    starts = [0 if method == "steps" else int(units[0]) - 1, *ends]
    return tuple(Class(low + 1, high, n_decimals) for low, high in zip(starts, ends, strict=False))


def shade(number: float, divided: tuple[Class, ...]) -> int | None:
    """Return the shade of a number above zero; with fewer classes than shades the darkest are used."""
    if number <= 0 or not divided:
        return None
    lightest, units = MOST_CLASSES - len(divided) + 1, _units(number, divided[0].decimals)
    return next((n for n, each in enumerate(divided, start=lightest) if each.low <= units <= each.high), None)


def _units(number: float, n_decimals: int) -> int:
    return max(1, round(number * 10**n_decimals)) if number > 0 else 0


def _written(units: int, n_decimals: int) -> str:
    return f"{units / 10**n_decimals:.{n_decimals}f}"


def _steps(units: NDArray[np.int64], n_classes: int) -> Iterable[float]:
    highest = int(units[-1])
    return [round(highest * n / n_classes) for n in range(1, n_classes + 1)]


def _quantiles(units: NDArray[np.int64], n_classes: int) -> Iterable[float]:
    return _ends("Quantiles", units, k=n_classes)


def _jenks(units: NDArray[np.int64], n_classes: int) -> Iterable[float]:
    spread = np.linspace(0, len(units) - 1, min(len(units), MOST_FOR_JENKS)).round().astype(int)
    sample = units[spread]
    return _ends("FisherJenks", sample, k=min(n_classes, len(np.unique(sample))))


def _headtail(units: NDArray[np.int64], n_classes: int) -> Iterable[float]:
    return [*_ends("HeadTailBreaks", units)[: n_classes - 1], units[-1]]


def _ends(scheme: str, units: NDArray[np.int64], **options: int) -> list[float]:
    """Return the highest number of each class by a scheme of mapclassify."""
    import mapclassify  # noqa: PLC0415  # brings SciPy and scikit-learn, two seconds: only who asks for it pays

    with warnings.catch_warnings():
        # That equal numbers make fewer classes, and that numba would be quicker.
        warnings.simplefilter("ignore", UserWarning)
        ends: list[float] = getattr(mapclassify, scheme)(units, **options).bins.tolist()
    return ends


METHODS: dict[str, Divide] = {"steps": _steps, "quantiles": _quantiles, "jenks": _jenks, "headtail": _headtail}
