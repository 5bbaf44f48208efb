"""The admin keeps the accounts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from at_desk import PASSWORD
from pages import read_page
from samples import HOSTILE

if TYPE_CHECKING:
    from collections.abc import Callable

    from at_desk import Steward
    from flask import Flask

    from explorer.store.accounts import Accounts


@pytest.fixture
def accounts(desk_site: Flask) -> Accounts:
    found: Accounts = desk_site.extensions["site"].accounts
    return found


@pytest.mark.parametrize("role", ["editor", "reviewer", "admin"])
def test_a_new_account_signs_in_with_its_role(
    role: str, admin: Steward, sit_down: Callable[..., Steward], accounts: Accounts
) -> None:
    admin.post("/desk/accounts", name="王 伟".replace(" ", ""), role=role, password=PASSWORD)

    assert sit_down().sign_in("王伟").status_code == 303
    assert accounts.find("王伟").role == role  # type: ignore[union-attr]
    assert "王伟" in admin.page("/desk/accounts").one(class_="accounts").text


@pytest.mark.parametrize(
    ("typed", "status"),
    [
        ({"name": "", "role": "editor", "password": PASSWORD}, 422),
        ({"name": "a b", "role": "editor", "password": PASSWORD}, 422),
        ({"name": HOSTILE, "role": "editor", "password": PASSWORD}, 422),
        ({"name": "../x", "role": "editor", "password": PASSWORD}, 422),
        ({"name": "eva", "role": "editor", "password": PASSWORD}, 422),
        ({"name": "EVA", "role": "editor", "password": PASSWORD}, 422),
        ({"name": "emil", "role": "editor", "password": "short"}, 422),
        ({"name": "emil", "role": "editor", "password": "emilemilemil"}, 422),
        ({"name": "emil", "role": "editor", "password": "x" * 201}, 422),
        ({"name": "emil", "role": "owner", "password": PASSWORD}, 400),
        ({"name": "emil", "password": PASSWORD}, 400),
        ({"name": "emil", "role": "editor"}, 422),
    ],
)
def test_what_cannot_be_an_account_is_told(
    typed: dict[str, str], status: int, admin: Steward, accounts: Accounts
) -> None:
    answer = admin.post("/desk/accounts", status, **typed)

    assert [each.name for each in accounts.all()] == ["ada", "eva", "rolf"]
    assert HOSTILE not in answer.text
    if status == 422:
        assert read_page(answer.text).one(class_="faults-box").find("li")
        assert PASSWORD not in answer.text


def test_an_account_is_closed_and_opened_again(
    admin: Steward, sit_down: Callable[..., Steward], accounts: Accounts
) -> None:
    admin.post("/desk/accounts/eva/close")
    assert sit_down().sign_in("eva").status_code == 401
    row = next(each for each in admin.page("/desk/accounts").find(class_="account") if "eva" in each.text)
    assert "account-closed" in row["class"]
    assert not [each for each in row.find("form") if each["action"].endswith("/role")]
    admin.post("/desk/accounts/eva/password", password="another door, no apples")  # noqa: S106

    assert sit_down().sign_in("eva", "another door, no apples").status_code == 303
    assert not accounts.find("eva").closed  # type: ignore[union-attr]


def test_a_weak_password_opens_no_closed_account(admin: Steward, accounts: Accounts) -> None:
    admin.post("/desk/accounts/eva/close")
    admin.post("/desk/accounts/eva/password", 422, password="short")  # noqa: S106

    assert accounts.find("eva").closed  # type: ignore[union-attr]


def test_nobody_closes_the_account_that_they_are_signed_in_with(admin: Steward, accounts: Accounts) -> None:
    for name in ("ada", "ADA", "ａｄａ"):
        admin.post(f"/desk/accounts/{name}/close", 409)

    assert not accounts.find("ada").closed  # type: ignore[union-attr]


def test_one_admin_is_always_left(admin: Steward, accounts: Accounts) -> None:
    answer = admin.post("/desk/accounts/ada/role", 422, role="editor")

    assert read_page(answer.text).one(class_="faults-box").find("li")
    assert accounts.find("ada").role == "admin"  # type: ignore[union-attr]


@pytest.mark.parametrize("action", ["role", "password", "close"])
def test_an_unknown_account_is_told(action: str, admin: Steward) -> None:
    answer = admin.post(f"/desk/accounts/nobody/{action}", None, role="editor", password=PASSWORD)

    assert answer.status_code in {404, 422}


def test_a_name_of_any_letters_can_be_handled(admin: Steward, accounts: Accounts) -> None:
    name = "张.三-á_1"
    admin.post("/desk/accounts", name=name, role="editor", password=PASSWORD)
    kept = next(each.name for each in accounts.all() if each.name.startswith("张"))
    page = admin.page("/desk/accounts")
    row = next(each for each in page.find(class_="account") if kept in each.text)
    for form in row.find("form"):
        admin.post(form["action"], role="reviewer", password=f"{PASSWORD} again")

    assert accounts.find(name).closed  # type: ignore[union-attr]


def test_no_password_nor_hash_is_ever_shown(admin: Steward) -> None:
    for path in ("/desk/accounts", "/desk/", "/desk/password"):
        text = admin.client.get(path).text
        assert "argon2" not in text
        assert PASSWORD not in text
