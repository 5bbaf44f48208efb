"""Judge names all over China: places of one name are told apart by what is named near them, or stay ambiguous."""

from __future__ import annotations

from typing import TYPE_CHECKING

from explorer.tagger.backing import is_backed
from explorer.tagger.cues import cues
from explorer.tagger.gazetteer import SHORTEST_LATIN
from explorer.tagger.nearby import SCORES, Judged

if TYPE_CHECKING:
    from collections.abc import Sequence

    from explorer.tagger.gazetteer import Entry, Named
    from explorer.tagger.nearby import Text
    from explorer.tagger.surroundings import Reading

_LEAST = frozenset(["county", "town", "zone"])


def of_china(text: Text, number: int, reading: Reading) -> Judged:
    """Judge a name that any place of China may bear."""
    entry = text.entry(number)
    before, inside = text.before(number), _inside(text, number)
    if len(inside) == 1:
        why = f"{reading.why}; its parent stands before it"
        return text.taken(number, inside[0], why, SCORES[entry.form], reading)
    if before is not None and not inside and entry.form == "short" and cues().elsewhere.match(text.right(number)):
        return text.refused(number, f"{cues().elsewhere_why}: {before.name} stands before it")
    if _is_mere_word(text, number, reading) and not inside:
        return text.refused(number, f"{reading.why}, and nothing near tells that a place is meant")
    if len(entry.places) == 1:
        return text.taken(number, entry.places[0], reading.why, SCORES[entry.form], reading)
    return _told_apart(text, number, reading, inside or entry.places)


def is_word_alone(text: Text, number: int) -> bool:
    """Tell whether nothing around a common word can make it a place's: that is known before its words are read."""
    return not _inside(text, number) and not is_backed(text, number, text.entry(number).places)


def _inside(text: Text, number: int) -> list[Named]:
    """Return the places of a name that lie in the one named right before it."""
    before = text.before(number)
    return [place for place in text.entry(number).places if before is not None and before.code in place.parents]


def _is_mere_word(text: Text, number: int, reading: Reading) -> bool:
    """Tell whether a name that is a common word stands alone, where nothing makes it a place's."""
    entry = text.entry(number)
    if entry.form == "latin":
        return _is_short_latin(entry) and not (_is_inside_a_neighbour(text, number) or _is_told_in_latin(text, number))
    return reading.sort == "word" and not is_backed(text, number, entry.places)


def _is_short_latin(entry: Entry) -> bool:
    """Tell whether a county's bare name is as short as many words of other languages are: Mile, Yiwu."""
    return len(entry.pattern) < SHORTEST_LATIN and all(place.kind == "county" for place in entry.places)


def _is_told_in_latin(text: Text, number: int) -> bool:
    """Tell whether a short name in Latin letters is listed with places, or one is from, in or near it."""
    if text.entry(number).pattern in cues().latin_words:
        return False
    if cues().latin_at.search(text.left(number)):
        return True
    neighbours = [other for other in (number - 1, number) if 0 <= other < len(text.spans) - 1]
    return any(text.between(other, other + 1) in cues().latin_between for other in neighbours)


def _is_inside_a_neighbour(text: Text, number: int) -> bool:
    """Tell whether the sentence names a place that holds one of those that a name may mean."""
    holders = {code for place in text.entry(number).places for code in place.parents}
    return any(near.code in holders for near in (*text.earlier(number, in_sentence=True), *text.later(number)))


def _told_apart(text: Text, number: int, reading: Reading, places: Sequence[Named]) -> Judged:
    entry = text.entry(number)
    meant = _siblings(text, number, places) or _narrowed(text, number, places)
    if len(meant) == 1:
        score = min(SCORES[entry.form], 0.93)
        return text.taken(number, meant[0], f"{reading.why}; a place near it tells which", score, reading)
    greatest = _greatest(meant, is_inside=len(places) < len(entry.places)) if entry.form != "full" else None
    if greatest is not None:
        return text.taken(number, greatest, f"{reading.why}; the greatest of that name", 0.75, reading)
    if reading.sort == "word":
        return text.refused(number, f"{reading.why}, and nothing near tells which place is meant")
    return text.ambiguous(number, meant)


def _siblings(text: Text, number: int, places: Sequence[Named]) -> list[Named]:
    """Return the one county of a name that stands in a list with counties of its city: 元阳、红河、绿春."""
    above = {near.parents[:1] for near in text.listed(number) if near.kind == "county"}
    found = [place for place in places if place.kind == "county" and place.parents[:1] in above]
    return found if len(found) == 1 else []


def _narrowed(text: Text, number: int, places: Sequence[Named]) -> list[Named]:
    """Narrow down places of one name by what is named nearest: in the sentence first, then before in the text."""
    left = list(places)
    for ring in (text.earlier(number, in_sentence=True), text.later(number), text.earlier(number, in_sentence=False)):
        for near in ring:
            codes = {near.code, *near.parents[:1]} if near.kind in _LEAST else {near.code}
            left = [place for place in left if codes & {place.code, *place.parents}] or left
            if len(left) == 1:
                return left
    return left


def _greatest(places: Sequence[Named], *, is_inside: bool) -> Named | None:
    """Return the one province, else the one city, the one town, the one that is no district: it is meant first."""
    ranks = (
        [place for place in places if place.kind == "province"],
        [place for place in places if place.kind == "city"],
        [place for place in places if place.name.endswith("市")],
        [place for place in places if not place.name.endswith("区")],
    )
    found = next(filter(None, ranks), [])
    if len(found) != 1 or (found[0].name.startswith(cues().never_greatest) and not is_inside):
        return None
    return found[0]
