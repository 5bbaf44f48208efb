"""Print the tagger's precision and recall on labelled sentences, beside plain substring search."""

from __future__ import annotations

import sys
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import geodata
from geodata.units import units

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))
import sentences
from sentences import AMBIGUOUS, NATION, REGION, Answer, Label, Sentence

if TYPE_CHECKING:
    from collections.abc import Iterator


# Precision and recall of a hundred sentences each, by another hand, before anything was mended on them.
FIRST_SIGHT = (
    ("first", (0.954, 0.981), (0.940, 0.973)),
    ("second", (1.000, 1.000), (0.977, 0.994)),
    ("third", (0.991, 1.000), (0.973, 1.000)),
)


def main() -> None:
    """Print a table for each half: all sentences of a region, then each kind of trap."""
    print("at first sight, a hundred sentences each by another hand: precision and recall")
    for time, region, nation in FIRST_SIGHT:
        print(f"{time:8}{REGION} {region[0]:.3f} {region[1]:.3f}   all China {nation[0]:.3f} {nation[1]:.3f}")
    for half in sentences.HALVES:
        asked = sentences.read(half)
        ours, plain = sentences.answer(asked, sentences.tagged), sentences.answer(asked, searched)
        print(f"\n{half}: {len(asked)} sentences{'tagger':>41}{'substring search':>27}")
        print(f"{'region':8}{'trap':34}{'n':>4}{'precision':>13}{'recall':>8}{'precision':>17}{'recall':>8}")
        for region in (REGION, NATION):
            print_row(region, "all", _of(ours, region), _of(plain, region))
        for (region, trap, mine), (_, _, theirs) in zip(sentences.by_trap(ours), sentences.by_trap(plain), strict=True):
            print_row(region, trap, mine, theirs)
        undecided = [each for each in ours if any(label.kind == AMBIGUOUS for label in each.sentence.labels)]
        told = sum(not each.undecided for each in undecided)
        print(f"ambiguous names reported as such: {told} of {len(undecided)}")


def print_row(region: str, trap: str, *both: tuple[Answer, ...]) -> None:
    """Print precision and recall of the two ways to find places."""
    mine, theirs = map(sentences.score, both)
    print(
        f"{region:8}{trap:34}{len(both[0]):4}{mine.precision:13.3f}{mine.recall:8.3f}"
        f"{theirs.precision:17.3f}{theirs.recall:8.3f}"
    )


def searched(sentence: Sentence) -> Iterator[Label]:
    """Search each name of the region, the longest first, as one does who has a list of names only."""
    free = [True] * len(sentence.text)
    for name, code, kind in _names(sentence.region):
        start = sentence.text.find(name)
        while start >= 0:
            end = start + len(name)
            if all(free[start:end]):
                free[start:end] = [False] * len(name)
                yield Label(start, end, code, kind)
            start = sentence.text.find(name, end)


def _of(answers: tuple[Answer, ...], region: str) -> tuple[Answer, ...]:
    return tuple(each for each in answers if each.sentence.region == region)


@cache
def _names(region: str) -> tuple[tuple[str, str, str], ...]:
    names = _national() if region == NATION else _regional(region)
    return tuple(sorted(((name, code, kind) for name, (code, kind) in names.items()), key=lambda each: -len(each[0])))


def _national() -> dict[str, tuple[str, str]]:
    found: dict[str, tuple[str, str]] = {}
    for unit in units():
        if unit.level != "province":
            found |= {
                name: (unit.code, unit.level) for name in (unit.name_zh, unit.short_zh) if name and name not in found
            }
    return found


def _regional(region: str) -> dict[str, tuple[str, str]]:
    places = geodata.load(region)
    found = {town.name_zh: (town.county, "town") for town in places.towns}
    for place in places:
        found |= dict.fromkeys((*places.names_of(place.code), place.short("zh")), (place.code, place.kind))
    return found


if __name__ == "__main__":
    main()
