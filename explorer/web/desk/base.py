"""What every page of the desk stands in, its first page, and what was withdrawn."""

from __future__ import annotations

import unicodedata
from pathlib import PurePath
from typing import TYPE_CHECKING, Final, TypeVar
from urllib.parse import urlsplit

from flask import Blueprint, Response, abort, current_app, redirect, render_template, request
from flask_wtf.csrf import CSRFError, CSRFProtect, generate_csrf
from markupsafe import Markup
from werkzeug.exceptions import RequestEntityTooLarge

from explorer.errors import StoreError
from explorer.importing.preview import likely_doubles
from explorer.messages import clauses
from explorer.query.filters import Filter
from explorer.records.models import Signature
from explorer.records.vocabulary import ROLES
from explorer.web.babel import gettext as _
from explorer.web.desk.forms import number_of
from explorer.web.desk.login import current_user
from explorer.web.request import address, language, site, spoken

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from werkzeug.wrappers import Response as Answer

    from explorer.store.accounts import Role


View = TypeVar("View", bound="Callable[..., Any]")

bp = Blueprint("desk", __name__, url_prefix="/desk")
csrf = CSRFProtect()

LONGEST_WHY = 300  # characters
LONGEST_NAME: Final = 100  # characters of the name of a file
MB: Final = 1024 * 1024
MOST_OPEN: Final = 64 * 1024
MOST_FORM: Final = 2 * MB
MOST_FILE: Final = 10 * MB  # the commands take larger ones
UNUSABLE, CONFLICT = 422, 409  # statuses of what was sent and cannot be taken, or was overtaken
DIGITS_OF_PAGE: Final = 7
OWN_NAMES = frozenset(("localhost", "127.0.0.1", "::1"))
OWN_ADDRESSES = frozenset(("127.0.0.1", "::1"))
OF_A_PROXY = ("forwarded", "x-forwarded", "x-real-ip", "x-client-ip", "via", "cf-", "true-client-ip")  # or begin so
OF_OLD_PROXIES = "HTTP/1.0"  # in which they ask; no browser does
_OF_REFORMS: Final = frozenset(("desk.edit", "desk.new_reform", "desk.history", "desk.withdrawn"))
N_RECENT = 10
PAGE: Final = 50  # records of a list


def open_to_all(view: View) -> View:
    """Let a page of the desk be opened without signing in: each other needs an editor at least."""
    view.needs = None  # type: ignore[attr-defined]
    return view


def needs(role: Role) -> Callable[[View], View]:
    """Let a page of the desk be opened by this role and those above it only."""

    def mark(view: View) -> View:
        view.needs = role  # type: ignore[attr-defined]
        return view

    return mark


def takes_file(view: View) -> View:
    """Let a page of the desk take a file: each other takes what a form can hold."""
    view.most_sent = MOST_FILE + MOST_FORM  # type: ignore[attr-defined]
    return view


def role_of(endpoint: str) -> Role | None:
    """Return the role that an endpoint of the desk needs; None for one that is open to all."""
    return getattr(current_app.view_functions[endpoint], "needs", "editor")


def publishes() -> bool:
    """Tell whether what this person saves is published at once; else it waits for somebody to review it."""
    return bool(current_user.account.may("reviewer")) and not site().settings.second_person


def may_decide(author: str | None) -> bool:
    """Tell whether this person may publish what an author wrote."""
    own = author is not None and author == current_user.account.name
    return bool(current_user.account.may("reviewer")) and not (own and site().settings.second_person)


def signed(why: str, batch: int | None = None, restores: int | None = None) -> Signature:
    """Sign a change in the name of who asks for it."""
    return Signature(current_user.account.name, line(why)[:LONGEST_WHY], batch, restores)


def line(text: str) -> str:
    """Return what was typed into a field as one line, without characters that nobody can see."""
    seen = (" " if each.isspace() else each for each in text if each.isspace() or unicodedata.category(each)[0] != "C")
    return " ".join("".join(seen).split())


def file_name(path: str) -> str:
    """Return the name of a file that was sent, without its folders, of Windows either."""
    return line(PurePath(path.replace("\\", "/")).name)[-LONGEST_NAME:]


def asked_page() -> int:
    """Return the number of the page of a list that is asked for; the first if it is none."""
    given = request.values.get("page", "1")
    return int(given) if given.isdecimal() and 0 < len(given) < DIGITS_OF_PAGE and int(given) else 1


def seen_other(endpoint: str, **values: Any) -> Answer:
    """Lead to another page after a change, so that a reload does not change again."""
    return redirect(address(endpoint, **values), code=303)


