from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from edits import retitled
from samples import CASES_FILE

from explorer.errors import CasesError
from explorer.formats import geojson
from explorer.importing import seed
from explorer.query.filters import Filter
from explorer.records.models import Signature, source_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from samples import Files

    from explorer.records.models import Cases, Reform
    from explorer.store import Store
    from geodata import Places


def test_a_file_is_read_by_path_or_by_name(cases: Cases) -> None:
    assert seed.read(CASES_FILE) == seed.read(str(CASES_FILE)) == cases


def test_an_ending_in_capitals_is_known(tmp_path: Path, cases: Cases) -> None:
    (tmp_path / "CASES.GEOJSON").write_bytes(CASES_FILE.read_bytes())

    assert seed.read(tmp_path / "CASES.GEOJSON") == cases


@pytest.mark.parametrize(
    ("name", "what"),
    [
        ("gone.geojson", "No such file"),
        ("cases.docx", "its ending tells no format"),
        ("cases", "its ending tells no format"),
        ("", "directory"),
    ],
)
def test_a_file_that_cannot_be_read_is_told_with_a_remedy(name: str, what: str, tmp_path: Path) -> None:
    for unreadable in ("cases.docx", "cases"):
        (tmp_path / unreadable).touch()

    with pytest.raises(CasesError) as caught:
        seed.read(tmp_path / name)

    (fault,) = caught.value.faults
    assert str(tmp_path / name) in str(fault.where)
    assert what in str(fault.what)
    assert "geojson" in str(fault.remedy)


@pytest.fixture
def filled(make_store: Callable[..., Store], weifang: Places, files: Files) -> Store:
    store = make_store()
    seed.fill(store, files.data, weifang)
    return store


def test_a_store_is_filled_once_and_again_when_the_file_changes(
    make_store: Callable[..., Store], weifang: Places, files: Files
) -> None:
    store = make_store()
    said: list[str] = []

    seed.fill(store, files.data, weifang, lambda told: said.append(str(told)))
    first = list(said)
    seed.fill(store, files.data, weifang, lambda told: said.append(str(told)))
    second = said[len(first) :]
    files.data.write_bytes(files.data.read_bytes() + b"\n")
    seed.fill(store, files.data, weifang, lambda told: said.append(str(told)))

    assert first == [f"Reading {files.data}", "Saving 155 reforms"]
    assert second == []
    assert said == [*first, *first]
    assert store.n_own() == 0
    assert len(store.history("reform", "quality-loan")) == 1


def test_what_changed_in_the_file_becomes_revisions(filled: Store, weifang: Places, files: Files) -> None:
    cases = seed.read(files.data)
    renamed = cases.reforms[0].model_copy(update={"title_zh": "新名称"})
    added = cases.reforms[1].model_copy(update={"id": "zz-new"})
    _write(files, cases, renamed, *cases.reforms[1:-1], added)

    seed.fill(filled, files.data, weifang)

    newest, oldest = filled.history("reform", renamed.id)
    assert (newest.record, oldest.record) == (renamed, cases.reforms[0])
    assert newest.signature.why == "imported from cases.geojson"
    assert [len(filled.history("reform", each.id)) for each in (cases.reforms[1], added)] == [1, 1]
    assert filled.reform(cases.reforms[-1].id) is None
    assert filled.n_own() == 0


def test_what_was_done_at_the_desk_is_never_undone_by_a_file(filled: Store, weifang: Places, files: Files) -> None:
    filled.apply([retitled(filled, "quality-loan", "桌上改的")], Signature("li", "better"))
    cases = seed.read(files.data)
    _write(files, cases, *cases.reforms[1:])
    digest = filled.digest()
    said: list[str] = []

    seed.fill(filled, files.data, weifang, lambda told: said.append(str(told)))

    assert filled.digest() == digest
    (told,) = said
    assert told.startswith(f"{files.data} changed, but the desk has changes of its own (1): ")
    assert f"`explorer import {files.data} --dry-run`" in told


def test_a_file_that_says_what_the_desk_says_is_taken_as_it_is(filled: Store, weifang: Places, files: Files) -> None:
    filled.apply([retitled(filled, "quality-loan", "桌上改的")], Signature("li", "better"))
    said: list[str] = []
    files.data.write_bytes(geojson.write(filled.cases(Filter())))

    seed.fill(filled, files.data, weifang, lambda told: said.append(str(told)))

    assert said == []
    assert filled.n_own() == 0


def test_a_store_outlives_its_file(filled: Store, weifang: Places, files: Files) -> None:
    files.data.unlink()
    digest = filled.digest()
    said: list[str] = []

    seed.fill(filled, files.data, weifang, lambda told: said.append(str(told)))

    assert filled.digest() == digest
    assert said == [f"{files.data} is not there; the reforms are those of the database"]


def test_places_that_moved_are_taken_over_and_those_that_are_gone_refused(
    filled: Store, weifang: Places, files: Files
) -> None:
    moved = replace(weifang, zones=tuple(replace(zone, host="370783") for zone in weifang.zones))
    gone = replace(weifang, zones=())

    seed.fill(filled, files.data, moved)
    with pytest.raises(CasesError, match="is no place of"):
        seed.fill(filled, files.data, gone)

    assert filled.knows(moved)
    assert len(filled.history("reform", "quality-loan")) == 1


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
    seed.fill(store, files.data, weifang)
    before = (store.digest(), store.reforms(Filter()), store.sources())
    text = files.data.read_text(encoding="utf-8")
    files.data.write_text(text.replace(old, new, 1), encoding="utf-8")

    with pytest.raises(CasesError) as caught:
        seed.fill(store, files.data, weifang)

    assert where in str(caught.value.faults[0].where)
    assert len(caught.value.faults) <= n_faults
    assert all(str(fault.what) and str(fault.remedy) for fault in caught.value.faults)
    assert (store.digest(), store.reforms(Filter()), store.sources()) == before


def _write(files: Files, cases: Cases, *reforms: Reform) -> None:
    """Write a file of these reforms, with the sources that they cite."""
    cited = {source_of(citation) for reform in reforms for citation in reform.citations}
    sources = tuple(each for each in cases.sources if each.id in cited)
    files.data.write_bytes(geojson.write(cases.model_copy(update={"reforms": reforms, "sources": sources})))
