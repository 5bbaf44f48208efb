"""Keep the tables by which reforms are found in step with what is kept of them."""

from __future__ import annotations

import hashlib
import json
from itertools import islice
from typing import TYPE_CHECKING, Final, get_args

import sqlalchemy as sa

from explorer.errors import Fault
from explorer.messages import message
from explorer.reach.adoption import first_rows
from explorer.records.identifiers import spelled, syllables
from explorer.records.models import Kind, Reform
from explorer.store import rankings, revisions, schema
from explorer.store.database import note_sizes
from explorer.store.schema import EVERYWHERE, NOWHERE
from explorer.store.statements import insert, parts
from explorer.text.widths import unaccented

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from explorer.records.models import Honour
    from explorer.store.revisions import State
    from geodata import Places


Row = dict[str, object]
_MODULUS: Final = 2**256
_MOST_FAULTS: Final = 20


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


def cite_rows(number: int, reform: Reform) -> Iterator[Row]:
    """Yield a row for each source that a reform cites."""
    for source in dict.fromkeys(reform.cited):
        yield {"source": source, "reform": number}


def _told_of(honour: Honour, reform: Reform) -> tuple[str, ...]:
    return tuple(row.place for row in reform.reach if honour in reform.honours_at(row.place))


def _searched(spoken: Sequence[str], others: Sequence[str] = ()) -> Row:
    """Return texts folded for search; those that may be spoken Chinese as syllables too."""
    return {
        # PostgreSQL keeps no NUL in a text, and nobody searches for one.
        "words": unaccented("\n".join((*spoken, *others))).replace("\0", ""),
        "syllables": "".join(syllables(each) for each in spoken),
    }


