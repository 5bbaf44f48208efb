"""Find a reform or a source; correct, withdraw or restore a source."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flask import abort, make_response, render_template, request

from explorer.errors import ConflictError
from explorer.query.filters import Filter
from explorer.records.models import Change, Source
from explorer.text.widths import plain
from explorer.web import history
from explorer.web.babel import gettext as _
from explorer.web.desk import forms
from explorer.web.desk.base import CONFLICT, LONGEST_WHY, UNUSABLE, asked_page, bp, line, publishes
from explorer.web.desk.conflicts import NO_WHY, Shown, seen_sources
from explorer.web.desk.forms import number_of, source_written
from explorer.web.desk.saving import has_why, save, save_one
from explorer.web.request import language, site
from explorer.web.wording import moment

if TYPE_CHECKING:
    from collections.abc import Mapping

    from werkzeug.wrappers import Response as Answer

    from explorer.records.models import Reform, Revision


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
        columns=forms.ROWS["sources"].values(),
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


@bp.get("/reforms")
def reforms() -> str:
    """List the reforms that hold what is asked for, or that cite a source; the one that was changed last first."""
    asked, source, page = line(request.args.get("q", ""))[:LONGEST_QUERY], request.args.get("source", ""), asked_page()
    skip = (page - 1) * PAGE
    found = site().store.citing(source, PAGE + 1, skip) if source else matching(asked, PAGE + 1, skip)
    return render_template(
        "desk/reforms.html",
        reforms=found[:PAGE],
        asked=asked,
        source=source,
        page=page,
        is_last=len(found) <= PAGE,
    )


def matching(asked: str, most: int, skip: int = 0) -> tuple[Reform, ...]:
    """Return reforms that hold these words; all of them if there are none."""
    return site().store.latest(Filter.parse({"q": asked}) if asked else Filter(), most, skip)
