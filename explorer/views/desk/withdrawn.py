"""List what was withdrawn, so that it can be brought back."""

from __future__ import annotations

from typing import Final

from flask import render_template, request

from explorer.views.asking import site
from explorer.views.desk.forms import number_of
from explorer.views.desk.frame import bp

PAGE: Final = 50  # records of a list


@bp.get("/withdrawn")
def withdrawn() -> str:
    """List the reforms and sources that are withdrawn, the last one first."""
    before = number_of(request.args.get("before", "")) or None
    found = site().store.withdrawn(PAGE + 1, before)
    return render_template("desk/withdrawn.html", found=found[:PAGE], is_last=len(found) <= PAGE, before=before)
