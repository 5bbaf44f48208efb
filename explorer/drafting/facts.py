"""Hold what an article says of one reform: its names, where, with which figures and honours."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from rapidfuzz import fuzz

from explorer.drafting.phrases import core_of
from explorer.records.models import scope_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from explorer.drafting.article import Sentence
    from explorer.drafting.figures import Quantity
    from explorer.drafting.honours import Honoured
    from explorer.drafting.phrases import Name
    from explorer.drafting.subjects import Told

SAME_NAME: Final = 85  # percent of likeness
_SHORTEST_INSIDE: Final = 4  # characters of a name that may be part of a longer one of the same reform
SHORTEST_DISTINCT: Final = 3  # of a quoted one


@dataclass(frozen=True)
class Occurrence:
    """A name of a reform at its place in the reading, with the sentence and the places it is told of."""

    name: Name
    start: int
    end: int
    sentence: Sentence
    told: Told


@dataclass(frozen=True)
class Counted:
    """A figure, where it stands in the reading, and the places it is told of."""

    of: Quantity
    start: int
    end: int
    sentence: Sentence
    told: Told


@dataclass(frozen=True)
class Praised:
    """An honour, where it stands in the reading, and the places it is told of."""

    of: Honoured
    start: int
    end: int
    sentence: Sentence
    told: Told


@dataclass
class Gathered:
    """One reform as an article tells it: its names in order, its figures and its honours."""

    occurrences: list[Occurrence]
    figures: dict[tuple[object, ...], Counted] = field(default_factory=dict)  # by what tells one from another
    honours: list[Praised] = field(default_factory=list)

    best: Occurrence = field(init=False)  # with the surest name, in running text, the shortest, then the first
    _cores: dict[str, None] = field(init=False, default_factory=dict)
    _places: set[str] = field(init=False, default_factory=set)
    _distinct: bool = field(init=False, default=False)

    def __post_init__(self) -> None:
        """Note the first occurrences."""
        self.best = self.occurrences[0]
        for each in self.occurrences:
            self._note(each)

    def add(self, occurrence: Occurrence) -> None:
        """Take another occurrence of the reform."""
        self.occurrences.append(occurrence)
        self._note(occurrence)

    @property
    def cores(self) -> tuple[str, ...]:
        """The different names without their wrapping, in order."""
        return tuple(self._cores)

    def means(self, other: Occurrence) -> bool:
        """Tell whether another name means this reform; plain nouns only at the same place."""
        core = other.name.core
        distinct = other.name.distinct and self._distinct
        if not distinct and self._places.isdisjoint(other.told.places) and (self._places or other.told.places):
            return False
        least = SHORTEST_DISTINCT if distinct else _SHORTEST_INSIDE
        return core in self._cores or any(_same(each, core, least) for each in self._cores)

    def is_at(self, told: Told) -> bool:
        """Tell whether something told of these places may be told of this reform: at one of them, or of the city."""
        if not (self._places and told.places):
            return not (self._places or told.places)
        return not self._places.isdisjoint(told.places) or any(scope_of(place) == "citywide" for place in self._places)

    def is_only_at(self, told: Told) -> bool:
        """Tell whether these places are those of this reform, and not the city as a whole."""
        return self._places == set(told.places) and not any(scope_of(place) == "citywide" for place in told.places)

    def _note(self, occurrence: Occurrence) -> None:
        self._cores[occurrence.name.core] = None
        self._places.update(occurrence.told.places)
        self._distinct = self._distinct or occurrence.name.distinct
        self.best = max(self.best, occurrence, key=_sureness)

    def titles(self) -> Iterator[str]:
        """Yield the titles, the surest first, each once."""
        ranked = sorted(self.occurrences, key=lambda each: (-each.name.strength, len(each.name.core), each.start))
        seen: set[str] = set()
        for each in ranked:
            if core_of(each.name.title) not in seen:
                seen.add(core_of(each.name.title))
                yield each.name.title


def _sureness(each: Occurrence) -> tuple[float, bool, int, int]:
    return each.name.strength, each.sentence.form == "text", -len(each.name.core), -each.start


def _same(one: str, other: str, least: int) -> bool:
    first, second = sorted((one, other), key=len)
    inside = len(first) >= least and first in second
    inside = inside or (
        len(first) > least - 1 and first.endswith("+") and second.startswith(first[:-1])
    )  # 信易+, 信易贷
    return first == second or inside or fuzz.ratio(first, second) >= SAME_NAME
