"""Find every fault of a whole file of reforms: what a schema alone cannot see."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from fractions import Fraction
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from explorer.errors import Fault
from explorer.messages import message
from explorer.records.models import paragraph_of, scope_of, source_of
from explorer.text.numerals import SCALES, numerals, spaceless
from explorer.text.paragraphs import paragraphs

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Mapping, Sequence

    from explorer.errors import Where
    from explorer.messages import Message
    from explorer.records.models import Cases, Figure, Reform, Source
    from geodata import Places

_BETWEEN = r"(?:余|多|来)?(?:个|项|家|处|大)?"  # what a writer sets between number and unit
_PEOPLE = "(?:人|名|群众)"


def check(cases: Cases, places: Places, articles: Mapping[str, str] | None = None) -> list[Fault]:
    """
    Return every fault in reading order: double ids, unknown codes, dangling sources, doubtful figures.

    Parameters
    ----------
    articles
        Text of sources by their id; a figure that cites a paragraph of one must stand in it.
    """
    texts = {source: paragraphs(text) for source, text in (articles or {}).items()}
    faults = [*_double_ids(cases), *_unused_sources(cases)]
    known = {source.id for source in cases.sources}
    for n, reform in enumerate(cases.reforms):
        where = f"features[{n}] ({reform.id})"
        faults += (replace(each, where=f"{where}.{each.where}") for each in faults_of(reform, places, known, texts))
    return faults


def faults_of(
    reform: Reform, places: Places, sources: Container[str], texts: Mapping[str, Sequence[str]] = MappingProxyType({})
) -> Iterator[Fault]:
    """
    Yield every fault of one reform; ``where`` is a path in it: ``reach[0].place``.

    Parameters
    ----------
    sources
        Ids of those that may be cited.
    texts
        Paragraphs of sources by their id.
    """
    yield from _reach_faults(reform, places)
    yield from _citation_faults(reform, sources, texts)
    yield from _year_faults(reform)
    yield from _figure_faults(reform, texts)


def stands_in(figure: Figure, paragraph: str) -> bool:
    """Tell whether a paragraph gives this figure: its number with its unit, however the number is written."""
    text, unit, value = spaceless(paragraph), spaceless(figure.unit), Fraction(str(figure.value))
    scale = next((each for each in SCALES if unit.startswith(each)), "")
    measure = unit.removeprefix(scale)
    measure = f"{_BETWEEN}{_PEOPLE if measure in {'人', '名'} else re.escape(measure)}"
    for number, end in numerals(text):
        behind = text[end:]
        if number.exact == value * SCALES.get(scale, 1) and re.match(measure, behind):  # 20万人, 200000人
            return True
        if scale and number.exact == value and re.match(f"{_BETWEEN}{scale}{measure}", behind):  # 20余万人
            return True
        if number.scale == unit and number.value == figure.value:  # 百分之二十
            return True
    return False


def double_id(named: str, first: Where, title: str = "") -> tuple[Message, Message]:
    """Return what is wrong with an id that stands already elsewhere, there for what is called so."""
    first = message("%(where)s, for “%(title)s”", where=first, title=title) if title else first
    what = message("the id %(named)s stands already in %(first)s", named=named, first=first)
    return what, message("give each its own id, or remove one")


def _double_ids(cases: Cases) -> Iterator[Fault]:
    lists: dict[str, Sequence[Reform | Source]] = {"features": cases.reforms, "sources": cases.sources}
    for key, records in lists.items():
        first: dict[str, int] = {}
        for n, record in enumerate(records):
            if first.setdefault(record.id, n) != n:
                yield Fault(f"{key}[{n}] ({record.id}).id", *double_id(record.id, f"{key}[{first[record.id]}]"))


def _unused_sources(cases: Cases) -> Iterator[Fault]:
    cited = {source for reform in cases.reforms for source in reform.cited}
    for n, source in enumerate(cases.sources):
        if source.id not in cited:
            yield Fault(f"sources[{n}] ({source.id})", *UNUSED)


UNUSED: Final = (message("no fact cites it"), message("cite it, or remove it"))


def _reach_faults(reform: Reform, places: Places) -> Iterator[Fault]:
    rows: set[str] = set()
    for n, row in enumerate(reform.reach):
        if row.place not in places:
            city = places.city.name_zh
            what = message("%(place)s is no place of %(city)s", place=row.place, city=city)
            yield Fault(f"reach[{n}].place", what, message("correct it"))
        elif row.status == "citywide" and scope_of(row.place) != "citywide":
            what = message("citywide, but %(place)s is not the city", place=row.place)
            city = places.city.code
            remedy = message("set the place to %(city)s, or the status to adopted", city=city)
            yield Fault(f"reach[{n}].status", what, remedy)
        if row.place in rows:
            what = message("%(place)s has a row already", place=row.place)
            yield Fault(f"reach[{n}].place", what, _JOIN)
        rows.add(row.place)
    placed: list[tuple[str, str | None]] = [(f"figures[{n}]", each.place) for n, each in enumerate(reform.figures)]
    placed += [(f"honours[{n}]", each.place) for n, each in enumerate(reform.honours)]
    for fact, about in placed:
        if about and about not in rows:
            what = message("the reform does not reach %(about)s", about=about)
            yield Fault(f"{fact}.place", what, _ADD_ROW)


_JOIN: Final = message("join them to one row that has all their sources")
_ADD_ROW: Final = message("add a reach row for it, or leave the place out")


def _citation_faults(reform: Reform, known: Container[str], texts: Mapping[str, Sequence[str]]) -> Iterator[Fault]:
    for path, citation in _cited_at(reform):
        source, paragraph = source_of(citation), paragraph_of(citation)
        if source not in known:
            what = message("cites %(source)s, which is not among the sources", source=source)
            yield Fault(path, what, message("add the source, or correct the id"))
        elif paragraph and source in texts and paragraph > len(texts[source]):
            n = len(texts[source])
            what = message("cites %(citation)s, but the source has %(n)s paragraphs", citation=citation, n=n)
            yield Fault(path, what, message("correct it"))


def _cited_at(reform: Reform) -> Iterator[tuple[str, str]]:
    """Yield each citation once, with the path at which it stands first."""
    seen: set[str] = set()
    for path, citation in _all_cited(reform):
        if citation not in seen:
            seen.add(citation)
            yield path, citation


def _all_cited(reform: Reform) -> Iterator[tuple[str, str]]:
    for n, row in enumerate(reform.reach):
        yield f"reach[{n}].source", row.source
        yield from ((f"reach[{n}].also", citation) for citation in row.also)
    yield from ((f"figures[{n}].source", figure.source) for n, figure in enumerate(reform.figures))
    yield from ((f"honours[{n}].source", honour.source) for n, honour in enumerate(reform.honours))


def _year_faults(reform: Reform) -> Iterator[Fault]:
    years = [row.since for row in reform.reach if row.since]
    if years and (reform.since is None or reform.since > min(years)):
        first = min(years)
        if reform.since:
            what = message("is %(since)s, but a place is reached in %(first)s", since=reform.since, first=first)
        else:
            what = message("is empty, but a place is reached in %(first)s", first=first)
        yield Fault("since", what, message("write %(first)s", first=first))
    yield from _future_faults(reform)


def _future_faults(reform: Reform) -> Iterator[Fault]:
    """Yield a fault for each year that has not begun: what is recorded began, what was given was given."""
    this_year = dt.datetime.now(dt.UTC).year
    stated = [(f"reach[{n}].since", row.since) for n, row in enumerate(reform.reach)]
    stated += [("since", reform.since)] if reform.since not in {row.since for row in reform.reach} else []
    stated += [(f"honours[{n}].year", honour.year) for n, honour in enumerate(reform.honours)]
    for path, year in stated:
        if year and year > this_year:
            yield Fault(path, message("%(year)s has not begun", year=year), _CORRECT_YEAR)


_CORRECT_YEAR: Final = message("correct the year, or leave it empty")


def _figure_faults(reform: Reform, texts: Mapping[str, Sequence[str]]) -> Iterator[Fault]:
    for n, figure in enumerate(reform.figures) if texts else ():
        paragraph = _cited(figure.source, texts)
        if paragraph is not None and not stands_in(figure, paragraph):
            number = f"{figure.value} {figure.unit}"
            what = message("%(number)s does not stand in %(source)s", number=number, source=figure.source)
            yield Fault(f"figures[{n}]", what, _CORRECT_FIGURE)


_CORRECT_FIGURE: Final = message("correct the number, the unit or the paragraph")


def _cited(citation: str, texts: Mapping[str, Sequence[str]]) -> str | None:
    number, text = paragraph_of(citation), texts.get(source_of(citation), ())
    return text[number - 1] if number and number <= len(text) else None
