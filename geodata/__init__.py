"""Places: counties, zones and towns of a city or a province, with their outlines; nothing of reforms."""

from __future__ import annotations

from pathlib import Path

from geodata.places import Places, PlacesError, read

__all__ = ["Places", "PlacesError", "load"]

ROOT = Path(__file__).parent


def load(city: str, root: Path = ROOT) -> Places:
    """
    Load the places of a city, or of all counties of a province.

    Parameters
    ----------
    city
        Code of a prefecture or a province whose folder was built: ``"370700"`` is Weifang.
    root
        Folder that holds a folder per code.

    Raises
    ------
    PlacesError
        If the city was not built, or a file of it is damaged.
    """
    if not city.isascii() or not city.isdigit():
        wrong = PlacesError("“%(city)s” is not a code of six digits: 370700 is Weifang", city=city)
        raise wrong
    return read(root / city)
