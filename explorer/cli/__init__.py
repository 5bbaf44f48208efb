"""The command line: a module for each group of commands."""

from __future__ import annotations

from explorer.cli import (  # each adds its own commands
    accounts,
    articles,
    checking,
    exporting,
    importing,
    keeping,
    places,
    serving,
)
from explorer.cli.group import main

__all__ = ["accounts", "articles", "checking", "exporting", "importing", "keeping", "main", "places", "serving"]
