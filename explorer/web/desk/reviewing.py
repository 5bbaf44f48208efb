"""Go through what waits: drafts beside their article, proposals beside what is recorded, reports of errors."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final, cast, get_args

from flask import abort, flash, make_response, render_template, request

from explorer.drafting.draft import Draft
from explorer.errors import ConflictError, Fault, StoreError
from explorer.messages import message
from explorer.records.models import NEW, Reform, Signature, Source
from explorer.store.queue import PAGE, Kind, State, changes_of, deciding
from explorer.web.babel import gettext as _
from explorer.web.desk import forms
from explorer.web.desk.base import (
    CONFLICT,
    LONGEST_WHY,
    UNUSABLE,
    asked_page,
    bp,
    line,
    may_decide,
    needs,
    publishes,
    seen_other,
)
from explorer.web.desk.conflicts import Shown
from explorer.web.desk.forms import number_of, written
from explorer.web.desk.login import current_user
from explorer.web.desk.records import LONGEST_QUERY, matching
from explorer.web.desk.saving import posted, seen_at
from explorer.web.history import differing
from explorer.web.request import address, site
from explorer.web.tagged_text import laid_out

if TYPE_CHECKING:
    from werkzeug.wrappers import Response as Answer

    from explorer.records.models import Change, Revision
    from explorer.store.queue import QueueEntry

LONGEST_REASON: Final = 1000  # characters
MOST_OFFERED: Final = 10  # reforms to choose one of


@bp.get("/queue")
def queue() -> str:
    """List what waits, or was decided."""
    state, kind = request.args.get("state", "open"), request.args.get("kind", "")
    if state not in get_args(State) or kind not in {"", *get_args(Kind)}:
        abort(400, _("There is no such list."))
    page = asked_page()
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


@bp.get("/queue/<int(max=2147483647):number>")
def entry(number: int) -> Answer:
    """Show one thing that waits."""
    return _shown(_entry(number))


@bp.get("/queue/<int(max=2147483647):number>/accept")
def accepted_page(number: int) -> Answer:
    """Lead back to what waits: who sent its form reads it in the other language."""
    return seen_other("desk.entry", number=number)


@bp.post("/queue/<int(max=2147483647):number>/accept")
@needs("reviewer")
def accept(number: int) -> Answer:
    """Save a draft as it stands in the form, publish a proposal as it is, settle a report."""
    found = _open(number)
    if found.kind == "report":
        return _settled(found, "accepted")
    if found.kind == "draft":
        return _accept_draft(found)
    if not may_decide(found.account):
        abort(403, _("You wrote this yourself: somebody else has to accept it."))
    return _accept_proposal(found)


@bp.post("/queue/<int(max=2147483647):number>/reject")
@needs("reviewer")
def reject(number: int) -> Answer:
    """Reject something, with a reason."""
    return _settled(_open(number), "rejected")


@bp.post("/queue/<int(max=2147483647):number>/take-back")
def take_back(number: int) -> Answer:
    """Take one's own proposal back."""
    found = _open(number)
    if found.kind != "proposal" or found.account != current_user.account.name:
        abort(403, _("Only who proposed this can take it back."))
    return _decided(found, "rejected", None)


def _settled(found: QueueEntry, state: State) -> Answer:
    reason = line(request.form.get("reason", ""))[:LONGEST_REASON]
    if not reason:
        no_reason = Fault(message("reason"), message("no reason is given"), message("write one"))
        return _shown(found, faults=(no_reason,), status=UNUSABLE)
    return _decided(found, state, reason)


def _decided(found: QueueEntry, state: State, reason: str | None) -> Answer:
    try:
        reopens = found.document.get("draft", 0) if found.kind == "proposal" and state == "rejected" else 0
        site().queue.decide(found.number, state, current_user.account.name, reason, reopens=reopens)
    except ConflictError as error:
        return _shown(_entry(found.number), faults=error.faults, status=CONFLICT)
    flash(_("It is decided."))
    return seen_other("desk.queue", kind=found.kind)


def _accept_proposal(found: QueueEntry) -> Answer:
    """Publish a proposal and decide it in one transaction, or say why not."""
    changes = changes_of(found.document)
    signature = Signature(found.account, found.document["why"], restores=found.document["restores"])
    try:
        draft = found.document.get("draft", 0)
        decide = deciding(found.number, "accepted", current_user.account.name, draft)
        site().store.apply(changes, signature, also=decide)
    except (ConflictError, StoreError) as error:
        return _shown(_entry(found.number), faults=error.faults, status=CONFLICT)
    flash(_("Published."))
    return seen_at(changes[-1])


def _accept_draft(found: QueueEntry) -> Answer:
    """Save the form of a draft as any other form; the draft is settled by that."""
    fields = request.form.to_dict() | {"settles": str(found.number)}
    into, base = fields.get("into") or None, number_of(fields.get("base", ""))
    return posted(fields, into, base, lambda shown: _shown(found, shown, status=UNUSABLE if shown.faults else 200))


def _shown(found: QueueEntry, shown: Shown | None = None, faults: tuple[Fault, ...] = (), status: int = 200) -> Answer:
    told: dict[str, Any] = {"entry": found, "faults": faults, "may_decide": may_decide(found.account)}
    if found.kind == "draft":
        told |= _told_of_draft(found, shown)
    elif found.kind == "proposal":
        told |= _told_of_proposal(found)
    else:
        told |= {"reform": site().store.reform(found.reform or "")}
    return make_response(render_template(f"desk/entry_{found.kind}.html", **told), status)


