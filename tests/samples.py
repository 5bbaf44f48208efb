"""What tests name: where the data lie, a hostile text, a copy of the data to change."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from explorer.config import Settings

ROOT = Path(__file__).parent.parent
CASES_FILE = ROOT / "cases.geojson"
# A name that would run in a template, in a string of JavaScript and in a page.
HOSTILE = "{{7*7}}{% raw %}${alert(1)}</script><img src=x onerror=alert(1)>"
HOSTILE_UNIT = "<b>{{7*7}}"  # a unit has twelve characters at most


@dataclass(frozen=True)
class Files:
    """A file of reforms and a folder of places, to be changed at will."""

    data: Path
    places: Path

    def settings(self, database: Path, **others: str) -> Settings:
        """Return the settings of a site with these files."""
        return Settings(data=str(self.data), places=str(self.places), database_url=f"sqlite:///{database}", **others)
