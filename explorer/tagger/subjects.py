"""Tell which places a sentence speaks of at some character, carrying the subject from sentence to sentence."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

from explorer.tagger.signals import one_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from explorer.tagger.mention import Mention
    from explorer.tagger.reading import Reading, Sentence
    from geodata import Places

_JOINED: Final = frozenset({"、", "和", "与", "及", "以及", "”“", "，"})
_TITLE_SENTENCES = 3  # headline, sub-headline, by-line


@dataclass(frozen=True)
class Spot:
    """A place named in the reading: its code, and the characters that name it."""

    code: str
    start: int
    end: int


@dataclass(frozen=True)
class Told:
    """Places that something is told of, where they are named (an empty stretch if nowhere), and how it is known."""

    places: tuple[str, ...]
    start: int
    end: int
    why: str


NOWHERE: Final = Told((), 0, 0, "no place of the region is named")


def spots_of(reading: Reading, mentions: Sequence[Mention], places: Places) -> tuple[Spot, ...]:
    """Return where the reading names places of the region; models and places elsewhere are left out."""
    named = (each for each in mentions if each.kind != "model" and each.verdict == "taken" and each.code in places)
    found = (Spot(each.code, *reading.located(each.start, each.end)) for each in named)
    return tuple(sorted((spot for spot in found if spot.start < spot.end), key=lambda spot: spot.start))


def of_article(reading: Reading, spots: Sequence[Spot], places: Places) -> Told:
    """Return the place that the article is about: the city, unless a county is named in the title or most of all."""
    if not spots:
        return NOWHERE
    city = places.city.code
    title_ends = max((each.end for each in reading.sentences[:_TITLE_SENTENCES] if each.form == "heading"), default=0)
    titled = [spot for spot in spots if spot.end <= title_ends]
    counts = Counter(spot.code for spot in spots)
    often, times = counts.most_common(1)[0]
    mostly = often if times > len(spots) / 2 else city
    code = titled[0].code if titled and len({spot.code for spot in titled}) == 1 else mostly
    first = next((spot for spot in spots if spot.code == code), None)
    return (
        Told((code,), first.start, first.end, "the place of the article")
        if first
        else Told((city,), 0, 0, "the region")
    )


class Subjects:
    """The places told of in the sentences of a reading, read in order."""

    def __init__(self, reading: Reading, spots: Sequence[Spot], places: Places) -> None:
        self._text = reading.text
        self._spots = spots
        self._places = places
        self.article = of_article(reading, spots, places)
        self._carried = self.article

    def enter(self, sentence: Sentence) -> None:
        """Begin a sentence: a new paragraph forgets the subject of the last one."""
        if sentence.first:
            self._carried = self.article

    def leave(self, sentence: Sentence) -> None:
        """End a sentence: its last subject goes on, unless it only looks back."""
        spots = self._in(sentence)
        if spots and not _looks_back(sentence.text):
            self._carried = self._group(spots, len(spots) - 1, "carried from the sentence before")

    def at(self, sentence: Sentence, at: int) -> Told:
        """Return the places told of at a character of the reading that stands in this sentence."""
        if _looks_back(sentence.text):
            return self._carried
        spots = self._in(sentence)
        before = [n for n, spot in enumerate(spots) if spot.start <= at]
        if before:
            return self._group(spots, before[-1], "named before it in the sentence")
        later = [n for n, spot in enumerate(spots) if "…" in self._text[at : spot.start]]
        if later:
            return self._group(spots, later[0], "named where the enumeration ends")
        return self._carried

    def _in(self, sentence: Sentence) -> list[Spot]:
        named = [spot for spot in self._spots if sentence.start <= spot.start < sentence.end]
        ours = (
            Spot(self._carried.places[0] if len(self._carried.places) == 1 else self.article.places[0], at, at + 2)
            for at in (sentence.start + match.start() for match in _ours().finditer(sentence.text))
            if self.article.places
        )
        return sorted([*named, *ours], key=lambda spot: spot.start)

    def _group(self, spots: Sequence[Spot], last: int, why: str) -> Told:
        """Take the places that are named in one breath with this one: "寿光、青州、诸城"; of 潍坊青州 the county."""
        first = last
        while first > 0 and self._text[spots[first - 1].end : spots[first].start] in _JOINED:
            first -= 1
        while last + 1 < len(spots) and self._text[spots[last].end : spots[last + 1].start] in _JOINED - {"，"}:
            last += 1
        codes = tuple(dict.fromkeys(spot.code for spot in spots[first : last + 1]))
        inner = tuple(code for code in codes if code != self._places.city.code)
        return Told(inner or codes, spots[first].start, spots[last].end, why)


def _looks_back(text: str) -> bool:
    return re.match(rf"(?:\d{{4}}年，?)?[^，。]{{0,4}}{one_of('backward')}(?!市|县|区)", text) is not None


@cache
def _ours() -> re.Pattern[str]:
    return re.compile(rf"(?:^|(?<=[，；：…]))(?:截至目前，|目前，)?{one_of('ours')}")
