"""Turn an article into draft reforms, each fact with the words that it came from; nothing is published."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, get_args

from explorer.drafting.article import read
from explorer.drafting.draft import Draft, DraftFigure, Evidence, Notes
from explorer.drafting.extract import Article, gather
from explorer.drafting.matching import Recorded, match, only_new
from explorer.drafting.phrases import core_of
from explorer.drafting.signals import one_of
from explorer.drafting.subjects import Subjects, spots_of
from explorer.records.identifiers import first_id, free_id
from explorer.records.models import FIRST_YEAR, LAST_YEAR, Honour, Reach, Source, Theme, scope_of
from explorer.tagging import tag
from explorer.text import dates
from geodata.units import units

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from explorer.drafting.article import Reading, Sentence
    from explorer.drafting.facts import Gathered, Occurrence
    from explorer.records.models import Reform, Status
    from geodata import Places


_THEMES: Final[tuple[Theme, ...]] = get_args(Theme)

_OF_NAME, _OF_HEADING, _OF_SENTENCE = 4, 1, 1  # how much a word there tells
_RELATIVE: Final = {"今年": 0, "本年度": 0, "去年": -1, "上年": -1, "前年": -2}
_WORD: Final = re.compile("|".join(_RELATIVE))
_PLAN: Final = re.compile(r"(?:到|至|力争|预计|截至)$")
_HEAD = 600  # characters of an article within which its own date stands
_LONGEST_LINE, _LONGEST_TEXT, _LONGEST_ID, _LONGEST_UNIT = 300, 4000, 80, 12
_LONGEST_SINCE: Final = 120  # characters between a year and the name that it dates
_NEWLY: Final = re.compile(r"(?:首创|首推|创新|率先)[^，；。]{0,6}$")


@dataclass(frozen=True)
class Themed:
    """A theme and the words that tell it; None where no word does."""

    theme: Theme | None
    because: tuple[str, ...]


def theme_of(name: str, sentence: str, heading: str) -> Themed:
    """Return the theme with the most telling words, of equal ones the first in the order of themes."""
    weights: dict[Theme, int] = {}
    told: dict[Theme, tuple[str, ...]] = {}
    for theme in _THEMES:
        found = [set(re.findall(one_of("themes", theme), text)) for text in (name, heading, sentence)]
        weighed = zip((_OF_NAME, _OF_HEADING, _OF_SENTENCE), found, strict=True)
        weights[theme] = sum(weight * sum(map(len, words)) for weight, words in weighed)
        told[theme] = tuple(sorted(set().union(*found)))
    best = max(weights, key=lambda theme: weights[theme])
    return Themed(best, told[best]) if weights[best] else Themed(None, ())


@dataclass(frozen=True)
class Dated:
    """A year, and the words that state it: characters of the text that was read."""

    year: int
    start: int
    end: int


def year_before(text: str, at: int, published: int | None = None) -> Dated | None:
    """
    Return the last year stated before a character; None if there is none.

    ``published`` is the year in which the article appeared: without it, 去年 states no year.
    A year that is only a term ("到2027年") is none.
    """
    found = [dated for dated in years(text, published) if dated.start < at]
    return found[-1] if found else None


def years(text: str, published: int | None = None) -> tuple[Dated, ...]:
    """Return every year that a text states as one in which something was, in order."""
    found = [
        Dated(year, start, end)
        for year, start, end in dates.years(text)
        if FIRST_YEAR <= year <= LAST_YEAR and not _PLAN.search(text[max(0, start - 2) : start])
    ]
    if published is not None:
        found += [Dated(published + _RELATIVE[each.group()], each.start(), each.end()) for each in _WORD.finditer(text)]
    return tuple(sorted(found, key=lambda dated: dated.start))


def published_in(text: str) -> int | None:
    """Return the year of the date that stands in a line of its own near the head of an article; None if none does."""
    for line in text[:_HEAD].splitlines():
        year = dates.year_of_date_in(line)
        if year and not re.search("[，。,]", line):
            return year
    return None


def draft(
    text: str, places: Places, existing: Sequence[Reform] | Recorded = (), source: str = "article"
) -> tuple[Draft, ...]:
    """
    Return the reforms that an article proposes, in the order in which it names them.

    Parameters
    ----------
    places
        The region: a draft reaches its counties, zones, or the city as a whole.
    existing
        Recorded reforms: a draft of one of them names it and proposes only what it lacks.
    source
        Id under which the article's paragraphs are cited.

    Returns
    -------
    The same drafts for the same article, always; of a text without reforms, none. A draft of an article that names no
    place of the region has no reach. ``since`` is None where no year is stated.
    """
    reading = read(text)
    mentions = tag(text, places)
    spots = spots_of(reading, mentions, places)
    published = published_in(text)
    found = gather(Article(reading, Subjects(reading, spots, places), _provinces(reading.text), published))
    desk = _Desk(reading, places, source, published)
    drafts = [desk.draft(each) for each in found]
    recorded = existing if isinstance(existing, Recorded) else Recorded.of(existing)
    matched = [(each, match(each, recorded.like(each))) for each in drafts]
    return tuple(_with_own_ids(only_new(each, reform) if reform else each for each, reform in matched))


def source_of_article(text: str, name: str) -> Source:
    """Return the source that an article is, by its first line and its own date; ``name`` becomes its id."""
    first = next((line.strip() for line in text.splitlines() if line.strip()), name) or "?"
    published = published_in(text)
    return Source(
        id=first_id(name, otherwise="article", most=_LONGEST_ID),
        title=first[:_LONGEST_LINE],
        date=str(published) if published else None,
    )


def _provinces(text: str) -> tuple[str, ...]:
    """Return the names of provinces in a text: "在山东首推" tells the level as 在全省 does."""
    names = {name for unit in units() if unit.level == "province" for name in (unit.name_zh, unit.short_zh)}
    return tuple(sorted(name for name in names if name and name in text))


class _Desk:
    """Writes out what was gathered, in the terms of the schema."""

    def __init__(self, reading: Reading, places: Places, source: str, published: int | None) -> None:
        self._reading = reading
        self._places = places
        self._source = source
        self._published = published

    def draft(self, gathered: Gathered) -> Draft:
        """Write one draft, complete with its evidence."""
        best = gathered.best
        first, *others = gathered.titles()
        themed = theme_of("".join(gathered.cores), best.sentence.text, best.sentence.heading)
        evidence = [self._evidence("title", best.start, best.end, best.name.why)]
        if themed.theme:
            because = f"told by {', '.join(themed.because[:6])}"
            evidence.append(self._evidence("theme", best.sentence.start, best.sentence.end, because))
        since = self._since(gathered, evidence)
        return Draft(
            id=first_id(core_of(first), otherwise="draft"),
            title_zh=self._title(first, gathered)[:_LONGEST_LINE],
            summary_zh=self._told(best.sentence).strip()[:_LONGEST_TEXT],
            aliases_zh=tuple(other[:_LONGEST_LINE] for other in others),
            theme=themed.theme,
            since=since,
            reach=tuple(self._reach(gathered, since, evidence)),
            figures=tuple(self._figures(gathered, evidence)),
            honours=tuple(self._honours(gathered, evidence)),
            draft=Notes(score=_score(gathered), new=tuple(each.fact for each in evidence), evidence=tuple(evidence)),
        )

    def _told(self, sentence: Sentence) -> str:
        """Return what a sentence tells, of a heading the text below it."""
        if sentence.form != "heading":
            return sentence.text.replace("\t", " ")
        below = (each.text for each in self._reading.sentences if each.start > sentence.start and each.form == "text")
        return next(below, sentence.text)

    def _title(self, title: str, gathered: Gathered) -> str:
        """Set the county before a plain noun: a 跨境电商产业园 may stand in each of them."""
        told = gathered.best.told.places
        if gathered.best.name.distinct or len(told) != 1 or scope_of(told[0]) == "citywide":
            return title
        place = self._places[told[0]]
        return title if place.short_zh in title or title in place.name_zh else place.short_zh + title

    def _since(self, gathered: Gathered, evidence: list[Evidence]) -> int | None:
        """Take the first year that stands before a name that the article has brought about in that sentence."""
        for each in gathered.occurrences:
            if each.sentence.form != "text":
                continue
            text, at = each.sentence.text, each.start - each.sentence.start
            begins = max(text.rfind("；", 0, at) + 1, at - _LONGEST_SINCE)
            dated = year_before(text[begins:at], at - begins, self._published)
            if dated and not self._is_of_honour(gathered, each, text[begins + dated.end : at]):
                start, end = (each.sentence.start + begins + part for part in (dated.start, dated.end))
                evidence.append(self._evidence("since", start, end, "stated before the name"))
                return dated.year
        return None

    def _is_of_honour(self, gathered: Gathered, named: Occurrence, between: str) -> bool:
        """Tell whether a year is that of an honour: nothing was done between it and the name."""
        honoured = any(fact.sentence is named.sentence and not fact.of.forward for fact in gathered.honours)
        return honoured and not re.search(one_of("actions"), between)

    def _reach(self, gathered: Gathered, since: int | None, evidence: list[Evidence]) -> Iterator[Reach]:
        rows: dict[str, list[Occurrence]] = {}
        for each in gathered.occurrences:
            for code in each.told.places:
                rows.setdefault(code, []).append(each)
        elsewhere = next((each.told for each in gathered.occurrences if each.told.end > each.told.start), None)
        if not rows and elsewhere:  # the steward sees which place it was
            evidence.append(self._evidence("reach", elsewhere.start, elsewhere.end, elsewhere.why))
        for n, (code, told) in enumerate(rows.items()):
            first = told[0]
            cited = tuple(dict.fromkeys(self._cite(each.start) for each in told))
            at = (first.told.start, first.told.end) if first.told.end > first.told.start else (first.start, first.end)
            evidence.append(self._evidence(f"reach[{n}]", *at, first.told.why))
            stated = since if first is gathered.occurrences[0] or len(rows) == 1 else None
            status = self._status(code, gathered, told)
            yield Reach(place=code, status=status, since=stated, source=cited[0], also=cited[1:])

    def _status(self, code: str, gathered: Gathered, told: Sequence[Occurrence]) -> Status:
        kinds = {fact.of.kind for fact in gathered.honours}
        before = [self._reading.text[max(each.sentence.start, each.start - 16) : each.start] for each in told]
        if "first" in kinds or any(_NEWLY.search(each) for each in before):
            return "origin"
        if "pilot" in kinds:
            return "pilot"
        return "citywide" if scope_of(code) == "citywide" else "adopted"

    def _figures(self, gathered: Gathered, evidence: list[Evidence]) -> Iterator[DraftFigure]:
        for n, fact in enumerate(each for each in gathered.figures.values() if len(each.of.unit) <= _LONGEST_UNIT):
            of = fact.of
            evidence.append(self._evidence(f"figures[{n}]", fact.start, fact.end, of.label))
            yield DraftFigure(
                value=of.value, qualifier=of.qualifier, unit=of.unit, label_zh=of.label, source=self._cite(fact.start)
            )

    def _honours(self, gathered: Gathered, evidence: list[Evidence]) -> Iterator[Honour]:
        for n, fact in enumerate(gathered.honours):
            of = fact.of
            dated = year_before(fact.sentence.text, of.end, self._published)
            evidence.append(self._evidence(f"honours[{n}]", fact.start, fact.end, f"{of.level} {of.kind}"))
            title = self._reading.text[fact.start : fact.end] if not of.title.strip() else of.title
            yield Honour(
                level=of.level,
                kind=of.kind,
                title_zh=title[:_LONGEST_LINE],
                year=dated.year if dated else None,
                source=self._cite(fact.start),
            )

    def _cite(self, at: int) -> str:
        return f"{self._source}#p{self._reading.paragraph(at)}"

    def _evidence(self, fact: str, start: int, end: int, why: str) -> Evidence:
        first, last = self._reading.span(start, end)
        return Evidence(fact=fact, start=first, end=last, text=self._reading.quote(start, end), why=why)


def _score(gathered: Gathered) -> float:
    """Weigh how the reform is named, how often, and whether figures and honours are told of it."""
    score = gathered.best.name.strength
    score += 0.05 * (len(gathered.occurrences) - 1) + 0.04 * bool(gathered.figures) + 0.08 * bool(gathered.honours)
    return round(min(score, 0.99), 2)


def _with_own_ids(drafts: Iterable[Draft]) -> Iterator[Draft]:
    taken: set[str] = set()
    for each in drafts:
        own = free_id(each.id, taken.__contains__)
        taken.add(own)
        yield each.model_copy(update={"id": own})
