"""List the formats of reforms and tables: each ending with its reader, writer and media type."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from pydantic import ValidationError

from explorer.errors import CasesError, Fault
from explorer.formats import geojson, workbook
from explorer.formats.detect import offers
from explorer.messages import message
from explorer.records import schema_errors
from explorer.records.models import Cases, Reform, Source
from explorer.spreadsheets import tables

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from explorer.records.candidates import Offer
    from explorer.spreadsheets.tables import About, Table

# Whole reforms, of which nothing is lost.
WRITERS: dict[str, Callable[[Cases], bytes]] = {
    ".geojson": geojson.write,
    ".csv": workbook.write_csv,
    ".xlsx": workbook.write_xlsx,
}
MEDIA_TYPES: dict[str, str] = {".geojson": "application/geo+json", **tables.MEDIA_TYPES}


def read(data: bytes, name: str) -> Cases:
    """
    Read reforms from the bytes of a file that was exported; its name tells the format.

    Raises
    ------
    CasesError
        With every fault of form at once, each with its place: row and column, or ``features[3].properties.since``.
    """
    found: list[Reform | Source] = []
    faults: list[Fault] = []
    for offer in offers(data, name):
        if not offer.whole:
            what = message("is a table that adds to what is recorded")
            raise CasesError([Fault(name, what, message("run `explorer import`"))])
        model = Reform if offer.kind == "reform" else Source
        try:
            found += [] if offer.faults else [model.model_validate(offer.values)]
        except ValidationError as error:
            faults += _placed(error, offer)
        faults += offer.faults
    if faults:
        raise CasesError(faults)
    return Cases(
        sources=tuple(each for each in found if isinstance(each, Source)),
        reforms=tuple(each for each in found if isinstance(each, Reform)),
    )


def _placed(error: ValidationError, offer: Offer) -> Iterator[Fault]:
    for fault in schema_errors.faults(error):
        cell = offer.cells.get(str(fault.where))
        yield Fault(offer.where if cell is None else cell, fault.what, fault.remedy)


def _write_workbook(written: Sequence[Table], about: About) -> bytes:
    from explorer.spreadsheets import xlsx_writer  # noqa: PLC0415  # openpyxl takes a fifth of a second: only a workbook pays

    return xlsx_writer.write(written, about)


READERS: dict[str, Callable[[bytes], Cases]] = {
    ending: partial(read, name=f"reforms{ending}") for ending in (".geojson", ".csv", ".xlsx")
}
# Tables for people to read; a CSV file holds one: the first.
TABLE_WRITERS: dict[str, Callable[[Sequence[Table], About], bytes]] = {
    ".csv": lambda written, about: tables.write_csv(written[0], about),
    ".xlsx": _write_workbook,
    ".json": tables.write_json,
}
