"""All names of places that a text may hold, as folded patterns, for a region or for all China."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cache, cached_property, lru_cache
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import geodata
from explorer.tagging.cues import cues
from explorer.tagging.matcher import Automaton, fold
from geodata.units import units

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Mapping

    from explorer.tagging.mention import Kind
    from geodata import Places
    from geodata.units import Unit

Form = Literal["full", "short", "latin", "fault", "past"]
LOOKALIKES = Path(__file__).parent / "lookalikes.txt"  # a character, and what a scanner reads in its stead
_FULLEST_FIRST: tuple[Form, ...] = ("full", "short", "latin", "fault")
_APART = "|"  # stands in no name
_ZONE = "区"
_AUTONOMOUS = {"自治县": "县", "自治旗": "旗", "自治州": "州"}
SHORTEST_LATIN = 6  # letters that a county's bare name needs, where it is one of thousands, to stand without its parent
_SHORTEST_LATIN_WITH_PARENT = 4
_PROVINCE_RANK = re.compile(
    "(?: zhuang| hui| uygur)?(?: (?:autonomous|special administrative) region| municipality| province)$"
)
_SHORTEST_FAULT = 3  # characters: a fault in a shorter name leaves too little of it


@dataclass(frozen=True)
class Named:
    """A place that a name may mean."""

    code: str  # of a town its county's
    name: str  # full Chinese name
    kind: Kind
    parents: tuple[str, ...]  # codes of what holds it, the nearest first
    own: bool  # of the region
    town: str = ""


@dataclass(frozen=True, eq=False)  # one object for each pattern: compared and hashed as such, which is fast
class GazetteerEntry:
    """One pattern and the places it may mean; of the form "past" none, for it tells of long ago."""

    pattern: str  # folded
    form: Form
    places: tuple[Named, ...]
    skip: int = 0  # characters before the name proper: 济南 in 济南市中区
    generic: bool = False  # a name that many cities have for a part of theirs: 高新区

    @cached_property
    def own(self) -> tuple[Named, ...]:
        """Return the places of the region; all of them if the region is China."""
        return tuple(place for place in self.places if place.own)

    @cached_property
    def others(self) -> tuple[Named, ...]:
        """Return the places of this name outside the region."""
        return tuple(place for place in self.places if not place.own)

    @cached_property
    def is_word(self) -> bool:
        """Tell whether it is a name without its rank that is a common word too."""
        return self.form == "short" and self.pattern in cues().common

    @cached_property
    def is_plain(self) -> bool:
        """Tell whether it means one place, and hardly anything else."""
        return len(self.places) == 1 and not self.generic and self.pattern not in cues().common

    @cached_property
    def hint(self) -> Named | None:
        """Return what it most likely means, where only a hint is wanted: the one city or province of that name."""
        if self.is_plain:
            return self.places[0]
        greatest = [place for place in self.places if place.kind in ("province", "city")]
        is_one = len(greatest) == 1 and self.form in ("short", "latin") and self.pattern not in cues().common
        return greatest[0] if is_one and not self.pattern.startswith(cues().never_greatest) else None

    @cached_property
    def is_certain(self) -> bool:
        """Tell whether nothing that is named near it can change what it means."""
        return self.is_plain and self.form != "latin" and "town" not in self.kinds

    @cached_property
    def kinds(self) -> frozenset[str]:
        """Return the kinds of places that it may mean."""
        return frozenset(place.kind for place in self.places)


@dataclass(frozen=True)
class Gazetteer:
    """The entries, by the number that the automaton gives; ``region`` is None for all China."""

    entries: tuple[GazetteerEntry, ...]
    region: str | None
    automaton: Automaton = field(repr=False)

    @cached_property
    def numbers(self) -> Mapping[str, int]:
        """Return the number of each pattern."""
        return {entry.pattern: number for number, entry in enumerate(self.entries)}

    @cached_property
    def parted(self) -> frozenset[int]:
        """Return the numbers of the names that begin with their parent's, or end with a rank in Latin letters."""
        return frozenset(
            number for number, entry in enumerate(self.entries) if entry.skip or _bare_latin(entry) in self.numbers
        )

    @cached_property
    def past(self) -> frozenset[int]:
        """Return the numbers of the words that tell of long ago."""
        return frozenset(number for number, entry in enumerate(self.entries) if entry.form == "past")

    @cached_property
    def own_names(self) -> tuple[str, ...]:
        """Return the names without rank of the region's places."""
        return tuple(entry.pattern for entry in self.entries if entry.form == "short" and entry.own)


