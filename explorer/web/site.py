"""Gather what one running site serves: its places, its store, its map and its files."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from explorer.config import STATIC
from explorer.drawing import web_map
from explorer.drawing.svg_map import Minimap, minimap
from explorer.errors import ExplorerError, Fault
from explorer.importing import seed
from explorer.messages import TRANSLATIONS, message
from explorer.store import Store, open_store
from geodata.places import Zone

if TYPE_CHECKING:
    from collections.abc import Callable

    from explorer.config import Settings
    from explorer.messages import Message
    from explorer.store.accounts import Accounts
    from explorer.store.queue import Queue
    from explorer.store.staging import Staging
    from geodata import Places

VERSION_DIGITS = 12


@dataclass(frozen=True)
class Site:
    """All that the views need; made once per process."""

    settings: Settings
    places: Places
    store: Store
    outlines: bytes
    shell: web_map.Shell
    pair: tuple[web_map.Shell, web_map.Shell]  # two maps of one page, to be seen side by side
    minimap: Minimap
    assets_digest: str

    @property
    def data_version(self) -> str:
        """A short hash of all records: the same reforms, the same version; it changes with each edit."""
        return data_version(self.store)

    @property
    def newest_source(self) -> str:
        """The date of the newest source; empty if none states one."""
        return max((source.date or "" for source in self.store.sources().values()), default="")

    @property
    def outlines_digest(self) -> str:
        """A short hash of the outlines, for their address."""
        return _digest(self.outlines)

    @property
    def accounts(self) -> Accounts:
        """Who may change something."""
        return self.store.accounts

    @property
    def queue(self) -> Queue:
        """What waits for review."""
        return self.store.queue

    @property
    def staging(self) -> Staging:
        """Files that were compared, and those that were brought in."""
        return self.store.staging

    def names(self) -> dict[str, dict[str, object]]:
        """Return what the map's script must know of places: names in both languages, points, hosts."""
        return {
            place.code: {
                "kind": place.kind,
                "zh": place.name_zh,
                "en": place.name_en,
                "short": {"zh": place.short("zh"), "en": place.short("en")},
                "point": [place.label_point[1], place.label_point[0]],  # latitude first, as Leaflet has it
                "host": place.host if isinstance(place, Zone) else None,
            }
            for place in self.places
        }


def prepare(settings: Settings, say: Callable[[Message], object] = lambda _: None) -> Site:
    """
    Prepare a site: load the places, fill the store if its file changed, draw the map.

    Raises
    ------
    ExplorerError, PlacesError
        If data cannot be read or break a rule.
    """
    _assert_installed()
    places, store = open_data(settings, say)
    outlines = web_map.outline_file(places)
    draw = partial(web_map.shell, places, f"/geo/{_digest(outlines)}.json", settings.tile_url)
    return Site(
        settings=settings,
        places=places,
        store=store,
        outlines=outlines,
        shell=draw("countyMap"),
        pair=(draw("firstMap"), draw("secondMap")),
        minimap=minimap(places),
        assets_digest=_digest(b"".join(path.read_bytes() for path in sorted(STATIC.rglob("*")) if path.is_file())),
    )


def open_data(settings: Settings, say: Callable[[Message], object] = lambda _: None) -> tuple[Places, Store]:
    """
    Open the places and the reforms that the settings name; the store is filled if its file changed.

    Raises
    ------
    ExplorerError, PlacesError
        If data cannot be read or break a rule.
    """
    places = settings.load_places()
    store = open_store(settings.store_url(), places=places, say=say)
    seed.fill(store, Path(settings.data), places, say)
    return places, store


def data_version(store: Store) -> str:
    """Return a short hash of the records that a store holds: the same reforms, the same version."""
    return store.digest()[:VERSION_DIGITS]


def _assert_installed() -> None:
    """Assert that what is installed but never committed is there: Leaflet, compiled translations."""
    vendored = (web_map.LEAFLET / "leaflet.js", web_map.LEAFLET_SYNC / "L.Map.Sync.js")
    needed = (*vendored, *(path.with_suffix(".mo") for path in TRANSLATIONS.rglob("*.po")))
    faults = [
        Fault(str(path), message("is not installed"), message("run `make install`"))
        for path in needed
        if not path.exists()
    ]
    if faults:
        raise ExplorerError(faults)


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:16]
