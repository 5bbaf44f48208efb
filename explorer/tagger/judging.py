"""Judge each name of a text: by the words right around it, then by the places that are named near it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from explorer.tagger.cues import cues
from explorer.tagger.surroundings import SEEN, Reading, read
from explorer.tagger.segmenter import classes
from explorer.tagger.spans import Span, spans

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from explorer.tagger.gazetteer import Entry, Gazetteer, Named
    from explorer.tagger.mention import Verdict

_SENTENCE_END = re.compile(r"[。！？!?;；\n]|\. ")
_FAR = 40  # names looked back at across sentences
_JOINTS = frozenset(["", "的", "·", "(", "（", ", ", "市", "省"])  # what may stand between a parent and its part
_COMMA = ", "


@dataclass(frozen=True, slots=True)
class Judged:
    """A name with its verdict; ``place`` is None if it is none, or if it is ambiguous among ``candidates``."""

    entry: Entry
    start: int  # in folded text, as end
    end: int
    verdict: Verdict
    why: str
    score: float
    place: Named | None = None
    candidates: tuple[Named, ...] = ()
    model: bool = False


def judged(folded: str, names: Gazetteer) -> tuple[Judged, ...]:
    """Return every name of a folded text with its verdict, in order; none overlaps another."""
    text = _Text(folded, names, spans(folded, names))
    for number in range(len(text.spans)):
        text.done.append(_judge(text, number))
    return tuple(text.done)


@dataclass
class _Text:
    """A text while it is judged: its names in order, and those that are done."""

    folded: str
    names: Gazetteer
    spans: Sequence[Span]

    def __post_init__(self) -> None:
        self.done: list[Judged] = []

    def entry(self, number: int) -> Entry:
        return self.names.entries[self.spans[number].number]

    def between(self, first: int, second: int) -> str:
        """Return what stands between two names."""
        return self.folded[self.spans[first].end : self.spans[second].start]

    def parts(self, first: int, second: int) -> bool:
        """Tell whether a sentence ends between two names."""
        return _SENTENCE_END.search(self.folded, self.spans[first].end, self.spans[second].start) is not None

    def before(self, number: int) -> Named | None:
        """Return the place that is named right before a name, as a parent is; None if there is none."""
        if number and self.between(number - 1, number) in _JOINTS:
            return _told(self.done[number - 1])
        return None

    def earlier(self, number: int, *, in_sentence: bool) -> Iterator[Named]:
        """Yield the places named before, the nearest first."""
        for other in range(number - 1, max(number - 1 - _FAR, -1), -1):
            if in_sentence and self.parts(other, other + 1):
                return
            place = _told(self.done[other])
            if place is not None:
                yield place

    def later(self, number: int) -> Iterator[Named]:
        """Yield the places of full or single meaning that are named after in the sentence, the nearest first."""
        for other in range(number + 1, len(self.spans)):
            if self.parts(other - 1, other):
                return
            entry = self.entry(other)
            if entry.is_plain:
                yield entry.places[0]

    def listed(self, number: int) -> Iterator[Named]:
        """Yield the places of the list that a name stands in: 寿光、青州、诸城."""
        other = number
        while other and self.between(other - 1, other) in cues().between:
            other -= 1
            place = _told(self.done[other])
            if place is not None:
                yield place
        other = number
        while other + 1 < len(self.spans) and self.between(other, other + 1) in cues().between:
            other += 1
            entry = self.entry(other)
            if entry.is_plain:
                yield entry.places[0]


def _told(done: Judged) -> Named | None:
    return done.place if done.verdict == "taken" and not done.model else None


def _judge(text: _Text, number: int) -> Judged:
    span, folded = text.spans[number], text.folded
    entry = text.entry(number)
    left, right = folded[max(span.start - SEEN, 0) : span.start], folded[span.end : span.end + SEEN]
    followed = number + 1 < len(text.spans) and text.spans[number + 1].start == span.end
    reading = read(entry, left, right, followed)
    if reading.sort == "other":
        return _refused(entry, span, reading.why)
    return _of_region(text, number, reading) if entry.own and text.names.region else _of_china(text, number, reading)


def _of_region(text: _Text, number: int, reading: Reading) -> Judged:
    entry, span = text.entry(number), text.spans[number]
    kinds = entry.kinds
    if entry.generic and "zone" in kinds:
        return _zone(text, number, reading)
    if "town" in kinds:
        return _town(text, number, reading)
    other = _twin_named(text, number)
    if other is not None:
        return _taken(entry, span, other, f"{reading.why}; {other.name} elsewhere is meant: its parent is named", 0.9)
    parent = text.before(number)
    if parent is not None and not _is_near(parent, entry.own[0]) and cues().elsewhere.match(_right(text, number)):
        return _refused(entry, span, f"{cues().elsewhere_why}: {parent.name} stands before it")
    after = _province_after(text, number) if entry.form == "latin" else None
    if after is not None and after.code not in entry.own[0].parents:
        return _refused(entry, span, f"a place in {after.name}, which stands after it")
    place = entry.own[0]
    if reading.sort == "word" and not _has_evidence(text, number, place):
        return _refused(entry, span, f"{reading.why}, and nothing near tells that the place is meant")
    return _taken(entry, span, place, reading.why, _SCORES[entry.form], reading)


_SCORES = {"full": 0.99, "short": 0.92, "latin": 0.9, "fault": 0.85}


def _right(text: _Text, number: int) -> str:
    end = text.spans[number].end
    return text.folded[end : end + SEEN]


def _province_after(text: _Text, number: int) -> Named | None:
    """Return the province that stands after a name as in an English address: Changle, Fujian."""
    if number + 1 == len(text.spans) or text.between(number, number + 1) != _COMMA:
        return None
    return next((place for place in text.entry(number + 1).places if place.kind == "province"), None)


def _is_near(parent: Named, place: Named) -> bool:
    """Tell whether a place holds another, or lies in the same city or province as a whole."""
    return parent.own or parent.code in place.parents


def _twin_named(text: _Text, number: int) -> Named | None:
    """Return the place elsewhere of the same name whose parent the sentence names before, nearer than the region."""
    others = [place for place in text.entry(number).places if not place.own]
    if not others:
        return None
    for parent in text.earlier(number, in_sentence=True):
        if parent.own:
            return None
        meant = [other for other in others if parent.code in other.parents]
        if meant:
            return meant[0]
    return None


def _has_evidence(text: _Text, number: int, place: Named) -> bool:
    before = text.before(number)
    if before is not None and before.code in place.parents:
        return True
    return any(other.own for other in text.listed(number))


def _zone(text: _Text, number: int, reading: Reading) -> Judged:
    """Judge a zone by a name that many cities have: the parent named nearest tells whose it is."""
    entry, span = text.entry(number), text.spans[number]
    zone = entry.own[0]
    before = text.before(number)
    if before is not None:
        if before.code in zone.parents and before.kind == "city":
            return _taken(entry, span, zone, f"{before.name} stands before it", 0.97, reading)
        if before.kind != "zone":
            return _refused(entry, span, f"the zone of {before.name}, which stands before it")
    if any(other.own for other in text.listed(number)):
        return _taken(entry, span, zone, "in a list with places of the region", 0.93, reading)
    if not _is_free(text, span):
        return _refused(entry, span, "a part of a longer name, or a word for many areas")
    nearest = next((place for place in text.earlier(number, in_sentence=True) if place.kind != "province"), None)
    if nearest is not None and not nearest.own:
        return _refused(entry, span, f"{nearest.name} is named before it")
    if nearest is not None:
        return _taken(entry, span, zone, f"{nearest.name} is named before it", 0.9, reading)
    if entry.pattern in cues().vague:
        return _refused(entry, span, "a word for many areas, and nothing near tells which")
    nearest = next((place for place in text.earlier(number, in_sentence=False) if place.kind != "province"), None)
    if nearest is not None and not nearest.own:
        return _refused(entry, span, f"{nearest.name} is the city that the text named last")
    return _taken(entry, span, zone, "the region's own, for no other city is named", 0.85, reading)


def _is_free(text: _Text, span: Span) -> bool:
    """Tell whether a name of many begins where the words before end: not in 国家高新区, 前湾综保区."""
    left = text.folded[max(span.start - SEEN, 0) : span.start]
    if not left or not left[-1].isalpha() or left[-1] in cues().after_characters:
        return True
    found = classes(left)
    return bool(found) and found[-1][1] in cues().after_classes


def _town(text: _Text, number: int, reading: Reading) -> Judged:
    entry, span = text.entry(number), text.spans[number]
    before = text.before(number)
    towns = [place for place in entry.own if place.kind == "town"]
    if before is not None and before.kind not in ("province", "zone"):
        inside = [town for town in towns if before.code in (town.code, *town.parents)]
        if not inside:
            return _refused(entry, span, f"a town of {before.name}, which stands before it")
        if len(inside) == 1:
            return _taken(entry, span, inside[0], f"a town of {before.name}, which stands before it", 0.98)
    elif before is not None and before.kind == "province" and before.code not in towns[0].parents:
        return _refused(entry, span, f"a town in {before.name}, which stands before it")
    near = [*text.earlier(number, in_sentence=True), *text.later(number)]
    counties = [place for place in near if place.kind in ("county", "town", "city")]
    meant = [town for place in counties for town in towns if place.code == town.code]
    if meant:
        return _taken(entry, span, meant[0], "its county is named in the sentence", 0.93)
    if counties and not any(place.own for place in counties):
        return _refused(entry, span, f"{counties[0].name} is named in the sentence")
    far = [place for place in text.earlier(number, in_sentence=False) if place.kind in ("county", "town", "city")]
    if len(towns) > 1:
        meant = [town for place in far for town in towns if place.code == town.code]
        return _taken(entry, span, meant[0], "its county is named before", 0.85) if meant else _ambiguous(entry, span, towns)
    if far and not counties and not any(place.own for place in far):
        return _refused(entry, span, f"{far[0].name} is the place that the text named last")
    return _taken(entry, span, towns[0], "a town of the region", 0.9)


def _of_china(text: _Text, number: int, reading: Reading) -> Judged:
    entry, span = text.entry(number), text.spans[number]
    score = _SCORES[entry.form]
    places = entry.places
    before = text.before(number)
    inside = [place for place in places if before is not None and before.code in place.parents]
    if len(inside) == 1:
        return _taken(entry, span, inside[0], f"{reading.why}; its parent stands before it", score, reading)
    if before is not None and cues().elsewhere.match(_right(text, number)) and entry.form == "short" and not inside:
        return _refused(entry, span, f"{cues().elsewhere_why}: {before.name} stands before it")
    listed = list(text.listed(number))
    if reading.sort == "word" and not inside and not listed and not (entry.form == "full" and len(places) > 1):
        return _refused(entry, span, f"{reading.why}, and nothing near tells that a place is meant")
    if len(places) == 1:
        return _taken(entry, span, places[0], reading.why, score, reading)
    meant = _narrowed(text, number, inside or places)
    if len(meant) == 1:
        return _taken(entry, span, meant[0], f"{reading.why}; a place near it tells which", min(score, 0.93), reading)
    greatest = _greatest(meant) if entry.form == "short" else None
    if greatest is not None:
        return _taken(entry, span, greatest, f"{reading.why}; the greatest of that name", 0.75, reading)
    if reading.sort == "word":
        return _refused(entry, span, f"{reading.why}, and nothing near tells which place is meant")
    return _ambiguous(entry, span, meant)


def _narrowed(text: _Text, number: int, places: Iterable[Named]) -> list[Named]:
    """Narrow down places of one name by the parents and neighbours named nearest: sentence first, then the text."""
    left = list(places)
    for ring in (
        text.earlier(number, in_sentence=True),
        text.later(number),
        text.earlier(number, in_sentence=False),
    ):
        for near in ring:
            codes = {near.code, *near.parents[:1]} if near.kind in ("county", "town", "zone") else {near.code}
            inside = [place for place in left if codes & {place.code, *place.parents}]
            left = inside or left
            if len(left) == 1:
                return left
    return left


def _greatest(places: Sequence[Named]) -> Named | None:
    """Return the one province, or else the one city, that a bare name means before all counties."""
    if places and places[0].name[:2] in cues().never_greatest:
        return None
    for kind in ("province", "city"):
        found = [place for place in places if place.kind == kind]
        if found:
            return found[0] if len(found) == 1 else None
    return None


def _taken(  # noqa: PLR0913  # what a verdict consists of
    entry: Entry, span: Span, place: Named, why: str, score: float, reading: Reading | None = None
) -> Judged:
    more = reading.more if reading else 0
    return Judged(entry, span.start, span.end + more, "taken", why, score, place, model=bool(more))


def _refused(entry: Entry, span: Span, why: str) -> Judged:
    return Judged(entry, span.start, span.end, "refused", why, 0.9)


def _ambiguous(entry: Entry, span: Span, places: Sequence[Named]) -> Judged:
    why = "places of this name lie in several cities, and the text does not tell which"
    return Judged(entry, span.start, span.end, "ambiguous", why, 0.5, candidates=tuple(places))
