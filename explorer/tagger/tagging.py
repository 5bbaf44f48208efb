"""Turn the verdicts on folded text into mentions of the input."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from explorer.tagger.folding import fold
from explorer.tagger.gazetteer import gazetteer
from explorer.tagger.judging import judged
from explorer.tagger.mention import Mention, mention
from explorer.tagger.pausing import collection_paused
from explorer.tagger.pieces import pieces

if TYPE_CHECKING:
    from explorer.tagger.gazetteer import Gazetteer, Named
    from explorer.tagger.mention import Kind
    from explorer.tagger.nearby import Judged
    from geodata import Places

_PIECE = 50_000  # characters judged at once: enough to tell what is meant, and light


def tagged(text: str, region: str | Places | None, *, everything: bool) -> tuple[Mention, ...]:
    """Do what ``explorer.tagger.tag`` promises."""
    names = gazetteer(region)
    with collection_paused():
        found = (_of_piece(*piece, names, everything=everything) for piece in pieces(text, _PIECE))
        return tuple(chain.from_iterable(found))


def _of_piece(offset: int, piece: str, names: Gazetteer, *, everything: bool) -> list[Mention]:
    folded = fold(piece)
    found = judged(folded.text, names)
    shown = [each for each in found if _counts(each, names) or (everything and _concerns(each, names))]
    where = folded.offsets([(each.start, each.end) for each in shown])
    return [_mention(each, piece[start:end], start + offset) for each, (start, end) in zip(shown, where, strict=True)]


def _counts(each: Judged, names: Gazetteer) -> bool:
    """Tell whether a name is shown for a place of the region; a province only tells whose part another name is."""
    if each.verdict == "ambiguous":
        return names.region is None
    place = each.place
    return place is not None and place.own and place.kind != "province"


def _concerns(each: Judged, names: Gazetteer) -> bool:
    """Tell whether a name is one of the region's, though another place may be meant by it."""
    if names.region is None or each.entry.own:
        return True
    return each.entry.pattern.startswith(names.own_names)


def _mention(each: Judged, words: str, start: int) -> Mention:
    _, _, _, verdict, why, score, place, _, is_model = each
    if place is None:
        return _unplaced(each, words, start)
    if not place.own or place.kind == "province":
        verdict, why = "refused", f"{_not_sought(place)}; {why}"
    kind: Kind = "model" if is_model else place.kind
    end = start + len(words)
    return mention(place.code, place.name, start, end, words, kind, score, why, verdict, place.town, ())


def _unplaced(each: Judged, words: str, start: int) -> Mention:
    """Return what was refused, or is ambiguous: the first of the places of this name lends its name and kind."""
    first = next(iter(each.entry.own), each.entry.places[0])
    return Mention(
        code="" if each.verdict == "ambiguous" else first.code,
        name=first.name,
        start=start,
        end=start + len(words),
        text=words,
        kind=first.kind,
        score=each.score,
        why=each.why,
        verdict=each.verdict,
        candidates=tuple(candidate.code for candidate in each.candidates),
    )


def _not_sought(place: Named) -> str:
    if place.kind == "province":
        return "a province, which only tells whose part another name is"
    return f"{place.name} ({place.code}) lies outside the region"
