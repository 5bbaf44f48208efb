"""Ask for reforms: parse the one query grammar, say it in words, write it back to a URL."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Self

from explorer.errors import Fault
from explorer.messages import clauses, either, message, say
from explorer.query.parameters import Choices, Codes, Question, Searched, YearNumber, parameter
from explorer.records.vocabulary import HONOURS, LEVELS, SCOPES, STATUSES, THEMES

if TYPE_CHECKING:
    from collections.abc import Callable

    from explorer.messages import Language, Message
    from explorer.records.models import Honour, Reach

LONGEST_QUERY = 100


@dataclass(frozen=True)
class Filter(Question):
    """
    The one question that every list, map, download and API call asks.

    Parameters that speak of reach (place, status, from, to, scope) must hold for one and the same row;
    level and honour for one and the same honour. An empty filter asks for everything.
    """

    q: str = parameter(Searched(LONGEST_QUERY), "", message("words: %(value)s"))
    theme: tuple[str, ...] = parameter(Choices(THEMES), (), message("theme: %(value)s"))
    scope: tuple[str, ...] = parameter(Choices(SCOPES), (), message("scope: %(value)s"))
    status: tuple[str, ...] = parameter(Choices(STATUSES), (), message("status: %(value)s"))
    honour: tuple[str, ...] = parameter(Choices(HONOURS), (), message("honour: %(value)s"))
    level: tuple[str, ...] = parameter(Choices(LEVELS), (), message("honour level: %(value)s"))
    from_year: int | None = parameter(YearNumber(), None, message("from %(value)s"), "from")
    to_year: int | None = parameter(YearNumber(), None, message("to %(value)s"), "to")
    place: tuple[str, ...] = parameter(
        Codes(r"\d{6}(-[a-z]+)?", either(("370783", "370700-gaoxin"))), (), message("place: %(value)s")
    )
    reform: tuple[str, ...] = parameter(
        Codes(r"[a-z0-9]+(-[a-z0-9]+)*", "shouguang-vegetable-supply"), (), message("reform: %(value)s")
    )

    def contradictions(self) -> list[Fault]:
        """Return a fault if the first year is after the last."""
        if self.from_year and self.to_year and self.from_year > self.to_year:
            what = message("%(first)s is after %(last)s", first=self.from_year, last=self.to_year)
            return [Fault("from", what, message("swap from and to"))]
        return []

    def in_words(self, language: Language, name_place: Callable[[str], str] = str) -> str:
        """
        Say the filter as a phrase for people; empty for the empty filter.

        ``name_place`` turns a place's code into its name.
        """
        told = [self._condition(name, name_place) for name in self.conditions]
        return say(clauses(told), language) if told else ""

    def condition_in_words(self, name: str, language: Language, name_place: Callable[[str], str] = str) -> str:
        """Say one condition of the filter as a phrase: ``theme: Industry or Governance``."""
        return say(self._condition(name, name_place), language)

    def _condition(self, name: str, name_place: Callable[[str], str]) -> Message:
        about = next(each for each in fields(self) if (each.metadata["name"] or each.name) == name)
        value = getattr(self, about.name)
        if name == "place":
            value = tuple(name_place(code) for code in value)
        phrase: Message = about.metadata["phrase"]
        return phrase.filled(value=about.metadata["convertor"].words(value))

    def at(self, *places: str) -> Self:
        """Return the filter for these places."""
        return replace(self, place=places)

    def of(self, *reforms: str) -> Self:
        """Return the filter for these reforms."""
        return replace(self, reform=reforms)

    def keeps_honour(self, honour: Honour) -> bool:
        """Tell whether an honour meets what the filter says of honours: level and kind."""
        return (not self.level or honour.level in self.level) and (not self.honour or honour.kind in self.honour)

    def keeps(self, row: Reach) -> bool:
        """Tell whether a reach row meets what the filter says of reach: place, scope, status and years."""
        return (
            (not self.place or row.place in self.place)
            and (not self.scope or row.scope in self.scope)
            and (not self.status or row.status in self.status)
            and (self.from_year is None or (row.since is not None and row.since >= self.from_year))
            and (self.to_year is None or (row.since is not None and row.since <= self.to_year))
        )


PARAMETERS: tuple[str, ...] = Filter.parameters()
