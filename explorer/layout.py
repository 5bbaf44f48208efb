"""Ask how an answer is laid out: what counts, in which order, how much of it."""

from __future__ import annotations

from dataclasses import dataclass

from explorer.query import Choice, Codes, Question, Whole, parameter
from explorer.reach import Rule
from explorer.words import COLUMNS, DIVISORS, MEASURES, METHODS, ORDERS, SWITCH

MOST_PAGES = 100_000
MOST_ROWS = 200


@dataclass(frozen=True)
class Layout(Question):
    """
    What a page may be asked beside the filter: it changes no set of reforms, only how they are counted and shown.

    ``rows`` 0 is as many as suit the page; ``least`` is the number of counties from which a programme counts as a gap;
    ``county`` narrows rows to those that count for it: its own, of its zones, of the city; ``maps`` are two years, or
    two reforms, to be seen side by side.
    """

    citywide: str = parameter(Choice(SWITCH), "on")
    zones: str = parameter(Choice(SWITCH), "on")
    sort: str = parameter(Choice(ORDERS), "reach")
    columns: str = parameter(Choice(COLUMNS), "map")
    rows: int = parameter(Whole(0, MOST_ROWS), 0)
    page: int = parameter(Whole(1, MOST_PAGES), 1)
    least: int = parameter(Whole(1, 999), 2)
    measure: str = parameter(Choice(MEASURES), "reforms")
    per: str = parameter(Choice(DIVISORS), "county")
    method: str = parameter(Choice(METHODS), "steps")
    county: tuple[str, ...] = parameter(Codes(r"\d{6}", "370783"), ())
    places: tuple[str, ...] = parameter(Codes(r"\d{6}(-[a-z]+)?", "370783 or 370700-gaoxin"), ())
    maps: tuple[str, ...] = parameter(Codes(r"[a-z0-9]+(-[a-z0-9]+)*", "2015,2025 or two ids of reforms"), ())

    @property
    def rule(self) -> Rule:
        """Which rows count for a county beside its own."""
        return Rule(citywide=self.citywide == "on", zones=self.zones == "on")
