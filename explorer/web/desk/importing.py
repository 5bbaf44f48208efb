"""Bring in a file: every fault and every difference is shown before anything is saved."""

from __future__ import annotations

import hashlib
import io
from pathlib import PurePath
from threading import BoundedSemaphore
from typing import TYPE_CHECKING, Final, cast

from flask import abort, flash, make_response, render_template, request, send_file

from explorer.errors import CasesError, ConflictError, Fault, StoreError, unpacked_where
from explorer.formats import MEDIA_TYPES, WRITERS
from explorer.formats.annotated import returned_file
from explorer.formats.detect import READ, offers
from explorer.formats.template import template_file
from explorer.importing import preview as previewing
from explorer.messages import message
from explorer.query.filters import Filter
from explorer.records.models import IMPORTED, Reform, Source, record_of
from explorer.store.queue import NewEntry, as_document
from explorer.store.staging import marking_applied
from explorer.web.babel import gettext as _
from explorer.web.babel import ngettext
from explorer.web.desk.base import (
    CONFLICT,
    LONGEST_WHY,
    MB,
    MOST_FILE,
    UNUSABLE,
    asked_page,
    bp,
    file_name,
    line,
    publishes,
    seen_other,
    signed,
    takes_file,
)
from explorer.web.desk.forms import number_of
from explorer.web.desk.login import current_user
from explorer.web.history import differing
from explorer.web.request import language, site

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from werkzeug.datastructures import FileStorage
    from werkzeug.wrappers import Response as Answer

    from explorer.records.candidates import Offer, Verdict
    from explorer.records.diff import Difference
    from explorer.records.models import Change
    from explorer.store.staging import Batch, Staged

MOST_RECORDS: Final = 10_000  # of a file: half a minute's work
AT_ONCE: Final = 2  # files that are compared at a time
VERDICTS: Final[tuple[Verdict, ...]] = ("faulty", "double", "changed", "added", "unchanged")
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
NO_FILE: Final = Fault(message("file"), message("none was chosen"), message("choose one"))
_comparing = BoundedSemaphore(AT_ONCE)


@bp.route("/import", methods=["GET", "POST"])
@takes_file
def importing() -> Answer:
    """Ask for a file, compare it, and lead to what it would change."""
    if request.method == "GET":
        return _form()
    file = request.files.get("file")
    if file is None or not file.filename:
        return _form([NO_FILE], UNUSABLE)
    try:
        number = _compared(file, file.read())
    except CasesError as error:
        return _form(list(error.faults), UNUSABLE)
    return seen_other("desk.preview", number=number)


@bp.get("/import/template.xlsx")
def import_template() -> Answer:
    """Send an empty table with its headings, for a steward to fill in."""
    response = make_response(template_file(language()))
    response.mimetype = XLSX
    response.headers["Content-Disposition"] = 'attachment; filename="reforms-template.xlsx"'
    return response


@bp.get("/export.<ending>")
def export_file(ending: str) -> Answer:
    """Send all reforms as a table of which nothing is lost, to be edited and brought in again."""
    write = WRITERS.get(f".{ending}") or abort(404, _("There is no such format."))
    response = make_response(write(site().store.cases(Filter())))
    response.mimetype = MEDIA_TYPES[f".{ending}"].partition(";")[0]
    name = f"reforms-{site().places.city.code}-{site().data_version}.{ending}"
    response.headers.set("Content-Disposition", "attachment", filename=name)
    return response


@bp.get("/imports/<int(max=2147483647):number>")
def preview(number: int) -> Answer:
    """Show what a file would change, or has changed."""
    return _shown(_batch(number))


@bp.post("/imports/<int(max=2147483647):number>")
def import_batch(number: int) -> Answer:
    """Import what is good of a file; or send it for review."""
    batch, why = _own(_batch(number)), request.form.get("why", "").strip()
    why = why or f"{IMPORTED}{batch.name}"
    if not batch.applied_at:
        _choose_doubles(number)
    try:
        if publishes():
            previewing.take(site().store, site().staging, signed(why, batch=number))
        else:
            _propose(number, why)
    except (ConflictError, StoreError) as error:
        return _shown(batch, error.faults, CONFLICT)
    return seen_other("desk.preview", number=number)


