"""Options that ask as the parameters of the URL do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    Command = Callable[..., Any]

BEFORE = "asked_"


def asking(*parameters: str) -> Callable[[Command], Command]:
    """Add an option for each of these parameters of the URL; a command takes them as ``**asked``."""

    def add(command: Command) -> Command:
        for name in reversed(parameters):
            command = click.option(f"--{name}", f"{BEFORE}{name}", metavar="VALUE", help="As in the URL.")(command)
        return command

    return add


def given(asked: Mapping[str, str | None]) -> dict[str, str]:
    """Return the parameters that were given, by their names in the URL."""
    return {name.removeprefix(BEFORE): text for name, text in asked.items() if text is not None}
