"""The desk: where stewards sign in, bring in reforms, review and edit them."""

from __future__ import annotations

from explorer.web.desk import (  # each adds its pages
    accounts,
    base,
    drafting,
    editing,
    importing,
    records,
    reviewing,
)
from explorer.web.desk.base import bp

__all__ = ["accounts", "base", "bp", "drafting", "editing", "importing", "records", "reviewing"]
