"""The first page of the desk: what waits, what was done lately, what can be begun."""

from __future__ import annotations

from flask import render_template
from flask_login import current_user

from explorer.filters import Filter
from explorer.views.asking import site
from explorer.views.desk.frame import bp

N_RECENT = 10


@bp.get("/")
def home() -> str:
    """Show what waits and what was done lately."""
    return render_template(
        "desk/home.html",
        waiting=site().queue.counts(),
        n_reforms=site().store.count(Filter()),
        recent=site().store.recent(N_RECENT),
        imports=site().staging.recent(N_RECENT),
        unfinished=site().staging.unfinished(current_user.account.name),
        returned=site().queue.returned_to(current_user.account.name)[:N_RECENT],
    )
