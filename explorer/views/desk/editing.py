"""Write a new reform, edit one, withdraw it, bring an earlier state back."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flask import abort, make_response, render_template, request
from flask_babel import gettext as _
from pydantic import ValidationError

from explorer.changes import NEW, Change, document_of
from explorer.difference import difference
from explorer.errors import ConflictError, Fault, Said, StoreError, said
from explorer.model import Reform, source_of
from explorer.reconciling import reconcile
from explorer.views import history as public
from explorer.views.asking import language, site
from explorer.views.desk import forms
from explorer.views.desk.frame import LONGEST_WHY, bp, publishes
from explorer.views.desk.saving import save
from explorer.views.desk.written import Written, written

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from werkzeug.wrappers import Response as Answer

    from explorer.changes import Revision
    from explorer.model import Source

UNUSABLE, CONFLICT = 422, 409
N_BLANK = {"reach": 1, "figures": 0, "honours": 0, "sources": 0}  # rows that a new form offers
NO_WHY = Fault(
    "why", Said("no reason is given", "没有写明修改原因"), Said("say why, in a few words", "请用几个字说明原因")
)


@dataclass(frozen=True)
class Shown:
    """The form as it is shown: what was typed, what is wrong, what it would change."""

    fields: Mapping[str, str]
    reform_id: str | None = None
    base: int = NEW
    faults: tuple[Fault, ...] = ()
    preview: Written | None = None

    def fault(self, field: str) -> str:
        """Return what is wrong at a field, in the language of the page; empty if nothing is."""
        at = [each for each in self.faults if each.where == field]
        return "; ".join(f"{said(each.what, language())}: {said(each.remedy, language())}" for each in at)

    @property
    def rows(self) -> dict[str, dict[int, dict[str, str]]]:
        """The rows of each kind, by their numbers."""
        return forms.rows_of(self.fields)


@bp.route("/reforms/new", methods=["GET", "POST"])
def new_reform() -> Answer:
    """Write a reform that is not recorded."""
    if request.method == "GET":
        return _form(Shown(with_blank_rows({}, N_BLANK)))
    return _posted(None, None)


@bp.route("/reforms/<reform_id>/edit", methods=["GET", "POST"])
def edit(reform_id: str) -> Answer:
    """Edit a reform."""
    now = _present(reform_id)
    if request.method == "GET":
        reform = _reform(now)
        document = reform.model_dump(mode="json")
        if n := forms.too_many(document):
            abort(UNUSABLE, _("It has %(n)s rows, too many for a form. Bring the change in as a file.", n=n))
        return _form(Shown(forms.form_of(document, _sources(reform)), reform_id, now.number))
    return _posted(reform_id, now)


@bp.get("/reforms/<reform_id>/history")
def history(reform_id: str) -> str:
    """Show every state of a reform with who made it, and offer to bring one back."""
    found = site().store.history("reform", reform_id)
    if not found:
        abort(404, _("There is no reform with the address “%(id)s”.", id=reform_id))
    return render_template(
        "desk/history.html", reform_id=reform_id, now=found[0], steps=tuple(public.steps(found)), publishes=publishes()
    )


@bp.post("/reforms/<reform_id>/withdraw")
def withdraw(reform_id: str) -> Answer:
    """Take a reform from the public pages; its history stays."""
    now, why = _present(reform_id), request.form.get("why", "")
    if not why.strip():
        abort(UNUSABLE, _("Say why the reform is withdrawn: whoever opens its address reads it."))
    return _changed(Change("reform", reform_id, None, _base()), _reform(now).title_zh, why)


@bp.post("/reforms/<reform_id>/restore/<int:number>")
def restore(reform_id: str, number: int) -> Answer:
    """Bring an earlier state of a reform back, as a new state."""
    earlier = site().store.revision(number)
    if earlier is None or (earlier.kind, earlier.id) != ("reform", reform_id) or earlier.record is None:
        abort(404, _("This reform has no such earlier state."))
    why = request.form.get("why", "").strip() or _("state of %(at)s restored", at=earlier.at)
    change = Change("reform", reform_id, earlier.record, _base())
    return _changed(change, _reform(earlier).title_zh, why, restores=number)


def _changed(change: Change, title: str, why: str, restores: int | None = None) -> Answer:
    try:
        return save((change,), title, why, restores)
    except ConflictError:
        abort(
            CONFLICT, _("Somebody changed this reform since you opened the page. Go back, reload it, and look again.")
        )


def _posted(reform_id: str | None, now: Revision | None) -> Answer:
    fields = request.form.to_dict()
    base = _base()
    if "add" in fields:
        return _form(Shown(with_blank_rows(fields, {fields["add"]: 1}), reform_id, base))
    if now and "theirs" in fields:
        return _reconciled(now, fields, base)
    made = written(forms.document_of(fields), reform_id, base)
    faults = made.faults + (() if fields.get("why", "").strip() or "preview" in fields else (NO_WHY,))
    if faults:
        return _form(Shown(fields, reform_id, base, faults))
    if "preview" in fields:
        return _form(Shown(fields, reform_id, base, preview=made))
    return _saved(made, fields, reform_id, base)


def _saved(made: Written, fields: dict[str, str], reform_id: str | None, base: int) -> Answer:
    title = made.reform.title_zh if made.reform else ""
    try:
        return save(made.changes, title, fields["why"])
    except ConflictError as error:
        now = site().store.present("reform", reform_id) if reform_id else None
        if now and now.record and ("reform", now.id) in error.conflicts:
            return _clash(now, fields, base)
        return _form(Shown(fields, reform_id, base, _told(error.faults)), CONFLICT)
    except StoreError as error:
        return _form(Shown(fields, reform_id, base, _told(error.faults)), UNUSABLE)


def _reconciled(now: Revision, fields: dict[str, str], base: int) -> Answer:
    """Save what both people's changes come to, with the sides that were picked; or ask again."""
    mine = written(forms.document_of(fields), now.id, base).reform
    if mine is None or _number(fields["theirs"]) != now.number:
        return _clash(now, fields, base)
    picks = _picks(fields)
    found = reconcile(_plain(_seen(now.id, base)), _plain(_reform(now)), _plain(mine), picks)
    if found.open(picks):
        return _clash(now, fields, base)
    try:
        record = Reform.model_validate_json(json.dumps(found.document))
    except ValidationError as error:
        return _form(Shown(fields, now.id, base, (Fault("title_zh", str(error.errors()[0]["msg"]), ""),)), UNUSABLE)
    sources = written(forms.document_of(fields), now.id, base).changes[:-1]
    made = Written((*sources, Change("reform", now.id, record, now.number)), record, ())
    return _saved(made, fields, now.id, now.number)


