"""Explore local reforms on the map of the counties they reached."""

from __future__ import annotations

from importlib import import_module
from typing import Any

_HOMES = {
    "Cases": "explorer.records.models",
    "Reform": "explorer.records.models",
    "Filter": "explorer.query.filters",
    "ExplorerError": "explorer.errors",
    "Fault": "explorer.errors",
    "check": "explorer.records.validation",
    "draw": "explorer.drawing.web_map",
    "read": "explorer.importing.seed",
    "open_store": "explorer.store",
}
_PACKAGES = ("formats", "reach")

__all__ = [
    "Cases",
    "ExplorerError",
    "Fault",
    "Filter",
    "Reform",
    "check",
    "draw",
    "formats",
    "open_store",
    "reach",
    "read",
]  # found by __getattr__, so that importing costs nothing


def __getattr__(name: str) -> Any:  # each public name has its own type
    if name in _PACKAGES:
        return import_module(f"explorer.{name}")
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    msg = f"module 'explorer' has no attribute {name!r}"
    raise AttributeError(msg)
