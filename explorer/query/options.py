"""Ask how an answer is laid out: what counts, in which order, how much of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Self, TypeVar

from explorer.errors import Fault, FilterError
from explorer.messages import either, message
from explorer.query.filters import Filter
from explorer.query.parameters import Choice, Codes, Question, Whole, parameter, unknown
from explorer.records.vocabulary import COLUMNS, DIVISORS, MEASURES, METHODS, ORDERS, SWITCH

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from explorer.records.models import Reach
    from explorer.records.vocabulary import Order

Asked = TypeVar("Asked", bound=Question)
MOST_PAGES = 100_000
MOST_ROWS = 200


@dataclass(frozen=True)
class Rule:
    """Which rows count for a county beside its own: what the city runs for all, what a zone in it has."""

    citywide: bool = True
    zones: bool = True

    def counted(self, rows: Iterable[Reach], wanted: Filter) -> tuple[Reach, ...]:
        """Return the rows that the filter keeps and this rule counts."""
        left_out = {scope for scope, on in (("citywide", self.citywide), ("zone", self.zones)) if not on}
        return tuple(row for row in rows if wanted.keeps(row) and row.scope not in left_out)


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
    sort: Order = parameter(Choice(ORDERS), "reach")
    columns: str = parameter(Choice(COLUMNS), "map")
    rows: int = parameter(Whole(0, MOST_ROWS), 0)
    page: int = parameter(Whole(1, MOST_PAGES), 1)
    least: int = parameter(Whole(1, 999), 2)
    measure: str = parameter(Choice(MEASURES), "reforms")
    per: str = parameter(Choice(DIVISORS), "county")
    method: str = parameter(Choice(METHODS), "steps")
    county: tuple[str, ...] = parameter(Codes(r"\d{6}", "370783"), ())
    places: tuple[str, ...] = parameter(Codes(r"\d{6}(-[a-z]+)?", either(("370783", "370700-gaoxin"))), ())
    maps: tuple[str, ...] = parameter(Codes(r"[a-z0-9]+(-[a-z0-9]+)*", message("2015,2025 or two ids of reforms")), ())

    @property
    def rule(self) -> Rule:
        """Which rows count for a county beside its own."""
        return Rule(citywide=self.citywide == "on", zones=self.zones == "on")

    def turned(self, page: int) -> Self:
        """Return the layout turned to another page."""
        return replace(self, page=page)

    def at(self, *counties: str) -> Self:
        """Return the layout narrowed to rows that count for these counties."""
        return replace(self, county=counties)

    def asking(self, least: int) -> Self:
        """Return the layout that asks for programmes in at least so many counties."""
        return replace(self, least=least)

    def sized(self, rows: int) -> Self:
        """Return the layout with so many lines on a page."""
        return replace(self, rows=rows)


def ask(
    given: Mapping[str, str | Iterable[str]], options: tuple[str, ...], kind: type[Layout] = Layout
) -> tuple[Filter, Layout]:
    """
    Read a filter, and those options of a layout that are taken.

    Parameters
    ----------
    kind
        A layout whose defaults suit the page.

    Raises
    ------
    FilterError
        With a fault for each parameter that is neither, and each value that cannot be taken.
    """
    known = (*Filter.parameters(), *options)
    faults = [unknown(name, known) for name in given if name not in known]
    wanted = _parsed(Filter, {name: given[name] for name in Filter.parameters() if name in given}, faults)
    layout = _parsed(kind, {name: given[name] for name in options if name in given}, faults)
    if faults:
        raise FilterError(faults)
    return wanted, layout


def _parsed(kind: type[Asked], given: Mapping[str, str | Iterable[str]], faults: list[Fault]) -> Asked:
    """Parse a question; its faults are added to those of the other, to be told at once."""
    try:
        return kind.parse(given)
    except FilterError as error:
        faults += error.faults
        return kind()
