"""Publish changes, or queue them for somebody else to publish, by who asks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import flash
from flask_babel import gettext as _
from flask_login import current_user

from explorer.changes import NEW
from explorer.errors import ConflictError, Fault, Said
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
    _assert_fresh(changes)
    number = site().queue.add(
        "proposal",
        title,
        as_document(changes, why, restores),
        reform=reform.id if reform.base else None,
        base=reform.base,
        account=current_user.account.name,
    )
    flash(_("It waits for review.") if number else _("Just this was proposed before: it waits, or was decided."))
    return seen_other("desk.entry", number=number) if number else seen_other("desk.queue", kind="proposal")


def _assert_fresh(changes: Sequence[Change]) -> None:
    """Assert that what is proposed was made from what is published."""
    now = site().store.bases((each.kind, each.id) for each in changes)
    stale = [(each.kind, each.id) for each in changes if now.get((each.kind, each.id), (NEW, ""))[0] != each.base]
    if stale:
        what = Said("was changed by somebody else meanwhile", "已被他人修改")
        raise ConflictError([Fault(name, what, Said("look at it again", "请重新查看")) for _kind, name in stale], stale)
