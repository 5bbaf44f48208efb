"""Find a reform to be edited."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flask import render_template, request

from explorer.filters import Filter
from explorer.views.asking import site
from explorer.views.desk.frame import asked_page, bp, line

if TYPE_CHECKING:
    from explorer.model import Reform

PAGE: Final = 50  # reforms of a list
LONGEST_QUERY: Final = 100  # characters


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
