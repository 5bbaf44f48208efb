"""Articles with what a careful reader finds in them, and how much of it the drafts hold."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import geodata
from explorer.drafting.phrases import MARKS
from explorer.drafting.pipeline import draft
from geodata.places import County, Place, Places

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from explorer.drafting.draft import Draft

FOLDER: Final = Path(__file__).parent / "drafting" / "unseen"


@dataclass(frozen=True)
class Wanted:
    """A reform of an article: a part of its name, its places, and figures and honours told of it."""

    name: str
    places: tuple[str, ...]
    figures: tuple[tuple[object, ...], ...] = ()  # value, unit, and if it has one the qualifier
    honours: tuple[tuple[str, str], ...] = ()  # level, kind
    since: int | None = None
    also: tuple[tuple[object, ...], ...] = ()  # figures that may be drafted and need not be
    parts: tuple[str, ...] = ()  # names of parts of it that may be drafts of their own


@dataclass(frozen=True)
class Labelled:
    """An article, the city it is read for, and its reforms; ``first`` is how many were found at first sight."""

    name: str
    text: str
    places: Places
    wanted: tuple[Wanted, ...]
    first: dict[str, list[int]]


@dataclass
class Score:
    """How much of what was wanted the drafts hold: right, of so many; and in words what they do not."""

    reforms: list[int] = field(default_factory=lambda: [0, 0])
    places: list[int] = field(default_factory=lambda: [0, 0])
    figures: list[int] = field(default_factory=lambda: [0, 0])
    proposed: list[int] = field(default_factory=lambda: [0, 0])  # figures drafted that are told of their reform
    honours: list[int] = field(default_factory=lambda: [0, 0])
    noise: list[int] = field(default_factory=lambda: [0, 0])  # drafts that are no reform
    faults: list[str] = field(default_factory=list)

    def add(self, other: Score) -> None:
        """Add the counts of another article."""
        for kind in COUNTED:
            both = zip(getattr(self, kind), getattr(other, kind), strict=True)
            setattr(self, kind, [mine + theirs for mine, theirs in both])


COUNTED: Final = ("reforms", "places", "figures", "proposed", "honours", "noise")


def city(code: str, name: str, counties: dict[str, str]) -> Places:
    """Return a city of which only the names are known."""

    def place(code: str, name: str) -> dict[str, Any]:
        return {"code": code, "name_zh": name, "name_en": code, "short_zh": name[:-1], "pinyin": code}

    top = Place(
        **place(code, name),
        kind="city",
        rank="prefecture-level city",
        parent=f"{code[:2]}0000",
        label_point=(118.0, 29.0),
    )
    units = tuple(
        County(
            **place(each, called), kind="county", rank="county", parent=code, label_point=(118.0, 29.0), area_km2=1.0
        )
        for each, called in counties.items()
    )
    return Places(city=top, counties=units, zones=(), towns=(), indicators=(), folder=Path())


def articles() -> Iterator[Labelled]:
    """Yield the articles that were written without a look at the rules, in the order of their names."""
    for file in sorted(FOLDER.glob("*.json")):
        told = json.loads(file.read_text(encoding="utf-8"))
        text = file.with_suffix(".txt").read_text(encoding="utf-8")
        counties = told["counties"]
        places = city(told["city"], told["name"], counties) if counties else geodata.load(told["city"])
        wanted = tuple(_wanted(each) for each in told["reforms"])
        yield Labelled(file.stem, text, places, wanted, told["first_sight"])


def _wanted(told: dict[str, Any]) -> Wanted:
    return Wanted(
        name=told["name"],
        places=tuple(told["places"]),
        figures=tuple(map(tuple, told.get("figures", ()))),
        honours=tuple((level, kind) for level, kind in told.get("honours", ())),
        since=told.get("since"),
        also=tuple(map(tuple, told.get("also", ()))),
        parts=tuple(told.get("parts", ())),
    )


def score(article: Labelled) -> Score:
    """Draft an article and count; a draft is a reform's if it is named so, each reform's figures are counted once."""
    drafts = draft(article.text, article.places)
    found = Score()
    left = list(drafts)
    for wanted in article.wanted:
        mine = [each for each in left if _is_named(each, wanted.name)]
        left = [each for each in left if each not in mine]
        _count(found, wanted, mine)
    parts = [part for wanted in article.wanted for part in wanted.parts]
    noise = [each for each in left if not any(_is_named(each, part) for part in parts)]
    found.noise = [len(noise), len(drafts)]
    found.faults += [f"no reform: {each.title_zh}" for each in noise]
    return found


def _is_named(one: Draft, name: str) -> bool:
    titles = [MARKS.sub("", title) for title in (one.title_zh, *one.aliases_zh)]
    plain = MARKS.sub("", name)
    return any(plain in title or (len(title) > 3 and title in plain) for title in titles)


def _count(found: Score, wanted: Wanted, mine: Sequence[Draft]) -> None:
    _note(found, "reforms", bool(mine), wanted.name)
    reached = sorted({row.place for each in mine for row in each.reach})
    _note(found, "places", bool(mine) and reached == sorted(wanted.places), f"{wanted.name}: {reached or 'no place'}")
    figures = [(each.value, each.unit, each.qualifier) for one in mine for each in one.figures]
    for figure in wanted.figures:
        _note(found, "figures", _has(figures, figure), f"{wanted.name}: {figure}")
    told = [*wanted.figures, *wanted.also]
    for value, unit, _ in figures:
        _note(found, "proposed", any(each[:2] == (value, unit) for each in told), f"{wanted.name}: {value} {unit}")
    honours = [(each.level, each.kind) for one in mine for each in one.honours]
    for honour in wanted.honours:
        _note(found, "honours", honour in honours, f"{wanted.name}: {honour}")


def _has(figures: Iterable[tuple[object, ...]], wanted: tuple[object, ...]) -> bool:
    return any((*wanted, None)[:3] == figure for figure in figures)


def _note(found: Score, kind: str, right: bool, what: str) -> None:  # noqa: FBT001
    counts = getattr(found, kind)
    counts[0] += right
    counts[1] += 1
    if not right:
        found.faults.append(f"{kind}: {what}")