@bp.before_request
def _guard() -> Answer | tuple[str, int] | None:
    """Check who asks before any page of the desk is made."""
    _assert_own_host()
    role = role_of(str(request.endpoint))
    if role is not None and not current_user.is_authenticated:
        return _to_sign_in()  # what was sent is not even read
    _bound(role)
    csrf.protect()
    if role is not None and not current_user.account.may(role):
        abort(403, _("Your account may not do this. It takes the role “%(role)s”.", role=ROLES[role][language()]))
    return None


def _bound(role: Role | None) -> None:
    """Set how much of the request is read at the most; of somebody unknown no more than a name and a password."""
    usual = MOST_FORM if role else MOST_OPEN
    most = getattr(current_app.view_functions[str(request.endpoint)], "most_sent", usual)
    request.max_content_length = request.max_form_memory_size = most


@bp.errorhandler(RequestEntityTooLarge)
def _too_large(_error: RequestEntityTooLarge) -> tuple[str, int]:
    n = (MOST_FILE if (request.max_content_length or 0) > MOST_FORM else MOST_FORM) // MB
    message = _("What was sent is larger than %(n)s MB. Send it in parts, or use the command `explorer import`.", n=n)
    return render_template("errors/error.html", code=413, message=message), 413


def _to_sign_in() -> Answer | tuple[str, int]:
    if request.method == "POST":
        return render_template("desk/signed_out.html"), 401
    return redirect(address("desk.sign_in", back=request.full_path.rstrip("?")), code=303)


def _assert_own_host() -> None:
    """Assert that a desk without accounts is asked from this machine, by its own name: another site could give one."""
    named = urlsplit(f"//{request.host}").hostname
    is_own = named in OWN_NAMES and request.remote_addr in OWN_ADDRESSES
    named_by_proxy = any(name.lower().startswith(OF_A_PROXY) for name, _value in request.headers)
    is_passed_on = named_by_proxy or request.environ.get("SERVER_PROTOCOL") == OF_OLD_PROXIES
    if site().settings.open_desk and (is_passed_on or not is_own):
        abort(403, _("The desk without accounts can be opened on this computer only, as http://127.0.0.1."))


@bp.errorhandler(StoreError)
def _broken(error: StoreError) -> tuple[str, int]:
    """Tell the log what broke; tell whoever is signed in too, with what to do."""
    current_app.logger.error("%s: %s", request.path, error)
    message = _("The data cannot be read just now. The log of the site says why.")
    if _is_known():
        message = spoken(clauses(each.advice for each in error.faults))
    return render_template("errors/error.html", code=503, message=message), 503


def _is_known() -> bool:
    try:
        return bool(current_user.is_authenticated)
    except StoreError:  # accounts are kept there too
        return False


@bp.context_processor
def _common() -> dict[str, object]:
    return {
        "desk_sections": _sections,
        "token": _token,
        "likely_doubles": likely_doubles,
        "second_person": site().settings.second_person,
    }


def _sections() -> tuple[tuple[str, str, Role, frozenset[str]], ...]:
    """Return the sections of the desk: endpoint, name, role that it needs, other endpoints in it."""
    return (
        ("desk.home", _("Overview"), "editor", frozenset()),
        ("desk.importing", _("Bring in a file"), "editor", frozenset(("desk.preview", "desk.import_batch"))),
        ("desk.drafts", _("Read an article"), "editor", frozenset()),
        ("desk.queue", _("Review"), "editor", frozenset(("desk.entry", "desk.accept", "desk.reject"))),
        ("desk.reforms", _("Reforms"), "editor", _OF_REFORMS),
        ("desk.sources", _("Sources"), "editor", frozenset(("desk.source",))),
        ("desk.accounts", _("Accounts"), "admin", frozenset()),
    )


def _token() -> Markup:
    """Return the hidden field without which no form of the desk is taken."""
    return Markup('<input type="hidden" name="csrf_token" value="{}">').format(generate_csrf())


@bp.after_request
def _never_kept(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def bad_token(error: CSRFError) -> tuple[str, int]:
    """Explain a form that was not sent from a page of this site, or after signing out."""
    current_app.logger.warning("%s: %s", request.path, error.description)
    return render_template("desk/signed_out.html"), 400


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


@bp.get("/withdrawn")
def withdrawn() -> str:
    """List the reforms and sources that are withdrawn, the last one first."""
    before = number_of(request.args.get("before", "")) or None
    found = site().store.withdrawn(PAGE + 1, before)
    return render_template("desk/withdrawn.html", found=found[:PAGE], is_last=len(found) <= PAGE, before=before)
