"""Lead figures and honours to the reform that they are told of."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import cache, cached_property
from typing import TYPE_CHECKING, Final

from explorer.drafting.facts import Counted, Praised
from explorer.drafting.signals import one_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from explorer.drafting.article import Reading
    from explorer.drafting.facts import Gathered
    from explorer.drafting.figures import Quantity
    from explorer.drafting.phrases import Span

_LEAST_SHARED: Final = 2  # characters that a figure's clause and a reform's name share by more than chance
_TELLING: Final = 4  # shared characters that lead a figure to a reform of another paragraph
_OF_PEOPLE: Final = re.compile("人|户")
_LONGEST_CLAUSE: Final = 100  # characters on each side of a figure
_NEXT_CLAUSE: Final = 40  # characters by which a name in a clause that follows a figure is farther from it
_PART: Final = re.compile("[；…]")
_SAME_LABEL: Final = 4  # characters by which two labels count the same
_NEAREST: Final = 12  # names on each side of a figure that it may be told of
_MOST_ALIKE: Final = 12  # reforms that share a stretch of their names which still tells one from others
_CLAUSE: Final = re.compile("[^，；。]{0,200}")


@dataclass(frozen=True)
class Anchor:
    """A stretch of the reading that names a reform."""

    start: int
    end: int
    holder: Gathered


def attach(facts: Iterable[Counted | Praised], found: Sequence[Gathered], reading: Reading) -> None:
    """Add each figure and honour to the reforms that it is told of; one that is told of none is dropped."""
    if not found:
        return
    ground = _Ground(reading, found)
    for fact in facts:
        if isinstance(fact, Praised):
            for each in ground.praised(fact):
                each.honours.append(fact)
            continue
        holder = ground.counted(fact)
        if holder:
            holder.figures.setdefault(_told(fact.of), fact)


def _told(of: Quantity) -> tuple[object, ...]:
    """Return what tells a figure from another: the same number of the same is told once."""
    return of.value, of.unit, of.label[:_SAME_LABEL]


class _Ground:
    """A reading, and where it names which reform."""

    def __init__(self, reading: Reading, found: Sequence[Gathered]) -> None:
        self._text = reading.text
        self._found = found
        self._anchors = _anchors(reading.text, found)
        self._starts = [each.start for each in self._anchors]
        self._headings = [(each.start, each.end) for each in reading.sentences if each.form == "heading"]
        self._ends = [match.start() for match in re.finditer("\n", reading.text)]  # of the paragraphs

    def praised(self, fact: Praised) -> list[Gathered]:
        """Return the reforms that an honour is told of: of a first what follows it, else what stands before."""
        inside = self._between(fact.sentence.start, fact.sentence.end)
        if fact.of.forward:
            clause = _CLAUSE.match(self._text, fact.start)
            ends = clause.end() if clause else fact.end
            after = [each for each in inside if fact.start <= each.start < ends]
            if not after and "第一" not in fact.of.title:
                after = [each for each in inside if each.start >= fact.end][:1]
            if after:
                return list({id(each.holder): each.holder for each in after}.values())
        before = [each for each in inside if each.start < fact.end]
        part = [each for each in before if not _PART.search(self._text, each.end, fact.start)]
        if part or len({id(each.holder) for each in before}) == 1:
            return [(part or before)[-1].holder]
        if before:
            return []  # it is told of something between: each part of the sentence has a subject of its own
        begins, _ = self._paragraph(fact)
        last = self._between(begins, fact.start, most=1) or self._above(fact)[-1:]
        return [each.holder for each in last if each.holder.is_at(fact.told)]

    def counted(self, fact: Counted) -> Gathered | None:
        """Return the reform that a figure is told of: by name, sentence, words, paragraph, in this order."""
        sentence = self._around(fact, fact.sentence.start, fact.sentence.end)
        within = [each for each in sentence if each.start <= fact.start < each.end]
        if _counts_people(fact):  # a written rule serves nobody: what it rules does
            sentence = [each for each in sentence if each.holder.best.name.rule != "document"]
        clause = _clause(fact)
        if within or sentence:
            return max(within or sentence, key=lambda each: _nearness(fact, clause, each)).holder
        kindred = self._kindred(fact, clause)
        if kindred:
            return kindred
        begins, ends = self._paragraph(fact)
        paragraph = self._around(fact, begins, fact.sentence.start) or self._above(fact)
        paragraph = [each for each in paragraph if each.holder.is_at(fact.told)]
        if not paragraph:  # 潍坊安丘，蔬菜出口货值占山东省1/7: it opens what is told of the county
            paragraph = [each for each in self._around(fact, fact.end, ends) if each.holder.is_only_at(fact.told)]
        return max(paragraph, key=lambda each: _nearness(fact, clause, each)).holder if paragraph else None

    def _above(self, fact: Counted | Praised) -> list[Anchor]:
        """Return the names in the heading above."""
        nth = bisect_right(self._headings, fact.start, key=lambda heading: heading[0])
        return self._between(*self._headings[nth - 1]) if nth else []

    def _paragraph(self, fact: Counted | Praised) -> Span:
        nth = bisect_right(self._ends, fact.start)
        return self._ends[nth - 1] + 1 if nth else 0, self._ends[nth] if nth < len(self._ends) else len(self._text)

    def _between(self, start: int, end: int, most: int | None = None) -> list[Anchor]:
        """Return the names between two characters, at most so many of the last."""
        first = bisect_left(self._starts, start)
        last = bisect_left(self._starts, end)
        return self._anchors[first if most is None else max(first, last - most) : last]

    def _around(self, fact: Counted, start: int, end: int) -> list[Anchor]:
        """Return the names nearest to a figure between two characters."""
        first, at, last = (bisect_left(self._starts, place) for place in (start, fact.start + 1, end))
        return self._anchors[max(first, at - _NEAREST) : min(last, at + _NEAREST)]

    def _kindred(self, fact: Counted, clause: str) -> Gathered | None:
        """Return the reform of another paragraph whose name the figure's clause takes up."""
        candidates = {
            id(holder): holder
            for gram in _grams(clause)
            for holder in self._by_gram.get(gram, ())
            if holder.is_at(fact.told)
        }
        best = max(candidates.values(), key=lambda each: _shares(clause, each), default=None)
        return best if best is not None and _shares(clause, best) >= _TELLING else None

    @cached_property
    def _by_gram(self) -> dict[str, list[Gathered]]:
        by_gram: dict[str, list[Gathered]] = {}
        for each in self._found:
            for gram in {gram for core in each.cores for gram in _grams(core)}:
                by_gram.setdefault(gram, []).append(each)
        return {gram: holders for gram, holders in by_gram.items() if len(holders) <= _MOST_ALIKE}


