"""Tell what differs between two states of a record as its readers know it: places by name, sources by title."""

from __future__ import annotations

from typing import TYPE_CHECKING

from explorer.difference import difference
from explorer.model import Reform
from explorer.views.asking import site

if TYPE_CHECKING:
    from collections.abc import Iterable

    from explorer.difference import Difference
    from explorer.model import Source


def differing(before: Reform | Source | None, after: Reform | Source | None) -> tuple[Difference, ...]:
    """Return what differs between two states of one record."""
    return difference(before, after, site().places, titles_of((before, after)))


def titles_of(records: Iterable[Reform | Source | None]) -> dict[str, str]:
    """Return, by id, the titles of the sources that reforms cite."""
    reforms = [each for each in records if isinstance(each, Reform)]
    return {name: each.title for name, each in site().store.sources_of(reforms).items()} if reforms else {}
