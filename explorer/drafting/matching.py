"""Find the recorded reform that a draft tells of, and what the draft adds to it."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from rapidfuzz import fuzz

from explorer.drafting.phrases import core_of
from explorer.drafting.signals import one_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from typing import Self

    from explorer.drafting.draft import Draft
    from explorer.records.models import Honour, Reform


LIKE = 0.72  # names so alike are one reform, where place or paragraph agree
_CONTAINED = 0.9
_SHORTEST = 3  # characters of a name that may be found inside another
_ELSEWHERE = 0.7  # weight of a likeness if no place agrees: the same name elsewhere is another reform
_SAME_PARAGRAPH = 0.05
_SAME_HONOUR = 0.6


def likeness(one: str, other: str) -> float:
    """Return how alike two names are, 0 to 1; a name inside another counts nearly as the same."""
    first, second = sorted((core_of(one), core_of(other)), key=len)
    if first == second:
        return 1.0
    if len(first) >= _SHORTEST and first in second:
        return _CONTAINED
    return fuzz.ratio(first, second) / 100


def match(draft: Draft, existing: Sequence[Reform]) -> Reform | None:
    """Return the recorded reform that the draft tells of; None if none is alike enough."""
    best = max(existing, key=lambda reform: _weighed(draft, reform), default=None)
    return best if best is not None and _weighed(draft, best) >= LIKE else None


def only_new(draft: Draft, reform: Reform) -> Draft:
    """Return the draft without what the reform records already: its notes say what is left."""
    held = {row.place for row in reform.reach}
    numbers = {(str(figure.value), figure.unit) for figure in reform.figures}
    kept: dict[str, dict[str, str]] = {
        "reach": _kept("reach", [row.place not in held for row in draft.reach]),
        "figures": _kept("figures", [(str(each.value), each.unit) not in numbers for each in draft.figures]),
        "honours": _kept("honours", [not _recorded(each, reform) for each in draft.honours]),
    }
    facts = {old: new for group in kept.values() for old, new in group.items()}
    if draft.since is not None and reform.since is None:
        facts["since"] = "since"
    evidence = tuple(
        each.model_copy(update={"fact": facts.get(each.fact, each.fact)})
        for each in draft.draft.evidence
        if each.fact in facts or each.fact in ("title", "theme")
    )
    notes = draft.draft.model_copy(
        update={"matches": reform.id, "new": tuple(facts.values()), "evidence": evidence},
    )
    return draft.model_copy(
        update={
            "reach": tuple(row for n, row in enumerate(draft.reach) if f"reach[{n}]" in facts),
            "figures": tuple(each for n, each in enumerate(draft.figures) if f"figures[{n}]" in facts),
            "honours": tuple(each for n, each in enumerate(draft.honours) if f"honours[{n}]" in facts),
            "since": draft.since if "since" in facts else None,
            "draft": notes,
        },
    )


def _recorded(honour: Honour, reform: Reform) -> bool:
    return any(
        (each.level, each.kind) == (honour.level, honour.kind)
        and (each.source == honour.source or likeness(each.title_zh, honour.title_zh) >= _SAME_HONOUR)
        for each in reform.honours
    )


def _kept(name: str, news: Sequence[bool]) -> dict[str, str]:
    """Map the old place of each new fact to its place among those kept."""
    positions = [n for n, is_new in enumerate(news) if is_new]
    return {f"{name}[{old}]": f"{name}[{new}]" for new, old in enumerate(positions)}


def _weighed(draft: Draft, reform: Reform) -> float:
    ours = (draft.title_zh, *draft.aliases_zh)
    theirs = (reform.title_zh, *reform.aliases_zh)
    alike = max(likeness(one, other) for one in ours for other in theirs)
    here = {row.place for row in draft.reach} & {row.place for row in reform.reach}
    cited = {each for row in draft.reach for each in row.sources} & set(reform.citations)
    return alike * (1 if here else _ELSEWHERE) + (_SAME_PARAGRAPH if cited else 0)


class Recorded:
    """
    Recorded reforms by the stretches of their names.

    Parameters
    ----------
    names
        Names of each reform by its id.
    read
        Returns reforms by their ids.
    """

    def __init__(self, names: Mapping[str, Iterable[str]], read: Callable[[Sequence[str]], Sequence[Reform]]) -> None:
        self._ids, self._read = tuple(names), read
        self._by_pair: dict[str, set[int]] = {}
        for n, of_one in enumerate(names.values()):
            for pair in _pairs(*of_one):
                self._by_pair.setdefault(pair, set()).add(n)

    @classmethod
    def of(cls, reforms: Sequence[Reform]) -> Self:
        """Know reforms that are at hand."""
        by_id = {reform.id: reform for reform in reforms}
        names = {reform.id: (reform.title_zh, *reform.aliases_zh) for reform in reforms}
        return cls(names, lambda ids: [by_id[each] for each in ids])

    def like(self, draft: Draft) -> Sequence[Reform]:
        """Return the reforms, in their order, of which a name shares two telling characters in a row with the draft."""
        found = (self._by_pair.get(pair, set()) for pair in _pairs(draft.title_zh, *draft.aliases_zh))
        return self._read([self._ids[n] for n in sorted(set().union(*found))])


def _pairs(*names: str) -> Iterator[str]:
    """Yield every two characters in a row that are not those of a word which many names share: 改革, 工程."""
    for name in names:
        for part in _common().split(core_of(name)):
            yield from (part[at : at + 2] for at in range(len(part) - 1))


@cache
def _common() -> re.Pattern[str]:
    return re.compile(f"{one_of('heads')}|{one_of('tails')}")
