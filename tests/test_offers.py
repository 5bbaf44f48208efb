from __future__ import annotations

import pytest

from explorer.errors import said
from explorer.offers import Cell


@pytest.mark.parametrize(
    ("cell", "en", "zh"),
    [
        (Cell(5, "地点"), "row 5, 地点", "第5行，“地点”列"),
        (Cell(5, "place", "reach"), "reach, row 5, place", "reach，第5行，“place”列"),
        (Cell(5, ""), "row 5", "第5行"),
        (Cell(None, "features[3].id"), "features[3].id", "features[3].id"),
    ],
)
def test_a_cell_is_named_as_a_person_would_look_for_it(cell: Cell, en: str, zh: str) -> None:
    assert (said(str(cell), "en"), said(str(cell), "zh")) == (en, zh)
