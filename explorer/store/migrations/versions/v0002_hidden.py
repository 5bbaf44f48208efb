"""The table of what the public histories do not show."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision: str | None = "0001"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "hidden",
        sa.Column("revision", sa.Integer, sa.ForeignKey("revision.number"), primary_key=True, autoincrement=False),
        sa.Column("account", sa.String, nullable=True),
        sa.Column("at", sa.String, nullable=False),
    )
