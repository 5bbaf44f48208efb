"""Find, where a clause begins, places that the region does not record: a zone of its own, or a unit elsewhere."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final

from explorer.tagger.signals import one_of
from geodata.units import units

if TYPE_CHECKING:
    from collections.abc import Iterator

    from explorer.tagger.name import Span

_LONGEST_UNIT: Final = 12  # characters of the name of a county
_HAN: Final = "[\u4e00-\u9fff]"


def unrecorded(sentence: str) -> Iterator[Span]:
    """Yield where a sentence, or what follows a semicolon, begins with such a place: "洋河新区探索…", "昆山市推出…"."""
    for match in _subject().finditer(sentence):
        at = match.start("subject")
        named = _zone().match(sentence, at)
        if named and (not _generic().fullmatch(named["stem"]) or _names_unit(named["stem"])):
            yield at, named.end()
        elif unit := next((end for end in range(at + _LONGEST_UNIT, at + 2, -1) if sentence[at:end] in _units()), None):
            yield at, min(unit, len(sentence))


def zone_end(sentence: str, at: int) -> int | None:
    """Return where the zone ends that takes the city's name before a character: 嘉兴|经开区; None if none does."""
    match = _zone_of_city().match(sentence, at)
    return match.end() if match else None


@cache
def _zone_of_city() -> re.Pattern[str]:
    return re.compile(rf"市?{one_of('areas', 'attributes')}*{one_of('areas', 'zones')}")


@cache
def _subject() -> re.Pattern[str]:
    """Match what may precede a subject: a mark of a list, "2023年，", "在"."""
    mark = r"[●◆■★▲○◇·\s\d.、（）一二三四五六七八九十]{0,8}"
    when = rf"[^，。；]{{0,8}}(?:年|月|日|前|来|期间)，?|{one_of('areas', 'before')}，?"
    return re.compile(rf"(?:^|(?<=；)){mark}(?:{when})?在?(?P<subject>{_HAN})")


@cache
def _zone() -> re.Pattern[str]:
    return re.compile(rf"(?P<stem>{_HAN}{{2,8}}?){one_of('areas', 'zones')}")


@cache
def _generic() -> re.Pattern[str]:
    return re.compile(rf".*(?:{one_of('areas', 'generic')})|.*[为以把对在与和将的按据向从被是有不出进让].*")


def _names_unit(stem: str) -> bool:
    """Tell whether a zone is called after a county or a city, 苏州工业园区, and not at large, 产业园区."""
    return any(f"{stem[:length]}{rank}" in _units() for length in (2, 3) for rank in "市县区")


@cache
def _units() -> frozenset[str]:
    return frozenset(unit.name_zh for unit in units() if unit.level != "province" and len(unit.name_zh) > 2)  # noqa: PLR2004
