"""Write several texts into one cell, and part them again: 甲；乙."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

_BETWEEN: Final = "；"
_PARTED: Final = re.compile(r"\\(.)|([；;\n])|(\s)|(.)", re.DOTALL)


def joined(texts: Iterable[str]) -> str:
    """Write texts as one: ``parted`` gives them back."""
    return _BETWEEN.join(_written(each) for each in texts)


def parted(cell: str) -> list[str]:
    """Return the texts between ；, ; or line ends, without the space around them; empty ones are left out."""
    texts: list[list[str]] = [[]]
    held = ""  # space that counts only if more follows
    for found in _PARTED.finditer(cell):
        kept, between, space, other = found.groups()
        if between:
            texts.append([])
            held = ""
        elif space:
            held += space if texts[-1] else ""
        else:
            texts[-1] += [held, kept or other]
            held = ""
    return ["".join(each) for each in texts if each]


def _written(text: str) -> str:
    body = text.strip()
    start = text.index(body) if body else 0
    ends = text[:start], text[start + len(body) :]
    before, after = ("".join(f"\\{each}" for each in end) for end in ends)
    return before + re.sub(r"[\\；;\n]", r"\\\g<0>", body) + after
