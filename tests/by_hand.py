"""What a person reads from cases.geojson and indicators.csv of three programmes, and of one more: no code made it."""

from __future__ import annotations

from dataclasses import dataclass

CITY = "370700"
WEICHENG, HANTING, FANGZI, KUIWEN = "370702", "370703", "370704", "370705"
LINQU, CHANGLE, QINGZHOU, ZHUCHENG = "370724", "370725", "370781", "370782"
SHOUGUANG, ANQIU, GAOMI, CHANGYI = "370783", "370784", "370785", "370786"
XIASHAN, NONGZONG, GAOXIN = "370700-xiashan", "370700-nongzong", "370700-gaoxin"  # hosted by Fangzi, Hanting, Kuiwen
COUNTIES = (
    *(WEICHENG, HANTING, FANGZI, KUIWEN, LINQU, CHANGLE),
    *(QINGZHOU, ZHUCHENG, SHOUGUANG, ANQIU, GAOMI, CHANGYI),
)
# Sums of the column "area", and of "population" for 2010; for 2020 only six counties have a number.
ALL_KM2, ALL_PEOPLE = 16143.14, 9086241

MARKET, RED, ESTATES, CLUSTERS = (
    "rural-property-exchange",
    "red-property-management",
    "old-estate-renewal",
    "village-clusters",
)


@dataclass(frozen=True)
class Reached:
    """A year, the counties reached in it, and by its end: how many, their area and their people of 2010."""

    year: int
    counties: tuple[str, ...]
    n_counties: int
    km2: float
    people: int


@dataclass(frozen=True)
class Known:
    """What is known of a programme when citywide rows or rows of zones count, or do not."""

    reform: str
    citywide: str
    zones: str
    cells: dict[str, tuple[str, int | None, int, int]]  # kind, its year, rows, sources; absent: not recorded
    first: dict[str, int]
    dated: tuple[tuple[str, int, int], ...]  # place, year, years after the first
    undated: tuple[str, ...]
    steps: tuple[Reached, ...]
    reached_undated: tuple[str, ...]
    whole: tuple[int, float, int]  # counties, km², people
    pace: float
    asks: dict[str, str]  # for each county that is not recorded, the nearest one that is

    def __str__(self) -> str:
        """Name the case in the list of tests."""
        return f"{self.reform}, citywide {self.citywide}, zones {self.zones}"


_CITYWIDE_2022 = dict.fromkeys(COUNTIES, ("citywide", 2022, 1, 1))
_CITYWIDE_UNDATED = dict.fromkeys(COUNTIES, ("citywide", None, 1, 1))
_MARKET_2014 = Reached(2014, (HANTING, QINGZHOU, ZHUCHENG, ANQIU), 4, 6668.11, 3377577)
_RED_STEPS = (
    Reached(2019, (KUIWEN,), 1, 237.23, 692643),
    Reached(2023, (FANGZI,), 2, 1132.67, 1204804),
    Reached(2024, (CHANGYI,), 3, 2760.14, 1808286),
)

