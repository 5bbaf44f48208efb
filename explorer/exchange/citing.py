"""Read where a row of a steward's table has its facts from: the id of a source, its words, or its address."""

from __future__ import annotations

import hashlib
import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from explorer.exchange import readings
from explorer.messages import Message, message
from explorer.pinyin import spelled

if TYPE_CHECKING:
    from collections.abc import Mapping

_CITATION: Final = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*(#p[1-9]\d*)?")
_ADDRESS: Final = re.compile(r"https?://", re.IGNORECASE)
_CHINESE: Final = re.compile("[\u3400-\u9fff]+")
_BETWEEN: Final = re.compile(r"[\s、，,；;]+")
_TWO_TITLES: Final = re.compile("》[^《]*[；;\n][^》]*《")
_NEARLY_A_CITATION: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*\s*(?:#|第\s*\d+\s*段)", re.IGNORECASE)
_SHOWN: Final = 60  # characters of a cell that a fault repeats
_LONGEST: Final = 24  # letters of a publisher in an id
DESCRIBED: Final = {  # field of a row: field of a source, and how it is read
    "source_title": ("title", readings.words),
    "source_publisher": ("publisher", readings.words),
    "source_date": ("date", readings.day),
    "source_address": ("url", readings.words),
    "address_is_a_copy": ("copy", readings.flag),
}


def citations(named: str | None) -> tuple[str, ...]:
    """Return the citations of a cell that holds nothing else: weifang-2025#p19、weifang-2025#p20."""
    parts = [each for each in _BETWEEN.split(named or "") if each]
    if len(parts) == 1 and _is_citation(parts[0]):
        return (parts[0],)
    return tuple(parts) if all(map(_is_surely_a_citation, parts)) else ()


def doubt(named: str | None) -> tuple[Message, Message] | None:
    """Return what is wrong with a cell that is no title, though no citation either; None if it may be one."""
    if not named or citations(named):
        return None
    if _NEARLY_A_CITATION.match(named):
        what = message("%(named)s does not cite a source", named=named[:_SHOWN])
        return what, message("write an id with its paragraph such as weifang-2025#p19")
    if any(map(_is_surely_a_citation, _BETWEEN.split(named))) or _TWO_TITLES.search(named):
        what = message("%(named)s names several sources", named=named[:_SHOWN])
        return what, message("write a row for each")
    return None


def described(named: str | None, said: Mapping[str, Any]) -> dict[str, Any]:
    """
    Return the source that a row describes, with an id that the same words always give.

    Parameters
    ----------
    named
        What stands under 来源: an id, with its paragraph or without; an address; a title; or, beside a title, who
        published it.
    said
        The other fields of the source, None where the row says nothing.

    Returns
    -------
    Only ``id`` where a source is named and not described; empty where nothing is said.
    """
    values = {key: value for key, value in said.items() if value is not None}
    if not any(key in values for key in ("title", "publisher", "date", "url")):
        values = {}
    if named and _CITATION.fullmatch(named):
        return values | {"id": named.partition("#")[0]}
    if named:
        values.setdefault(_meant(named, values), named)
    return values | {"id": source_id(values)} if values else {}


def cited(source: Mapping[str, Any], named: str | None, paragraph: int | None) -> str | None:
    """Return the citation of a source, with its paragraph if that is told; None if there is no source."""
    if not source:
        return None
    told = f"p{paragraph}" if paragraph else (named or "").partition("#")[2] if _is_citation(named) else ""
    return f"{source['id']}#{told}" if told else str(source["id"])


def source_id(values: Mapping[str, Any]) -> str:
    """Return an id such as ``wfrb-2025-08-27-3fa9c1``: who published it, when, and a digest of all that is said."""
    said = "\n".join(str(values.get(key, "")).strip() for key in ("title", "publisher", "date", "url"))
    name = _slug(_initials(str(values.get("publisher", ""))) or _host(str(values.get("url", ""))))[:_LONGEST].strip("-")
    day = _slug(str(values.get("date", ""))) or "undated"
    digest = hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()[:6]
    return "-".join(filter(None, (name, day, digest)))


def _meant(named: str, values: Mapping[str, Any]) -> str:
    if _ADDRESS.match(named):
        return "url"
    return "publisher" if "title" in values else "title"


def _is_citation(named: str | None) -> bool:
    return bool(named and _CITATION.fullmatch(named))


def _is_surely_a_citation(text: str) -> bool:
    """Tell whether a part of a text is an id and no word, number or date: it has letters, and - or #."""
    return _is_citation(text) and bool(re.search("[a-z]", text)) and bool(re.search("[-#]", text))


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.casefold()).strip("-")


@lru_cache(maxsize=1024)  # a table names few publishers, and each many times
def _initials(publisher: str) -> str:
    """Return the first letter of each Chinese syllable, and other words as they are: 潍坊日报 is wfrb."""
    return _CHINESE.sub(lambda run: "".join(each[:1] for each in spelled(run[0])), publisher)


def _host(address: str) -> str:
    try:
        return (urlsplit(address).hostname or "").removeprefix("www.")
    except ValueError:
        return ""
