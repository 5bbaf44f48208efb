"""Give the faulty records of a file back in its own format, each row with the reasons beside it."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import re
from dataclasses import dataclass, replace
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, Final

from explorer.errors import Location
from explorer.formats import workbook
from explorer.formats.columns import REASONS, REASONS_HEADINGS
from explorer.formats.detect import JSON, sheets_of
from explorer.formats.json_stream import Walk
from explorer.formats.rows import filled, tables
from explorer.formats.values import shown
from explorer.messages import message, say
from explorer.records.models import source_of
from explorer.spreadsheets.cells import DateCell, guarded, legal, runs

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from explorer.errors import Fault
    from explorer.messages import Language, Message
    from explorer.spreadsheets.cells import Raw, Row, Sheet

    Reasons = Mapping[tuple[str, int], Sequence[Fault]]

_IDS: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_DATE: Final = dt.date(2000, 1, 1)  # the same bytes on every day
_DATES: Final = {"year": "yyyy", "month": "yyyy-mm", "day": "yyyy-mm-dd"}


@dataclass(frozen=True)
class _Part:
    """What remains of a sheet: all that stands above the values, and the faulty rows."""

    name: str
    above: tuple[Row, ...]
    rows: tuple[tuple[Row, str], ...]  # with the reasons in words
    column: int  # of the reasons
    heading: str  # over them


def returned_file(name: str, data: bytes, reasons: Reasons, language: Language = "zh") -> bytes:
    """
    Return the faulty records as a file that can be corrected and imported; the sources that they cite come along.

    Parameters
    ----------
    name, data
        The file as it was offered.
    reasons
        Faults by the rows of each faulty record (``Offer.rows``); none for a row that is good itself.
    language
        Of the reasons.

    Raises
    ------
    CasesError
        The file cannot be read.
    """
    ending = PurePath(name).suffix.lower()
    if ending in JSON:
        return _features(data, reasons, language)
    sheets = sheets_of(data, name)
    exported = workbook.is_whole(sheets)
    parts = [*(_of_whole if exported else _of_flat)(sheets, reasons, language)]
    return _workbook(parts) if ending == ".xlsx" else _plain(parts[0], guarded if exported else _harmless)


def _of_flat(sheets: Sequence[Sheet], reasons: Reasons, language: Language) -> Iterator[_Part]:
    for sheet, columns, named in tables(sheets):
        rows = tuple(filled(sheet))
        yield _part(sheet, columns.header, [row for row in rows if (named, row.number) in reasons], reasons, language)


def _of_whole(sheets: Sequence[Sheet], reasons: Reasons, language: Language) -> Iterator[_Part]:
    exported = workbook.tables(sheets)
    faulty = {
        (sheet.name, row.number) for sheet, _ in exported for row in sheet.rows if (sheet.name, row.number) in reasons
    }
    cited = {
        each
        for sheet, header in exported
        for row in sheet.rows
        if (sheet.name, row.number) in faulty
        for each in _IDS.findall(" ".join(_at(row, workbook.headings(header), "source", "also")))
    }
    for sheet, header in exported:
        places = workbook.headings(header)
        rows = [
            row
            for row in sheet.rows
            if (sheet.name, row.number) in faulty
            or (workbook.kind_of(sheet, row, places) == "source" and {*_at(row, places, "id")} & cited)
        ]
        yield _part(sheet, header.number, rows, reasons, language)


def _at(row: Row, places: Mapping[str, int], *columns: str) -> list[str]:
    """Return what stands in columns, without the paragraphs of citations."""
    cells = (shown(row.at(places[each])) for each in columns if each in places)
    return [re.sub(r"#p\d+", "", cell) for cell in cells if cell]


def _part(sheet: Sheet, header: int, rows: Iterable[Row], reasons: Reasons, language: Language) -> _Part:
    above = tuple(row for row in sheet.rows if row.number <= header)
    known = [
        n for n, value in enumerate(above[-1].values) if shown(value).strip().casefold() in REASONS_HEADINGS.values()
    ]
    width = max(len(row.values) for row in sheet.rows)
    told = ((row, reasons.get((sheet.name, row.number)) or reasons.get(("", row.number), ())) for row in rows)
    return _Part(
        sheet.name,
        above,
        tuple((row, _in_words(faults, language)) for row, faults in told),
        known[0] if known else width,
        REASONS_HEADINGS[language],
    )


def _in_words(faults: Iterable[Fault], language: Language) -> str:
    """Say what is wrong with a row, a line for each fault, without the number that the row had."""
    return "\n".join(say(_within_row(each), language) for each in faults)


def _within_row(fault: Fault) -> Message:
    """Leave the row out: it has another number in the new file."""
    if not isinstance(fault.where, Location) or fault.where.row is None:
        return fault.words
    if fault.where.column:
        return replace(fault, where=Location(column=fault.where.column)).words
    return message("%(what)s (%(remedy)s)", what=fault.what, remedy=fault.remedy)


def _lines(part: _Part) -> Iterator[list[Raw]]:
    """Yield the rows of the new table."""
    last = part.above[-1].number
    for row in part.above:
        yield _with(row.values, part.column, part.heading if row.number == last else None)
    for row, told in part.rows:
        yield _with(row.values, part.column, told)


def _with(values: Sequence[Raw], column: int, told: str | None) -> list[Raw]:
    line = [*values, *(None,) * (column + 1 - len(values))]
    line[column] = told
    return line


def _plain(part: _Part, guard: Callable[[str], str]) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows([guard(legal(shown(value))) for value in line] for line in _lines(part))
    return text.getvalue().encode("utf-8-sig")


def _harmless(text: str) -> str:
    """Guard what would run only: dates and numbers of a steward's own table look as they did."""
    return guarded(text) if runs(text) or text.startswith("'") else text


