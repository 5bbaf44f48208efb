"""Read, check and save a file of reforms: one path for every way in."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

from explorer.check import check
from explorer.errors import CasesError, Fault
from explorer.exchange import READERS

if TYPE_CHECKING:
    from collections.abc import Callable

    from explorer.model import Cases
    from explorer.store import Store
    from geodata import Places


def read(path: Path | str) -> Cases:
    """
    Read a file of reforms by its ending.

    Raises
    ------
    CasesError
        If the file is missing, of an unknown format, or breaks the schema.
    """
    file = Path(path)
    return _parse(file, _bytes(file))


def fill(store: Store, path: Path, places: Places, say: Callable[[str], object] = lambda _: None) -> None:
    """
    Fill a store from a file that speaks of these places, unless it holds just this already.

    Raises
    ------
    CasesError
        With every fault of the file; the store is left as it was.
    """
    data = _bytes(path)
    digest = hashlib.sha256(data).hexdigest()
    if store.digest() == digest and store.knows(places):
        return
    say(f"Reading {path}")
    cases = _parse(path, data)
    faults = check(cases, places)
    if faults:
        raise CasesError(faults)
    say(f"Saving {len(cases.reforms)} reforms")
    store.save(cases, digest, places)


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        remedy = "give the path of a file of reforms, such as cases.geojson"
        raise CasesError([Fault(str(path), error.strerror or str(error), remedy)]) from error


def _parse(path: Path, data: bytes) -> Cases:
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        raise CasesError(
            [Fault(str(path), f"cannot read {path.suffix or 'a file without ending'}", f"give {', '.join(READERS)}")]
        )
    return reader(data)
