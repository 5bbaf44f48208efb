"""The command that all others hang on: it prints every fault, and ends in order when it is told to."""

from __future__ import annotations

import locale
import signal
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final, get_args

import click
from rich.console import Console

import geodata
from explorer.errors import ExplorerError
from explorer.messages import Language, message, say

if TYPE_CHECKING:
    from collections.abc import Iterator

    from explorer.errors import Fault
    from explorer.messages import Words

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
        except ExplorerError as error:
            for each in error.faults:
                tell(each, style="red")
            ctx.exit(2)
        except geodata.PlacesError as error:
            tell(message(error.text, **error.values), style="red")
            ctx.exit(2)
        except KeyboardInterrupt as error:
            tell(message("Stopped"))
            ctx.exit(SIGNALLED + (signal.SIGTERM if isinstance(error, _Ended) else signal.SIGINT))


@click.group(cls=_Group)
@click.option("--lang", type=click.Choice(get_args(Language)), help="Language of faults.  [default: the system's]")
@click.pass_context
def main(ctx: click.Context, lang: Language | None) -> None:
    """Explore local reforms on the map of the counties they reached."""
    ctx.obj = lang or _systems_language()


def language() -> Language:
    """Return the language in which the command that runs tells of faults."""
    ctx = click.get_current_context(silent=True)
    return ctx.obj if ctx and ctx.obj else "en"


def tell(words: Words | Fault, style: str | None = None) -> None:
    """Print words beside the output, in that language."""
    console.print(say(words, language()), style=style, markup=False)


def _systems_language() -> Language:
    """Return Chinese where the system speaks it: zh_CN, or “Chinese (Simplified)_China” on Windows."""
    return "zh" if (locale.getlocale()[0] or "").casefold().startswith(("zh", "chinese")) else "en"


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
