"""Tell what reached where, when, and what is not recorded: lists of reforms in, frozen rows out."""

from __future__ import annotations

from explorer.layout import Rule
from explorer.reach.adoption import Adopter, Rank, Share, Spread, Step, ranks, spread
from explorer.reach.bases import Base, area_of, counties_of, people_of
from explorer.reach.cells import Cell, Counts, Cover, Line, Matrix, Pair, matrix, totals
from explorer.reach.likeness import Comparison, Held, Shared, Side, compare
from explorer.reach.listing import Entry, Groups, group_for, related, rows_by_place, undated
from explorer.reach.measuring import Measured, measures
from explorer.reach.missing import Gap, gaps
from explorer.reach.overview import Overview, Shaded, overview
from explorer.reach.progress import Frame, Mark, Progress, progress
from explorer.reach.shades import Class, classes, shade
from explorer.reach.tallies import Tallies, tallies

__all__ = [
    "Adopter",
    "Base",
    "Cell",
    "Class",
    "Comparison",
    "Counts",
    "Cover",
    "Entry",
    "Frame",
    "Gap",
    "Groups",
    "Held",
    "Line",
    "Mark",
    "Matrix",
    "Measured",
    "Overview",
    "Pair",
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
