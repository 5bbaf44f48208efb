"""Settings, and the one place that knows where data and templates lie."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING, Self

from platformdirs import user_data_path
from pydantic import TypeAdapter, ValidationError

import geodata
from explorer.errors import ExplorerError, Fault
from explorer.messages import message

if TYPE_CHECKING:
    from collections.abc import Mapping

    from geodata import Places

PACKAGE = Path(__file__).parent
# In a checkout data and templates lie beside the package; a wheel carries them inside it.
SHARED = PACKAGE / "shared" if (PACKAGE / "shared").is_dir() else PACKAGE.parent
TEMPLATES = SHARED / "templates"
STATIC = PACKAGE / "static"


@dataclass(frozen=True)
class Settings:
    """What an installation can set; each by the environment variable EXPLORER_<NAME>."""

    city: str = "370700"  # code of the prefecture to open
    data: str = str(SHARED / "cases.geojson")  # file of reforms
    places: str = ""  # folder that holds a folder per city; empty: the one that comes with the program
    database_url: str = ""  # SQLAlchemy address; empty: a file in the user's folder for data
    second_person: bool = False  # nobody publishes what they wrote themselves
    open_desk: bool = False  # whoever sits at this machine is at the desk, without an account
    proxies: int = 0  # number of reverse proxies before the site, whose X-Forwarded-… headers are true
    tile_url: str = ""  # address of map tiles with {z}/{x}/{y}; empty: none, nothing is asked from outside

    @classmethod
    def read(cls, environment: Mapping[str, str] = os.environ) -> Self:
        """
        Read the settings from environment variables.

        Raises
        ------
        ExplorerError
            If a variable EXPLORER_… names no setting, or its value cannot be one.
        """
        given = {
            name.removeprefix("EXPLORER_").lower(): value
            for name, value in environment.items()
            if name.startswith("EXPLORER_")
        }
        known = {each.name for each in fields(cls)}
        unknown = sorted(given.keys() - known)
        if unknown:
            names = [f"EXPLORER_{name.upper()}" for name in sorted(known)]
            raise ExplorerError(
                [
                    Fault(
                        f"EXPLORER_{name.upper()}",
                        message("no such setting"),
                        message("use one of %(listed)s", listed=names),
                    )
                    for name in unknown
                ]
            )
        try:
            return TypeAdapter(cls).validate_python(given)
        except ValidationError as error:
            faults = [
                Fault(
                    f"EXPLORER_{str(each['loc'][0]).upper()}",
                    message("does not fit (%(error)s)", error=each["msg"]),
                    message("correct it, or leave it out"),
                )
                for each in error.errors()
            ]
            raise ExplorerError(faults) from error

    def load_places(self, code: str = "") -> Places:
        """
        Load the places of a city or province, of this installation's city if none is named.

        Raises
        ------
        PlacesError
            If they were not built, or a file of them is damaged.
        """
        return geodata.load(code or self.city, Path(self.places) if self.places else geodata.ROOT)

    def store_url(self) -> str:
        """
        Return the database's address; the default is a file for each file of reforms, in a folder that is made.

        Raises
        ------
        ExplorerError
            If the folder cannot be made.
        """
        if self.database_url:
            return self.database_url
        folder = user_data_path("county-explorer", appauthor=False)
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            remedy = message("set EXPLORER_DATABASE_URL, such as sqlite:////srv/explorer/store.sqlite")
            raise ExplorerError(
                [Fault(str(folder), message("cannot be made: %(error)s", error=error.strerror), remedy)]
            ) from error
        of_file = hashlib.sha256(str(Path(self.data).resolve()).encode()).hexdigest()[:8]
        return f"sqlite:///{folder / f'{self.city}-{of_file}.sqlite'}"
