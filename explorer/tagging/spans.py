"""Find all names in one pass of the automaton: of names in one another the longest, of crossing ones the likelier."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from explorer.tagging.cues import cues
from explorer.tagging.segmenter import stands_alone

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from explorer.tagging.gazetteer import Gazetteer
    from explorer.tagging.matcher import Found

_WINDOW = 8  # characters on each side that the segmenter is shown


class Span(NamedTuple):
    """An entry of the gazetteer where it stands in folded text."""

    number: int
    start: int
    end: int


def spans(folded: str, names: Gazetteer) -> list[Span]:
    """Return what stands in a folded text, in order, none overlapping another."""
    automaton, others, parted = names.automaton, cues().other_words, names.parted
    crossings, done = automaton.crossings, 0
    kept: list[Span] = []
    for number, start, end in automaton.longest(folded):
        edge = folded[end - 1 : end + 1]
        if start < done:
            continue
        if edge in crossings[number]:
            done, crossing = automaton.crossing(folded, start)
            kept += _settled(_likelier(crossing, folded, names), folded, names)
        elif edge in others or number in parted:
            kept += _settled([(number, start, end)], folded, names)
        else:  # the most by far
            kept.append(Span(number, start, end))
    return kept


def _likelier(crossing: Sequence[Found], folded: str, names: Gazetteer) -> list[Found]:
    kept: list[Found] = []
    for each in crossing:
        _, start, end = each
        while kept and kept[-1][1] >= start:
            kept.pop()
        if kept and kept[-1][2] > start:
            tiled = any(other[1] == kept[-1][2] and other[2] > end for other in crossing)  # 湖南岳阳, not 南岳
            if tiled or kept[-1][2] >= end or not _later_wins(kept[-1], each, folded, names):
                continue
            kept.pop()
        kept.append(each)
    return kept


def _later_wins(first: Found, later: Found, folded: str, names: Gazetteer) -> bool:
    """Tell which of two crossing names is meant: the full one, or the one at whose edges the segmenter parts."""
    full = tuple(names.entries[number].form == "full" for number, _, _ in (first, later))
    if full[0] != full[1]:
        return full[1]
    _, start, end = later
    left, right = folded[max(first[1] - _WINDOW, 0) : start], folded[end : end + _WINDOW]
    return stands_alone(left, folded[start:end], right)


def _settled(found: Iterable[Found], folded: str, names: Gazetteer) -> Iterator[Span]:
    """Part a parent from its part (济南市中区), and give back a rank that belongs to the next word (寿光市场)."""
    others, entries, numbers = cues().other_words, names.entries, names.numbers
    for number, start, end in found:
        skip = entries[number].skip
        if entries[number].form == "latin":
            yield _whole(Span(number, start, end), folded, names)
        elif skip:
            parent = numbers.get(folded[start : start + skip])
            if parent is not None:  # a misread one (肯岛市北区) is no name by itself
                yield Span(parent, start, start + skip)
            yield Span(numbers[folded[start + skip : end]], start + skip, end)
        elif folded[end - 1 : end + 1] not in others or cues().rank_kept.match(folded, end - 1):
            yield Span(number, start, end)
        elif folded[start : end - 1] in numbers:
            yield Span(numbers[folded[start : end - 1]], start, end - 1)


def _whole(span: Span, folded: str, names: Gazetteer) -> Span:
    """Give back a rank in Latin letters that begins the next word: Anqiu shi of Anqiu ships."""
    bare, following = names.entries[span.number].pattern.rpartition(" ")[0], folded[span.end : span.end + 1]
    if bare not in names.numbers or not (following.isascii() and following.isalpha()):
        return span
    return Span(names.numbers[bare], span.start, span.start + len(bare))
