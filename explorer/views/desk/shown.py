"""The form of a reform as a page: what was typed, what is wrong, what it would change."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from flask import abort, make_response, render_template
from flask_babel import gettext as _

from explorer.changes import NEW
from explorer.errors import Fault
from explorer.messages import message
from explorer.model import Reform
from explorer.views.asking import language, site, spoken
from explorer.views.desk import forms
from explorer.views.desk.frame import LONGEST_WHY, UNUSABLE, publishes
from explorer.views.differing import differing

if TYPE_CHECKING:
    from collections.abc import Mapping

    from werkzeug.wrappers import Response as Answer

    from explorer.views.desk.written import Written

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
        return "; ".join(spoken(each.advice) for each in self.faults if each.where == field)

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
        names=forms.ROWS,
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
