"""Find the place that a cell means, by code or by name, or say what is wrong with it."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any, Final

from rapidfuzz import fuzz, process
from rapidfuzz.distance import Levenshtein

from explorer.messages import Message, Words, either, message
from explorer.text.widths import plain
from geodata.retired import retired
from geodata.units import units

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from geodata import Places
    from geodata.places import Place, Town
    from geodata.retired import Retired
    from geodata.units import Unit

MOST_NAMED = 3  # nearest places that a remedy names
MOST_SOUGHT = 2_000  # names that the nearest are sought of: a file of more misspelt ones is another region's
MOST_KEPT = 4_096
MOST_READ = 60  # characters: the longest name of a place is half as long
_LEAST_ALIKE = 50  # of 100
_CODE = re.compile(r"[\d.,+]*\d[\d.,+]*(?:[eE][+-]?\d+)?")
_BETWEEN = re.compile(r"[、,，;；/和及与]|\s")
_LEAST_DIGITS = 3  # that tell something of the code that they are left of
_WHOLE_NUMBER = re.compile(r"(\d+)\.0*")
_N_DIGITS, _N_TOWN_DIGITS, _N_LONG_DIGITS = 6, 9, 12  # of a county, of a town, of a unit as statistics write it
_WHOLE_CITY: Final = frozenset(
    ("全市", "全市各县市区", "各县市区", "各县区", "所有县市区", "市级", "市直", "市本级", "citywide", "whole city")
)
_EVENTS: Final = {
    "made a city": message("made a city"),
    "made a district": message("made a district"),
    "merged": message("merged into another"),
    "renamed": message("renamed"),
    "renumbered": message("renumbered"),
}


@dataclass(frozen=True)
class Placed:
    """
    What a cell means.

    Parameters
    ----------
    code
        None: no place; ``what`` and ``remedy`` tell why.
    what
        Empty if the cell is plain; of a place that was found, what was mended in reading.
    """

    code: str | None
    what: Message | None = None
    remedy: Message | None = None


class Placer:
    """Knows the places of a region, the other units of China, and what they were called before."""

    def __init__(self, places: Places) -> None:
        self._places = places
        self._n_sought = 0
        self.place = lru_cache(MOST_KEPT)(self._place)

    def _place(self, written: str) -> Placed:
        """Find the place of a cell: 370783, 寿光, 潍坊市寿光市, Shouguang City."""
        written = "".join(each for each in written if unicodedata.category(each) != "Cf")  # of no width
        text = "".join(plain(written[: MOST_READ + 1]).split())
        if text.casefold() in self._places:
            return Placed(text.casefold())
        if len(text) > MOST_READ:
            return Placed(None, message("is longer than any name of a place"), _ONE_PLACE)
        if _CODE.fullmatch(text):
            return self._of_code(text)
        return self._of_name(" ".join(plain(written).split()), text)

    def _of_code(self, text: str) -> Placed:
        digits = _digits(text)
        if digits in self._places:
            note = message("%(written)s is read as %(digits)s", written=text, digits=digits)
            return Placed(digits, note, message("keep codes as text"))
        if digits in self._former_codes:
            return self._once(self._former_codes[digits], digits)
        if digits in self._units:
            return self._elsewhere(digits, [self._units[digits]])
        if digits in self._towns_by_code:
            return self._of_towns([self._towns_by_code[digits]], digits)
        return self._damaged(text, digits)

    def _damaged(self, text: str, digits: str) -> Placed:
        codes = [place.code for place in self._places]
        if len(digits) < _N_DIGITS or not digits.isdigit():
            known = digits if digits.isdigit() else re.sub(r"0*$", "", re.split("[eE]", text)[0].replace(".", ""))
            near = [code for code in codes if _is_within(known, code)]
            what = message("%(written)s has lost digits", written=text)
            return Placed(None, what, self._ask(near, _AS_TEXT) if near else self._correct(_AS_TEXT))
        near = [code for code in codes if Levenshtein.distance(digits, code) == 1]
        what = message("%(written)s is the code of no place", written=text)
        return Placed(None, what, self._ask(near) if near else self._correct())

    def _of_name(self, name: str, text: str) -> Placed:
        if text.casefold() in _WHOLE_CITY or name.casefold() in _WHOLE_CITY:
            note = message("%(name)s is read as %(city)s", name=name, city=self._city.name_zh)
            return Placed(self._city.code, note, message("write %(code)s", code=self._city.code))
        found = self._named(name) or self._named(text) or self._named_under(text)
        if len(found) == 1:
            return Placed(found[0].code)
        if found:
            return self._twins(name, found)
        several = [part for part in _BETWEEN.split(name) if part]
        if len(several) > 1 and all(self._named(part) for part in several):
            return Placed(None, message("%(name)s names several places", name=name), _ROW_EACH)
        return self._stranger(name, text)

    def _stranger(self, name: str, text: str) -> Placed:
        """Tell of a name that no place of the region has."""
        former = self._former_names.get(self._without_parents(text))
        if former is not None and former.successor in self._places:
            return self._once(former, name)
        towns = [town for town in self._places.towns if text.endswith(town.name_zh) and self._is_of(town, text)]
        if towns:
            return self._of_towns(towns, name)
        others = self._units_by_name.get(text) or list(self._units_under(text))
        if others:
            return self._elsewhere(name, others)
        if former is not None:
            return self._once(former, name)
        if not name:
            return Placed(None, message("is empty"), _ONE_PLACE)
        what = message("%(name)s is no place of %(city)s", name=name, city=self._city.name_zh)
        return Placed(None, what, self._nearest(text))

    def _once(self, former: Retired, written: str) -> Placed:
        now = self._units[former.successor]
        named = written if former.name_zh in written else _named_with(written, former.name_zh)
        event = _EVENTS[former.event]
        what = message("%(named)s was retired in %(year)s (%(event)s)", named=named, year=former.year, event=event)
        if now.code in self._places:
            return Placed(None, what, message("write its successor: %(now)s", now=_called(now)))
        remedy = message("today it is %(now)s, no place of %(city)s", now=_called(now), city=self._city.name_zh)
        return Placed(None, what, remedy)

    def _elsewhere(self, written: str, found: list[Unit]) -> Placed:
        city = self._city.name_zh
        if [written] == [unit.name_zh for unit in found] and found[0].level != "county":
            what = message("%(written)s is no county nor zone of %(city)s", written=written, city=city)
            return Placed(None, what, self._nearest(written))
        where: Any = [self._located(unit, written) for unit in found[:MOST_NAMED]]
        if len(found) > MOST_NAMED:
            where = message("%(some)s and %(n)s more", some=where, n=len(found) - MOST_NAMED)
        what = message("%(written)s is no place of %(city)s: it is %(where)s", written=written, city=city, where=where)
        return Placed(None, what, self._nearest(found[0].name_zh))

    def _of_towns(self, towns: list[Town], written: str) -> Placed:
        counties = [self._places[town.county] for town in towns if town.county in self._places]
        what = message("%(written)s is a town or subdistrict, not a county", written=written)
        return Placed(None, what, message("write its county: %(named)s", named=either(map(_called, counties))))

    def _twins(self, name: str, found: Iterable[Place]) -> Placed:
        named = [self._places[place.code] for place in found]
        what = message("%(name)s is the name of %(n)s places", name=name, n=len(named))
        return Placed(None, what, message("write its code: %(named)s", named=either(map(_called, named))))

    def _nearest(self, text: str) -> Message:
        self._n_sought += 1
        if self._n_sought > MOST_SOUGHT:
            return self._correct()
        found = process.extract(text, self._names, scorer=fuzz.ratio, limit=2 * MOST_NAMED, score_cutoff=_LEAST_ALIKE)
        codes = list(dict.fromkeys(self._names_to_codes[name] for name, _, _ in found))
        return self._ask(codes) if codes else self._correct()

    def _ask(self, codes: list[str], more: Message | None = None) -> Message:
        named = [self._places[code] for code in codes[:MOST_NAMED]]
        return _and(message("did you mean %(named)s?", named=[_called(each) for each in named]), more)

    def _correct(self, more: Message | None = None) -> Message:
        return _and(message("write a name or code such as %(place)s", place=_called(self._places.counties[0])), more)

    def _named(self, name: str) -> tuple[Place, ...]:
        return tuple({place.code: place for place in self._places.named(name)}.values()) or self._bare.get(name, ())

    def _named_under(self, text: str) -> tuple[Place, ...]:
        """Find a name that stands after those of its parents: 山东省潍坊市寿光市."""
        for end in range(1, len(text)):
            above, name = text[:end], text[end:]
            found = tuple(place for place in self._named(name) if self._is_above(above, place.code))
            if found:
                return found
        return ()

    def _units_under(self, text: str) -> Iterator[Unit]:
        for end in range(2, len(text) - 1):
            for unit in self._units_by_name.get(text[end:], ()):
                if self._is_above(text[:end], unit.code):
                    yield unit

    def _is_above(self, text: str, code: str) -> bool:
        """Tell whether a text is made of the names of what holds a unit: 山东省, 潍坊市, 山东潍坊."""
        province, city = (self._short_and_full(holder) for holder in (f"{code[:2]}0000", f"{code[:4]}00"))
        return text in {f"{first}{second}" for first in province for second in city}

    def _short_and_full(self, code: str) -> tuple[str, ...]:
        unit = self._units.get(code)
        return ("", unit.name_zh, unit.short_zh) if unit else ("",)

    def _is_of(self, town: Town, text: str) -> bool:
        """Tell whether a text names a town, after its county or nothing."""
        above = self._without_parents(text.removesuffix(town.name_zh))
        return not above or any(place.code == town.county for place in self._named(above))

    def _without_parents(self, text: str) -> str:
        starts = (end for end in range(1, len(text) + 1) if self._is_above(text[:end], self._city.code))
        return text[max(starts, default=0) :]

    def _located(self, unit: Unit, written: str) -> Words:
        named = unit.name_zh if written == unit.code else _called(unit)
        if not unit.parent:
            return named
        return message("%(named)s in %(parent)s", named=named, parent=self._units[unit.parent].name_zh)

    @property
    def _city(self) -> Place:
        return self._places.city

    @cached_property
    def _units(self) -> dict[str, Unit]:
        return {unit.code: unit for unit in units()}

    @cached_property
    def _bare(self) -> dict[str, tuple[Place, ...]]:
        """Names that two places of the region share, and that it therefore writes with their parents': 市中区."""
        found: dict[str, tuple[Place, ...]] = {}
        for unit in units():
            if unit.code in self._places:
                found[unit.name_zh] = (*found.get(unit.name_zh, ()), self._places[unit.code])
        return found

    @cached_property
    def _units_by_name(self) -> dict[str, list[Unit]]:
        found: dict[str, list[Unit]] = {}
        for unit in units():
            if unit.code not in self._places:
                for name in filter(None, {unit.name_zh, unit.short_zh, unit.name_en}):
                    found.setdefault(name, []).append(unit)
        return found

    @cached_property
    def _former_codes(self) -> dict[str, Retired]:
        return {each.code: each for each in retired() if each.code != each.successor}

    @cached_property
    def _former_names(self) -> dict[str, Retired]:
        """Names that a unit of the region bore come before those of others."""
        ordered = sorted(retired(), key=lambda each: (each.successor in self._places, each.year))
        return {each.name_zh: each for each in ordered}

    @cached_property
    def _towns_by_code(self) -> dict[str, Town]:
        return {town.code[:_N_TOWN_DIGITS]: town for town in self._places.towns}

    @cached_property
    def _names_to_codes(self) -> dict[str, str]:
        names = {name: place.code for place in self._places for name in self._places.names_of(place.code)}
        return names | {zone.code: zone.code for zone in self._places.zones}

    @cached_property
    def _names(self) -> list[str]:
        return list(self._names_to_codes)


_ONE_PLACE: Final = message("write the name or code of one place")
_ROW_EACH: Final = message("write a row for each place")
_AS_TEXT: Final = message("keep codes as text")


def _and(remedy: Message, more: Message | None) -> Message:
    return remedy if more is None else message("%(remedy)s; %(more)s", remedy=remedy, more=more)


def _digits(text: str) -> str:
    """Return the digits of a code that was kept as a number: 370783.0, 370,783, 370783000000."""
    plain = text.replace(",", "")
    whole = _WHOLE_NUMBER.fullmatch(plain)
    digits = whole[1] if whole else plain
    if len(digits) == _N_LONG_DIGITS and digits.isdigit():
        return digits[:_N_DIGITS] if digits.endswith("0" * _N_DIGITS) else digits[:_N_TOWN_DIGITS]
    return digits


def _is_within(digits: str, code: str) -> bool:
    """Tell whether these are the digits of a code in their order, some of them left out."""
    rest = iter(code)
    return len(digits) >= _LEAST_DIGITS and all(digit in rest for digit in digits)


def _called(place: Place | Unit) -> Message:
    return _named_with(place.name_zh, place.code)


def _named_with(name: str, code: str) -> Message:
    return message("%(name)s (%(code)s)", name=name, code=code)
