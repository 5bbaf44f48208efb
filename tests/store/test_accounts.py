from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import TYPE_CHECKING

import argon2
import pytest

from explorer.errors import AccountError, LockedError
from explorer.messages import say
from explorer.store import accounts as module
from explorer.store.accounts import N_FREE, ROLES, SIGNED_IN, Accounts
from explorer.store.database import Transaction, now
from explorer.store.schema import account, attempt

if TYPE_CHECKING:
    import sqlalchemy as sa

    from explorer.store.accounts import Role

PASSWORD = "潍坊 kites over the Bailang"  # noqa: S105  # of a test
OTHER = "another 16 characters"


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hash with less work: these tests are of the rules."""
    monkeypatch.setattr(module, "_HASHER", argon2.PasswordHasher(time_cost=1, memory_cost=64, parallelism=1))
    module._nobodys_hash.cache_clear()


@pytest.fixture
def accounts(engine: sa.Engine) -> Accounts:
    made = Accounts(engine)
    made.add("李明", "admin", PASSWORD)
    return made


def fail(accounts: Accounts, name: str, times: int) -> None:
    for _ in range(times):
        assert accounts.verify(name, "wrong") is None


def test_who_has_the_password_signs_in_and_nobody_else(accounts: Accounts) -> None:
    assert accounts.verify("李明", PASSWORD) == accounts.find("李明")
    assert accounts.verify("李明", PASSWORD + " ") is None
    assert accounts.verify("nobody", PASSWORD) is None
    assert accounts.verify("李明", "x" * 10**6) is None


@pytest.mark.usefixtures("accounts")
def test_a_password_is_kept_as_argon2_only(engine: sa.Engine) -> None:
    with Transaction(engine, "read") as connection:
        row = str(connection.execute(account.select()).one())
    assert "$argon2id$" in row
    assert "kites" not in row


def test_a_hash_of_earlier_rules_is_made_anew_at_the_next_sign_in(
    accounts: Accounts, engine: sa.Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_HASHER", argon2.PasswordHasher(time_cost=2, memory_cost=64, parallelism=1))
    signed_in = accounts.verify("李明", PASSWORD)
    assert signed_in == accounts.find("李明")
    with Transaction(engine, "read") as connection:
        assert ",t=2," in str(connection.execute(account.select()).one())
    assert accounts.verify("李明", PASSWORD) == signed_in


@pytest.mark.parametrize("name", ["李明", "nobody"])
def test_a_name_is_locked_alike_whether_it_has_an_account_or_not(accounts: Accounts, name: str) -> None:
    fail(accounts, name, N_FREE)
    with pytest.raises(LockedError, match=r"wait \d+ seconds") as caught:
        accounts.verify(name, PASSWORD)
    assert 1 <= caught.value.seconds <= 30
    assert "秒" in say(caught.value.faults[0].remedy, "zh")


def test_a_name_is_locked_for_the_network_that_guessed_and_for_all_only_after_very_many(
    accounts: Accounts, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "N_FREE_ANYWHERE", 12)
    for n in range(2):
        for _ in range(N_FREE):
            accounts.verify("李明", "wrong", f"203.0.113.{n}")
    with pytest.raises(LockedError):
        accounts.verify("李明", PASSWORD, "203.0.113.0")
    assert accounts.verify("李明", PASSWORD, "198.51.100.7")
    for n in range(12):
        accounts.verify("李明", "wrong", f"192.0.2.{n}")
    with pytest.raises(LockedError):
        accounts.verify("李明", PASSWORD, "198.51.100.7")
    assert accounts.verify("李明", PASSWORD, SIGNED_IN)


def test_each_further_failure_doubles_the_lock_up_to_an_hour(accounts: Accounts, engine: sa.Engine) -> None:
    locks = []
    fail(accounts, "李明", N_FREE)
    for _ in range(9):
        with pytest.raises(LockedError) as caught:
            accounts.verify("李明", "wrong")
        locks.append(caught.value.seconds)
        end_lock(engine)
        fail(accounts, "李明", 1)
    rounded = [round(seconds / 30) for seconds in locks]
    assert rounded == [1, 2, 4, 8, 16, 32, 64, 120, 120]


def test_the_right_password_after_the_lock_makes_failures_forgotten(accounts: Accounts, engine: sa.Engine) -> None:
    fail(accounts, "李明", N_FREE)
    end_lock(engine)
    assert accounts.verify("李明", PASSWORD)
    fail(accounts, "李明", N_FREE)


def test_failures_of_yesterday_are_forgotten(accounts: Accounts, engine: sa.Engine) -> None:
    fail(accounts, "李明", N_FREE)
    with Transaction(engine, "write") as connection:
        connection.execute(attempt.update().values(at=now(-timedelta(days=2))))
    assert accounts.verify("李明", PASSWORD)


def test_many_at_once_get_no_more_guesses(accounts: Accounts) -> None:
    def guess(_: int) -> bool:
        try:
            accounts.verify("李明", "wrong")
        except LockedError:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(guess, range(24))) == N_FREE


def test_what_was_typed_as_a_name_is_not_kept(accounts: Accounts, engine: sa.Engine) -> None:
    fail(accounts, "my secret password", 1)
    with Transaction(engine, "read") as connection:
        assert "secret" not in str(connection.execute(attempt.select()).all())


def test_who_tries_many_names_makes_no_lock_forgotten(
    accounts: Accounts, engine: sa.Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "MOST_ATTEMPTS", 20)
    fail(accounts, "李明", N_FREE)
    for n in range(60):
        fail(accounts, f"name{n}", 1)
    with pytest.raises(LockedError):
        accounts.verify("李明", PASSWORD)
    with Transaction(engine, "read") as connection:
        assert len(connection.execute(attempt.select()).all()) <= 20


def test_a_new_password_ends_sessions_and_lifts_the_lock(accounts: Accounts) -> None:
    before = accounts.find("李明")
    fail(accounts, "李明", N_FREE)
    changed = accounts.change_password("李明", OTHER)
    assert before
    assert changed.stamp != before.stamp
    assert accounts.verify("李明", OTHER) == changed
    assert accounts.verify("李明", PASSWORD) is None


def test_a_closed_account_may_nothing_and_keeps_its_name(accounts: Accounts) -> None:
    opened = accounts.add("Wang.Fang", "reviewer", PASSWORD)
    closed = accounts.close("wang.fang")
    assert closed.stamp != opened.stamp
    assert not any(closed.may(role) for role in ROLES)
    assert accounts.verify("wang.fang", PASSWORD) is None
    with pytest.raises(AccountError, match="is taken"):
        accounts.add("WANG.FANG", "editor", PASSWORD)
    reopened = accounts.reopen("wang.fang", OTHER)
    assert reopened.may("reviewer")
    assert accounts.verify("wang.fang", OTHER) == reopened


@pytest.mark.parametrize(
    ("role", "allowed"),
    [("editor", {"editor"}), ("reviewer", {"editor", "reviewer"}), ("admin", {"editor", "reviewer", "admin"})],
)
def test_each_role_may_what_those_before_it_may(accounts: Accounts, role: Role, allowed: set[str]) -> None:
    added = accounts.add("x", role, PASSWORD)
    assert {each for each in ROLES if added.may(each)} == allowed


def test_the_last_admin_stays(accounts: Accounts) -> None:
    for change in (lambda: accounts.close("李明"), lambda: accounts.give_role("李明", "editor")):
        with pytest.raises(AccountError, match="is the last admin"):
            change()
    accounts.add("second", "admin", PASSWORD)
    assert accounts.give_role("李明", "editor").role == "editor"
    assert [each.name for each in accounts.all()] == ["second", "李明"]


@pytest.mark.parametrize("name", ["", "a b", "x" * 41, "<b>", "a/b", "a\nb"])
@pytest.mark.parametrize("password", ["short", "x" * 201, "abababababab"])
def test_a_bad_name_and_a_weak_password_are_told_at_once(accounts: Accounts, name: str, password: str) -> None:
    with pytest.raises(AccountError) as caught:
        accounts.add(name, "editor", password)
    assert [str(fault.where) for fault in caught.value.faults] == ["name", "password"]
    assert all(say(fault.remedy, "zh") != str(fault.remedy) for fault in caught.value.faults)


def test_a_password_with_the_name_in_it_is_refused(accounts: Accounts) -> None:
    with pytest.raises(AccountError, match="easily guessed"):
        accounts.add("weifang", "editor", "Weifang-2026!!")


def test_an_unknown_account_is_told(accounts: Accounts) -> None:
    for change in (
        lambda: accounts.close("nobody"),
        lambda: accounts.change_password("nobody", PASSWORD),
        lambda: accounts.give_role("nobody", "editor"),
    ):
        with pytest.raises(AccountError, match="no such account"):
            change()
    assert accounts.find("nobody") is None


def end_lock(engine: sa.Engine) -> None:
    with Transaction(engine, "write") as connection:
        connection.execute(attempt.update().values(locked_until=now(-timedelta(seconds=1))))
