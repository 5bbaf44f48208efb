"""Write changes that wait for review as plain JSON, and read them back."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from explorer.changes import Change, document_of, record_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


def as_document(
    changes: Iterable[Change], why: str, restores: int | None = None, *, draft: int = 0, again: int = 0
) -> dict[str, Any]:
    """
    Return changes with their why, as the queue keeps a proposal.

    Parameters
    ----------
    draft
        Number of the draft that they were made of.
    again
        Number of the rejected proposal that they take the place of.
    """
    told = {"why": why, "restores": restores, "draft": draft, "again": again}
    return told | {"changes": [_plain(each) for each in changes]}


def changes_of(document: Mapping[str, Any]) -> tuple[Change, ...]:
    """Return the changes that a proposal holds."""
    return tuple(
        Change(
            each["kind"],
            each["id"],
            None if each["record"] is None else record_of(each["kind"], json.dumps(each["record"])),
            each["base"],
        )
        for each in document["changes"]
    )


def _plain(change: Change) -> dict[str, Any]:
    record = None if change.record is None else json.loads(document_of(change.record))
    return {"kind": change.kind, "id": change.id, "record": record, "base": change.base}