class Index:
    """The tables by which reforms are found, within a transaction that writes them."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection
        homes = connection.execute(sa.select(schema.place.c.code, schema.place.c.home))
        self._homes: dict[str, str] = {row.code: row.home for row in homes}
        self._n_counties = sum(code == home for code, home in self._homes.items())
        self._cited: dict[str, str] = {}  # by sources that are cited now, a reform that does
        self._withdrawn: set[str] = set()  # sources

    def take(self, states: Sequence[State]) -> None:
        """Take over what some records are from now on."""
        self._take_sources([each for each in states if each.kind == "source"])
        self._take_reforms([each for each in states if each.kind == "reform"])
        note(self._connection, digest=_later_digest(digest(self._connection), states))

    def dangling(self) -> list[Fault]:
        """Return a fault for each source that is cited, but not there: of what was taken over, the first ones."""
        cited = self._cited | self._still_cited()
        missing = (source for some in parts(cited) for source in self._missing(some))
        return [_dangling(source, cited[source]) for source in islice(missing, _MOST_FAULTS)]

    def _still_cited(self) -> dict[str, str]:
        """Return the sources that were withdrawn and are cited, each with a reform that does."""
        cite, reform = schema.cite, schema.reform
        query = sa.select(cite.c.source, reform.c.id).join_from(cite, reform, reform.c.number == cite.c.reform)
        queries = (query.where(cite.c.source.in_(some)).order_by(reform.c.id) for some in parts(self._withdrawn))
        return {row.source: row.id for each in queries for row in self._connection.execute(each)}

    def _missing(self, ids: Sequence[str]) -> list[str]:
        found = set(self._connection.scalars(sa.select(schema.source.c.id).where(schema.source.c.id.in_(ids))))
        return [each for each in ids if each not in found]

    def _take_sources(self, states: Sequence[State]) -> None:
        ids = [each.id for each in states]
        if ids:
            self._connection.execute(schema.source.delete().where(schema.source.c.id.in_(ids)))
        self._withdrawn |= {each.id for each in states if each.record is None}
        present = [each for each in states if each.record is not None]
        insert(self._connection, schema.source, ({"id": each.id, "revision": each.number} for each in present))

    def _take_reforms(self, states: Sequence[State]) -> None:
        known, new = self._numbers([each.id for each in states if each.before]), self._next_number()
        self._forget(list(known.values()))
        present = [(each.record, each.number) for each in states if isinstance(each.record, Reform)]
        numbered = [(known.get(reform.id, new + n), reform, revision) for n, (reform, revision) in enumerate(present)]
        insert(self._connection, schema.reform, (reform_row(*each) for each in numbered))
        reforms = [(number, reform) for number, reform, _ in numbered]
        insert(self._connection, schema.name, (name_row(*each) for each in reforms))
        insert(self._connection, schema.text, (text_row(*each) for each in reforms))
        insert(self._connection, schema.reach, (row for each in reforms for row in reach_rows(*each, self._homes)))
        insert(self._connection, schema.honour, (row for each in reforms for row in honour_rows(*each)))
        insert(self._connection, schema.cite, (row for each in reforms for row in cite_rows(*each)))
        self._cited |= _cited_by(states)
        self._settle([number for number, _ in reforms])

    def _numbers(self, ids: Sequence[str]) -> dict[str, int]:
        if not ids:
            return {}
        query = sa.select(schema.reform.c.id, schema.reform.c.number).where(schema.reform.c.id.in_(ids))
        return {row.id: row.number for row in self._connection.execute(query)}

    def _next_number(self) -> int:
        last = self._connection.scalar(sa.select(sa.func.max(schema.reform.c.number)))
        return 0 if last is None else last + 1

    def _forget(self, numbers: Sequence[int]) -> None:
        if not numbers:
            return
        self._connection.execute(schema.reform.delete().where(schema.reform.c.number.in_(numbers)))
        for table in schema.OF_REFORM:
            self._connection.execute(table.delete().where(table.c.reform.in_(numbers), *_any_rule(table)))

    def _settle(self, numbers: Sequence[int]) -> None:
        if numbers and self._n_counties:
            rankings.settle(self._connection, self._n_counties, numbers)


def build(connection: sa.Connection, places: Places | None = None) -> None:
    """
    Make the tables anew from what is kept.

    Parameters
    ----------
    places
        None: those of before, if there are any.
    """
    _empty(connection)
    if places is not None:
        connection.execute(schema.place.delete())
        connection.execute(schema.place.insert(), place_rows(places))
        note(connection, places=fingerprint(places))
    note(connection, schema=schema.SCHEMA_VERSION, digest=_later_digest("0", ()))
    index = Index(connection)
    for kind in get_args(Kind):
        for n, some in enumerate(revisions.present(connection, kind)):
            index.take(some)
            if n == 0:  # there may be many more: of tables unknown to it PostgreSQL reads all rows
                note_sizes(connection)
    note_sizes(connection)


def noted(connection: sa.Connection) -> dict[str, str]:
    """Return what is noted of the tables as a whole; empty if there are none of this version."""
    if not sa.inspect(connection).has_table(schema.state.name):
        return {}
    found = {row.key: row.value for row in connection.execute(sa.select(schema.state))}
    return found if found.get("schema") == schema.SCHEMA_VERSION else {}


def digest(connection: sa.Connection) -> str:
    """Return the digest of all records."""
    return str(connection.scalar(sa.select(schema.state.c.value).where(schema.state.c.key == "digest")))


def note(connection: sa.Connection, **values: str) -> None:
    """Note something of the tables as a whole."""
    for key, value in values.items():
        connection.execute(schema.state.delete().where(schema.state.c.key == key))
        connection.execute(schema.state.insert().values(key=key, value=value))


def _empty(connection: sa.Connection) -> None:
    """Empty the tables; those of another version are made anew."""
    if noted(connection):
        for table in (schema.reform, schema.source, *schema.OF_REFORM):
            connection.execute(table.delete())
        return
    for name in schema.OF_OTHER_VERSIONS:
        connection.exec_driver_sql(f"DROP TABLE IF EXISTS {name}")
    schema.index_metadata.drop_all(connection)
    schema.index_metadata.create_all(connection)


def _later_digest(before: str, states: Iterable[State]) -> str:
    """
    Return the digest of all records after some of them changed.

    It is the sum of the hashes of all records: the same records give the same sum, in whatever order they came, and
    none but those that change need be read.
    """
    total = int(before, 16)
    for each in states:
        total += _hash(each, each.digest) - _hash(each, each.before)
    return f"{total % _MODULUS:064x}"


def _hash(state: State, document: str) -> int:
    """Hash a record by the digest of its document; nothing is 0."""
    if document == revisions.WITHDRAWN:
        return 0
    return int.from_bytes(hashlib.sha256(f"{state.kind} {state.id} {document}".encode()).digest())


def _any_rule(table: sa.Table) -> tuple[sa.ColumnElement[bool], ...]:
    """Return conditions that all rows meet, so that a table whose key begins with the rule is searched by its key."""
    return tuple(table.c[name].in_((True, False)) for name in ("citywide", "zones") if name in table.c)


def _cited_by(states: Iterable[State]) -> dict[str, str]:
    """Return, by the ids of sources that reforms cite, one that does."""
    return {source: each.id for each in states if isinstance(each.record, Reform) for source in each.record.cited}


def _dangling(source: str, reform: str) -> Fault:
    where = message("source %(source)s", source=source)
    what = message("is not recorded, but %(reform)s cites it", reform=reform)
    return Fault(where, what, message("record the source, or cite another one"))
