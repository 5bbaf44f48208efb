"""Make up reforms by the thousand in the shape of real ones: most reach one to three places, a few a hundred."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

import geodata
from explorer.formats import geojson
from explorer.records.models import Cases, Figure, Honour, Reach, Reform, Source, source_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from explorer.config import Settings
    from explorer.records.models import HonourKind, Level, Status, Theme
    from geodata import Places

PROVINCE = "370000"
N_SOURCES = 2_000
FIRST, LAST = 2005, 2026  # years that a synthetic source states
TAIL = 2.05  # exponent of the number of places: with 137 counties a reform has 3 rows on average
P_YEAR_UNKNOWN = 0.4
P_CITYWIDE, P_CITYWIDE_ALONE = 0.12, 0.6
P_ZONE = 0.08  # that a row names a zone in the stead of its host
P_ORIGIN = 0.6
P_HONOUR = 0.25
P_FURTHER_SOURCE = 0.1
SUBJECTS: dict[Theme, tuple[tuple[str, str], ...]] = {
    "industry": (("技改项目", "Factory upgrading"), ("链主企业", "Lead-firm"), ("专精特新", "Specialised-firm")),
    "countryside": (("农村公路", "Village road"), ("设施蔬菜", "Greenhouse"), ("宅基地", "Homestead")),
    "opening": (("出口食品", "Food export"), ("跨境电商", "Cross-border trade"), ("海关通关", "Customs")),
    "livelihood": (("社区食堂", "Community canteen"), ("家庭医生", "Family doctor"), ("乡村图书", "Village library")),
    "governance": (("邻里调解", "Neighbour mediation"), ("网格服务", "Grid service"), ("村务公开", "Open village")),
    "business": (("一窗受理", "One-window"), ("拿地开工", "Build-at-once"), ("电子证照", "Digital licence")),
}
WAYS = (
    *(("“一件事”办理", "in one step"), ("积分管理", "points scheme"), ("联合服务队", "joint team")),
    *(("清单制", "by checklist"), ("“红黄蓝”评价", "colour ratings"), ("共享平台", "shared platform")),
    *(("包联机制", "mentoring"), ("“吹哨报到”", "whistle and report"), ("数字档案", "digital records")),
)
HONOUR_TITLES: dict[HonourKind, tuple[str, str]] = {
    "first": ("首创做法", "First of its kind"),
    "pilot": ("改革试点", "Reform pilot"),
    "award": ("典型案例", "Model case"),
    "standard": ("地方标准", "Local standard"),
}
LEVELS: tuple[Level, ...] = ("national", "provincial", "city")
LATER: tuple[Status, ...] = ("adopted", "adopted", "adopted", "pilot")


def cases(n: int, places: Places, seed: int = 0) -> Cases:
    """
    Return so many reforms over the counties and zones of these places, the same for the same seed.

    The number of places is heavy-tailed: two reforms of three name one place, one of a thousand a hundred. Two of five
    rows state no year. All pass ``explorer check``.
    """
    maker = _Maker(Random(seed), places)  # noqa: S311  # a seed is wanted here, no secret
    reforms = tuple(maker.reform(number) for number in range(n))
    cited = {source_of(citation) for reform in reforms for citation in reform.citations}
    return Cases(sources=tuple(each for each in map(_source, range(N_SOURCES)) if each.id in cited), reforms=reforms)


def make_files(settings: Settings, n: int) -> str:
    """Build the places of a province and write so many reforms of them, as short as JSON allows; tell how much."""
    from geodata.building.city import build_province  # noqa: PLC0415  # GeoPandas is slow to import: only who builds pays

    build_province(settings.city, Path(settings.places) / settings.city)
    places = geodata.load(settings.city, Path(settings.places))
    made = cases(n, places)
    write_short(Path(settings.data), made)
    n_rows = sum(len(each.reach) for each in made.reforms)
    return f"{n:,} reforms, {n_rows:,} reach rows, {len(made.sources):,} sources, {len(places.counties)} counties"


def write_short(file: Path, made: Cases) -> None:
    """Write reforms as GeoJSON without any space."""
    sources = [geojson.source_to_dict(each) for each in made.sources]
    features = [geojson.reform_to_feature(each) for each in made.reforms]
    document = {"type": "FeatureCollection", "sources": sources, "features": features}
    file.write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")


@dataclass
class _Maker:
    """A run of chance over the places of one city or province."""

    chance: Random
    places: Places
    codes: list[str] = field(init=False)
    zones: dict[str, list[str]] = field(init=False)
    sizes: Sequence[int] = field(init=False)
    weights: list[float] = field(init=False)

    def __post_init__(self) -> None:
        self.codes = [county.code for county in self.places.counties]
        self.zones = {code: [zone.code for zone in self.places.zones_of(code)] for code in self.codes}
        self.sizes = range(1, len(self.codes) + 1)
        self.weights = [size**-TAIL for size in self.sizes]

    def reform(self, number: int) -> Reform:
        """Make up one reform."""
        theme = self.chance.choice(tuple(SUBJECTS))
        (subject_zh, subject_en), (way_zh, way_en) = self.chance.choice(SUBJECTS[theme]), self.chance.choice(WAYS)
        reach = self.reach()
        place = self.places[reach[0].place]
        years = [row.since for row in reach if row.since is not None]
        return Reform(
            id=f"{subject_en} {way_en} {number}".lower().replace(" ", "-"),
            title_zh=f"{place.short_zh}{subject_zh}{way_zh}",
            title_en=f"{subject_en} {way_en} of {place.short('en')}",
            summary_zh=f"{place.short_zh}围绕{subject_zh}推行{way_zh}，把分散的事项归到一处办理，由专人跟进并公开结果。",
            summary_en=f"{place.short('en')} brought scattered {subject_en.lower()} matters together: {way_en}.",
            theme=theme,
            since=min(years, default=None),
            reach=reach,
            figures=self.figures(subject_zh, subject_en),
            honours=self.honours(reach),
        )

    def reach(self) -> tuple[Reach, ...]:
        """Make up the rows: one place or more, the city's row, or both."""
        citywide = self.chance.random() < P_CITYWIDE
        if citywide and self.chance.random() < P_CITYWIDE_ALONE:
            return (self.row(self.places.city.code, "citywide", self.year()),)
        (size,) = self.chance.choices(self.sizes, self.weights)
        named = [self.named(code) for code in self.chance.sample(self.codes, size)]
        began = self.year()
        statuses = ["origin" if self.chance.random() < P_ORIGIN else "pilot", *self.chance.choices(LATER, k=size - 1)]
        rows = [
            self.row(place, status, self.year(began) if nth else began)
            for nth, (place, status) in enumerate(zip(named, statuses, strict=True))
        ]
        return (*rows, *([self.row(self.places.city.code, "citywide", self.year(began))] if citywide else []))

    def named(self, county: str) -> str:
        """Return the county, or now and then a zone in it."""
        zones = self.zones[county]
        return self.chance.choice(zones) if zones and self.chance.random() < P_ZONE else county

    def row(self, place: str, status: str, since: int | None) -> Reach:
        """Make up one row."""
        further = (self.citation(),) if self.chance.random() < P_FURTHER_SOURCE else ()
        return Reach.model_validate(
            {"place": place, "status": status, "since": since, "source": self.citation(), "also": further}
        )

    def year(self, after: int | None = None) -> int | None:
        """Return a year, not before another if that is given; None as often as sources state none."""
        if self.chance.random() < P_YEAR_UNKNOWN:
            return None
        return self.chance.randint(FIRST if after is None else after, LAST)

    def citation(self) -> str:
        """Cite a paragraph."""
        return f"synthetic-{self.chance.randrange(N_SOURCES)}#p{self.chance.randint(1, 40)}"

    def figures(self, subject_zh: str, subject_en: str) -> tuple[Figure, ...]:
        """Make up two figures at most, of the reform as a whole."""
        handled = (f"{subject_zh}办理量", f"{subject_en} cases", "件", "cases")
        labels = (handled, ("参与人数", "People taking part", "人", "people"))
        return tuple(
            Figure(
                value=self.chance.randint(2, 90_000),
                qualifier=self.chance.choice((None, "about", "over")),
                unit=unit,
                unit_en=unit_en,
                label_zh=label_zh,
                label_en=label_en,
                year=self.year(),
                source=self.citation(),
            )
            for label_zh, label_en, unit, unit_en in labels[: self.chance.randint(0, 2)]
        )

    def honours(self, reach: tuple[Reach, ...]) -> tuple[Honour, ...]:
        """Make up two honours at most: of one of the places, or of the reform as a whole."""
        if self.chance.random() >= P_HONOUR:
            return ()
        kinds = self.chance.sample(tuple(HONOUR_TITLES), self.chance.randint(1, 2))
        return tuple(
            Honour(
                level=self.chance.choice(LEVELS),
                kind=kind,
                title_zh=HONOUR_TITLES[kind][0],
                title_en=HONOUR_TITLES[kind][1],
                year=self.year(),
                place=self.chance.choice((None, self.chance.choice(reach).place)),
                source=self.citation(),
            )
            for kind in kinds
        )


def _source(number: int) -> Source:
    year, issue = FIRST + number % (LAST - FIRST + 1), number // (LAST - FIRST + 1) + 1
    return Source(
        id=f"synthetic-{number}",
        title=f"{year}年改革工作简报第{issue}期",
        publisher="（虚构来源，仅供测速）",
        date=str(year),
    )
