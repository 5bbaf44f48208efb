"""Run parts of a benchmark in processes of their own: a function, a command, the server."""

from __future__ import annotations

import os
import resource
import socket
import subprocess
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from multiprocessing import get_context
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from explorer.config import Settings

Made = TypeVar("Made")

LONGEST_START_S = 30


@dataclass(frozen=True)
class Ended:
    """What a command took, and what it told."""

    seconds: float
    peak_mb: float  # at least what this process takes, of which a new one is made
    status: int
    told: str


def in_fresh_process(function: Callable[..., Made], *arguments: object) -> Made:
    """Call a function in a process that did nothing before."""
    with pool() as made:
        return made.submit(function, *arguments).result()


def pool() -> ProcessPoolExecutor:
    """Return a process that did nothing before, for functions."""
    return ProcessPoolExecutor(max_workers=1, mp_context=get_context("spawn"))


def peak_mb() -> float:
    """Return the most memory that this process ever took."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024  # Linux tells kB


def run(settings: Settings, *arguments: str) -> Ended:
    """Run a command of the explorer to its end."""
    begun = time.perf_counter()
    with subprocess.Popen(
        [sys.executable, "-m", "explorer", *arguments],
        env=_environment(settings),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as process:
        told = process.stdout.read() if process.stdout else ""
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    return Ended(time.perf_counter() - begun, used.ru_maxrss / 1024, process.returncode, told)


@contextmanager
def served(settings: Settings, *options: str) -> Iterator[str]:
    """Start ``explorer serve`` and give its address when it listens; end it."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "explorer", "serve", "--port", str(port), *options]
    server = subprocess.Popen(command, env=_environment(settings), stderr=subprocess.DEVNULL)
    try:
        _wait_for(port)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait()


def _environment(settings: Settings) -> dict[str, str]:
    given = {f"EXPLORER_{name.upper()}": value for name, value in asdict(settings).items() if isinstance(value, str)}
    return os.environ | {name: value for name, value in given.items() if value}


def _wait_for(port: int) -> None:
    begun = time.monotonic()
    while time.monotonic() - begun < LONGEST_START_S:
        with socket.socket() as trial:
            if not trial.connect_ex(("127.0.0.1", port)):
                return
        time.sleep(0.05)
    msg = f"the server did not listen within {LONGEST_START_S} s"
    raise TimeoutError(msg)
