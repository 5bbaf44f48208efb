"""The desk: where stewards sign in, bring in reforms, review and edit them."""

from __future__ import annotations

from explorer.views.desk import (  # each adds its pages
    accounts,
    drafting,
    editing,
    hiding,
    home,
    importing,
    reforms,
    reviewing,
    signing,
    sources,
    withdrawn,
)
from explorer.views.desk.frame import bp

__all__ = [
    "accounts",
    "bp",
    "drafting",
    "editing",
    "hiding",
    "home",
    "importing",
    "reforms",
    "reviewing",
    "signing",
    "sources",
    "withdrawn",
]
