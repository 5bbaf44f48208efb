"""Read and write reforms: one reader and writer per format, found by the ending of a file's name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from explorer.exchange import geojson, tables

if TYPE_CHECKING:
    from collections.abc import Callable

    from explorer.model import Cases

READERS: dict[str, Callable[[bytes], Cases]] = {".geojson": geojson.read}
WRITERS: dict[str, Callable[[Cases], bytes]] = {".geojson": geojson.write, ".csv": tables.write_csv}
MEDIA_TYPES: dict[str, str] = {".geojson": "application/geo+json", ".csv": "text/csv; charset=utf-8"}
