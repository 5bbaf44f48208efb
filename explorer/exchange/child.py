"""Read the document on standard input within limits: ``apart`` starts this as a process of its own."""

from __future__ import annotations

import json
import sys
from contextlib import suppress
from importlib import import_module
from typing import Final

from explorer.errors import ArticleError, Fault

if sys.platform != "win32":
    import resource

REFUSED: Final = 3  # exit status with faults on standard output; with 0 it is the text, in UTF-8
BROKEN: Final = 1  # Python's own, for an error that nobody expected
OUT_OF_MEMORY: Final = 4


def main(reader: str, seconds: str, memory: str, most_text: str) -> int:
    """
    Write the text, or the faults as a JSON list of [what, remedy], and return the exit status.

    Parameters
    ----------
    reader
        Name of the module of this package whose ``read`` takes the document apart.
    seconds, memory, most_text
        Limits, each a whole number: seconds of processor time, bytes of memory, bytes of text. The first two hold
        where the system knows them: not on Windows; that of memory not on macOS.
    """
    _limit(int(seconds), int(memory))
    try:
        answer = _read(reader, int(most_text))
    except ArticleError as error:
        sys.stdout.write(json.dumps([[each.what, each.remedy] for each in error.faults]))
        return REFUSED
    except MemoryError:
        return OUT_OF_MEMORY
    sys.stdout.buffer.write(answer)
    return 0


def _limit(seconds: int, memory: int) -> None:
    if sys.platform != "win32":
        # A parent that is killed ends no child, so the child's own time is limited as well; an abort leaves no dump.
        for kind, most in (
            (resource.RLIMIT_AS, memory),
            (resource.RLIMIT_CPU, seconds),
            (resource.RLIMIT_CORE, 0),
        ):
            with suppress(ValueError, OSError):  # a stricter limit holds already, or the system has none
                resource.setrlimit(kind, (most, most))


def _read(reader: str, most_text: int) -> bytes:
    module = import_module(f"explorer.exchange.{reader}")  # under the limits, as are the libraries that it brings
    answer: bytes = module.read(sys.stdin.buffer.read(), "").encode()
    if len(answer) > most_text:
        what = f"has more than {most_text / 1024**2:,.0f} MB of text"
        raise ArticleError([Fault("", what, "give the article alone, or its text in parts")])
    return answer


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
