"""Turn a filter into conditions of SQL; count and select what it finds."""

from __future__ import annotations

import json
from collections import defaultdict
from typing import TYPE_CHECKING, cast

import sqlalchemy as sa

from explorer.errors import Fault, StoreError
from explorer.messages import message
from explorer.query.filters import Filter
from explorer.reach.overview import Tallies
from explorer.records.identifiers import readings
from explorer.records.models import digest_of, record_of
from explorer.records.vocabulary import THEMES
from explorer.store import schema
from explorer.store.schema import EVERYWHERE, NOWHERE, honour, place, reach, reform, revision, text
from explorer.store.statements import parts
from explorer.text.widths import unaccented

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from explorer.query.options import Rule
    from explorer.records.models import Reform, Source
    from geodata import Places


Condition = sa.ColumnElement[bool]
Numbers = dict[str, int]
Kept = sa.Row[str, str]  # a document, and its digest
_SHOWN = 60  # characters of a damaged document


def of_reforms(wanted: Filter) -> tuple[Condition, ...]:
    """Return all that a filter asks of a reform; its reach rows and honours among it."""
    rows = of_rows(wanted)
    if not rows:
        return _beside_rows(wanted)
    return (*_beside_rows(wanted), reform.c.number.in_(sa.select(reach.c.reform).where(*rows)))


def of_rows(wanted: Filter) -> tuple[Condition, ...]:
    """Return what a filter asks of a reach row: place, scope, status and years."""
    return tuple(_of_rows(wanted))


def of_rows_of_reforms(wanted: Filter) -> tuple[Condition, ...]:
    """Return what a filter asks of a reach row and of its reform."""
    beside = _beside_rows(wanted)
    if not beside:
        return of_rows(wanted)
    # A common table: a statement that asks for it several times searches the reforms once.
    found = sa.select(reform.c.number).where(*beside).cte()
    return (*of_rows(wanted), reach.c.reform.in_(sa.select(found.c.number)))


def of_honours(wanted: Filter) -> tuple[Condition, ...]:
    """Return what a filter asks of an honour: level and kind."""
    return tuple(_of_honours(wanted))


def counted(rule: Rule) -> Condition:
    """Return the condition under which a row reaches a county, or all of them."""
    left_out = [scope for scope, on in (("citywide", rule.citywide), ("zone", rule.zones)) if not on]
    somewhere = reach.c.home != NOWHERE
    return sa.and_(somewhere, reach.c.scope.not_in(left_out)) if left_out else somewhere


def _beside_rows(wanted: Filter) -> tuple[Condition, ...]:
    return tuple(_of_reforms(wanted))


def _of_reforms(wanted: Filter) -> Iterator[Condition]:
    if wanted.reform:
        yield reform.c.id.in_(wanted.reform)
    if wanted.theme:
        yield reform.c.theme.in_(wanted.theme)
    for term in wanted.q.split():
        yield _mentions(term)
    honours = of_honours(wanted)
    if honours:
        yield reform.c.number.in_(sa.select(honour.c.reform).where(*honours))


def _mentions(term: str) -> Condition:
    """Ask for reforms that tell of a word, or that reached a place of this name."""
    reached = sa.select(reach.c.reform).where(reach.c.place.in_(sa.select(place.c.code).where(_tells(place, term))))
    telling = sa.select(text.c.reform).where(_tells(text, term))
    return reform.c.number.in_(sa.union(telling, reached))


def _tells(table: sa.Table, term: str) -> Condition:
    found = [table.c.words.contains(unaccented(term), autoescape=True)]
    found += [table.c.syllables.contains(reading, autoescape=True) for reading in readings(unaccented(term))]
    return sa.or_(*found)


def _of_rows(wanted: Filter) -> Iterator[Condition]:
    for column, values in (
        (reach.c.place, wanted.place),
        (reach.c.scope, wanted.scope),
        (reach.c.status, wanted.status),
    ):
        if values:
            yield column.in_(values)
    if wanted.from_year is not None:
        yield reach.c.since >= wanted.from_year
    if wanted.to_year is not None:
        yield reach.c.since <= wanted.to_year


def _of_honours(wanted: Filter) -> Iterator[Condition]:
    if wanted.level:
        yield honour.c.level.in_(wanted.level)
    if wanted.honour:
        yield honour.c.kind.in_(wanted.honour)


