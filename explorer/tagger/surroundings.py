"""Read the words right around a name: they tell a place from a person, a road, another word, a model."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from explorer.tagger.cues import cues, signs_of
from explorer.tagger.remembering import remembered
from explorer.tagger.segmenter import classes, crosses_beginning, crosses_end, is_word, stands_alone, word_begun

if TYPE_CHECKING:
    from explorer.tagger.gazetteer import Entry

SEEN = 8  # characters looked at on each side
MODEL = "模式"
_NOT_MODEL = ("模式化", "模式识别")
_MODELLED = frozenset(["county", "city", "zone"])
_MOST_READINGS = 65_536
_GIVEN_NAME = 2  # characters of a person's name that a place's name may be
_SHORTEST_FULL = 3  # two characters and a rank
_TORN = "a part of other words, as the segmenter reads it"
_WEEK = "周"

Sort = Literal["place", "word", "model", "other"]


@dataclass(frozen=True)
class Reading:
    """
    What the words around a name say.

    ``place``: a place; ``word``: perhaps a place, perhaps a common word; ``model``: a named model; ``other``: no place.
    """

    sort: Sort
    why: str
    more: int = 0  # characters that belong to it after the name


@remembered(_MOST_READINGS)
def read(entry: Entry, left: str, right: str, followed: bool) -> Reading:  # noqa: FBT001  # a key of the cache
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
        return Reading("model", "a model that is named after the place", len(MODEL))
    sign = _sign(entry, left, right, followed)
    if sign:
        return Reading("other", sign)
    if entry.form == "fault":
        return _misread(entry.pattern, left, right)
    if entry.form == "full" and len(entry.pattern) > len("某县"):
        return _full(entry.pattern, left, right)
    return _short(entry.pattern, left, right)


def _misread(name: str, left: str, right: str) -> Reading:
    if crosses_beginning(left, name) and not stands_alone(left, name, right):
        return Reading("other", _TORN)  # 主推坊市
    return Reading("place", "the full name with one character misread")


def _full(name: str, left: str, right: str) -> Reading:
    if len(name) == _SHORTEST_FULL and crosses_beginning(left, name) and not stands_alone(left, name, right):
        return Reading("other", _TORN)  # 诉诸城市, 三峡山区
    if name in cues().generic_full and not cues().organs.match(right):
        return Reading("word", "the full name, which is a common word too")
    return Reading("place", "the full name")


def _short(name: str, left: str, right: str) -> Reading:
    why = _other_word(name, left, right)
    if why:
        return Reading("other", why)
    if _is_person(name, left, right):
        return Reading("other", cues().person_why)
    if name in cues().common:
        return Reading("word", "the name without its rank, which is a common word too")
    return Reading("place", "the name without its rank")


def _other_word(name: str, left: str, right: str) -> str:
    """Return of which other word or thing a name is a part; empty if of none."""
    if cues().tails.match(name[-1] + right) or cues().heads.fullmatch(left[-1:] + name[0]):
        return f"a part of another word: {name}{right[:2]}"
    if _is_torn(name, left, right):
        return _TORN
    beginning = cues().things_by_beginning.get(name[:2], ())
    thing = next((thing for thing in beginning if (name + right).startswith(thing)), "")
    if thing:
        return f"a part of the name of something else: {thing}"
    longer = _longer(name, left, right)
    return f"a part of a longer word: {longer}" if longer else ""


def _is_torn(name: str, left: str, right: str) -> bool:
    """Tell whether other words lie across the edges of a name, and the segmenter reads them rather than the name."""
    begins = crosses_beginning(left, name)
    if not begins and name[0] in cues().bound:
        return False  # 寿 is no word: 寿光学习 is not 光学
    ends = crosses_end(name, right) and not cues().list_end.match(right)
    if not (begins or ends) or stands_alone(left, name, right):
        return False
    longer = word_begun(left, name, right)
    return not longer or not _tells_place(longer, name)


def _sign(entry: Entry, left: str, right: str, followed: bool) -> str:  # noqa: FBT001  # as above
    if entry.form == "short" and not followed and cues().other_rank.match(right):
        return "a unit of another rank, of old or elsewhere"
    why = signs_of(entry.form, entry.kinds).why(left, right, followed=followed)
    own = cues().homographs.get(entry.pattern)
    return own.why(left, right, followed=followed) if own and not why else why


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
        is_week = surname == _WEEK and before[-1:] in cues().numbers
        return not is_week or cues().titles.search(before) is not None
    return surname in cues().doubtful_surnames and cues().people.search(before) is not None


def _latin(left: str, right: str) -> Reading:
    if _is_letter(left[-1:]) or _is_letter(right[:1]):
        return Reading("other", "a part of another word")
    if (left and left[-1] in "@./_-") or (right and right[0] in "@_./" and _is_letter(right[1:2])):
        return Reading("other", "a part of an address on the net")
    if cues().latin_person_before.search(left) or cues().latin_person_after.match(right):
        return Reading("other", cues().person_why)
    if cues().latin_other.match(right):
        return Reading("other", "the name of a road or a house")
    return Reading("place", "the name in English or pinyin")


def _is_letter(character: str) -> bool:
    return character.isascii() and character.isalnum()
