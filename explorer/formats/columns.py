"""Name the columns of the tables that lose nothing, one table for each kind of record, and how each is read."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, Literal

from explorer.formats import values
from explorer.formats.values import Read
from explorer.messages import Message, message
from explorer.records.vocabulary import HONOURS, LEVELS, QUALIFIERS, STATUSES, THEMES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from explorer.formats.values import Reading
    from explorer.messages import Language
    from explorer.records.vocabulary import Words
    from explorer.spreadsheets.cells import Raw


_BETWEEN: Final = "；"
_PARTED: Final = re.compile(r"\\(.)|([；;\n])|(\s)|(.)", re.DOTALL)


def joined(texts: Iterable[str]) -> str:
    """Write texts as one: ``parted`` gives them back."""
    return _BETWEEN.join(_written(each) for each in texts)


def parted(cell: str) -> list[str]:
    """Return the texts between ；, ; or line ends, without the space around them; empty ones are left out."""
    texts: list[list[str]] = [[]]
    held = ""  # space that counts only if more follows
    for found in _PARTED.finditer(cell):
        kept, between, space, other = found.groups()
        if between:
            texts.append([])
            held = ""
        elif space:
            held += space if texts[-1] else ""
        else:
            texts[-1] += [held, kept or other]
            held = ""
    return ["".join(each) for each in texts if each]


def _written(text: str) -> str:
    body = text.strip()
    start = text.index(body) if body else 0
    ends = text[:start], text[start + len(body) :]
    before, after = ("".join(f"\\{each}" for each in end) for end in ends)
    return before + re.sub(r"[\\；;\n]", r"\\\g<0>", body) + after


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
    return values.word(kind, {each: (*words[each].values(), *also.get(each, ())) for each in words})


def _listed(raw: Raw) -> Read:
    return Read(parted(values.shown(raw)))


THEME: Final = _word(message("theme"), THEMES, _THEMES)
STATUS: Final = _word(message("status"), STATUSES, _STATUSES)

RECORDS: Final[dict[Record, dict[str, Reading]]] = {
    "reform": {
        "id": values.code,
        "title_zh": values.text,
        "title_en": values.text,
        "summary_zh": values.text,
        "summary_en": values.text,
        "aliases_zh": _listed,
        "theme": THEME,
        "since": values.year,
    },
    "reach": {
        "reform": values.code,
        "nr": values.count,
        "place": values.code,
        "status": STATUS,
        "since": values.year,
        "source": values.code,
        "also": _listed,
        "confidence": values.count,
    },
    "figure": {
        "reform": values.code,
        "nr": values.count,
        "value": values.number,
        "qualifier": _word(message("qualifier"), QUALIFIERS, _QUALIFIERS),
        "unit": values.measure,
        "unit_en": values.measure,
        "label_zh": values.text,
        "label_en": values.text,
        "place": values.code,
        "year": values.year,
        "source": values.code,
    },
    "honour": {
        "reform": values.code,
        "nr": values.count,
        "level": _word(message("level"), LEVELS, _LEVELS),
        "kind": _word(message("kind of honour"), HONOURS, _HONOURS),
        "title_zh": values.text,
        "title_en": values.text,
        "year": values.year,
        "place": values.code,
        "source": values.code,
    },
    "source": {
        "id": values.code,
        "title": values.text,
        "publisher": values.text,
        "date": values.day,
        "url": values.text,
        "copy": values.flag,
    },
}
FIELDS: Final[dict[Record, str]] = {"reach": "reach", "figure": "figures", "honour": "honours"}  # lists of a reform
RECORD: Final = "record"  # column of a CSV file, where all records stand in one table
STACKED: Final = (RECORD, *dict.fromkeys(column for columns in RECORDS.values() for column in columns))
REASONS: Final = "reasons"  # what is said of a row of a file that was given back
REASONS_HEADINGS: Final[dict[Language, str]] = {"zh": "问题", "en": REASONS}  # of its column
