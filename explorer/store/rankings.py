"""Rank reforms in SQL: by counties reached, pace, first year or name."""

from __future__ import annotations

from functools import cache
from itertools import product
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from explorer.query.options import Rule
from explorer.records.models import LAST_YEAR
from explorer.store.schema import ANY_NUMBER, EVERYWHERE, name, reach, reform, revision, standing
from explorer.store.search import counted, of_reforms, of_rows, of_rows_of_reforms

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from explorer.messages import Language
    from explorer.query.filters import Filter
    from explorer.reach.matrix import Ranking
    from explorer.store.search import Condition

    Way = Callable[[sa.ColumnElement[Any]], sa.UnaryExpression[Any]]

RULES = tuple(Rule(citywide=citywide, zones=zones) for citywide, zones in product((True, False), repeat=2))
UNKNOWN_YEAR = LAST_YEAR + 1  # stands after all


def ranked(wanted: Filter, ranking: Ranking, language: Language, n_counties: int) -> sa.Select[str, str]:
    """
    Select the documents of the reforms that a ranking asks for, in its order.

    Parameters
    ----------
    n_counties
        Number of counties that a citywide row reaches.
    """
    known = _standings(wanted, ranking, n_counties)
    of_reform = () if of_rows(wanted) else of_reforms(wanted)
    key, way = _key(ranking.order, known, language)
    best = (
        sa.select(reform.c.revision, key.label("key"), reform.c.id)
        .select_from(_joined(known, ranking.order))
        .where(*of_reform, *_left(wanted, ranking, known))
        .order_by(way(key), reform.c.id)
        .limit(ranking.limit)
        .offset(ranking.offset)
        .subquery()
    )
    texts = sa.select(revision.c.document, revision.c.digest).join_from(
        best, revision, revision.c.number == best.c.revision
    )
    return texts.order_by(way(best.c.key), best.c.id)


def settle(connection: sa.Connection, n_counties: int, reforms: Sequence[int]) -> None:
    """Note, for each rule, how some reforms stand if no filter speaks of rows."""
    for statement in _settling(n_counties):
        connection.execute(statement, {"reforms": reforms})


@cache
def _settling(n_counties: int) -> tuple[sa.Insert, ...]:
    return tuple(_settled(rule, n_counties) for rule in RULES)


def _settled(rule: Rule, n_counties: int) -> sa.Insert:
    found = _paced((reach.c.reform.in_(sa.bindparam("reforms", expanding=True)),), rule, n_counties)
    values = sa.select(sa.literal(rule.citywide), sa.literal(rule.zones), *found.c)
    return standing.insert().from_select(["citywide", "zones", *(each.name for each in found.c)], values)


def _standings(wanted: Filter, ranking: Ranking, n_counties: int) -> sa.FromClause:
    """Return how each reform stands: as it was noted, or by the rows that the filter keeps."""
    rule = ranking.rule
    if not of_rows(wanted):
        noted = sa.select(standing).where(standing.c.citywide == rule.citywide, standing.c.zones == rule.zones)
        return noted.subquery()
    return (_paced if ranking.order == "pace" else _reached)(of_rows_of_reforms(wanted), rule, n_counties)


def _joined(known: sa.FromClause, order: str) -> sa.FromClause:
    of_reform = known.join(reform, known.c.reform == reform.c.number)
    return of_reform.join(name, known.c.reform == name.c.reform) if order == "name" else of_reform


def _key(order: str, known: sa.FromClause, language: Language) -> tuple[sa.ColumnElement[Any], Way]:
    """Return by what reforms stand, and which way."""
    if order == "name":
        return {"zh": name.c.zh, "en": name.c.en}[language], sa.asc
    if order == "pace":
        return sa.func.coalesce(known.c.pace, 0), sa.desc
    if order == "first":
        return sa.func.coalesce(known.c.first, UNKNOWN_YEAR), sa.asc
    return known.c.n_counties, sa.desc


