"""Find reforms, and sources, that are likely recorded already under another id."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from heapq import nsmallest
from typing import TYPE_CHECKING, Final

from rapidfuzz import fuzz, process

from explorer.messages import Message, message
from explorer.records.models import scope_of
from explorer.text.widths import plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from explorer.records.models import Reform, Source
    from geodata import Places

MOST_TOLD = 3  # likely doubles of one reform
LEAST_ALIKE = 76  # of 100: how much of two names is written alike; no two of the 155 reforms of Weifang are
LEAST_ALIKE_TITLE = 70  # of 100; of the 85 sources of Weifang no two are
_N_RAREST = 6  # pairs of characters by which names are looked up; two that are alike share one of them
_MOST_WITH_PAIR = 60  # names of a pair that are compared: more share a common word only
_SHORTEST = 3  # characters of a name that tells something
_MARKS = re.compile(r"[\W_]+")
_WRAPPING: Final = re.compile(r"(?<=.{3})(?:改革|工作|机制|模式|建设|做法|项目|试点)$")


@dataclass(frozen=True)
class Double:
    """A reform that another is likely the double of, and why."""

    id: str
    title: str
    why: Message


@dataclass(frozen=True)
class _KnownReform:
    id: str
    title: str
    places: frozenset[str]


class Doubles:
    """
    Names of reforms, to compare others with.

    A name is compared with those that share one of its rarest pairs of characters, and with no more than a few dozen
    of each: the time for one is bounded, however many are known.

    Parameters
    ----------
    reforms
        Those recorded; each is read once and not kept.
    places
        Their names are left out of titles: 寿光市邻里食堂 may be 邻里食堂 of 寿光.
    """

    def __init__(self, reforms: Iterable[Reform], places: Places) -> None:
        names = {name for place in places for name in (place.name_zh, place.short_zh) if name}
        leading = "|".join(map(re.escape, sorted(map(_plain, names), key=len, reverse=True)))
        self._leading = re.compile(f"^(?:{leading})+")
        self._known: list[_KnownReform] = []
        self._whole: defaultdict[str, list[int]] = defaultdict(list)  # numbers of reforms by their plain names
        self._cores: list[tuple[str, int]] = []
        self._by_pair: defaultdict[str, list[int]] = defaultdict(list)  # numbers of cores
        for reform in reforms:
            self.add(reform)

    def add(self, reform: Reform) -> None:
        """Know one reform more."""
        number = len(self._known)
        self._known.append(_KnownReform(reform.id, reform.title_zh, _places(reform)))
        for name in _names(reform):
            self._whole[name].append(number)
        for core in {self._core(name) for name in _names(reform)}:
            for pair in _pairs(core):
                self._by_pair[pair].append(len(self._cores))
            self._cores.append((core, number))

    def named(self, title: str) -> tuple[str, ...]:
        """Return the ids of a few reforms of this name, however it is quoted or spaced."""
        numbers = self._whole.get(_plain(title), ())
        return tuple(dict.fromkeys(self._known[number].id for number in numbers[:MOST_TOLD]))

    def of(self, reform: Reform) -> tuple[Double, ...]:
        """Return the reforms that this one is likely the double of, the likeliest first; itself is none."""
        found: dict[str, Double] = {}
        for number, why in (*self._of_same_name(reform), *self._alike(reform)):
            known = self._known[number]
            if known.id != reform.id and len(found) < MOST_TOLD:
                found.setdefault(known.id, Double(known.id, known.title, why))
        return tuple(found.values())

    def _of_same_name(self, reform: Reform) -> Iterator[tuple[int, Message]]:
        for name in _names(reform):
            for number in self._whole.get(name, ())[: MOST_TOLD + 1]:
                yield number, _SAME

    def _alike(self, reform: Reform) -> Iterator[tuple[int, Message]]:
        places = _places(reform)
        found: list[tuple[float, int]] = []
        for core in {self._core(name) for name in _names(reform)}:
            near = {each: self._cores[each][0] for each in self._near(core)}
            alike = process.extract(core, near, scorer=fuzz.ratio, score_cutoff=LEAST_ALIKE, limit=_MOST_WITH_PAIR)
            found += [(score, self._cores[each][1]) for _, score, each in alike]
        for score, number in sorted(found, key=lambda each: (-each[0], each[1])):
            if _meet(places, self._known[number].places):
                yield number, _alike_by(score)

    def _near(self, core: str) -> Iterator[int]:
        known = [pair for pair in _pairs(core) if pair in self._by_pair]
        for pair in nsmallest(_N_RAREST, known, key=lambda each: (len(self._by_pair[each]), each)):
            yield from self._by_pair[pair][:_MOST_WITH_PAIR]

    def _core(self, name: str) -> str:
        """Return a name without the place that it begins with and the word that it ends with."""
        core = _WRAPPING.sub("", self._leading.sub("", name))
        return core if len(core) >= _SHORTEST else name


def are_titles_alike(one: str, other: str) -> bool:
    """Tell whether two titles of sources are likely one."""
    return fuzz.ratio(_plain(one), _plain(other)) >= LEAST_ALIKE_TITLE


def sources_alike(title: str, sources: Iterable[Source]) -> tuple[Source, ...]:
    """Return the sources whose title is likely this one, the likeliest first: a scan misreads some characters."""
    by_id = {each.id: each for each in sources}
    titles = {name: _plain(each.title) for name, each in by_id.items()}
    found = process.extract(_plain(title), titles, scorer=fuzz.ratio, score_cutoff=LEAST_ALIKE_TITLE, limit=MOST_TOLD)
    return tuple(by_id[name] for _, _, name in found)


_SAME: Final = message("it has the same name")


def _alike_by(score: float) -> Message:
    return message("the names are %(score)s %% alike, and both reach the same place", score=f"{score:.0f}")


def _plain(name: str) -> str:
    """Return a name without marks and spaces, in small letters."""
    return _MARKS.sub("", plain(name).casefold())


def _names(reform: Reform) -> tuple[str, ...]:
    """Return the names that tell something, plain, each once: a name of marks alone tells nothing."""
    return tuple(filter(None, dict.fromkeys(map(_plain, (reform.title_zh, *reform.aliases_zh)))))


def _pairs(core: str) -> set[str]:
    return {core[n : n + 2] for n in range(max(len(core) - 1, 1))}


def _places(reform: Reform) -> frozenset[str]:
    return frozenset(row.place for row in reform.reach)


def _meet(some: frozenset[str], others: frozenset[str]) -> bool:
    """Tell whether two sets of places have one in common; what the city runs is everywhere."""
    return bool(some & others) or any(scope_of(code) == "citywide" for code in some | others)
