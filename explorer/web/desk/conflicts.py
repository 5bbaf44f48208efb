"""Show the form of a reform, and, where somebody else was faster, both changes: nothing is overwritten unseen."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from flask import abort, make_response, render_template
from pydantic import ValidationError

from explorer.errors import ConflictError, Fault
from explorer.messages import clauses, message
from explorer.records import schema_errors
from explorer.records.diff import reconcile
from explorer.records.models import NEW, Change, Reform, Source, document_of
from explorer.records.validation import faults_of
from explorer.web.babel import gettext as _
from explorer.web.desk import forms
from explorer.web.desk.base import CONFLICT, LONGEST_WHY, UNUSABLE, publishes
from explorer.web.desk.forms import Written, written
from explorer.web.history import differing
from explorer.web.request import language, site, spoken

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from werkzeug.wrappers import Response as Answer

    from explorer.records.models import Revision

    Fields = Mapping[str, str]
    Save = Callable[[Written, Fields, str | None, int], Answer]


NO_WHY: Final = Fault("why", message("no reason is given"), message("say why, in a few words"))


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
        at = [each.advice for each in self.faults if each.where == field]
        return spoken(clauses(at)) if at else ""

    def named(self, field: str) -> str:
        """Return what a field is called, with the number of its row; empty if it is no field."""
        found = forms.row_of(field)
        names = forms.FIELD_NAMES
        if found is None:
            return names[field][language()] if field in names else ""
        kind, n, column = found
        row = f"{names[kind][language()]} {list(self.rows[kind]).index(n) + 1 if n in self.rows[kind] else ''}".strip()
        return f"{row} · {names[column][language()]}" if column in names else row

    def column(self, name: str) -> str:
        """Return what a column of the rows is called."""
        return forms.FIELD_NAMES[name][language()]

    @property
    def rows(self) -> dict[str, dict[int, dict[str, str]]]:
        """The rows of each kind, by their numbers."""
        return forms.rows_of(self.fields)


def form_page(shown: Shown, status: int | None = None) -> Answer:
    """Return the page with the form of a reform."""
    now = site().store.present("reform", shown.reform_id) if shown.reform_id else None
    record = now.record if now else None
    preview = shown.preview.reform if shown.preview else None
    page = render_template(
        "desk/edit.html",
        shown=shown,
        title=record.title(language()) if isinstance(record, Reform) else "",
        is_published=record is not None,
        names=forms.SHOWN,
        changes=differing(record, preview) if preview else (),
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


def beaten(error: ConflictError, fields: Fields, reform_id: str | None, base: int) -> Answer:
    """Show what somebody else changed since a form was opened."""
    now = site().store.present("reform", reform_id) if reform_id else None
    if now and ("reform", now.id) in error.conflicts:
        return clash(now, fields, base) if now.record else _withdrawn(now, fields)
    changed = [name for kind, name in error.conflicts if kind == "source"]
    fresh, faults = seen_sources(fields, changed)
    return form_page(Shown(fresh, reform_id, base, (*faults, *_told(error.faults))), CONFLICT)


def clash(now: Revision, fields: Fields, base: int) -> Answer:
    """Show what somebody else changed of a reform beside what was typed."""
    seen, theirs = _seen(now.id, base), _reform(now)
    made = written(forms.document_of(fields), now.id, base)
    if made.reform is None:
        return form_page(Shown(fields, now.id, base, made.faults))
    picks = _picks(fields)
    page = render_template(
        "desk/conflict.html",
        now=now,
        base=base,
        fields={name: text for name, text in fields.items() if name not in {"csrf_token", "theirs"}},
        clashes=reconcile(_plain(seen), _plain(theirs), _plain(made.reform), picks).clashes,
        theirs=differing(seen, theirs),
        mine=differing(seen, made.reform),
        picks=picks,
    )
    return make_response(page, CONFLICT)


def reconciled(now: Revision, fields: Fields, base: int, save: Save) -> Answer:
    """Save what both people's changes come to, with the sides that were picked; or ask again."""
    if now.record is None:
        return _withdrawn(now, fields)
    made = written(forms.document_of(fields), now.id, base)
    if made.reform is None or forms.number_of(fields["theirs"]) != now.number:
        return clash(now, fields, base)
    picks = _picks(fields)
    found = reconcile(_plain(_seen(now.id, base)), _plain(_reform(now)), _plain(made.reform), picks)
    if found.open(picks):
        return clash(now, fields, base)
    # From here on the form holds both: it is made from what is published now.
    both = _with(fields, found.document)
    try:
        record = Reform.model_validate_json(json.dumps(found.document))
    except ValidationError as error:
        return form_page(Shown(both, now.id, now.number, _told(schema_errors.faults(error))), UNUSABLE)
    cited = {*site().store.sources(), *(each.id for each in made.changes[:-1])}
    wrong = tuple(faults_of(record, site().places, cited))
    if wrong:
        return form_page(Shown(both, now.id, now.number, _told(wrong)), UNUSABLE)
    changes = (*made.changes[:-1], Change("reform", now.id, record, now.number))
    return save(Written(changes, record, ()), both, now.id, now.number)


def _withdrawn(now: Revision, fields: Fields) -> Answer:
    """Show the form with the warning that its reform is gone; whoever saves it then brings it back knowingly."""
    why, who = now.signature.why, now.signature.account or ""
    what = message("%(who)s withdrew this reform meanwhile: %(why)s", who=who, why=why)
    remedy = message("leave the page, or save to bring it back with your text")
    return form_page(Shown(fields, now.id, now.number, (Fault("form", what, remedy),)), CONFLICT)


def seen_sources(fields: Fields, changed: list[str]) -> tuple[dict[str, str], tuple[Fault, ...]]:
    """Tell at their fields what sources say now, and base the form on that: who saves it again has seen it."""
    fresh, faults = dict(fields), list[Fault]()
    for n, row in forms.rows_of(fields)["sources"].items():
        now = site().store.present("source", row.get("id", ""))
        if now and now.id in changed:
            fresh[f"sources-{n}-base"] = str(now.number)
            faults += _differing(n, row, now)
    return fresh, tuple(faults)


def _differing(n: int, row: Fields, now: Revision) -> Iterator[Fault]:
    who = now.signature.account or ""
    remedy = message("save again to keep yours")
    if not isinstance(now.record, Source):
        why = now.signature.why
        what = message("%(who)s withdrew this source meanwhile: %(why)s", who=who, why=why)
        yield Fault(f"sources-{n}-id", what, remedy)
        return
    for name, text in forms.form_of({}, [(now.record, now.number)]).items():
        column = name.rpartition("-")[2]
        if name.startswith("sources-") and column != "base" and text != row.get(column, ""):
            what = message("%(who)s changed it meanwhile to “%(written)s”", who=who, written=text)
            yield Fault(f"sources-{n}-{column}", what, remedy)


def _with(fields: Fields, document: dict[str, Any]) -> dict[str, str]:
    """Return the fields of a reform, with what else a form held."""
    kept = {name: text for name, text in fields.items() if name.startswith("sources-") or name in {"why", "settles"}}
    return kept | forms.form_of(document)


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


def _picks(fields: Fields) -> dict[str, str]:
    return {name.removeprefix("pick-"): side for name, side in fields.items() if name.startswith("pick-")}


def _told(faults: tuple[Fault, ...]) -> tuple[Fault, ...]:
    """Place faults that speak of no field at the top of the form."""
    return tuple(Fault("form", each.what, each.remedy) for each in faults)
