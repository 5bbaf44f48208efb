"""The desk: where stewards sign in, bring in reforms, review and edit them."""

from __future__ import annotations

from explorer.views.desk import accounts, drafting, editing, home, importing, reviewing, signing  # each adds its pages
from explorer.views.desk.frame import bp

__all__ = ["accounts", "bp", "drafting", "editing", "home", "importing", "reviewing", "signing"]
