from __future__ import annotations

import pytest

from explorer.store.statements import parts


@pytest.mark.parametrize(("n", "sizes"), [(0, []), (1, [1]), (3, [3]), (4, [3, 1]), (6, [3, 3])])
def test_parts_are_as_large_as_allowed_and_lose_nothing(n: int, sizes: list[int]) -> None:
    made = list(parts(iter(range(n)), 3))
    assert [len(each) for each in made] == sizes
    assert [value for each in made for value in each] == list(range(n))
