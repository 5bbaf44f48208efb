"""The command that all others hang on: it prints every fault, and ends in order when it is told to."""

from __future__ import annotations

import gettext
import locale
import os
import signal
import threading
from contextlib import contextmanager
from copy import copy
from inspect import cleandoc
from typing import TYPE_CHECKING, Final, Self, get_args

import click
from rich.console import Console

import geodata
from explorer.errors import ExplorerError
from explorer.messages import TRANSLATIONS, Language, message, say

if TYPE_CHECKING:
    from collections.abc import Iterator

    from explorer.errors import Fault
    from explorer.messages import Words

SIGNALLED: Final = 128  # added to the number of the signal that ended a command, as shells count

console = Console(stderr=True, highlight=False, soft_wrap=True)  # a path that is broken in two cannot be copied


class _Ended(KeyboardInterrupt):
    """The machine, or whoever runs the program on it, ends it: as Ctrl+C does."""


class _Spoken(click.Command):
    """Tell of itself in the language of the command line."""

    def get_help(self, ctx: click.Context) -> str:
        return super(_Spoken, self._in_words()).get_help(ctx)

    def get_short_help_str(self, limit: int = 45) -> str:
        return super(_Spoken, self._in_words()).get_short_help_str(limit)

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        found = super().get_help_option(ctx)
        if found:  # made before a language was chosen
            found.help = say(message("Show this message and exit."), language())
        return found

    def _in_words(self) -> Self:
        found = copy(self)
        found.help, found.params = _in_words(self.help), list(map(copy, self.params))
        for each in found.params:
            if isinstance(each, click.Option):
                each.help = _in_words(each.help)
        return found


class _Group(_Spoken, click.Group):
    """Print every fault, not a traceback, and end with status 2."""

    command_class = _Spoken
    group_class = type

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


def _speak(ctx: click.Context, _option: click.Parameter, chosen: Language | None) -> None:
    """Choose the language of the command line; what click itself says comes from the same catalogue."""
    ctx.obj = chosen or _systems_language()
    gettext.bindtextdomain("messages", str(TRANSLATIONS))
    os.environ["LANGUAGE"] = "zh_Hans_CN" if ctx.obj == "zh" else "en"


@click.group(cls=_Group)
@click.option(
    "--lang",
    type=click.Choice(get_args(Language)),
    callback=_speak,
    is_eager=True,
    expose_value=False,
    help="Language of what is told.  [default: the system's]",
)
def main() -> None:
    """Explore local reforms on the map of the counties they reached."""


def language() -> Language:
    """Return the language in which the command that runs speaks."""
    ctx = click.get_current_context(silent=True)
    return ctx.obj if ctx and ctx.obj else _systems_language()


def tell(words: Words | Fault, style: str | None = None) -> None:
    """Print words beside the output, in that language."""
    console.print(say(words, language()), style=style, markup=False)


def _in_words(text: str | None) -> str | None:
    return say(message(cleandoc(text)), language()) if text else None


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
