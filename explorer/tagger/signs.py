"""Rules on the words before and after a name, joined so that one search tells whether any of many fits."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_NEVER = "(?!)"


@dataclass(frozen=True)
class Rule:
    """A sign that a name is none of a place: patterns of what stands before it, after it, or both."""

    why: str
    before: str = ""
    after: str = ""
    forms: frozenset[str] = frozenset(["short"])
    kinds: frozenset[str] = frozenset()  # none: all


@dataclass(frozen=True)
class Signs:
    """The rules for names of one form and some kinds of place."""

    rules: Sequence[Rule]

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
