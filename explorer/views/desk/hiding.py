"""Keep the words of a state out of the public history: what should never have been written there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import abort, flash
from flask_babel import gettext as _
from flask_login import current_user

from explorer.views.asking import site
from explorer.views.desk.frame import bp, needs
from explorer.views.desk.saving import seen_at

if TYPE_CHECKING:
    from werkzeug.wrappers import Response as Answer

    from explorer.changes import Revision


@bp.post("/revisions/<int(max=2147483647):number>/hide")
@needs("reviewer")
def hide(number: int) -> Answer:
    """Hide a state; the desk shows it still."""
    found, store = _known(number), site().store
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
    found = _known(number)
    site().store.show(number)
    flash(_("The public history shows this state again."))
    return seen_at(found)


def _known(number: int) -> Revision:
    return site().store.revision(number) or abort(404, _("There is no state with this number."))
