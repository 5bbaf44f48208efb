"""Choose what stands on a brief of one or two pages, and number the sources that it cites."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import accumulate, chain, takewhile, zip_longest
from typing import TYPE_CHECKING

from explorer.records.models import paragraph_of, source_of
from explorer.records.vocabulary import LEVELS, STATUSES, THEMES
from explorer.text.widths import width

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from explorer.reach import Entry, Groups
    from explorer.records.models import Citation, Figure, Honour, Reach, Reform, Source


LONGEST_TITLE, LONGEST_BEGAN, LONGEST_LABEL, LONGEST_UNIT = 72, 60, 52, 26  # in Latin letters, as all of these
LONGEST_SOURCE_TITLE, LONGEST_PUBLISHER, LONGEST_ADDRESS = 110, 44, 150
MOST_FIGURES = 4
MOST_BEGAN = 6
MOST_LINES, FEWER, FEWEST = 16, 12, 8  # of reforms and gaps together; fewer if they fill more than two pages
MOST_GAPS = 5
MOST_ROWS = 16
MOST_FACTS = 8
MOST_HONOURS = 8
MOST_SOURCES = 14
MOST_SOURCES_OF_A_ROW = 3
BAR_WIDTH = 200  # of the longest bar, in units of the drawing


def shortened(text: str, letters: int) -> str:
    """Shorten a text to a width in Latin letters, at a space if there is one near the end."""
    if width(text) <= letters:
        return text
    widths = accumulate(width(each) for each in text)
    kept = text[: sum(1 for _ in takewhile(lambda so_far: so_far < letters, widths))]
    head, space, tail = kept.rpartition(" ")
    return f"{(head if space and len(tail) < letters // 3 else kept).rstrip(' ，。、,.;；')}…"


@dataclass(frozen=True)
class Fact:
    """A figure, and the reform of which it speaks."""

    reform: Reform
    figure: Figure


@dataclass(frozen=True)
class BriefRow:
    """A reform as a line of a table: the row by which it stands here, its main figure, its highest honour."""

    reform: Reform
    row: Reach
    figure: Figure | None
    honour: Honour | None

    @property
    def citations(self) -> tuple[Citation, ...]:
        """What the line rests on, once each."""
        of_figure = (self.figure.source,) if self.figure else ()
        of_honour = (self.honour.source,) if self.honour else ()
        return tuple(dict.fromkeys((*few_sources(self.row), *of_figure, *of_honour)))


@dataclass(frozen=True)
class ThemeBar:
    """How many reforms a theme has: recorded here or in zones here, and citywide; widths in units of the drawing."""

    theme: str
    n_here: int
    n_citywide: int
    here: float
    citywide: float

    @property
    def citywide_from(self) -> float:
        """Where the bar of the citywide ones begins: behind the other."""
        return 1 + self.here


@dataclass(frozen=True)
class Reference:
    """The number of a source in this brief, and the paragraphs of it that a fact rests on."""

    number: int
    paragraphs: tuple[int, ...]


@dataclass(frozen=True)
class Sources:
    """The sources that a brief cites, numbered from 1 in the order of reading."""

    numbered: dict[str, int]  # number by the id of the source
    listed: tuple[tuple[int, Source], ...]

    def references(self, citations: Iterable[Citation]) -> tuple[Reference, ...]:
        """Return the numbers that stand after a fact, each with its paragraphs."""
        found: dict[int, list[int]] = {}
        for citation in citations:
            paragraph = paragraph_of(citation)
            found.setdefault(self.numbered[source_of(citation)], []).extend([paragraph] if paragraph else [])
        return tuple(Reference(number, tuple(dict.fromkeys(paragraphs))) for number, paragraphs in found.items())


@dataclass(frozen=True)
class PlaceBrief:
    """What a brief of a place shows of its reforms."""

    honours: dict[str, int]  # number by level, of those that the place and its zones hold; only levels that occur
    bars: tuple[ThemeBar, ...]
    figures: tuple[Fact, ...]
    began: tuple[Entry, ...]
    n_began: int
    lines: tuple[BriefRow, ...]  # the most honoured first, then the most recent
    n_lines: int
    sources: Sources


@dataclass(frozen=True)
class ReformBrief:
    """What a brief of a reform shows: the origin first, then by year, then without a year."""

    rows: tuple[Reach, ...]
    n_rows: int
    figures: tuple[Figure, ...]
    n_figures: int
    honours: tuple[Honour, ...]
    n_honours: int
    statuses: tuple[str, ...]  # of counties and the city, for the legend of the map
    sources: Sources


def of_place(
    groups: Groups, sources: Mapping[str, Source], n_gaps: int = 0, most_lines: int = MOST_LINES
) -> PlaceBrief:
    """
    Choose what a brief of a county, a zone or the city shows.

    Parameters
    ----------
    groups
        What the page of the place shows, with the same filter: the numbers are the same.
    sources
        Those that the reforms of the groups cite, by id; the brief lists those that it cites.
    n_gaps
        Number of gaps that the brief shows below.
    """
    entries = sorted((*groups.here, *groups.zones), key=_standing)
    table = tuple(BriefRow(each.reform, each.row, _first(_figures(each)), _highest(_honours(each))) for each in entries)
    origins = tuple(each for each in entries if each.row.status == "origin")
    figures, began = _facts(entries), origins[:MOST_BEGAN]
    cited = [*(fact.figure.source for fact in figures), *(entry.row.source for entry in began)]
    shown = table[: fitting(cited, [line.citations for line in table[: most_lines - n_gaps]])]
    return PlaceBrief(
        honours=_by_level(entries),
        bars=theme_bars(entries, groups.citywide),
        figures=figures,
        began=began,
        n_began=len(origins),
        lines=shown,
        n_lines=len(table),
        sources=number([*cited, *chain.from_iterable(line.citations for line in shown)], sources),
    )


def of_reform(reform: Reform, sources: Mapping[str, Source]) -> ReformBrief:
    """Choose what a brief of a reform shows; ``sources`` are all by id, of which those that it cites are listed."""
    rows = tuple(sorted(reform.reach, key=_origin_first))
    figures, honours = reform.figures[:MOST_FACTS], tuple(sorted(reform.honours, key=_level))[:MOST_HONOURS]
    cited = [*(figure.source for figure in figures), *(honour.source for honour in honours)]
    shown = rows[: fitting(cited, [few_sources(row) for row in rows[:MOST_ROWS]])]
    return ReformBrief(
        rows=shown,
        n_rows=len(rows),
        figures=figures,
        n_figures=len(reform.figures),
        honours=honours,
        n_honours=len(reform.honours),
        statuses=tuple(each for each in STATUSES if any(row.status == each and row.scope != "zone" for row in rows)),
        sources=number([*cited, *chain.from_iterable(map(few_sources, shown))], sources),
    )


def fitting(already: Iterable[Citation], rows: Sequence[Iterable[Citation]]) -> int:
    """Return how many of the first rows cite no more than ``MOST_SOURCES`` with what is cited already; one at least."""
    listed = set(map(source_of, already))
    for n, citations in enumerate(rows):
        listed.update(map(source_of, citations))
        if n and len(listed) > MOST_SOURCES:
            return n
    return len(rows)


def number(citations: Iterable[Citation], sources: Mapping[str, Source]) -> Sources:
    """Give each cited source a number in the order of citation."""
    ids = dict.fromkeys(source_of(citation) for citation in citations)
    numbered = {source: n for n, source in enumerate(ids, start=1)}
    return Sources(numbered, tuple((n, sources[each]) for each, n in numbered.items()))


def theme_bars(entries: Sequence[Entry], citywide: Sequence[Entry]) -> tuple[ThemeBar, ...]:
    """Return a bar for each theme, drawn to one scale; a theme without a record has a bar of no width."""
    here, wider = (Counter[str](each.reform.theme for each in group) for group in (entries, citywide))
    scale = BAR_WIDTH / max((*(here + wider).values(), 1))
    return tuple(
        ThemeBar(theme, here[theme], wider[theme], round(here[theme] * scale, 1), round(wider[theme] * scale, 1))
        for theme in THEMES
    )


def few_sources(row: Reach) -> tuple[Citation, ...]:
    """Return the citations of a row that a brief has room for, the main one first."""
    return row.sources[:MOST_SOURCES_OF_A_ROW]


def _facts(entries: Iterable[Entry]) -> tuple[Fact, ...]:
    """Return the first figure of each reform, then the second ones, as many as there is room for."""
    of_each = [[Fact(each.reform, figure) for figure in _figures(each)] for each in entries]
    by_turn = (fact for turn in zip_longest(*of_each) for fact in turn if fact)
    return tuple(dict.fromkeys(by_turn))[:MOST_FIGURES]


def _figures(entry: Entry) -> tuple[Figure, ...]:
    return entry.reform.figures_at(entry.row.place)


def _honours(entry: Entry) -> tuple[Honour, ...]:
    return entry.reform.honours_at(entry.row.place)


def _first(figures: tuple[Figure, ...]) -> Figure | None:
    return figures[0] if figures else None


def _highest(honours: tuple[Honour, ...]) -> Honour | None:
    return min(honours, key=_level, default=None)


def _level(honour: Honour) -> int:
    return tuple(LEVELS).index(honour.level)


def _by_level(entries: Iterable[Entry]) -> dict[str, int]:
    held = {(each.reform.id, honour) for each in entries for honour in _honours(each)}
    counted = Counter[str](honour.level for _, honour in held)
    return {level: counted[level] for level in LEVELS if counted[level]}


def _standing(entry: Entry) -> tuple[int, int, int, str]:
    honours = _honours(entry)
    highest = min(map(_level, honours), default=len(LEVELS))
    return highest, -len(honours), -(entry.row.since or entry.reform.since or 0), entry.reform.id


def _origin_first(row: Reach) -> tuple[bool, bool, int]:
    return row.status != "origin", row.since is None, row.since or 0
