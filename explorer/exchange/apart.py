"""Read a document in a process of its own, which ends when it takes too much time or memory."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import Final

from explorer.errors import ArticleError, Fault
from explorer.exchange.child import BROKEN, REFUSED

MOST_SECONDS: Final = 30  # a thousand full pages of a PDF, the most that are read, take eleven
MOST_MEMORY: Final = 1024**3  # bytes; those pages take 32 MB, but markup fifty times its size

_REMEDY: Final = "give the article alone, or its text as .txt"


def read(reader: str, data: bytes, name: str, most_text: int) -> str:
    """
    Return the text that ``explorer.exchange.<reader>`` finds in a document.

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
        raise ArticleError([Fault(name, f"takes more than {MOST_SECONDS} seconds to read", _REMEDY)]) from None
    except OSError as error:
        what = f"no process can be started to read it: {error.strerror}"
        raise ArticleError([Fault(name, what, "try again later, or give its text as .txt")]) from error
    if done.returncode == 0:
        return done.stdout.decode()
    if done.returncode == REFUSED:
        raise ArticleError(Fault(name, what, remedy) for what, remedy in json.loads(done.stdout))
    if done.returncode == BROKEN:
        raise RuntimeError(done.stderr.decode(errors="replace"))
    # To run out of memory may abort a library before it can tell: any other end counts as that.
    what = f"takes more than {MOST_MEMORY // 1024**2:,} MB of memory to read, or is damaged"
    raise ArticleError([Fault(name, what, _REMEDY)])


def _run(arguments: list[str], data: bytes) -> subprocess.CompletedProcess[bytes]:
    """Run ``child``, which finds modules where this process does, and none in the folder that it happens to be in."""
    return subprocess.run(  # noqa: S603  # our own module
        [sys.executable, "-P", "-m", "explorer.exchange.child", *arguments],
        input=data,
        capture_output=True,
        timeout=MOST_SECONDS,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        check=False,
    )
