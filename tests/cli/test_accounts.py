from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from explorer.cli import main
from explorer.store.accounts import Accounts
from explorer.store.database import open_engine

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from click.testing import Result

PASSWORD = "correct horse battery"  # noqa: S105  # of a test


@pytest.fixture
def accounts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Accounts]:
    url = f"sqlite:///{tmp_path}/desk.sqlite"
    monkeypatch.setenv("EXPLORER_DATABASE_URL", url)
    engine = open_engine(url)
    yield Accounts(engine)
    engine.dispose()


@pytest.fixture
def run(accounts: Accounts) -> Callable[..., Result]:  # noqa: ARG001  # it names the database
    return lambda *arguments, given="": CliRunner().invoke(main, ["user", *arguments], input=given)


def test_an_account_is_added_before_anything_was_served(run: Callable[..., Result], accounts: Accounts) -> None:
    done = run("add", "李明", "--role", "admin", given=f"{PASSWORD}\n{PASSWORD}\n")
    assert done.exit_code == 0
    assert PASSWORD not in done.output
    assert "李明 is admin" in done.output
    assert accounts.verify("李明", PASSWORD)


def test_a_password_comes_from_a_file_or_a_pipe(run: Callable[..., Result], accounts: Accounts, tmp_path: Path) -> None:
    (tmp_path / "secret").write_bytes(f"{PASSWORD}\r\nmore".encode())
    assert run("add", "a", "--role", "editor", "--password-file", str(tmp_path / "secret")).exit_code == 0
    assert run("add", "b", "--role", "editor", "--password-file", "-", given=f"{PASSWORD}\n").exit_code == 0
    assert accounts.verify("a", PASSWORD)
    assert accounts.verify("b", PASSWORD)


def test_two_different_passwords_are_asked_for_again(run: Callable[..., Result], accounts: Accounts) -> None:
    run("add", "a", "--role", "editor", given=f"{PASSWORD}\nmistyped\n{PASSWORD}\n{PASSWORD}\n")
    assert accounts.verify("a", PASSWORD)


def test_accounts_are_listed_changed_closed_and_opened_again(run: Callable[..., Result], accounts: Accounts) -> None:
    for name, role in (("a", "admin"), ("b", "editor")):
        accounts_added = run("add", name, "--role", role, given=f"{PASSWORD}\n{PASSWORD}\n")
        assert accounts_added.exit_code == 0
    assert run("role", "b", "--role", "reviewer").exit_code == 0
    assert run("list").output == "a\tadmin\nb\treviewer\n"
    assert run("password", "b", given="another horse battery\n" * 2).exit_code == 0
    assert accounts.verify("b", "another horse battery")
    assert run("close", "b").exit_code == 0
    assert run("list").output == "a\tadmin\nb\tclosed\n"
    assert run("add", "b", "--role", "editor", given=f"{PASSWORD}\n{PASSWORD}\n").exit_code == 0
    assert accounts.verify("b", PASSWORD)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("add", "a b", "--role", "editor"), "is no name"),
        (("add", "a", "--role", "boss"), "'boss' is not one of 'editor', 'reviewer', 'admin'"),
        (("add", "a"), "Missing option '--role'"),
        (("close", "nobody"), "no such account"),
        (("password", "nobody"), "no such account"),
    ],
)
def test_what_cannot_be_done_is_told(arguments: tuple[str, ...], told: str, run: Callable[..., Result]) -> None:
    done = run(*arguments, given=f"{PASSWORD}\n{PASSWORD}\n")
    assert done.exit_code == 2
    assert told in done.output