KNOWN = (
    Known(
        *(MARKET, "on", "on"),
        cells={
            HANTING: ("origin", 2014, 2, 2),  # its own row, and the agricultural zone's without a year
            ANQIU: ("adopted", 2014, 1, 1),
            ZHUCHENG: ("adopted", 2014, 1, 1),
            QINGZHOU: ("adopted", 2014, 1, 1),
            FANGZI: ("zone", 2025, 1, 1),
        },
        first={HANTING: 2014},
        dated=((HANTING, 2014, 0), (ANQIU, 2014, 0), (ZHUCHENG, 2014, 0), (QINGZHOU, 2014, 0), (XIASHAN, 2025, 11)),
        undated=(NONGZONG,),
        steps=(_MARKET_2014, Reached(2025, (FANGZI,), 5, 7563.55, 3889738)),
        reached_undated=(),
        whole=(5, 7563.55, 3889738),
        pace=5 / 12,
        asks={
            WEICHENG: HANTING,
            KUIWEN: FANGZI,
            LINQU: QINGZHOU,
            CHANGLE: ANQIU,
            SHOUGUANG: HANTING,
            GAOMI: FANGZI,
            CHANGYI: HANTING,
        },
    ),
    Known(
        *(MARKET, "on", "off"),
        cells={
            HANTING: ("origin", 2014, 1, 1),
            ANQIU: ("adopted", 2014, 1, 1),
            ZHUCHENG: ("adopted", 2014, 1, 1),
            QINGZHOU: ("adopted", 2014, 1, 1),
        },
        first={HANTING: 2014},
        dated=((HANTING, 2014, 0), (ANQIU, 2014, 0), (ZHUCHENG, 2014, 0), (QINGZHOU, 2014, 0)),
        undated=(),
        steps=(_MARKET_2014,),
        reached_undated=(),
        whole=(4, 6668.11, 3377577),
        pace=4.0,
        asks={
            WEICHENG: HANTING,
            KUIWEN: HANTING,
            LINQU: QINGZHOU,
            CHANGLE: ANQIU,
            SHOUGUANG: HANTING,
            GAOMI: ZHUCHENG,
            CHANGYI: HANTING,
            FANGZI: ANQIU,
        },
    ),
    Known(
        *(RED, "on", "on"),
        cells=_CITYWIDE_UNDATED
        | {
            HANTING: ("adopted", None, 2, 2),
            KUIWEN: ("pilot", 2019, 2, 2),
            FANGZI: ("adopted", 2023, 2, 2),
            CHANGYI: ("adopted", 2024, 2, 2),
        },
        first={KUIWEN: 2019},  # no source calls it the origin
        dated=((KUIWEN, 2019, 0), (FANGZI, 2023, 4), (CHANGYI, 2024, 5)),
        undated=(CITY, HANTING),
        steps=_RED_STEPS,
        reached_undated=(WEICHENG, HANTING, LINQU, CHANGLE, QINGZHOU, ZHUCHENG, SHOUGUANG, ANQIU, GAOMI),
        whole=(12, ALL_KM2, ALL_PEOPLE),
        pace=0.5,
        asks={},
    ),
    Known(
        *(RED, "off", "on"),
        cells={
            HANTING: ("adopted", None, 1, 1),
            KUIWEN: ("pilot", 2019, 1, 1),
            FANGZI: ("adopted", 2023, 1, 1),
            CHANGYI: ("adopted", 2024, 1, 1),
        },
        first={KUIWEN: 2019},
        dated=((KUIWEN, 2019, 0), (FANGZI, 2023, 4), (CHANGYI, 2024, 5)),
        undated=(HANTING,),
        steps=_RED_STEPS,
        reached_undated=(HANTING,),
        whole=(4, 4004.03, 2232392),
        pace=0.5,
        asks={
            WEICHENG: HANTING,
            LINQU: KUIWEN,
            CHANGLE: FANGZI,
            QINGZHOU: HANTING,
            ZHUCHENG: FANGZI,
            SHOUGUANG: HANTING,
            ANQIU: FANGZI,
            GAOMI: CHANGYI,
        },
    ),
    Known(
        *(ESTATES, "on", "on"),
        cells=_CITYWIDE_2022
        | {
            WEICHENG: ("adopted", 2022, 2, 1),  # one article tells both rows
            ANQIU: ("adopted", 2022, 2, 1),
            CHANGYI: ("adopted", 2024, 2, 2),  # its own row says 2024, that of the city 2022
        },
        first={CITY: 2022, WEICHENG: 2022, ANQIU: 2022},
        dated=((CITY, 2022, 0), (WEICHENG, 2022, 0), (ANQIU, 2022, 0), (CHANGYI, 2024, 2)),
        undated=(),
        steps=(Reached(2022, COUNTIES, 12, ALL_KM2, ALL_PEOPLE),),
        reached_undated=(),
        whole=(12, ALL_KM2, ALL_PEOPLE),
        pace=12.0,
        asks={},
    ),
    Known(
        *(ESTATES, "off", "on"),
        cells={
            WEICHENG: ("adopted", 2022, 1, 1),
            ANQIU: ("adopted", 2022, 1, 1),
            CHANGYI: ("adopted", 2024, 1, 1),
        },
        first={CITY: 2022, WEICHENG: 2022, ANQIU: 2022},
        dated=((WEICHENG, 2022, 0), (ANQIU, 2022, 0), (CHANGYI, 2024, 2)),
        undated=(),
        steps=(
            Reached(2022, (WEICHENG, ANQIU), 2, 1981.14, 1342012),
            Reached(2024, (CHANGYI,), 3, 3608.61, 1945494),
        ),
        reached_undated=(),
        whole=(3, 3608.61, 1945494),
        pace=1.0,
        asks={
            HANTING: CHANGYI,
            FANGZI: ANQIU,
            KUIWEN: WEICHENG,
            LINQU: ANQIU,
            CHANGLE: ANQIU,
            QINGZHOU: WEICHENG,
            ZHUCHENG: ANQIU,
            SHOUGUANG: WEICHENG,
            GAOMI: CHANGYI,
        },
    ),
    Known(
        *(CLUSTERS, "on", "on"),
        cells={ZHUCHENG: ("origin", 2025, 1, 1)}
        | dict.fromkeys((ANQIU, CHANGYI, LINQU, GAOMI), ("adopted", 2025, 1, 1)),
        first={ZHUCHENG: 2025},
        dated=((ZHUCHENG, 2025, 0), (ANQIU, 2025, 0), (CHANGYI, 2025, 0), (LINQU, 2025, 0), (GAOMI, 2025, 0)),
        undated=(),
        steps=(Reached(2025, (LINQU, ZHUCHENG, ANQIU, GAOMI, CHANGYI), 5, 8845.15, 4346494),),
        reached_undated=(),
        whole=(5, 8845.15, 4346494),
        pace=5.0,
        asks={
            WEICHENG: ANQIU,
            HANTING: CHANGYI,
            FANGZI: ANQIU,
            KUIWEN: CHANGYI,
            CHANGLE: ANQIU,
            QINGZHOU: LINQU,
            SHOUGUANG: CHANGYI,
        },
    ),
)
