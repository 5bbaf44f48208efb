"""Count in SQL what a filter finds, and where."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import sqlalchemy as sa

from explorer.reach.tallies import Tallies
from explorer.store.conditions import of_honours, of_reforms, of_rows, of_rows_of_reforms
from explorer.store.tables import EVERYWHERE, honour, reach, reform

if TYPE_CHECKING:
    from collections.abc import Sequence

    from explorer.filters import Filter
    from explorer.store.conditions import Condition
    from geodata import Places

Numbers = dict[str, int]


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
    """Return numbers by place, those of ``explorer.reach.tallies``."""
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
