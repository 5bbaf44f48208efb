from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.slow
FOLDER = Path(__file__).parent
N_KILLS = {"imports": 8, "others": 2}  # the scripts by themselves: a hundred, and a hundred of each
LONGEST_S = 300


def told(script: str, *arguments: str) -> str:
    command = [sys.executable, str(FOLDER / f"kill_{script}.py"), str(N_KILLS[script]), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, timeout=LONGEST_S, check=False)  # noqa: S603
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_of_a_killed_import_all_is_there_or_nothing(new_database: Callable[[], str]) -> None:
    counted = {name: int(n) for n, name in re.findall(r"(\d+) times (\w+)", told("imports", new_database()))}
    assert counted["nothing"] > 0
    assert sum(counted.values()) == N_KILLS["imports"]


def test_of_whatever_else_was_killed_all_is_there_or_nothing() -> None:
    tasks = told("others").splitlines()
    assert [line.partition(":")[0] for line in tasks] == [
        *("first start", "edits", "backup", "restore", "move of the tables"),
    ]
    for line in tasks:
        assert sum(map(int, re.findall(r"(\d+) times", line))) == N_KILLS["others"]
