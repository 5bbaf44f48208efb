"""The sentence that needs each entry of the cues and the signals, and what is answered without an entry."""

from __future__ import annotations

import csv
import sys
from contextlib import contextmanager
from copy import deepcopy
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import labelled
import sentences
from articles import QUZHOU, QUZHOU_ARTICLE, XUCHANG, XUCHANG_ARTICLE

import geodata
from explorer.drafting import signals
from explorer.drafting.pipeline import draft
from explorer.tagging import cues, gazetteer, tag
from explorer.tagging.matcher import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from types import ModuleType

    from geodata import Places

WHOLE: Final = "(whole)"  # a pattern, or a class of the language of which no member goes alone
SLOT: Final = "*"
_WEIFANG: Final = geodata.load(sentences.REGION)
_FOLDER: Final = Path(__file__).parent / "tagging"
_FILES: Final[dict[str, ModuleType]] = {"cues": cues, "signals": signals}
_RULES: Final = frozenset(["rule", "homograph", "frame"])
_NEVER: Final = "\0"  # stands in no text
_IN_NAMES: Final = frozenset(
    ["common", "generic_words", "generic_english", "generic_full", "never_greatest", "past_words"]
)  # read when the names of a region are put together
_UNTOUCHED: Final = frozenset(["gazetteer", "segmenter"])  # modules whose answers no entry changes


class Entry(NamedTuple):
    """A word or a pattern: of which file, where in it."""

    file: str
    place: str
    word: str


class Reason(NamedTuple):
    entry: Entry
    sentence: str


class Asked(NamedTuple):
    """A text that drafts are made of for places; with a region's code, or None, only names are sought in it."""

    text: str
    places: Places | str | None

    def answer(self) -> object:
        if self.places is None or isinstance(self.places, str):
            return tag(self.text, self.places)
        return draft(self.text, self.places)

    def holds(self, word: str) -> bool:
        return word in self.text or word in _folded(self.text)


def entries(whole: frozenset[str]) -> Iterator[Entry]:
    """Yield what stands in the two files, save the reasons that a reader is told; some places as a whole."""
    for file, module in _FILES.items():
        for place, holder, key in _places(module.written()):
            words = [holder[key]] if isinstance(holder[key], str) else list(holder[key])
            is_pattern = isinstance(holder[key], str) and ":" not in place
            yield from (Entry(file, place, word) for word in ([WHOLE] if is_pattern or place in whole else words))


@cache
def reasons() -> tuple[Reason, ...]:
    """Read which sentence needs which entry."""
    return tuple(Reason(Entry(file, place, word), sentence) for file, place, word, sentence in _table("reasons.tsv"))


def asked(reason: Reason) -> Asked:
    """Return the text of a reason: a labelled sentence, a paragraph of an article, or a made one with a slot."""
    if not reason.sentence.startswith("made "):
        return _texts()[reason.sentence]
    region, text = _made()[reason.entry.place, reason.sentence]
    places = None if region == sentences.NATION else region
    filled = text.replace(SLOT, reason.entry.word).replace("\\n", "\n")
    return Asked(filled, _WEIFANG if reason.entry.file == "signals" else places)


def batches(found: Iterable[Reason]) -> Iterator[list[Reason]]:
    """Part the reasons of one place into groups in which no sentence holds the word of another."""
    left = [(each, asked(each)) for each in found]
    while left:
        taken: list[tuple[Reason, Asked]] = []
        for each, text in left:
            if not any(text.holds(one.entry.word) or its.holds(each.entry.word) for one, its in taken):
                taken.append((each, text))
        yield [each for each, _ in taken]
        left = [each for each in left if each not in taken]


@contextmanager
def without(gone: Iterable[Entry]) -> Iterator[None]:
    """Take entries of one place away for a while."""
    first, *others = gone
    words = {each.word for each in (first, *others)}
    module = _FILES[first.file]
    kept = module.written
    changed = deepcopy(kept())
    for place, holder, key in _places(changed):
        if place == first.place:
            holder[key] = _less(holder[key], words)
    module.written = lambda: changed  # type: ignore[attr-defined]
    _forget(first.place)
    try:
        yield
    finally:
        module.written = kept  # type: ignore[attr-defined]
        _forget(first.place)


def _less(written: Any, words: set[str]) -> Any:
    if isinstance(written, str):
        return _NEVER
    if isinstance(written, dict):
        return {word: value for word, value in written.items() if word not in words} or {_NEVER: ""}
    return [word for word in written if word not in words and WHOLE not in words] or [_NEVER]


def _places(written: dict[str, Any], above: str = "") -> Iterator[tuple[str, dict[str, Any], str]]:
    """Yield the name of each place, what holds it, and under which key."""
    for key, value in written.items():
        if key in _RULES:
            named = [(f"{key} {each.get('names') or each['why']}", each) for each in value]
            yield from ((f"{name}: {side}", each, side) for name, each in named for side in _SIDES if side in each)
        elif isinstance(value, dict) and key != "firsts":
            yield from _places(value, f"{key}.")
        elif not key.endswith("_why"):
            yield above + key, written, key


_SIDES: Final = ("before", "after")


def _forget(place: str) -> None:
    """Forget every answer that an entry may have changed."""
    for name, module in list(sys.modules.items()):
        if name.startswith(("explorer.tagging.", "explorer.drafting.")) and name.rpartition(".")[2] not in _UNTOUCHED:
            for each in vars(module).values():
                if hasattr(each, "cache_clear"):
                    each.cache_clear()
    if place.rpartition(".")[2] in _IN_NAMES:
        gazetteer._known.cache_clear()
        gazetteer._built.cache_clear()


@cache
def _folded(text: str) -> str:
    return fold(text).text


@cache
def _texts() -> dict[str, Asked]:
    found = {
        each.id: Asked(each.text, None if each.region == sentences.NATION else each.region)
        for half in sentences.HALVES
        for each in sentences.read(half)
    }
    articles = [(each.name, each.text, each.places) for each in labelled.articles()]
    articles += [("quzhou", QUZHOU_ARTICLE, QUZHOU), ("xuchang", XUCHANG_ARTICLE, XUCHANG)]
    for name, text, places in articles:
        paragraphs = [line for line in text.splitlines() if line.strip()]
        found |= {f"{name} p{number}": Asked(line, places) for number, line in enumerate(paragraphs, 1)}
        found[name] = Asked(text, places)
    return found


@cache
def _made() -> dict[tuple[str, str], tuple[str, str]]:
    return {(place, name): (region, text) for place, name, region, text in _table("reasons_made.tsv")}


def _table(name: str) -> list[list[str]]:
    with (_FOLDER / name).open(encoding="utf-8", newline="") as file:
        _, *rows = csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        return rows
