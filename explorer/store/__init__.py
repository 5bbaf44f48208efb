"""Keep reforms in a database and answer a filter: SQLite by default, any SQLAlchemy address."""

from __future__ import annotations

from explorer.store.records import Store, open_store, wider

__all__ = ["Store", "open_store", "wider"]
