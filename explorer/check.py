"""Find every fault of a whole file of reforms: what a schema alone cannot see."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from typing import TYPE_CHECKING

from explorer.errors import Fault
from explorer.model import paragraph_of, scope_of, source_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from explorer.model import Cases, Figure, Reform
    from geodata import Places

_NUMERALS = "一二三四五六七八九十百千"
_CHINESE_NUMERALS = dict(zip((*range(1, 11), 100, 1000), _NUMERALS, strict=True))
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
        faults += _reach_faults(reform, places, where)
        faults += _citation_faults(reform, known, texts, where)
        faults += _year_faults(reform, where)
        faults += _figure_faults(reform, texts, where)
    return faults


def paragraphs(text: str) -> tuple[str, ...]:
    """Split an article at blank lines; a citation ``#p1`` is the first."""
    return tuple(each.strip() for each in re.split(r"\n\s*\n", text) if each.strip())


def stands_in(figure: Figure, paragraph: str) -> bool:
    """Tell whether a paragraph gives this figure: its number with its unit, in digits or as 九, 百."""
    plain = re.sub(r"\s+", "", unicodedata.normalize("NFKC", paragraph))
    numbers = {f"{figure.value}", f"{figure.value:g}" if not isinstance(figure.value, str) else figure.value}
    if figure.value in _CHINESE_NUMERALS:
        numbers.add(_CHINESE_NUMERALS[int(figure.value)])
    number = "|".join(map(re.escape, sorted(numbers)))
    unit = re.escape(unicodedata.normalize("NFKC", figure.unit))
    scale, measure = (unit[0], unit[1:]) if unit.startswith(("万", "亿")) else ("", unit)
    measure = _PEOPLE if measure in {"人", "名"} else measure
    pattern = rf"(?<![\d.{_NUMERALS}])(?:{number}){_BETWEEN}{scale}{_BETWEEN}{measure}"
    return re.search(pattern, plain) is not None


def _double_ids(cases: Cases) -> Iterator[Fault]:
    for kind, ids in (("reform", [each.id for each in cases.reforms]), ("source", [each.id for each in cases.sources])):
        for each, times in Counter(ids).items():
            if times > 1:
                yield Fault(f"{kind} {each}", f"the id stands {times} times", "give each its own id")


def _unused_sources(cases: Cases) -> Iterator[Fault]:
    cited = {source_of(citation) for reform in cases.reforms for citation in reform.citations}
    for n, source in enumerate(cases.sources):
        if source.id not in cited:
            yield Fault(f"sources[{n}] ({source.id})", "no fact cites it", "cite it, or remove it")


def _reach_faults(reform: Reform, places: Places, where: str) -> Iterator[Fault]:
    rows = Counter(row.place for row in reform.reach)
    for n, row in enumerate(reform.reach):
        if row.place not in places:
            yield Fault(f"{where}.reach[{n}].place", f"{row.place} is no place of {places.city.name_zh}", "correct it")
        elif row.status == "citywide" and scope_of(row.place) != "citywide":
            remedy = f"set the place to {places.city.code}, or the status to adopted"
            yield Fault(f"{where}.reach[{n}].status", f"citywide, but {row.place} is not the city", remedy)
    for place, times in rows.items():
        if times > 1:
            yield Fault(f"{where}.reach", f"{place} has {times} rows", "join them to one, further sources in `also`")
    placed: list[tuple[str, str | None]] = [(f"figures[{n}]", each.place) for n, each in enumerate(reform.figures)]
    placed += [(f"honours[{n}]", each.place) for n, each in enumerate(reform.honours)]
    for fact, about in placed:
        if about and about not in rows:
            remedy = "add a reach row for it, or leave the place out"
            yield Fault(f"{where}.{fact}.place", f"the reform does not reach {about}", remedy)


def _citation_faults(
    reform: Reform, known: set[str], texts: Mapping[str, Sequence[str]], where: str
) -> Iterator[Fault]:
    for citation in reform.citations:
        source, paragraph = source_of(citation), paragraph_of(citation)
        if source not in known:
            yield Fault(where, f"cites {source}, which is not among the sources", "add the source, or correct the id")
        elif paragraph and source in texts and paragraph > len(texts[source]):
            yield Fault(where, f"cites {citation}, but the source has {len(texts[source])} paragraphs", "correct it")


def _year_faults(reform: Reform, where: str) -> Iterator[Fault]:
    years = [row.since for row in reform.reach if row.since]
    if years and (reform.since is None or reform.since > min(years)):
        yield Fault(f"{where}.since", f"{reform.since}, but a place is reached in {min(years)}", f"write {min(years)}")


def _figure_faults(reform: Reform, texts: Mapping[str, Sequence[str]], where: str) -> Iterator[Fault]:
    for n, figure in enumerate(reform.figures):
        paragraph = _cited(figure.source, texts)
        if paragraph is not None and not stands_in(figure, paragraph):
            what = f"{figure.value} {figure.unit} does not stand in {figure.source}"
            yield Fault(f"{where}.figures[{n}]", what, "correct the number, the unit or the paragraph")


def _cited(citation: str, texts: Mapping[str, Sequence[str]]) -> str | None:
    number, text = paragraph_of(citation), texts.get(source_of(citation), ())
    return text[number - 1] if number and number <= len(text) else None
