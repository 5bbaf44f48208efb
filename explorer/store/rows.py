"""Turn reforms, sources and places into the rows of tables."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

from explorer.pinyin import spelled, syllables
from explorer.reach.adoption import first_rows
from explorer.store.conditions import fold
from explorer.store.tables import EVERYWHERE, NOWHERE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from explorer.model import Honour, Reform, Source
    from geodata import Places

Row = dict[str, object]


def homes_of(places: Places | None) -> dict[str, str]:
    """Return, by the code of a county or zone, the county that it lies in; empty if the places are not known."""
    if places is None:
        return {}
    counties = {county.code: county.code for county in places.counties}
    return counties | {zone.code: counties.get(zone.host, NOWHERE) for zone in places.zones}


def fingerprint(places: Places | None) -> str:
    """Return a text that differs if other places, homes or names were known; empty if none are known."""
    if places is None:
        return ""
    known = [sorted(homes_of(places).items()), [(place.code, places.names_of(place.code)) for place in places]]
    return hashlib.sha256(json.dumps(known).encode()).hexdigest()


def place_rows(places: Places | None) -> list[Row]:
    """Return a row for each place, with its names to search."""
    if places is None:
        return []
    return [{"code": place.code, **_searched(places.names_of(place.code))} for place in places]


def source_row(position: int, source: Source) -> Row:
    """Return the row of a source."""
    return {"id": source.id, "position": position, "document": source.model_dump_json(by_alias=True)}


def reform_rows(reforms: Sequence[Reform]) -> Iterator[Row]:
    """Yield the row of each reform, with its position in each order."""
    by_id = _positions([reform.id for reform in reforms])
    by_zh = _positions([(spelled(reform.title_zh), reform.id) for reform in reforms])
    by_en = _positions([(fold(reform.title("en")), reform.id) for reform in reforms])
    for number, reform in enumerate(reforms):
        orders = {"by_id": by_id[number], "by_zh": by_zh[number], "by_en": by_en[number]}
        yield {"number": number, "id": reform.id, "theme": reform.theme, **orders}


def document_row(number: int, reform: Reform) -> Row:
    """Return the row of a reform's document."""
    return {"reform": number, "json": reform.model_dump_json()}


def text_row(number: int, reform: Reform) -> Row:
    """Return the row by which a reform is searched."""
    names = (reform.title_zh, *reform.aliases_zh, reform.summary_zh)
    honours = [title for each in reform.honours for title in (each.title_zh, each.title_en)]
    others = (reform.title_en, reform.summary_en, *honours)
    return {"reform": number, **_searched(names, tuple(each for each in others if each))}


def reach_rows(number: int, reform: Reform, homes: Mapping[str, str]) -> Iterator[Row]:
    """Yield a row for each reach row of a reform."""
    first = first_rows(reform.reach)
    for row in reform.reach:
        yield {
            "reform": number,
            "home": EVERYWHERE if row.scope == "citywide" else homes.get(row.place, NOWHERE),
            "place": row.place,
            "scope": row.scope,
            "status": row.status,
            "since": row.since,
            "first": int(row in first),
        }


def honour_rows(number: int, reform: Reform) -> Iterator[Row]:
    """Yield a row for each honour and place of which it speaks; one without a place if it speaks of none."""
    for honour in reform.honours:
        for place in _told_of(honour, reform) or (None,):
            yield {"reform": number, "place": place, "level": honour.level, "kind": honour.kind}


def years_of(reforms: Sequence[Reform]) -> tuple[int, int] | None:
    """Return the first and the last year that a reach row states; None if no row states one."""
    years = {row.since for reform in reforms for row in reform.reach if row.since is not None}
    return (min(years), max(years)) if years else None


def _told_of(honour: Honour, reform: Reform) -> tuple[str, ...]:
    return tuple(row.place for row in reform.reach if honour in reform.honours_at(row.place))


def _searched(spoken: Sequence[str], others: Sequence[str] = ()) -> Row:
    """Return texts folded for search; those that may be spoken Chinese as syllables too."""
    return {
        "words": "\n".join(fold(each) for each in (*spoken, *others)),
        "syllables": "".join(syllables(each) for each in spoken),
    }


def _positions(keys: Sequence[Any]) -> list[int]:
    """Return, for each key, its position in the order of all."""
    positions = [0] * len(keys)
    for position, number in enumerate(sorted(range(len(keys)), key=keys.__getitem__)):
        positions[number] = position
    return positions
