"""Turn a filter into conditions of SQL."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from explorer.pinyin import readings
from explorer.store.tables import NOWHERE, honour, place, reach, reform, text
from explorer.text.widths import unaccented

if TYPE_CHECKING:
    from collections.abc import Iterator

    from explorer.filters import Filter
    from explorer.layout import Rule

Condition = sa.ColumnElement[bool]


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
