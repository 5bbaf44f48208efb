"""Explore local reforms on the map of the counties they reached."""

from __future__ import annotations

from importlib import import_module
from typing import Any

_HOMES = {
    "Cases": "explorer.model",
    "Reform": "explorer.model",
    "Filter": "explorer.filters",
    "ExplorerError": "explorer.errors",
    "Fault": "explorer.errors",
    "read": "explorer.intake",
    "open_store": "explorer.store",
}
_MODULES = ("check", "exchange", "maps", "reach")

__all__ = [
    "Cases",
    "ExplorerError",
    "Fault",
    "Filter",
    "Reform",
    "check",
    "exchange",
    "maps",
    "open_store",
    "reach",
    "read",
]  # found by __getattr__, so that importing costs nothing


def __getattr__(name: str) -> Any:  # each public name has its own type
    if name in _MODULES:
        return import_module(f"explorer.{name}")
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    msg = f"module 'explorer' has no attribute {name!r}"
    raise AttributeError(msg)
