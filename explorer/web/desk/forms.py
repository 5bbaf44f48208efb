"""A reform with its sources as the fields of a form, and back; nothing is guessed, what does not fit stays as typed."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final, cast

from explorer.errors import Fault
from explorer.formats import values as readings
from explorer.importing.merge import Known, merge
from explorer.importing.place_matcher import Placer
from explorer.messages import message
from explorer.records.candidates import Offer
from explorer.records.fields import BESIDES, LABELS, LISTS, of
from explorer.records.identifiers import new_id
from explorer.records.models import NEW, Change, paragraph_of, source_of
from explorer.records.validation import UNUSED
from explorer.web.request import site

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from explorer.formats.values import Reading
    from explorer.records.fields import Field
    from explorer.records.models import Kind, Reform, Source
    from explorer.records.vocabulary import Words


Document = dict[str, Any]
Fields = dict[str, str]

# Fields of the reform itself, and the lists of rows that cite sources.
PLAIN: Final = tuple(each for each in of("reform") if each.kind not in {"id", "rows"})
CITING: Final = tuple(LISTS.values())
PARAGRAPH: Final = next(each for each in BESIDES if each.name == "paragraph")  # part of a citation
BASE: Final = "base"  # the revision that a source was made from


def _with_paragraph(fields: Iterable[Field]) -> Iterator[Field]:
    for each in fields:
        yield each
        if each.kind == "citation":
            yield PARAGRAPH


ROWS: Final[Mapping[str, Mapping[str, Field]]] = {
    **{listed: {each.name: each for each in _with_paragraph(of(record))} for record, listed in LISTS.items()},
    "sources": {each.name: each for each in of("source")},
}
SHOWN: Final = {"reform": {each.name: each for each in PLAIN}, **ROWS}
FIELD_NAMES: Final[Words] = {
    **LABELS,
    "paragraph": {"zh": PARAGRAPH.zh, "en": PARAGRAPH.en},
    "sources": LABELS["source"],
    "why": {"zh": "修改原因", "en": "Why"},
}
MOST_DIGITS: Final = 10
MOST_ROWS: Final = 300  # of a kind, that a page can show
_NUMBERED: Final = re.compile(rf"({'|'.join(ROWS)})-(\d{{1,4}})-([a-z_]+)")
_READINGS: Final[Mapping[str, Reading]] = {
    "year": readings.year,
    "date": readings.day,
    "number": readings.number,
    "grade": readings.number,
}
_SPLIT: Final = re.compile(r"[\s,，、;；]+")
_BREAKS: Final = re.compile(r"\r\n?")
_UNSEEN: Final = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")  # no text holds them


@dataclass(frozen=True)
class Filled:
    """
    What a form holds.

    Parameters
    ----------
    values
        Properties of the reform, as in ``cases.geojson``, each typed as far as it is what it should be.
    sources
        Those that the form adds or edits.
    fields
        By a path such as ``reach[0].since``: the field that it came from.
    bases
        By the id of a source: the revision that it was made from.
    """

    values: Document
    sources: tuple[Document, ...]
    fields: dict[str, str]
    bases: dict[str, int]


def form_of(document: Mapping[str, Any], sources: Iterable[tuple[Source, int]] = ()) -> Fields:
    """Return the fields of a reform or a draft, and of its sources, each with the number of its revision."""
    fields = {each.name: _shown(each, document.get(each.name)) for each in PLAIN}
    for kind in CITING:
        for n, row in enumerate(document.get(kind) or ()):
            fields |= {f"{kind}-{n}-{name}": text for name, text in _row_fields(row, ROWS[kind]).items()}
    for n, (source, base) in enumerate(sources):
        plain = source.model_dump(mode="json", by_alias=True) | {"base": base}
        fields |= {f"sources-{n}-{name}": _text(plain[name]) for name in (*ROWS["sources"], BASE)}
    return fields


def document_of(form: Mapping[str, str]) -> Filled:
    """Read a form; a row whose fields are all empty, or that is marked to be removed, is left out."""
    values: Document = {each.name: _read(each, form.get(each.name, "")) for each in PLAIN}
    fields: dict[str, str] = {}
    rows = rows_of(form)
    for kind in CITING:
        kept = [(n, row) for n, row in rows[kind].items() if _is_filled(kind, row)]
        values[kind] = [_row(kind, row) for _, row in kept]
        fields |= {
            f"{kind}[{at}].{name}": f"{kind}-{n}-{name}" for at, (n, _) in enumerate(kept) for name in ROWS[kind]
        }
        fields |= {
            f"{kind}[{at}].source": f"{kind}-{n}-paragraph"
            for at, (n, row) in enumerate(kept)
            if isinstance(_as_read(_line(row.get("paragraph", "")), readings.count), str)
        }
    kept = [(n, row) for n, row in rows["sources"].items() if _is_filled("sources", row)]
    fields |= {
        f"sources[{at}].{name}": f"sources-{n}-{name}" for at, (n, _) in enumerate(kept) for name in ROWS["sources"]
    }
    sources = tuple(_source(row) for _, row in kept)
    bases = {
        each["id"]: number_of(row["base"])
        for each, (_, row) in zip(sources, kept, strict=True)
        if row.get("base", "").isdecimal()
    }
    return Filled(values, sources, fields, bases)


def cited_by(document: Mapping[str, Any]) -> set[str]:
    """Return the ids of the sources that the rows of a reform or a draft cite."""
    rows = [row for kind in CITING for row in document[kind]]
    return {source_of(each) for row in rows for each in (row["source"], *row.get("also", ())) if each}


def too_many(document: Mapping[str, Any]) -> int:
    """Return how many rows of a kind a reform has, if they are more than a page can show; else 0."""
    most = max(len(document[kind]) for kind in ROWS if kind in document)
    return most if most > MOST_ROWS else 0


def number_of(text: str) -> int:
    """Read the number of a revision or of a place in a list; 0, which is ``NEW``, if it is none."""
    return int(text) if text.isdecimal() and text.isascii() and len(text) < MOST_DIGITS else NEW


def row_of(name: str) -> tuple[str, int, str] | None:
    """Return kind, number and column of a field of a row; None if it is none."""
    found = _NUMBERED.fullmatch(name)
    return (found[1], int(found[2]), found[3]) if found else None


def rows_of(form: Mapping[str, str]) -> dict[str, dict[int, Fields]]:
    """Return, by kind and number, the fields of the rows of a form, as they were typed."""
    rows: dict[str, dict[int, Fields]] = {kind: {} for kind in ROWS}
    for name, text in form.items():
        found = row_of(name)
        if found and found[2] in {*ROWS[found[0]], BASE, "remove"}:
            rows[found[0]].setdefault(found[1], {})[found[2]] = text
    return {kind: dict(sorted(found.items())) for kind, found in rows.items()}


def _row_fields(row: Mapping[str, Any], fields: Mapping[str, Field]) -> Fields:
    citation = row.get("source") or ""
    plain = {**row, "source": source_of(citation), "paragraph": paragraph_of(citation)}
    return {name: _shown(each, plain.get(name)) for name, each in fields.items()}


def _row(kind: str, row: Fields) -> Document:
    fields = (each for each in ROWS[kind].values() if each is not PARAGRAPH)
    values = {each.name: _read(each, row.get(each.name, "")) for each in fields}
    paragraph = _as_read(_line(row.get("paragraph", "")), readings.count)
    if values["source"] and paragraph:
        values["source"] += f"#p{paragraph}"
    return values


def _source(row: Fields) -> Document:
    return {name: _read(each, row.get(name, "")) for name, each in ROWS["sources"].items()}


def _shown(field: Field, value: Any) -> str:
    """Write a value as its field in the form holds it."""
    if field.kind == "lines":
        return "\n".join(map(_line, value or ()))
    return " ".join(value or ()) if field.kind == "citations" else _text(value)


def _read(field: Field, text: str) -> Any:
    """Read what was typed into a field; what is not what it should be stays as it was typed."""
    if field.kind == "text":
        return _UNSEEN.sub("", _BREAKS.sub("\n", text)).strip() or None
    if field.kind == "lines":
        return [line for each in text.splitlines() if (line := _line(each))]
    if field.kind == "citations":
        return [each for each in _SPLIT.split(_line(text)) if each]
    if field.kind == "flag":
        return bool(text)
    if field.kind in _READINGS:
        return _as_read(_line(text), _READINGS[field.kind])
    return _line(text) or ("" if field.kind == "measure" else None)  # a figure may have no unit


def _is_filled(kind: str, row: Fields) -> bool:
    said = {name for name, each in ROWS[kind].items() if each.kind != "flag"}
    filled = any(_line(text) for name, text in row.items() if name in said)
    return filled and not row.get("remove")


def _line(text: str) -> str:
    return " ".join(_UNSEEN.sub("", text).split())


def _as_read(text: str, reading: Reading) -> Any:
    """Read a field as a cell of a table is read; what cannot be read, or not in full, stays as it was typed."""
    found = readings.read_cell(text, reading)
    return text.strip() if found.fault or found.note else found.value


def _text(value: Any) -> str:
    if value is None or value is False:
        return ""
    return "1" if value is True else str(value)


@dataclass(frozen=True)
class Written:
    """
    What a form comes to.

    Parameters
    ----------
    changes
        Of the reform and of the sources that are new or edited; empty if there is a fault.
    reform
        None if there is a fault, or a source alone was written.
    faults
        Each ``where`` is the name of a field.
    """

    changes: tuple[Change, ...]
    reform: Reform | None
    faults: tuple[Fault, ...]


def written(filled: Filled, reform_id: str | None, base: int) -> Written:
    """
    Read a form as changes.

    Parameters
    ----------
    reform_id
        None for a new reform: its id is made of its title.
    base
        The revision that the form was opened with; ``NEW`` for a new reform.
    """
    recorded = site().store.sources()
    filled = replace(filled, sources=tuple(_with_id(each) for each in filled.sources))
    ids = {*recorded, *(each["id"] for each in filled.sources)}
    known = Known(site().places, Placer(site().places), ids)
    filled = replace(filled, values=_citing_ids(filled, recorded))
    values = filled.values | {"id": reform_id or _new_id(filled.values), "since": _since(filled.values)}
    merged = merge(_offer("reform", values, filled.fields, ""), None, known)
    sources = [
        merge(_offer("source", each, filled.fields, f"sources[{n}]"), None, known)
        for n, each in enumerate(filled.sources)
    ]
    of_sources = (fault for each in sources for fault in each.faults)
    faults = (*merged.faults, *of_sources, *_taken_ids(filled, recorded), *_uncited(filled, recorded))
    if faults:
        return Written((), None, faults)
    reform = cast("Reform", merged.record)
    edited = (cast("Source", each.record) for each in sources)
    changes = (*_changes(edited, filled.bases, recorded), Change("reform", reform.id, reform, base))
    return Written(changes, reform, ())


def _citing_ids(filled: Filled, recorded: dict[str, Source]) -> Document:
    """Return the values with the ids of sources where a row gives a title that is but one source's."""
    titled: dict[str, set[str]] = {}
    for name, title in ((each.id, each.title) for each in recorded.values()):
        titled.setdefault(title, set()).add(name)
    for each in filled.sources:
        titled.setdefault(str(each["title"]), set()).add(each["id"])

    def by_id(citation: str | None) -> str | None:
        title, mark, paragraph = (citation or "").partition("#p")
        (name, *others) = titled.get(title, {title})
        return citation if others else f"{name}{mark}{paragraph}" or None

    rows = {kind: [row | {"source": by_id(row["source"])} for row in filled.values[kind]] for kind in CITING}
    return filled.values | rows