def _left(wanted: Filter, ranking: Ranking, known: sa.FromClause) -> Iterator[sa.ColumnElement[bool]]:
    """Yield what a ranking asks of a reform beside the filter."""
    if ranking.order == "reach":
        yield known.c.n_counties >= ANY_NUMBER  # true of all, and what the index of this order is for
    if ranking.least:
        yield known.c.n_counties >= ranking.least
    if ranking.lacking is not None:
        here = reach.c.home.in_((ranking.lacking, EVERYWHERE))
        yield reform.c.number.not_in(sa.select(reach.c.reform).where(here, counted(ranking.rule), *of_rows(wanted)))


def _reached(kept: Sequence[Condition], rule: Rule, n_counties: int) -> sa.Subquery:
    """Return number of counties and first year of each reform, by the rows that are kept."""
    counts = counted(rule)
    everywhere = sa.func.max(sa.case((counts & (reach.c.home == EVERYWHERE), 1), else_=0))
    some = sa.func.count(sa.distinct(sa.case((counts, reach.c.home))))
    return (
        sa.select(
            reach.c.reform,
            sa.case((everywhere == 1, n_counties), else_=some).label("n_counties"),
            sa.func.min(sa.case((counts, reach.c.since))).label("first"),
        )
        .where(*kept)
        .group_by(reach.c.reform)
        .subquery()
    )


def _paced(kept: Sequence[Condition], rule: Rule, n_counties: int) -> sa.Subquery:
    """
    Return number of counties, first year and pace of each reform, by the rows that are kept.

    A county is reached in the first year that its rows or the city's state (``explorer.reach.spread``).
    """
    each = _by_reform(_by_county(kept, rule))
    citywide = each.c.citywide_since
    latest = sa.case(
        (citywide.is_(None), each.c.last),
        ((each.c.some < n_counties) | (each.c.last_or_unknown > citywide), citywide),
        else_=each.c.last_or_unknown,
    )
    dated = sa.case((citywide.is_(None), each.c.dated), else_=n_counties)
    return sa.select(
        each.c.reform,
        sa.case((each.c.everywhere == 1, n_counties), else_=each.c.some).label("n_counties"),
        each.c.first,
        # One county has no pace.
        sa.case((dated > 1, sa.cast(dated, sa.Float) / (latest - each.c.first + 1))).label("pace"),
    ).subquery()


def _by_county(kept: Sequence[Condition], rule: Rule) -> sa.Subquery:
    """Return, for each reform and home, whether a row counts there and the first year that one states."""
    counts = counted(rule)
    return (
        sa.select(
            reach.c.reform,
            reach.c.home,
            sa.func.max(sa.case((counts, 1), else_=0)).label("counts"),
            sa.func.min(sa.case((counts, reach.c.since))).label("since"),
        )
        .where(*kept)
        .group_by(reach.c.reform, reach.c.home)
        .subquery()
    )


def _by_reform(each: sa.Subquery) -> sa.Subquery:
    """Return, for each reform, in how many counties it is and since when, what the city's row states apart."""
    counts, citywide = each.c.counts == 1, each.c.home == EVERYWHERE
    here = counts & ~citywide
    return (
        sa.select(
            each.c.reform,
            sa.func.max(sa.case((counts & citywide, 1), else_=0)).label("everywhere"),
            sa.func.min(sa.case((citywide, each.c.since))).label("citywide_since"),
            sa.func.count(sa.case((here, 1))).label("some"),
            sa.func.count(sa.case((here, each.c.since))).label("dated"),
            sa.func.min(each.c.since).label("first"),
            sa.func.max(sa.case((here, each.c.since))).label("last"),
            sa.func.max(sa.case((here, sa.func.coalesce(each.c.since, UNKNOWN_YEAR)))).label("last_or_unknown"),
        )
        .group_by(each.c.reform)
        .subquery()
    )
