"""Gather what an article says of each reform: names that mean one reform, where, with which figures and honours."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from explorer.tagger.attaching import attach
from explorer.tagger.gathered import Counted, Gathered, Occurrence, Praised
from explorer.tagger.honouring import honours
from explorer.tagger.name import Name
from explorer.tagger.naming import names
from explorer.tagger.quantities import quantities

if TYPE_CHECKING:
    from collections.abc import Sequence

    from explorer.tagger.reading import Reading, Sentence
    from explorer.tagger.subjects import Spot, Subjects

_SHORTEST_AWARD: Final = 4  # characters of a title that may be the name of a reform
_TITLE_HEAD: Final = re.compile(r"^(?:全国|国家级?|全省|[\u4e00-\u9fff]{2,3}省|省级|全市|首批|第.{1,2}批|\d+个|[“为])+")
_OWN_AWARD: Final = re.compile("入选|人选|获批|被列为|被确定为|列入|纳入")


def gather(reading: Reading, spots: Sequence[Spot], subjects: Subjects, provinces: tuple[str, ...]) -> list[Gathered]:
    """Return the reforms of a reading in the order in which they are first named."""
    found: list[Gathered] = []
    facts: list[Counted | Praised] = []
    named = {at for spot in spots for at in range(spot.start, spot.end)}
    for sentence in reading.sentences:
        if sentence.form == "heading":
            continue
        subjects.enter(sentence)
        own = [_occurrence(each, sentence, subjects) for each in _names(sentence, spots, reading)]
        honoured = [
            Praised(each, sentence.start + each.start, sentence.start + each.end, sentence)
            for each in honours(sentence.text, provinces)
        ]
        if sentence.form == "text":
            paragraph = reading.text.rfind("\n", 0, sentence.start)
            is_told = any(paragraph < occurrence.start for each in found for occurrence in each.occurrences[-1:])
            own += [] if is_told else _award(own, honoured, subjects)
            facts += honoured
            facts += [
                Counted(each, sentence.start + each.start, sentence.start + each.end, sentence)
                for each in quantities(sentence.text)
                if sentence.start + each.start not in named  # 三台县 counts nothing
            ]
            for each in own:
                _add(found, each)
        else:
            _add_caption(found, sentence, subjects)
        subjects.leave(sentence)
    attach(facts, found, reading)
    return found


def _names(sentence: Sentence, spots: Sequence[Spot], reading: Reading) -> tuple[Name, ...]:
    inside = [
        (s.start - sentence.start, s.end - sentence.start) for s in spots if sentence.start <= s.start < sentence.end
    ]
    return names(sentence.text, inside, reading.text) if sentence.form == "text" else ()


def _occurrence(name: Name, sentence: Sentence, subjects: Subjects) -> Occurrence:
    start = sentence.start + name.start
    return Occurrence(name, start, sentence.start + name.end, sentence, subjects.at(sentence, start))


def _add(found: list[Gathered], occurrence: Occurrence) -> None:
    for each in found:
        if each.means(occurrence):
            each.add(occurrence)
            return
    found.append(Gathered([occurrence]))


def _add_caption(found: Sequence[Gathered], sentence: Sentence, subjects: Subjects) -> None:
    """Take the place that a caption names for a reform that the text has told of."""
    for each in found:
        best = each.best
        at = sentence.text.find(best.name.core)
        told = subjects.at(sentence, sentence.start + max(at, 0))
        if at >= 0 and told.places and told.start >= sentence.start:
            start = sentence.start + at
            each.add(Occurrence(best.name, start, start + len(best.name.core), sentence, told))


def _award(own: Sequence[Occurrence], honoured: Sequence[Praised], subjects: Subjects) -> list[Occurrence]:
    """Take a pilot that the paragraph names before any reform as a reform of its own."""
    for fact in honoured:
        if fact.of.kind != "pilot" or any(each.start < fact.start for each in own):
            continue
        title = _TITLE_HEAD.sub("", fact.of.title)
        at = fact.sentence.text.find(title, fact.of.start)
        if len(title) > _SHORTEST_AWARD and at >= 0 and _OWN_AWARD.match(fact.sentence.text[fact.of.start :]):
            return [_occurrence(Name(title, title, at, at + len(title), "award", "a pilot"), fact.sentence, subjects)]
    return []
