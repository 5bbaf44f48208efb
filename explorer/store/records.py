"""Save reforms and sources, and answer what is asked of them."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, TypeVar

import sqlalchemy as sa

from explorer.filters import Filter
from explorer.model import Cases, Reform, Source, source_of
from explorer.reach.ranking import Ranking
from explorer.store import numbers, rows, standings, tables
from explorer.store.conditions import of_reforms
from explorer.store.database import Transaction, note_sizes, open_engine

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from explorer.reach.tallies import Tallies
    from explorer.words import Language
    from geodata import Places

Part = TypeVar("Part")

MOST_RECORDS_KEPT = 1024
MOST_AT_ONCE = 500  # reforms that are saved, or sources that are asked for, by one statement


class Store:
    """Reforms and sources in a database; each method is one short transaction."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine
        self._places: Places | None = None

    def digest(self) -> str | None:
        """Return what ``save`` was told of the file that the store holds; None for a new store."""
        return self._state().get("digest")

    def knows(self, places: Places) -> bool:
        """Tell whether the store was filled with just these places."""
        return self._state().get("places") == rows.fingerprint(places)

    def save(self, cases: Cases, digest: str = "", places: Places | None = None) -> None:
        """
        Replace all that the store holds, in one transaction.

        Parameters
        ----------
        digest
            Tells of which file; ``digest()`` returns it.
        places
            A search for the name of one finds what reached it. If they are left out, the first call that needs them
            saves anew.
        """
        if self.digest() is None:
            self._make_tables()
        with self._writing() as connection:
            for table in reversed(tables.metadata.sorted_tables):
                connection.execute(table.delete())
            _save_state(connection, cases, digest, places)
            _save_reforms(connection, cases.reforms, places)
            for statement in standings.settle(len(places.counties)) if places else ():
                connection.execute(statement)
            note_sizes(connection)
        self._places = places

    def reforms(self, wanted: Filter) -> tuple[Reform, ...]:
        """Return the reforms that a filter asks for, in the order of the file."""
        query = sa.select(tables.document.c.json).join_from(tables.reform, tables.document)
        query = query.where(*of_reforms(wanted)).order_by(tables.reform.c.number)
        with self._reading() as connection:
            return tuple(map(_read_reform, connection.scalars(query)))

    def ranked(
        self, wanted: Filter, places: Places, ranking: Ranking | None = None, language: Language = "zh"
    ) -> tuple[Reform, ...]:
        """
        Return the reforms of a filter that a ranking asks for, in its order.

        Counties and years are those of the filter's lines in ``explorer.reach.matrix`` under the ranking's rule.

        Parameters
        ----------
        language
            Of the names, if they are the order: Chinese ones stand in the order of their pinyin.
        """
        self._learn(places)
        query = standings.ranked(wanted, ranking or Ranking(), language, len(places.counties))
        with self._reading() as connection:
            return tuple(map(_read_reform, connection.scalars(query)))

    def tallies(self, wanted: Filter, places: Places) -> Tallies:
        """Return the numbers by place that ``explorer.reach.tallies`` tells of a filter; no reform is read for it."""
        self._learn(places)
        with self._reading() as connection:
            return numbers.tallies(connection, wanted, places)

    def rows_by_place(self, wanted: Filter) -> dict[str, int]:
        """Return the number of rows by place that ``explorer.reach.rows_by_place`` counts; no reform is read for it."""
        with self._reading() as connection:
            return numbers.rows_by_place(connection, wanted)

    def count(self, wanted: Filter) -> int:
        """Return the number of reforms that a filter asks for."""
        with self._reading() as connection:
            return numbers.count(connection, wanted)

    def count_undated(self, wanted: Filter) -> int:
        """Return the number of reforms that ``explorer.reach.undated`` lists for a filter."""
        with self._reading() as connection:
            return numbers.count_undated(connection, wanted)

    def reform(self, reform_id: str) -> Reform | None:
        """Return one reform, or None."""
        query = sa.select(tables.document.c.json).join_from(tables.reform, tables.document)
        with self._reading() as connection:
            document = connection.scalar(query.where(tables.reform.c.id == reform_id))
        return None if document is None else _read_reform(document)

    def sources(self) -> dict[str, Source]:
        """Return all sources by their id, in the order of the file."""
        query = sa.select(tables.source.c.document).order_by(tables.source.c.position)
        with self._reading() as connection:
            return _by_id(connection.scalars(query))

    def sources_of(self, reforms: Iterable[Reform]) -> dict[str, Source]:
        """Return, by their id and in the order of the file, the sources that reforms cite."""
        cited = sorted({source_of(citation) for reform in reforms for citation in reform.citations})
        query = sa.select(tables.source.c.position, tables.source.c.document)
        with self._reading() as connection:
            queries = (query.where(tables.source.c.id.in_(some)) for some in _parts(cited))
            found = dict(row for each in queries for row in connection.execute(each))
        return _by_id(found[position] for position in sorted(found))

    def cases(self, wanted: Filter) -> Cases:
        """Return the reforms that a filter asks for, with the sources that they cite."""
        reforms = self.reforms(wanted)
        return Cases(sources=tuple(self.sources_of(reforms).values()), reforms=reforms)

    def years(self) -> tuple[int, int] | None:
        """Return the first and the last year that a reach row states; None if no row states one."""
        state = self._state()
        return (int(state["first_year"]), int(state["last_year"])) if "first_year" in state else None

    def _state(self) -> dict[str, str]:
        """Return what was noted of the store as a whole; empty for a new store, and for one of another version."""
        with self._reading() as connection:
            if not sa.inspect(connection).has_table(tables.state.name):
                return {}
            noted = {row.key: row.value for row in connection.execute(sa.select(tables.state))}
        return noted if noted.get("schema") == tables.SCHEMA_VERSION else {}

    def _learn(self, places: Places) -> None:
        """Save anew if the store was filled without these places: what reaches a county depends on them."""
        if places is self._places:
            return
        if not self.knows(places):
            every = Cases(sources=tuple(self.sources().values()), reforms=self.reforms(Filter()))
            self.save(every, self.digest() or "", places)
        self._places = places

    def _make_tables(self) -> None:
        """Make the tables of this version; SQLite commits each statement of this at once, so no reform is at stake."""
        with self._writing() as connection:
            found = sa.MetaData()
            found.reflect(connection)
            found.drop_all(connection)
            tables.metadata.create_all(connection)

    def _reading(self) -> Transaction:
        return Transaction(self._engine, "read")

    def _writing(self) -> Transaction:
        return Transaction(self._engine, "write")


