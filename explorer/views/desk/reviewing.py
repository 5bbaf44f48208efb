"""Go through what waits: drafts beside their article, proposals beside what is recorded, reports of errors."""

from __future__ import annotations

import json
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, Final, cast, get_args

from flask import abort, flash, make_response, render_template, request
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from explorer.changes import NEW, Signature
from explorer.difference import difference
from explorer.errors import CasesError, ConflictError, ExplorerError, Fault, Said, StoreError
from explorer.exchange.articles import READERS, read_article
from explorer.exchange.drafts import read_drafts
from explorer.filters import Filter
from explorer.model import Reform, Source
from explorer.proposals import changes_of
from explorer.store.queue import PAGE, Kind, State, deciding
from explorer.tagger.drafts import draft, source_of_article
from explorer.tagger.proposal import Draft
from explorer.views.asking import site
from explorer.views.desk import forms
from explorer.views.desk.frame import LONGEST_WHY, bp, may_decide, needs, seen_other, takes_file
from explorer.views.desk.shown import NO_WHY, Shown, with_blank_rows
from explorer.views.desk.written import written
from explorer.views.marked import laid_out

if TYPE_CHECKING:
    from collections.abc import Iterable

    from werkzeug.wrappers import Response as Answer

    from explorer.changes import Change
    from explorer.store.queue import Entry

MOST_TEXT: Final = 100_000  # characters that are drafted while somebody waits
LONGEST_REASON: Final = 1000
UNUSABLE, CONFLICT = 422, 409
NOTHING: Final = Fault(
    Said("article", "文章"),
    Said("nothing was given", "没有内容"),
    Said("choose a file or paste a text", "请选择文件或粘贴文章"),
)


@bp.route("/drafts", methods=["GET", "POST"])
@takes_file
def drafts() -> Answer:
    """Read an article, or a file of drafts, and queue what it proposes."""
    if request.method == "GET":
        return _drafts_page()
    try:
        file, pasted = request.files.get("file"), request.form.get("text", "")
        n_new, n_known = _queued(file.filename or "", file.read()) if file and file.filename else _pasted(pasted)
    except ExplorerError as error:
        return _drafts_page(error.faults, UNUSABLE)
    told = ngettext("%(num)s draft waits for review.", "%(num)s drafts wait for review.", n_new)
    known = ngettext("%(num)s was queued before.", "%(num)s were queued before.", n_known) if n_known else ""
    flash(f"{told} {known}")
    return seen_other("desk.queue", kind="draft")


@bp.get("/queue")
def queue() -> str:
    """List what waits, or was decided."""
    state, kind = request.args.get("state", "open"), request.args.get("kind", "")
    if state not in get_args(State) or kind not in {"", *get_args(Kind)}:
        abort(400, _("There is no such list."))
    page = _page()
    entries = site().queue.entries(cast("State", state), cast("Kind", kind) if kind else None, page)
    return render_template(
        "desk/queue.html",
        entries=entries,
        counts=site().queue.counts(),
        kinds=get_args(Kind),
        states=get_args(State),
        kind=kind,
        state=state,
        page=page,
        is_full=len(entries) == PAGE,
    )


@bp.get("/queue/<int:number>")
def entry(number: int) -> Answer:
    """Show one thing that waits."""
    return _shown(_entry(number))


@bp.post("/queue/<int:number>/accept")
@needs("reviewer")
def accept(number: int) -> Answer:
    """Publish a draft as it stands in the form, or a proposal as it is; settle a report."""
    found = _open(number)
    if found.kind == "report":
        return _settled(found, "accepted")
    if not may_decide(found.account):
        abort(403, _("You wrote this yourself: somebody else has to accept it."))
    return _accept_draft(found) if found.kind == "draft" else _accept_proposal(found)


@bp.post("/queue/<int:number>/reject")
@needs("reviewer")
def reject(number: int) -> Answer:
    """Reject something, with a reason."""
    return _settled(_open(number), "rejected")


