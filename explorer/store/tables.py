"""The tables of a store: thin ones to search, count and sort, and apart from them what is only read."""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa

SCHEMA_VERSION: Final = "3"  # a store of another version is built anew
# The home of a reach row is the county that it reaches: itself, a zone's host, or one of these.
EVERYWHERE: Final = "*"  # all counties: the city runs it
NOWHERE: Final = ""  # none of the counties

metadata = sa.MetaData()
state = sa.Table(
    "state",
    metadata,
    sa.Column("key", sa.String, primary_key=True),
    sa.Column("value", sa.String, nullable=False),
)
source = sa.Table(
    "source",
    metadata,
    sa.Column("id", sa.String, primary_key=True),
    sa.Column("position", sa.Integer, nullable=False),
    sa.Column("document", sa.Text, nullable=False),
)
place = sa.Table(
    "place",
    metadata,
    sa.Column("code", sa.String, primary_key=True),
    sa.Column("words", sa.Text, nullable=False),  # its names, for search as below
    sa.Column("syllables", sa.Text, nullable=False),
)
reform = sa.Table(
    "reform",
    metadata,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),  # its position in the file
    sa.Column("id", sa.String, nullable=False, unique=True),
    sa.Column("theme", sa.String, nullable=False, index=True),
    # Positions in these orders, so that each database sorts alike.
    sa.Column("by_id", sa.Integer, nullable=False),
    sa.Column("by_zh", sa.Integer, nullable=False),
    sa.Column("by_en", sa.Integer, nullable=False),
)
document = sa.Table(
    "document",
    metadata,
    sa.Column("reform", sa.ForeignKey("reform.number"), primary_key=True, autoincrement=False),
    sa.Column("json", sa.Text, nullable=False),
)
text = sa.Table(
    "text",
    metadata,
    sa.Column("reform", sa.ForeignKey("reform.number"), primary_key=True, autoincrement=False),
    sa.Column("words", sa.Text, nullable=False),  # titles, summaries, names: folded, for search
    sa.Column("syllables", sa.Text, nullable=False),  # Chinese names and summary as pinyin between bars
)
reach = sa.Table(
    "reach",
    metadata,
    sa.Column("reform", sa.ForeignKey("reform.number"), primary_key=True, autoincrement=False),
    sa.Column("home", sa.String, primary_key=True),
    sa.Column("place", sa.String, primary_key=True),
    sa.Column("scope", sa.String, nullable=False),
    sa.Column("status", sa.String, nullable=False),
    sa.Column("since", sa.Integer, nullable=True),
    sa.Column("first", sa.Integer, nullable=False),  # 1: it is the first of its reform
    # Both hold all that a filter and a count ask for, in the order in which it is counted.
    sa.Index("reach_by_place", "place", "reform", "scope", "status", "since", "first"),
    sa.Index("reach_by_home", "home", "reform", "place", "scope", "status", "since"),
    sqlite_with_rowid=False,
)
honour = sa.Table(
    "honour",
    metadata,
    sa.Column("reform", sa.ForeignKey("reform.number"), nullable=False),
    sa.Column("place", sa.String, nullable=True),  # of which it speaks, a row for each; None: of none of the rows
    sa.Column("level", sa.String, nullable=False),
    sa.Column("kind", sa.String, nullable=False),
    sa.Index("honour_by_reform", "reform", "place", "level", "kind"),
)
standing = sa.Table(
    "standing",
    metadata,
    sa.Column("citywide", sa.Boolean, primary_key=True),  # the rule: whether citywide rows count
    sa.Column("zones", sa.Boolean, primary_key=True),  # and rows of zones
    sa.Column("reform", sa.ForeignKey("reform.number"), primary_key=True, autoincrement=False),
    sa.Column("n_counties", sa.Integer, nullable=False),
    sa.Column("first", sa.Integer, nullable=True),
    sa.Column("pace", sa.Float, nullable=True),
    sqlite_with_rowid=False,
)
