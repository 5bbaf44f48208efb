"""Lay reforms out as a table: one row for each place that a reform reached."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from explorer.exchange.tables import SOURCE_COLUMNS, Table, source_values

if TYPE_CHECKING:
    from explorer.exchange.tables import Value
    from explorer.model import Cases, Reach, Reform

COLUMNS: Final = (
    *("reform", "title_zh", "title_en", "theme"),
    *("place", "scope", "status", "since"),
    *SOURCE_COLUMNS,
    *("summary_zh", "summary_en"),
)


def reforms_table(cases: Cases) -> Table:
    """Return the reach of reforms with its sources; ``since`` is None where the source states no year."""
    sources = {source.id: source for source in cases.sources}
    rows = ((reform, row, source_values(row.source, sources)) for reform in cases.reforms for row in reform.reach)
    return Table("reforms", COLUMNS, tuple(_values(*each) for each in rows))


def _values(reform: Reform, row: Reach, source: tuple[Value, ...]) -> tuple[Value, ...]:
    return (
        *(reform.id, reform.title_zh, reform.title_en, reform.theme),
        *(row.place, row.scope, row.status, row.since),
        *source,
        *(reform.summary_zh, reform.summary_en),
    )
