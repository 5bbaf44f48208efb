"""Tell whether what stands near a common word shows that a place is meant by it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from explorer.tagger.cues import cues
from explorer.tagger.segmenter import classes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from explorer.tagger.gazetteer import Named
    from explorer.tagger.nearby import Text

_COUNTED_WITHIN = 40  # characters that a list and the number of its places may take
_NAMES = ("ns", "nr")  # word classes of names, of places and of people


def is_backed(text: Text, number: int, places: Sequence[Named]) -> bool:
    """Tell whether the text shows that one of these places is meant: lists it, counts it, speaks as of a place."""
    if _follows_another(text, number):
        return False  # 江西南部
    return (
        any(other.own for other in text.listed(number))
        or _is_counted(text, number)
        or _is_framed(text, number)
        or _holds_next(text, number, places)
        or _is_named_before(text, number, places)
    )


def _follows_another(text: Text, number: int) -> bool:
    return number > 0 and text.spans[number - 1].end == text.spans[number].start and text.before(number) is not None


def _is_counted(text: Text, number: int) -> bool:
    end = text.spans[number].end
    return cues().counted.match(text.folded, end, end + _COUNTED_WITHIN) is not None


def _is_framed(text: Text, number: int) -> bool:
    return cues().frames.why(text.left(number), text.right(number), followed=False) != ""


def _holds_next(text: Text, number: int, places: Sequence[Named]) -> bool:
    """Tell whether a part of one of the places follows: 玉林兴业县."""
    if number + 1 == len(text.spans) or text.between(number, number + 1):
        return False
    codes = {place.code for place in places}
    return any(codes.intersection(part.parents) for part in text.entry(number + 1).places)


def _is_named_before(text: Text, number: int, places: Sequence[Named]) -> bool:
    """Tell whether the text has named one of the places before, and the word is most often a name."""
    codes = {place.code for place in places}
    if text.named.isdisjoint(codes) or not any(near.code in codes for near in text.earlier(number, in_sentence=False)):
        return False
    name = text.entry(number).pattern
    return classes(name)[0][1].startswith(_NAMES) and not cues().directions.intersection(name)
