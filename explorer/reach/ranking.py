"""Say which programmes are asked for, and in which order: a part of all that a filter finds."""

from __future__ import annotations

from dataclasses import dataclass, field

from explorer.layout import Rule


@dataclass(frozen=True)
class Ranking:
    """
    A part of the programmes of a filter, in an order.

    ``order`` is ``reach`` (most counties first), ``pace`` (most counties a year first), ``first`` (earliest stated
    year first) or ``name``; what is not known stands last, equals stand in the order of their ids. ``least`` asks for
    those that reach at least so many counties, ``lacking`` for those that do not reach this county.
    """

    order: str = "reach"
    rule: Rule = field(default_factory=Rule)
    limit: int = 50
    offset: int = 0
    least: int = 0
    lacking: str | None = None
