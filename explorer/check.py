"""Find every fault of a whole file of reforms: what a schema alone cannot see."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from dataclasses import replace
from fractions import Fraction
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from explorer.errors import Fault, Said
from explorer.model import paragraph_of, scope_of, source_of
from explorer.text.numerals import SCALES, numerals, spaceless
from explorer.text.paragraphs import paragraphs

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Mapping, Sequence

    from explorer.model import Cases, Figure, Reform
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
    text, unit = spaceless(paragraph), spaceless(figure.unit)
    scale = next((each for each in SCALES if unit.startswith(each)), "")
    measure = unit.removeprefix(scale)
    measure = _PEOPLE if measure in {"人", "名"} else re.escape(measure)
    told = Fraction(str(figure.value))
    for number, end in numerals(text):
        is_whole = number.exact == told * SCALES.get(scale, 1)  # 20万人, or 200000人
        before_scale = bool(scale) and number.exact == told  # 20余万人
        share = number.scale == unit and Fraction(str(number.value)) == told  # 百分之二十
        if share or (is_whole and re.match(f"{_BETWEEN}{measure}", text[end:])):
            return True
        if before_scale and re.match(f"{_BETWEEN}{scale}{_BETWEEN}{measure}", text[end:]):
            return True
    return False


def _double_ids(cases: Cases) -> Iterator[Fault]:
    for kind, ids in (("reform", [each.id for each in cases.reforms]), ("source", [each.id for each in cases.sources])):
        for each, times in Counter(ids).items():
            if times > 1:
                what = Said(f"the id stands {times} times", f"这个编号出现了{times}次")
                yield Fault(f"{kind} {each}", what, Said("give each its own id", "请给每条不同的编号"))


def _unused_sources(cases: Cases) -> Iterator[Fault]:
    cited = {source for reform in cases.reforms for source in reform.cited}
    for n, source in enumerate(cases.sources):
        if source.id not in cited:
            yield Fault(f"sources[{n}] ({source.id})", *UNUSED)


UNUSED: Final = (Said("no fact cites it", "没有任何内容引用它"), Said("cite it, or remove it", "请引用它，或删去"))


def _reach_faults(reform: Reform, places: Places) -> Iterator[Fault]:
    rows: set[str] = set()
    for n, row in enumerate(reform.reach):
        if row.place not in places:
            city = places.city.name_zh
            what = Said(f"{row.place} is no place of {city}", f"{city}没有 {row.place} 这个地方")
            yield Fault(f"reach[{n}].place", what, Said("correct it", "请改正"))
        elif row.status == "citywide" and scope_of(row.place) != "citywide":
            what = Said(f"citywide, but {row.place} is not the city", f"状态是全市推行，但 {row.place} 不是全市")
            city = places.city.code
            remedy = Said(
                f"set the place to {city}, or the status to adopted", f"请把地点改为 {city}，或把状态改为推行"
            )
            yield Fault(f"reach[{n}].status", what, remedy)
        if row.place in rows:
            what = Said(f"{row.place} has a row already", f"{row.place} 已有一行")
            yield Fault(f"reach[{n}].place", what, _JOIN)
        rows.add(row.place)
    placed: list[tuple[str, str | None]] = [(f"figures[{n}]", each.place) for n, each in enumerate(reform.figures)]
    placed += [(f"honours[{n}]", each.place) for n, each in enumerate(reform.honours)]
    for fact, about in placed:
        if about and about not in rows:
            what = Said(f"the reform does not reach {about}", f"这项改革没有覆盖 {about}")
            yield Fault(f"{fact}.place", what, _ADD_ROW)


_JOIN: Final = Said("join them to one row that has all their sources", "请合成一行，并写明各来源")
_ADD_ROW: Final = Said("add a reach row for it, or leave the place out", "请为它加一行覆盖，或不写地点")


def _citation_faults(reform: Reform, known: Container[str], texts: Mapping[str, Sequence[str]]) -> Iterator[Fault]:
    for path, citation in _cited_at(reform):
        source, paragraph = source_of(citation), paragraph_of(citation)
        if source not in known:
            what = Said(f"cites {source}, which is not among the sources", f"引用了 {source}，但来源中没有它")
            yield Fault(path, what, Said("add the source, or correct the id", "请补上这个来源，或改正编号"))
        elif paragraph and source in texts and paragraph > len(texts[source]):
            n = len(texts[source])
            what = Said(f"cites {citation}, but the source has {n} paragraphs", f"引用了 {citation}，但来源只有{n}段")
            yield Fault(path, what, Said("correct it", "请改正"))


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
        stated = (f"is {reform.since}", f"写的是 {reform.since}") if reform.since else ("is empty", "没有填写")
        what = Said(f"{stated[0]}, but a place is reached in {first}", f"{stated[1]}，但{first}年已有地方推行")
        yield Fault("since", what, Said(f"write {first}", f"请写 {first}"))
    yield from _future_faults(reform)


def _future_faults(reform: Reform) -> Iterator[Fault]:
    """Yield a fault for each year that has not begun: what is recorded began, what was given was given."""
    this_year = dt.datetime.now(dt.UTC).year
    stated = [(f"reach[{n}].since", row.since) for n, row in enumerate(reform.reach)]
    stated += [("since", reform.since)] if reform.since not in {row.since for row in reform.reach} else []
    stated += [(f"honours[{n}].year", honour.year) for n, honour in enumerate(reform.honours)]
    for path, year in stated:
        if year and year > this_year:
            yield Fault(path, Said(f"{year} has not begun", f"{year}年还没有到"), _CORRECT_YEAR)


_CORRECT_YEAR: Final = Said("correct the year, or leave it empty", "请改正年份，或留空")


def _figure_faults(reform: Reform, texts: Mapping[str, Sequence[str]]) -> Iterator[Fault]:
    for n, figure in enumerate(reform.figures) if texts else ():
        paragraph = _cited(figure.source, texts)
        if paragraph is not None and not stands_in(figure, paragraph):
            number = f"{figure.value} {figure.unit}"
            what = Said(f"{number} does not stand in {figure.source}", f"{figure.source} 中没有 {number}")
            yield Fault(f"figures[{n}]", what, _CORRECT_FIGURE)


_CORRECT_FIGURE: Final = Said("correct the number, the unit or the paragraph", "请改正数值、单位或段落")


def _cited(citation: str, texts: Mapping[str, Sequence[str]]) -> str | None:
    number, text = paragraph_of(citation), texts.get(source_of(citation), ())
    return text[number - 1] if number and number <= len(text) else None
