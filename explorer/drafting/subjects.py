"""Tell which places a sentence speaks of at a character, and which names stand for places that are not recorded."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

from explorer.drafting.signals import one_of
from geodata.places import Zone
from geodata.units import units

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from explorer.drafting.article import Reading, Sentence
    from explorer.drafting.phrases import Span
    from explorer.tagging.mention import Mention
    from geodata import Places


_LONGEST_UNIT: Final = 12  # characters of the name of a county
_HAN: Final = "[\u4e00-\u9fff]"
_JOINED: Final = frozenset(
    {
        "、",
        "和",
        "与",
        "及",
        "以及",
        "”“",
        "，",
        "同",
        "则和",
        "则与",
        "也和",
        "也与",
        "会同",
        "联合",
        "携手",
        "联手",
        "牵手",
    }
)
UNRECORDED: Final = ""  # code of a place that the region does not hold
_BYLINE: Final = re.compile("记者|通讯员|来源|供稿|作者|编辑|融媒|宣传部|日报|晚报")
_TITLE_SENTENCES = 3  # headline, sub-headline, by-line


def unrecorded(sentence: str) -> Iterator[Span]:
    """Yield where a sentence, or what follows a semicolon, begins with such a place: "洋河新区探索…", "昆山市推出…"."""
    for match in _subject().finditer(sentence):
        at = match.start("subject")
        named = _zone().match(sentence, at)
        if named and (not _generic().fullmatch(named["stem"]) or _names_unit(named["stem"])):
            yield at, named.end()
        elif unit := next((end for end in range(at + _LONGEST_UNIT, at + 2, -1) if sentence[at:end] in _units()), None):
            yield at, min(unit, len(sentence))


def zone_end(sentence: str, at: int) -> int | None:
    """Return where the zone ends that takes the city's name before a character: 嘉兴|经开区; None if none does."""
    match = _zone_of_city().match(sentence, at)
    return match.end() if match else None


@cache
def _zone_of_city() -> re.Pattern[str]:
    return re.compile(rf"市?{one_of('areas', 'attributes')}*{one_of('areas', 'zones')}")


@cache
def _subject() -> re.Pattern[str]:
    """Match what may precede a subject: a mark of a list, "2023年，", "在"."""
    mark = r"[●◆■★▲○◇·\s\d.、（）一二三四五六七八九十]{0,8}"
    when = rf"[^，。；]{{0,8}}(?:年|月|日|前|来|期间)，?|{one_of('areas', 'before')}，?"
    return re.compile(rf"(?:^|(?<=；)){mark}(?:{when})?在?(?P<subject>{_HAN})")


@cache
def _zone() -> re.Pattern[str]:
    return re.compile(rf"(?P<stem>{_HAN}{{2,8}}?){one_of('areas', 'zones')}")


@cache
def _generic() -> re.Pattern[str]:
    return re.compile(rf".*(?:{one_of('areas', 'generic')})|.*[为以把对在与和将的按据向从被是有不出进让].*")


def _names_unit(stem: str) -> bool:
    """Tell whether a zone is called after a county or a city, 苏州工业园区, and not at large, 产业园区."""
    return any(f"{stem[:length]}{rank}" in _units() for length in (2, 3) for rank in "市县区")


