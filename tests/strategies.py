"""Filters as people might ask them, at random."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from explorer.filters import Filter
from explorer.layout import Rule
from explorer.model import FIRST_YEAR, LAST_YEAR
from explorer.words import HONOURS, LEVELS, SCOPES, STATUSES, THEMES

if TYPE_CHECKING:
    from collections.abc import Iterable

PLACES = ("370700", "370703", "370705", "370783", "370784", "370700-gaoxin", "370700-binhai", "220202")
REFORMS = ("smart-elderly-care", "red-property-management", "old-estate-renewal", "no-such-reform")
WORDS = (
    *("养老", "elderly", "yanglao", "寿光", "Shouguang", "xian", "gaige", "REFORM", "ＡＥＯ", "shequ", "乡村振兴"),
    *("智慧 养老", "zhihui yanglao", "shouguang 蔬菜", "%", "_", "1+3+7", "“"),
)


def filters(words: st.SearchStrategy[str]) -> st.SearchStrategy[Filter]:
    """Return filters that search these words, with any other condition."""
    parts: dict[str, st.SearchStrategy[Any]] = {
        "q": words,
        "theme": _some(THEMES),
        "scope": _some(SCOPES),
        "status": _some(STATUSES),
        "honour": _some(HONOURS),
        "level": _some(LEVELS),
        "from_year": _year(),
        "to_year": _year(),
        "place": st.one_of(st.just(()), st.lists(st.sampled_from(PLACES), unique=True, max_size=3).map(tuple)),
        "reform": st.one_of(st.just(()), st.lists(st.sampled_from(REFORMS), unique=True, max_size=3).map(tuple)),
    }
    return st.builds(Filter, **parts).map(_in_order)


def rules() -> st.SearchStrategy[Rule]:
    """Return each way to count: with or without what the city runs, with or without zones."""
    return st.builds(Rule, citywide=st.booleans(), zones=st.booleans())


def typed_words() -> st.SearchStrategy[str]:
    """Return any text that the search box takes, as it is kept."""
    return st.text(max_size=100).map(lambda text: " ".join(text.replace("\x00", " ").split()))


def known_words() -> st.SearchStrategy[str]:
    """Return words that find something, or nothing."""
    return st.one_of(st.just(""), st.sampled_from(WORDS))


def _some(choices: Iterable[str]) -> st.SearchStrategy[tuple[str, ...]]:
    ordered = tuple(choices)
    chosen = st.sets(st.sampled_from(ordered), max_size=3)
    return st.one_of(st.just(()), chosen.map(lambda found: tuple(each for each in ordered if each in found)))


def _year() -> st.SearchStrategy[int | None]:
    return st.one_of(st.none(), st.integers(2005, 2026), st.sampled_from([FIRST_YEAR, LAST_YEAR]))


def _in_order(wanted: Filter) -> Filter:
    first, last = wanted.from_year, wanted.to_year
    return replace(wanted, from_year=last, to_year=first) if first and last and first > last else wanted
