"""Read and write reforms and sources as GeoJSON, record by record, however large the file is."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import IO, TYPE_CHECKING, Any, Final

from explorer.errors import CasesError, Fault, Location
from explorer.formats.columns import REASONS
from explorer.formats.json_stream import Walk
from explorer.formats.values import control_fault
from explorer.messages import Message, message
from explorer.records.candidates import Offer
from explorer.records.validation import double_id

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from explorer.records.models import Cases, Kind, Reform, Source


_OF_A_FEATURE: Final = frozenset(("type", "id", "geometry", "properties", "bbox", REASONS))
_LONGEST_NAME: Final = 40  # characters of a name that a fault repeats
_LISTS: Final = frozenset(("sources", "features"))
# What no text should hold hides in an escape, or stands there as it is: only then each text is looked at.
_ESCAPED: Final = re.compile(r"\\[ubf]")
_LITERAL: Final = re.compile(r"[\x7f-\x9f]")
_CANONICAL: Final = message("give a GeoJSON file of reforms")


def offers_of(opened: Callable[[], IO[bytes]]) -> Iterator[Offer]:
    """
    Yield sources, then reforms; a file in which they stand the other way round is read twice.

    Raises
    ------
    CasesError
        In the middle of it, where the file is no JSON, breaks off, or turns out to be none of reforms.
    """
    with opened() as stream:
        yield from _Reader(opened).read(stream)


class _Reader:
    """Keep what was met on the way."""

    def __init__(self, opened: Callable[[], IO[bytes]]) -> None:
        self._opened = opened
        self._met: set[str] = set()
        self._first: dict[tuple[str, str], int] = {}

    def read(self, stream: IO[bytes]) -> Iterator[Offer]:
        walk = Walk(stream)
        early = False
        for key, index, value in walk.members(_LISTS):
            if key in self._met and not index:
                raise _refused(key, message("stands twice"))
            self._met.add(key)
            if key == "features" and not index and "sources" not in self._met:
                early = True
                yield from self._sources()
            if index is not None and not (early and key == "sources"):
                yield self._offer(key, index, value, walk.source)
            elif index is None:
                _assert_right(key, value)
        for key, what in (("type", message("not a FeatureCollection")), ("features", message("is missing"))):
            if key not in self._met:
                raise _refused(key, what)

    def _sources(self) -> Iterator[Offer]:
        with self._opened() as stream:
            walk = Walk(stream)
            for key, index, value in walk.members(_LISTS):
                if key == "sources" and index is not None:
                    yield self._offer(key, index, value, walk.source)

    def _offer(self, key: str, index: int, value: Any, text: str) -> Offer:
        named = value.get("id") if isinstance(value, dict) else None
        named = named.encode(errors="replace").decode() if isinstance(named, str) else None  # half a character is told
        where = f"{key}[{index}] ({named})" if isinstance(named, str) else f"{key}[{index}]"
        faults = list(_control_faults(value, where)) if _ESCAPED.search(text) or _LITERAL.search(text) else []
        if isinstance(named, str) and self._first.setdefault((key, named), index) != index:
            faults.append(Fault(f"{where}.id", *double_id(named, f"{key}[{self._first[key, named]}]")))
        kind: Kind = "source" if key == "sources" else "reform"
        wrong = _source_faults(value, where) if kind == "source" else _feature_faults(value, where)
        return Offer(
            kind=kind,
            where=where,
            values={} if wrong else _values(kind, value),
            whole=True,
            cells=Paths(where) if kind == "source" else Paths(f"{where}.properties", {"id": f"{where}.id"}),
            rows=((key, index),),
            faults=(*faults, *wrong),
        )


class Paths(Mapping[str, Location]):
    """Tell where in a JSON file a value stands, or would stand: made when it is asked for."""

    def __init__(self, before: str, others: Mapping[str, str] | None = None) -> None:
        self._before, self._others = before, others or {}

    def __getitem__(self, path: str) -> Location:
        """Return the place of a path; every path has one."""
        return Location(path=self._others.get(path, f"{self._before}.{path}"))

    def __iter__(self) -> Iterator[str]:
        """Yield nothing: the paths are not known beforehand."""
        return iter(())

    def __len__(self) -> int:
        """Return 0."""
        return 0


def _values(kind: Kind, value: dict[str, Any]) -> dict[str, Any]:
    if kind == "source":
        return {key: each for key, each in value.items() if key != REASONS}  # of a file that was given back
    properties: dict[str, Any] = value["properties"]
    return properties | {"id": value["id"]} if value.get("id") is not None else properties


def _source_faults(value: Any, where: str) -> list[Fault]:
    if isinstance(value, dict):
        return []
    remedy = message('write {"id": …, "title": …}')
    return [Fault(where, message("is no source"), remedy)]


def _feature_faults(value: Any, where: str) -> list[Fault]:
    if not isinstance(value, dict) or not isinstance(value.get("properties"), dict):
        what = message("not a Feature with properties")
        return [Fault(where, what, message("write a GeoJSON Feature"))]
    if value.get("geometry") is not None:
        remedy = message("a reform is placed by its reach: write null")
        return [Fault(f"{where}.geometry", message("is not null"), remedy)]
    return [*_foreign(value, where)]


def _foreign(value: dict[str, Any], where: str) -> Iterator[Fault]:
    """Yield a fault for what stands beside the properties of a Feature, where nobody would read it."""
    if value.get("type") != "Feature":
        yield Fault(f"{where}.type", message("is not Feature"), message("write Feature"))
    for name in value.keys() - _OF_A_FEATURE:
        what = message("stands beside the properties, and is not read")
        yield Fault(f"{where}.{name[:_LONGEST_NAME]}", what, message("move it into them, or remove it"))
    own = value["properties"].get("id")
    if own is not None and value.get("id") is not None and own != value["id"]:
        what = message("differs from the id of the Feature")
        yield Fault(f"{where}.properties.id", what, message("keep one of them"))


def _control_faults(value: Any, where: str) -> Iterator[Fault]:
    """Yield a fault for each text, key or value, that holds a control character."""
    if isinstance(value, str):
        if found := control_fault(value):
            yield Fault(where, *found)
    elif isinstance(value, list):
        for n, each in enumerate(value):
            yield from _control_faults(each, f"{where}[{n}]")
    elif isinstance(value, dict):
        for key, each in value.items():
            if found := control_fault(key):
                yield Fault(where, *found)
            yield from _control_faults(each, f"{where}.{key}")


def _assert_right(key: str, value: Any) -> None:
    if key == "type" and value != "FeatureCollection":
        raise _refused(key, message("not a FeatureCollection"))
    if key == "status" and value == "draft":
        what = message("these are drafts, not reforms")
        raise CasesError([Fault(key, what, message("review them, and accept what holds"))])
    if key in _LISTS and value != []:
        raise _refused(key, message("is no list"))


def _refused(where: str, what: Message) -> CasesError:
    return CasesError([Fault(where, what, _CANONICAL)])


def write(cases: Cases) -> bytes:
    """
    Write reforms as canonical GeoJSON: sources and reforms in the order of their ids, two spaces, UTF-8.

    Reading the result and writing it again gives the same bytes.
    """
    sources = map(source_to_dict, sorted(cases.sources, key=lambda each: each.id))
    features = map(reform_to_feature, sorted(cases.reforms, key=lambda each: each.id))
    # Record by record: all of them as one document of dictionaries would take several times the memory.
    listed = (b'{\n  "type": "FeatureCollection",\n  "sources": ', *_listed(sources))
    return b"".join((*listed, b',\n  "features": ', *_listed(features), b"\n}\n"))


def reform_to_feature(reform: Reform) -> dict[str, Any]:
    """Write one reform as a Feature; it has no geometry of its own: its places have."""
    properties = reform.model_dump(mode="json", exclude={"id"})
    for row in properties["reach"]:
        _drop_empty(row, "also", "confidence")
    for each in (*properties["figures"], *properties["honours"]):
        _drop_empty(each, "place")
    for figure in properties["figures"]:
        _drop_empty(figure, "year")
    return {"type": "Feature", "id": reform.id, "geometry": None, "properties": properties}


def source_to_dict(source: Source) -> dict[str, Any]:
    """Write one source as it stands in the file."""
    return source.model_dump(mode="json", by_alias=True)


def _listed(records: Iterable[dict[str, Any]]) -> Iterator[bytes]:
    """Write a list that is a value of the document, as ``json.dumps`` would with an indent of 2."""
    n_written = 0
    for n_written, each in enumerate(records, start=1):
        text = json.dumps(each, ensure_ascii=False, indent=2, allow_nan=False).replace("\n", "\n    ")
        yield f"{'[' if n_written == 1 else ','}\n    {text}".encode()
    yield b"\n  ]" if n_written else b"[]"


def _drop_empty(record: dict[str, Any], *keys: str) -> None:
    for key in keys:
        if not record[key]:
            del record[key]
