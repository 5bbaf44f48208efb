"""Take a document apart in a process of its own, within limits: this module starts itself."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from contextlib import suppress
from dataclasses import replace
from importlib import import_module
from typing import Final

from explorer.errors import ArticleError, Fault, unpacked_fault
from explorer.messages import message

if sys.platform != "win32":
    import resource

REFUSED: Final = 3  # exit status with faults on standard output; with 0 it is the text, in UTF-8
BROKEN: Final = 1  # Python's own, for an error that nobody expected
OUT_OF_MEMORY: Final = 4
MOST_SECONDS: Final = 30  # a thousand full pages of a PDF, the most that are read, take eleven
MOST_MEMORY: Final = 1024**3  # bytes; those pages take 32 MB, but markup fifty times its size
_REMEDY: Final = message("give the article alone, or its text as .txt")


def main(reader: str, seconds: str, memory: str, most_text: str) -> int:
    """
    Write the text, or the faults as JSON keeps them, and return the exit status.

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
        sys.stdout.write(json.dumps([each.packed() for each in error.faults]))
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
    module = import_module(f"explorer.documents.{reader}")  # under the limits, as are the libraries that it brings
    answer: bytes = module.read(sys.stdin.buffer.read(), "").encode()
    if len(answer) > most_text:
        what = message("has more than %(n)s MB of text", n=f"{most_text / 1024**2:,.0f}")
        raise ArticleError([Fault("", what, message("give the article alone, or its text in parts"))])
    return answer


def read(reader: str, data: bytes, name: str, most_text: int) -> str:
    """
    Return the text that the reader ``explorer.documents.<reader>`` finds in a document.

    A small file can unpack to gigabytes or keep a library busy for hours, and some libraries end the process that
    runs out of memory. Here that process is not ours. Its memory is limited on Linux; elsewhere only its time is.

    Parameters
    ----------
    most_text
        Bytes of UTF-8 that the text may have.

    Raises
    ------
    ArticleError
        The reader refuses the document, or it takes more time, memory or text than it may.
    """
    try:
        done = _run([reader, str(MOST_SECONDS), str(MOST_MEMORY), str(most_text)], data)
    except subprocess.TimeoutExpired:
        raise ArticleError(
            [Fault(name, message("takes more than %(n)s seconds to read", n=MOST_SECONDS), _REMEDY)]
        ) from None
    except OSError as error:
        what = message("no process can be started to read it: %(error)s", error=error.strerror)
        raise ArticleError([Fault(name, what, message("try again later, or give its text as .txt"))]) from error
    if done.returncode == 0:
        return done.stdout.decode()
    if done.returncode == REFUSED:
        raise ArticleError(replace(unpacked_fault(each), where=name) for each in json.loads(done.stdout))
    if done.returncode == BROKEN:
        raise RuntimeError(done.stderr.decode(errors="replace"))
    # To run out of memory may abort a library before it can tell: any other end counts as that.
    what = message("takes more than %(n)s MB of memory to read, or is damaged", n=f"{MOST_MEMORY // 1024**2:,}")
    raise ArticleError([Fault(name, what, _REMEDY)])


def _run(arguments: list[str], data: bytes) -> subprocess.CompletedProcess[bytes]:
    """Run this module as a process, which finds modules where this one does, and none in the folder that it is in."""
    return subprocess.run(  # noqa: S603  # our own module
        [sys.executable, "-P", "-m", "explorer.documents.sandbox", *arguments],
        input=data,
        capture_output=True,
        timeout=MOST_SECONDS,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        check=False,
    )


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
