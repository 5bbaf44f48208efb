"""Judge names that several places bear: zones and towns that many cities have, twins, common words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from explorer.messages import message
from explorer.tagging.context import SCORES, Judged
from explorer.tagging.cues import cues
from explorer.tagging.gazetteer import SHORTEST_LATIN
from explorer.tagging.segmenter import classes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from explorer.tagging.context import Sense, Text
    from explorer.tagging.gazetteer import GazetteerEntry, Named


_HOLDS_TOWNS = frozenset(["county", "city"])
_COUNTED_WITHIN = 40  # characters that a list and the number of its places may take
_NAMES = ("ns", "nr")  # word classes of names, of places and of people
_LEAST = frozenset(["county", "town", "zone"])


def zone(text: Text, number: int, reading: Sense) -> Judged:
    """Judge a zone by a name that many cities have: the place named nearest tells whose it is."""
    return (
        _zone_by_neighbour(text, number, reading)
        or _zone_by_sentence(text, number, reading)
        or _zone_by_text(text, number, reading)
    )


def _zone_by_neighbour(text: Text, number: int, reading: Sense) -> Judged | None:
    own = text.entry(number).own[0]
    before = text.before(number)
    if before is not None and before.kind != "zone":
        if before.code in own.parents and before.kind == "city":
            return text.taken(number, own, message("%(place)s stands before it", place=before.name), 0.97, reading)
        return text.refused(number, message("the zone of %(place)s, which stands before it", place=before.name))
    if any(other.own for other in text.listed(number)):
        return text.taken(number, own, message("in a list with places of the region"), 0.93, reading)
    return None


def _zone_by_sentence(text: Text, number: int, reading: Sense) -> Judged | None:
    if not _is_free(text.left(number)):
        return text.refused(number, message("a part of a longer name, or a word for many areas"))
    nearest = _nearest(text, number, in_sentence=True)
    if nearest is None:
        return None
    if not nearest.own:
        return text.refused(number, message("%(place)s is named before it", place=nearest.name))
    return text.taken(
        number, text.entry(number).own[0], message("%(place)s is named before it", place=nearest.name), 0.9, reading
    )


def _zone_by_text(text: Text, number: int, reading: Sense) -> Judged:
    if text.entry(number).pattern in cues().vague:
        return text.refused(number, message("a word for many areas, and nothing near tells which"))
    nearest = _nearest(text, number, in_sentence=False)
    if nearest is not None and not nearest.own:
        return text.refused(number, message("%(place)s is the place that the text named last", place=nearest.name))
    why = message("the region's own, for no other city is named")
    return text.taken(number, text.entry(number).own[0], why, 0.85, reading)


def _nearest(text: Text, number: int, *, in_sentence: bool) -> Named | None:
    """Return the place named last; the province that the region lies in tells nothing."""
    above = text.entry(number).own[0].parents
    earlier = text.earlier(number, in_sentence=in_sentence)
    return next((place for place in earlier if place.kind != "province" or place.code not in above), None)


def _is_free(left: str) -> bool:
    """Tell whether a name of many begins where the words before end: not in 国家高新区, 前湾综保区."""
    if not left or not left[-1].isalpha():
        return True
    found = classes(left)
    return bool(found) and found[-1][1] in cues().after_classes


def town(text: Text, number: int) -> Judged:
    """Judge a town of the region: its county, or another place named near it, tells whether it is meant."""
    towns = [place for place in text.entry(number).own if place.kind == "town"]
    above = towns[0].parents
    near = [*text.earlier(number, in_sentence=True), *text.later(number)]
    counties = [place for place in near if place.code not in above or place.kind in _HOLDS_TOWNS]
    return (
        _town_by_neighbour(text, number, towns)
        or _town_by_sentence(text, number, towns, counties)
        or _town_by_text(text, number, towns, is_told=bool(counties))
    )


def _town_by_neighbour(text: Text, number: int, towns: Sequence[Named]) -> Judged | None:
    before = text.before(number)
    if before is None or before.kind == "zone":
        return None
    inside = [town for town in towns if before.code in (town.code, *town.parents)]
    if not inside:
        return text.refused(number, message("a town of %(place)s, which stands before it", place=before.name))
    if len(inside) == 1 and before.kind != "province":
        return text.taken(
            number, inside[0], message("a town of %(place)s, which stands before it", place=before.name), 0.98
        )
    return None


def _town_by_sentence(text: Text, number: int, towns: Sequence[Named], counties: Sequence[Named]) -> Judged | None:
    meant = _inside(towns, counties)
    if meant is not None:
        return text.taken(number, meant, message("its county is named in the sentence"), 0.93)
    if counties and not any(place.own for place in counties):
        return text.refused(number, message("%(place)s is named in the sentence", place=counties[0].name))
    return None


def _town_by_text(text: Text, number: int, towns: Sequence[Named], *, is_told: bool) -> Judged:
    far = [place for place in text.earlier(number, in_sentence=False) if place.kind in _HOLDS_TOWNS]
    if len(towns) > 1:
        meant = _inside(towns, far)
        return (
            text.taken(number, meant, message("its county is named before"), 0.85)
            if meant
            else text.ambiguous(number, towns)
        )
    if far and not is_told and not any(place.own for place in far):
        return text.refused(number, message("%(place)s is the place that the text named last", place=far[0].name))
    return text.taken(number, towns[0], message("a town of the region"), 0.9)


def _inside(towns: Sequence[Named], counties: Sequence[Named]) -> Named | None:
    """Return the town of the county that is named nearest; None if none of these counties has it."""
    return next((town for county in counties for town in towns if county.code == town.code), None)


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


def of_china(text: Text, number: int, reading: Sense) -> Judged:
    """Judge a name that any place of China may bear."""
    entry = text.entry(number)
    before, inside = text.before(number), _named_inside(text, number)
    if len(inside) == 1:
        why = message("%(why)s; its parent stands before it", why=reading.why)
        return text.taken(number, inside[0], why, SCORES[entry.form], reading)
    if before is not None and not inside and entry.form == "short" and cues().elsewhere.match(text.right(number)):
        return text.refused(
            number,
            message("something in another city that bears the name: %(place)s stands before it", place=before.name),
        )
    if _is_mere_word(text, number, reading) and not inside:
        return text.refused(number, message("%(why)s, and nothing near tells that a place is meant", why=reading.why))
    if len(entry.places) == 1:
        return text.taken(number, entry.places[0], reading.why, SCORES[entry.form], reading)
    return _told_apart(text, number, reading, inside or entry.places)


def is_word_alone(text: Text, number: int) -> bool:
    """Tell whether nothing around a common word can make it a place's: that is known before its words are read."""
    return not _named_inside(text, number) and not is_backed(text, number, text.entry(number).places)


