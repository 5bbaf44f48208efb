from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from samples import CASES_FILE

import explorer

if TYPE_CHECKING:
    from geodata import Places

PUBLIC = [
    *("Cases", "ExplorerError", "Fault", "Filter", "Reform"),
    *("check", "draw", "formats", "open_store", "reach", "read"),
]


def test_the_public_names_are_a_dozen_and_told() -> None:
    assert sorted(explorer.__all__) == sorted(PUBLIC)


@pytest.mark.parametrize("name", PUBLIC)
def test_each_public_name_is_there(name: str) -> None:
    assert getattr(explorer, name).__doc__


def test_a_misspelt_name_is_told() -> None:
    with pytest.raises(AttributeError, match="'Filtre'"):
        explorer.Filtre  # noqa: B018  # the name itself is asked for


def test_the_examples_of_the_design_work(weifang: Places) -> None:
    store = explorer.open_store("sqlite://", explorer.read(CASES_FILE))
    wanted = explorer.Filter.parse({"theme": "livelihood", "from": "2020"})

    table = explorer.reach.matrix(store.reforms(wanted), weifang, wanted)

    assert len(table.reforms) == store.count(wanted) > 0
    store._engine.dispose()


def test_importing_costs_nothing() -> None:
    heavy = ("flask", "folium", "sqlalchemy", "geopandas", "pydantic", "pypinyin", "shapely", "numpy")
    program = f"import explorer, sys; print([name for name in {heavy!r} if name in sys.modules])"

    done = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True)  # noqa: S603  # our own words

    assert done.stdout == "[]\n"
