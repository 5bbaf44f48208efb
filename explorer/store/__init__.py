"""Keep reforms in a database and answer a filter: SQLite by default, any SQLAlchemy address."""

from __future__ import annotations

from explorer.store.records import Store, open_store, wider
from explorer.store.search import fold

__all__ = ["Store", "fold", "open_store", "wider"]
