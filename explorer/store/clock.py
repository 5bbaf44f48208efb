"""Tell the time as it is kept: UTC, ISO 8601 with seconds, so that later ones sort after earlier ones."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta


def now(ahead: timedelta = timedelta()) -> str:
    """Return the present moment, or one so far ahead: ``2026-11-24T01:29:35Z``."""
    return (datetime.now(UTC) + ahead).strftime("%Y-%m-%dT%H:%M:%SZ")


def seconds_until(moment: str) -> int:
    """Return how many seconds are left until a moment; at least one."""
    left = datetime.fromisoformat(moment) - datetime.now(UTC)
    return max(1, round(left.total_seconds()))
