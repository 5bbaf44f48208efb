"""The tables as they first were."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision: str | None = None
_ID = sa.String().with_variant(sa.String(collation="C"), "postgresql")


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "setting",
        sa.Column("key", sa.String, primary_key=True),
        sa.Column("value", sa.Text, nullable=False),
    )
    op.create_table(
        "account",
        sa.Column("name", sa.String(40), primary_key=True),
        sa.Column("role", sa.String, nullable=False),
        sa.Column("password_hash", sa.Text, nullable=False),
        sa.Column("stamp", sa.String, nullable=False),
        sa.Column("created", sa.String, nullable=False),
        sa.Column("closed", sa.Boolean, nullable=False),
    )
    op.create_table(
        "attempt",
        sa.Column("name", sa.String(64), primary_key=True),
        sa.Column("n_failures", sa.Integer, nullable=False),
        sa.Column("at", sa.String, nullable=False),
        sa.Column("locked_until", sa.String, nullable=True),
    )
    op.create_table(
        "batch",
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("digest", sa.String, nullable=False),
        sa.Column("account", sa.String, nullable=True),
        sa.Column("at", sa.String, nullable=False),
        sa.Column("applied_at", sa.String, nullable=True),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "staged",
        sa.Column("batch", sa.Integer, sa.ForeignKey("batch.number", ondelete="CASCADE"), primary_key=True),
        sa.Column("position", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("id", sa.String, nullable=True),
        sa.Column("verdict", sa.String, nullable=False),
        sa.Column("base", sa.Integer, nullable=False),
        sa.Column("document", sa.Text, nullable=True),
        sa.Column("told", sa.Text, nullable=False),
        sa.Column("chosen", sa.Boolean, nullable=False),
    )
    op.create_index("staged_by_verdict", "staged", ["batch", "verdict", "position"])
    op.create_table(
        "returned",
        sa.Column("batch", sa.Integer, sa.ForeignKey("batch.number", ondelete="CASCADE"), primary_key=True),
        sa.Column("data", sa.LargeBinary, nullable=False),
        sa.Column("ending", sa.String, nullable=False),
    )
    op.create_table(
        "revision",
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("id", _ID, nullable=False),
        sa.Column("document", sa.Text, nullable=True),
        sa.Column("digest", sa.String, nullable=False),
        sa.Column("account", sa.String, nullable=True),
        sa.Column("at", sa.String, nullable=False),
        sa.Column("why", sa.Text, nullable=False),
        sa.Column("batch", sa.Integer, sa.ForeignKey("batch.number"), nullable=True),
        sa.Column("restores", sa.Integer, nullable=True),
        sqlite_autoincrement=True,
    )
    op.create_index("revision_by_record", "revision", ["kind", "id", "number"])
    op.create_table(
        "article",
        sa.Column("digest", sa.String, primary_key=True),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
    )
    op.create_table(
        "entry",
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("reform", sa.String, nullable=True),
        sa.Column("base", sa.Integer, nullable=True),
        sa.Column("title", sa.String, nullable=False),
        sa.Column("document", sa.Text, nullable=False),
        sa.Column("article", sa.String, sa.ForeignKey("article.digest"), nullable=True),
        sa.Column("account", sa.String, nullable=True),
        sa.Column("at", sa.String, nullable=False),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("decided_by", sa.String, nullable=True),
        sa.Column("decided_at", sa.String, nullable=True),
        sa.Column("reason", sa.Text, nullable=True),
        sa.Column("result", sa.Integer, sa.ForeignKey("revision.number"), nullable=True),
        sa.Column("digest", sa.String(64), nullable=False, unique=True),
        sqlite_autoincrement=True,
    )
    op.create_index("entry_by_state", "entry", ["state", "kind", "number"])
