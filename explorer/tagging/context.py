"""Read the words around a name: they tell a place from a person, a road, another word, a model."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, NamedTuple

from explorer.messages import Message, message
from explorer.tagging.cues import cues, signs_of
from explorer.tagging.segmenter import (
    classes,
    crosses_beginning,
    crosses_end,
    is_word,
    stands_alone,
    word_begun,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from explorer.tagging.gazetteer import Gazetteer, GazetteerEntry, Named
    from explorer.tagging.mention import Verdict
    from explorer.tagging.spans import Span


SEEN = 8  # characters looked at on each side
MODEL = "模式"
_NOT_MODEL = ("模式化", "模式识别")
_MODELLED = frozenset(["county", "city", "zone"])
_GIVEN_NAME = 2  # characters of a person's name that a place's name may be
_SHORTEST_FULL = 3  # two characters and a rank
_PERSON = message("a person's name: a surname stands before it")
_TORN = message("a part of other words, as the segmenter reads it")
_WEEK = "周"

Sort = Literal["place", "word", "model", "other"]
SCORES = {"full": 0.99, "short": 0.92, "latin": 0.9, "fault": 0.85}
_SENTENCE_END = re.compile(r"[。！？!?;；\n]|\. ")
_WIDEST_JOINT = 6  # characters between two of a list: 慈溪的杨梅、仙居
_FAR = 40  # names looked back at across sentences
_JOINTS = frozenset(["", "的", "·", "(", "（", "市", "省"])  # what may stand between a parent and its part


@dataclass(frozen=True)
class Sense:
    """
    What the words around a name say.

    ``place``: a place; ``word``: perhaps a place, perhaps a common word; ``model``: a named model; ``other``: no place.
    """

    sort: Sort
    why: Message
    more: int = 0  # characters that belong to it after the name


def read(entry: GazetteerEntry, left: str, right: str, *, followed: bool) -> Sense:
    """
    Read a name in its surroundings.

    Parameters
    ----------
    left, right
        Folded text before and after, at most ``SEEN`` characters of each.
    followed
        Whether another name begins where this one ends.
    """
    if entry.form == "latin":
        return _latin(left, right)
    if right.startswith(MODEL) and not right.startswith(_NOT_MODEL) and entry.kinds & _MODELLED:
        return Sense("model", message("a model that is named after the place"), len(MODEL))
    sign = _sign(entry, left, right, followed=followed)
    if sign:
        return Sense("other", sign)
    if entry.form == "fault":
        return _misread(entry.pattern, left, right)
    if entry.form == "full" and len(entry.pattern) > len("某县"):
        return _full(entry.pattern, left, right)
    return _short(entry.pattern, left, right)


def _misread(name: str, left: str, right: str) -> Sense:
    if crosses_beginning(left, name) and not stands_alone(left, name, right):
        return Sense("other", _TORN)  # 主推坊市
    return Sense("place", message("the full name with one character misread"))


def _full(name: str, left: str, right: str) -> Sense:
    if len(name) == _SHORTEST_FULL and crosses_beginning(left, name) and not stands_alone(left, name, right):
        return Sense("other", _TORN)  # 诉诸城市, 三峡山区
    if name in cues().generic_full and not cues().organs.match(right):
        return Sense("word", message("the full name, which is a common word too"))
    return Sense("place", message("the full name"))


def _short(name: str, left: str, right: str) -> Sense:
    why = _other_word(name, left, right)
    if why:
        return Sense("other", why)
    if _is_person(name, left, right):
        return Sense("other", _PERSON)
    if name in cues().common:
        return Sense("word", message("the name without its rank, which is a common word too"))
    return Sense("place", message("the name without its rank"))


def _other_word(name: str, left: str, right: str) -> Message | None:
    """Return of which other word or thing a name is a part; None if of none."""
    if cues().tails.match(name[-1] + right):
        return message("a part of another word: %(word)s", word=name + right[:2])
    if _is_torn(name, left, right):
        return _TORN
    beginning = cues().things_by_beginning.get(name[:2], ())
    thing = next((thing for thing in beginning if (name + right).startswith(thing)), "")
    if thing:
        return message("a part of the name of something else: %(thing)s", thing=thing)
    longer = _longer(name, left, right)
    return message("a part of a longer word: %(word)s", word=longer) if longer else None


def _is_torn(name: str, left: str, right: str) -> bool:
    """Tell whether other words lie across the edges of a name, and the segmenter reads them rather than the name."""
    begins = crosses_beginning(left, name)
    if not begins and name[0] in cues().bound:
        return False  # 寿 is no word: 寿光学习 is not 光学
    ends = crosses_end(name, right)
    if not (begins or ends) or stands_alone(left, name, right):
        return False
    longer = word_begun(left, name, right)
    return not longer or not _tells_place(longer, name)


def _sign(entry: GazetteerEntry, left: str, right: str, *, followed: bool) -> Message | None:
    if entry.form == "short" and not followed and cues().other_rank.match(right):
        return message("a unit of another rank, of old or elsewhere")
    why = signs_of(entry.form, entry.kinds).why(left, right, followed=followed)
    own = cues().homographs.get(entry.pattern)
    if own and not why:
        why = own.why(left, right, followed=followed)
    return Message(why) if why else None


def _longer(name: str, left: str, right: str) -> str:
    """Return the word of the dictionary that the name is a part of, empty if that word still tells the place."""
    for word in (name + right[:1], name + right[:2], left[-1:] + name, left[-2:] + name):
        if len(word) > len(name) and is_word(word) and not _tells_place(word, name):
            return word
    return ""


def _tells_place(word: str, name: str) -> bool:
    """Tell whether a longer word still speaks of the place: 寿光市, 北京人; not 高密度."""
    rest = word[len(name) :] if word.startswith(name) else ""
    if rest in cues().natural:
        return False
    if rest and rest[0] in cues().tells_place:
        return True
    told = "n" if len(rest) > 1 and is_word(rest) else ("ns", "nt", "nz")  # 济南军区, not 长治久安
    return all(sort.startswith(told) for _, sort in classes(word)) and name not in cues().common


def _is_person(name: str, left: str, right: str) -> bool:
    if len(name) != _GIVEN_NAME or not left or right[:1] in tuple("市县区"):
        return False
    if cues().double_surnames.search(left):
        return True
    surname, before = left[-1], left[:-1]
    if is_word(left[-2:]) and len(left) > 1:
        return False
    if surname in cues().surnames:
        return surname != _WEEK or before[-1:] not in cues().numbers
    return surname in cues().doubtful_surnames and cues().people.search(before) is not None


def _latin(left: str, right: str) -> Sense:
    if _is_letter(left[-1:]) or _is_letter(right[:1]):
        return Sense("other", message("a part of another word"))
    if (left and left[-1] in "@./_-") or (right and right[0] in "@_./" and _is_letter(right[1:2])):
        return Sense("other", message("a part of an address on the net"))
    if cues().latin_person_before.search(left) or cues().latin_person_after.match(right):
        return Sense("other", _PERSON)
    if cues().latin_other.match(right):
        return Sense("other", message("the name of a road or a house"))
    return Sense("place", message("the name in English or pinyin"))


def _is_letter(character: str) -> bool:
    return character.isascii() and character.isalnum()


class Judged(NamedTuple):  # a light one: a long text has a hundred thousand
    """A name with its verdict; ``place`` is None if it is none, or if it is ambiguous among ``candidates``."""

    entry: GazetteerEntry
    start: int  # in folded text, as end
    end: int
    verdict: Verdict
    why: Message
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

    def entry(self, number: int) -> GazetteerEntry:
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

    def taken(self, number: int, place: Named, why: Message, score: float, reading: Sense | None = None) -> Judged:
        """Take a name for a place; ``reading`` tells whether it is a model's."""
        _, start, end = self.spans[number]
        more = reading.more if reading else 0
        return Judged(self.entry(number), start, end + more, "taken", why, score, place, (), more > 0)

    def refused(self, number: int, why: Message) -> Judged:
        """Refuse a name."""
        _, start, end = self.spans[number]
        return Judged(self.entry(number), start, end, "refused", why, 0.9)

    def ambiguous(self, number: int, places: Sequence[Named]) -> Judged:
        """Leave it open which of several places is meant."""
        _, start, end = self.spans[number]
        why = message("places of this name lie in several cities, and the text does not tell which")
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