def _told_of_draft(found: QueueEntry, shown: Shown | None) -> dict[str, Any]:
    each = Draft.model_validate_json(json.dumps(found.document["draft"]))
    source = Source.model_validate_json(json.dumps(found.document["source"]))
    into = shown.reform_id if shown else _asked_into(each)
    recorded = site().store.reform(into) if into else None
    spans = {(words.start, words.end) for words in each.draft.evidence}
    form = shown or _prefilled(each, source, recorded)
    preview = shown.preview.reform if shown and shown.preview else None
    proposed = preview or (_as_it_stands(form) if recorded and not shown else None)
    return {
        "draft": each,
        "source": source,
        "recorded": recorded,
        "offered": () if into else _alike(request.args.get("into", "")),
        "matched": site().store.reform(each.draft.matches or ""),
        "pieces": tuple(laid_out(found.text, (), spans)) if found.text else (),
        "shown": form,
        "names": forms.SHOWN,
        "sources": site().store.sources() | {source.id: source},
        "minimap": site().minimap,
        "preview": preview,
        "changes": differing(recorded, proposed) if proposed else (),
        "longest_why": LONGEST_WHY,
        "publishes": publishes(),
    }


def _as_it_stands(form: Shown) -> Reform | None:
    """Return what a form comes to before anybody touched it; None if something is missing."""
    return written(forms.document_of(form.fields), form.reform_id, form.base).reform


def _asked_into(each: Draft) -> str:
    """Return the id of the reform that a draft is to be merged into; its address or its title will do."""
    asked = request.args.get("into", each.draft.matches or "").strip()
    name = asked.rstrip("/").rpartition("/")[2]
    if not asked or site().store.reform(name):
        return name
    alike = _alike(asked)
    return alike[0].id if len(alike) == 1 else ""


def _alike(asked: str) -> tuple[Reform, ...]:
    """Return a few reforms that hold the words by which one was asked for; of one whole title that one."""
    found = matching(line(asked)[:LONGEST_QUERY], MOST_OFFERED) if asked.strip(" -") else ()
    titled = tuple(each for each in found if line(asked) in {each.title_zh, each.title_en})
    return titled if len(titled) == 1 else found


def _told_of_proposal(found: QueueEntry) -> dict[str, Any]:
    changes = changes_of(found.document)
    now = {(each.kind, each.id): site().store.present(each.kind, each.id) for each in changes}
    if found.state != "open":  # what it changed then
        now = {(each.kind, each.id): site().store.revision(each.base) if each.base else None for each in changes}
    records = {key: revision.record if revision else None for key, revision in now.items()}
    is_stale = any(_is_stale(each, now[each.kind, each.id]) for each in changes)
    return {
        "changes": [(each, differing(records[each.kind, each.id], each.record)) for each in changes],
        "is_stale": is_stale,
        "anew": _anew(found, changes) if is_stale or _is_returned(found) else None,
        "recorded": records.get(("reform", changes[-1].id)),
        "is_own": found.account == current_user.account.name,
    }


def _is_returned(found: QueueEntry) -> bool:
    """Tell whether a proposal came back to this person, who has not sent it again."""
    own = found.account == current_user.account.name and found.state == "rejected"
    return own and found.number in {each.number for each in site().queue.returned_to(current_user.account.name)}


def _is_stale(change: Change, now: Revision | None) -> bool:
    return (now.number if now else NEW) != change.base and (now is None or now.record != change.record)


def _anew(found: QueueEntry, changes: tuple[Change, ...]) -> tuple[str, dict[str, str]] | None:
    """Return where the form of a proposal that was overtaken is sent to, and its fields; None for a withdrawal."""
    reform = changes[-1]
    if not isinstance(reform.record, Reform):
        return None
    sources = [(each.record, each.base) for each in changes[:-1] if isinstance(each.record, Source)]
    fields = forms.form_of(reform.record.model_dump(mode="json"), sources)
    fields |= {"base": str(reform.base), "why": found.document["why"]}
    fields |= (
        {"settles": str(found.number), "save": "1"}
        if found.state == "open"
        else {"preview": "1", "again": str(found.number)}
    )
    return address("desk.edit", reform_id=reform.id) if reform.base else address("desk.new_reform"), fields


def _prefilled(each: Draft, source: Source, recorded: Reform | None) -> Shown:
    """Fill the form with a draft, or with the reform that it is recorded as and what is new beside it."""
    proposed = each.model_dump(mode="json")
    held = site().store.present("source", source.id)
    known = held.record if held and isinstance(held.record, Source) else source
    sources = [(known, held.number if held else NEW)]
    if recorded is None:
        return Shown(forms.form_of(proposed, sources))
    now = site().store.present("reform", recorded.id)
    document = recorded.model_dump(mode="json")
    document["since"] = document["since"] or proposed["since"]
    reached = {row.place for row in recorded.reach}
    document["reach"] += [row for row in proposed["reach"] if row["place"] not in reached]
    for kind in ("figures", "honours"):
        document[kind] += proposed[kind]
    fields = forms.form_of(document, sources)
    if source.id not in forms.cited_by(document):
        fields["sources-0-remove"] = "1"  # what is new, such as a year, has no citation of its own
    return Shown(fields, recorded.id, now.number if now else NEW)


def _open(number: int) -> QueueEntry:
    found = _entry(number)
    if found.state != "open":
        abort(CONFLICT, _("This was decided already."))
    return found


def _entry(number: int) -> QueueEntry:
    return site().queue.entry(number) or abort(404, _("Nothing in the queue has this number."))
