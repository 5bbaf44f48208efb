"""The tables by which reforms are searched, counted and sorted: made from what is kept, and made anew at any time."""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa

from explorer.store.kept import ID

SCHEMA_VERSION: Final = "4"  # tables of another version are made anew
# The home of a reach row is the county that it reaches: itself, a zone's host, or one of these.
EVERYWHERE: Final = "*"  # all counties: the city runs it
NOWHERE: Final = ""  # none of the counties
ANY_NUMBER: Final[sa.ColumnElement[int]] = sa.literal_column("0")

metadata = sa.MetaData()
state = sa.Table(
    "state",
    metadata,
    sa.Column("key", sa.String, primary_key=True),
    sa.Column("value", sa.String, nullable=False),
)
place = sa.Table(
    "place",
    metadata,
    sa.Column("code", sa.String, primary_key=True),
    sa.Column("home", sa.String, nullable=False),
    sa.Column("words", sa.Text, nullable=False),  # its names, for search as below
    sa.Column("syllables", sa.Text, nullable=False),
)
source = sa.Table(
    "source",
    metadata,
    sa.Column("id", ID, primary_key=True),
    sa.Column("revision", sa.Integer, nullable=False),  # kept.revision, which holds the document
)
reform = sa.Table(
    "reform",
    metadata,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),  # a short name for the tables below
    sa.Column("id", ID, nullable=False, unique=True),
    sa.Column("theme", sa.String, nullable=False, index=True),
    sa.Column("revision", sa.Integer, nullable=False),  # kept.revision, which holds the document
)
name = sa.Table(
    "name",
    metadata,
    sa.Column("reform", sa.Integer, primary_key=True, autoincrement=False),
    # The titles as bytes that sort alike in each database; Chinese ones by their pinyin.
    sa.Column("zh", sa.LargeBinary, nullable=False),
    sa.Column("en", sa.LargeBinary, nullable=False),
)
text = sa.Table(
    "text",
    metadata,
    sa.Column("reform", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("words", sa.Text, nullable=False),  # titles, summaries, names: folded, for search
    sa.Column("syllables", sa.Text, nullable=False),  # Chinese names and summary as pinyin between bars
)
reach = sa.Table(
    "reach",
    metadata,
    sa.Column("reform", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("home", sa.String, primary_key=True),
    sa.Column("place", sa.String, primary_key=True),
    sa.Column("scope", sa.String, nullable=False),
    sa.Column("status", sa.String, nullable=False),
    sa.Column("since", sa.Integer, nullable=True, index=True),
    sa.Column("first", sa.Integer, nullable=False),  # 1: it is the first of its reform
    # Both hold all that a filter and a count ask for, in the order in which it is counted.
    sa.Index("reach_by_place", "place", "reform", "scope", "status", "since", "first"),
    sa.Index("reach_by_home", "home", "reform", "place", "scope", "status", "since"),
    sqlite_with_rowid=False,
)
honour = sa.Table(
    "honour",
    metadata,
    sa.Column("reform", sa.Integer, nullable=False),
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
    sa.Column("reform", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("n_counties", sa.Integer, nullable=False),
    sa.Column("first", sa.Integer, nullable=True),
    sa.Column("pace", sa.Float, nullable=True),
    sqlite_with_rowid=False,
)
# For the order that is asked for most; any other is found faster without it, and so must not say the condition.
_OF_REACH = standing.c.n_counties >= ANY_NUMBER
sa.Index(
    "standing_by_reach",
    *(standing.c.citywide, standing.c.zones, standing.c.n_counties),
    sqlite_where=_OF_REACH,
    postgresql_where=_OF_REACH,
)
# No table refers to another: they are written and thrown away together.
OF_REFORM: Final = (name, text, reach, honour, standing)  # each holds rows of a reform, by its number
OF_OTHER_VERSIONS: Final = ("document",)  # tables that are no longer made
