"""The command line: a module for each group of commands."""

from __future__ import annotations

from explorer.cli import accounts, checking, drafting, keeping, places, reaching, serving, tagging  # each adds its own
from explorer.cli.group import main

__all__ = ["accounts", "checking", "drafting", "keeping", "main", "places", "reaching", "serving", "tagging"]
