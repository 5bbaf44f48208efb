"""Find which counties, zones and towns a Chinese text truly names."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from explorer.tagging.mention import Mention
    from geodata import Places

__all__ = ["tag"]


def tag(text: str, region: str | Places | None = "370700", *, everything: bool = False) -> tuple[Mention, ...]:
    """
    Return where a text names places, in order of start; what is taken never overlaps.

    Parameters
    ----------
    region
        Code of a city or province that was built, its places, or None for all counties and cities of China.
    everything
        Return also what was seen and refused, or is ambiguous, each with its reason.

    Returns
    -------
    tuple of Mention
        Offsets count characters of the text as given. For all China also the ambiguous ones, with candidates.

    Raises
    ------
    PlacesError
        If the region was not built.
    """
    from explorer.tagging.tagger import tagged  # noqa: PLC0415  # importing this package costs nothing

    return tagged(text, region, everything=everything)
