"""Write a new reform, edit, withdraw or restore one, hide a state of it from the public."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flask import abort, flash, render_template, request

from explorer.messages import clauses
from explorer.records.models import Change, Reform, source_of
from explorer.records.validation import faults_of
from explorer.web import history as public
from explorer.web.babel import gettext as _
from explorer.web.desk import forms
from explorer.web.desk.base import CONFLICT, UNUSABLE, bp, needs, publishes, seen_other
from explorer.web.desk.conflicts import Shown, form_page, reconciled, with_blank_rows
from explorer.web.desk.forms import number_of
from explorer.web.desk.login import current_user
from explorer.web.desk.saving import has_why, posted, save_one, saved, seen_at
from explorer.web.request import language, site, spoken, unknown_reform
from explorer.web.wording import moment

if TYPE_CHECKING:
    from collections.abc import Iterable

    from werkzeug.wrappers import Response as Answer

    from explorer.records.models import Revision, Source


N_BLANK: Final = {"reach": 1, "figures": 0, "honours": 0, "sources": 0}  # rows that a new form offers


@bp.route("/reforms/new", methods=["GET", "POST"])
def new_reform() -> Answer:
    """Write a reform that is not recorded."""
    if request.method == "GET":
        return form_page(Shown(with_blank_rows({}, N_BLANK)))
    return _posted(None, None)


@bp.route("/reforms/<reform_id>/edit", methods=["GET", "POST"])
def edit(reform_id: str) -> Answer:
    """Edit a reform."""
    now = _known(reform_id)
    if request.method == "POST":
        return _posted(reform_id, now)
    if not isinstance(now.record, Reform):
        return seen_other("desk.history", reform_id=reform_id)  # there it can be brought back
    document = now.record.model_dump(mode="json")
    if n := forms.too_many(document):
        abort(UNUSABLE, _("It has %(n)s rows, too many for a form. Bring the change in as a file.", n=n))
    return form_page(Shown(forms.form_of(document, _sources(now.record)), reform_id, now.number))


@bp.get("/reforms/<reform_id>/history")
def history(reform_id: str) -> str:
    """Show every state of a reform with who made it, and offer to bring one back."""
    found = site().store.history("reform", reform_id)
    if not found:
        unknown_reform(reform_id)
    return render_template(
        "desk/history.html", reform_id=reform_id, now=found[0], steps=public.all_steps(found), publishes=publishes()
    )


@bp.post("/reforms/<reform_id>/withdraw")
def withdraw(reform_id: str) -> Answer:
    """Take a reform from the public pages; its history stays."""
    now, why = _known(reform_id), request.form.get("why", "")
    if not isinstance(now.record, Reform):
        abort(CONFLICT, _("This reform is withdrawn already."))
    if not why.strip():
        abort(UNUSABLE, _("Say why the reform is withdrawn: whoever opens its address reads it."))
    return save_one(Change("reform", reform_id, None, _base()), now.record.title_zh, why)


@bp.post("/reforms/<reform_id>/restore/<int(max=2147483647):number>")
def restore(reform_id: str, number: int) -> Answer:
    """Bring an earlier state of a reform back, as a new state."""
    earlier = site().store.revision(number)
    if earlier is None or earlier.id != reform_id or not isinstance(earlier.record, Reform):
        abort(404, _("This reform has no such earlier state."))
    why = request.form.get("why", "").strip() or _("state of %(at)s restored", at=moment(earlier.at, language()))
    _assert_fits(earlier.record)
    change = Change("reform", reform_id, earlier.record, _base())
    return save_one(change, earlier.record.title_zh, why, restores=number)


def _assert_fits(reform: Reform) -> None:
    """Assert that a former state fits the places and sources of today."""
    wrong = tuple(faults_of(reform, site().places, site().store.sources()))
    if wrong:
        told = spoken(clauses(each.advice for each in wrong))
        abort(UNUSABLE, _("This state does not fit any more: %(faults)s. Edit the reform instead.", faults=told))


def _posted(reform_id: str | None, now: Revision | None) -> Answer:
    fields, base = request.form.to_dict(), _base()
    if now and "theirs" in fields and "add" not in fields and has_why(fields):
        return reconciled(now, fields, base, saved)
    return posted(fields, reform_id, base, form_page)


def _sources(reform: Reform) -> Iterable[tuple[Source, int]]:
    """Return the sources that a reform cites, each with the number of its revision."""
    store = site().store
    cited = store.sources_of([reform])
    bases = store.bases(("source", source_of(each)) for each in cited)
    return [(source, bases["source", name][0]) for name, source in cited.items()]


def _known(reform_id: str) -> Revision:
    return site().store.present("reform", reform_id) or unknown_reform(reform_id)


def _base() -> int:
    return number_of(request.form.get("base", ""))


@bp.post("/revisions/<int(max=2147483647):number>/hide")
@needs("reviewer")
def hide(number: int) -> Answer:
    """Hide a state; the desk shows it still."""
    found, store = _known_state(number), site().store
    store.hide(number, current_user.account.name)
    flash(_("The public history does not show this state any more."))
    now = store.present(found.kind, found.id)
    if now and now.record and now.number == number:
        flash(_("It is what the public pages say now: correct it there too, if that must not be read."))
    return seen_at(found)


@bp.post("/revisions/<int(max=2147483647):number>/show")
@needs("reviewer")
def show(number: int) -> Answer:
    """Show a state again that was hidden."""
    found = _known_state(number)
    site().store.show(number)
    flash(_("The public history shows this state again."))
    return seen_at(found)


def _known_state(number: int) -> Revision:
    return site().store.revision(number) or abort(404, _("There is no state with this number."))
