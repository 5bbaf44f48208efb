"""Read, check and save a file of reforms: one path for every way in."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

from explorer.errors import CasesError, Fault
from explorer.formats import READERS
from explorer.messages import counted, message
from explorer.query.filters import Filter
from explorer.records.validation import check
from explorer.store import open_store

if TYPE_CHECKING:
    from collections.abc import Callable

    from explorer.config import Settings
    from explorer.messages import Message
    from explorer.records.models import Cases
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


def fill(store: Store, path: Path, places: Places, say: Callable[[Message], object] = lambda _: None) -> None:
    """
    Take over a file of reforms that speaks of these places, if the store is new or the file was changed since.

    What was done at the desk is never undone: once there is any of that, a changed file is left to ``explorer import``.

    Raises
    ------
    CasesError
        With every fault of the file, or of records that these places do not fit; the store is left as it was.
    """
    taken, n_own = store.file(), store.n_own()
    if (taken is not None or n_own) and not path.exists():
        say(message("%(file)s is not there; the reforms are those of the database", file=path))
        _learn(store, places, say)
        return
    data = _bytes(path)
    digest = hashlib.sha256(data).hexdigest()
    if digest != taken and not n_own:
        _take(store, path, data, places, say)
        return
    _learn(store, places, say)
    if digest != taken and _holds(store, path, data):
        store.note_file(digest)
    elif digest != taken:
        say(
            message(
                "%(file)s changed, but the desk has changes of its own (%(n)s): "
                "`explorer import %(file)s --dry-run` shows the difference",
                file=path,
                n=n_own,
            )
        )


def recorded(
    settings: Settings, places: Places, say: Callable[[Message], object] = lambda _: None, file: Path | None = None
) -> Store:
    """
    Open what is recorded of a region, to compare a file with; nothing is if the settings are of another.

    Before the first start that is the file of reforms, unless it is the one that is compared.
    """
    if settings.city != places.city.code:
        return open_store("sqlite://", places=places)
    url, data = settings.store_url(), Path(settings.data)
    if not url.startswith("sqlite:///") or Path(url.removeprefix("sqlite:///")).exists():
        return open_store(url, places=places, say=say)
    is_other = data.exists() and not (file and file.exists() and data.samefile(file))
    return open_store("sqlite://", read(data) if is_other else None, places)


def _take(store: Store, path: Path, data: bytes, places: Places, say: Callable[[Message], object]) -> None:
    say(message("Reading %(file)s", file=path))
    cases = _parse(path, data)
    faults = check(cases, places)
    if faults:
        raise CasesError(faults)
    say(counted(len(cases.reforms), "Saving %(n)s reform", "Saving %(n)s reforms"))
    store.save(cases, hashlib.sha256(data).hexdigest(), places, path.name)


def _learn(store: Store, places: Places, say: Callable[[Message], object]) -> None:
    """Take over places that were changed, if the reforms fit them."""
    if not store.knows(places):
        say(message("Placing the reforms anew"))
        faults = check(store.cases(Filter()), places)
        if faults:
            raise CasesError(faults)
    store.learn(places)


def _holds(store: Store, path: Path, data: bytes) -> bool:
    """Tell whether a store holds just what a file holds."""
    try:
        cases = _parse(path, data)
    except CasesError:
        return False
    present = store.cases(Filter())
    return set(cases.reforms) == set(present.reforms) and set(cases.sources) == set(present.sources)


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        remedy = message("give the path of a file of reforms, such as cases.geojson")
        raise CasesError([Fault(str(path), error.strerror or str(error), remedy)]) from error


def _parse(path: Path, data: bytes) -> Cases:
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        raise CasesError(
            [
                Fault(
                    str(path),
                    message("its ending tells no format"),
                    message("give one of %(endings)s", endings=[*READERS]),
                )
            ]
        )
    return reader(data)