def count(connection: sa.Connection, wanted: Filter) -> int:
    """Return the number of reforms that a filter asks for."""
    if of_rows(wanted):
        return connection.scalar(_different(of_rows_of_reforms(wanted))) or 0
    return connection.scalar(sa.select(sa.func.count()).select_from(reform).where(*of_reforms(wanted))) or 0


def count_by_theme(connection: sa.Connection, wanted: Filter) -> Numbers:
    """Return the number of reforms that a filter asks for, by the themes that any has."""
    query = sa.select(reform.c.theme, sa.func.count()).where(*of_reforms(wanted)).group_by(reform.c.theme)
    return {row[0]: row[1] for row in connection.execute(query)}


def count_undated(connection: sa.Connection, wanted: Filter) -> int:
    """Return the number of reforms that only a filter's years leave out, for a row that states no year."""
    any_year = wanted.without("from", "to")
    if any_year == wanted:
        return 0
    kept = sa.select(reach.c.reform).where(*of_rows(wanted))
    undated = (*of_rows_of_reforms(any_year), reach.c.since.is_(None), reach.c.reform.not_in(kept))
    return connection.scalar(_different(undated)) or 0


def rows_by_place(connection: sa.Connection, wanted: Filter) -> Numbers:
    """Return the number of rows by the place that they name, those of ``explorer.reach.rows_by_place``."""
    query = _grouped("rows", reach.c.place, sa.func.count()).where(*of_rows_of_reforms(wanted))
    return {place: n for _, place, n in connection.execute(query)}


def tallies(connection: sa.Connection, wanted: Filter, places: Places) -> Tallies:
    """Return numbers by place, those of ``explorer.reach.overview``."""
    found: defaultdict[str, Numbers] = defaultdict(dict)
    # One statement, so that words are searched for only once.
    for kind, code, n in connection.execute(_by_place(of_rows_of_reforms(wanted), wanted)):
        found[kind][code] = n
    return Tallies(
        total=found["total"][""],
        rows=found["rows"],
        programmes=_programmes(found["homes"], found["homes of citywide reforms"], places),
        honours=found["honours"],
        firsts=found["firsts"],
    )


def _by_place(kept: Sequence[Condition], wanted: Filter) -> sa.CompoundSelect[str, str, int]:
    """Select all numbers as kind, code of a place or home, number."""
    n_rows, n_reforms = sa.func.count(), sa.func.count(sa.distinct(reach.c.reform))
    citywide = sa.select(reach.c.reform).where(reach.c.home == EVERYWHERE, *of_rows(wanted))
    told = (honour.c.reform == reach.c.reform, honour.c.place == reach.c.place, *of_honours(wanted))
    return sa.union_all(
        sa.select(sa.literal("total"), sa.literal(""), _different(kept).scalar_subquery()),
        _grouped("rows", reach.c.place, n_rows).where(*kept),
        _grouped("firsts", reach.c.place, n_rows).where(*kept, reach.c.first == 1),
        _grouped("honours", honour.c.place, n_rows).where(*kept, *told),
        _grouped("homes", reach.c.home, n_reforms).where(*kept),
        _grouped("homes of citywide reforms", reach.c.home, n_reforms).where(*kept, reach.c.reform.in_(citywide)),
    )


def _different(rows: Sequence[Condition]) -> sa.Select[int]:
    """Select the number of different reforms of some rows; SQLite counts them faster so than by COUNT(DISTINCT …)."""
    return sa.select(sa.func.count()).select_from(sa.select(reach.c.reform).where(*rows).distinct().subquery())


def _grouped(kind: str, code: sa.Column[str], number: sa.ColumnElement[int]) -> sa.Select[str, str, int]:
    return sa.select(sa.literal(kind), code, number).group_by(code)


def _programmes(homes: Numbers, of_citywide: Numbers, places: Places) -> Numbers:
    """Count different reforms by county; one that the city runs counts once, though it has a row in the county."""
    everywhere = homes.get(EVERYWHERE, 0)
    reached = {
        county.code: everywhere + homes.get(county.code, 0) - of_citywide.get(county.code, 0)
        for county in places.counties
    }
    return {code: n for code, n in reached.items() if n}


def reform_of(kept: Kept) -> Reform:
    """Read a reform from the document that is kept of it."""
    return cast("Reform", record_of("reform", _sound(kept)))