def gazetteer(region: str | Places | None) -> Gazetteer:
    """
    Return the names for a region: its code, its places, or None for all China.

    Raises
    ------
    PlacesError
        If the region was not built.
    """
    if region is None or isinstance(region, str):
        return _known(region)
    return _built(region)


@cache
def _known(region: str | None) -> Gazetteer:
    return _built(None if region is None else geodata.load(region))


@lru_cache(maxsize=4)  # half a second each; a site asks with the same places each time
def _built(places: Places | None) -> Gazetteer:
    entries = tuple(_entries(places))
    automaton = Automaton([entry.pattern for entry in entries])
    return Gazetteer(entries, places.city.code if places else None, automaton)


def _entries(places: Places | None) -> Iterator[GazetteerEntry]:
    """Put together what the same pattern may mean: the fuller form goes first."""
    found: dict[str, list[tuple[Form, int, Named]]] = defaultdict(list)
    written = list(chain(_units(places), _of_region(places) if places else ()))
    for pattern, (_, form, skip, named) in zip(_folded(each[0] for each in written), written, strict=True):
        found[pattern].append((form, skip, named))
    for pattern, form, skip, named in tuple(_faults(found)):
        found[pattern].append((form, skip, named))
    found.pop("", None)  # a unit may have no short name
    for pattern, meant in found.items():
        form, skip = _fullest(meant)
        meanings = tuple(dict.fromkeys(named for each, _, named in meant if each == form or form != "full"))
        yield GazetteerEntry(pattern, form, meanings, skip, generic=_is_generic(pattern, form, meanings))
    yield from (GazetteerEntry(word, "past", ()) for word in cues().past_words)  # found in the same pass


def _bare_latin(entry: GazetteerEntry) -> str:
    return entry.pattern.rpartition(" ")[0] if entry.form == "latin" else ""


def _fullest(meant: Iterable[tuple[Form, int, Named]]) -> tuple[Form, int]:
    return min(((form, skip) for form, skip, _ in meant), key=lambda each: _FULLEST_FIRST.index(each[0]))


def _folded(names: Iterable[str]) -> list[str]:
    """Fold names all at once: one by one takes seconds."""
    return fold(_APART.join(names)).text.split(_APART)


def _is_generic(pattern: str, form: Form, named: Iterable[Named]) -> bool:
    if form == "full" and pattern in cues().generic_full:
        return True
    return any(each.kind == "zone" for each in named) and not _root(pattern)


def _root(name: str) -> str:
    """Return what of a zone's name is its own: 峡山 of 峡山生态区, nothing of 高新区."""
    for word in cues().generic_words:
        name = name.replace(word, "")
    return name


def _units(places: Places | None) -> Iterator[tuple[str, Form, int, Named]]:
    region = places.city.code if places else None
    by_code = {unit.code: unit for unit in units()}
    provinces = {unit.short_zh for unit in units() if unit.level == "province"}
    for unit in units():
        named = _named(unit, by_code, region)
        yield unit.name_zh, "full", 0, named
        if unit.short_zh and unit.short_zh != unit.name_zh:
            yield unit.short_zh, "short", 0, named
        yield from ((name, "full", 0, named) for name in _in_daily_speech(unit, provinces))
        parent = by_code.get(unit.parent)
        if unit.level == "county" and parent and unit.name_zh.startswith("市"):
            yield parent.short_zh + unit.name_zh, "full", len(parent.short_zh), named  # not 济南市 and 中区
        yield from ((name, "latin", 0, named) for name in _latin_names(unit, named, region))


def _in_daily_speech(unit: Unit, provinces: Container[str]) -> Iterator[str]:
    """Yield 景宁县 for 景宁畲族自治县; not 河南县, which a province's name begins more often."""
    for ending, rank in _AUTONOMOUS.items():
        if unit.name_zh.endswith(ending) and unit.short_zh not in provinces:
            yield unit.short_zh + rank


