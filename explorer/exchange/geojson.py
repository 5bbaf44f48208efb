"""Read and write cases.geojson: RFC 7946, canonical order and formatting, so that a diff is short."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from explorer.errors import CasesError, Fault
from explorer.exchange.jsonwalk import distinct, refuse_constant
from explorer.model import Cases, Reform, Source

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_REMEDIES = {
    "missing": "add it",
    "extra_forbidden": "remove it, or correct its name",
    "literal_error": "use one of the words of the schema",
    "string_pattern_mismatch": "write it in the form of the schema",
}


def read(data: bytes) -> Cases:
    """
    Read reforms from the bytes of a GeoJSON file.

    Raises
    ------
    CasesError
        With every fault of form at once, each with its place: ``features[3].properties.reach[0].place``.
    """
    document = _parse(data)
    faults: list[Fault] = []
    sources = [_source(each, f"sources[{n}]", faults) for n, each in enumerate(_list(document, "sources", faults))]
    reforms = [_reform(each, f"features[{n}]", faults) for n, each in enumerate(_list(document, "features", faults))]
    if faults:
        raise CasesError(faults)
    return Cases(sources=tuple(each for each in sources if each), reforms=tuple(each for each in reforms if each))


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


def _parse(data: bytes) -> dict[str, Any]:
    try:
        text = data.decode("utf-8-sig")
        if not text.strip():
            raise CasesError([Fault("the file", "is empty", "give a GeoJSON file of reforms")])
        document = json.loads(text, parse_constant=refuse_constant, object_pairs_hook=distinct)
    except UnicodeDecodeError as error:
        raise CasesError([Fault(f"byte {error.start}", "not UTF-8", "save the file as UTF-8")]) from error
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise CasesError([Fault(where, error.msg, "correct the JSON there")]) from error
    except (ValueError, RecursionError) as error:
        raise CasesError([Fault("the file", str(error), "write plain JSON")]) from error
    if not isinstance(document, dict) or document.get("type") != "FeatureCollection":
        raise CasesError([Fault("type", "not a FeatureCollection", "give a GeoJSON file of reforms")])
    if document.get("status") == "draft":
        raise CasesError([Fault("status", "these are drafts, not reforms", "review them, and accept what holds")])
    return document


def _list(document: dict[str, Any], key: str, faults: list[Fault]) -> list[Any]:
    found = document.get(key)
    if isinstance(found, list):
        return found
    faults.append(Fault(key, "missing, or not a list", f'add "{key}": [...] at the top level'))
    return []


def _source(record: Any, where: str, faults: list[Fault]) -> Source | None:  # any JSON
    try:
        return Source.model_validate_json(json.dumps(record))
    except ValidationError as error:
        faults += _faults(error, where)
        return None


def _reform(feature: Any, where: str, faults: list[Fault]) -> Reform | None:  # any JSON
    if not isinstance(feature, dict) or not isinstance(feature.get("properties"), dict):
        faults.append(Fault(where, "not a Feature with properties", "write a GeoJSON Feature"))
        return None
    if feature.get("geometry") is not None:
        faults.append(Fault(f"{where}.geometry", "is not null", "a reform is placed by its reach: write null"))
        return None
    try:
        return Reform.model_validate_json(json.dumps(feature["properties"] | {"id": feature.get("id")}))
    except ValidationError as error:
        faults += _faults(error, f"{where} ({feature.get('id')}).properties")
        return None


def _faults(error: ValidationError, where: str) -> list[Fault]:
    return [
        Fault(
            where + "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in each["loc"]),
            f"{each['msg']} (it is {each['input']!r:.60})" if each["type"] != "missing" else each["msg"],
            _REMEDIES.get(each["type"], "correct the value"),
        )
        for each in error.errors()
        if each["type"] != "too_short" or not _has_deeper(error, each["loc"])
    ]


def _has_deeper(error: ValidationError, place: tuple[int | str, ...]) -> bool:
    """Tell whether a list is too short only because the records in it have faults of their own."""
    return any(len(each["loc"]) > len(place) and each["loc"][: len(place)] == place for each in error.errors())