@cache
def _units() -> frozenset[str]:
    return frozenset(unit.name_zh for unit in units() if unit.level != "province" and len(unit.name_zh) > 2)  # noqa: PLR2004


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
        self._section = self._carried = self.article
        self.named: list[Span] = []  # places of the region in the sentence entered last, counted from its start
        self._here: list[Spot] = []
        self._back = False

    def enter(self, sentence: Sentence) -> None:
        """Begin a sentence: a new paragraph forgets the subject of the last one, a heading that of the last section."""
        if sentence.first:
            self._carried = self.article if sentence.form == "heading" else self._section
        first, last = (bisect_left(self._spots, at, key=lambda s: s.start) for at in (sentence.start, sentence.end))
        own = [self._whole(spot, sentence) for spot in self._spots[first:last]]
        self.named = [(spot.start - sentence.start, spot.end - sentence.start) for spot in own]
        found = [*own, *self._ours(sentence), *self._unrecorded(sentence, own)]
        self._here = sorted(found, key=lambda spot: spot.start)
        self._back = _looks_back(sentence.text)
        if sentence.form == "heading" and not _BYLINE.search(sentence.text):
            self._section = self._headed()

    def leave(self, sentence: Sentence) -> None:
        """End a sentence: its last subject goes on, unless it only looks back, or is a heading."""
        if self._here and not self._back and sentence.form != "heading":
            self._carried = self._group(len(self._here) - 1, "carried from the sentence before")

    def at(self, at: int) -> Told:
        """Return the places told of at a character of the reading that stands in the sentence entered last."""
        if self._back:
            return self._carried
        after = bisect_right(self._here, at, key=lambda spot: spot.start)
        if after:
            return self._group(after - 1, "named before it in the sentence")
        if self._here and "…" in self._text[at : self._here[-1].start]:
            first = next(n for n, spot in enumerate(self._here) if "…" in self._text[at : spot.start])
            return self._group(first, "named where the enumeration ends")
        return self._carried

    def _headed(self) -> Told:
        """Return the places that a heading names in one breath, for the paragraphs below; else the article's."""
        if not self._here:
            return self.article
        told = self._group(0, "named in the heading")
        rest = {spot.code for spot in self._here if spot.start >= told.end} - {*told.places, self._places.city.code}
        return self.article if rest or told.places == (self._places.city.code,) else told

    def _whole(self, spot: Spot, sentence: Sentence) -> Spot:
        """Take the city's name with a zone that follows it, and is not recorded, as one place."""
        end = zone_end(sentence.text, spot.end - sentence.start) if spot.code == self._places.city.code else None
        return Spot(UNRECORDED, spot.start, sentence.start + end) if end else spot

    def _unrecorded(self, sentence: Sentence, taken: Sequence[Spot]) -> Iterator[Spot]:
        """Yield places that the region does not hold: what is told of them is told of no place of ours."""
        if not self._spots:
            return  # of an article that names no place of the region nothing is told of one
        for begins, ends in unrecorded(sentence.text):
            start, end = sentence.start + begins, sentence.start + ends
            if not any(spot.start < end and start < spot.end for spot in taken):
                yield Spot(UNRECORDED, start, end)

    def _ours(self, sentence: Sentence) -> Iterator[Spot]:
        """Yield 全市, 我县: the place carried, else the article's; 全市 is the city where the place carried is none."""
        if not self.article.places:
            return
        for match in self._generic(sentence):
            yield Spot(self._carried.places[0], sentence.start + match.start(), sentence.start + match.end())
        for match in _ours().finditer(sentence.text):
            carried = self._carried.places
            code = carried[0] if len(carried) == 1 else self.article.places[0]
            if "市" in match.group() and code in self._places and not self._places[code].name_zh.endswith("市"):
                code = self._places.city.code
            yield Spot(code, sentence.start + match.start(), sentence.start + match.start() + 2)

    def _generic(self, sentence: Sentence) -> Iterator[re.Match[str]]:
        """Find the zone carried by a name that many share: 综保区 below a heading that names 潍坊综合保税区."""
        zone = self._places[self._carried.places[0]] if len(self._carried.places) == 1 else None
        if isinstance(zone, Zone):
            yield from re.finditer(rf"^(?:{'|'.join(map(re.escape, zone.aliases_zh))})", sentence.text)

    def _group(self, last: int, why: str) -> Told:
        """Take the places that are named in one breath with this one: "寿光、青州、诸城"; of 潍坊青州 the county."""
        spots, first = self._here, last
        while first > 0 and self._text[spots[first - 1].end : spots[first].start] in _JOINED:
            first -= 1
        while last + 1 < len(spots) and self._text[spots[last].end : spots[last + 1].start] in _JOINED - {"，"}:
            last += 1
        codes = tuple(dict.fromkeys(spot.code for spot in spots[first : last + 1] if spot.code != UNRECORDED))
        inner = tuple(code for code in codes if code != self._places.city.code)
        told = why if codes else f"{self._text[spots[first].start : spots[last].end]} is no recorded place"
        return Told(inner or codes, spots[first].start, spots[last].end, told)


def _looks_back(text: str) -> bool:
    return re.match(rf"(?:\d{{4}}年，?)?[^，。]{{0,4}}{one_of('backward')}(?!市|县|区)", text) is not None


@cache
def _ours() -> re.Pattern[str]:
    return re.compile(rf"(?:^|(?<=[，；：…●◆■★▲]))(?:截至目前，|目前，)?{one_of('ours')}")
