from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

SCRIPT = Path(__file__).with_name("kill_imports.py")
N_KILLS = 20  # the script by itself: a hundred
LONGEST_S = 300


def test_of_a_killed_import_all_is_there_or_nothing(new_database: Callable[[], str]) -> None:
    command = [sys.executable, SCRIPT, str(N_KILLS), new_database()]
    done = subprocess.run(command, capture_output=True, text=True, timeout=LONGEST_S, check=False)  # noqa: S603
    assert done.returncode == 0, done.stderr
    counted = {name: int(n) for n, name in re.findall(r"(\d+) times (\w+)", done.stdout)}
    assert counted["nothing"] > 0
    assert sum(counted.values()) == N_KILLS
