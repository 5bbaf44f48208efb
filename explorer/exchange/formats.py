"""List the formats of reforms and tables: each ending with its reader, writer and media type."""

from __future__ import annotations

from typing import TYPE_CHECKING

from explorer.exchange import geojson, tables

if TYPE_CHECKING:
    from collections.abc import Callable

    from explorer.model import Cases

READERS: dict[str, Callable[[bytes], Cases]] = {".geojson": geojson.read}
WRITERS: dict[str, Callable[[Cases], bytes]] = {".geojson": geojson.write}  # whole reforms; tables: TABLE_WRITERS
MEDIA_TYPES: dict[str, str] = {".geojson": "application/geo+json", **tables.MEDIA_TYPES}
