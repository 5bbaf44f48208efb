"""Keep reforms in a database and answer a filter: SQLite by default, any SQLAlchemy address."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.exc import SQLAlchemyError

from explorer.errors import Fault, StoreError
from explorer.model import Cases, Reform, Source
from explorer.pinyin import readings, syllables

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from explorer.filters import Filter

MOST_RECORDS_KEPT = 4096
SCHEMA_VERSION = "2"  # a store of another version is built anew

_metadata = sa.MetaData()
_state = sa.Table(
    "state",
    _metadata,
    sa.Column("key", sa.String, primary_key=True),
    sa.Column("value", sa.String, nullable=False),
)
_source = sa.Table(
    "source",
    _metadata,
    sa.Column("id", sa.String, primary_key=True),
    sa.Column("document", sa.Text, nullable=False),
)
_reform = sa.Table(
    "reform",
    _metadata,
    sa.Column("id", sa.String, primary_key=True),
    sa.Column("position", sa.Integer, nullable=False, index=True),
    sa.Column("theme", sa.String, nullable=False, index=True),
    sa.Column("document", sa.Text, nullable=False),
    sa.Column("words", sa.Text, nullable=False),  # titles, summaries, names: folded, for search
    sa.Column("syllables", sa.Text, nullable=False),  # Chinese names and summary as pinyin between bars
)
_reach = sa.Table(
    "reach",
    _metadata,
    sa.Column("reform", sa.ForeignKey("reform.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("place", sa.String, primary_key=True),
    sa.Column("scope", sa.String, nullable=False),
    sa.Column("status", sa.String, nullable=False),
    sa.Column("since", sa.Integer, nullable=True),
    sa.Index("reach_by_place", "place", "reform"),
)
_honour = sa.Table(
    "honour",
    _metadata,
    sa.Column("reform", sa.ForeignKey("reform.id", ondelete="CASCADE"), index=True),
    sa.Column("level", sa.String, nullable=False),
    sa.Column("kind", sa.String, nullable=False),
)


class Store:
    """Reforms and sources in a database; each method is one short transaction."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def digest(self) -> str | None:
        """Return what ``save`` was told of the file that the store holds; None for a new store."""
        with self._reading() as connection:
            if not sa.inspect(connection).has_table(_state.name):
                return None
            state = {row.key: row.value for row in connection.execute(sa.select(_state.c.key, _state.c.value))}
        return state.get("digest") if state.get("schema") == SCHEMA_VERSION else None

    def save(self, cases: Cases, digest: str = "", names: Callable[[str], Iterable[str]] = lambda _: ()) -> None:
        """
        Replace all that the store holds, in one transaction.

        Parameters
        ----------
        digest
            Tells of which file; ``digest()`` returns it.
        names
            Gives the names of a place by its code: a search for one finds what reached the place.
        """
        if self.digest() is None:
            self._make_tables()
        with self._writing() as connection:
            for table in reversed(_metadata.sorted_tables):
                connection.execute(table.delete())
            _insert(
                connection, _state, [{"key": "schema", "value": SCHEMA_VERSION}, {"key": "digest", "value": digest}]
            )
            _insert(connection, _source, [_source_row(each) for each in cases.sources])
            _insert(connection, _reform, [_reform_row(n, each, names) for n, each in enumerate(cases.reforms)])
            _insert(connection, _reach, [row for each in cases.reforms for row in _reach_rows(each)])
            _insert(connection, _honour, [row for each in cases.reforms for row in _honour_rows(each)])

    def _make_tables(self) -> None:
        """Make the tables of this version; SQLite commits each statement of this at once, so no reform is at stake."""
        with self._writing() as connection:
            _metadata.drop_all(connection)
            _metadata.create_all(connection)

    def reforms(self, wanted: Filter) -> tuple[Reform, ...]:
        """Return the reforms that a filter asks for, in the order of the file."""
        query = sa.select(_reform.c.document).where(*_conditions(wanted)).order_by(_reform.c.position)
        with self._reading() as connection:
            return tuple(map(_read_reform, connection.scalars(query)))

    def count(self, wanted: Filter) -> int:
        """Return the number of reforms that a filter asks for."""
        query = sa.select(sa.func.count()).select_from(_reform).where(*_conditions(wanted))
        with self._reading() as connection:
            return connection.scalar(query) or 0

    def reform(self, reform_id: str) -> Reform | None:
        """Return one reform, or None."""
        query = sa.select(_reform.c.document).where(_reform.c.id == reform_id)
        with self._reading() as connection:
            document = connection.scalar(query)
        return None if document is None else _read_reform(document)

    def sources(self) -> dict[str, Source]:
        """Return all sources by their id."""
        with self._reading() as connection:
            found = [_read_source(document) for document in connection.scalars(sa.select(_source.c.document))]
        return {source.id: source for source in found}

    def cases(self, wanted: Filter) -> Cases:
        """Return the reforms that a filter asks for, with the sources that they cite."""
        reforms = self.reforms(wanted)
        cited = {citation.partition("#")[0] for reform in reforms for citation in reform.citations}
        return Cases(sources=tuple(each for each in self.sources().values() if each.id in cited), reforms=reforms)

    def years(self) -> tuple[int, int] | None:
        """Return the first and the last year that a reach row states; None if no row states one."""
        with self._reading() as connection:
            first, last = connection.execute(sa.select(sa.func.min(_reach.c.since), sa.func.max(_reach.c.since))).one()
        return None if first is None else (first, last)

    def _reading(self) -> _Transaction:
        return _Transaction(self._engine, "read")

    def _writing(self) -> _Transaction:
        return _Transaction(self._engine, "write")


