"""Say which rows count for a county beside its own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from explorer.filters import Filter
    from explorer.model import Reach


@dataclass(frozen=True)
class Rule:
    """Whether what the city runs counts for each of its counties, and what a zone has for its host."""

    citywide: bool = True
    zones: bool = True

    def counted(self, rows: Iterable[Reach], wanted: Filter) -> tuple[Reach, ...]:
        """Return the rows that the filter keeps and this rule counts."""
        left_out = {scope for scope, on in (("citywide", self.citywide), ("zone", self.zones)) if not on}
        return tuple(row for row in rows if wanted.keeps(row) and row.scope not in left_out)
