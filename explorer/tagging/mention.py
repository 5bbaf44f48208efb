"""A mention: where a text names a place, which place, and why it was taken or refused."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from explorer.messages import Message

Kind = Literal["county", "zone", "town", "city", "province", "model"]
Verdict = Literal["taken", "refused", "ambiguous"]


@dataclass(frozen=True, slots=True)
class Mention:
    """A stretch of the input that reads like the name of a place: ``text == input[start:end]``, always."""

    code: str  # of a town its county's, of a model its place's; empty if ambiguous
    name: str  # full Chinese name of the place; of an ambiguous one the name as it is shared
    start: int
    end: int
    text: str
    kind: Kind
    score: float  # 0 to 1: how sure the verdict is
    why: Message
    verdict: Verdict = "taken"
    town: str = ""  # name of the town, for the kind "town"
    candidates: tuple[str, ...] = ()  # codes, if ambiguous