class _Transaction:
    """A transaction whose failure says which database, and what to do."""

    def __init__(self, engine: sa.Engine, verb: str) -> None:
        self._engine, self._verb = engine, verb

    def __enter__(self) -> sa.Connection:
        try:
            self._context = self._engine.begin()
            return self._context.__enter__()
        except SQLAlchemyError as error:
            raise self._explained(error) from error

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> None:
        try:
            self._context.__exit__(kind, error, trace)  # type: ignore[arg-type]
        except SQLAlchemyError as failed:
            raise self._explained(failed) from failed
        if isinstance(error, SQLAlchemyError):
            raise self._explained(error) from error

    def _explained(self, error: SQLAlchemyError) -> StoreError:
        where = self._engine.url.render_as_string(hide_password=True)
        cause = str(getattr(error, "orig", None) or error)
        remedy = "delete the database file, it is built anew from cases.geojson; or check the disk and the address"
        return StoreError([Fault(where, f"cannot {self._verb} the database: {cause}", remedy)])


def open_store(url: str, cases: Cases | None = None) -> Store:
    """
    Open a store at an SQLAlchemy address; ``"sqlite://"`` is one in memory.

    Parameters
    ----------
    cases
        Saved in the store at once, if given.

    Raises
    ------
    StoreError
        If the address is none, or its driver is not installed.
    """
    memory = url in {"sqlite://", "sqlite:///:memory:"}
    try:
        engine = sa.create_engine(url, **({"poolclass": sa.StaticPool} if memory else {}))
    except (SQLAlchemyError, ImportError) as error:
        remedy = "give an address such as sqlite:////srv/explorer/store.sqlite, and install the database's driver"
        raise StoreError([Fault(f"database address {url!r}", str(error), remedy)]) from error
    sa.event.listen(engine, "connect", _set_up_sqlite)
    store = Store(engine)
    if cases is not None:
        store.save(cases)
    return store


