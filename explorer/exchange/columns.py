"""Name the columns of the tables that lose nothing, one table for each kind of record, and how each is read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

from explorer.exchange import readings
from explorer.exchange.listing import parted
from explorer.exchange.readings import Read
from explorer.messages import Message, message
from explorer.words import HONOURS, LEVELS, QUALIFIERS, STATUSES, THEMES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from explorer.exchange.grid import Raw
    from explorer.exchange.readings import Reading
    from explorer.messages import Language
    from explorer.words import Words

Record = Literal["reform", "reach", "figure", "honour", "source"]
# How people say the words besides their labels.
_THEMES: Final = {
    "industry": ("工业", "产业发展"),
    "countryside": ("农业", "农村", "三农", "乡村振兴", "Agriculture"),
    "opening": ("开放", "Opening up"),
    "livelihood": ("民生", "文化", "社会民生"),
    "governance": ("治理", "社会治理"),
    "business": ("营商", "Business environment"),
}
_STATUSES: Final = {
    "origin": ("发源", "发源地", "创始", "Origin", "First"),
    "pilot": ("试行", "试验"),
    "adopted": ("推广", "实施", "采用"),
    "citywide": ("全市", "全市推广", "Citywide"),
}
_LEVELS: Final = {
    "national": ("国家", "全国"),
    "provincial": ("省", "全省", "Province"),
    "city": ("市", "全市", "Municipal"),
}
_HONOURS: Final = {"first": (), "award": ("奖项", "荣誉"), "pilot": ("示范",), "standard": ()}
_QUALIFIERS: Final = {"about": ("左右", "近"), "over": ("逾", "超过", "多于", "More than"), "share": ("比例",)}


def _word(kind: Message, words: Words, also: Mapping[str, tuple[str, ...]]) -> Reading:
    return readings.word(kind, {each: (*words[each].values(), *also.get(each, ())) for each in words})


def _listed(raw: Raw) -> Read:
    return Read(parted(readings.shown(raw)))


THEME: Final = _word(message("theme"), THEMES, _THEMES)
STATUS: Final = _word(message("status"), STATUSES, _STATUSES)

RECORDS: Final[dict[Record, dict[str, Reading]]] = {
    "reform": {
        "id": readings.code,
        "title_zh": readings.text,
        "title_en": readings.text,
        "summary_zh": readings.text,
        "summary_en": readings.text,
        "aliases_zh": _listed,
        "theme": THEME,
        "since": readings.year,
    },
    "reach": {
        "reform": readings.code,
        "nr": readings.count,
        "place": readings.code,
        "status": STATUS,
        "since": readings.year,
        "source": readings.code,
        "also": _listed,
        "confidence": readings.count,
    },
    "figure": {
        "reform": readings.code,
        "nr": readings.count,
        "value": readings.number,
        "qualifier": _word(message("qualifier"), QUALIFIERS, _QUALIFIERS),
        "unit": readings.measure,
        "unit_en": readings.measure,
        "label_zh": readings.text,
        "label_en": readings.text,
        "place": readings.code,
        "year": readings.year,
        "source": readings.code,
    },
    "honour": {
        "reform": readings.code,
        "nr": readings.count,
        "level": _word(message("level"), LEVELS, _LEVELS),
        "kind": _word(message("kind of honour"), HONOURS, _HONOURS),
        "title_zh": readings.text,
        "title_en": readings.text,
        "year": readings.year,
        "place": readings.code,
        "source": readings.code,
    },
    "source": {
        "id": readings.code,
        "title": readings.text,
        "publisher": readings.text,
        "date": readings.day,
        "url": readings.text,
        "copy": readings.flag,
    },
}
FIELDS: Final[dict[Record, str]] = {"reach": "reach", "figure": "figures", "honour": "honours"}  # lists of a reform
RECORD: Final = "record"  # column of a CSV file, where all records stand in one table
STACKED: Final = (RECORD, *dict.fromkeys(column for columns in RECORDS.values() for column in columns))
REASONS: Final = "reasons"  # what is said of a row of a file that was given back
REASONS_HEADINGS: Final[dict[Language, str]] = {"zh": "问题", "en": REASONS}  # of its column
