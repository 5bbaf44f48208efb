"""The words around a name that tell what it is, read from ``cues.toml``."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, fields
from functools import cache, cached_property
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence


_NEVER = "(?!)"
_READ: Mapping[str, Callable[[Any], object]] = {
    "re.Pattern[str]": re.compile,
    "frozenset[str]": frozenset,
    "tuple[str, ...]": tuple,
    "str": str,
}


@dataclass(frozen=True)
class Cue:
    """A sign that a name is none of a place: patterns of what stands before it, after it, or both."""

    why: str
    before: str = ""
    after: str = ""
    forms: frozenset[str] = frozenset(["short"])
    kinds: frozenset[str] = frozenset()  # none: all


@dataclass(frozen=True)
class Signs:
    """The rules for names of one form and some kinds of place."""

    rules: Sequence[Cue]

    def why(self, left: str, right: str, *, followed: bool) -> str:
        """
        Return why a name in these words is none of a place, empty if no rule fits.

        Parameters
        ----------
        followed
            Whether another name follows at once: what stands after is that name then, and tells nothing.
        """
        found = self._before.search(left)
        if found is None and not followed:
            found = self._after.match(right) or self._around(left, right)
        return self.rules[int(str(found.lastgroup)[1:])].why if found else ""

    def _around(self, left: str, right: str) -> re.Match[str] | None:
        for before, after in self._both:
            found = after.match(right)  # at one place, so the sooner done of the two
            if found and before.search(left):
                return found
        return None

    @cached_property
    def _before(self) -> re.Pattern[str]:
        return _joined((n, f"(?:{rule.before})$") for n, rule in enumerate(self.rules) if not rule.after)

    @cached_property
    def _after(self) -> re.Pattern[str]:
        return _joined((n, rule.after) for n, rule in enumerate(self.rules) if not rule.before)

    @cached_property
    def _both(self) -> tuple[tuple[re.Pattern[str], re.Pattern[str]], ...]:
        return tuple(
            (re.compile(f"(?:{rule.before})$"), _joined([(n, rule.after)]))
            for n, rule in enumerate(self.rules)
            if rule.before and rule.after
        )


def _joined(patterns: Iterable[tuple[int, str]]) -> re.Pattern[str]:
    """Join patterns, each in a group that bears its rule's number."""
    return re.compile("|".join(f"(?P<_{number}>{pattern})" for number, pattern in patterns) or _NEVER)


FILE = Path(__file__).parent / "cues.toml"


@dataclass(frozen=True)
class Cues:
    """All signs; text is folded."""

    rules: tuple[Cue, ...]
    homographs: Mapping[str, Signs]  # of one name only
    frames: Signs  # of a common word that it is a place's after all
    surnames: frozenset[str]
    doubtful_surnames: frozenset[str]
    double_surnames: re.Pattern[str]
    numbers: frozenset[str]
    people: re.Pattern[str]  # what precedes a doubtful surname
    tails: re.Pattern[str]
    tells_place: frozenset[str]
    natural: frozenset[str]
    bound: frozenset[str]
    things: tuple[str, ...]
    common: frozenset[str]
    other_rank: re.Pattern[str]
    latin_other: re.Pattern[str]
    latin_within: re.Pattern[str]
    latin_people: str  # surnames and titles, for the patterns below
    other_words: frozenset[str]
    rank_kept: re.Pattern[str]  # 市花卉: the rank is the place's after all
    generic_words: tuple[str, ...]
    vague: frozenset[str]
    generic_english: tuple[str, ...]
    generic_full: frozenset[str]
    organs: re.Pattern[str]
    after_classes: frozenset[str]
    elsewhere: re.Pattern[str]
    between: frozenset[str]
    parallel: re.Pattern[str]
    directions: frozenset[str]
    counted: re.Pattern[str]
    never_greatest: tuple[str, ...]
    past_words: tuple[str, ...]
    today: re.Pattern[str]
    latin_between: frozenset[str]
    latin_at: re.Pattern[str]
    latin_words: frozenset[str]

    @cached_property
    def latin_person_before(self) -> re.Pattern[str]:
        """What precedes the name of a person in Latin letters."""
        return re.compile(rf"(?:^|[^a-z])(?:{self.latin_people}) $")

    @cached_property
    def latin_person_after(self) -> re.Pattern[str]:
        """What follows it."""
        return re.compile(rf" (?:{self.latin_people})(?:$|[.,;:!?)])")

    @cached_property
    def things_by_beginning(self) -> Mapping[str, tuple[str, ...]]:
        """Return the things by their first two characters: each name asks for few."""
        ordered = sorted(self.things)
        return {begin: tuple(group) for begin, group in groupby(ordered, key=lambda thing: thing[:2])}


@cache
def cues() -> Cues:
    """Return the signs of ``cues.toml``, read once: a field is the entry of its name."""
    sections = written()
    entries = {
        name: value for section in sections.values() if isinstance(section, dict) for name, value in section.items()
    }
    read: dict[str, Any] = {
        each.name: _READ[str(each.type)](entries[each.name]) for each in fields(Cues) if each.name in entries
    }
    frames = Signs([_rule(**each) for each in sections["frame"]])
    rules = tuple(_rule(**each) for each in sections["rule"])
    return Cues(rules=rules, homographs=_by_name(sections["homograph"]), frames=frames, **read)


@cache
def written() -> dict[str, Any]:
    """Return all that the file holds."""
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


@cache
def signs_of(form: str, kinds: frozenset[str]) -> Signs:
    """Return the rules for names of a form, of some kinds of place."""
    return Signs([rule for rule in cues().rules if form in rule.forms and (not rule.kinds or rule.kinds & kinds)])


def _by_name(written: Iterable[dict[str, str]]) -> dict[str, Signs]:
    found: dict[str, list[Cue]] = {}
    for each in written:
        for name in each["names"].split():
            found.setdefault(name, []).append(_rule(**{key: each[key] for key in each if key != "names"}))
    return {name: Signs(rules) for name, rules in found.items()}


def _rule(
    why: str,
    before: str | list[str] = "",
    after: str | list[str] = "",
    forms: Iterable[str] = ("short",),
    kinds: Iterable[str] = (),
) -> Cue:
    return Cue(why, _one_of(before), _one_of(after), frozenset(forms), frozenset(kinds))


def _one_of(written: str | list[str]) -> str:
    return written if isinstance(written, str) else "|".join(written)
