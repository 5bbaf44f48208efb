"""What a reform is called in a sentence, by which rule it was found, and why."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Literal

from explorer.tagger.remembering import remembered

Rule = Literal["list", "document", "quoted", "parallel", "built", "subject", "work", "counted", "award"]


Span = tuple[int, int]


_STRENGTHS: Final[dict[Rule, float]] = {
    "document": 0.85,
    "quoted": 0.85,
    "list": 0.8,
    "parallel": 0.6,
    "built": 0.6,
    "subject": 0.65,
    "work": 0.5,
    "counted": 0.5,
    "award": 0.6,
}


MARKS: Final = re.compile("[“”‘’《》「」]")


@dataclass(frozen=True)
class Name:
    """What a reform may be called, and where in the sentence; ``core`` is the name without its wrapping."""

    title: str
    core: str
    start: int
    end: int
    rule: Rule
    why: str

    @property
    def strength(self) -> float:
        """How sure a name found so is one, before anything else is known."""
        return _STRENGTHS[self.rule]

    @property
    def distinct(self) -> bool:
        """Tell whether the name alone, without its place, tells the reform from others."""
        return self.rule in ("list", "document", "quoted")


@remembered(8192)
def core_of(title: str) -> str:
    """Return a title without quotation marks and without a closing 建设, 工作, 品牌."""
    bare = MARKS.sub("", title)
    return re.sub(r"(?<=.{3})(?:建设|工作|品牌|活动|目标|专属产品)$", "", bare)
