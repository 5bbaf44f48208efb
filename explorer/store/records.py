"""Save reforms and sources, and answer what is asked of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from explorer.query.filters import Filter
from explorer.reach.matrix import Ranking
from explorer.records.models import Cases
from explorer.store import (
    apply as applying,
)
from explorer.store import (
    apply as filing,
)
from explorer.store import (
    database,
    index,
    rankings,
    revisions,
    schema,
    search,
)
from explorer.store import (
    index as rows,
)
from explorer.store.accounts import Accounts
from explorer.store.database import Transaction, now, open_engine
from explorer.store.migrating import migrate
from explorer.store.queue import Queue
from explorer.store.schema import hidden, revision
from explorer.store.staging import Staging
from explorer.store.statements import MOST_AT_ONCE, parts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from explorer.messages import Language, Message
    from explorer.reach.overview import Tallies
    from explorer.records.models import Change, Kind, Reform, Revision, Signature, Source
    from explorer.store.revisions import Key, Present
    from geodata import Places


class Store:
    """
    Reforms and sources in a database, each with its history; each method is one transaction.

    A reader sees one state throughout, and waits for nobody; a writer waits for other writers.
    """

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine
        self._places: Places | None = None

    @property
    def engine(self) -> sa.Engine:
        """The database, to be closed in the end."""
        return self._engine

    @property
    def accounts(self) -> Accounts:
        """Who may change something."""
        return Accounts(self._engine)

    @property
    def queue(self) -> Queue:
        """What waits for review."""
        return Queue(self._engine)

    @property
    def staging(self) -> Staging:
        """Files that were compared, and those that were brought in."""
        return Staging(self._engine)

    def secret_key(self) -> str:
        """Return the key that signs sessions: made once, then the same for each process."""
        return database.secret_key(self._engine)

    def digest(self) -> str:
        """Return a hash of all records: the same records, the same digest; it changes with each edit."""
        with self._reading() as connection:
            return index.digest(connection)

    def prepare(self, places: Places | None = None) -> None:
        """Make the tables for search, if they are missing or of another version; with these places."""
        with self._reading() as connection:
            if index.noted(connection):
                return
        with self._writing() as connection:
            if not index.noted(connection):  # another process may have been faster
                index.build(connection, places)

    def knows(self, places: Places) -> bool:
        """Tell whether what reaches which county was last told of just these places."""
        with self._reading() as connection:
            return index.noted(connection).get("places") == rows.fingerprint(places)

    def learn(self, places: Places) -> None:
        """Take over these places, unless they are known: what reaches a county, and is found by its name."""
        if places is self._places:
            return
        if not self.knows(places):
            self.rebuild(places)
        self._places = places

    def rebuild(self, places: Places | None = None) -> None:
        """Make the tables for search anew from what is kept; with these places, or those of before."""
        with self._writing() as connection:
            index.build(connection, places)

    def apply(
        self,
        changes: Iterable[Change],
        signature: Signature,
        say: Callable[[int], object] = lambda _: None,
        also: Callable[[sa.Connection, tuple[int, ...]], object] = lambda *_: None,
    ) -> tuple[int, ...]:
        """
        Write changes in one transaction; return the numbers of the new revisions.

        A change that leaves its record as it is makes none. Changes are taken as they come, in parts.

        Parameters
        ----------
        say
            Told, now and then, how many changes were taken.
        also
            What is done within the same transaction in the end, with the numbers.

        Raises
        ------
        ConflictError
            If a record is no longer what its change was made from; it names all of them.
        StoreError
            If a reform would cite a source that is not there, or the database fails.
        """
        with self._writing() as connection:
            written = applying.apply(connection, changes, signature, say)
            also(connection, written)
        return written

    def save(self, cases: Cases, file: str = "", places: Places | None = None, name: str = "a file") -> None:
        """
        Make these the present records, and no others, in one transaction.

        Parameters
        ----------
        file
            SHA-256 of the file that holds them; ``file()`` returns it.
        places
            What reaches which county; if they are left out, the first call that needs them looks.
        name
            Of the file, for the history.

        Raises
        ------
        StoreError
            If a reform would cite a source that is not there, or the database fails.
        """
        with self._writing() as connection:
            if places is not None and index.noted(connection).get("places") != rows.fingerprint(places):
                index.build(connection, places)
            filing.take(connection, cases, file, name)
        self._places = places or self._places

    def note_file(self, file: str) -> None:
        """Note that what the store holds is what this file holds."""
        with self._writing() as connection:
            filing.note(connection, file)

    def file(self) -> str | None:
        """Return the SHA-256 of the file that was taken over last; None if none was."""
        with self._reading() as connection:
            return filing.taken(connection)

    def n_own(self) -> int:
        """Return the number of revisions since a file was taken over last: what only the store holds."""
        with self._reading() as connection:
            return filing.n_since(connection)

    def present(self, kind: Kind, name: str) -> Revision | None:
        """Return what a record is now: its latest revision, whose record is None if it was withdrawn."""
        return self._first(revisions.of_record(kind, name))

    def revision(self, number: int) -> Revision | None:
        """Return one revision, or None."""
        return self._first(revision.c.number == number)

    def revisions(self, numbers: Iterable[int]) -> dict[int, Revision]:
        """Return revisions by their numbers."""
        with self._reading() as connection:
            found = (revisions.read(connection, revision.c.number.in_(some)) for some in parts(numbers))
            return {each.number: each for some in found for each in some}

    def history(self, kind: Kind, name: str) -> tuple[Revision, ...]:
        """Return all that a record ever was, the newest first."""
        with self._reading() as connection:
            return revisions.read(connection, revisions.of_record(kind, name))

    def histories(self, kind: Kind, names: Iterable[str]) -> dict[str, tuple[Revision, ...]]:
        """Return, by id, all that records ever were, each the newest first; one that never was is left out."""
        with self._reading() as connection:
            return revisions.histories(connection, kind, names)

    def withdrawn(self, most: int, before: int | None = None) -> tuple[tuple[Revision, Revision], ...]:
        """
        Return the records that are withdrawn, the last one first: each withdrawal with the revision before it.

        Parameters
        ----------
        before
            Number of a withdrawal: those that are older.
        """
        older = () if before is None else (revision.c.number < before,)
        with self._reading() as connection:
            found = revisions.read(connection, revisions.is_withdrawn(), *older, most=most)
            return tuple((each, revisions.before(connection, each)) for each in found)

    def hide(self, number: int, account: str | None) -> None:
        """Mark a revision as one whose words the public histories do not show; ``account`` is who asked for it."""
        with self._writing() as connection:
            if connection.scalar(sa.select(hidden.c.revision).where(hidden.c.revision == number)) is None:
                connection.execute(hidden.insert().values(revision=number, account=account, at=now()))

    def show(self, number: int) -> None:
        """Take the mark from a revision that was hidden."""
        with self._writing() as connection:
            connection.execute(hidden.delete().where(hidden.c.revision == number))

    def hidden(self) -> tuple[int, ...]:
        """Return the numbers of the revisions that are hidden, in order."""
        with self._reading() as connection:
            return tuple(connection.scalars(sa.select(hidden.c.revision).order_by(hidden.c.revision)))

    def recent(self, most: int, place: str | None = None, before: int | None = None) -> tuple[Revision, ...]:
        """
        Return what was done to reforms last, the newest first.

        Parameters
        ----------
        place
            Of reforms that now reach this place, a zone in it, or all counties; a withdrawn one reaches none.
        before
            Number of a revision: those that are older.
        """
        conditions = [revision.c.kind == "reform"]
        if place is not None:
            conditions.append(revision.c.id.in_(search.reaching(place)))
        if before is not None:
            conditions.append(revision.c.number < before)
        with self._reading() as connection:
            return revisions.read(connection, *conditions, most=most)

    def n_of_batch(self, number: int) -> int:
        """Return how many revisions a file made."""
        query = sa.select(sa.func.count()).select_from(revision).where(revision.c.batch == number)
        with self._reading() as connection:
            return connection.scalar(query) or 0

    def bases(self, keys: Iterable[Key]) -> dict[Key, Present]:
        """
        Return, by kind and id, the number and the digest of the latest revision of records.

        What never was is left out; the digest of what was withdrawn is empty.
        """
        with self._reading() as connection:
            return revisions.latest(connection, keys)

    def each(self, kind: Kind) -> Iterator[Reform | Source]:
        """Yield all records of a kind in the order of their ids; nothing is held meanwhile."""
        if kind == "source":
            yield from self.sources().values()
            return
        last = ""
        while found := self._after(last):
            yield from found
            last = found[-1].id

    def reforms(self, wanted: Filter) -> tuple[Reform, ...]:
        """Return the reforms that a filter asks for, in the order of their ids."""
        with self._reading() as connection:
            return tuple(map(search.reform_of, connection.execute(search.asked(wanted))))

    def named(self, ids: Iterable[str]) -> tuple[Reform, ...]:
        """Return the reforms of these ids that there are, in the order of their ids."""
        with self._reading() as connection:
            queries = (search.asked(Filter().of(*some)) for some in parts(sorted(ids)))
            return tuple(search.reform_of(each) for query in queries for each in connection.execute(query))

    def names(self) -> dict[str, tuple[str, ...]]:
        """Return the Chinese names of all reforms by their ids."""
        with self._reading() as connection:
            return dict(map(search.names, connection.execute(search.asked(Filter()))))

    def latest(self, wanted: Filter, most: int, skip: int = 0) -> tuple[Reform, ...]:
        """Return some of the reforms that a filter asks for, the one that was changed last first."""
        query = search.asked(wanted).order_by(None).order_by(schema.reform.c.revision.desc())
        with self._reading() as connection:
            return tuple(map(search.reform_of, connection.execute(query.limit(most).offset(skip))))

    def by_theme(self, wanted: Filter, most: int, skip: int = 0) -> tuple[Reform, ...]:
        """Return some of the reforms that a filter asks for, theme by theme and in the order of their ids."""
        with self._reading() as connection:
            return tuple(map(search.reform_of, connection.execute(search.by_theme(wanted, most, skip))))

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
        self.learn(places)
        query = rankings.ranked(wanted, ranking or Ranking(), language, len(places.counties))
        with self._reading() as connection:
            return tuple(map(search.reform_of, connection.execute(query)))

    def tallies(self, wanted: Filter, places: Places) -> Tallies:
        """Return the numbers by place that ``explorer.reach.overview`` tells of a filter; no reform is read for it."""
        self.learn(places)
        with self._reading() as connection:
            return search.tallies(connection, wanted, places)

    def rows_by_place(self, wanted: Filter) -> dict[str, int]:
        """Return the number of rows by place that ``explorer.reach.rows_by_place`` counts; no reform is read for it."""
        with self._reading() as connection:
            return search.rows_by_place(connection, wanted)

    def count(self, wanted: Filter) -> int:
        """Return the number of reforms that a filter asks for."""
        with self._reading() as connection:
            return search.count(connection, wanted)

    def count_by_theme(self, wanted: Filter) -> dict[str, int]:
        """Return the number of reforms that a filter asks for, by the themes that any has."""
        with self._reading() as connection:
            return search.count_by_theme(connection, wanted)

    def count_undated(self, wanted: Filter) -> int:
        """Return the number of reforms that ``explorer.reach.undated`` lists for a filter."""
        with self._reading() as connection:
            return search.count_undated(connection, wanted)

    def reform(self, reform_id: str) -> Reform | None:
        """Return one reform, or None."""
        with self._reading() as connection:
            kept = connection.execute(search.asked(Filter().of(reform_id))).first()
        return None if kept is None else search.reform_of(kept)

    def akin(self, reform: Reform, most: int = 60) -> tuple[Reform, ...]:
        """Return other reforms of the theme: those that share most counties with one, then the newest."""
        with self._reading() as connection:
            return tuple(map(search.reform_of, connection.execute(search.akin(reform, most))))

    def sources(self) -> dict[str, Source]:
        """Return all sources by their id, in the order of their ids."""
        with self._reading() as connection:
            return search.sources_by_id(connection.execute(search.sources()))

    def sources_of(self, reforms: Iterable[Reform]) -> dict[str, Source]:
        """Return, by their id and in the order of the ids, the sources that reforms cite."""
        with self._reading() as connection:
            return search.sources_of(connection, reforms)

    def citing(self, source: str, most: int, skip: int = 0) -> tuple[Reform, ...]:
        """Return reforms that cite a source, in the order of their ids; the first ones are left out."""
        with self._reading() as connection:
            query = search.citing(source).limit(most).offset(skip)
            return tuple(map(search.reform_of, connection.execute(query)))

    def cases(self, wanted: Filter) -> Cases:
        """Return the reforms that a filter asks for, with the sources that they cite."""
        with self._reading() as connection:
            reforms = tuple(map(search.reform_of, connection.execute(search.asked(wanted))))
            return Cases(sources=tuple(search.sources_of(connection, reforms).values()), reforms=reforms)

    def years(self) -> tuple[int, int] | None:
        """Return the first and the last year that a reach row states; None if no row states one."""
        since = schema.reach.c.since
        # Each apart, so that the index gives it without a search.
        ends = (sa.select(end(since)).where(since.is_not(None)).scalar_subquery() for end in (sa.func.min, sa.func.max))
        with self._reading() as connection:
            first, last = connection.execute(sa.select(*ends)).one()
        return None if first is None else (first, last)

    def _first(self, *conditions: sa.ColumnElement[bool]) -> Revision | None:
        with self._reading() as connection:
            return next(iter(revisions.read(connection, *conditions, most=1)), None)

    def _after(self, name: str) -> tuple[Reform, ...]:
        query = search.asked(Filter()).where(schema.reform.c.id > name).limit(MOST_AT_ONCE)
        with self._reading() as connection:
            return tuple(map(search.reform_of, connection.execute(query)))

    def _reading(self) -> Transaction:
        return Transaction(self._engine, "read")

    def _writing(self) -> Transaction:
        return Transaction(self._engine, "write")


def open_store(
    url: str,
    cases: Cases | None = None,
    places: Places | None = None,
    say: Callable[[Message], object] = lambda _: None,
) -> Store:
    """
    Open a store at an SQLAlchemy address; ``"sqlite://"`` is one in memory. Tables are made if they are missing.

    Parameters
    ----------
    cases
        Saved in the store at once, if given; with these places.
    say
        Told what takes long: moving the tables of an older version.

    Raises
    ------
    StoreError
        If the address is none, its driver is not installed, or the database fails.
    """
    engine = open_engine(url)
    store = Store(engine)
    try:
        migrate(engine, say)
        store.prepare(places)
        if cases is not None:
            store.save(cases, places=places)
    except BaseException:
        engine.dispose()
        raise
    return store


def wider(store: Store, wanted: Filter) -> tuple[tuple[str, int], ...]:
    """Return the conditions whose removal finds reforms, each with how many: the nearest filter first."""
    counts = ((name, store.count(wanted.without(name))) for name in wanted.conditions)
    return tuple(sorted(((name, n) for name, n in counts if n), key=lambda each: each[1]))
