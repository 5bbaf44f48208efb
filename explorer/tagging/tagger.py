"""Tag a text piece by piece: fold, find, judge, and turn verdicts into mentions of the input."""

from __future__ import annotations

import re
from itertools import chain
from typing import TYPE_CHECKING

from explorer.messages import message
from explorer.tagging.decision import judged
from explorer.tagging.gazetteer import gazetteer
from explorer.tagging.matcher import fold
from explorer.tagging.mention import Mention

if TYPE_CHECKING:
    from collections.abc import Iterator

    from explorer.messages import Message
    from explorer.tagging.context import Judged
    from explorer.tagging.gazetteer import Gazetteer, Named
    from explorer.tagging.mention import Kind
    from geodata import Places


MOST = 200_000  # characters of a piece
_ENDS = (re.compile(r"\n\s*\n"), re.compile(r"[。！？!?.]\s*\n"), re.compile(r"[。！？!?；;]"))
_PIECE = 50_000  # characters judged at once: enough to tell what is meant, and light


def pieces(text: str, most: int = MOST) -> Iterator[tuple[int, str]]:
    """
    Yield the offset and the characters of each piece; put together they are the text.

    A piece ends at an empty line; where none is near, at the end of a line or a sentence. Names are
    judged by what is near them in their own piece.
    """
    start = 0
    while len(text) - start > most:
        end = start + _cut(text[start : start + most])
        yield start, text[start:end]
        start = end
    if start < len(text):
        yield start, text[start:]


def _cut(piece: str) -> int:
    """Return the last good end in the second half of a piece; all of it if there is none."""
    half = len(piece) // 2
    for end in _ENDS:
        found = [match.end() for match in end.finditer(piece, half)]
        if found:
            return found[-1]
    return len(piece)


def tagged(text: str, region: str | Places | None, *, everything: bool) -> tuple[Mention, ...]:
    """Do what ``explorer.tagging.tag`` promises."""
    names = gazetteer(region)
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
        verdict, why = "refused", message("%(one)s; %(other)s", one=_not_sought(place), other=why)
    kind: Kind = "model" if is_model else place.kind
    end = start + len(words)
    return Mention(place.code, place.name, start, end, words, kind, score, why, verdict, place.town)


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


def _not_sought(place: Named) -> Message:
    if place.kind == "province":
        return message("a province, which only tells whose part another name is")
    return message("%(place)s (%(code)s) lies outside the region", place=place.name, code=place.code)
