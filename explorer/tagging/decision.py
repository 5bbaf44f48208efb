"""Judge each name of a text: by the words right around it, then by the places that are named near it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from explorer.messages import message
from explorer.tagging.ambiguity import is_backed, is_word_alone, of_china, town, zone
from explorer.tagging.context import SCORES, SEEN, Judged, Sense, Text, read
from explorer.tagging.cues import cues
from explorer.tagging.spans import spans

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from explorer.messages import Message
    from explorer.tagging.gazetteer import Gazetteer, Named
    from explorer.tagging.spans import Span


_SENTENCE_END = re.compile(r"[。！？!?;；\n]|$")
_MERE_WORD: Final = message(
    "%(why)s, and nothing near tells that a place is meant",
    why=message("the name without its rank, which is a common word too"),
)


def stretches(folded: str, words: Iterable[Span]) -> Iterator[range]:
    """Yield from where to where a folded text tells of the past: from a word for it to the end of the sentence."""
    for _, start, _ in words:
        ending = _SENTENCE_END.search(folded, start)
        end = ending.start() if ending else len(folded)
        if not cues().today.search(folded, start, end):
            yield range(start, end)


def judged(folded: str, names: Gazetteer) -> tuple[Judged, ...]:
    """Return every name of a folded text with its verdict, in order; none overlaps another."""
    found = spans(folded, names)
    past = [span for span in found if span[0] in names.past]
    if past:
        found = [span for span in found if span[0] not in names.past]
    text = Text(folded, names, found, tuple(stretches(folded, past)))
    for number in range(len(text.spans)):
        text.add(_judge(text, number))
    return tuple(text.done)


def _judge(text: Text, number: int) -> Judged:
    spans, folded = text.spans, text.folded
    index, start, end = spans[number]
    entry = text.names.entries[index]
    if entry.is_word and not (entry.own and text.names.region) and is_word_alone(text, number):
        return text.refused(number, _MERE_WORD)
    # By place in the tuple, not by name: each name of a long text comes here.
    follows = number > 0 and spans[number - 1][2] == start
    followed = number + 1 < len(spans) and spans[number + 1][1] == end
    # A name right before parts as the end of a sentence does.
    left = "" if follows else folded[start - SEEN if start > SEEN else 0 : start]
    reading = read(entry, left, folded[end : end + SEEN], followed=followed)
    if reading.sort == "other":
        return text.refused(number, reading.why)
    if text.past and text.is_of_past(number):
        return text.refused(number, message("a name of history"))
    if reading.sort == "place" and entry.is_certain and not follows:  # the most by far
        return Judged(entry, start, end, "taken", reading.why, SCORES[entry.form], entry.places[0])
    if entry.own and text.names.region:
        return _of_region(text, number, reading)
    return of_china(text, number, reading)


def _of_region(text: Text, number: int, reading: Sense) -> Judged:
    entry = text.entry(number)
    if entry.generic and "zone" in entry.kinds:
        return zone(text, number, reading)
    if "town" in entry.kinds:
        return town(text, number)
    twin = _twin_named(text, number)
    if twin is not None:
        return text.taken(
            number,
            twin,
            message("%(why)s; %(place)s elsewhere is meant: its parent is named", why=reading.why, place=twin.name),
            0.9,
        )
    place = entry.own[0]
    sign = _sign_of_elsewhere(text, number, place)
    if sign:
        return text.refused(number, sign)
    if reading.sort == "word" and not _has_evidence(text, number, place):
        return text.refused(number, message("%(why)s, and nothing near tells that the place is meant", why=reading.why))
    return text.taken(number, place, reading.why, SCORES[entry.form], reading)


def _twin_named(text: Text, number: int) -> Named | None:
    """Return the place elsewhere of the same name whose parent the sentence names before, nearer than the region."""
    others = text.entry(number).others
    if not others:
        return None
    for parent in text.earlier(number, in_sentence=True):
        if parent.own:
            return None
        meant = [other for other in others if parent.code in other.parents]
        if meant:
            return meant[0]
    return None


def _sign_of_elsewhere(text: Text, number: int, place: Named) -> Message | None:
    """Return why a name is none of the region's by the place right before or after it; None if it may be."""
    before = text.before(number)
    is_near = before is None or before.own or before.code in place.parents
    if before is not None and not is_near and text.entry(number).form == "latin":
        return message("a place in %(place)s, which stands before it", place=before.name)
    if before is not None and not is_near and cues().elsewhere.match(text.right(number)):
        return message("something in another city that bears the name: %(place)s stands before it", place=before.name)
    after = _holder_after(text, number)
    if after is not None and not after.own and after.code not in place.parents:
        return message("a place in %(place)s, which stands after it", place=after.name)
    return None


def _holder_after(text: Text, number: int) -> Named | None:
    """Return the place that holds a name as an English address tells it: Changle, Fujian."""
    entry = text.entry(number)
    if entry.form != "latin" or number + 1 == len(text.spans):
        return None
    if not cues().latin_within.fullmatch(text.between(number, number + 1)):
        return None
    held = {code for other in entry.others for code in other.parents}
    after = text.entry(number + 1).places
    return next((place for place in after if place.kind == "province" or place.code in held), None)


def _has_evidence(text: Text, number: int, place: Named) -> bool:
    before = text.before(number)
    return (before is not None and before.code in place.parents) or is_backed(text, number, (place,))
