from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import lines

from explorer.formats.columns import joined, parted


@given(st.lists(lines() | st.text(min_size=1)))
def test_what_was_joined_is_parted_again(texts: list[str]) -> None:
    assert parted(joined(texts)) == texts


@pytest.mark.parametrize(
    ("cell", "texts"),
    [
        ("甲；乙", ["甲", "乙"]),
        (" 甲 ; 乙丙 ;\n", ["甲", "乙丙"]),
        ("甲\n乙", ["甲", "乙"]),
        ("全国 首创", ["全国 首创"]),
        ("", []),
        ("；；", []),
        ("\\", ["\\"]),
    ],
)
def test_what_a_person_types_is_parted(cell: str, texts: list[str]) -> None:
    assert parted(cell) == texts