def _settled(found: Entry, state: State) -> Answer:
    reason = request.form.get("reason", "").strip()[:LONGEST_REASON]
    if not reason:
        no_reason = Fault("reason", Said("no reason is given", "没有写明理由"), Said("write one", "请填写"))
        return _shown(found, faults=(no_reason,), status=UNUSABLE)
    try:
        site().queue.decide(found.number, state, current_user.account.name, reason)
    except ConflictError as error:
        return _shown(_entry(found.number), faults=error.faults, status=CONFLICT)
    return seen_other("desk.queue", kind=found.kind)


def _accept_proposal(found: Entry) -> Answer:
    changes = changes_of(found.document)
    signature = Signature(found.account, found.document["why"], restores=found.document["restores"])
    return _published(found, changes, signature, "accepted", None)


def _accept_draft(found: Entry) -> Answer:
    fields = request.form.to_dict()
    into = fields.get("into") or None
    base = int(fields["base"]) if fields.get("base", "").isdecimal() else NEW
    shown = Shown(fields, into, base)
    if "add" in fields:
        return _shown(found, Shown(with_blank_rows(fields, {fields["add"]: 1}), into, base))
    made = written(forms.document_of(fields), into, base)
    faults = made.faults + (() if fields.get("why", "").strip() or "preview" in fields else (NO_WHY,))
    if faults:
        return _shown(found, Shown(fields, into, base, faults), status=UNUSABLE)
    if "preview" in fields:
        return _shown(found, Shown(fields, into, base, preview=made))
    signature = Signature(current_user.account.name, fields["why"].strip()[:LONGEST_WHY])
    return _published(found, made.changes, signature, "merged" if into else "accepted", shown)


def _published(
    found: Entry, changes: Iterable[Change], signature: Signature, state: State, shown: Shown | None
) -> Answer:
    """Publish changes and decide the entry in one transaction, or say why not."""
    changes = tuple(changes)
    decide = deciding(found.number, state, current_user.account.name)
    try:
        site().store.apply(changes, signature, also=decide)
    except (ConflictError, StoreError) as error:
        return _shown(_entry(found.number), shown, faults=error.faults, status=CONFLICT)
    flash(_("Published."))
    return seen_other("desk.history", reform_id=changes[-1].id)


def _shown(found: Entry, shown: Shown | None = None, faults: tuple[Fault, ...] = (), status: int = 200) -> Answer:
    told: dict[str, Any] = {"entry": found, "faults": faults, "may_decide": may_decide(found.account)}
    if found.kind == "draft":
        told |= _told_of_draft(found, shown)
    elif found.kind == "proposal":
        told |= _told_of_proposal(found)
    else:
        told |= {"reform": site().store.reform(found.reform or "")}
    return make_response(render_template(f"desk/entry_{found.kind}.html", **told), status)


def _told_of_draft(found: Entry, shown: Shown | None) -> dict[str, Any]:
    each = Draft.model_validate_json(json.dumps(found.document["draft"]))
    source = Source.model_validate_json(json.dumps(found.document["source"]))
    into = request.args.get("into", each.draft.matches or "")
    recorded = site().store.reform(into) if into else None
    spans = {(words.start, words.end) for words in each.draft.evidence}
    preview = shown.preview.reform if shown and shown.preview else None
    return {
        "draft": each,
        "source": source,
        "recorded": recorded,
        "matched": site().store.reform(each.draft.matches or ""),
        "pieces": tuple(laid_out(found.text, (), spans)) if found.text else (),
        "shown": shown or _prefilled(each, source, recorded),
        "names": forms.ROWS,
        "sources": site().store.sources() | {source.id: source},
        "minimap": site().minimap,
        "preview": preview,
        "changes": difference(recorded, preview, site().places) if preview else (),
        "longest_why": LONGEST_WHY,
    }


