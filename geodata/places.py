"""Hold the places of one city or province: look them up by code, by name, by host."""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from geodata.nearness import Nearness

Language = Literal["zh", "en"]
Kind = Literal["city", "county", "zone"]
Rank = Literal["province", "prefecture-level city", "district", "county", "county-level city", "banner", "zone"]


class PlacesError(Exception):
    """
    A place, or a file that describes places, is not what it should be.

    The text has places such as ``%(city)s`` for the values, so that it can be said in other languages too.
    """

    def __init__(self, text: str, **values: object) -> None:
        self.text, self.values = text, values
        super().__init__(text % values if values else text)


@dataclass(frozen=True)
class Place:
    """A unit with a code; ``parent`` is the code of the unit that holds it."""

    code: str
    kind: Kind
    rank: Rank
    name_zh: str
    name_en: str
    short_zh: str
    pinyin: str
    parent: str
    label_point: tuple[float, float]  # longitude, latitude in degrees, WGS84

    def name(self, language: Language) -> str:
        """Return the full name in a language."""
        return self.name_zh if language == "zh" else self.name_en

    def short(self, language: Language) -> str:
        """Return the name without its rank, as it is set on a map: 寿光, Shouguang."""
        return self.short_zh if language == "zh" else self.name_en.removesuffix(_ENGLISH_RANK.get(self.rank, ""))


_ENGLISH_RANK: dict[Rank, str] = {
    "prefecture-level city": " City",
    "district": " District",
    "county": " County",
    "county-level city": " City",
    "banner": " Banner",
}


@dataclass(frozen=True)
class County(Place):
    """A county-level unit (区 县 县级市 旗), with its area in an equal-area projection."""

    area_km2: float


@dataclass(frozen=True)
class Province(Place):
    """A unit of the first level (省 自治区 直辖市) that is shown as a whole, in the stead of a city."""

    short_en: str

    def short(self, language: Language) -> str:
        """Return the name without its rank: 广西, Guangxi."""
        return self.short_zh if language == "zh" else self.short_en


@dataclass(frozen=True)
class Zone(Place):
    """A functional zone: no polygon, a point (an estimate) in its host county."""

    host: str
    short_en: str
    aliases_zh: tuple[str, ...]
    founded: int | None  # None is "year not stated"
    host_evidence: str
    point_note: str

    def short(self, language: Language) -> str:
        """Return the name that people use: 潍坊高新区, High-tech Zone."""
        return self.short_zh if language == "zh" else self.short_en


@dataclass(frozen=True)
class Town:
    """A subdistrict or town (or a committee that the statistics bureau codes like one)."""

    code: str
    name_zh: str
    county: str
    kind: Literal["subdistrict", "town", "committee"]


@dataclass(frozen=True)
class Indicator:
    """One published number of a place, for one year, with its source."""

    place: str
    indicator: str
    year: int | None  # None: the source states no year
    value: float
    unit: str
    source: str


