"""Read an article that a command is given."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from explorer.errors import ExplorerError, Fault

if TYPE_CHECKING:
    from pathlib import Path


def read_text(file: Path) -> str:
    """Read an article of any form, or from a pipe; what is too large is refused before it is read."""
    from explorer.exchange.articles import MOST_TEXT, assert_size, read_article

    if str(file) == "-":
        return read_article(sys.stdin.buffer.read(MOST_TEXT + 1), "standard input")
    try:
        assert_size(file.stat().st_size, file.name)
        return read_article(file.read_bytes(), file.name)
    except OSError as error:
        raise ExplorerError([Fault(str(file), error.strerror or str(error), "name a file that can be read")]) from error