def fold(text: str) -> str:
    """Fold text so that width, case and accents of Latin letters do not matter to a search."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(each for each in decomposed if not unicodedata.combining(each))


# A record is frozen, so the same text may give the same object: reading it anew took a quarter of the time of a panel.
@lru_cache(maxsize=MOST_RECORDS_KEPT)
def _read_reform(document: str) -> Reform:
    return Reform.model_validate_json(document)


@lru_cache(maxsize=MOST_RECORDS_KEPT)
def _read_source(document: str) -> Source:
    return Source.model_validate_json(document)


def _set_up_sqlite(connection: object, _record: object) -> None:
    if type(connection).__module__.startswith("sqlite3"):
        connection.execute("PRAGMA journal_mode = WAL")  # type: ignore[attr-defined]
        connection.execute("PRAGMA foreign_keys = ON")  # type: ignore[attr-defined]


def _insert(connection: sa.Connection, table: sa.Table, rows: list[dict[str, object]]) -> None:
    if rows:
        connection.execute(table.insert(), rows)


def _source_row(source: Source) -> dict[str, object]:
    return {"id": source.id, "document": source.model_dump_json(by_alias=True)}


def _reform_row(position: int, reform: Reform, names_of: Callable[[str], Iterable[str]]) -> dict[str, object]:
    places = [name for row in reform.reach for name in names_of(row.place)]
    names = (reform.title_zh, *reform.aliases_zh, *places)
    words = (*names, reform.title_en, reform.summary_zh, reform.summary_en, *_honour_titles(reform))
    return {
        "id": reform.id,
        "position": position,
        "theme": reform.theme,
        "document": reform.model_dump_json(),
        "words": "\n".join(fold(each) for each in words if each),
        "syllables": "".join(syllables(text) for text in (*names, reform.summary_zh)),
    }


def _honour_titles(reform: Reform) -> Iterator[str]:
    for honour in reform.honours:
        yield from (honour.title_zh, honour.title_en)


def _reach_rows(reform: Reform) -> Iterator[dict[str, object]]:
    for row in reform.reach:
        yield {
            "reform": reform.id,
            "place": row.place,
            "scope": row.scope,
            "status": row.status,
            "since": row.since,
        }


def _honour_rows(reform: Reform) -> Iterator[dict[str, object]]:
    for honour in reform.honours:
        yield {"reform": reform.id, "level": honour.level, "kind": honour.kind}


def _conditions(wanted: Filter) -> Iterable[sa.ColumnElement[bool]]:
    if wanted.reform:
        yield _reform.c.id.in_(wanted.reform)
    if wanted.theme:
        yield _reform.c.theme.in_(wanted.theme)
    for term in wanted.q.split():
        yield _mentions(term)
    yield from _exists(_reach, _reach_conditions(wanted))
    yield from _exists(_honour, _honour_conditions(wanted))


def _mentions(term: str) -> sa.ColumnElement[bool]:
    found = [_reform.c.words.contains(fold(term), autoescape=True)]
    found += [_reform.c.syllables.contains(reading, autoescape=True) for reading in readings(fold(term))]
    return sa.or_(*found)


def _reach_conditions(wanted: Filter) -> Iterator[sa.ColumnElement[bool]]:
    for column, values in (
        (_reach.c.place, wanted.place),
        (_reach.c.scope, wanted.scope),
        (_reach.c.status, wanted.status),
    ):
        if values:
            yield column.in_(values)
    if wanted.from_year is not None:
        yield _reach.c.since >= wanted.from_year
    if wanted.to_year is not None:
        yield _reach.c.since <= wanted.to_year


def _honour_conditions(wanted: Filter) -> Iterator[sa.ColumnElement[bool]]:
    if wanted.level:
        yield _honour.c.level.in_(wanted.level)
    if wanted.honour:
        yield _honour.c.kind.in_(wanted.honour)


def _exists(table: sa.Table, conditions: Iterable[sa.ColumnElement[bool]]) -> Iterator[sa.ColumnElement[bool]]:
    """One row of the table must meet all conditions; no condition asks for nothing."""
    together = tuple(conditions)
    if together:
        yield sa.exists().where(table.c.reform == _reform.c.id, *together)


def wider(store: Store, wanted: Filter) -> tuple[tuple[str, int], ...]:
    """Return the conditions whose removal finds reforms, each with how many: the nearest filter first."""
    counts = ((name, store.count(wanted.without(name))) for name in wanted.conditions)
    return tuple(sorted(((name, n) for name, n in counts if n), key=lambda each: each[1]))