def names(kept: Kept) -> tuple[str, tuple[str, ...]]:
    """Read the id and the Chinese names of a reform, and nothing else, from the document that is kept of it."""
    told = json.loads(_sound(kept))
    return told["id"], (told["title_zh"], *told.get("aliases_zh", ()))


def asked(wanted: Filter) -> sa.Select[str, str]:
    """Select the documents of the reforms that a filter asks for, in the order of their ids."""
    query = sa.select(revision.c.document, revision.c.digest)
    query = query.join_from(schema.reform, revision, revision.c.number == schema.reform.c.revision)
    return query.where(*of_reforms(wanted)).order_by(schema.reform.c.id)


def by_theme(wanted: Filter, most: int, skip: int) -> sa.Select[str, str]:
    """Select the documents of some of the reforms that a filter asks for: theme by theme, in the order of their ids."""
    order = (sa.case({theme: n for n, theme in enumerate(THEMES)}, value=reform.c.theme), reform.c.id)
    some = sa.select(reform.c.revision, sa.func.row_number().over(order_by=order).label("nth"))
    found = some.where(*of_reforms(wanted)).order_by(*order).limit(most).offset(skip).subquery()
    query = sa.select(revision.c.document, revision.c.digest).join_from(
        found, revision, revision.c.number == found.c.revision
    )
    return query.order_by(found.c.nth)


def akin(to: Reform, most: int) -> sa.Select[str, str]:
    """Select the documents of other reforms of its theme: those that share most homes with it, then the newest."""
    own = sa.select(reach.c.home).join(reform, reform.c.number == reach.c.reform).where(reform.c.id == to.id)
    n_shared = sa.func.count(sa.distinct(sa.case((reach.c.home.in_(own), reach.c.home))))
    newest = sa.func.coalesce(sa.func.min(reach.c.since), 0)
    order = (n_shared.desc(), newest.desc(), reform.c.id)
    nearest = sa.select(reform.c.revision, sa.func.row_number().over(order_by=order).label("nth"))
    nearest = nearest.join_from(reform, reach, reach.c.reform == reform.c.number)
    nearest = nearest.where(reform.c.theme == to.theme, reform.c.id != to.id).group_by(reform.c.number)
    found = nearest.order_by(*order).limit(most).subquery()
    query = sa.select(revision.c.document, revision.c.digest).join_from(
        found, revision, revision.c.number == found.c.revision
    )
    return query.order_by(found.c.nth)


def sources() -> sa.Select[str, str]:
    """Select the documents of all sources, in the order of their ids."""
    query = sa.select(revision.c.document, revision.c.digest)
    query = query.join_from(schema.source, revision, revision.c.number == schema.source.c.revision)
    return query.order_by(schema.source.c.id)


def sources_of(connection: sa.Connection, reforms: Iterable[Reform]) -> dict[str, Source]:
    """Return, by their id and in the order of the ids, the sources that reforms cite."""
    cited = sorted({source for each in reforms for source in each.cited})
    queries = (sources().where(schema.source.c.id.in_(some)) for some in parts(cited))
    return sources_by_id(kept for query in queries for kept in connection.execute(query))


def citing(source: str) -> sa.Select[str, str]:
    """Select the documents of the reforms that cite a source, in the order of their ids."""
    found = sa.select(schema.cite.c.reform).where(schema.cite.c.source == source)
    return asked(Filter()).where(schema.reform.c.number.in_(found))


def sources_by_id(kept: Iterable[Kept]) -> dict[str, Source]:
    """Read sources from the documents that are kept of them."""
    found = (cast("Source", record_of("source", _sound(each))) for each in kept)
    return {source.id: source for source in found}


def _sound(kept: Kept) -> str:
    """Return a document as it was written; one that the disk changed since is told of, never shown."""
    document, digest = kept
    if digest_of(document) != digest:
        what = message("the database is damaged: a document is not as it was written")
        raise StoreError(
            [Fault(document[:_SHOWN], what, message("make a new database, then `explorer restore BACKUP`"))]
        )
    return document


def reaching(place: str) -> sa.Select[str]:
    """Select the ids of the reforms that reach a place, a zone in it, or all counties."""
    here = sa.or_(schema.reach.c.place == place, schema.reach.c.home.in_((place, schema.EVERYWHERE)))
    return sa.select(schema.reform.c.id).where(schema.reform.c.number.in_(sa.select(schema.reach.c.reform).where(here)))