def source_written(filled: Filled) -> Written:
    """Read the form of one source, or tell its faults."""
    known = Known(site().places, Placer(site().places), ())
    merged = merge(_offer("source", filled.sources[0], filled.fields, "sources[0]"), None, known)
    if merged.faults:
        return Written((), None, merged.faults)
    source = cast("Source", merged.record)
    return Written((Change("source", source.id, source, filled.bases.get(source.id, NEW)),), None, ())


def _changes(sources: Iterator[Source], bases: dict[str, int], recorded: dict[str, Source]) -> Iterator[Change]:
    """Yield the sources that were edited: one that stands as the form was opened with it stays as others made it."""
    for source in sources:
        base = bases.get(source.id, NEW)
        seen = site().store.revision(base) if base else None
        if recorded.get(source.id) != source and (seen is None or seen.record != source):
            yield Change("source", source.id, source, base)


def _taken_ids(filled: Filled, recorded: dict[str, Source]) -> Iterator[Fault]:
    """Yield a fault for each new source whose id another one has."""
    ids = [each["id"] for each in filled.sources]
    for n, name in enumerate(ids):
        title = recorded[name].title if name in recorded and name not in filled.bases else None
        if title is not None or name in ids[:n]:
            what = message("is the id of another source: %(title)s", title=title or name)
            remedy = message("leave this field empty, or this row out")
            yield Fault(filled.fields[f"sources[{n}].id"], what, remedy)