def _told_of_proposal(found: Entry) -> dict[str, Any]:
    changes = changes_of(found.document)
    now = {(each.kind, each.id): site().store.present(each.kind, each.id) for each in changes}
    records = {key: revision.record if revision else None for key, revision in now.items()}
    latest = now[changes[-1].kind, changes[-1].id]
    return {
        "changes": [(each, difference(records[each.kind, each.id], each.record, site().places)) for each in changes],
        "is_stale": (latest.number if latest else NEW) != changes[-1].base,
        "recorded": records[changes[-1].kind, changes[-1].id],
    }


def _prefilled(each: Draft, source: Source, recorded: Reform | None) -> Shown:
    """Fill the form with a draft, or with the reform that it is recorded as and what is new beside it."""
    proposed = each.model_dump(mode="json")
    sources = [(source, site().store.bases([("source", source.id)]).get(("source", source.id), (NEW, ""))[0])]
    if recorded is None:
        return Shown(forms.form_of(proposed, sources))
    now = site().store.present("reform", recorded.id)
    document = recorded.model_dump(mode="json")
    reached = {row.place for row in recorded.reach}
    document["reach"] += [row for row in proposed["reach"] if row["place"] not in reached]
    for kind in ("figures", "honours"):
        document[kind] += proposed[kind]
    return Shown(forms.form_of(document, sources), recorded.id, now.number if now else NEW)


def _pasted(text: str) -> tuple[int, int]:
    if not text.strip():
        nothing = Said("nothing was given", "没有内容")
        raise CasesError(
            [Fault(Said("article", "文章"), nothing, Said("choose a file or paste a text", "请选择文件或粘贴文章"))]
        )
    return _queued("article.txt", text.replace("\r\n", "\n").encode())


def _queued(given: str, data: bytes) -> tuple[int, int]:
    """Queue the drafts of a file; return how many are new, and how many were queued before."""
    name = PurePath(given.replace("\\", "/")).name[-100:]
    if PurePath(name).suffix.lower() in {".geojson", ".json"}:
        held = read_drafts(data)
        return _added(held.drafts, held.source, None)
    text = read_article(data, name)
    if len(text) > MOST_TEXT:
        what = Said(f"has more than {MOST_TEXT:,} characters", f"超过 {MOST_TEXT:,} 字")
        remedy = Said("give it in parts, or use `explorer draft`", "请分开上传，或使用命令 explorer draft")
        raise CasesError([Fault(name, what, remedy)])
    source = source_of_article(text, name)
    found = draft(text, site().places, site().store.reforms(Filter()), source.id)
    return _added((each for each in found if each.draft.matches is None or each.draft.new), source, (name, text))


def _added(found: Iterable[Draft], source: Source, article: tuple[str, str] | None) -> tuple[int, int]:
    plain = source.model_dump(mode="json", by_alias=True)
    numbers = [
        site().queue.add(
            "draft",
            each.title_zh,
            {"draft": each.model_dump(mode="json"), "source": plain},
            reform=each.draft.matches,
            account=current_user.account.name,
            article=article,
        )
        for each in found
    ]
    return len(numbers) - numbers.count(None), numbers.count(None)


def _drafts_page(faults: tuple[Fault, ...] = (), status: int = 200) -> Answer:
    page = render_template(
        "desk/drafts.html", faults=faults, endings=[*READERS, ".geojson"], text=request.form.get("text", "")
    )
    return make_response(page, status)


def _open(number: int) -> Entry:
    found = _entry(number)
    if found.state != "open":
        abort(CONFLICT, _("This was decided already."))
    return found


def _entry(number: int) -> Entry:
    return site().queue.entry(number) or abort(404, _("Nothing in the queue has this number."))


def _page() -> int:
    given = request.args.get("page", "1")
    return int(given) if given.isdecimal() and 0 < len(given) < 7 and int(given) else 1  # noqa: PLR2004
