"""Find a source, correct it, withdraw it, bring an earlier state of it back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flask import abort, make_response, render_template, request
from flask_babel import gettext as _

from explorer.changes import Change
from explorer.errors import ConflictError
from explorer.model import Source
from explorer.text.widths import plain
from explorer.views import history
from explorer.views.asking import language, site
from explorer.views.desk import forms
from explorer.views.desk.conflicts import seen_sources
from explorer.views.desk.forms import number_of
from explorer.views.desk.frame import CONFLICT, LONGEST_WHY, UNUSABLE, asked_page, bp, publishes
from explorer.views.desk.saving import has_why, save, save_one
from explorer.views.desk.shown import NO_WHY, Shown
from explorer.views.desk.written import source_written
from explorer.views.wording import moment

if TYPE_CHECKING:
    from collections.abc import Mapping

    from werkzeug.wrappers import Response as Answer

    from explorer.changes import Revision

PAGE: Final = 50  # sources of a list
MOST_CITING: Final = 50  # reforms that a source is said to be cited by
LONGEST_QUERY: Final = 100  # characters


@bp.get("/sources")
def sources() -> str:
    """List the sources that are recorded, the newest first; those that hold what is asked for."""
    asked, page = request.args.get("q", "")[:LONGEST_QUERY], asked_page()
    found = [each for each in site().store.sources().values() if _folded(asked) in _words_of(each)]
    found.sort(key=lambda each: (each.date or "", each.title), reverse=True)
    return render_template(
        "desk/sources.html",
        sources=found[(page - 1) * PAGE : page * PAGE],
        n_found=len(found),
        asked=asked,
        page=page,
        is_last=page * PAGE >= len(found),
    )


@bp.route("/sources/<source_id>", methods=["GET", "POST"])
def source(source_id: str) -> Answer:
    """Show a source in a form, what cites it, and all that it was; save what was corrected."""
    now = _known(source_id)
    if request.method == "POST":
        return _posted(now)
    return _page(now, Shown(_fields_of(now)))


@bp.post("/sources/<source_id>/withdraw")
def withdraw_source(source_id: str) -> Answer:
    """Take out a source that no reform cites; its history stays."""
    now, why = _known(source_id), request.form.get("why", "")
    if not isinstance(now.record, Source):
        abort(CONFLICT, _("This source is withdrawn already."))
    if not why.strip():
        abort(UNUSABLE, _("Say why the source is withdrawn."))
    return save_one(Change("source", source_id, None, _base()), now.record.title, why)


@bp.post("/sources/<source_id>/restore/<int(max=2147483647):number>")
def restore_source(source_id: str, number: int) -> Answer:
    """Bring an earlier state of a source back, as a new state."""
    earlier = site().store.revision(number)
    if earlier is None or earlier.id != source_id or not isinstance(earlier.record, Source):
        abort(404, _("This source has no such earlier state."))
    why = request.form.get("why", "").strip() or _("state of %(at)s restored", at=moment(earlier.at, language()))
    return save_one(Change("source", source_id, earlier.record, _base()), earlier.record.title, why, restores=number)


def _posted(now: Revision) -> Answer:
    """Save a corrected source, or tell its faults; if somebody else was faster, show what they wrote."""
    fields = request.form.to_dict() | {"sources-0-id": now.id, "sources-0-remove": ""}
    made = source_written(forms.document_of(fields))
    faults = made.faults + (() if has_why(fields) else (NO_WHY,))
    if faults:
        return _page(now, Shown(fields, faults=faults), UNUSABLE)
    try:
        return save(made.changes, fields["sources-0-title"], fields["why"])
    except ConflictError:
        fresh, theirs = seen_sources(fields, [now.id])
        return _page(_known(now.id), Shown(fresh, faults=theirs), CONFLICT)


def _page(now: Revision, shown: Shown, status: int = 200) -> Answer:
    store = site().store
    page = render_template(
        "desk/source.html",
        now=now,
        shown=shown,
        columns=[each for each in forms.ROWS["sources"] if each != "base"],
        citing=store.citing(now.id, MOST_CITING + 1),
        most_citing=MOST_CITING,
        steps=tuple(history.steps(store.history("source", now.id))),
        longest_why=LONGEST_WHY,
        publishes=publishes(),
    )
    return make_response(page, status)


def _fields_of(now: Revision) -> Mapping[str, str]:
    return forms.form_of({}, [(now.record, now.number)]) if isinstance(now.record, Source) else {}


def _known(source_id: str) -> Revision:
    found = site().store.present("source", source_id)
    return found or abort(404, _("There is no source with the id “%(id)s”.", id=source_id))


def _base() -> int:
    return number_of(request.form.get("base", ""))


def _words_of(source: Source) -> str:
    return _folded(" ".join(filter(None, (source.id, source.title, source.publisher, source.date, source.url))))


def _folded(text: str) -> str:
    return plain(text).casefold().strip()
