from __future__ import annotations

import re
import shutil
import subprocess
import sys
from dataclasses import fields
from typing import TYPE_CHECKING

import click
import pytest
from samples import CASES_FILE, ROOT

from explorer.cli import main
from explorer.config import Settings
from explorer.query.filters import PARAMETERS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def commands(group: click.Group, name: str = "explorer") -> Iterator[str]:
    for key, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from commands(command, f"{name} {key}")
        else:
            yield f"{name} {key}"


@pytest.fixture(scope="module")
def readme() -> str:
    return (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def code(readme: str) -> str:
    """Return what the README sets as code, in a line or in a block."""
    return "\n".join(re.findall(r"```.*?```|`[^`\n]+`", readme, re.DOTALL))


@pytest.mark.parametrize("setting", [f"EXPLORER_{each.name.upper()}" for each in fields(Settings)])
def test_every_setting_is_in_the_readme(setting: str, code: str) -> None:
    assert re.search(rf"\b{setting}\b", code)


@pytest.mark.parametrize("command", list(commands(main)))
def test_every_command_is_in_the_readme(command: str, code: str) -> None:
    assert re.search(rf"\b{command}\b", code)


@pytest.mark.parametrize("parameter", PARAMETERS)
def test_every_parameter_of_the_filter_is_in_the_readme(parameter: str, code: str) -> None:
    assert re.search(rf"\b{parameter}\b", code)


def test_the_first_example_runs_as_it_stands(readme: str, tmp_path: Path) -> None:
    examples = re.findall(r"```python\n(.*?)```", readme, re.DOTALL)
    assert examples, "the README has no example in Python"
    shutil.copy(CASES_FILE, tmp_path)
    (tmp_path / "example.py").write_text(examples[0], encoding="utf-8")

    done = subprocess.run([sys.executable, "example.py"], cwd=tmp_path, capture_output=True, text=True, check=False)

    assert (done.returncode, done.stderr) == (0, "")
    saved = re.findall(r"\.save\(\"(.+?)\"\)", examples[0])
    assert all((tmp_path / name).stat().st_size for name in saved)


def test_every_file_that_the_readme_points_to_is_there(readme: str) -> None:
    linked = re.findall(r"\]\((?!https?:|#)([^)#\s]+)", readme)

    assert [path for path in linked if not (ROOT / path).exists()] == []
