from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from explorer.ids import new_id
from explorer.model import ReformId


@pytest.mark.parametrize(
    ("title_zh", "title_en", "made"),
    [
        ("邻里食堂", "Village canteen", "village-canteen"),
        ("邻里食堂", None, "lin-li-shi-tang"),
        ("“1+3+7”科技大市场", None, "1-3-7-ke-ji-da-shi-chang"),
        ("绿色通道", "Café “Ü”", "cafe-u"),
        ("……", None, "reform"),
        ("好" * 300, None, "-".join(["hao"] * 15)),
    ],
)
def test_an_id_is_made_of_the_title(title_zh: str, title_en: str | None, made: str) -> None:
    assert new_id(title_zh, title_en, lambda _: False) == made


def test_one_that_is_taken_gets_a_number() -> None:
    taken = {"village-canteen", "village-canteen-2"}

    assert new_id("食堂", "Village canteen", taken.__contains__) == "village-canteen-3"


@given(st.text(min_size=1, max_size=300), st.none() | st.text(max_size=300))
def test_any_title_gives_an_id_of_the_schema(title_zh: str, title_en: str | None) -> None:
    assert TypeAdapter(ReformId).validate_python(new_id(title_zh, title_en, lambda _: False))
