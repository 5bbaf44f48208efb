"""Turn the verdicts on folded text into mentions of the input."""

from __future__ import annotations

from typing import TYPE_CHECKING

from explorer.tagger.folding import fold
from explorer.tagger.gazetteer import gazetteer
from explorer.tagger.judging import judged
from explorer.tagger.mention import Mention

if TYPE_CHECKING:
    from explorer.tagger.folding import Folded
    from explorer.tagger.gazetteer import Gazetteer, Named
    from explorer.tagger.judging import Judged
    from geodata import Places


def tagged(text: str, region: str | Places | None, *, everything: bool) -> tuple[Mention, ...]:
    """Do what ``explorer.tagger.tag`` promises."""
    names = gazetteer(region)
    folded = fold(text)
    return tuple(
        _mention(each, text, folded)
        for each in judged(folded.text, names)
        if (everything and _concerns(each, names)) or _is_shown(each, names)
    )


def _is_shown(each: Judged, names: Gazetteer) -> bool:
    if each.verdict == "ambiguous":
        return names.region is None
    return _counts(each)


def _counts(each: Judged) -> bool:
    """Tell whether a name is taken for a place of the region; a province only tells whose part another name is."""
    return each.verdict == "taken" and each.place is not None and each.place.own and each.place.kind != "province"


def _concerns(each: Judged, names: Gazetteer) -> bool:
    """Tell whether a name is one of the region's, though another place may be meant by it."""
    if names.region is None or each.entry.own:
        return True
    return any(each.entry.pattern.startswith(name) for name in names.own_names)


def _mention(each: Judged, text: str, folded: Folded) -> Mention:
    start, end = folded.offsets(each.start, each.end)
    place = each.place or each.entry.places[0]
    is_ambiguous, is_elsewhere = each.verdict == "ambiguous", each.verdict == "taken" and not _counts(each)
    return Mention(
        code="" if is_ambiguous else place.code,
        name=place.name,
        start=start,
        end=end,
        text=text[start:end],
        kind="model" if each.model else place.kind,
        score=each.score,
        why=f"{_not_sought(place)}; {each.why}" if is_elsewhere else each.why,
        verdict="refused" if is_elsewhere else each.verdict,
        town=place.town,
        candidates=tuple(candidate.code for candidate in each.candidates),
    )


def _not_sought(place: Named) -> str:
    if place.kind == "province":
        return "a province, which only tells whose part another name is"
    return f"{place.name} ({place.code}) lies outside the region"
