"""Move the tables that are kept from one version to the next: Alembic's environment; ``versions`` holds the steps."""
