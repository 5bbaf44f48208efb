from __future__ import annotations

import pytest

from explorer.errors import Location
from explorer.messages import say


@pytest.mark.parametrize(
    ("cell", "en", "zh"),
    [
        (Location(5, "地点"), "row 5, 地点", "第5行，“地点”列"),
        (Location(5, "place", "reach"), "reach, row 5, place", "reach，第5行，“place”列"),
        (Location(5, ""), "row 5", "第5行"),
        (Location(path="features[3].id"), "features[3].id", "features[3].id"),
    ],
)
def test_a_cell_is_named_as_a_person_would_look_for_it(cell: Location, en: str, zh: str) -> None:
    assert (str(cell), say(cell, "zh")) == (en, zh)
