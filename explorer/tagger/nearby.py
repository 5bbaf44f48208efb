"""Hold a text while its names are judged, and tell which places are named near a name."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from explorer.tagger.cues import cues
from explorer.tagger.surroundings import SEEN

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from explorer.tagger.gazetteer import Entry, Gazetteer, Named
    from explorer.tagger.mention import Verdict
    from explorer.tagger.spans import Span
    from explorer.tagger.surroundings import Reading

SCORES = {"full": 0.99, "short": 0.92, "latin": 0.9, "fault": 0.85}
_SENTENCE_END = re.compile(r"[。！？!?;；\n]|\. ")
_WIDEST_JOINT = 6  # characters between two of a list: 慈溪的杨梅、仙居
_FAR = 40  # names looked back at across sentences
_JOINTS = frozenset(["", "的", "·", "(", "（", "市", "省"])  # what may stand between a parent and its part


class Judged(NamedTuple):  # a light one: a long text has a hundred thousand
    """A name with its verdict; ``place`` is None if it is none, or if it is ambiguous among ``candidates``."""

    entry: Entry
    start: int  # in folded text, as end
    end: int
    verdict: Verdict
    why: str
    score: float
    place: Named | None = None
    candidates: tuple[Named, ...] = ()
    is_model: bool = False


@dataclass
class Text:
    """A folded text while it is judged: its names in order, and the verdicts so far."""

    folded: str
    names: Gazetteer
    spans: Sequence[Span]
    past: Sequence[range] = ()  # where it tells of long ago
    done: list[Judged] = field(default_factory=list)
    named: set[str] = field(default_factory=set)  # codes of the places taken so far

    def add(self, judged: Judged) -> None:
        """Note the verdict on the next name."""
        self.done.append(judged)
        if judged.place is not None:
            self.named.add(judged.place.code)

    def entry(self, number: int) -> Entry:
        """Return the entry of a name."""
        return self.names.entries[self.spans[number].number]

    def right(self, number: int) -> str:
        """Return what stands after a name, as far as is looked."""
        end = self.spans[number].end
        return self.folded[end : end + SEEN]

    def left(self, number: int) -> str:
        """Return what stands before a name, as far as is looked."""
        start = self.spans[number].start
        return self.folded[max(start - SEEN, 0) : start]

    def is_of_past(self, number: int) -> bool:
        """Tell whether a name stands where the text tells of long ago, without a rank of today."""
        start = self.spans[number].start
        return self.entry(number).form == "short" and any(start in stretch for stretch in self.past)

    def between(self, first: int, second: int) -> str:
        """Return what stands between two names."""
        return self.folded[self.spans[first].end : self.spans[second].start]

    def before(self, number: int) -> Named | None:
        """Return the place that is named right before a name, as a parent is; None if there is none."""
        if not number or self._gap(number - 1) > 1:
            return None
        between = self.between(number - 1, number)
        is_latin = self.entry(number).form == "latin"
        if between == " " if is_latin else between in _JOINTS:
            return _told(self.done[number - 1])
        return None

    def earlier(self, number: int, *, in_sentence: bool) -> Iterator[Named]:
        """Yield the places named before, the nearest first."""
        for other in range(number - 1, max(number - 1 - _FAR, -1), -1):
            if in_sentence and self._parts(other, other + 1):
                return
            place = _told(self.done[other])
            if place is not None:
                yield place

    def later(self, number: int) -> Iterator[Named]:
        """Yield the places of one plain meaning that are named after in the sentence, the nearest first."""
        for other in range(number + 1, min(number + 1 + _FAR, len(self.spans))):
            if self._parts(other - 1, other):
                return
            hint = self.entry(other).hint
            if hint is not None:
                yield hint

    def listed(self, number: int) -> Iterator[Named]:
        """Yield the places of the list that a name stands in: 寿光、青州、诸城."""
        other = number
        while other > max(number - _FAR, 0) and self._joins(other - 1):
            other -= 1
            place = _told(self.done[other])
            if place is not None:
                yield place
        last = min(number + _FAR, len(self.spans) - 1)
        other = number
        while other < last and self._joins(other):
            other += 1
            hint = self.entry(other).hint
            if hint is not None:
                yield hint

    def taken(self, number: int, place: Named, why: str, score: float, reading: Reading | None = None) -> Judged:
        """Take a name for a place; ``reading`` tells whether it is a model's."""
        _, start, end = self.spans[number]
        more = reading.more if reading else 0
        return Judged(self.entry(number), start, end + more, "taken", why, score, place, (), more > 0)

    def refused(self, number: int, why: str) -> Judged:
        """Refuse a name."""
        _, start, end = self.spans[number]
        return Judged(self.entry(number), start, end, "refused", why, 0.9)

    def ambiguous(self, number: int, places: Sequence[Named]) -> Judged:
        """Leave it open which of several places is meant."""
        _, start, end = self.spans[number]
        why = "places of this name lie in several cities, and the text does not tell which"
        return Judged(self.entry(number), start, end, "ambiguous", why, 0.5, None, tuple(places))

    def _joins(self, number: int) -> bool:
        """Tell whether a name and the next one stand in a list."""
        if self._gap(number) > _WIDEST_JOINT:
            return False
        between = self.between(number, number + 1)
        return between in cues().between or cues().parallel.fullmatch(between) is not None

    def _gap(self, number: int) -> int:
        """Return how many characters stand between a name and the next one."""
        return self.spans[number + 1][1] - self.spans[number][2]

    def _parts(self, first: int, second: int) -> bool:
        return _SENTENCE_END.search(self.folded, self.spans[first].end, self.spans[second].start) is not None


def _told(done: Judged) -> Named | None:
    return done.place if done.verdict == "taken" and not done.is_model else None
