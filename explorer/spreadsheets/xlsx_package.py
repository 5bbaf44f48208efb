"""Open the parts of an Excel workbook without trusting it: no bomb, no entity, no more than is needed."""

from __future__ import annotations

import io
import zipfile
import zlib
from typing import IO, TYPE_CHECKING, Final
from xml.parsers import expat

from explorer.messages import message
from explorer.spreadsheets.cells import IN_PARTS, refused

if TYPE_CHECKING:
    from collections.abc import Callable

    from explorer.errors import CasesError

MOST_UNPACKED: Final = 128 * 1024 * 1024  # bytes of all that is XML in a workbook; pictures are never unpacked
MOST_GROWTH: Final = 60  # times that a workbook may grow when unpacked, beyond the first 10 MB
MOST_ELEMENTS: Final = 10_000_000  # of a sheet: some seconds of work
MOST_PARTS: Final = 5_000
_ALWAYS: Final = 10 * 1024 * 1024  # bytes to which every workbook may unpack
_CHUNK: Final = 64 * 1024
_OLE: Final = b"\xd0\xcf\x11\xe0"
_ENCRYPTED: Final = "EncryptedPackage".encode("utf-16-le")
_SAVE_AS_XLSX: Final = message("save it as .xlsx")
_SAVE_AGAIN: Final = message("save it again as .xlsx")

if TYPE_CHECKING:
    Start = Callable[[str, dict[str, str]], object]
    End = Callable[[str], object]
    Text = Callable[[str], object]

# ValueError, LookupError: the encoding that the XML declares is none that its reader knows.
_UNREADABLE: Final = (
    *(expat.ExpatError, zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError),
    *(ValueError, LookupError),
)


class Parts:
    """
    The parts of a workbook.

    Raises
    ------
    CasesError
        The file is none, is damaged or protected by a password, or would unpack to more than ``MOST_UNPACKED``.
    """

    def __init__(self, data: bytes, name: str) -> None:
        self.name = name
        if data.startswith(_OLE):
            raise _old(data, name)
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
            raise self.damaged() from None
        self._parts = {each.filename: each for each in self._zip.infolist()}
        self._assert_bounded(len(data))
        if "mimetype" in self._parts:
            raise refused(name, message("is an OpenDocument file"), _SAVE_AS_XLSX)

    def __contains__(self, part: str) -> bool:
        """Tell whether the workbook has a part of this name."""
        return part in self._parts

    def damaged(self) -> CasesError:
        """Return the error of a workbook that cannot be read on."""
        return refused(self.name, message("is no Excel workbook, or is damaged"), _SAVE_AGAIN)

    def read(self, part: str, start: Start, end: End = lambda _: None, text: Text = lambda _: None) -> None:
        """
        Read the XML of a part piece by piece, calling for each element that begins or ends, and for each text.

        Elements come without their prefix. A document type, where entities hide, is refused.
        """
        n_elements = 0

        def begin(tag: str, given: dict[str, str]) -> None:
            nonlocal n_elements
            n_elements += 1
            if n_elements > MOST_ELEMENTS:
                raise self._too_large()
            start(tag.rpartition(":")[2], given)

        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler = begin
        parser.EndElementHandler = lambda tag: end(tag.rpartition(":")[2])
        parser.CharacterDataHandler = text
        parser.StartDoctypeDeclHandler = self._refuse_doctype
        try:
            with self._open(part) as stream:
                while piece := stream.read(_CHUNK):
                    parser.Parse(piece, False)  # noqa: FBT003  # expat takes no keyword
                parser.Parse(b"", True)  # noqa: FBT003
        except _UNREADABLE:
            raise self.damaged() from None

    def _open(self, part: str) -> IO[bytes]:
        if part not in self._parts or not _is_markup(part):
            raise self.damaged()
        return self._zip.open(self._parts[part])

    def _assert_bounded(self, n_bytes: int) -> None:
        unpacked = sum(each.file_size for each in self._parts.values() if _is_markup(each.filename))
        most = min(MOST_UNPACKED, _ALWAYS + MOST_GROWTH * n_bytes)
        if unpacked > most or len(self._parts) > MOST_PARTS:
            raise self._too_large()

    def _too_large(self) -> CasesError:
        n_mb = MOST_UNPACKED // 1024**2
        what = message(
            "unpacks to far more than its size, or to more than %(n_mb)s MB or %(most_parts)s files",
            n_mb=n_mb,
            most_parts=f"{MOST_PARTS:,}",
        )
        return refused(self.name, what, IN_PARTS)

    def _refuse_doctype(self, *_: object) -> None:
        raise refused(
            self.name,
            message("declares a document type, as no workbook does"),
            _SAVE_AGAIN,
        )


def _is_markup(name: str) -> bool:
    return name.endswith((".xml", ".rels"))


def _old(data: bytes, name: str) -> CasesError:
    if _ENCRYPTED in data:
        return refused(name, message("is protected by a password"), message("save it without one"))
    return refused(name, message("is an old workbook (.xls or .et)"), _SAVE_AS_XLSX)
