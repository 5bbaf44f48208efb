"""Run the steps that Alembic asks for, within the transaction that it was given."""

from __future__ import annotations

from alembic import context

from explorer.store.migrating import VERSION_TABLE

context.configure(
    connection=context.config.attributes["connection"],
    version_table=VERSION_TABLE,
    render_as_batch=True,  # SQLite changes a column by copying its table
)
context.run_migrations()
