"""Publish changes, or queue them for somebody else to publish, by who asks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_login import current_user

from explorer.proposals import as_document
from explorer.views.asking import site
from explorer.views.desk.frame import publishes, seen_other, signed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from werkzeug.wrappers import Response as Answer

    from explorer.changes import Change


def save(changes: Sequence[Change], title: str, why: str, restores: int | None = None) -> Answer:
    """
    Save changes of which the last is that of a reform; lead to where they are seen.

    Raises
    ------
    ConflictError
        If a record is no longer what its change was made from.
    StoreError
        If the database fails, or a source would be missing.
    """
    reform = changes[-1]
    if publishes():
        site().store.apply(changes, signed(why, restores=restores))
        return seen_other("desk.history", reform_id=reform.id)
    number = site().queue.add(
        "proposal",
        title,
        as_document(changes, why, restores),
        reform=reform.id if reform.base else None,
        base=reform.base,
        account=current_user.account.name,
    )
    return seen_other("desk.entry", number=number) if number else seen_other("desk.queue")