def _clash(now: Revision, fields: dict[str, str], base: int) -> Answer:
    """Show what somebody else changed meanwhile beside what was typed."""
    made = written(forms.document_of(fields), now.id, base)
    seen, theirs = _seen(now.id, base), _reform(now)
    mine = made.reform or seen
    picks = _picks(fields)
    found = reconcile(_plain(seen), _plain(theirs), _plain(mine), picks)
    page = render_template(
        "desk/conflict.html",
        now=now,
        base=base,
        fields={name: text for name, text in fields.items() if name not in {"csrf_token", "theirs"}},
        clashes=found.clashes,
        theirs=difference(seen, theirs, site().places),
        mine=difference(seen, mine, site().places),
        picks=picks,
    )
    return make_response(page, CONFLICT)


def _form(shown: Shown, status: int | None = None) -> Answer:
    now = site().store.present("reform", shown.reform_id) if shown.reform_id else None
    preview = shown.preview.reform if shown.preview else None
    page = render_template(
        "desk/edit.html",
        shown=shown,
        title=_reform(now).title(language()) if now and now.record else "",
        names=forms.ROWS,
        changes=difference(now.record if now else None, preview, site().places) if preview else (),
        preview=preview,
        sources=site().store.sources(),
        minimap=site().minimap,
        longest_why=LONGEST_WHY,
        publishes=publishes(),
    )
    return make_response(page, status or (UNUSABLE if shown.faults else 200))


def with_blank_rows(fields: Mapping[str, str], wanted: Mapping[str, int]) -> dict[str, str]:
    """Add rows of empty fields after those that are there."""
    found = dict(fields)
    rows = forms.rows_of(fields)
    for kind, n_wanted in wanted.items():
        if kind not in forms.ROWS:
            abort(400, _("There are no rows of this kind."))
        first = max(rows[kind], default=-1) + 1
        for n in range(first, first + n_wanted):
            found |= {f"{kind}-{n}-{name}": "" for name in forms.ROWS[kind]}
    return found


def _sources(reform: Reform) -> Iterable[tuple[Source, int]]:
    """Return the sources that a reform cites, each with the number of its revision."""
    store = site().store
    cited = store.sources_of([reform])
    bases = store.bases(("source", source_of(each)) for each in cited)
    return [(source, bases["source", name][0]) for name, source in cited.items()]


def _present(reform_id: str) -> Revision:
    now = site().store.present("reform", reform_id)
    if now is None or now.record is None:
        abort(404, _("There is no reform with the address “%(id)s”.", id=reform_id))
    return now


def _seen(reform_id: str, base: int) -> Reform:
    found = site().store.revision(base)
    if found is None or found.id != reform_id or found.record is None:
        abort(400, _("The form does not say which state it was made from. Open it anew."))
    return _reform(found)


def _reform(revision: Revision) -> Reform:
    if not isinstance(revision.record, Reform):
        abort(404, _("This reform has no such earlier state."))
    return revision.record


def _plain(reform: Reform) -> dict[str, Any]:
    return json.loads(document_of(reform))  # type: ignore[no-any-return]


def _picks(fields: Mapping[str, str]) -> dict[str, str]:
    return {name.removeprefix("pick-"): side for name, side in fields.items() if name.startswith("pick-")}


def _base() -> int:
    return _number(request.form.get("base", ""))


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 10 else NEW  # noqa: PLR2004


def _told(faults: tuple[Fault, ...]) -> tuple[Fault, ...]:
    """Place faults that speak of no field at the top of the form."""
    return tuple(Fault("form", each.what, each.remedy) for each in faults)
