"""Name the columns of the tables that lose nothing, one table for each kind of record, and how each is read."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from explorer.formats import values
from explorer.formats.values import Read
from explorer.messages import bilingual
from explorer.records.fields import LISTS, MODELS, in_order_of_model

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from explorer.formats.values import Reading
    from explorer.messages import Language
    from explorer.records.fields import Field, Kind, Record
    from explorer.spreadsheets.cells import Raw


_BETWEEN: Final = "；"
_PARTED: Final = re.compile(r"\\(.)|([；;\n])|(\s)|(.)", re.DOTALL)
_TYPED: Final = frozenset(("line", "text", "lines", "address"))
RECORD: Final = "record"  # column of a CSV file, where all records stand in one table
REASONS: Final = "reasons"  # what is said of a row of a file that was given back
REASONS_HEADINGS: Final[dict[Language, str]] = {"zh": "问题", "en": REASONS}  # of its column


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


def _listed(raw: Raw) -> Read:
    return Read(parted(values.shown(raw)))


_BY_KIND: Final[Mapping[Kind, Reading]] = {
    **dict.fromkeys(("id", "place", "citation"), values.code),
    **dict.fromkeys(("line", "text", "address"), values.text),
    **dict.fromkeys(("lines", "citations"), _listed),
    "year": values.year,
    "date": values.day,
    "number": values.number,
    "grade": values.count,
    "measure": values.measure,
    "flag": values.flag,
}


def reading(field: Field) -> Reading:
    """Return how a cell of a field is read."""
    if field.kind != "word" or not field.words:
        return _BY_KIND[field.kind]
    said = {code: (*names.values(), *field.spoken.get(code, ())) for code, names in field.words.items()}
    return values.word(bilingual({"zh": field.zh, "en": field.en.lower()}), said)


def typed(field: Field) -> Reading:
    """Return how a cell is read that somebody typed: spaces around words are left out."""
    return values.words if field.kind in _TYPED else reading(field)


def _columns(record: Record) -> dict[str, Reading]:
    of_a_list: dict[str, Reading] = {"reform": values.code, "nr": values.count} if record in LISTS else {}
    return of_a_list | {each.name: reading(each) for each in in_order_of_model(record)}


RECORDS: Final[dict[Record, dict[str, Reading]]] = {record: _columns(record) for record in MODELS}
STACKED: Final = (RECORD, *dict.fromkeys(column for columns in RECORDS.values() for column in columns))
