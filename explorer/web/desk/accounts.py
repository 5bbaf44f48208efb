"""Sign in and out, change one's password, and, as admin, keep the accounts."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from flask import Response, abort, flash, make_response, redirect, render_template, request, session
from flask.sessions import SecureCookieSessionInterface
from flask_wtf.csrf import CSRFError

from explorer.errors import AccountError, Fault, LockedError
from explorer.store.accounts import ROLES, SIGNED_IN, Account
from explorer.web.babel import gettext as _
from explorer.web.babel import ngettext
from explorer.web.desk.base import UNUSABLE, bad_token, bp, csrf, needs, open_to_all, seen_other
from explorer.web.desk.login import LoginManager, UserMixin, current_user, login_user, logout_user
from explorer.web.request import address, limiter, network, site

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Flask, Request
    from flask.sessions import SessionMixin
    from werkzeug.wrappers import Response as Answer

    from explorer.store import Store
    from explorer.store.accounts import Role


ONE_WORKDAY_S = 12 * 60 * 60
MOST_SIGN_INS = "20 per minute"  # from one address; a name is locked much earlier
UNAUTHORIZED, LOCKED = 401, 429
HERE = Account("local", "admin", "", closed=False)  # who sits at the machine whose desk needs no account

manager = LoginManager()
manager.session_protection = "basic"


@dataclass(frozen=True)
class SignedIn(UserMixin):  # type: ignore[misc]  # the library has no types
    """Who is signed in."""

    account: Account

    def get_id(self) -> str:
        """Name the account and its stamp: a new stamp ends each session."""
        return f"{self.account.stamp}:{self.account.name}"


class Sessions(SecureCookieSessionInterface):
    """Sessions whose cookie never travels in the clear if the page did not."""

    def get_cookie_secure(self, _app: Flask) -> bool:
        """Tell whether the cookie is for https only."""
        return request.is_secure

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Save a session of the desk; pages of visitors set no cookie, and do not differ by one."""
        if request.blueprint == bp.name:
            super().save_session(app, session, response)


def set_up(app: Flask, store: Store) -> None:
    """Add sessions, accounts, tokens against forged forms and limits to an application."""
    app.secret_key = store.secret_key()
    app.session_interface = Sessions()
    app.config |= {
        "SESSION_COOKIE_NAME": "desk",
        "SESSION_COOKIE_PATH": "/desk",  # pages of visitors never see it
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "PERMANENT_SESSION_LIFETIME": ONE_WORKDAY_S,
        "WTF_CSRF_CHECK_DEFAULT": False,  # the desk asks for tokens itself; other pages have no session
        "WTF_CSRF_TIME_LIMIT": None,  # a form may lie open as long as its session lasts
    }
    csrf.init_app(app)
    manager.init_app(app)
    limiter.init_app(app)
    app.register_error_handler(CSRFError, bad_token)


@manager.user_loader  # type: ignore[untyped-decorator]
def _load(session_id: str) -> SignedIn | None:
    stamp, _colon, name = session_id.partition(":")
    account = site().accounts.find(name)
    if time.time() - session.get("since", 0) > ONE_WORKDAY_S:
        return None  # the cookie alone would last as long as it is used
    return SignedIn(account) if account and not account.closed and account.stamp == stamp else None


@manager.request_loader  # type: ignore[untyped-decorator]
def _at_this_machine(_request: Request) -> SignedIn | None:
    return SignedIn(HERE) if site().settings.open_desk else None