def _anchors(text: str, found: Sequence[Gathered]) -> list[Anchor]:
    """Return every stretch that names a reform, in order; where two claim one, the one that was read there has it."""
    read = {(each.start, each.end, n) for n, gathered in enumerate(found) for each in gathered.occurrences}
    taken = {at: n for start, end, n in sorted(read) for at in range(start, end)}
    holders: dict[str, list[int]] = {}
    for n, gathered in enumerate(found):
        for core in gathered.cores:
            holders.setdefault(core, []).append(n)
    again = {
        (start, start + len(core), ns[0])
        for core, ns in holders.items()
        if len(ns) == 1
        for start in _starts(core, text)
        if taken.get(start, ns[0]) == ns[0]
    }
    return [Anchor(start, end, found[n]) for start, end, n in sorted(read | again)]


def _starts(core: str, text: str) -> Iterator[int]:
    """Yield where a name stands in a text; not by a pattern, for Python keeps those, and with them pieces of a text."""
    start = text.find(core)
    while start >= 0:
        yield start
        start = text.find(core, start + 1)


def _nearness(fact: Counted, clause: str, anchor: Anchor) -> tuple[bool, bool, int, int]:
    document = anchor.holder.best.name.rule == "document"
    between = _between(fact, anchor)
    distance = fact.start - anchor.end
    if anchor.start > fact.start:
        distance = 2 * (anchor.start - fact.start) + _NEXT_CLAUSE * ("，" in between)
    shared = 0 if document else _shares(clause, anchor.holder)
    return (not (document and _counts_people(fact)), not _PART.search(between), shared, -distance)


def _between(fact: Counted, anchor: Anchor) -> str:
    """Return what stands between a figure and a name, so far as it is in the figure's sentence."""
    first, last = (max(0, at - fact.sentence.start) for at in sorted((fact.start, anchor.start)))
    return fact.sentence.text[first:last]


def _counts_people(fact: Counted) -> bool:
    return _OF_PEOPLE.search(fact.of.unit) is not None


def _clause(fact: Counted) -> str:
    text, at = fact.sentence.text, fact.start - fact.sentence.start
    nearest = max(0, at - _LONGEST_CLAUSE)
    begins = max(nearest, *(text.rfind(mark, nearest, at) + 1 for mark in "，；：…"))
    after = re.compile(rf"[^，；：。…]{{0,{_LONGEST_CLAUSE}}}").match(text, at)
    return text[begins : after.end() if after else at]


def _grams(text: str) -> list[str]:
    return [text[at : at + _TELLING] for at in range(len(text) - _TELLING + 1)]


def _shares(clause: str, holder: Gathered) -> int:
    return max(_shared(clause, core) for core in holder.cores)


def _shared(one: str, other: str) -> int:
    """Return the length of the longest telling stretch that two texts share."""
    for length in range(len(other), _LEAST_SHARED - 1, -1):
        for at in range(len(other) - length + 1):
            stretch = other[at : at + length]
            if stretch in one and len(_common().sub("", stretch)) >= _LEAST_SHARED:
                return length
    return 0


@cache
def _common() -> re.Pattern[str]:
    return re.compile(f"{one_of('plain')}|{one_of('heads')}|{one_of('tails')}|企业|产业|社区|城市|农业|农村|群众")