@bp.post("/imports/<int(max=2147483647):number>/doubles")
def choose_doubles(number: int) -> Answer:
    """Note which of the likely doubles on a page are reforms of their own."""
    _own_preview(_batch(number))
    _choose_doubles(number)
    return seen_other("desk.preview", number=number, verdict="double", page=asked_page())


def _choose_doubles(number: int) -> None:
    """Take over which of the doubles that the page showed are marked; those of its other pages stay."""
    here = {number_of(each) for each in request.form.getlist("here")}
    own = {number_of(each) for each in request.form.getlist("own")}
    if here:
        staging = site().staging
        previewing.choose(staging, number, (staging.chosen(number) - here) | (own & here))


@bp.post("/imports/<int(max=2147483647):number>/discard")
def discard(number: int) -> Answer:
    """Delete a preview, whole or not: nothing of it was saved."""
    _own_preview(_found(number))
    site().staging.discard(number)
    flash(_("The preview is deleted. Nothing was imported."))
    return seen_other("desk.importing")


@bp.get("/imports/<int(max=2147483647):number>/returned")
def returned(number: int) -> Answer:
    """Send the faulty rows back, each with its reasons, to be corrected and brought in again."""
    batch = _batch(number)
    found = site().staging.returned(number) or abort(404, _("No row of this file was faulty."))
    suffix = _("to-correct")
    # Flask writes a name in Chinese so that a header can hold it.
    return send_file(
        io.BytesIO(found.data),
        mimetype={".xlsx": XLSX, ".csv": "text/csv"}.get(found.ending, MEDIA_TYPES[".geojson"]),
        as_attachment=True,
        download_name=f"{PurePath(batch.name).stem}-{suffix}{found.ending}",
    )


def differences_of(staged: Staged) -> tuple[Difference, ...]:
    """Return what a staged record changes of the state that it was compared with."""
    if staged.document is None or staged.verdict == "unchanged":
        return ()
    before = site().store.revision(staged.base) if staged.base else None
    after = record_of(staged.kind, staged.document)
    return differing(before.record if before else None, after)


def _compared(file: FileStorage, data: bytes) -> int:
    """Compare a file with what is recorded; return the number of the preview."""
    name = file_name(str(file.filename))
    if not _comparing.acquire(blocking=False):
        abort(503, _("Other files are being compared just now. Try again in a minute."))
    try:
        return _staged(name, data)
    finally:
        _comparing.release()


def _staged(name: str, data: bytes) -> int:
    staging = site().staging
    number = staging.begin(name, hashlib.sha256(data).hexdigest(), current_user.account.name)
    try:
        found = previewing.preview(site().store, _bounded(offers(data, name), name), site().places)
        reasons = previewing.keep(staging, number, found)
        if reasons:
            ending = PurePath(name).suffix.lower()
            staging.keep_returned(number, returned_file(name, data, reasons, language()), ending)
        staging.finish(number)
    except BaseException:
        staging.discard(number)
        raise
    return number


def _bounded(offered: Iterator[Offer], name: str) -> Iterator[Offer]:
    """Yield as many records as are compared while somebody waits."""
    for n, each in enumerate(offered):
        if n == MOST_RECORDS:
            what = message("holds more than %(most)s records", most=f"{MOST_RECORDS:,}")
            remedy = message("give it in parts, or use `explorer import`")
            raise CasesError([Fault(name, what, remedy)])
        yield each


