"""The command line: a module for each group of commands."""

from __future__ import annotations

from explorer.cli import (  # each adds its own commands
    accounts,
    checking,
    drafting,
    exporting,
    importing,
    keeping,
    places,
    reaching,
    serving,
    tagging,
)
from explorer.cli.group import main

__all__ = [
    "accounts",
    "checking",
    "drafting",
    "exporting",
    "importing",
    "keeping",
    "main",
    "places",
    "reaching",
    "serving",
    "tagging",
]
