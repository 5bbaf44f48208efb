"""Find the sources that the rows of a steward's table name or describe, each once, and how a row cites them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from explorer.errors import Fault
from explorer.formats import values as readings
from explorer.formats.columns import typed
from explorer.formats.rows import Making
from explorer.messages import Message, message
from explorer.records.fields import column, of
from explorer.records.identifiers import source_id
from explorer.records.models import paragraph_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from explorer.formats.rows import Line


_CITATION: Final = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*(#p[1-9]\d*)?")
_ADDRESS: Final = re.compile(r"https?://", re.IGNORECASE)
_BETWEEN: Final = re.compile(r"[\s、，,；;]+")
_TWO_TITLES: Final = re.compile("》[^《]*[；;\n][^》]*《")
_NEARLY_A_CITATION: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*\s*(?:#|第\s*\d+\s*段)", re.IGNORECASE)
_SHOWN: Final = 60  # characters of a cell that a fault repeats
# Column of a row: field of a source, and how it is read.
DESCRIBED: Final = {column(each): (each.name, typed(each)) for each in of("source") if each.headings}
SOURCE_FIELDS: Final = ("source", "paragraph", *DESCRIBED)
_ONE_BESIDE: Final = (
    message("names several sources, and beside it stands what one of them is"),
    message("write a row for each source"),
)
_OTHER_PARAGRAPH: Final = (
    message("is another paragraph than that in the id of the source"),
    message("keep one of them"),
)
_MOST_ALIKE: Final = 50  # sources of one title that are held against each other: more bear a common name


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


def _meant(named: str, values: Mapping[str, Any]) -> str:
    if _ADDRESS.match(named):
        return "url"
    return "publisher" if "title" in values else "title"


def _is_citation(named: str | None) -> bool:
    return bool(named and _CITATION.fullmatch(named))


def _is_surely_a_citation(text: str) -> bool:
    """Tell whether a part of a text is an id and no word, number or date: it has letters, and - or #."""
    return _is_citation(text) and bool(re.search("[a-z]", text)) and bool(re.search("[-#]", text))


@dataclass
class RowSources:
    """
    The sources that rows describe.

    Parameters
    ----------
    makings
        By their ids.
    renamed
        Ids by which rows cite a source that another row describes more fully.
    """

    makings: dict[str, Making] = field(default_factory=dict)
    renamed: dict[str, str] = field(default_factory=dict)
    given: set[str] = field(default_factory=set)  # ids that a row itself gives: they stay

    def citations(self, making: Making, line: Line) -> tuple[str, ...]:
        """Return how a row of a reform cites, the main source first; what is wrong with that is told of the reform."""
        source, named = _source(line)
        paragraph = readings.read_cell(line.raw("paragraph"), readings.count)
        if paragraph.fault:
            making.blame(line.cell("paragraph"), *paragraph.fault)
        doubted = doubt(named)
        if doubted:
            making.blame(line.cell("source"), *doubted)
        if set(source.values) <= {"id"}:
            making.faults += source.faults  # no source is offered that could tell of them
        several = citations(named)
        if len(several) > 1 and line.has("paragraph", *DESCRIBED):
            making.blame(line.cell("source"), *_ONE_BESIDE)
        if len(several) == 1 and paragraph.value and paragraph_of(several[0]) not in {None, paragraph.value}:
            making.blame(line.cell("paragraph"), *_OTHER_PARAGRAPH)
        if len(several) > 1:
            return several
        citation = cited(source.values, named, paragraph.value)
        if citation is None:
            return ()
        name, mark, rest = citation.partition("#")
        return (f"{self.renamed.get(name, name)}{mark}{rest}",)


def sources_of_rows(lines: Iterable[Line]) -> RowSources:
    """Gather the sources that rows describe, in the order of the rows."""
    found = RowSources()
    for line in lines:
        if line.has(*SOURCE_FIELDS):
            _gather(line, found)
    _unify(found)
    return found


def heading_of_source(line: Line) -> str:
    """Return the field that a person would look at for a source: the first that the table has."""
    return next(
        (name for name in ("source_title", "source", "source_address") if name in line.columns.places), "source"
    )


def _source(line: Line) -> tuple[Making, str | None]:
    """Return the source that a row names or describes, and what stands under 来源."""
    source = Making("source", line.here, whole=False)
    named = source.read(line.raw("source"), readings.text, "source", line.cell("source"))
    source.cells.pop("source")
    named = named.strip() if named else None
    fields = {
        key: source.read(line.raw(name), reading, key, line.cell(name)) for name, (key, reading) in DESCRIBED.items()
    }
    source.values = described(named, fields)
    source.row(line.sheet, line.row.number)
    return source, named


def _gather(line: Line, found: RowSources) -> None:
    """Take the source that a row describes, once."""
    source, named = _source(line)
    if set(source.values) <= {"id"} or len(citations(named)) > 1 or doubt(named):
        return
    if citations(named):
        found.given.add(source.values["id"])
    known = found.makings.setdefault(source.values["id"], source)
    known.row(line.sheet, line.row.number)
    differs = any(known.values.get(key, value) != value for key, value in source.values.items())
    known.values = {**source.values, **known.values}
    if differs:
        first = known.where
        what = message("the source is described otherwise in %(first)s", first=first)
        known.blame(line.cell("source"), what, message("describe a source alike in all rows"))


def _unify(found: RowSources) -> None:
    """Let a source that one row describes more fully be one: the rows after the first often state its title alone."""
    by_title: dict[Any, list[Making]] = {}
    for each in found.makings.values():
        by_title.setdefault(each.values.get("title"), []).append(each)
    for title, alike in by_title.items():
        if not title or len(alike) > _MOST_ALIKE:
            continue
        fullest = [each for each in alike if not any(_says_more(other.values, each.values) for other in alike)]
        for each in (each for each in alike if each.values["id"] not in found.given):
            fuller = [other for other in fullest if _says_more(other.values, each.values)]
            if len(fuller) == 1:
                _take_over(found, each, fuller[0])


def _says_more(values: Mapping[str, Any], others: Mapping[str, Any]) -> bool:
    """Tell whether a description holds all that another one does, and more."""
    said = {key: value for key, value in others.items() if key != "id"}
    return len(values) > len(others) and all(values.get(key) == value for key, value in said.items())


def _take_over(found: RowSources, source: Making, fuller: Making) -> None:
    del found.makings[source.values["id"]]
    found.renamed[source.values["id"]] = fuller.values["id"]
    fuller.rows |= source.rows
    fuller.faults += source.faults
    there = fuller.where
    what = message("says less of its source than another row")
    remedy = message("read as the source of %(there)s", there=there)
    fuller.notes.append(Fault(source.where, what, remedy))
