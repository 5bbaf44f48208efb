"""Ask for reforms: parse the one query grammar, say it in words, write it back to a URL."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Self

from explorer.errors import Fault
from explorer.query.parameters import Choices, Codes, Question, Searched, YearNumber, parameter
from explorer.records.vocabulary import HONOURS, LEVELS, SCOPES, STATUSES, THEMES

if TYPE_CHECKING:
    from collections.abc import Callable

    from explorer.messages import Language
    from explorer.records.models import Honour, Reach

LONGEST_QUERY = 100
_AND: dict[Language, str] = {"zh": "；", "en": "; "}


@dataclass(frozen=True)
class Filter(Question):
    """
    The one question that every list, map, download and API call asks.

    Parameters that speak of reach (place, status, from, to, scope) must hold for one and the same row;
    level and honour for one and the same honour. An empty filter asks for everything.
    """

    q: str = parameter(Searched(LONGEST_QUERY), "", "关键词：{}", "words: {}")
    theme: tuple[str, ...] = parameter(Choices(THEMES), (), "主题：{}", "theme: {}")
    scope: tuple[str, ...] = parameter(Choices(SCOPES), (), "范围：{}", "scope: {}")
    status: tuple[str, ...] = parameter(Choices(STATUSES), (), "状态：{}", "status: {}")
    honour: tuple[str, ...] = parameter(Choices(HONOURS), (), "荣誉：{}", "honour: {}")
    level: tuple[str, ...] = parameter(Choices(LEVELS), (), "荣誉级别：{}", "honour level: {}")
    from_year: int | None = parameter(YearNumber(), None, "{}起", "from {}", "from")
    to_year: int | None = parameter(YearNumber(), None, "至 {}", "to {}", "to")
    place: tuple[str, ...] = parameter(
        Codes(r"\d{6}(-[a-z]+)?", "370783 or 370700-gaoxin"), (), "地点：{}", "place: {}"
    )
    reform: tuple[str, ...] = parameter(
        Codes(r"[a-z0-9]+(-[a-z0-9]+)*", "shouguang-vegetable-supply"), (), "改革：{}", "reform: {}"
    )

    def contradictions(self) -> list[Fault]:
        """Return a fault if the first year is after the last."""
        if self.from_year and self.to_year and self.from_year > self.to_year:
            return [Fault("from", f"{self.from_year} is after {self.to_year}", "swap from and to")]
        return []

    def in_words(self, language: Language, name_place: Callable[[str], str] = str) -> str:
        """
        Say the filter as a phrase for people; empty for the empty filter.

        ``name_place`` turns a place's code into its name.
        """
        return _AND[language].join(self.condition_in_words(name, language, name_place) for name in self.conditions)

    def condition_in_words(self, name: str, language: Language, name_place: Callable[[str], str] = str) -> str:
        """Say one condition of the filter as a phrase: ``theme: Industry or Governance``."""
        about = next(each for each in fields(self) if (each.metadata["name"] or each.name) == name)
        value = getattr(self, about.name)
        if name == "place":
            value = tuple(name_place(code) for code in value)
        return str(about.metadata[language]).format(about.metadata["convertor"].say(value, language))

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