def _propose(number: int, why: str) -> None:
    """Queue each reform of a preview, with the sources that it needs, for somebody to review."""
    doubles = previewing.doubles_taken(site().staging, number)
    entries = [
        NewEntry(
            "proposal",
            title,
            as_document(changes, line(why)[:LONGEST_WHY]) | {"doubles": doubles.get(changes[-1].id, [])},
            reform=changes[-1].id if changes[-1].kind == "reform" and changes[-1].base else None,
            base=changes[-1].base,
            account=current_user.account.name,
        )
        for title, changes in _proposals(tuple(site().staging.changes(number)))
    ]
    queued = site().queue.add_all(entries, also=marking_applied(number))
    n_known = queued.count(None)
    n_new = len(queued) - n_known
    flash(ngettext("%(num)s proposal waits for review.", "%(num)s proposals wait for review.", n_new))
    if n_known:
        flash(ngettext("%(num)s was proposed before.", "%(num)s were proposed before.", n_known))


def _proposals(changes: Sequence[Change]) -> Iterator[tuple[str, tuple[Change, ...]]]:
    """Yield each reform with the sources that it needs, then each source that no reform brought along."""
    sources = {each.id: each for each in changes if isinstance(each.record, Source)}
    along: set[str] = set()
    for each in changes:
        if isinstance(each.record, Reform):
            needed = [sources[name] for name in each.record.cited if name in sources]
            along.update(source.id for source in needed)
            yield each.record.title_zh, (*needed, each)
    for name, change in sources.items():
        if name not in along and isinstance(change.record, Source):
            yield change.record.title, (change,)


def _shown(batch: Batch, faults: tuple[Fault, ...] = (), status: int = 200) -> Answer:
    staging = site().staging
    counts = staging.summary(batch.number)
    order: tuple[Verdict, ...] = ("added", "changed", *VERDICTS) if batch.applied_at else VERDICTS
    first = next((each for each in order if counts[each]), "added")
    verdict = cast("Verdict", request.args.get("verdict", first))
    if verdict not in VERDICTS:
        abort(400, _("There is no such list."))
    page = render_template(
        "desk/preview.html",
        batch=batch,
        counts=counts,
        verdict=verdict,
        verdicts=VERDICTS,
        rows=staging.rows(batch.number, verdict, asked_page()),
        page=asked_page(),
        n_taken=counts["added"] + counts["changed"] + len(staging.chosen(batch.number)),
        faults=faults,
        n_written=site().store.n_of_batch(batch.number),
        has_returned=staging.returned(batch.number) is not None,
        differences_of=differences_of,
        faults_of=previewing.faults_of,
        notes_of=previewing.notes_of,
        where_of=unpacked_where,
        publishes=publishes(),
        is_own=_is_own(batch),
        longest_why=LONGEST_WHY,
    )
    return make_response(page, status)


def _form(faults: list[Fault] | None = None, status: int = 200) -> Answer:
    unfinished = site().staging.unfinished(current_user.account.name)
    page = render_template(
        "desk/import.html", faults=faults or (), read=READ, most=MOST_FILE // MB, unfinished=unfinished
    )
    return make_response(page, status)


def _own_preview(batch: Batch) -> None:
    """Assert that a file is a preview of this person's."""
    if _own(batch).applied_at:
        abort(CONFLICT, _("This file was imported already."))


def _own(batch: Batch) -> Batch:
    """Return a file if it is this person's: what comes of it is signed by who brought it in."""
    if not _is_own(batch):
        abort(403, _("%(name)s brought this file in, and decides of it. Bring it in yourself.", name=batch.account))
    return batch


def _is_own(batch: Batch) -> bool:
    return bool(batch.account == current_user.account.name)


def _batch(number: int) -> Batch:
    """Return a file that was read to its end; 409 for another."""
    batch = _found(number)
    if not batch.complete:
        told = _(
            "“%(name)s” was not read to its end. Nothing of it can be imported: bring it in again.", name=batch.name
        )
        abort(CONFLICT, told)
    return batch


def _found(number: int) -> Batch:
    found = site().staging.batch(number)
    return found or abort(404, _("There is no such import; previews are deleted after a week."))


@bp.app_template_global()
def n_records(n: int) -> str:
    """Say a number of records."""
    return str(ngettext("%(num)s record", "%(num)s records", n))
