"""List the formats of reforms and tables: each ending with its reader, writer and media type."""

from __future__ import annotations

from typing import TYPE_CHECKING

from explorer.exchange import geojson, sheets, tables

if TYPE_CHECKING:
    from collections.abc import Callable

    from explorer.model import Cases


def _read_tables(data: bytes, ending: str) -> Cases:
    from explorer.exchange.complete import read_tables  # noqa: PLC0415  # only a table pays for its readers

    return read_tables(data, f"reforms{ending}")


READERS: dict[str, Callable[[bytes], Cases]] = {
    ".geojson": geojson.read,
    ".csv": lambda data: _read_tables(data, ".csv"),
    ".xlsx": lambda data: _read_tables(data, ".xlsx"),
}
# Whole reforms, of which nothing is lost; a table for people to read: TABLE_WRITERS.
WRITERS: dict[str, Callable[[Cases], bytes]] = {
    ".geojson": geojson.write,
    ".csv": sheets.write_csv,
    ".xlsx": sheets.write_xlsx,
}
MEDIA_TYPES: dict[str, str] = {".geojson": "application/geo+json", **tables.MEDIA_TYPES}
