"""The words around a name that tell what it is, read from ``cues.toml``."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_FORMS = ("full", "short", "fault")
FILE = Path(__file__).parent / "cues.toml"


@dataclass(frozen=True)
class Rule:
    """A sign that a name is none of a place: a pattern that fits before or after it."""

    why: str
    before: re.Pattern[str] | None
    after: re.Pattern[str] | None
    forms: frozenset[str]
    kinds: frozenset[str]  # empty: all

    def fits(self, left: str, right: str) -> bool:
        """Tell whether the words around a name show this sign."""
        if self.before is not None and not self.before.search(left):
            return False
        return self.after is None or self.after.match(right) is not None


@dataclass(frozen=True)
class Cues:
    """All signs; text is folded."""

    rules_of: Mapping[str, tuple[Rule, ...]]  # by the form of the name
    rules_by_name: Mapping[str, tuple[Rule, ...]]  # those of one name only
    person_why: str
    surnames: frozenset[str]
    doubtful_surnames: frozenset[str]
    double_surnames: re.Pattern[str]
    numbers: frozenset[str]
    titles: re.Pattern[str]
    people: re.Pattern[str]  # what precedes a doubtful surname
    tails: re.Pattern[str]
    tells_place: frozenset[str]
    natural: frozenset[str]
    bound: frozenset[str]
    things: tuple[str, ...]
    common: frozenset[str]
    heads: re.Pattern[str]
    other_rank: re.Pattern[str]
    latin_other: re.Pattern[str]
    latin_within: re.Pattern[str]
    latin_person_before: re.Pattern[str]
    latin_person_after: re.Pattern[str]
    other_words: frozenset[str]
    rank_kept: re.Pattern[str]  # 市花卉: the rank is the place's after all
    generic_words: tuple[str, ...]
    vague: frozenset[str]
    generic_english: tuple[str, ...]
    generic_full: frozenset[str]
    organs: re.Pattern[str]
    after_classes: frozenset[str]
    after_characters: frozenset[str]
    after_words: re.Pattern[str]
    elsewhere_why: str
    elsewhere: re.Pattern[str]
    between: frozenset[str]
    parallel: re.Pattern[str]
    list_end: re.Pattern[str]
    frames: tuple[tuple[re.Pattern[str], re.Pattern[str]], ...]  # what stands before and after
    directions: frozenset[str]
    counted: re.Pattern[str]
    never_greatest: tuple[str, ...]
    past_words: tuple[str, ...]
    today: re.Pattern[str]
    latin_between: frozenset[str]
    latin_at: re.Pattern[str]
    latin_words: frozenset[str]


@cache
def cues() -> Cues:
    """Return the signs of ``cues.toml``, read once."""
    with FILE.open("rb") as file:
        read = tomllib.load(file)
    rules = tuple(map(_rule, read["rule"]))
    person, generic = read["person"], read["generic"]
    return Cues(
        rules_of={form: tuple(rule for rule in rules if form in rule.forms) for form in _FORMS},
        rules_by_name=_by_name(read["homograph"]),
        person_why=person["why"],
        surnames=frozenset(person["surnames"]),
        doubtful_surnames=frozenset(person["doubtful"]),
        double_surnames=re.compile(f"(?:{person['double']})$"),
        numbers=frozenset(person["numbers"]),
        titles=re.compile(f"{person['titles']}$"),
        people=re.compile(f"{person['doubtful_after']}$"),
        tails=re.compile(read["words"]["tails"]),
        tells_place=frozenset(read["words"]["tells_place"]),
        natural=frozenset(read["words"]["natural"]),
        things=tuple(read["words"]["things"]),
        common=frozenset(read["common"]["names"]),
        bound=frozenset(read["words"]["bound"]),
        heads=re.compile(read["words"]["heads"]),
        other_rank=re.compile(read["words"]["other_rank"]),
        latin_within=re.compile(read["latin"]["within"]),
        latin_person_before=re.compile(rf"(?:^|[^a-z])(?:{read['latin']['surnames']}) $"),
        latin_person_after=re.compile(rf" (?:{read['latin']['surnames']})(?:$|[.,;:!?)])"),
        latin_other=re.compile(read["latin"]["other"]),
        other_words=frozenset(read["market"]["words"]),
        rank_kept=re.compile(read["market"]["kept"]),
        generic_words=tuple(generic["words"]),
        vague=frozenset(generic["vague"]),
        generic_english=tuple(generic["english"]),
        generic_full=frozenset(generic["full"]),
        organs=re.compile(generic["organs"]),
        after_classes=frozenset(generic["after_classes"]),
        after_characters=frozenset(generic["after_characters"]),
        after_words=re.compile(f"(?:{generic['after_words']})$"),
        elsewhere_why=read["elsewhere"]["why"],
        elsewhere=re.compile(read["elsewhere"]["after"]),
        between=frozenset(read["lists"]["between"]),
        frames=tuple((re.compile(f"{each['before']}$"), re.compile(each["after"])) for each in read["frame"]),
        directions=frozenset(read["common"]["directions"]),
        counted=re.compile(read["lists"]["counted"]),
        list_end=re.compile(read["lists"]["end"]),
        parallel=re.compile(read["lists"]["parallel"]),
        never_greatest=tuple(read["greatest"]["never"]),
        past_words=tuple(read["past"]["words"]),
        today=re.compile(read["past"]["today"]),
        latin_between=frozenset(read["latin"]["between"]),
        latin_at=re.compile(f"{read['latin']['at']}$"),
        latin_words=frozenset(read["latin"]["words"]),
    )


def _by_name(written: Iterable[dict[str, object]]) -> dict[str, tuple[Rule, ...]]:
    found: dict[str, list[Rule]] = {}
    for each in written:
        for name in str(each["names"]).split():
            found.setdefault(name, []).append(_rule(each))
    return {name: tuple(rules) for name, rules in found.items()}


def _rule(written: dict[str, object]) -> Rule:
    before, after = written.get("before"), written.get("after")
    forms, kinds = written.get("forms", ["short"]), written.get("kinds", [])
    return Rule(
        why=str(written["why"]),
        before=re.compile(f"{before}$") if before else None,
        after=re.compile(str(after)) if after else None,
        forms=frozenset(map(str, forms if isinstance(forms, list) else ())),
        kinds=frozenset(map(str, kinds if isinstance(kinds, list) else ())),
    )
