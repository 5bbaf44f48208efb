"""Make changes of what was typed into the form of a reform, or tell at which field it does not fit."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, cast

from explorer.changes import NEW, Change
from explorer.check import UNUSED
from explorer.errors import Fault, Location
from explorer.ids import new_id
from explorer.merging import Known, merge
from explorer.messages import message
from explorer.offers import Offer
from explorer.placing import Placer
from explorer.views.asking import site
from explorer.views.desk.forms import CITING, cited_by

if TYPE_CHECKING:
    from collections.abc import Iterator

    from explorer.changes import Kind
    from explorer.model import Reform, Source
    from explorer.views.desk.forms import Document, Filled


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
            what = message("is the id of another source: %(value)s", value=title or name)
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
    plain = {name: Location(path=name) for name in values} if not within else {}
    return Offer(
        kind=kind,
        where="title_zh" if kind == "reform" else inner.get("title", "title_zh"),
        values=values,
        whole=True,
        cells=plain | {path: Location(path=name) for path, name in inner.items()},
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