def _uncited(filled: Filled, recorded: dict[str, Source]) -> Iterator[Fault]:
    """Yield a fault for each new source that no row cites."""
    cited = cited_by(filled.values)
    for n, source in enumerate(filled.sources):
        name = source["id"]
        if name not in recorded and name not in cited:
            remedy = message("write its id, %(name)s, as the source of a row, or leave this source out", name=name)
            yield Fault(filled.fields[f"sources[{n}].id"], UNUSED[0], remedy)


def _offer(kind: Kind, values: Document, fields: dict[str, str], within: str) -> Offer:
    """Offer what was typed, each value with its field."""
    inner = {path.removeprefix(f"{within}."): name for path, name in fields.items() if path.startswith(within)}
    plain = {name: name for name in values} if not within else {}
    return Offer(
        kind=kind,
        where="title_zh" if kind == "reform" else inner.get("title", "title_zh"),
        values=values,
        whole=True,
        cells=plain | inner,
    )


def _with_id(source: Document) -> Document:
    if source.get("id"):
        return source
    words = " ".join(str(source[name]) for name in ("publisher", "date") if source.get(name)) or str(source["title"])
    return source | {"id": new_id(words, None, lambda made: site().store.present("source", made) is not None)}


def _since(values: Document) -> Any:
    """Return since when; if that is left empty, the first year of a row."""
    years = (row["since"] for row in values["reach"] if isinstance(row["since"], int))
    return min(years, default=None) if values["since"] is None else values["since"]


def _new_id(values: dict[str, Any]) -> str:
    store = site().store
    return new_id(values["title_zh"] or "", values["title_en"], lambda made: store.present("reform", made) is not None)