@bp.route("/sign-in", methods=["GET", "POST"])
@open_to_all
@limiter.limit(MOST_SIGN_INS, methods=["POST"])
def sign_in() -> Answer:
    """Ask for name and password."""
    if current_user.is_authenticated:
        return seen_other("desk.home")
    if request.method == "GET":
        return _form()
    name, password = request.form.get("name", ""), request.form.get("password", "")
    try:
        account = site().accounts.verify(name, password, network())
    except LockedError as error:
        minutes = -(-error.seconds // 60)
        told = ngettext(
            "Too many wrong passwords. Wait %(num)s minute, then try again.",
            "Too many wrong passwords. Wait %(num)s minutes, then try again.",
            minutes,
        )
        return _form(told, LOCKED)
    if account is None:
        return _form(_("Name or password is wrong."), UNAUTHORIZED)
    session.clear()  # what was known before signing in is worth nothing after
    session.permanent = True
    session["since"] = int(time.time())
    login_user(SignedIn(account))
    return redirect(_back(), code=303)


@bp.post("/sign-out")
def sign_out() -> Answer:
    """End the session, and any copy of it: a cookie that was taken is worth nothing after."""
    if not site().settings.open_desk:
        site().accounts.end_sessions(current_user.account.name)
    logout_user()
    session.clear()
    return seen_other("desk.sign_in")


@bp.route("/password", methods=["GET", "POST"])
def password() -> Answer | str:
    """Change one's own password; all other sessions end."""
    if request.method == "GET" or site().settings.open_desk:
        return render_template("desk/password.html", faults=(), done=False)
    name, given = current_user.account.name, request.form
    try:
        _assert_own(name, given.get("present", ""), given.get("new", ""), given.get("again", ""))
        changed = site().accounts.change_password(name, given.get("new", ""))
    except (AccountError, LockedError) as error:
        return make_response(render_template("desk/password.html", faults=error.faults, done=False), 422)
    login_user(SignedIn(changed))
    return render_template("desk/password.html", faults=(), done=True)


def _assert_own(name: str, present: str, new: str, again: str) -> None:
    if site().accounts.verify(name, present, SIGNED_IN) is None:
        raise AccountError([Fault("present", _("The present password is wrong."), _("type it once more"))])
    if new != again:
        raise AccountError([Fault("again", _("The two new passwords differ."), _("type both once more"))])


def _form(told: str = "", status: int = 200) -> Response:
    n_accounts = len(site().accounts.all())
    page = render_template(
        "desk/sign_in.html", told=told, back=_back(), name=request.form.get("name", ""), n=n_accounts
    )
    return make_response(page, status)


def _back() -> str:
    """Return the page of the desk that was asked for; another site's address leads to the desk itself."""
    back = request.values.get("back", "")
    parts = urlsplit(back)
    own = not parts.scheme and not parts.netloc and parts.path.startswith("/desk/") and back.isprintable()
    return back if own and "\\" not in back and ".." not in parts.path else address("desk.home")


@bp.get("/accounts")
@needs("admin")
def accounts() -> Answer:
    """List the accounts, and offer to add one."""
    return _page()


@bp.post("/accounts")
@needs("admin")
def add_account() -> Answer:
    """Add an account."""
    form = request.form
    return _done(
        lambda: site().accounts.add(form.get("name", ""), _role(), form.get("password", "")), _("The account is added.")
    )


@bp.post("/accounts/<name>/role")
@needs("admin")
def give_role(name: str) -> Answer:
    """Give an account another role."""
    return _done(lambda: site().accounts.give_role(name, _role()), _("The role is changed."))


@bp.post("/accounts/<name>/password")
@needs("admin")
def new_password(name: str) -> Answer:
    """Give an account a new password; a closed one is open again."""
    found = site().accounts.find(name) or abort(404)
    change = site().accounts.reopen if found.closed else site().accounts.change_password
    done = _("The account is open again.") if found.closed else _("The password is changed.")
    return _done(lambda: change(name, request.form.get("password", "")), done)


@bp.post("/accounts/<name>/close")
@needs("admin")
def close_account(name: str) -> Answer:
    """Close an account; what it did stays in the history."""
    found = site().accounts.find(name) or abort(404)
    if found.name == current_user.account.name:
        abort(409, _("You are signed in with this account: another admin can close it."))
    return _done(lambda: site().accounts.close(found.name), _("The account is closed."))


def _done(change: Callable[[], Account], told: str) -> Answer:
    try:
        change()
    except AccountError as error:
        return _page(error.faults)
    flash(told)
    return seen_other("desk.accounts")


def _page(faults: tuple[Fault, ...] = ()) -> Answer:
    page = render_template(
        "desk/accounts.html",
        accounts=site().accounts.all(),
        roles=ROLES,
        faults=faults,
        name=request.form.get("name", ""),
    )
    return make_response(page, UNUSABLE if faults else 200)


def _role() -> Role:
    role = request.form.get("role", "")
    if role not in ROLES:
        abort(400, _("There is no role “%(role)s”.", role=role))
    return role