def _named(unit: Unit, by_code: Mapping[str, Unit], region: str | None) -> Named:
    parents = []
    above = by_code.get(unit.parent)
    while above is not None:
        parents.append(above.code)
        above = by_code.get(above.parent)
    own = region is None or unit.code == region or region in parents
    return Named(unit.code, unit.name_zh, unit.level, tuple(parents), own)


def _latin_names(unit: Unit, named: Named, region: str | None) -> Iterator[str]:
    """Yield English and pinyin names; of counties elsewhere only those with their rank."""
    full = unit.name_en.lower()
    bare, _, rank = full.rpartition(" ")
    yield full
    if not bare:
        return
    from pypinyin import lazy_pinyin  # noqa: PLC0415  # its dictionaries take a quarter of a second

    if unit.level == "province":
        yield _PROVINCE_RANK.sub("", full)
    plain = bare.replace("'", "")
    ranks = {"city": ("shi",), "district": ("qu",), "county": ("xian",)}.get(rank, ())
    for each in dict.fromkeys((bare, plain)):
        yield f"{each} {rank}"
        yield from (f"{each} {spoken}" for spoken in ranks)
        least = SHORTEST_LATIN if region else _SHORTEST_LATIN_WITH_PARENT
        if (region and named.own) or unit.level != "county" or len(plain) >= least:
            yield each
    if region and named.own and unit.short_zh:
        apart = " ".join(lazy_pinyin(unit.short_zh, v_to_u=False))
        yield apart
        yield from (f"{apart} {spoken}" for spoken in (*ranks, rank))


def _of_region(places: Places) -> Iterator[tuple[str, Form, int, Named]]:
    city = places.city
    above = (city.code, city.parent)
    for zone in places.zones:
        named = Named(zone.code, zone.name_zh, "zone", above, own=True)
        for name in _zone_names((zone.name_zh, *zone.aliases_zh), city.name_zh, city.short_zh):
            yield name, "full", 0, named
        for name in _zone_roots((zone.name_zh, *zone.aliases_zh), city.short_zh):
            yield name, "short", 0, named
        yield from (
            (name.lower(), "latin", 0, named) for name in _zone_english(zone.name_en, zone.short_en, city.short("en"))
        )
    for town in places.towns:
        if town.kind != "committee":
            named = Named(town.county, town.name_zh, "town", (town.county, *above), own=True, town=town.name_zh)
            yield town.name_zh, "full", 0, named


def _zone_names(names: Iterable[str], city: str, short: str) -> Iterator[str]:
    """Yield the recorded names, and each with the city's before it and without."""
    for name in names:
        bare = name.removeprefix(city).removeprefix(short)
        if len(bare) > len(_ZONE) + 1 or not name.startswith(short):
            yield bare
            yield short + bare
        yield name


def _zone_roots(names: Iterable[str], short: str) -> Iterator[str]:
    roots = {_root(name.removeprefix(short)) for name in names}
    return (
        root for root in sorted(roots) if len(root) > 1 and any(name.startswith((root, short + root)) for name in names)
    )


def _zone_english(name: str, short: str, city: str) -> Iterator[str]:
    yield name
    yield f"{city} {short}"
    if not short.lower().startswith(cues().generic_english):
        yield short


def _faults(found: Mapping[str, list[tuple[Form, int, Named]]]) -> Iterator[tuple[str, Form, int, Named]]:
    """Yield the full names with one character misread, where that gives no other name."""
    alike = {line[0]: line[1:] for line in LOOKALIKES.read_text(encoding="utf-8").split()}
    for pattern, meant in list(found.items()):
        if len(pattern) < _SHORTEST_FAULT or meant[0][0] != "full":
            continue
        for place, right in enumerate(pattern):
            for wrong in alike.get(right, ""):
                misread = pattern[:place] + wrong + pattern[place + 1 :]
                if misread not in found:
                    yield from ((misread, "fault", skip, named) for form, skip, named in meant if form == "full")
