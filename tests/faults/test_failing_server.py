from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from explorer.errors import StoreError
from explorer.messages import say
from explorer.query.filters import Filter
from explorer.records.models import Change, Signature
from explorer.store import database, open_store

if TYPE_CHECKING:
    from collections.abc import Iterator

    from postgres import Server

    from explorer.records.models import Cases
    from explorer.store import Store


@pytest.fixture
def address(postgresql: Server) -> str:
    return postgresql.new_database()


@pytest.fixture
def store(address: str, cases: Cases) -> Iterator[Store]:
    opened = open_store(address, cases)
    yield opened
    opened.engine.dispose()


def edit(store: Store, cases: Cases) -> tuple[int, ...]:
    reform = cases.reforms[0]
    present = store.present("reform", reform.id)
    assert present
    changed = reform.model_copy(update={"title_zh": "新的标题"})
    return store.apply([Change("reform", reform.id, changed, present.number)], Signature(None, "edited"))


def refused(address: str) -> str:
    """Open a store, and return why that is refused."""
    with pytest.raises(StoreError) as caught:
        open_store(address)
    (fault,) = caught.value.faults
    assert say(fault.remedy, "zh") != str(fault.remedy)
    return str(caught.value)


def test_a_server_that_is_not_there() -> None:
    told = refused("postgresql://me:secret@127.0.0.1:9/reforms")
    assert "no connection to the server" in told
    assert "check that PostgreSQL is running" in told
    assert "secret" not in told


@pytest.mark.parametrize(
    ("right", "wrong", "what"),
    [("/test_", "/missing_", 'database "missing_'), ("explorer@", "stranger@", 'role "stranger" does not exist')],
)
def test_a_database_or_a_user_that_is_not_known(address: str, right: str, wrong: str, what: str) -> None:
    told = refused(address.replace(right, wrong))
    assert what in told
    assert "check user, password, host and database in EXPLORER_DATABASE_URL" in told


def test_a_user_who_may_not_make_tables(postgresql: Server, address: str) -> None:
    name = f"reader_{sa.make_url(address).database}"
    with postgresql.connect() as connection:
        connection.execute(f"CREATE ROLE {name} LOGIN")  # type: ignore[call-overload]  # the name is our own
    assert "the user lacks a right" in refused(address.replace("explorer@", f"{name}@"))


def test_a_server_that_may_only_be_read(postgresql: Server, address: str, store: Store, cases: Cases) -> None:
    with postgresql.connect() as connection:
        name = sa.make_url(address).database
        connection.execute(f"ALTER DATABASE {name} SET default_transaction_read_only = on")  # type: ignore[call-overload]  # the name is our own
    store.engine.dispose()
    with pytest.raises(StoreError, match="it may only be read"):
        edit(store, cases)
    assert len(store.reforms(Filter())) == len(cases.reforms)


def test_another_writer_is_waited_for_and_then_told(
    address: str, store: Store, cases: Cases, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "MOST_WAITED_S", 1)
    impatient = open_store(address)
    with database.Transaction(store.engine, "write"):
        with pytest.raises(StoreError, match="another program is writing to it"):
            edit(impatient, cases)
        assert len(impatient.reforms(Filter())) == len(cases.reforms)
    assert edit(impatient, cases)
    impatient.engine.dispose()


def test_a_server_that_was_restarted_is_connected_anew(postgresql: Server, store: Store, cases: Cases) -> None:
    end_connections(postgresql, store)
    assert len(store.reforms(Filter())) == len(cases.reforms)


def test_a_server_that_stops_amid_a_change_keeps_nothing_of_it(postgresql: Server, store: Store, cases: Cases) -> None:
    before = store.digest()
    reform = cases.reforms[0]
    present = store.present("reform", reform.id)
    assert present
    change = Change("reform", reform.id, reform.model_copy(update={"title_zh": "新的标题"}), present.number)
    with pytest.raises(StoreError, match=r"cannot write the database: (the server stopped|no connection)"):
        store.apply([change], Signature(None, "edited"), also=lambda *_: end_connections(postgresql, store))
    assert store.digest() == before
    assert len(store.history("reform", reform.id)) == 1


def end_connections(postgresql: Server, store: Store) -> None:
    name = store.engine.url.database
    with postgresql.connect() as connection:
        connection.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name])