def open_store(url: str, cases: Cases | None = None, places: Places | None = None) -> Store:
    """
    Open a store at an SQLAlchemy address; ``"sqlite://"`` is one in memory.

    Parameters
    ----------
    cases
        Saved in the store at once, if given; with these places.

    Raises
    ------
    StoreError
        If the address is none, or its driver is not installed.
    """
    store = Store(open_engine(url))
    if cases is not None:
        store.save(cases, places=places)
    return store


def wider(store: Store, wanted: Filter) -> tuple[tuple[str, int], ...]:
    """Return the conditions whose removal finds reforms, each with how many: the nearest filter first."""
    counts = ((name, store.count(wanted.without(name))) for name in wanted.conditions)
    return tuple(sorted(((name, n) for name, n in counts if n), key=lambda each: each[1]))


# A record is frozen, so the same text may give the same object: reading it anew took a quarter of the time of a panel.
@lru_cache(maxsize=MOST_RECORDS_KEPT)
def _read_reform(document: str) -> Reform:
    return Reform.model_validate_json(document)


@lru_cache(maxsize=MOST_RECORDS_KEPT)
def _read_source(document: str) -> Source:
    return Source.model_validate_json(document)


def _by_id(documents: Iterable[str]) -> dict[str, Source]:
    return {source.id: source for source in map(_read_source, documents)}


def _save_state(connection: sa.Connection, cases: Cases, digest: str, places: Places | None) -> None:
    noted = {"schema": tables.SCHEMA_VERSION, "digest": digest, "places": rows.fingerprint(places)}
    years = rows.years_of(cases.reforms)
    if years:
        noted |= {"first_year": str(years[0]), "last_year": str(years[1])}
    _insert(connection, tables.state, ({"key": key, "value": value} for key, value in noted.items()))
    _insert(connection, tables.place, rows.place_rows(places))
    _insert(connection, tables.source, (rows.source_row(n, each) for n, each in enumerate(cases.sources)))


def _save_reforms(connection: sa.Connection, reforms: Sequence[Reform], places: Places | None) -> None:
    _insert(connection, tables.reform, rows.reform_rows(reforms))
    homes, numbered = rows.homes_of(places), tuple(enumerate(reforms))
    for some in _parts(numbered):
        _insert(connection, tables.document, (rows.document_row(*each) for each in some))
        _insert(connection, tables.text, (rows.text_row(*each) for each in some))
        _insert(connection, tables.reach, (row for each in some for row in rows.reach_rows(*each, homes)))
        _insert(connection, tables.honour, (row for each in some for row in rows.honour_rows(*each)))


def _insert(connection: sa.Connection, table: sa.Table, values: Iterable[rows.Row]) -> None:
    found = list(values)
    if found:
        connection.execute(table.insert(), found)


def _parts(values: Sequence[Part]) -> Iterator[Sequence[Part]]:
    """Yield a sequence in parts that one statement can take."""
    return (values[start : start + MOST_AT_ONCE] for start in range(0, len(values), MOST_AT_ONCE))
