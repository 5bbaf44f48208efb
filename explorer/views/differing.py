"""Tell what differs between two states of a record as its readers know it: places by name, sources by title."""

from __future__ import annotations

from typing import TYPE_CHECKING

from explorer.difference import difference
from explorer.model import Reform
from explorer.views.asking import site

if TYPE_CHECKING:
    from explorer.difference import Difference
    from explorer.model import Source


def differing(before: Reform | Source | None, after: Reform | Source | None) -> tuple[Difference, ...]:
    """Return what differs between two states of one record."""
    reforms = [each for each in (before, after) if isinstance(each, Reform)]
    titles = {name: each.title for name, each in site().store.sources_of(reforms).items()} if reforms else {}
    return difference(before, after, site().places, titles)
