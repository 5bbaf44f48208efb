"""Write what the tagger found and what was drafted, and read drafts again."""

from __future__ import annotations

import json
import shutil
from contextlib import ExitStack
from dataclasses import fields
from tempfile import SpooledTemporaryFile
from typing import TYPE_CHECKING, Any, Final, Literal

from pydantic import ValidationError

from explorer.drafting.draft import DraftFile
from explorer.errors import CasesError, Fault
from explorer.formats.geojson import source_to_dict
from explorer.formats.json_stream import what_json_says
from explorer.messages import message
from explorer.tagging.mention import Mention

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from typing import IO

    from explorer.drafting.draft import Draft
    from explorer.records.models import Source
    from explorer.tagging.mention import Verdict


Format = Literal["json", "table"]
_MOST_HELD: Final = 1 << 20  # characters of output kept in memory before they go to a temporary file
_FIELDS: Final = tuple(each.name for each in fields(Mention) if each.name != "verdict")  # the list tells it
_OPTIONAL: Final = frozenset(["town", "candidates"])  # not written where they say nothing
_json: Final = json.JSONEncoder(ensure_ascii=False).encode
_NAMES: Final[dict[Verdict, str]] = {"taken": "places", "ambiguous": "ambiguous", "refused": "refused"}
STATUS: Final = "draft"  # top level of the file and of each feature


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
    found["why"] = str(mention.why)
    return {name: value for name, value in found.items() if value or name not in _OPTIONAL}


def write_drafts(drafts: Sequence[Draft], source: Source) -> bytes:
    """Write drafts as GeoJSON in the order of the article: the same drafts give the same bytes."""
    document = {
        "type": "FeatureCollection",
        "status": STATUS,
        "sources": [source_to_dict(source)],
        "features": [_feature(each) for each in drafts],
    }
    return (json.dumps(document, ensure_ascii=False, indent=2, allow_nan=False) + "\n").encode()


def read_drafts(data: bytes) -> DraftFile:
    """
    Read a file of drafts.

    Raises
    ------
    CasesError
        If it is none, or breaks the schema of drafts.
    """
    try:
        document = json.loads(data)
        if document["status"] != STATUS:
            what = message("is “%(status)s”", status=document["status"])
            raise CasesError([Fault("status", what, message("give a file that `explorer draft` wrote"))])
        (source,) = document["sources"]
        features = [each["properties"] | {"id": each["id"]} for each in document["features"]]
        return DraftFile.model_validate_json(json.dumps({"source": source, "drafts": features}))
    except ValidationError as error:
        wrong = [(each["loc"], message("does not fit (%(error)s)", error=each["msg"])) for each in error.errors()]
        raise CasesError(Fault(".".join(map(str, at)), what, message("correct it")) for at, what in wrong) from error
    except json.JSONDecodeError as error:
        where = message("line %(line)s, column %(column)s", line=error.lineno, column=error.colno)
        raise CasesError([Fault(where, what_json_says(error), message("run `explorer draft`"))]) from error
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        what = message("holds no drafts (%(error)s)", error=repr(error))
        raise CasesError([Fault(message("the file"), what, message("run `explorer draft`"))]) from error


def _feature(each: Draft) -> dict[str, Any]:
    properties = each.model_dump(mode="json", exclude={"id"})
    for row in properties["reach"]:
        del row["confidence"]
    return {"type": "Feature", "id": each.id, "geometry": None, "properties": properties}