def _named_inside(text: Text, number: int) -> list[Named]:
    """Return the places of a name that lie in the one named right before it."""
    before = text.before(number)
    return [place for place in text.entry(number).places if before is not None and before.code in place.parents]


def _is_mere_word(text: Text, number: int, reading: Sense) -> bool:
    """Tell whether a name that is a common word stands alone, where nothing makes it a place's."""
    entry = text.entry(number)
    if entry.form == "latin":
        return _is_short_latin(entry) and not (_is_inside_a_neighbour(text, number) or _is_told_in_latin(text, number))
    return reading.sort == "word" and not is_backed(text, number, entry.places)


def _is_short_latin(entry: GazetteerEntry) -> bool:
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


def _told_apart(text: Text, number: int, reading: Sense, places: Sequence[Named]) -> Judged:
    entry = text.entry(number)
    meant = _siblings(text, number, places) or _narrowed(text, number, places)
    if len(meant) == 1:
        score = min(SCORES[entry.form], 0.93)
        return text.taken(
            number, meant[0], message("%(why)s; a place near it tells which", why=reading.why), score, reading
        )
    greatest = _greatest(meant, is_inside=len(places) < len(entry.places)) if entry.form != "full" else None
    if greatest is not None:
        return text.taken(
            number, greatest, message("%(why)s; the greatest of that name", why=reading.why), 0.75, reading
        )
    if reading.sort == "word":
        return text.refused(number, message("%(why)s, and nothing near tells which place is meant", why=reading.why))
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
