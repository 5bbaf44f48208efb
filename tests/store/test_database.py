from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from time import sleep
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from explorer.errors import StoreError
from explorer.store import database
from explorer.store.database import Transaction, now, open_engine, seconds_until
from explorer.store.migrating import migrate
from explorer.store.schema import setting

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def memory() -> Iterator[sa.Engine]:
    engine = open_engine("sqlite://")
    migrate(engine)
    yield engine
    engine.dispose()


def test_a_reader_sees_one_state_throughout_while_another_writes(engine: sa.Engine) -> None:
    with Transaction(engine, "write") as connection:
        database.write(connection, "key", "before")
    with Transaction(engine, "read") as reader:
        assert database.read(reader, "key") == "before"
        with Transaction(engine, "write") as writer:
            database.write(writer, "key", "after")
        assert database.read(reader, "key") == "before"
    with Transaction(engine, "read") as reader:
        assert database.read(reader, "key") == "after"


def test_writers_wait_for_one_another_so_that_none_is_lost(engine: sa.Engine) -> None:
    def add_one(_: int) -> None:
        with Transaction(engine, "write") as connection:
            seen = int(database.read(connection, "n") or 0)
            sleep(0.01)
            database.write(connection, "n", str(seen + 1))

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(add_one, range(20)))
    with Transaction(engine, "read") as connection:
        assert database.read(connection, "n") == "20"


def test_tables_too_are_given_up_with_their_transaction(engine: sa.Engine) -> None:
    def make_table_and_fail() -> None:
        with Transaction(engine, "write") as connection:
            connection.execute(sa.text("CREATE TABLE unfinished (n INTEGER)"))
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        make_table_and_fail()
    with Transaction(engine, "read") as connection:
        assert not sa.inspect(connection).has_table("unfinished")


def test_in_memory_a_transaction_within_another_sees_it_and_is_given_up_alone(memory: sa.Engine) -> None:
    def fail_within() -> None:
        with Transaction(memory, "write") as inner:
            database.write(inner, "inner", "lost")
            raise KeyError

    with Transaction(memory, "write") as outer:
        database.write(outer, "outer", "kept")
        with Transaction(memory, "read") as inner:
            assert database.read(inner, "outer") == "kept"
        with pytest.raises(KeyError):
            fail_within()
    with Transaction(memory, "read") as connection:
        assert {row.key for row in connection.execute(setting.select())} == {"outer"}


def test_in_memory_threads_take_turns(memory: sa.Engine) -> None:
    begun = Barrier(4)

    def write(n: int) -> None:
        begun.wait()
        for _ in range(25):
            with Transaction(memory, "write") as connection:
                database.write(connection, str(n), str(int(database.read(connection, str(n)) or 0) + 1))

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(write, range(4)))
    with Transaction(memory, "read") as connection:
        assert {row.value for row in connection.execute(setting.select())} == {"25"}


def test_a_mistake_of_the_program_is_not_told_as_a_failed_database(engine: sa.Engine) -> None:
    with pytest.raises(sa.exc.ArgumentError), Transaction(engine, "read") as connection:
        connection.execute(sa.select("text"))  # type: ignore[call-overload]


@pytest.mark.parametrize("url", ["nonsense", "oracle9://x", "sqlite+nothing://"])
def test_an_address_that_is_none_is_told(url: str) -> None:
    with pytest.raises(StoreError, match="give an address such as sqlite"):
        open_engine(url)


@pytest.mark.parametrize("scheme", ["postgresql", "postgres", "postgresql+psycopg"])
def test_an_address_of_postgresql_needs_not_name_the_driver(scheme: str) -> None:
    assert open_engine(f"{scheme}://me@localhost/reforms").dialect.driver == "psycopg"


def test_later_moments_sort_after_earlier_ones() -> None:
    moments = [now(timedelta(seconds=n)) for n in (-(10**7), 0, 5, 10**7)]
    assert moments == sorted(moments)
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", each) for each in moments)


def test_seconds_are_counted_and_never_less_than_one() -> None:
    assert 28 <= seconds_until(now(timedelta(seconds=30))) <= 30
    assert seconds_until(now(timedelta(seconds=-30))) == 1


def test_what_is_noted_is_replaced(engine: sa.Engine) -> None:
    with Transaction(engine, "write") as connection:
        assert database.read(connection, "file") is None
        database.write(connection, "file", "abc")
        database.write(connection, "file", "def")
        assert database.read(connection, "file") == "def"


def test_the_secret_key_is_made_once_whoever_asks_first(engine: sa.Engine) -> None:
    with ThreadPoolExecutor(4) as pool:
        keys = set(pool.map(lambda _: database.secret_key(engine), range(8)))
    assert len(keys) == 1
    assert len(keys.pop()) == 64
