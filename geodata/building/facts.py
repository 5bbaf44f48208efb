"""Read the facts that were recorded by hand, under ``geodata/facts``: of a city, or of all cities of a province."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import TYPE_CHECKING

from geodata.building.naming import syllables

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator

FACTS = Path(__file__).parent.parent / "facts"
ZONE_COLUMNS = (
    *("code", "name_zh", "name_en", "short_zh", "short_en", "pinyin", "aliases_zh"),
    *("host", "founded", "host_evidence", "lon", "lat", "point_note"),
)
TOWN_COLUMNS = ("code", "name_zh", "county", "kind")
INDICATOR_COLUMNS = ("place", "indicator", "year", "value", "unit", "source")
_INDICATORS = {  # column of facts/<city>/counties.csv: indicator, year, unit, column of its source
    "area_km2": ("area", "", "km²", "area_source"),
    "pop_2010": ("population", "2010", "people", "pop_2010_source"),
    "pop_2020": ("population", "2020", "people", "pop_2020_source"),
}
_TOWN_KINDS = {"街道": "subdistrict", "镇": "town", "乡": "town"}


def names(region: str) -> dict[str, dict[str, str]]:
    """Return the names, by code, of a region's units that are not spelled by rule."""
    corrected = _read(FACTS / "names.csv")
    return {row["code"]: row for row in (*corrected, *_rows(region, "counties.csv"))}


def province(code: str) -> dict[str, str]:
    """Return the names of a province: name_zh, name_en, short_zh, short_en, pinyin."""
    rows = {row.pop("code"): row for row in _read(FACTS / "provinces.csv")}
    return rows[code]


def published_areas_km2(region: str) -> dict[str, float]:
    """Return the published area of each unit that has one, by code."""
    return {row["code"]: float(row["area_km2"]) for row in _rows(region, "counties.csv") if row["area_km2"]}


def zones(region: str) -> Iterator[dict[str, str]]:
    """Yield the rows of zones.csv."""
    for row in _rows(region, "zones.csv"):
        first_alias = row["aliases_zh"].split(";")[0]
        yield row | {"host": row["host_county"], "short_zh": first_alias, "pinyin": syllables(first_alias)}


def towns(region: str) -> Iterator[dict[str, str]]:
    """Yield the rows of towns.csv."""
    for row in _rows(region, "towns.csv"):
        name = row["town_name"]
        kind = next((kind for suffix, kind in _TOWN_KINDS.items() if name.endswith(suffix)), "committee")
        yield {"code": row["town_code"], "name_zh": name, "county": row["county_adcode"], "kind": kind}


def indicators(region: str, codes: Container[str]) -> Iterator[dict[str, str]]:
    """Yield the rows of indicators.csv of these units: a city is none of the units of a province."""
    for row in _rows(region, "counties.csv"):
        for column, (indicator, year, unit, source) in _INDICATORS.items():
            if row[column] and row["code"] in codes:
                values = (row["code"], indicator, year, row[column], unit, row[source])
                yield dict(zip(INDICATOR_COLUMNS, values, strict=True))


def notes(region: str) -> str:
    """Return what is to be said of the areas, in Markdown; empty if nothing was written down."""
    return "".join((folder / "notes.md").read_text(encoding="utf-8") for folder in _folders(region, "notes.md"))


def _rows(region: str, file: str) -> Iterable[dict[str, str]]:
    for folder in _folders(region, file):
        yield from _read(folder / file)


def _folders(region: str, file: str) -> list[Path]:
    """Return the folders with this file, of the city or of all cities of the province; empty if there is none."""
    shared = region[:2] if region.endswith("0000") else region[:4]
    return sorted(path.parent for path in FACTS.glob(f"{shared}*/{file}"))


def _read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))
