"""Keep the accounts: who may do what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import abort, flash, make_response, render_template, request
from flask_babel import gettext as _
from flask_login import current_user

from explorer.errors import AccountError
from explorer.roles import ROLES
from explorer.views.asking import site
from explorer.views.desk.frame import UNUSABLE, bp, needs, seen_other

if TYPE_CHECKING:
    from collections.abc import Callable

    from werkzeug.wrappers import Response as Answer

    from explorer.errors import Fault
    from explorer.roles import Role
    from explorer.store.accounts import Account


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
