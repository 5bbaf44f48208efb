"""The command line: a module for each group of commands."""

from __future__ import annotations

from explorer.cli import checking, drafting, places, reaching, serving, tagging  # each adds its commands to main
from explorer.cli.group import main

__all__ = ["checking", "drafting", "main", "places", "reaching", "serving", "tagging"]
