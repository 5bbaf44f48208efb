"""Tell what reached where, when, and what is not recorded: lists of reforms in, frozen rows out."""

from __future__ import annotations

from explorer.query.options import Rule
from explorer.reach.adoption import Adopter, Frame, Mark, Progress, Rank, Share, Spread, Step, progress, ranks, spread
from explorer.reach.gaps import Entry, Gap, Groups, gaps, group_for, related, rows_by_place, undated
from explorer.reach.matrix import Cell, CountedRow, Counts, Cover, Matrix, MatrixLine, matrix, totals
from explorer.reach.overview import (
    Class,
    Measured,
    Overview,
    Shaded,
    Tallies,
    classes,
    measures,
    overview,
    shade,
    tallies,
)
from explorer.reach.population import Base, area_of, counties_of, people_of
from explorer.reach.similarity import Comparison, Held, Shared, Side, compare

__all__ = [
    "Adopter",
    "Base",
    "Cell",
    "Class",
    "Comparison",
    "CountedRow",
    "Counts",
    "Cover",
    "Entry",
    "Frame",
    "Gap",
    "Groups",
    "Held",
    "Mark",
    "Matrix",
    "MatrixLine",
    "Measured",
    "Overview",
    "Progress",
    "Rank",
    "Rule",
    "Shaded",
    "Share",
    "Shared",
    "Side",
    "Spread",
    "Step",
    "Tallies",
    "area_of",
    "classes",
    "compare",
    "counties_of",
    "gaps",
    "group_for",
    "matrix",
    "measures",
    "overview",
    "people_of",
    "progress",
    "ranks",
    "related",
    "rows_by_place",
    "shade",
    "spread",
    "tallies",
    "totals",
    "undated",
]
