from __future__ import annotations

from typing import TYPE_CHECKING

from explorer import reach
from explorer.records.models import Change, Signature
from explorer.store import search

if TYPE_CHECKING:
    from explorer.records.models import Cases
    from explorer.store import Store
    from geodata import Places


def test_the_few_that_are_akin_hold_the_related_ones_of_all(store: Store, cases: Cases, weifang: Places) -> None:
    for reform in cases.reforms:
        assert len(store.akin(reform, most=3)) == 3
        assert reach.related(reform, store.akin(reform), weifang) == reach.related(reform, cases.reforms, weifang)


def test_what_cites_a_source_is_all_that_does(store: Store, cases: Cases) -> None:
    for source in cases.sources:
        citing = tuple(each for each in cases.reforms if source.id in each.cited)
        assert store.citing(source.id, most=len(cases.reforms)) == citing
        assert store.citing(source.id, most=1) == citing[:1]
    assert store.citing("never-was", most=1) == ()


def test_what_only_names_a_source_does_not_cite_it(desk: Store, cases: Cases) -> None:
    first = cases.reforms[0]
    name = next(each.id for each in cases.sources if each.id not in first.cited)
    renamed = Change("reform", first.id, first.model_copy(update={"title_en": name}), _number(desk, first.id))
    desk.apply([renamed], Signature(None, "for a test"))

    assert first.id not in {each.id for each in desk.citing(name, most=len(cases.reforms))}


def test_what_cites_a_source_is_found_by_an_index(desk: Store, cases: Cases) -> None:
    with desk.engine.connect() as connection:
        query = search.citing(cases.sources[0].id).compile(connection, compile_kwargs={"literal_binds": True})
        if connection.dialect.name != "sqlite":
            connection.exec_driver_sql("SET enable_seqscan = off")
        told = connection.exec_driver_sql(
            f"EXPLAIN {'QUERY PLAN ' * (connection.dialect.name == 'sqlite')}{query}"
        ).all()
    plan = " ".join(map(str, told))
    assert "LIKE" not in str(query)
    assert "cite" in plan
    assert "SCAN cite" not in plan


def _number(store: Store, name: str) -> int:
    present = store.present("reform", name)
    assert present
    return present.number
