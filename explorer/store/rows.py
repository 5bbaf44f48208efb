"""Turn reforms and places into the rows by which they are searched, counted and sorted."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

from explorer.pinyin import spelled, syllables
from explorer.reach.adoption import first_rows
from explorer.store.tables import EVERYWHERE, NOWHERE
from explorer.text.widths import unaccented

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from explorer.model import Honour, Reform
    from geodata import Places

Row = dict[str, object]


def homes_of(places: Places) -> dict[str, str]:
    """Return, by the code of each place, the county that it lies in; no county for what is none, nor a zone of one."""
    counties = {county.code: county.code for county in places.counties}
    zones = {zone.code: counties.get(zone.host, NOWHERE) for zone in places.zones}
    return {place.code: NOWHERE for place in places} | counties | zones


def fingerprint(places: Places) -> str:
    """Return a text that differs if other places, homes or names were known."""
    known = [sorted(homes_of(places).items()), [(place.code, places.names_of(place.code)) for place in places]]
    return hashlib.sha256(json.dumps(known).encode()).hexdigest()


def place_rows(places: Places) -> list[Row]:
    """Return a row for each place, with its home and its names to search."""
    homes = homes_of(places)
    return [
        {"code": place.code, "home": homes[place.code], **_searched(places.names_of(place.code))} for place in places
    ]


def reform_row(number: int, reform: Reform, revision: int) -> Row:
    """Return the row of a reform."""
    return {"number": number, "id": reform.id, "theme": reform.theme, "revision": revision}


def name_row(number: int, reform: Reform) -> Row:
    """Return the row by which a reform is sorted by its name."""
    zh = b"\0".join(syllable.encode() for syllable in spelled(reform.title_zh))
    return {"reform": number, "zh": zh, "en": unaccented(reform.title("en")).encode()}


def text_row(number: int, reform: Reform) -> Row:
    """Return the row by which a reform is searched."""
    names = (reform.title_zh, *reform.aliases_zh, reform.summary_zh)
    honours = [each.title(language) for each in reform.honours for language in ("zh", "en")]
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
            "first": int(any(row is each for each in first)),
        }


def honour_rows(number: int, reform: Reform) -> Iterator[Row]:
    """Yield a row for each honour and place of which it speaks; one without a place if it speaks of none."""
    for honour in reform.honours:
        for place in _told_of(honour, reform) or (None,):
            yield {"reform": number, "place": place, "level": honour.level, "kind": honour.kind}


def _told_of(honour: Honour, reform: Reform) -> tuple[str, ...]:
    return tuple(row.place for row in reform.reach if honour in reform.honours_at(row.place))


def _searched(spoken: Sequence[str], others: Sequence[str] = ()) -> Row:
    """Return texts folded for search; those that may be spoken Chinese as syllables too."""
    return {
        # PostgreSQL keeps no NUL in a text, and nobody searches for one.
        "words": unaccented("\n".join((*spoken, *others))).replace("\0", ""),
        "syllables": "".join(syllables(each) for each in spoken),
    }
