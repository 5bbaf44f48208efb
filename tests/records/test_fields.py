from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest
from samples import CASES_FILE, ROOT

from explorer.records import fields
from explorer.records.fields import FIELDS, LISTS, MODELS, in_order_of_model

if TYPE_CHECKING:
    from pathlib import Path

TYPE = ("    since: Year | None = None\n    reach: Annotated", "    budget: Whole | None = None\n")
ENTRY = (
    '    Field("reform", "since", "year", "起始年份", "Since"),\n',
    (
        '    Field("reform", "budget", "number", "投入资金", "Budget", headings=("投入", "budget"), '
        'note_zh="单位：万元。", note_en="In 10,000 yuan."),\n'
    ),
)


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Use a copy of the program to which one line in each of two files added a field."""
    folder: Path = tmp_path_factory.mktemp("copy")
    for package in ("explorer", "geodata", "templates"):
        shutil.copytree(ROOT / package, folder / package, ignore=shutil.ignore_patterns("__pycache__", "vendor"))
    (folder / "explorer" / "static" / "vendor").symlink_to(ROOT / "explorer" / "static" / "vendor")
    for name, (before, line) in {"models": TYPE, "fields": ENTRY}.items():
        file = folder / "explorer" / "records" / f"{name}.py"
        text = file.read_text(encoding="utf-8")
        assert text.count(before) == 1
        file.write_text(text.replace(before, line + before), encoding="utf-8")
    done = subprocess.run(  # noqa: S603  # our own words
        [sys.executable, str(ROOT / "tests" / "made_up_field.py"), str(folder), str(CASES_FILE)],
        env=os.environ | {"PYTHONPATH": f"{folder}{os.pathsep}{ROOT / 'tests'}"},
        check=False,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@pytest.mark.parametrize("record", MODELS)
def test_each_field_of_a_model_has_an_entry_and_each_entry_a_field(record: fields.Record) -> None:
    names = {info.alias or name for name, info in MODELS[record].model_fields.items()}
    assert {each.name for each in fields.of(record)} == names


def test_a_name_means_the_same_wherever_it_stands() -> None:
    for each in FIELDS:
        assert fields.LABELS[each.name] == {"zh": each.zh, "en": each.en}
        assert fields.WORDS.get(each.name) == each.words


def test_a_key_is_a_field_of_its_rows_and_a_list_a_field_of_a_reform() -> None:
    for record, listed in LISTS.items():
        assert set(fields.KEYS[listed]) <= {each.name for each in in_order_of_model(record)}
        assert fields.named(listed, "reform")


def test_a_made_up_field_comes_back_from_every_format(told: dict[str, Any]) -> None:
    assert told["back"] == dict.fromkeys((".geojson", ".csv", ".xlsx"), True)


def test_a_made_up_field_is_read_under_its_heading(told: dict[str, Any]) -> None:
    assert told["table"] == 450


def test_a_made_up_field_is_typed_in_the_form(told: dict[str, Any]) -> None:
    assert told["desk"] == {"label": "投入资金", "stood": "450", "recorded": 1450}


@pytest.mark.parametrize(
    ("language", "label", "heading", "note", "fault"),
    [
        ("zh", "投入资金", "投入", "单位：万元。", "budget：“much” 不是数值"),
        ("en", "Budget", "Budget", "In 10,000 yuan.", "budget: “much” is no number"),
    ],
)
def test_a_made_up_field_is_told_in_both_languages(
    language: str, label: str, heading: str, note: str, fault: str, told: dict[str, Any]
) -> None:
    said = told[language]

    assert (said["label"], said["difference"]) == (label, [label, "450", "500"])
    assert heading in said["headings"]
    assert note in said["notes"]
    assert said["fault"].startswith(fault)


def test_no_heading_means_two_fields() -> None:
    known = [(heading.casefold(), each.name) for each in (*FIELDS, *fields.BESIDES) for heading in each.headings]
    assert len({heading for heading, _ in known}) == len(known)
