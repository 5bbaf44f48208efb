from __future__ import annotations

import subprocess
import sys


def test_the_command_line_runs_as_a_module() -> None:
    command = [sys.executable, "-m", "explorer", "--help"]

    done = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603  # our own words

    assert done.stdout.startswith("Usage: explorer [OPTIONS] COMMAND")
