"""Offer what a file holds, whatever its format: records not yet checked, each value with its place in the file."""

from __future__ import annotations

import io
from pathlib import Path, PurePath
from typing import IO, TYPE_CHECKING, Final

from explorer.errors import ArticleError, CasesError, Fault
from explorer.formats.geojson import offers_of
from explorer.messages import message
from explorer.spreadsheets.cells import refused

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from explorer.records.candidates import Offer
    from explorer.spreadsheets.cells import Sheet

MB: Final = 1024 * 1024
MOST_TABLE: Final = 64 * MB  # bytes of a workbook or CSV file, which is held as a whole
MOST_GEOJSON: Final = 1024 * MB  # bytes of a file that is read piece by piece
_OTHERS: Final = {  # what people have besides, and what it is
    ".xls": message("is an old workbook"),
    ".et": message("is a workbook of WPS"),
    ".ods": message("is an OpenDocument workbook"),
    ".numbers": message("is a workbook of Numbers"),
    ".xlsb": message("is a binary workbook"),
    ".xlsm": message("is a workbook with macros"),
}


def offers(source: bytes | Path, name: str) -> Iterator[Offer]:
    """
    Yield sources, then reforms, from a file in a format that its name tells: .geojson, .csv or .xlsx.

    Tables are those of an export, which lose nothing (``Offer.whole``), or a steward's own with one row for each
    reform and place, under Chinese or English headings.

    Parameters
    ----------
    source
        The bytes of the file, or where it lies; a GeoJSON file of any size passes in little memory.

    Raises
    ------
    CasesError
        The file cannot be read at all; of a GeoJSON file that may turn out in the middle.
    """
    ending = PurePath(name).suffix.lower()
    if ending in JSON:
        _assert_size(source, name, MOST_GEOJSON)
        yield from offers_of(_opener(_in_utf8(source, name), name))
        return
    _assert_size(source, name, MOST_TABLE)
    yield from _of_sheets(sheets_of(_bytes(source, name), name), name)


def sheets_of(data: bytes, name: str) -> tuple[Sheet, ...]:
    """
    Return the sheets of a workbook, or the one of a CSV file.

    Raises
    ------
    CasesError
        It is neither, or cannot be read.
    """
    ending = PurePath(name).suffix.lower()
    if ending not in _TABLES:
        what = _OTHERS.get(
            ending, message("%(ending)s is not read", ending=ending[:12] or message("a file without ending"))
        )
        remedy = message("save it as one of %(endings)s", endings=READ)
        raise refused(name, what, remedy)
    return _TABLES[ending](data, name)


def _of_sheets(sheets: tuple[Sheet, ...], name: str) -> Iterator[Offer]:
    from explorer.formats.one_table import flat_offers  # noqa: PLC0415  # only tables pay for their readers
    from explorer.formats.workbook import is_whole, whole_offers  # noqa: PLC0415

    return whole_offers(sheets, name) if is_whole(sheets) else flat_offers(sheets, name)


def _workbook(data: bytes, name: str) -> tuple[Sheet, ...]:
    from explorer.spreadsheets.xlsx_reader import read_sheets  # noqa: PLC0415  # openpyxl takes a fifth of a second

    return read_sheets(data, name)


def _plain(data: bytes, name: str) -> tuple[Sheet, ...]:
    from explorer.spreadsheets.csv_reader import read_sheet  # noqa: PLC0415

    return (read_sheet(data, name),)


_TABLES: Final[dict[str, Callable[[bytes, str], tuple[Sheet, ...]]]] = {
    ".csv": _plain,
    ".tsv": _plain,
    ".txt": _plain,
    ".xlsx": _workbook,
}
JSON: Final = (".geojson", ".json")
READ: Final = (".geojson", ".csv", ".xlsx")  # the endings that are told


def _assert_size(source: bytes | Path, name: str, most: int) -> None:
    try:
        n_bytes = len(source) if isinstance(source, bytes) else source.stat().st_size
    except OSError as error:
        raise _unreadable(name, error) from error
    if not n_bytes:
        raise refused(name, message("is empty"), message("give a file of reforms"))
    if n_bytes > most:
        what = message("has %(size)s MB; %(most)s MB are the most", size=f"{n_bytes / MB:,.0f}", most=most // MB)
        raise refused(name, what, message("give it in parts"))


def _opener(source: bytes | Path, name: str) -> Callable[[], IO[bytes]]:
    def opened() -> IO[bytes]:
        try:
            return io.BytesIO(source) if isinstance(source, bytes) else source.open("rb")
        except OSError as error:
            raise _unreadable(name, error) from error

    return opened


def _in_utf8(source: bytes | Path, name: str) -> bytes | Path:
    """Return JSON as UTF-8 if it is of another encoding that can be told, and not too large to be held."""
    if isinstance(source, Path) and source.stat().st_size > MOST_TABLE:
        return source
    data = _bytes(source, name)
    try:
        data.decode()
    except UnicodeDecodeError:
        from explorer.documents.encoding import decode  # noqa: PLC0415  # few files need it

        try:
            return decode(data, name).encode()
        except ArticleError:
            return source  # the reader tells which byte is none
    return source


def _bytes(source: bytes | Path, name: str) -> bytes:
    with _opener(source, name)() as stream:
        return stream.read()


def _unreadable(name: str, error: OSError) -> CasesError:
    remedy = message("give the path of a file of reforms")
    return CasesError([Fault(name, message("cannot be opened (%(error)s)", error=error.strerror or error), remedy)])