def _workbook(parts: Iterable[_Part]) -> bytes:
    from explorer.spreadsheets import xlsx_writer  # noqa: PLC0415  # openpyxl takes a fifth of a second: only a workbook pays

    book = xlsx_writer.new_book("county-explorer", _DATE)
    for part in parts:
        sheet = book.create_sheet(xlsx_writer.sheet_name(part.name, book.sheetnames))
        for line in _lines(part):
            sheet.append([_cell(sheet, value, xlsx_writer.text_cell) for value in line])
    return xlsx_writer.saved(book, _DATE)


def _cell(sheet: Any, value: Raw, text_cell: Callable[[Any, str], Any]) -> Any:
    if isinstance(value, DateCell):
        cell = text_cell(sheet, "")
        cell.value, cell.number_format = value.date, _DATES[value.shown]
        return cell
    plain = value if value is None or isinstance(value, (int, float, bool)) else shown(value)
    return text_cell(sheet, plain) if isinstance(plain, str) else plain


def _features(data: bytes, reasons: Reasons, language: Language) -> bytes:
    features, sources = [], []
    for key, index, value in Walk(io.BytesIO(data)).members({"features", "sources"}):
        if index is not None:
            told = reasons.get((key, index))
            lines = _in_words(told, language).splitlines() if told is not None else []
            kept = value | {REASONS: lines} if lines and isinstance(value, dict) else value
            if key == "sources":
                sources.append((told is not None, kept))
            elif told is not None:
                features.append(kept)
    cited = {source_of(each) for feature in features for each in _citations(feature)}
    document = {
        "type": "FeatureCollection",
        "sources": [each for faulty, each in sources if faulty or (isinstance(each, dict) and each.get("id") in cited)],
        "features": features,
    }
    return (json.dumps(document, ensure_ascii=False, indent=2) + "\n").encode("utf-8", "backslashreplace")


def _citations(value: Any) -> Iterator[str]:
    """Yield whatever stands under ``source`` or ``also``, however odd the feature is."""
    if isinstance(value, list):
        for each in value:
            yield from _citations(each)
    elif isinstance(value, dict):
        for key, each in value.items():
            if key in {"source", "also"}:
                yield from (one for one in ([each] if isinstance(each, str) else each or ()) if isinstance(one, str))
            else:
                yield from _citations(each)
