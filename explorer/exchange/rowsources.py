"""Find the sources that the rows of a steward's table name or describe, each once, and how a row cites them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from explorer.errors import Fault
from explorer.exchange import readings
from explorer.exchange.citing import DESCRIBED, citations, cited, described, doubt
from explorer.exchange.making import Making
from explorer.messages import message
from explorer.model import paragraph_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from explorer.exchange.lines import Line

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
