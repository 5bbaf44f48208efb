"""Make changes of what was typed into the form of a reform, or tell at which field it does not fit."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, cast

from explorer.changes import NEW, Change
from explorer.ids import new_id
from explorer.merging import Known, merge
from explorer.offers import Cell, Offer
from explorer.placing import Placer
from explorer.views.asking import site

if TYPE_CHECKING:
    from collections.abc import Iterator

    from explorer.changes import Kind
    from explorer.errors import Fault
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
        None if there is a fault.
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
    filled = replace(filled, sources=tuple(_with_id(each) for each in filled.sources))
    store = site().store
    ids = {*store.sources(), *(each["id"] for each in filled.sources)}
    known = Known(site().places, Placer(site().places), ids)
    values = filled.values | {"id": reform_id or _new_id(filled.values)}
    merged = merge(_offer("reform", values, filled.fields, ""), None, known)
    sources = [
        merge(_offer("source", each, filled.fields, f"sources[{n}]"), None, known)
        for n, each in enumerate(filled.sources)
    ]
    faults = (*merged.faults, *(fault for each in sources for fault in each.faults))
    if faults:
        return Written((), None, faults)
    reform = cast("Reform", merged.record)
    edited = (cast("Source", each.record) for each in sources)
    changes = (*_changes(edited, filled.bases, store.sources()), Change("reform", reform.id, reform, base))
    return Written(changes, reform, ())


def _changes(sources: Iterator[Source], bases: dict[str, int], recorded: dict[str, Source]) -> Iterator[Change]:
    for source in sources:
        if recorded.get(source.id) != source:
            yield Change("source", source.id, source, bases.get(source.id, NEW))


def _offer(kind: Kind, values: Document, fields: dict[str, str], within: str) -> Offer:
    """Offer what was typed, each value with its field."""
    inner = {path.removeprefix(f"{within}."): name for path, name in fields.items() if path.startswith(within)}
    plain = {name: Cell(None, name) for name in values} if not within else {}
    return Offer(
        kind=kind,
        where="title_zh" if kind == "reform" else inner.get("title", "title_zh"),
        values=values,
        whole=True,
        cells=plain | {path: Cell(None, name) for path, name in inner.items()},
    )


def _with_id(source: Document) -> Document:
    if source.get("id"):
        return source
    words = " ".join(str(source[name]) for name in ("publisher", "date") if source.get(name)) or str(source["title"])
    recorded = site().store.sources()
    return source | {"id": new_id(words, None, lambda made: made in recorded)}


def _new_id(values: dict[str, Any]) -> str:
    store = site().store
    return new_id(values["title_zh"] or "", values["title_en"], lambda made: store.present("reform", made) is not None)
