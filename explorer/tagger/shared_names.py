"""Judge zones and towns by names that many cities have for a part of theirs: 高新区, 城关街道."""

from __future__ import annotations

from typing import TYPE_CHECKING

from explorer.tagger.cues import cues
from explorer.tagger.segmenter import classes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from explorer.tagger.gazetteer import Named
    from explorer.tagger.nearby import Judged, Text
    from explorer.tagger.surroundings import Reading

_HOLDS_TOWNS = frozenset(["county", "city"])


def zone(text: Text, number: int, reading: Reading) -> Judged:
    """Judge a zone by a name that many cities have: the place named nearest tells whose it is."""
    return (
        _zone_by_neighbour(text, number, reading)
        or _zone_by_sentence(text, number, reading)
        or _zone_by_text(text, number, reading)
    )


def _zone_by_neighbour(text: Text, number: int, reading: Reading) -> Judged | None:
    own = text.entry(number).own[0]
    before = text.before(number)
    if before is not None and before.kind != "zone":
        if before.code in own.parents and before.kind == "city":
            return text.taken(number, own, f"{before.name} stands before it", 0.97, reading)
        return text.refused(number, f"the zone of {before.name}, which stands before it")
    if any(other.own for other in text.listed(number)):
        return text.taken(number, own, "in a list with places of the region", 0.93, reading)
    return None


def _zone_by_sentence(text: Text, number: int, reading: Reading) -> Judged | None:
    if not _is_free(text.left(number)):
        return text.refused(number, "a part of a longer name, or a word for many areas")
    nearest = _nearest(text, number, in_sentence=True)
    if nearest is None:
        return None
    if not nearest.own:
        return text.refused(number, f"{nearest.name} is named before it")
    return text.taken(number, text.entry(number).own[0], f"{nearest.name} is named before it", 0.9, reading)


def _zone_by_text(text: Text, number: int, reading: Reading) -> Judged:
    if text.entry(number).pattern in cues().vague:
        return text.refused(number, "a word for many areas, and nothing near tells which")
    nearest = _nearest(text, number, in_sentence=False)
    if nearest is not None and not nearest.own:
        return text.refused(number, f"{nearest.name} is the place that the text named last")
    why = "the region's own, for no other city is named"
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
    if left[-1] in cues().after_characters or cues().after_words.search(left):
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
        return text.refused(number, f"a town of {before.name}, which stands before it")
    if len(inside) == 1 and before.kind != "province":
        return text.taken(number, inside[0], f"a town of {before.name}, which stands before it", 0.98)
    return None


def _town_by_sentence(text: Text, number: int, towns: Sequence[Named], counties: Sequence[Named]) -> Judged | None:
    meant = _inside(towns, counties)
    if meant is not None:
        return text.taken(number, meant, "its county is named in the sentence", 0.93)
    if counties and not any(place.own for place in counties):
        return text.refused(number, f"{counties[0].name} is named in the sentence")
    return None


def _town_by_text(text: Text, number: int, towns: Sequence[Named], *, is_told: bool) -> Judged:
    far = [place for place in text.earlier(number, in_sentence=False) if place.kind in _HOLDS_TOWNS]
    if len(towns) > 1:
        meant = _inside(towns, far)
        return text.taken(number, meant, "its county is named before", 0.85) if meant else text.ambiguous(number, towns)
    if far and not is_told and not any(place.own for place in far):
        return text.refused(number, f"{far[0].name} is the place that the text named last")
    return text.taken(number, towns[0], "a town of the region", 0.9)


def _inside(towns: Sequence[Named], counties: Sequence[Named]) -> Named | None:
    """Return the town of the county that is named nearest; None if none of these counties has it."""
    return next((town for county in counties for town in towns if county.code == town.code), None)
