"""Read labelled sentences, and count what a tagger finds in them."""

from __future__ import annotations

import csv
import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from explorer.tagging import tag

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

HALVES = ("tune", "report")
REGION, NATION = "370700", "none"
AMBIGUOUS = "ambiguous"
_LABEL = re.compile(r"\[\[([^|\]]+)\|([^|\]]*)\|([a-z]+)\]\]")


class Label(NamedTuple):
    """A mention: from where to where in the text, of which place, of which kind."""

    start: int
    end: int
    code: str
    kind: str


@dataclass(frozen=True)
class Sentence:
    id: str
    region: str
    trap: str
    text: str
    labels: frozenset[Label]


@dataclass(frozen=True)
class Score:
    """How many mentions were found rightly, how many of those reported are wrong, and how many were missed."""

    right: int
    wrong: int
    missed: int

    @property
    def precision(self) -> float:
        """1.0 where nothing was reported: nothing was wrong."""
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 1.0

    @property
    def recall(self) -> float:
        """1.0 where there is nothing to find."""
        return self.right / (self.right + self.missed) if self.right + self.missed else 1.0


@dataclass(frozen=True)
class Answer:
    """What a tagger said of a sentence, provinces left out: they are neither asked for nor wrong."""

    sentence: Sentence
    found: frozenset[Label]

    @property
    def wrong(self) -> list[Label]:
        return sorted(each for each in self.found - self.sentence.labels if each.kind != AMBIGUOUS)

    @property
    def missed(self) -> list[Label]:
        return sorted(each for each in self.sentence.labels - self.found if each.kind != AMBIGUOUS)

    @property
    def undecided(self) -> list[Label]:
        """Ambiguous names that were not reported as such."""
        return sorted(each for each in self.sentence.labels - self.found if each.kind == AMBIGUOUS)

    def __str__(self) -> str:
        text = self.sentence.text

        def words(labels: list[Label]) -> str:
            return ", ".join(f"{text[each.start : each.end]} {each.code} {each.kind}" for each in labels) or "-"

        said = f"wrong: {words(self.wrong)}; missed: {words([*self.missed, *self.undecided])}"
        return f"{self.sentence.id} {self.sentence.trap}: {text!r} {said}"


def read(half: str) -> tuple[Sentence, ...]:
    """Return the sentences of one half: tune or report."""
    path = Path(__file__).parent / "tagging" / f"sentences_{half}.tsv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        return tuple(_sentence(**row) for row in rows)


def tagged(sentence: Sentence) -> Iterator[Label]:
    """Ask the tagger for the places of a sentence."""
    for each in tag(sentence.text, None if sentence.region == NATION else sentence.region):
        ambiguous = each.verdict == AMBIGUOUS
        yield Label(each.start, each.end, "" if ambiguous else each.code, AMBIGUOUS if ambiguous else each.kind)


def answer(sentences: Iterable[Sentence], find: Callable[[Sentence], Iterable[Label]]) -> tuple[Answer, ...]:
    """Ask a tagger about each sentence."""
    return tuple(
        Answer(each, frozenset(label for label in find(each) if not label.code.endswith("0000"))) for each in sentences
    )


def score(answers: Iterable[Answer]) -> Score:
    """Count over all sentences, exact mentions only."""
    counted = Counter[str]()
    for each in answers:
        counted["wrong"] += len(each.wrong)
        counted["missed"] += len(each.missed)
        counted["right"] += len([label for label in each.found & each.sentence.labels if label.kind != AMBIGUOUS])
    return Score(counted["right"], counted["wrong"], counted["missed"])


def by_trap(answers: Iterable[Answer]) -> Iterator[tuple[str, str, tuple[Answer, ...]]]:
    """Return region, kind of trap and its answers, in order."""
    groups: dict[tuple[str, str], list[Answer]] = {}
    for each in answers:
        groups.setdefault((each.sentence.region, each.sentence.trap), []).append(each)
    for (region, trap), group in sorted(groups.items()):
        yield region, trap, tuple(group)


def _sentence(id: str, region: str, trap: str, text: str) -> Sentence:  # noqa: A002  # the column's name
    marked = text.replace("\\n", "\n").replace("\\r", "\r")
    plain, labels, at = "", [], 0
    for each in _LABEL.finditer(marked):
        plain += marked[at : each.start()]
        labels.append(Label(len(plain), len(plain) + len(each[1]), each[2], each[3]))
        plain += each[1]
        at = each.end()
    return Sentence(id, region, trap, plain + marked[at:], frozenset(labels))
