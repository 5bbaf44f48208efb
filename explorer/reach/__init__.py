"""Tell what reached where, when, and what is not recorded: lists of reforms in, frozen rows out."""

from __future__ import annotations

from explorer.reach.adoption import Adopter, Rank, Share, Spread, Step, ranks, spread
from explorer.reach.bases import Base, area_of, counties_of, people_of
from explorer.reach.cells import Cell, Counts, Cover, Line, Matrix, Pair, matrix, totals
from explorer.reach.likeness import Comparison, Held, Shared, Side, compare
from explorer.reach.listing import Entry, Groups, group_for, related, rows_by_place, undated
from explorer.reach.missing import Gap, gaps
from explorer.reach.overview import Overview, Shaded, overview
from explorer.reach.rule import Rule
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
    "Gap",
    "Groups",
    "Held",
    "Line",
    "Matrix",
    "Overview",
    "Pair",
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
    "overview",
    "people_of",
    "ranks",
    "related",
    "rows_by_place",
    "shade",
    "spread",
    "tallies",
    "totals",
    "undated",
]
