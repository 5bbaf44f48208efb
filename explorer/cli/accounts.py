"""Add, list and close the accounts of the desk."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, TextIO

import click

from explorer.cli.group import language, main, tell
from explorer.config import Settings
from explorer.messages import message, say
from explorer.records import vocabulary
from explorer.store.accounts import ROLES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from explorer.store.accounts import Accounts, Role

MOST_READ = 1000  # characters of a line with a password
_password_file = click.option(
    "--password-file", type=click.File(encoding="utf-8"), help="File with the password in its first line; - is a pipe."
)
_role = click.option(
    "--role",
    type=click.Choice(ROLES),
    required=True,
    help="editor: proposes; reviewer: publishes too; admin: keeps accounts too.",
)


@main.group()
def user() -> None:
    """Accounts of those who change reforms at the desk."""


@user.command()
@click.argument("name")
@_role
@_password_file
def add(name: str, role: Role, password_file: TextIO | None) -> None:
    """Add an account, or open a closed one again; its password is asked for."""
    with _accounts() as accounts:
        found = accounts.find(name)
        if found and found.closed:
            accounts.reopen(name, _password(password_file))
            account = accounts.give_role(name, role)
        else:
            account = accounts.add(name, role, _password(password_file))
    tell(message("%(name)s is %(role)s", name=account.name, role=vocabulary.ROLES[account.role]))


@user.command("list")
def list_command() -> None:
    """List the accounts with their roles."""
    with _accounts() as accounts:
        for account in accounts.all():
            click.echo(f"{account.name}\t{'closed' if account.closed else account.role}")


@user.command()
@click.argument("name")
@_role
def role(name: str, role: Role) -> None:
    """Give an account another role."""
    with _accounts() as accounts:
        account = accounts.give_role(name, role)
    tell(message("%(name)s is %(role)s", name=account.name, role=vocabulary.ROLES[account.role]))


@user.command()
@click.argument("name")
@_password_file
def password(name: str, password_file: TextIO | None) -> None:
    """Give an account another password: its sessions end, a lock is lifted."""
    with _accounts() as accounts:
        account = accounts.change_password(name, _password(password_file))
    tell(message("%(name)s has a new password", name=account.name))


@user.command()
@click.argument("name")
def close(name: str) -> None:
    """Close an account: its sessions end, what it did stays in the history."""
    with _accounts() as accounts:
        account = accounts.close(name)
    tell(message("%(name)s is closed", name=account.name))


@contextmanager
def _accounts() -> Iterator[Accounts]:
    from explorer.store.accounts import Accounts
    from explorer.store.migrating import migrated

    with migrated(Settings.read().store_url(), tell) as engine:
        yield Accounts(engine)


def _password(file: TextIO | None) -> str:
    """Read a password from a file, or ask for it twice."""
    if file is None:
        return str(click.prompt(say(message("Password"), language()), hide_input=True, confirmation_prompt=True))
    return file.readline(MOST_READ).rstrip("\r\n")
