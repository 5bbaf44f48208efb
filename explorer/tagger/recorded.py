"""Find quickly the recorded reforms that a draft may be: those whose names share a telling stretch with its own."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from explorer.tagger.name import core_of
from explorer.tagger.signals import one_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from typing import Self

    from explorer.model import Reform
    from explorer.tagger.proposal import Draft


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
