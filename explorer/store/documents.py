"""Select the documents of present records, and read them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, cast

import sqlalchemy as sa

from explorer.changes import record_of
from explorer.filters import Filter
from explorer.store import tables
from explorer.store.conditions import of_reforms
from explorer.store.kept import revision
from explorer.store.parts import parts
from explorer.words import THEMES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from explorer.model import Reform, Source


def reform(document: str) -> Reform:
    """Read a reform from the document that is kept of it."""
    return cast("Reform", record_of("reform", document))


def names(document: str) -> tuple[str, tuple[str, ...]]:
    """Read the id and the Chinese names of a reform, and nothing else, from the document that is kept of it."""
    told = json.loads(document)
    return told["id"], (told["title_zh"], *told.get("aliases_zh", ()))


def asked(wanted: Filter) -> sa.Select[str]:
    """Select the documents of the reforms that a filter asks for, in the order of their ids."""
    query = sa.select(revision.c.document)
    query = query.join_from(tables.reform, revision, revision.c.number == tables.reform.c.revision)
    return query.where(*of_reforms(wanted)).order_by(tables.reform.c.id)


def by_theme(wanted: Filter, most: int, skip: int) -> sa.Select[str]:
    """Select the documents of some of the reforms that a filter asks for: theme by theme, in the order of their ids."""
    reform = tables.reform
    order = (sa.case({theme: n for n, theme in enumerate(THEMES)}, value=reform.c.theme), reform.c.id)
    some = sa.select(reform.c.revision, sa.func.row_number().over(order_by=order).label("nth"))
    found = some.where(*of_reforms(wanted)).order_by(*order).limit(most).offset(skip).subquery()
    query = sa.select(revision.c.document).join_from(found, revision, revision.c.number == found.c.revision)
    return query.order_by(found.c.nth)


def akin(to: Reform, most: int) -> sa.Select[str]:
    """Select the documents of other reforms of its theme: those that share most homes with it, then the newest."""
    reform, reach = tables.reform, tables.reach
    own = sa.select(reach.c.home).join(reform, reform.c.number == reach.c.reform).where(reform.c.id == to.id)
    n_shared = sa.func.count(sa.distinct(sa.case((reach.c.home.in_(own), reach.c.home))))
    newest = sa.func.coalesce(sa.func.min(reach.c.since), 0)
    order = (n_shared.desc(), newest.desc(), reform.c.id)
    nearest = sa.select(reform.c.revision, sa.func.row_number().over(order_by=order).label("nth"))
    nearest = nearest.join_from(reform, reach, reach.c.reform == reform.c.number)
    nearest = nearest.where(reform.c.theme == to.theme, reform.c.id != to.id).group_by(reform.c.number)
    found = nearest.order_by(*order).limit(most).subquery()
    query = sa.select(revision.c.document).join_from(found, revision, revision.c.number == found.c.revision)
    return query.order_by(found.c.nth)


def sources() -> sa.Select[str]:
    """Select the documents of all sources, in the order of their ids."""
    query = sa.select(revision.c.document)
    query = query.join_from(tables.source, revision, revision.c.number == tables.source.c.revision)
    return query.order_by(tables.source.c.id)


def sources_of(connection: sa.Connection, reforms: Iterable[Reform]) -> dict[str, Source]:
    """Return, by their id and in the order of the ids, the sources that reforms cite."""
    cited = sorted({source for reform in reforms for source in reform.cited})
    queries = (sources().where(tables.source.c.id.in_(some)) for some in parts(cited))
    return sources_by_id(document for query in queries for document in connection.scalars(query))


def naming(source: str) -> sa.Select[str]:
    """Select the documents of reforms that hold the id of a source, in the order of their ids: all that cite it."""
    quoted = (revision.c.document.contains(f'"{source}{end}') for end in ('"', "#p"))
    return asked(Filter()).where(sa.or_(*quoted))


def sources_by_id(documents: Iterable[str]) -> dict[str, Source]:
    """Read sources from the documents that are kept of them."""
    found = (cast("Source", record_of("source", document)) for document in documents)
    return {source.id: source for source in found}


def reaching(place: str) -> sa.Select[str]:
    """Select the ids of the reforms that reach a place, a zone in it, or all counties."""
    here = sa.or_(tables.reach.c.place == place, tables.reach.c.home.in_((place, tables.EVERYWHERE)))
    return sa.select(tables.reform.c.id).where(tables.reform.c.number.in_(sa.select(tables.reach.c.reform).where(here)))
