"""Say in both languages why a value does not fit the schema."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from rapidfuzz import process

from explorer.errors import Fault
from explorer.messages import Bilingual, Message, message
from explorer.records.fields import FIELDS, LISTS, named
from explorer.records.models import FIRST_YEAR, LAST_YEAR

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pydantic import ValidationError
    from pydantic_core import ErrorDetails

    from explorer.records.fields import Field
    from explorer.records.vocabulary import Words

Parts = tuple[int | str, ...]
Reason = tuple[Message, Message]  # what is wrong, and the remedy

MOST_FAULTS: Final = 1_000  # of one record
_MOST_SHOWN = 40  # characters of a value
_LEAST_ALIKE = 60  # of 100
_YEAR = (
    message("%(written)s is no year from %(first)s to %(last)s", first=FIRST_YEAR, last=LAST_YEAR),
    message("write four digits, or leave it empty"),
)
_CITATION = (
    message("%(written)s does not cite a source"),
    message("write a source's id, with its paragraph if known: weifang-2025#p19"),
)
_REASONS: Final[Mapping[str, Reason]] = {
    "year": _YEAR,
    "citation": _CITATION,
    "citations": _CITATION,
    "id": (message("%(written)s is no id"), message("use small letters, digits and hyphens: village-canteen")),
    "date": (message("%(written)s is no date"), message("write 2025, 2025-08 or 2025-08-27, or leave it empty")),
    "address": (
        message("%(written)s is no address of a page"),
        message("write all of it, as in https://www.weifang.gov.cn/"),
    ),
    "number": (message("%(written)s is no number"), message("write a number such as 400, or a share such as 1/7")),
    "place": (message("%(written)s is no code of a place"), message("write a code such as 370783")),
    "grade": (
        message("%(written)s is neither 1 nor 2"),
        message("write 1 (one source) or 2 (two agree), or leave it empty"),
    ),
}
_NOWHERE: Final[Reason] = (
    message("reaches no place"),
    message("state a place, its status and a source"),
)
_NO_SOURCE: Final[Reason] = (
    message("no source is stated"),
    message("every fact needs a source: write its id or its title"),
)


def faults(error: ValidationError) -> tuple[Fault, ...]:
    """Return the faults that validation found, one for a value; ``where`` is a path: ``reach[0].place``."""
    return tuple(faults_at(error).values())


def faults_at(error: ValidationError) -> dict[Parts, Fault]:
    """Return the same faults by the names and numbers that lead to each value."""
    found: dict[Parts, Fault] = {}
    for each in error.errors(include_url=False)[:MOST_FAULTS]:
        parts = _to_value(each["loc"])
        found.setdefault(parts, Fault(_path(parts), *_reason(each)))
    if any(parts[:1] == ("reach",) and len(parts) > 1 for parts in found):
        found.pop(("reach",), None)  # it is too short only because its rows have faults of their own
    return found


def _path(parts: Parts) -> str:
    named = (f"[{part}]" if isinstance(part, int) else f".{part[:_MOST_SHOWN]}" for part in parts)
    return "".join(named).removeprefix(".")


def _to_value(loc: Parts) -> Parts:
    """Leave out what follows a value: one that may be a number or a fraction fails as each of them."""
    return loc[: loc.index("value") + 1] if "value" in loc[:-1] else loc


def _reason(error: ErrorDetails) -> Reason:
    parts = _to_value(error["loc"])
    field, kind, given = _field_at(parts), error["type"], error["input"]
    if kind == "extra_forbidden":
        return _unknown_field(error["loc"])
    if field and field.name == "reach" and kind in {"missing", "too_short"}:
        return _NOWHERE
    if kind == "missing" or given is None or not str(given).strip():
        return _missing(field, str(parts[-1]))
    if kind == "string_too_long":
        return _too_long(error)
    if field and field.kind == "word" and field.words:
        return _no_word(given, field.words)
    what, remedy = _REASONS.get(field.kind if field else "", _plain(error))
    return _filled(what, given), remedy


def _field_at(parts: Parts) -> Field | None:
    """Return the field that a path leads to: the last name in it."""
    names = [part for part in parts if isinstance(part, str)]
    record = names[0] if len(names) > 1 else "reform"
    return named(names[-1], record) or named(names[-1], "source") if names else None


def _missing(field: Field | None, name: str) -> Reason:
    if field and field.kind == "citation":
        return _NO_SOURCE
    called = Bilingual(field.zh, field.en[:1].lower() + field.en[1:]) if field else name
    return message("%(field)s is missing", field=called), message("write the %(field)s", field=called)


def _unknown_field(parts: Parts) -> Reason:
    written = str(parts[-1])
    records = [record for record, listed in LISTS.items() if listed == parts[0] and len(parts) > 1]
    known = [each.name for each in FIELDS if each.record in (records or ("reform", "source"))]
    near = process.extractOne(written[:_MOST_SHOWN], known, score_cutoff=_LEAST_ALIKE)
    what = _filled(message("%(written)s is no field of the schema"), written)
    if near is None:
        return what, message("remove it")
    return what, message("remove it, or write %(near)s", near=near[0])


def _no_word(written: Any, words: Words) -> Reason:
    every = {code: Bilingual(f"{name['zh']}（{code}）", f"{code} ({name['zh']})") for code, name in words.items()}
    choices = {text: code for code, names in words.items() for text in (code, *names.values())}
    near = process.extractOne(str(written)[:_MOST_SHOWN], list(choices), score_cutoff=_LEAST_ALIKE)
    what = _filled(message("%(written)s is none of the words that may stand here"), written)
    if near is None:
        return what, message("use one of %(listed)s", listed=[*every.values()])
    meant = every[choices[near[0]]]
    return what, message("did you mean %(meant)s? There are %(listed)s", meant=meant, listed=[*every.values()])


def _too_long(error: ErrorDetails) -> Reason:
    most, n = error["ctx"]["max_length"], len(error["input"])
    what = message("%(n)s characters, where %(most)s are allowed", n=n, most=most)
    return what, message("shorten it")


def _plain(error: ErrorDetails) -> Reason:
    return message("%(written)s does not fit: %(error)s", error=error["msg"]), message("correct it")


def _filled(what: Message, value: Any) -> Message:
    text = str(value)
    return what.filled(written=f"“{text[:_MOST_SHOWN]}{'…' if len(text) > _MOST_SHOWN else ''}”")
