from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from samples import CASES_FILE

from explorer.errors import CasesError
from explorer.formats import WRITERS, detect
from explorer.formats.detect import READ, offers
from explorer.messages import say

if TYPE_CHECKING:
    from pathlib import Path

    from explorer.records.models import Cases


@pytest.mark.parametrize("ending", READ)
def test_a_file_is_read_by_its_ending_from_memory_or_disk(ending: str, cases: Cases, tmp_path: Path) -> None:
    data = WRITERS[ending](cases)
    path = tmp_path / f"改革{ending.upper()}"
    path.write_bytes(data)

    from_disk, from_memory = list(offers(path, path.name)), list(offers(data, path.name))
    assert len(from_disk) == len(cases.reforms) + len(cases.sources)
    assert [each.values for each in from_disk] == [each.values for each in from_memory]


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("台账.xls", "is an old workbook"),
        ("台账.et", "is a workbook of WPS"),
        ("台账.ods", "is an OpenDocument workbook"),
        ("台账.xlsm", "with macros"),
        ("报道.docx", ".docx is not read"),
        ("台账", "a file without ending is not read"),
        ("x." + "y" * 100, f".{'y' * 11} is not read"),
    ],
)
def test_a_format_that_is_not_read_is_named(name: str, words: str) -> None:
    with pytest.raises(CasesError) as caught:
        list(offers(b"x", name))

    (fault,) = caught.value.faults
    assert words in str(fault.what)
    assert str(fault.remedy) == "save it as one of .geojson, .csv, .xlsx"
    assert "另存为" in say(fault.remedy, "zh")


@pytest.mark.parametrize("name", ["x.csv", "x.xlsx", "x.geojson"])
def test_a_file_is_empty_too_large_or_not_there(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(detect, "MOST_TABLE", 10)
    monkeypatch.setattr(detect, "MOST_GEOJSON", 10)

    with pytest.raises(CasesError, match="is empty"):
        list(offers(b"", name))
    with pytest.raises(CasesError, match="MB are the most"):
        list(offers(b"x" * 11, name))
    with pytest.raises(CasesError, match="No such file"):
        list(offers(tmp_path / name, name))


def test_a_file_of_json_that_breaks_off_is_told_after_what_came_before() -> None:
    found = offers(CASES_FILE.read_bytes()[:150_000], "x.geojson")

    assert next(found).kind == "source"
    with pytest.raises(CasesError, match="breaks off"):
        list(found)


def test_a_workbook_under_another_name_is_told(cases: Cases) -> None:
    with pytest.raises(CasesError, match=r"is a workbook, no CSV \(name it \.xlsx\)"):
        list(offers(WRITERS[".xlsx"](cases), "x.csv"))
    with pytest.raises(CasesError, match="is no Excel workbook"):
        list(offers(WRITERS[".csv"](cases), "x.xlsx"))
    with pytest.raises(CasesError, match="is no JSON object"):
        list(offers(WRITERS[".csv"](cases), "x.geojson"))
