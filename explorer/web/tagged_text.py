"""Gather what the page tells of a text: its marked words, the places it names, what was refused and why."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from functools import cache
from heapq import heapify, heappop, heappush
from typing import TYPE_CHECKING

from explorer import reach
from explorer.messages import Bilingual
from explorer.tagging import tag
from explorer.web.request import language, site, spoken
from geodata.units import units

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping

    from explorer.messages import Message
    from explorer.tagging.mention import Mention
    from geodata import Places
    from geodata.units import Unit


LONG = 40  # characters
MOST_MARKED = 3000  # names; a browser lays out no more at once
MOST_LISTED = 200  # groups of names in one list
_HAN = re.compile("([\u3400-\u9fff“”]+)")
_ORDER = {"taken": 0, "ambiguous": 1, "refused": 2}
_ON_THE_MAP = {"county", "town", "zone"}


@dataclass(frozen=True)
class TextMark:
    """A stretch of a text, characters ``start`` to ``end``, that is shown marked."""

    start: int
    end: int
    id: str  # of the element of its beginning: a fact that came from these words links to it
    mention: Mention | None = None  # None: the words that a fact came from
    continues: bool = False  # the rest of a stretch that another one cut in two

    @property
    def is_long(self) -> bool:
        """Whether it is a whole sentence, as the words behind a theme are."""
        return self.end - self.start > LONG

    def __lt__(self, other: TextMark) -> bool:
        """Tell whether it is opened before another: the earlier one, of two that begin together the longer."""
        return (self.start, -self.end) < (other.start, -other.end)


@dataclass(frozen=True)
class Piece:
    """What comes next on the page: some text, the opening of a mark, or its end."""

    text: str = ""
    opens: TextMark | None = None
    closes: TextMark | None = None


def anchor(start: int, end: int) -> str:
    """Return the id of the element that holds these characters of the text."""
    return f"w{start}-{end}"


def laid_out(text: str, mentions: Iterable[Mention], facts: Iterable[tuple[int, int]] = ()) -> Iterator[Piece]:
    """
    Yield a text as pieces whose marks are properly nested: one that another cuts goes on after it.

    Parameters
    ----------
    facts
        Stretches that facts came from; where a mention stands just there, the two are one mark.
    """
    at = 0
    for to, edge in _edges(_marks(text, mentions, facts)):
        yield from _text(text, at, to)
        yield edge
        at = to
    yield from _text(text, at, len(text))


def _marks(text: str, mentions: Iterable[Mention], facts: Iterable[tuple[int, int]]) -> list[TextMark]:
    marks = {span: TextMark(*span, anchor(*span)) for span in facts if 0 <= span[0] < span[1] <= len(text)}
    for each in mentions:
        marks[each.start, each.end] = TextMark(each.start, each.end, anchor(each.start, each.end), each)
    return list(marks.values())


def _edges(waiting: list[TextMark]) -> Iterator[tuple[int, Piece]]:
    """Yield where marks open and end, in order, with what stands there; each ends before the one around it."""
    heapify(waiting)
    opened: list[TextMark] = []
    while waiting or opened:
        if opened and (not waiting or waiting[0].start >= opened[-1].end):
            yield opened[-1].end, Piece(closes=opened.pop())
            continue
        mark = heappop(waiting)
        if opened and mark.end > opened[-1].end:
            heappush(waiting, replace(mark, start=opened[-1].end, continues=True))
            mark = replace(mark, end=opened[-1].end)
        yield mark.start, Piece(opens=mark)
        opened.append(mark)


def _text(text: str, start: int, end: int) -> Iterator[Piece]:
    if end > start:
        yield Piece(text=text[start:end])


@dataclass(frozen=True)
class NamedPlace:
    """Mentions that are told together: of one place, or refused for one reason."""

    id: str  # of its element
    mentions: tuple[Mention, ...]

    @property
    def first(self) -> Mention:
        """The first mention: what is alike in all can be read from it."""
        return self.mentions[0]

    @property
    def n(self) -> int:
        """How many mentions it has."""
        return len(self.mentions)

    @property
    def reasons(self) -> tuple[tuple[Message, float], ...]:
        """Each reason that mentions of the group were judged by, with the highest score it gave."""
        best: dict[Message, float] = {}
        for each in self.mentions:
            best[each.why] = max(each.score, best.get(each.why, 0))
        return tuple(best.items())


@dataclass(frozen=True)
class CountedNames:
    """How often each place of this site is named, towns with their county, and how the map is shaded by it."""

    counts: Mapping[str, int]
    classes: tuple[reach.Class, ...]

    def shade(self, code: str) -> int | None:
        """Return the shade of a county, from 1 to 5; None if it is not named."""
        return reach.shade(self.counts.get(code, 0), self.classes)


@dataclass(frozen=True)
class Answer:
    """All that the page tells of the places in a text."""

    text: str
    everywhere: bool  # looked for in all China
    mentions: tuple[Mention, ...]  # of every verdict
    taken: tuple[NamedPlace, ...]
    ambiguous: tuple[NamedPlace, ...]
    refused: tuple[NamedPlace, ...]
    counted: CountedNames
    _group_of: Mapping[Mention, str]

    def pieces(self, facts: Iterable[tuple[int, int]] = ()) -> list[Piece]:
        """Return the text as it is laid out, with its first names marked, and the words that facts came from."""
        return list(laid_out(self.text, self.mentions[:MOST_MARKED], facts))

    def group_of(self, mention: Mention) -> str:
        """Return the id of the group in which a mention is told."""
        return self._group_of[mention]

    @property
    def rows(self) -> dict[str, str]:
        """The id of the group that tells of a place, by code; the place's own before that of its town."""
        placed = sorted(self.taken, key=lambda group: group.first.kind not in {"county", "zone"})
        found: dict[str, str] = {}
        for group in placed:
            if group.first.kind in _ON_THE_MAP:
                found.setdefault(group.first.code, group.id)
        return found

    @property
    def by_province(self) -> dict[str, list[NamedPlace]]:
        """The places taken, by code of their province: that of the most mentions first, a city before its counties."""
        found: dict[str, list[NamedPlace]] = defaultdict(list)
        for group in self.taken[:MOST_LISTED]:
            found[_province_of(group.first.code)].append(group)
        placed = sorted(found.items(), key=lambda each: -sum(group.n for group in each[1]))
        return {province: sorted(groups, key=lambda group: group.first.code) for province, groups in placed}

    def n(self, verdict: str) -> int:
        """Count the mentions of a verdict."""
        return sum(each.verdict == verdict for each in self.mentions)