@dataclass(frozen=True)
class Places:
    """The places of one city or province, their towns and indicators, and the folder with their outlines."""

    city: Place  # the unit that holds all counties: a province, where a whole province is shown
    counties: tuple[County, ...]
    zones: tuple[Zone, ...]
    towns: tuple[Town, ...]
    indicators: tuple[Indicator, ...]
    folder: Path

    def __iter__(self) -> Iterator[Place]:
        """Yield the city, its counties, its zones."""
        yield self.city
        yield from self.counties
        yield from self.zones

    def __getitem__(self, code: str) -> Place:
        """Return the place with this code; KeyError if there is none."""
        return self._by_code[code]

    def __contains__(self, code: str) -> bool:
        """Tell whether a place of this city has this code."""
        return code in self._by_code

    def named(self, name: str) -> tuple[Place, ...]:
        """Return the places that carry this full, short, English or other recorded name."""
        return self._by_name.get(name.casefold(), ())

    def names_of(self, code: str) -> tuple[str, ...]:
        """Return every recorded name of a place, Chinese and English, full and short."""
        place = self[code]
        aliases = place.aliases_zh if isinstance(place, Zone) else ()
        names = (place.name_zh, place.short_zh, place.name_en, place.short("en"), *aliases)
        return tuple(dict.fromkeys(names))

    def zones_of(self, county: str) -> tuple[Zone, ...]:
        """Return the zones that this county hosts."""
        return tuple(zone for zone in self.zones if zone.host == county)

    def towns_of(self, county: str) -> tuple[Town, ...]:
        """Return the towns and subdistricts of this county."""
        return tuple(town for town in self.towns if town.county == county)

    def indicators_of(self, place: str) -> tuple[Indicator, ...]:
        """Return the published numbers of this place."""
        return tuple(each for each in self.indicators if each.place == place)

    def latest_of(self, place: str) -> tuple[Indicator, ...]:
        """Return the published numbers of this place, of each kind the latest."""
        by_year = sorted(self.indicators_of(place), key=lambda each: each.year or 0)
        return tuple({each.indicator: each for each in by_year}.values())

    def nearest_of(self, code: str) -> tuple[Nearness, ...]:
        """
        Return all other counties, the nearest to this one first.

        Those with a shared border come first, the longest border before all; then the others by distance.
        For a zone its host is taken, which is itself none of them. The city as a whole has none: empty.

        Raises
        ------
        KeyError
            If no place has this code.
        """
        place = self[code]
        return self._nearest.get(place.host if isinstance(place, Zone) else code, ())

    def outlines(self) -> dict[str, Any]:
        """Return the counties' and the city's polygons: a GeoJSON FeatureCollection, WGS84."""
        return _read_json(self.folder / "places.geojson")

    def zone_points(self) -> list[dict[str, Any]]:
        """Return the zones as GeoJSON Features, WGS84; each point is an estimate."""
        return [
            {
                "type": "Feature",
                "id": zone.code,
                "geometry": {"type": "Point", "coordinates": list(zone.label_point)},
                "properties": {
                    "kind": zone.kind,
                    "rank": zone.rank,
                    "parent": zone.parent,
                    "host": zone.host,
                    "name_zh": zone.name_zh,
                    "name_en": zone.name_en,
                    "short_zh": zone.short_zh,
                    "point_note": zone.point_note,
                },
            }
            for zone in self.zones
        ]

    def surroundings(self) -> dict[str, Any]:
        """Return the polygons of the neighbouring counties: a GeoJSON FeatureCollection, WGS84."""
        return _read_json(self.folder / "context.geojson")

    @cached_property
    def _nearest(self) -> dict[str, tuple[Nearness, ...]]:
        from geodata.nearness import nearest  # noqa: PLC0415  # numpy and shapely are slow to import: only who asks pays

        points = {county.code: county.label_point for county in self.counties}
        return nearest(points, self.outlines()["features"])

    @cached_property
    def _by_code(self) -> dict[str, Place]:
        return {place.code: place for place in self}

    @cached_property
    def _by_name(self) -> dict[str, tuple[Place, ...]]:
        found: dict[str, tuple[Place, ...]] = {}
        for place in self:
            for name in self.names_of(place.code):
                found[name.casefold()] = (*found.get(name.casefold(), ()), place)
        return found


def read(folder: Path) -> Places:
    """
    Read the places that ``geodata.building.city`` wrote into a folder.

    Raises
    ------
    PlacesError
        If a file is missing or damaged; the message names it and how to build it anew.
    """
    try:
        features = _read_json(folder / "places.geojson")["features"]
        city, *counties = (_place(feature) for feature in features)
        return Places(
            city=city,
            counties=tuple(county for county in counties if isinstance(county, County)),
            zones=tuple(_zone(row, city.code) for row in _read_csv(folder / "zones.csv")),
            towns=tuple(Town(**row) for row in _read_csv(folder / "towns.csv")),  # type: ignore[arg-type]
            indicators=tuple(_indicator(row) for row in _read_csv(folder / "indicators.csv")),
            folder=folder,
        )
    except (OSError, ValueError, KeyError, TypeError) as error:
        cause = f"{error.filename}: {error.strerror}" if isinstance(error, OSError) else repr(error)
        level = "province" if folder.name.endswith("0000") else "city"
        wrong = PlacesError(
            "%(folder)s holds no usable places (%(cause)s): run `explorer places build --%(level)s %(code)s`",
            folder=folder,
            cause=cause,
            level=level,
            code=folder.name,
        )
        raise wrong from error


def _place(feature: dict[str, Any]) -> Place:
    about = dict(feature["properties"])
    about["label_point"] = tuple(about["label_point"])
    if about["kind"] == "county":
        return County(code=feature["id"], **about)
    del about["area_km2"]
    return (Province if about["rank"] == "province" else Place)(code=feature["id"], **about)


def _zone(row: dict[str, str], city: str) -> Zone:
    return Zone(
        code=row["code"],
        kind="zone",
        rank="zone",
        name_zh=row["name_zh"],
        name_en=row["name_en"],
        short_zh=row["short_zh"],
        pinyin=row["pinyin"],
        parent=city,
        label_point=(float(row["lon"]), float(row["lat"])),
        host=row["host"],
        short_en=row["short_en"],
        aliases_zh=tuple(filter(None, row["aliases_zh"].split(";"))),
        founded=int(row["founded"]) if row["founded"] else None,
        host_evidence=row["host_evidence"],
        point_note=row["point_note"],
    )


def _indicator(row: dict[str, str]) -> Indicator:
    return Indicator(
        place=row["place"],
        indicator=row["indicator"],
        year=int(row["year"]) if row["year"] else None,
        value=float(row["value"]),
        unit=row["unit"],
        source=row["source"],
    )


def _read_json(path: Path) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return document


def _read_csv(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))
