"""Read and write reforms and tables: one reader and writer per format, found by the ending of a file's name."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from explorer.formats.registry import MEDIA_TYPES, READERS, TABLE_WRITERS, WRITERS

# Found by __getattr__: what reads a document needs no reforms.
__all__ = ["MEDIA_TYPES", "READERS", "TABLE_WRITERS", "WRITERS"]


def __getattr__(name: str) -> Any:  # each public name has its own type
    if name in __all__:
        return getattr(import_module("explorer.formats.registry"), name)
    msg = f"module 'explorer.formats' has no attribute {name!r}"
    raise AttributeError(msg)