def answer(text: str, *, everywhere: bool) -> Answer:
    """Find the places of this site's city in a text, or those of all China."""
    found = _apart(tag(text, None if everywhere else _region(), everything=True))
    taken = _grouped("place", [each for each in found if each.verdict == "taken"], _place_of)
    ambiguous = _grouped("ambiguous", [each for each in found if each.verdict == "ambiguous"], _shared_name)
    refused = _grouped("refused", [each for each in found if each.verdict == "refused"], _reason)
    return Answer(
        text=text,
        everywhere=everywhere,
        mentions=found,
        taken=tuple(sorted(taken, key=lambda group: -group.n)),
        ambiguous=ambiguous,
        refused=refused,
        counted=_counted(found),
        _group_of={each: group.id for group in (*taken, *ambiguous, *refused) for each in group.mentions},
    )


def name_of(code: str) -> str:
    """Return the name of a place of China in the language of the page; the code if it is unknown."""
    if code in site().places:
        return site().places[code].name(language())
    unit = _units().get(code)
    return code if unit is None else spoken(Bilingual(unit.name_zh, unit.name_en))


def path_of(code: str) -> tuple[str, ...]:
    """Return the names of what holds a place, the largest first: 江苏省, 南京市."""
    return tuple(name_of(above) for above in reversed(_holders(code)))


def city_of(code: str) -> str:
    """Return the name of the city that holds a place; empty of a city, and where a province holds it."""
    return next((name_of(above) for above in _holders(code)[:-1]), "")


def _region() -> str | Places:
    """Return this site's region: by its code if its places come with the program, for then they are kept."""
    return site().places if site().settings.places else site().places.city.code


@cache
def _units() -> dict[str, Unit]:
    return {unit.code: unit for unit in units()}


def _province_of(code: str) -> str:
    return (code, *_holders(code))[-1]


def _holders(code: str) -> tuple[str, ...]:
    """Return the codes of what holds a place, the nearest first, up to its province; of a zone its host before all."""
    above = _above(code)
    return (above, *_holders(above)) if above else ()


def _above(code: str) -> str:
    unit = _units().get(code)
    if unit:
        return unit.parent
    return next((zone.host for zone in site().places.zones if zone.code == code), "")


def _apart(found: Iterable[Mention]) -> tuple[Mention, ...]:
    """Return the mentions without those that overlap a surer one, in order of start."""
    kept: list[Mention] = []
    for each in sorted(found, key=lambda mention: (mention.start, _ORDER[mention.verdict], -mention.end)):
        if kept and each.start < kept[-1].end:
            if _ORDER[each.verdict] < _ORDER[kept[-1].verdict]:
                kept[-1] = each
            continue
        kept.append(each)
    return tuple(kept)


def _grouped(prefix: str, found: Iterable[Mention], key: Callable[[Mention], Hashable]) -> tuple[NamedPlace, ...]:
    groups: dict[Hashable, list[Mention]] = defaultdict(list)
    for each in found:
        groups[key(each)].append(each)
    return tuple(NamedPlace(f"{prefix}-{n}", tuple(each)) for n, each in enumerate(groups.values(), start=1))


def _place_of(mention: Mention) -> tuple[str, ...]:
    return mention.code, mention.town, "model" if mention.kind == "model" else ""


def _shared_name(mention: Mention) -> tuple[str, ...]:
    return mention.name, *mention.candidates


def _reason(mention: Mention) -> tuple[str, Message]:
    return "".join(mention.text.split()), mention.why


def scripts(text: str) -> list[tuple[str, bool]]:
    """Part a text where Chinese begins and ends; true stands beside what is Chinese."""
    return [(part, n % 2 == 1) for n, part in enumerate(_HAN.split(text)) if part]


def _counted(found: Iterable[Mention]) -> CountedNames:
    counts = Counter(
        each.code
        for each in found
        if each.verdict == "taken" and each.kind in _ON_THE_MAP and each.code in site().places
    )
    by_county = [counts[county.code] for county in site().places.counties]
    return CountedNames(counts, reach.classes(by_county))
