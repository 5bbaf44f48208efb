"""The command that all others hang on: it prints every fault, and ends in order when it is told to."""

from __future__ import annotations

import signal
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

import click
from rich.console import Console

import geodata
from explorer.errors import ExplorerError

if TYPE_CHECKING:
    from collections.abc import Iterator

SIGNALLED: Final = 128  # added to the number of the signal that ended a command, as shells count

console = Console(stderr=True, highlight=False, soft_wrap=True)  # a path that is broken in two cannot be copied


class _Ended(KeyboardInterrupt):
    """The machine, or whoever runs the program on it, ends it: as Ctrl+C does."""


class _Group(click.Group):
    """Print every fault, not a traceback, and end with status 2."""

    def invoke(self, ctx: click.Context) -> object:
        try:
            with _ending_in_order():
                return super().invoke(ctx)
        except (ExplorerError, geodata.PlacesError) as error:
            console.print(str(error), style="red", markup=False)
            ctx.exit(2)
        except KeyboardInterrupt as error:
            console.print("Stopped")
            ctx.exit(SIGNALLED + (signal.SIGTERM if isinstance(error, _Ended) else signal.SIGINT))


@click.group(cls=_Group)
def main() -> None:
    """Explore local reforms on the map of the counties they reached."""


@contextmanager
def _ending_in_order() -> Iterator[None]:
    """Let what is unfinished be taken back if the process is told to end, not only on Ctrl+C."""
    if threading.current_thread() is not threading.main_thread():  # signals are another's
        yield
        return
    before = signal.signal(signal.SIGTERM, _end)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _end(_number: int, _frame: object) -> None:
    raise _Ended
