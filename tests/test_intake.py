from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from samples import CASES_FILE

from explorer import intake
from explorer.errors import CasesError
from explorer.filters import Filter

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from samples import Files

    from explorer.model import Cases
    from explorer.store import Store
    from geodata import Places


def test_a_file_is_read_by_path_or_by_name(cases: Cases) -> None:
    assert intake.read(CASES_FILE) == intake.read(str(CASES_FILE)) == cases


def test_an_ending_in_capitals_is_known(tmp_path: Path, cases: Cases) -> None:
    (tmp_path / "CASES.GEOJSON").write_bytes(CASES_FILE.read_bytes())

    assert intake.read(tmp_path / "CASES.GEOJSON") == cases


@pytest.mark.parametrize(
    ("name", "what"),
    [
        ("gone.geojson", "No such file"),
        ("cases.docx", "cannot read .docx"),
        ("cases", "a file without ending"),
        ("", "directory"),
    ],
)
def test_a_file_that_cannot_be_read_is_told_with_a_remedy(name: str, what: str, tmp_path: Path) -> None:
    for unreadable in ("cases.docx", "cases"):
        (tmp_path / unreadable).touch()

    with pytest.raises(CasesError) as caught:
        intake.read(tmp_path / name)

    (fault,) = caught.value.faults
    assert str(tmp_path / name) in fault.where
    assert what in fault.what
    assert "geojson" in fault.remedy


def test_a_store_is_filled_once_and_again_when_the_file_changes(
    make_store: Callable[..., Store], weifang: Places, files: Files
) -> None:
    store, said = make_store(), []

    intake.fill(store, files.data, weifang, said.append)
    first = list(said)
    intake.fill(store, files.data, weifang, said.append)
    second = said[len(first) :]
    files.data.write_bytes(files.data.read_bytes() + b"\n")
    intake.fill(store, files.data, weifang, said.append)

    assert first == [f"Reading {files.data}", "Saving 155 reforms"]
    assert second == []
    assert said == [*first, *first]


@pytest.mark.parametrize(
    ("old", "new", "where", "n_faults"),
    [
        ('"theme": "opening"', '"theme": "farming"', "properties.theme", 1),
        ('"place": "370783"', '"place": "220202"', "].place", 2),
        ('"type": "FeatureCollection",', '"type": "FeatureCollection"', "line 3", 1),
    ],
    ids=["the schema is broken", "a place is elsewhere", "a comma is lost"],
)
def test_a_damaged_file_leaves_the_store_as_it_was(  # noqa: PLR0913, PLR0917  # four of them are one row of the table
    old: str, new: str, where: str, n_faults: int, make_store: Callable[..., Store], weifang: Places, files: Files
) -> None:
    store = make_store()
    intake.fill(store, files.data, weifang)
    before = (store.digest(), store.reforms(Filter()), store.sources())
    text = files.data.read_text(encoding="utf-8")
    files.data.write_text(text.replace(old, new, 1), encoding="utf-8")

    with pytest.raises(CasesError) as caught:
        intake.fill(store, files.data, weifang)

    assert where in caught.value.faults[0].where
    assert len(caught.value.faults) <= n_faults
    assert all(fault.what and fault.remedy for fault in caught.value.faults)
    assert (store.digest(), store.reforms(Filter()), store.sources()) == before
