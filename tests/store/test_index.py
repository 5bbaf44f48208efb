from __future__ import annotations

import runpy
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st
from samples import ROOT

from explorer.records.models import NEW, Cases, Change, Signature
from explorer.store import open_store, schema

if TYPE_CHECKING:
    from collections.abc import Callable

    from explorer.records.models import Kind, Source
    from explorer.store import Store
    from geodata import Places

IDS = tuple(f"reform-{n}" for n in range(6))
WHY = Signature(account=None, why="test")

# What happens to a record: which one, and whose content it takes; None withdraws it.
deeds = st.tuples(st.sampled_from(IDS), st.none() | st.integers(0, 29))
steps = st.lists(st.lists(deeds, min_size=1, max_size=4, unique_by=lambda deed: deed[0]), min_size=1, max_size=5)


@pytest.fixture(scope="module")
def pool(weifang: Places) -> Cases:
    """Make up contents: rows, zones and the city overlap in each way."""
    made: Cases = runpy.run_path(str(ROOT / "bench" / "synthetic.py"))["cases"](30, weifang, seed=5)
    return made


@pytest.fixture(scope="module")
def edited(make_store: Callable[..., Store], pool: Cases, weifang: Places) -> Store:
    return make_store(cases=pool.model_copy(update={"reforms": ()}), places=weifang)


def do(store: Store, some: list[tuple[str, int | None]], pool: Cases) -> None:
    changes = []
    for name, content in some:
        present = store.present("reform", name)
        record = None if content is None else pool.reforms[content].model_copy(update={"id": name})
        changes.append(Change("reform", name, record, present.number if present else NEW))
    store.apply(changes, WHY)


def dump(store: Store) -> dict[str, list[tuple[Any, ...]]]:
    """Return all rows of the tables for search: reforms by their ids, documents by their digests."""
    with store.engine.connect() as connection:
        ids = {row.number: row.id for row in connection.execute(sa.select(schema.reform))}
        digests = {row.number: row.digest for row in connection.execute(sa.select(schema.revision))}
        found = {
            table.name: [dict(row) for row in connection.execute(sa.select(table)).mappings()]
            for table in schema.index_metadata.sorted_tables
        }
    for row in found["reform"]:
        row["number"] = ids[row["number"]]
    for row in (*found["reform"], *found["source"]):
        row["revision"] = digests[row["revision"]]
    for table in schema.OF_REFORM:
        for row in found[table.name]:
            row["reform"] = ids[row["reform"]]
    return {name: sorted((tuple(row.values()) for row in rows), key=repr) for name, rows in found.items()}


@given(steps=steps)
def test_whatever_is_done_the_tables_are_those_of_a_new_store(
    steps: list[list[tuple[str, int | None]]], edited: Store, pool: Cases, weifang: Places
) -> None:
    for some in steps:
        do(edited, some, pool)

    present = Cases(sources=tuple(edited.each("source")), reforms=tuple(edited.each("reform")))
    new = open_store("sqlite://", present, weifang)
    assert dump(edited) == dump(new)
    new.engine.dispose()


def test_tables_that_are_made_anew_are_the_same(
    make_store: Callable[..., Store], pool: Cases, cases: Cases, weifang: Places
) -> None:
    store = make_store(cases=cases, places=weifang)
    do(
        store,
        [("quality-loan", 3), ("rural-property-exchange", None), ("smart-elderly-care", 4)],
        _with(cases, pool, store),
    )
    before = dump(store)

    store.rebuild()

    assert dump(store) == before
    store.rebuild(weifang)
    assert dump(store) == before


def test_the_same_records_have_the_same_digest_in_whatever_order_they_came(
    make_store: Callable[..., Store], cases: Cases
) -> None:
    store = make_store(cases=cases)
    backwards = cases.model_copy(update={"reforms": cases.reforms[::-1], "sources": cases.sources[::-1]})

    assert make_store(cases=backwards).digest() == store.digest()
    assert make_store(cases=cases.model_copy(update={"reforms": cases.reforms[1:]})).digest() != store.digest()


def test_more_reforms_than_one_statement_takes_are_saved(make_store: Callable[..., Store], weifang: Places) -> None:
    many: Cases = runpy.run_path(str(ROOT / "bench" / "synthetic.py"))["cases"](1200, weifang)
    store = make_store(cases=many, places=weifang)

    assert list(store.each("reform")) == sorted(many.reforms, key=lambda each: each.id)
    assert list(store.sources().values()) == sorted(many.sources, key=lambda each: each.id)
    assert store.sources_of(many.reforms) == store.sources()


def _with(cases: Cases, pool: Cases, store: Store) -> Cases:
    """Record the sources of contents, and return the contents."""
    new: list[Source] = list(pool.sources)
    kind: Kind = "source"
    store.apply([Change(kind, each.id, each, NEW) for each in new], WHY)
    assert {each.id for each in pool.reforms}.isdisjoint(each.id for each in cases.reforms)
    return pool
