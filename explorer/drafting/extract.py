"""Gather what an article says of each reform: names that mean one reform, where, with which figures and honours."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Final

from explorer.drafting.article import ITEM
from explorer.drafting.attachment import attach
from explorer.drafting.enumerations import CountyTable, Roll, table
from explorer.drafting.facts import Counted, Occurrence, Praised
from explorer.drafting.figures import quantities
from explorer.drafting.honours import honours
from explorer.drafting.names import names
from explorer.drafting.phrases import Name, preceding
from explorer.drafting.signals import one_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from explorer.drafting.article import Reading, Sentence
    from explorer.drafting.facts import Gathered
    from explorer.drafting.phrases import Span
    from explorer.drafting.subjects import Subjects


_TERM: Final = re.compile(r"(?:到|至)(?P<year>\d{4})年(?:底|末|前|年底前)?")
_DONE: Final = re.compile("已|累计|共[建有设计]|了|截至")
_STOP: Final = "。"  # a heading has none
_SHORTEST_AWARD: Final = 4  # characters of a title that may be the name of a reform
_TITLE_HEAD: Final = re.compile(r"^(?:全国|国家级?|全省|[\u4e00-\u9fff]{2,3}省|省级|全市|首批|第.{1,2}批|\d+个|[“为])+")
_OWN_AWARD: Final = re.compile("入选|人选|获批|被列为|被确定为|列入|纳入")


def planned(sentence: str, heading: str = "", published: int | None = None) -> tuple[Span, ...]:
    """
    Return the stretches that tell of the future, from the word that says so to the end of its part of the sentence.

    Parameters
    ----------
    heading
        The last heading: all below "下一步打算" is planned.
    published
        The year in which the article appeared, if known: "到2027年" of 2025 is a goal, "到2023年" what was reached.
    """
    if _ahead().search(heading):
        return ((0, len(sentence)),)
    return tuple(_plans(sentence, published))


def is_planned(plans: tuple[Span, ...], at: int) -> bool:
    """Tell whether a character stands in one of these stretches."""
    return any(start <= at < end for start, end in plans)


def _plans(sentence: str, published: int | None) -> Iterator[Span]:
    opening = _opening().match(sentence)
    if opening:
        yield 0, len(sentence)
        return
    for part in re.finditer(r"[^；。]+", sentence):
        starts = [match.start() for match in _wish().finditer(part.group())]
        starts += [match.start() for match in _TERM.finditer(part.group()) if _is_goal(match, part.group(), published)]
        if starts:
            yield part.start() + min(starts), part.end()


def _is_goal(term: re.Match[str], part: str, published: int | None) -> bool:
    if published is None:
        return not _DONE.search(part)
    return int(term["year"]) > published


@cache
def _ahead() -> re.Pattern[str]:
    return re.compile(f"{one_of('plans', 'headings')}")


@cache
def _opening() -> re.Pattern[str]:
    return re.compile(rf"[^，。；]{{0,8}}?{one_of('plans', 'openings')}")


@cache
def _wish() -> re.Pattern[str]:
    turned = rf"[^，。；]{{0,40}}{one_of('plans', 'turned')}"
    will = rf"(?<![即把必])将(?:把|对|{one_of('plans', 'effects')}(?!{turned}))"
    soon = rf"(?:到|在|年底|总?投资|今|{one_of('plans', 'effects')})"
    plan = rf"(?:(?<=[，、年月市县区还也共正])|^)(?:计划|拟|规划|打算|准备){soon}"
    return re.compile(rf"{one_of('plans', 'verbs')}|{will}|{plan}")


@dataclass(frozen=True)
class Article:
    """An article as it is gathered from, with what is known of it as a whole."""

    reading: Reading
    subjects: Subjects
    provinces: tuple[str, ...]  # names of provinces in it: "在山东首推" tells the level as 在全省 does
    published: int | None  # the year in which it appeared


def gather(article: Article) -> list[Gathered]:
    """Return the reforms of an article in the order in which they are first named."""
    gatherer = _Gatherer(article)
    for sentence in article.reading.sentences:
        article.subjects.enter(sentence)
        if sentence.form == "text":
            gatherer.take(sentence)
        elif sentence.form == "heading":
            gatherer.take_heading(sentence)
        elif sentence.form == "row":
            gatherer.take_row(sentence)
        else:
            gatherer.take_caption(sentence)
        article.subjects.leave(sentence)
    attach(gatherer.facts, gatherer.roll.found, article.reading)
    return gatherer.roll.found


@dataclass
class _Gatherer:
    """Takes sentences in order; the one at hand has been entered by the subjects."""

    article: Article
    roll: Roll = field(default_factory=Roll)
    facts: list[Counted | Praised] = field(default_factory=list)
    _last: Occurrence | None = None  # in running text
    _begun: bool = False  # running text
    _is_headed: bool = False  # by a heading that names a reform
    _table: CountyTable | None = None  # that the last row stands in, if a column of it names reforms
    _number: int = 0  # of the paragraph that this table is

    def take(self, sentence: Sentence) -> None:
        """Take what running text tells, save what it only plans."""
        self._begun = True
        plans = planned(sentence.text, sentence.heading, self.article.published)
        places = self.article.subjects.named
        own = [
            self._occurrence(name, sentence)
            for name in names(sentence.text, places, self.article.reading.text)
            if not is_planned(plans, name.start) and not self._is_part(name)
        ]
        praised = [each for each in self._praised(sentence) if not is_planned(plans, each.start - sentence.start)]
        own += self._award(own, praised)
        self.facts += praised
        self.facts += [
            each for each in self._counted(sentence, places) if not is_planned(plans, each.start - sentence.start)
        ]
        own += [each for each in self._again(sentence, own) if not is_planned(plans, each.start - sentence.start)]
        for each in own:
            self.roll.take(each)
            self._last = each

    def take_heading(self, sentence: Sentence) -> None:
        """Take a reform that a heading within the text names, with the place that it is of or with what it is."""
        self._is_headed = False
        if not self._begun and not ITEM.match(sentence.text):
            return  # the title
        is_placed = self.article.subjects.at(sentence.end).start >= sentence.start
        for name in names(sentence.text + _STOP, self.article.subjects.named, self.article.reading.text):
            if is_placed or (name.rule == "quoted" and re.search(f"{one_of('heads')}$", name.title)):
                self.roll.take(self._occurrence(name, sentence))
                self._is_headed = True

    def take_row(self, sentence: Sentence) -> None:
        """Take the reform of a row of a table, and its figures."""
        number = self.article.reading.paragraph(sentence.start)
        if number != self._number:
            self._number, self._table = number, table(sentence.text)
            return
        name = self._table.name(sentence.text) if self._table else None
        if self._table is None or name is None:
            return
        start, told = sentence.start + name.start, self.article.subjects.at(sentence.end)
        self.roll.take(Occurrence(name, start, sentence.start + name.end, sentence, told))
        for each in self._table.quantities(sentence.text):
            self.facts.append(Counted(each, sentence.start + each.start, sentence.start + each.end, sentence, told))

    def take_caption(self, sentence: Sentence) -> None:
        """Take the place that a caption names for a reform that the text has told of."""
        for each in self.roll.named_in(sentence.text):
            best = each.best
            start = sentence.start + sentence.text.index(best.name.core)
            told = self.article.subjects.at(start)
            if told.places and told.start >= sentence.start:
                each.add(Occurrence(best.name, start, start + len(best.name.core), sentence, told))

    def _occurrence(self, name: Name, sentence: Sentence) -> Occurrence:
        start = sentence.start + name.start
        return Occurrence(name, start, sentence.start + name.end, sentence, self.article.subjects.at(start))

    def _is_part(self, name: Name) -> bool:
        """Tell whether a plain noun below a heading that names a reform is a part of it."""
        is_plain = not name.distinct or (name.rule == "list" and "“" not in name.title)
        return self._is_headed and is_plain

    def _again(self, sentence: Sentence, own: Sequence[Occurrence]) -> Iterator[Occurrence]:
        """Yield quoted names of reforms told of before, where the sentence names a place of the region for them."""
        for match in re.finditer("“([^“”]{2,24})”", sentence.text):
            if re.search(f"{one_of('regards')}[^，]*$", preceding(sentence.text, match.start(), 30)):
                continue
            start = sentence.start + match.start()
            told = self.article.subjects.at(start)
            is_new = not any(each.start < start + len(match.group()) and start < each.end for each in own)
            if is_new and self.roll.holds(match[1]) and told.places and told.start >= sentence.start:
                name = Name(match.group(), match[1], match.start(), match.end(), "quoted", "named again")
                yield Occurrence(name, start, sentence.start + match.end(), sentence, told)

    def _praised(self, sentence: Sentence) -> Iterator[Praised]:
        for each in honours(sentence.text, self.article.provinces):
            start = sentence.start + each.start
            yield Praised(each, start, sentence.start + each.end, sentence, self.article.subjects.at(start))

    def _counted(self, sentence: Sentence, places: Sequence[Span]) -> Iterator[Counted]:
        named = {at for start, end in places for at in range(start, end)}
        for each in quantities(sentence.text):
            if each.start not in named:  # 三台县 counts nothing
                start = sentence.start + each.start
                yield Counted(each, start, sentence.start + each.end, sentence, self.article.subjects.at(start))

    def _award(self, own: Sequence[Occurrence], honoured: Sequence[Praised]) -> list[Occurrence]:
        """Take a pilot of a place of which the paragraph has named no reform before as a reform of its own."""
        for fact in honoured:
            if fact.of.kind != "pilot" or any(each.start < fact.start for each in own) or self._is_told(fact):
                continue
            title = _TITLE_HEAD.sub("", fact.of.title)
            at = fact.sentence.text.find(title, fact.of.start)
            if len(title) > _SHORTEST_AWARD and at >= 0 and _OWN_AWARD.match(fact.sentence.text[fact.of.start :]):
                return [self._occurrence(Name(title, title, at, at + len(title), "award", "a pilot"), fact.sentence)]
        return []

    def _is_told(self, fact: Praised) -> bool:
        """Tell whether the paragraph has named a reform at one of the places that an honour is told of."""
        begins = self.article.reading.text.rfind("\n", 0, fact.start)
        if self._last is None or self._last.start < begins:
            return False
        return not (self._last.told.places and set(self._last.told.places).isdisjoint(fact.told.places))
