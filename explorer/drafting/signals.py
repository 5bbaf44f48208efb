"""Hold the words by which an article tells that something is a reform: data in signals.toml."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

_FILE = Path(__file__).with_suffix(".toml")


@cache
def words(*keys: str) -> tuple[str, ...]:
    """Return a list of signal words, the longest first; of a table its keys."""
    found: Any = written()
    for key in keys:
        found = found[key]
    return tuple(sorted(found, key=lambda word: (-len(word), word)))


@cache
def one_of(*keys: str) -> str:
    """Return a pattern that takes one of the signal words, the longest that fits."""
    return "(?:" + "|".join(map(re.escape, words(*keys))) + ")"


@cache
def written() -> dict[str, Any]:
    """Return all that the file holds."""
    return tomllib.loads(_FILE.read_text(encoding="utf-8"))
