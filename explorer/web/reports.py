"""Take a report of an error from anyone: no account, no cookie, nothing personal."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from flask import Blueprint, Response, make_response, render_template, request

from explorer.store.queue import NewEntry
from explorer.web.babel import gettext as _
from explorer.web.request import assert_own_page, limiter, place_name, reform_or_404, site

if TYPE_CHECKING:
    from explorer.records.models import Reform

bp = Blueprint("reports", __name__)

LONGEST: Final = 2000  # characters
MOST_SENT: Final = 64 * 1024  # bytes: a Chinese character is sent as nine, a rare one as twelve
FROM_ONE: Final = "6 per hour"  # from one address
FROM_ALL: Final = "200 per day"  # so that the queue stays readable
OK, UNUSABLE = 200, 422
_UNSEEN: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff]")


@bp.get("/reforms/<reform_id>/report")
def report(reform_id: str) -> str:
    """Offer the form."""
    return render_template("history/report.html", reform=reform_or_404(reform_id), longest=LONGEST, told="", text="")


@bp.post("/reforms/<reform_id>/report")
@limiter.limit(FROM_ONE)
@limiter.limit(FROM_ALL, key_func=lambda: "everybody", deduct_when=lambda response: response.status_code == OK)
def send_report(reform_id: str) -> Response:
    """Queue a report for the stewards."""
    assert_own_page()
    request.max_content_length = MOST_SENT
    reform = reform_or_404(reform_id)
    about, text = request.form.get("about", "other"), _typed(request.form.get("text", ""))
    fault = _fault(about, text, reform)
    if fault:
        page = render_template("history/report.html", reform=reform, longest=LONGEST, told=fault, text=text)
        return make_response(page, UNUSABLE)
    number = None if request.form.get("website") else _queue(reform, about, text)  # a person leaves that field empty
    return make_response(render_template("history/thanks.html", reform=reform, number=number))


def facts(reform: Reform) -> dict[str, str]:
    """Return what a report may be about, each fact by its path with its words."""
    found = {"title": reform.title_zh, "summary": reform.summary_zh[:60]}
    found |= {f"reach[{row.place}]": place_name(row.place) for row in reform.reach}
    found |= {f"figures[{n}]": f"{each.label_zh} {each.value} {each.unit}" for n, each in enumerate(reform.figures)}
    found |= {f"honours[{n}]": each.title_zh for n, each in enumerate(reform.honours)}
    return found


def _typed(text: str) -> str:
    """Return what was typed, each break as one character, without those that nobody can see."""
    return _UNSEEN.sub("", text.replace("\r\n", "\n")).strip()


def _queue(reform: Reform, about: str, text: str) -> int | None:
    now = site().store.present("reform", reform.id)
    document = {"about": about, "fact": facts(reform).get(about, ""), "text": text}
    base = now.number if now else None
    return site().queue.add(NewEntry("report", reform.title_zh, document, reform=reform.id, base=base))


def _fault(about: str, text: str, reform: Reform) -> str:
    if about != "other" and about not in facts(reform):
        return str(_("Choose what the report is about."))
    if not text:
        return str(_("Write what is wrong."))
    return str(_("Write %(n)s characters at the most.", n=LONGEST)) if len(text) > LONGEST else ""
