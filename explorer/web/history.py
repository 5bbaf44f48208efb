"""What a record was before: every revision with when, what and why, without the names of those who made it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import Blueprint, render_template

from explorer.records.diff import difference
from explorer.records.models import Reform
from explorer.web.request import site, unknown_reform

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from explorer.records.diff import Difference
    from explorer.records.models import Revision, Source

bp = Blueprint("history", __name__)


def differing(before: Reform | Source | None, after: Reform | Source | None) -> tuple[Difference, ...]:
    """Return what differs between two states of one record."""
    return difference(before, after, site().places, titles_of((before, after)))


def titles_of(records: Iterable[Reform | Source | None]) -> dict[str, str]:
    """Return, by id, the titles of the sources that reforms cite."""
    reforms = [each for each in records if isinstance(each, Reform)]
    return {name: each.title for name, each in site().store.sources_of(reforms).items()} if reforms else {}


@dataclass(frozen=True)
class HistoryStep:
    """
    A revision, and what it changed of the one before it; the first one changed nothing.

    Parameters
    ----------
    tells_hidden
        It, or the one before it, holds words that visitors are not shown.
    """

    revision: Revision
    is_first: bool
    differences: tuple[Difference, ...]
    tells_hidden: bool


@bp.get("/reforms/<reform_id>/history")
def of_reform(reform_id: str) -> str:
    """Show what a reform was; of a withdrawn one only when and why."""
    found = site().store.history("reform", reform_id)
    if not found:
        unknown_reform(reform_id)
    return render_template("history/reform.html", reform_id=reform_id, now=found[0].record, steps=all_steps(found))


def all_steps(newest_first: Sequence[Revision]) -> tuple[HistoryStep, ...]:
    """Return the steps of a reform and, since it was recorded, of the sources that it cites now, the newest first."""
    now, recorded = newest_first[0].record, newest_first[-1].number
    cited = now.cited if isinstance(now, Reform) else ()
    of_sources = (step for each in site().store.histories("source", cited).values() for step in steps(each))
    later = (each for each in of_sources if each.revision.number > recorded and not each.is_first)
    return tuple(sorted((*steps(newest_first), *later), key=lambda each: each.revision.number, reverse=True))


def steps(newest_first: Sequence[Revision]) -> Iterator[HistoryStep]:
    """Yield the steps of all revisions of one record, the newest first."""
    yield from steps_between(zip(newest_first, (*newest_first[1:], None), strict=True))


def steps_between(pairs: Iterable[tuple[Revision, Revision | None]]) -> Iterator[HistoryStep]:
    """Yield a step for each revision and the one before it; None if it is the first."""
    found = tuple(pairs)
    titles = titles_of(each.record for pair in found for each in pair if each)
    for after, before in found:
        told = difference(before.record, after.record, site().places, titles) if before else ()
        tells_hidden = after.is_hidden or bool(before and before.is_hidden)
        yield HistoryStep(after, is_first=before is None, differences=told, tells_hidden=tells_hidden)


def withdrawal(reform_id: str) -> Revision | None:
    """Return the revision that withdrew a reform; None if it is there, or never was."""
    now = site().store.present("reform", reform_id)
    return now if now and now.record is None else None
