from __future__ import annotations

import runpy
from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest
from samples import ROOT

from explorer.records.validation import check

if TYPE_CHECKING:
    from explorer.records.models import Cases
    from geodata import Places


@pytest.fixture(scope="module")
def generator() -> dict[str, Any]:
    return runpy.run_path(str(ROOT / "bench" / "synthetic.py"))


@pytest.fixture(scope="module")
def made(generator: dict[str, Any], weifang: Places) -> Cases:
    found: Cases = generator["cases"](2000, weifang, seed=1)
    return found


def test_made_up_reforms_keep_every_rule_of_real_ones(made: Cases, weifang: Places) -> None:
    assert check(made, weifang) == []


def test_the_same_seed_makes_the_same_reforms(generator: dict[str, Any], weifang: Places) -> None:
    once, again, another = (generator["cases"](50, weifang, seed=seed) for seed in (7, 7, 8))

    assert once == again != another


def test_made_up_reforms_have_the_shape_of_real_ones(made: Cases, weifang: Places) -> None:
    sizes = Counter(len(reform.reach) for reform in made.reforms)
    rows = [row for reform in made.reforms for row in reform.reach]

    assert sizes[1] > sizes[2] > sizes[3] > 0 < sum(n for size, n in sizes.items() if size >= 10)
    assert {row.place for row in rows} == {place.code for place in weifang}
    assert {row.status for row in rows} == {"origin", "pilot", "adopted", "citywide"}
    assert 0.35 < sum(row.since is None for row in rows) / len(rows) < 0.45
    assert all(any(getattr(reform, part) for reform in made.reforms) for part in ("figures", "honours", "title_en"))
