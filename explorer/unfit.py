"""Say in both languages why a value does not fit the schema."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from rapidfuzz import process

from explorer.errors import Fault, Said
from explorer.model import FIRST_YEAR, LAST_YEAR, Figure, Honour, Reach, Reform, Source
from explorer.words import FIELDS, HONOURS, LEVELS, QUALIFIERS, STATUSES, THEMES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pydantic import BaseModel, ValidationError
    from pydantic_core import ErrorDetails

    from explorer.words import Words

Parts = tuple[int | str, ...]
Reason = tuple[Said, Said]  # what is wrong, and the remedy

MOST_FAULTS: Final = 1_000  # of one record
_MOST_SHOWN = 40  # characters of a value
_LEAST_ALIKE = 60  # of 100
_CLOSED: Final[Mapping[str, Words]] = {
    "theme": THEMES,
    "status": STATUSES,
    "level": LEVELS,
    "kind": HONOURS,
    "qualifier": QUALIFIERS,
}
_RECORDS: Final[Mapping[str, type[BaseModel]]] = {"reach": Reach, "figures": Figure, "honours": Honour}
_YEAR = (
    Said(f"{{}} is no year from {FIRST_YEAR} to {LAST_YEAR}", f"{{}} 不是 {FIRST_YEAR} 至 {LAST_YEAR} 之间的年份"),
    Said("write four digits, or leave it empty", "请写四位数字，或留空"),
)
_CITATION = (
    Said("{} does not cite a source", "{} 不是来源编号"),
    Said(
        "write a source's id, with its paragraph if known: weifang-2025#p19",
        "请写来源编号，可带段落，例如 weifang-2025#p19",
    ),
)
_REASONS: Final[Mapping[str, Reason]] = {
    "since": _YEAR,
    "year": _YEAR,
    "source": _CITATION,
    "also": _CITATION,
    "id": (
        Said("{} is no id", "{} 不能作编号"),
        Said("use small letters, digits and hyphens: village-canteen", "请用小写字母、数字和连字符：village-canteen"),
    ),
    "date": (
        Said("{} is no date", "{} 不是日期"),
        Said("write 2025, 2025-08 or 2025-08-27, or leave it empty", "请写 2025、2025-08 或 2025-08-27，或留空"),
    ),
    "url": (
        Said("{} is no address of a page", "{} 不是网址"),
        Said("write all of it, as in https://www.weifang.gov.cn/", "请写完整网址，例如 https://www.weifang.gov.cn/"),
    ),
    "value": (
        Said("{} is no number", "{} 不是数值"),
        Said("write a number such as 400, or a share such as 1/7", "请写数值，例如 400，或分数，例如 1/7"),
    ),
    "place": (
        Said("{} is no code of a place", "{} 不是地方代码"),
        Said("write a code such as 370783", "请写代码，例如 370783"),
    ),
    "confidence": (
        Said("{} is neither 1 nor 2", "{} 不是 1 或 2"),
        Said(
            "write 1 (one source) or 2 (two agree), or leave it empty", "请写 1（一个来源）或 2（两个来源一致），或留空"
        ),
    ),
}
_NOWHERE: Final[Reason] = (
    Said("reaches no place", "没有覆盖任何地方"),
    Said("state a place, its status and a source", "请填写地点、状态和来源"),
)
_NO_SOURCE: Final[Reason] = (
    Said("no source is stated", "没有写明来源"),
    Said("every fact needs a source: write its id or its title", "每条事实都要有来源：请写来源的编号或标题"),
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
    field = next((part for part in reversed(_to_value(error["loc"])) if isinstance(part, str)), "")
    kind, given = error["type"], error["input"]
    if kind == "extra_forbidden":
        return _unknown_field(error["loc"])
    if field == "reach" and kind in {"missing", "too_short"}:
        return _NOWHERE
    if kind == "missing" or given is None or not str(given).strip():
        return _missing(field)
    if kind == "string_too_long":
        return _too_long(error)
    if field in _CLOSED:
        return _no_word(given, _CLOSED[field])
    what, remedy = _REASONS.get(field, _plain(error))
    return _filled(what, given), remedy


def _missing(field: str) -> Reason:
    if field == "source":
        return _NO_SOURCE
    name = FIELDS.get(field, {"zh": field, "en": field})
    en = name["en"][:1].lower() + name["en"][1:]
    return Said(f"{en} is missing", f"缺少{name['zh']}"), Said(f"write the {en}", f"请填写{name['zh']}")


def _unknown_field(parts: Parts) -> Reason:
    named = str(parts[-1])
    record = _RECORDS.get(str(parts[0])) if len(parts) > 1 else None
    known = [*record.model_fields] if record else [*Reform.model_fields, *Source.model_fields]
    near = process.extractOne(named[:_MOST_SHOWN], known, score_cutoff=_LEAST_ALIKE)
    what = _filled(Said("{} is no field of the schema", "规格中没有 {} 这个字段"), named)
    if near is None:
        return what, Said("remove it", "请删去")
    return what, Said(f"remove it, or write {near[0]}", f"请删去，或改为 {near[0]}")


def _no_word(written: Any, words: Words) -> Reason:
    every = ", ".join(f"{code} ({names['zh']})" for code, names in words.items())
    every_zh = "、".join(f"{names['zh']}（{code}）" for code, names in words.items())
    choices = {text: code for code, names in words.items() for text in (code, *names.values())}
    near = process.extractOne(str(written)[:_MOST_SHOWN], list(choices), score_cutoff=_LEAST_ALIKE)
    what = _filled(Said("{} is none of the words that may stand here", "{} 不是这里可用的词"), written)
    if near is None:
        return what, Said(f"use one of {every}", f"请用：{every_zh}")
    meant = choices[near[0]]
    name = words[meant]["zh"]
    return what, Said(
        f"did you mean {meant} ({name})? There are {every}", f"是否指{name}（{meant}）？可用的有{every_zh}"
    )


def _too_long(error: ErrorDetails) -> Reason:
    most, n = error["ctx"]["max_length"], len(error["input"])
    what = Said(f"{n} characters, where {most} are allowed", f"有{n}个字符，最多{most}个")
    return what, Said("shorten it", "请缩短")


def _plain(error: ErrorDetails) -> Reason:
    return Said(f"{{}} does not fit: {error['msg']}", "{} 不合规格"), Said("correct it", "请改正")


def _filled(what: Said, value: Any) -> Said:
    text = str(value)
    shown = f"“{text[:_MOST_SHOWN]}{'…' if len(text) > _MOST_SHOWN else ''}”"
    return Said(what.replace("{}", shown), what.zh.replace("{}", shown))
