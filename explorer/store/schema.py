"""The tables: what exists nowhere else and Alembic moves, and the index that can be made anew."""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa

VERSION: Final = "0003"  # the newest of the migrations, which makes just these tables

# Sorted by its bytes in each database, whatever the language of the server.
ID: Final = sa.String().with_variant(sa.String(collation="C"), "postgresql")

metadata = sa.MetaData()
setting = sa.Table(
    "setting",
    metadata,
    sa.Column("key", sa.String, primary_key=True),
    sa.Column("value", sa.Text, nullable=False),
)
account = sa.Table(
    "account",
    metadata,
    sa.Column("name", sa.String(40), primary_key=True),
    sa.Column("role", sa.String, nullable=False),
    sa.Column("password_hash", sa.Text, nullable=False),
    sa.Column("stamp", sa.String, nullable=False),  # a session names it: a new one ends all sessions
    sa.Column("created", sa.String, nullable=False),
    sa.Column("closed", sa.Boolean, nullable=False),  # kept for the history of what it did
)
attempt = sa.Table(
    "attempt",
    metadata,
    sa.Column("name", sa.String(64), primary_key=True),  # SHA-256 of what was given as a name, of an account or not
    sa.Column("n_failures", sa.Integer, nullable=False),  # wrong passwords since the last right one
    sa.Column("at", sa.String, nullable=False),  # of the last
    sa.Column("locked_until", sa.String, nullable=True),
)
batch = sa.Table(
    "batch",
    metadata,
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column("name", sa.String, nullable=False),  # of the file
    sa.Column("digest", sa.String, nullable=False),  # SHA-256 of the file
    sa.Column("account", sa.String, nullable=True),
    sa.Column("at", sa.String, nullable=False),
    sa.Column("applied_at", sa.String, nullable=True),  # None: it is a preview
    sa.Column("complete", sa.Boolean, nullable=False, server_default=sa.false()),  # all of the file is staged
    sqlite_autoincrement=True,  # the number of a preview that was deleted is not given again
)
staged = sa.Table(
    "staged",
    metadata,
    sa.Column("batch", sa.ForeignKey("batch.number", ondelete="CASCADE"), primary_key=True),
    sa.Column("position", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("kind", sa.String, nullable=False),  # reform, source
    sa.Column("id", sa.String, nullable=True),  # None: faulty before it had one
    sa.Column("verdict", sa.String, nullable=False),  # added, changed, unchanged, double, faulty
    sa.Column("base", sa.Integer, nullable=False),  # the revision that it was compared with; 0: there was none
    sa.Column("document", sa.Text, nullable=True),  # None: faulty
    sa.Column("told", sa.Text, nullable=False),  # JSON: faults, notes, doubles, where it stands in the file
    sa.Column("chosen", sa.Boolean, nullable=False),  # a possible double that is to be imported all the same
    sa.Index("staged_by_verdict", "batch", "verdict", "position"),
)
returned = sa.Table(
    "returned",
    metadata,
    sa.Column("batch", sa.ForeignKey("batch.number", ondelete="CASCADE"), primary_key=True),
    sa.Column("data", sa.LargeBinary, nullable=False),  # the file of what was faulty, with its reasons
    sa.Column("ending", sa.String, nullable=False),
)
revision = sa.Table(
    "revision",
    metadata,
    sa.Column("number", sa.Integer, primary_key=True),  # grows with time
    sa.Column("kind", sa.String, nullable=False),  # reform, source
    sa.Column("id", ID, nullable=False),
    sa.Column("document", sa.Text, nullable=True),  # None: it was withdrawn
    sa.Column("digest", sa.String, nullable=False),  # SHA-256 of the document; empty if it was withdrawn
    sa.Column("account", sa.String, nullable=True),  # None: the program itself, or a person without an account
    sa.Column("at", sa.String, nullable=False),  # UTC, ISO 8601 with seconds
    sa.Column("why", sa.Text, nullable=False),
    sa.Column("batch", sa.ForeignKey("batch.number"), nullable=True),
    sa.Column("restores", sa.Integer, nullable=True),  # the number of the revision that it brings back
    sa.Index("revision_by_record", "kind", "id", "number"),
    sqlite_autoincrement=True,
)
hidden = sa.Table(  # states whose words the public histories do not show
    "hidden",
    metadata,
    sa.Column("revision", sa.ForeignKey("revision.number"), primary_key=True, autoincrement=False),
    sa.Column("account", sa.String, nullable=True),  # who hid it
    sa.Column("at", sa.String, nullable=False),  # UTC, ISO 8601 with seconds
)
article = sa.Table(
    "article",
    metadata,
    sa.Column("digest", sa.String, primary_key=True),  # SHA-256 of the text
    sa.Column("name", sa.String, nullable=False),
    sa.Column("text", sa.Text, nullable=False),
)
entry = sa.Table(
    "entry",
    metadata,
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column("kind", sa.String, nullable=False),  # draft, proposal, report
    sa.Column("reform", sa.String, nullable=True),  # the published reform that it is about
    sa.Column("base", sa.Integer, nullable=True),  # the revision that a proposal was made from
    sa.Column("title", sa.String, nullable=False),  # for the list
    sa.Column("document", sa.Text, nullable=False),  # JSON: a draft, a proposed reform with why, a report
    sa.Column("article", sa.ForeignKey("article.digest"), nullable=True),
    sa.Column("account", sa.String, nullable=True),  # None: nobody signed in
    sa.Column("at", sa.String, nullable=False),
    sa.Column("state", sa.String, nullable=False),  # open, accepted, merged, rejected
    sa.Column("decided_by", sa.String, nullable=True),
    sa.Column("decided_at", sa.String, nullable=True),
    sa.Column("reason", sa.Text, nullable=True),  # of a rejection
    sa.Column("result", sa.ForeignKey("revision.number"), nullable=True),
    # Of what it is about and says: the same is queued but once.
    sa.Column("digest", sa.String(64), nullable=False, unique=True),
    sa.Index("entry_by_state", "state", "kind", "number"),
    sqlite_autoincrement=True,
)


SCHEMA_VERSION: Final = "6"  # tables of another version are made anew
# The home of a reach row is the county that it reaches: itself, a zone's host, or one of these.
EVERYWHERE: Final = "*"  # all counties: the city runs it
NOWHERE: Final = ""  # none of the counties
ANY_NUMBER: Final[sa.ColumnElement[int]] = sa.literal_column("0")

index_metadata = sa.MetaData()
state = sa.Table(
    "state",
    index_metadata,
    sa.Column("key", sa.String, primary_key=True),
    sa.Column("value", sa.String, nullable=False),
)
place = sa.Table(
    "place",
    index_metadata,
    sa.Column("code", sa.String, primary_key=True),
    sa.Column("home", sa.String, nullable=False),
    sa.Column("words", sa.Text, nullable=False),  # its names, for search as below
    sa.Column("syllables", sa.Text, nullable=False),
)
source = sa.Table(
    "source",
    index_metadata,
    sa.Column("id", ID, primary_key=True),
    sa.Column("revision", sa.Integer, nullable=False),  # kept.revision, which holds the document
)
reform = sa.Table(
    "reform",
    index_metadata,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),  # a short name for the tables below
    sa.Column("id", ID, nullable=False, unique=True),
    sa.Column("theme", sa.String, nullable=False, index=True),
    sa.Column("revision", sa.Integer, nullable=False),  # kept.revision, which holds the document
)
name = sa.Table(
    "name",
    index_metadata,
    sa.Column("reform", sa.Integer, primary_key=True, autoincrement=False),
    # The titles as bytes that sort alike in each database; Chinese ones by their pinyin.
    sa.Column("zh", sa.LargeBinary, nullable=False),
    sa.Column("en", sa.LargeBinary, nullable=False),
)
text = sa.Table(
    "text",
    index_metadata,
    sa.Column("reform", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("words", sa.Text, nullable=False),  # titles, summaries, names: folded, for search
    sa.Column("syllables", sa.Text, nullable=False),  # Chinese names and summary as pinyin between bars
)
reach = sa.Table(
    "reach",
    index_metadata,
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
    index_metadata,
    sa.Column("reform", sa.Integer, nullable=False),
    sa.Column("place", sa.String, nullable=True),  # of which it speaks, a row for each; None: of none of the rows
    sa.Column("level", sa.String, nullable=False),
    sa.Column("kind", sa.String, nullable=False),
    sa.Index("honour_by_reform", "reform", "place", "level", "kind"),
)
cite = sa.Table(
    "cite",
    index_metadata,
    sa.Column("source", ID, primary_key=True),
    sa.Column("reform", sa.Integer, primary_key=True, autoincrement=False),
    sa.Index("cite_by_reform", "reform"),
    sqlite_with_rowid=False,
)
standing = sa.Table(
    "standing",
    index_metadata,
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
OF_REFORM: Final = (name, text, reach, honour, cite, standing)  # each holds rows of a reform, by its number
OF_OTHER_VERSIONS: Final = ("document",)  # tables that are no longer made
