"""Write what the tagger found, as JSON or as a table for a terminal; one mention at a time, in little memory."""

from __future__ import annotations

import json
import shutil
from contextlib import ExitStack
from dataclasses import fields
from tempfile import SpooledTemporaryFile
from typing import TYPE_CHECKING, Any, Final, Literal

from explorer.tagger.mention import Mention

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import IO

    from explorer.tagger.mention import Verdict

Format = Literal["json", "table"]
_MOST_HELD: Final = 1 << 20  # characters of output kept in memory before they go to a temporary file
_FIELDS: Final = tuple(each.name for each in fields(Mention) if each.name != "verdict")  # the list tells it
_OPTIONAL: Final = frozenset(["town", "candidates"])  # not written where they say nothing
_json: Final = json.JSONEncoder(ensure_ascii=False).encode
_NAMES: Final[dict[Verdict, str]] = {"taken": "places", "ambiguous": "ambiguous", "refused": "refused"}


def write_json(mentions: Iterable[Mention], verdicts: Iterable[Verdict], out: IO[str]) -> None:
    """
    Write ``{"places": […], "ambiguous": […], "refused": […]}`` with the lists of these verdicts.

    Nothing is written before the last mention is known.
    """
    with ExitStack() as stack:
        lists = {
            verdict: stack.enter_context(SpooledTemporaryFile(_MOST_HELD, "w+", encoding="utf-8"))
            for verdict in verdicts
        }
        for mention in mentions:
            held = lists[mention.verdict]
            held.write((",\n  " if held.tell() else "\n  ") + _json(_fields(mention)))
        out.write("{")
        for number, (verdict, held) in enumerate(lists.items()):
            out.write(f'{"," if number else ""}\n "{_NAMES[verdict]}": [')
            held.seek(0)
            shutil.copyfileobj(held, out)
            out.write("]")
        out.write("\n}\n")


def write_table(mentions: Iterable[Mention], verdicts: Iterable[Verdict], out: IO[str]) -> None:
    """Write a line for each mention of these verdicts: offsets, verdict, kind, code, score, words, and why."""
    shown = set(verdicts)
    out.write(f"{'start':>8} {'end':>8}  {'verdict':<9} {'kind':<8} {'code':<16} {'score':>5}  words: why\n")
    for each in mentions:
        if each.verdict in shown:
            code = each.code or ",".join(each.candidates)
            words = " ".join(each.text.split())
            place = each.town or each.name
            out.write(
                f"{each.start:>8} {each.end:>8}  {each.verdict:<9} {each.kind:<8} {code:<16} {each.score:>5.2f}  "
                f"{words} ({place}): {each.why}\n"
            )


MENTION_WRITERS: Final[dict[str, Callable[[Iterable[Mention], Iterable[Verdict], IO[str]], None]]] = {
    "json": write_json,
    "table": write_table,
}


def _fields(mention: Mention) -> dict[str, Any]:
    """Return the fields that say something."""
    found = {name: getattr(mention, name) for name in _FIELDS}  # asdict copies each, and takes longer than to tag
    return {name: value for name, value in found.items() if value or name not in _OPTIONAL}
