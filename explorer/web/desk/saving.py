"""Publish changes, or queue them for somebody else to publish, by who asks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flask import abort, flash, request

from explorer.errors import ConflictError, Fault, StoreError
from explorer.messages import clauses, message
from explorer.records.models import NEW
from explorer.store.queue import NewEntry, as_document, deciding
from explorer.web.babel import gettext as _
from explorer.web.desk import forms
from explorer.web.desk.base import CONFLICT, LONGEST_WHY, UNUSABLE, line, may_decide, publishes, seen_other, signed
from explorer.web.desk.conflicts import NO_WHY, Shown, beaten, form_page, with_blank_rows
from explorer.web.desk.forms import number_of, written
from explorer.web.desk.login import current_user
from explorer.web.request import site, spoken

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from werkzeug.wrappers import Response as Answer

    from explorer.records.models import Change, Reform, Revision
    from explorer.web.desk.forms import Written

NOTHING_SETTLED: Final = 0


def posted(fields: Mapping[str, str], reform_id: str | None, base: int, show: Callable[[Shown], Answer]) -> Answer:
    """
    Do what was asked with the form of a reform: add rows, preview it, or save it; or tell its faults.

    Parameters
    ----------
    show
        Makes the page that holds the form.
    """
    if "add" in fields:
        return show(Shown(with_blank_rows(fields, {fields["add"]: 1}), reform_id, base))
    made = written(forms.document_of(fields), reform_id, base)
    faults = made.faults + (() if has_why(fields) or "preview" in fields else (NO_WHY,))
    if faults:
        return show(Shown(fields, reform_id, base, faults))
    if "preview" in fields:
        return show(Shown(fields, reform_id, base, preview=made))
    twin = _twin(made.reform) if reform_id is None and made.reform else None
    if twin:  # the button was pressed twice
        flash(_("Just this is recorded already."))
        return seen_other("desk.history", reform_id=twin.id)
    return saved(made, fields, reform_id, base)


def _twin(reform: Reform) -> Reform | None:
    """Return the recorded reform that a new one repeats word for word, its id aside; None if there is none."""
    plain, _dash, number = reform.id.rpartition("-")
    found = site().store.reform(plain) if number.isdecimal() else None
    return found if found and found.model_copy(update={"id": reform.id}) == reform else None


def has_why(fields: Mapping[str, str]) -> bool:
    """Tell whether the reason of a change is given."""
    return bool(fields.get("why", "").strip())


def saved(made: Written, fields: Mapping[str, str], reform_id: str | None, base: int) -> Answer:
    """Save what a form comes to and settle the draft or proposal that it came from; or show what keeps it from that."""
    title = made.reform.title_zh if made.reform else ""
    may_settle = current_user.account.may("reviewer")
    settles = number_of(fields.get("settles", "")) if may_settle else NOTHING_SETTLED
    settles = settles if _is_settled_by(settles, reform_id) else NOTHING_SETTLED
    try:
        return save(made.changes, title, fields["why"], settles=settles)
    except ConflictError as error:
        return beaten(error, fields, reform_id, base)
    except StoreError as error:
        faults = tuple(Fault("form", each.what, each.remedy) for each in error.faults)
        return form_page(Shown(fields, reform_id, base, faults), UNUSABLE)


def save(
    changes: Sequence[Change], title: str, why: str, *, restores: int | None = None, settles: int = NOTHING_SETTLED
) -> Answer:
    """
    Save changes of which the last is the one that is meant; lead to where it is seen.

    Parameters
    ----------
    settles
        Number of the draft or proposal that they come from.

    Raises
    ------
    ConflictError
        If a record is no longer what its change was made from, or what it settles was decided meanwhile.
    StoreError
        If the database fails, or a source would be missing.
    """
    last = changes[-1]
    if not publishes():
        return _proposed(changes, title, why, restores, settles)
    decide = deciding(settles, "merged" if last.base else "accepted", current_user.account.name)
    written = site().store.apply(changes, signed(why, restores=restores), also=decide if settles else lambda *_: None)
    done = _("Withdrawn: visitors do not see it any more.") if last.record is None else _("Published.")
    flash(done if written else _("Nothing was changed: it stood so already."))
    return seen_at(last)


def save_one(change: Change, title: str, why: str, restores: int | None = None) -> Answer:
    """Save one change and lead to where it is seen; or end with a sentence on what keeps it from that."""
    try:
        return save((change,), title, why, restores=restores)
    except ConflictError:
        abort(CONFLICT, _("Somebody changed this since you opened the page. Go back, reload it, and look again."))
    except StoreError as error:
        abort(CONFLICT, spoken(clauses(each.words for each in error.faults)))


def seen_at(change: Change | Revision) -> Answer:
    """Lead to the page where a record is seen with all that it was."""
    if change.kind == "source":
        return seen_other("desk.source", source_id=change.id)
    return seen_other("desk.history", reform_id=change.id)


def _proposed(changes: Sequence[Change], title: str, why: str, restores: int | None, settles: int) -> Answer:
    """Queue changes for somebody to review; the draft that they settle waits again if they are rejected."""
    _assert_fresh(changes)
    last, account = changes[-1], current_user.account.name
    settled = site().queue.entry(settles) if settles else None
    draft = settles if settled and settled.kind == "draft" else 0
    proposal = NewEntry(
        "proposal",
        title,
        as_document(
            changes, line(why)[:LONGEST_WHY], restores, draft=draft, again=number_of(request.form.get("again", ""))
        ),
        reform=last.id if last.base and last.kind == "reform" else None,
        base=last.base,
        account=account,
    )
    decide = deciding(settles, "merged" if last.base else "accepted", account)
    (added,) = site().queue.add_all([proposal], also=decide if settles else lambda *_: None)
    flash(_("It waits for review.") if added else _("Just this was proposed before: it waits, or was decided."))
    return seen_other("desk.entry", number=added) if added else seen_other("desk.queue", kind="proposal")


def _is_settled_by(settles: int, reform_id: str | None) -> bool:
    """Tell whether an entry may be settled by saving this reform: it is about it, and may be decided by who saves."""
    entry = site().queue.entry(settles) if settles else None
    if entry is None or entry.kind == "report" or entry.reform not in {None, reform_id}:
        return False
    return may_decide(entry.account) or not publishes()


def _assert_fresh(changes: Sequence[Change]) -> None:
    """Assert that what is proposed was made from what is published."""
    now = site().store.bases((each.kind, each.id) for each in changes)
    stale = [(each.kind, each.id) for each in changes if now.get((each.kind, each.id), (NEW, ""))[0] != each.base]
    if stale:
        what = message("was changed by somebody else meanwhile")
        raise ConflictError([Fault(name, what, message("look at it again")) for _kind, name in stale], stale)
