"""Gather what a map shows of a filter: the counties by a measure, or one programme year by year."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from explorer import reach
from explorer.records.vocabulary import MARKS
from explorer.web.babel import gettext as _
from explorer.web.request import site

if TYPE_CHECKING:
    from explorer.messages import Language
    from explorer.query.filters import Filter
    from explorer.query.options import Layout
    from explorer.reach.adoption import Frame, Mark, Progress
    from explorer.records.models import Reform

OPTIONS = ("measure", "per", "method")
UNKNOWN_YEAR: Final = "?"
NOT_RECORDED: Final = "–"
SIGNS: Final = MARKS | {"none": NOT_RECORDED, "unknown": UNKNOWN_YEAR}


@dataclass(frozen=True)
class Programme:
    """The one programme that a map shows, and the year up to which it does."""

    reform: Reform
    spread: reach.Spread
    progress: Progress
    until: int | None

    def in_a_sentence(self, language: Language) -> str:
        """Return the first sentence of the summary."""
        summary = self.reform.summary(language)
        found = re.match(r".*?(?:。|[.!?](?=\s+[A-Z“]))", summary)
        return found[0] if found else summary

    @property
    def frame(self) -> Frame:
        """What is recorded by the end of the year."""
        return self.progress.at(self.until)


@dataclass(frozen=True)
class Looks:
    """How the map without scripts draws each county and zone, by code."""

    kinds: dict[str, str]
    texts: dict[str, str]


def counted(wanted: Filter, layout: Layout) -> reach.Overview:
    """Return what a filter finds in each place, shaded as the layout asks."""
    return reach.overview(site().store.tallies(wanted, site().places), site().places, layout)


def programme(wanted: Filter) -> Programme | None:
    """Return the programme that a filter names and finds in any year; None if it names several, or none."""
    if len(wanted.reform) != 1:
        return None
    any_year = wanted.without("to")
    return next(
        (
            Programme(
                reform,
                reach.spread(reform, site().places, any_year),
                reach.progress(reform, site().places, any_year),
                wanted.to_year,
            )
            for reform in site().store.reforms(any_year)
        ),
        None,
    )


def people_in_words() -> str:
    """Say of which year the people are that counts are divided by; empty if no year is known for all counties."""
    base = reach.people_of(site().places)
    if base is None:
        return ""
    told = {
        each.source
        for each in site().places.indicators
        if each.place in base.values and (each.indicator, each.year) == ("population", base.year)
    }
    census = all("census" in source for source in told)
    return str(_("People: %(year)s census", year=base.year) if census else _("People: %(year)s", year=base.year))


def looks(counts: reach.Overview, shown: Programme | None) -> Looks:
    """Return how the map is drawn: by programme if there is one, else by measure."""
    if shown is None:
        shades = {code: shade_kind(each.shade) for code, each in counts.places.items()}
        return Looks(
            kinds={code: f"shade-{shade}" for code, shade in shades.items() if shade != "none"},
            texts={code: counts.shown[code] or NOT_RECORDED for code in counts.places},
        )
    marks = shown.frame.marks
    return Looks(
        kinds={code: _kind(mark, shown.until) for code, mark in marks.items()},
        texts={
            code: sign(marks[code].state, marks[code].since) if code in marks else NOT_RECORDED
            for code in counts.places
        },
    )


def shade_kind(shade: int | None) -> str:
    """Name the look of a shade, as the style sheet and the scripts do: ``"0"`` to ``"5"``, or ``"none"``."""
    return "none" if shade is None else str(shade)


def sign(state: str, since: int | None) -> str:
    """Write how a place has one programme, and since when: ``★ 2014``."""
    return f"{MARKS[state]} {since or UNKNOWN_YEAR}"


def as_data(counts: reach.Overview, shown: Programme | None) -> dict[str, Any]:
    """Return the same for a script or a program, as plain JSON."""
    return asdict(counts) | {"programme": _programme_data(shown.progress) if shown else None}


def until(wanted: Filter, year: int | None) -> Filter:
    """Return the filter for what is recorded by the end of a year."""
    return replace(wanted, to_year=year)


def _kind(mark: Mark, year: int | None) -> str:
    return "undated" if year is not None and mark.since is None else mark.state


def _programme_data(progress: Progress) -> dict[str, Any]:
    """Return the frames, each with only those marks that differ from the frame before."""
    before: dict[str, Mark] = {}
    frames = []
    for frame in progress.frames:
        changed = {code: [mark.state, mark.since] for code, mark in frame.marks.items() if before.get(code) != mark}
        frames.append(asdict(frame) | {"marks": changed})
        before = frame.marks
    return {"years": progress.years, "n_places": progress.n_places, "frames": frames}
