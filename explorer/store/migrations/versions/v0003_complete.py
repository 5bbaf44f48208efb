"""The mark of a file that was read to its end."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision: str | None = "0002"


def upgrade() -> None:
    """Add the mark; of a preview nobody knows any more whether it is whole, so only what was imported has it."""
    op.add_column("batch", sa.Column("complete", sa.Boolean, nullable=False, server_default=sa.false()))
    batch = sa.table("batch", sa.column("applied_at"), sa.column("complete", sa.Boolean))
    op.execute(batch.update().where(batch.c.applied_at.is_not(None)).values(complete=True))
