"""Tell what lies beyond a filter: wider filters for an empty answer, reforms that its years hide as undated."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from explorer.store import wider
from explorer.views.asking import site

if TYPE_CHECKING:
    from explorer.filters import Filter


def beyond(wanted: Filter, n_found: int) -> dict[str, Any]:
    """Gather wider filters for an empty answer, and how many reforms a filter on years hides as undated."""
    timed = {"from", "to"} & set(wanted.conditions)
    found = () if n_found else wider(site().store, wanted)
    return {
        "wider": tuple((name, n) for name, n in found if name != "place"),
        "undated": site().store.count_undated(wanted) if timed else 0,
    }
