"""Write reforms as a table: one row for each place that a reform reached."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from explorer.model import source_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from explorer.model import Cases, Source

COLUMNS = (
    *("reform", "title_zh", "title_en", "theme"),
    *("place", "scope", "status", "since", "source", "paragraph_cited"),
    *("source_title", "source_publisher", "source_date", "source_address", "address_is_a_copy"),
    *("summary_zh", "summary_en"),
)
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def write_csv(cases: Cases) -> bytes:
    """Write the reach of reforms as CSV that opens right in Excel: UTF-8 with BOM, no live formulas."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    writer.writerows([_harmless(cell) for cell in row] for row in _rows(cases))
    return text.getvalue().encode("utf-8-sig")


def _rows(cases: Cases) -> Iterator[list[object]]:
    sources: dict[str, Source] = {source.id: source for source in cases.sources}
    for reform in cases.reforms:
        for row in reform.reach:
            source = sources[source_of(row.source)]
            yield [
                *(reform.id, reform.title_zh, reform.title_en, reform.theme),
                *(row.place, row.scope, row.status, row.since, source.id, row.source.partition("#")[2]),
                *(source.title, source.publisher, source.date, source.url, source.copy_of),
                *(reform.summary_zh, reform.summary_en),
            ]


def _harmless(cell: object) -> str:
    """Write a cell; text that a spreadsheet would run as a formula gets an apostrophe before it."""
    text = "" if cell is None else str(cell)
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text
