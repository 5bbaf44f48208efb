"""The admin keeps the accounts."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Any

import pytest
from at_desk import PASSWORD, fields_of
from pages import read_page
from samples import HOSTILE

from explorer.store.accounts import ROLES
from explorer.web.desk import accounts as signing

if TYPE_CHECKING:
    from collections.abc import Callable

    from at_desk import Steward
    from flask import Flask
    from werkzeug.routing import Rule

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


ENDED = "The session has ended"
NEEDS = {  # each page of the desk with the role that it takes; None: whoever comes
    **dict.fromkeys(("sign_in",), None),
    **dict.fromkeys(("home", "sign_out", "password"), "editor"),
    **dict.fromkeys(("importing", "import_template", "export_file", "returned"), "editor"),
    **dict.fromkeys(("preview", "import_batch", "choose_doubles", "discard"), "editor"),
    **dict.fromkeys(("drafts", "queue", "entry", "accepted_page", "take_back"), "editor"),
    **dict.fromkeys(("new_reform", "edit", "history", "withdraw", "restore"), "editor"),
    **dict.fromkeys(("reforms", "sources", "source", "withdraw_source", "restore_source", "withdrawn"), "editor"),
    **dict.fromkeys(("accept", "reject", "hide", "show"), "reviewer"),
    **dict.fromkeys(("accounts", "add_account", "give_role", "new_password", "close_account"), "admin"),
}
SAMPLES = {"number": 999_999, "name": "nobody", "reform_id": "no-such-reform", "source_id": "none", "ending": "xlsx"}


def cookies(answer: Any) -> list[str]:
    found: list[str] = answer.headers.getlist("Set-Cookie")
    return found


def rules_of_the_desk(app: Flask) -> list[tuple[Rule, str]]:
    """Return every page of the desk with each method that it takes."""
    rules = [rule for rule in app.url_map.iter_rules() if rule.endpoint.startswith("desk.")]
    return [(rule, method) for rule in rules for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})]


def path_of(app: Flask, rule: Rule) -> str:
    with app.test_request_context():
        return app.url_for(rule.endpoint, **{name: SAMPLES[name] for name in rule.arguments})


def test_the_right_password_opens_the_desk_and_leads_to_the_page_that_was_asked_for(
    sit_down: Callable[..., Steward],
) -> None:
    steward = sit_down()
    asked = steward.client.get("/desk/queue?kind=draft")
    assert asked.status_code == 303
    page = read_page(steward.client.get(asked.headers["Location"]).text)
    sent = steward.sign_in("eva", back=fields_of(page.one("form", class_="desk-form"))["back"])

    assert sent.status_code == 303
    assert sent.headers["Location"] == "/desk/queue?kind=draft"
    assert steward.page("/desk/").one(class_="desk-who").text.startswith("eva")


@pytest.mark.parametrize("name", ["EVA", "ｅｖａ", " eva "])
def test_a_name_may_be_typed_in_any_width_and_case(name: str, sit_down: Callable[..., Steward]) -> None:
    assert sit_down().sign_in(name).status_code == 303


@pytest.mark.parametrize(("name", "password"), [("eva", "wrong password"), ("nobody", PASSWORD), ("eva", ""), ("", "")])
def test_a_wrong_password_and_an_unknown_name_are_told_alike(
    name: str, password: str, sit_down: Callable[..., Steward]
) -> None:
    answer = sit_down().sign_in(name, password)

    assert answer.status_code == 401
    assert "Name or password is wrong." in answer.text or "用户名或密码" in answer.text


@pytest.mark.parametrize("name", ["eva", "nobody"])
def test_a_name_is_locked_after_many_wrong_passwords_whether_there_is_such_an_account_or_not(
    name: str, sit_down: Callable[..., Steward]
) -> None:
    steward = sit_down()
    answers = [steward.sign_in(name, "wrong password") for _ in range(6)]

    assert [each.status_code for each in answers] == [401] * 5 + [429]
    told = read_page(steward.client.get("/desk/sign-in?lang=en").text)
    locked = steward.client.post(
        "/desk/sign-in?lang=en",
        data=fields_of(told.one("form", class_="desk-form")) | {"name": name, "password": PASSWORD},
    )
    assert locked.status_code == 429  # also with the right one
    assert read_page(locked.text).one(id_="told").text.startswith("Too many wrong passwords. Wait 1 minute")


def test_one_address_cannot_try_many_names(sit_down: Callable[..., Steward]) -> None:
    steward = sit_down()
    codes = {steward.sign_in(f"name{n}", "wrong password").status_code for n in range(20)}

    assert codes == {401}
    assert steward.sign_in("eva").status_code == 429
    assert sit_down().sign_in("eva").status_code == 303  # who comes from elsewhere is not kept out


@pytest.mark.parametrize(
    "back",
    [
        *(
            "https://evil.example/",
            "//evil.example/desk",
            "///evil.example/desk",
            "/\\evil.example",
            "\\\\evil.example",
        ),
        *("/desk\\..\\..\\evil", "javascript:alert(1)", "/desk\n//evil.example", "https:/desk", "evil.example/desk"),
        *("/desk/../../evil", "http:desk", " //evil.example", "/\t/evil.example/desk", "/about", ""),
    ],
)
def test_nobody_is_led_to_another_site(back: str, sit_down: Callable[..., Steward]) -> None:
    answer = sit_down().sign_in("eva", back=back)

    assert answer.status_code == 303
    assert answer.headers["Location"] == "/desk/"


def test_the_cookie_is_for_the_desk_only_and_no_script_reads_it(sit_down: Callable[..., Steward]) -> None:
    (cookie,) = cookies(sit_down().sign_in("eva"))
    name, *flags = re.split(r";\s*", cookie)

    assert name.startswith("desk=")
    assert {"HttpOnly", "SameSite=Lax", "Path=/desk"} <= set(flags)
    assert "Secure" not in flags
    assert not [flag for flag in flags if flag.startswith("Domain")]


def test_the_cookie_of_an_https_page_never_travels_in_the_clear(sit_down: Callable[..., Steward]) -> None:
    steward = sit_down()
    steward.client.environ_base |= {"wsgi.url_scheme": "https", "HTTP_REFERER": "https://localhost/desk/sign-in"}
    (cookie,) = cookies(steward.client.get("/desk/sign-in", base_url="https://localhost"))

    assert "Secure" in re.split(r";\s*", cookie)


def test_behind_a_proxy_with_https_the_cookie_never_travels_in_the_clear(
    sit_down: Callable[..., Steward], open_site: Callable[..., Flask]
) -> None:
    steward = sit_down(app=open_site(proxies=1))
    (cookie,) = cookies(steward.client.get("/desk/sign-in", headers={"X-Forwarded-Proto": "https"}))

    assert "Secure" in re.split(r";\s*", cookie)


def test_signing_in_begins_a_new_session(sit_down: Callable[..., Steward]) -> None:
    steward = sit_down()
    before = fields_of(steward.page("/desk/sign-in").one("form", class_="desk-form"))["csrf_token"]
    steward.client.set_cookie("desk", "planted", path="/desk")
    planted = fields_of(steward.page("/desk/sign-in").one("form", class_="desk-form"))["csrf_token"]
    (cookie,) = cookies(steward.sign_in("eva"))

    assert "planted" not in cookie
    token = steward.token()["csrf_token"]
    assert token not in {before, planted}
    # A token of the time before signing in is worth nothing after.
    assert steward.client.post("/desk/sign-out", data={"csrf_token": planted}).status_code == 400


def test_the_desk_is_never_kept_by_browsers_nor_found_by_search_engines(reviewer: Steward) -> None:
    for path in ("/desk/", "/desk/sign-in", "/desk/import", "/desk/queue", "/desk/export.xlsx", "/desk/queue/999"):
        answer = reviewer.client.get(path)
        assert answer.headers["Cache-Control"] == "no-store", path
        assert "noindex" in answer.headers["X-Robots-Tag"], path
        assert "script-src 'self'" in answer.headers["Content-Security-Policy"], path


def signed_in(steward: Steward) -> bool:
    return steward.client.get("/desk/").status_code == 200


def test_signing_out_ends_the_session_also_for_who_copied_the_cookie(
    editor: Steward, sit_down: Callable[..., Steward]
) -> None:
    cookie = editor.client.get_cookie("desk", path="/desk")
    assert cookie is not None
    thief = sit_down()
    thief.client.set_cookie("desk", cookie.value, path="/desk")
    assert signed_in(thief)
    editor.post("/desk/sign-out")

    assert not signed_in(editor)
    assert not signed_in(thief)


def test_a_closed_account_is_signed_out_at_once(
    editor: Steward, admin: Steward, sit_down: Callable[..., Steward]
) -> None:
    admin.post("/desk/accounts/eva/close")

    assert not signed_in(editor)
    assert sit_down().sign_in("eva").status_code == 401


def test_a_new_password_ends_the_sessions_on_other_computers(editor: Steward, sit_down: Callable[..., Steward]) -> None:
    other = sit_down("editor")
    new = "another door, no apples"
    answer = editor.post("/desk/password", 200, present=PASSWORD, new=new, again=new)

    assert read_page(answer.text).one(class_="done").text
    assert signed_in(editor)
    assert not signed_in(other)
    assert other.sign_in("eva").status_code == 401
    assert other.sign_in("eva", new).status_code == 303


def test_a_password_given_by_an_admin_ends_the_session(editor: Steward, admin: Steward) -> None:
    admin.post("/desk/accounts/eva/password", password="another door, no apples")  # noqa: S106

    assert not signed_in(editor)


def test_another_role_holds_from_the_next_page_on(editor: Steward, admin: Steward) -> None:
    admin.post("/desk/accounts/eva/role", role="admin")
    assert editor.page("/desk/accounts").one("h1").text
    admin.post("/desk/accounts/eva/role", role="editor")
    assert editor.client.get("/desk/accounts").status_code == 403


@pytest.mark.parametrize(
    "typed",
    [
        {"present": "wrong password", "new": "another door, no apples", "again": "another door, no apples"},
        {"present": PASSWORD, "new": "another door, no apples", "again": "another door"},
        {"present": PASSWORD, "new": "short", "again": "short"},
        {"present": PASSWORD, "new": "", "again": ""},
        {},
    ],
)
def test_a_password_is_not_changed_by_mistake(
    typed: dict[str, str], editor: Steward, sit_down: Callable[..., Steward]
) -> None:
    answer = editor.post("/desk/password", 422, **typed)

    assert read_page(answer.text).one(class_="faults-box").find("li")
    assert sit_down().sign_in("eva").status_code == 303


@pytest.mark.parametrize("token", [None, "", "x", "ImFiYyI.aaaa.bbbb"])
def test_a_form_without_its_token_changes_nothing_and_is_explained(
    token: str | None, desk_site: Flask, admin: Steward
) -> None:
    fields = {} if token is None else {"csrf_token": token}
    for rule, method in rules_of_the_desk(desk_site):
        if method == "POST" and rule.endpoint != "desk.sign_in":
            answer = admin.client.post(f"{path_of(desk_site, rule)}?lang=en", data=fields)
            assert (answer.status_code, ENDED in answer.text) == (400, True), rule.endpoint
    assert signed_in(admin)


def test_signing_in_takes_a_token_too(sit_down: Callable[..., Steward]) -> None:
    steward = sit_down()
    answer = steward.client.post("/desk/sign-in?lang=en", data={"name": "eva", "password": PASSWORD})

    assert (answer.status_code, ENDED in answer.text) == (400, True)
    assert not signed_in(steward)


def test_a_token_of_another_session_is_none(editor: Steward, reviewer: Steward) -> None:
    answer = editor.client.post("/desk/sign-out", data=reviewer.token())

    assert answer.status_code == 400


def test_over_https_a_form_of_another_site_is_refused_even_with_a_token(sit_down: Callable[..., Steward]) -> None:
    steward = sit_down()
    steward.client.environ_base["wsgi.url_scheme"] = "https"
    page = read_page(steward.client.get("/desk/sign-in", base_url="https://localhost").text)
    fields = fields_of(page.one("form", class_="desk-form")) | {"name": "eva", "password": PASSWORD}
    answers = [
        steward.client.post("/desk/sign-in", base_url="https://localhost", data=fields, headers={"Referer": referrer})
        for referrer in ("https://evil.example/", "https://localhost/desk/sign-in")
    ]

    assert [each.status_code for each in answers] == [400, 303]


@pytest.mark.parametrize("role", ["", *ROLES])
def test_each_page_of_the_desk_opens_to_its_roles_only(
    role: str, desk_site: Flask, sit_down: Callable[..., Steward]
) -> None:
    steward = sit_down(role)
    token = steward.token() if role else {}
    wrong = []
    for rule, method in rules_of_the_desk(desk_site):
        name = rule.endpoint.removeprefix("desk.")
        if name == "sign_out":
            continue
        path = path_of(desk_site, rule)
        answer = steward.client.open(path, method=method, data=token if method == "POST" else None)
        needed = NEEDS[name]
        allowed = needed is None or (role and ROLES.index(role) >= ROLES.index(needed))
        if not role and not allowed:
            right = answer.status_code == (303 if method == "GET" else 401)
            right &= method != "GET" or "/desk/sign-in?back=" in answer.headers["Location"]
        elif not allowed:
            right = answer.status_code == 403
        else:
            right = answer.status_code not in {401, 403, 500}
        if not right:
            wrong.append((name, method, answer.status_code))
    assert wrong == []


def test_the_table_of_roles_names_each_page_of_the_desk(desk_site: Flask) -> None:
    assert {rule.endpoint for rule, _ in rules_of_the_desk(desk_site)} == {f"desk.{name}" for name in NEEDS}


def test_an_editor_is_not_shown_what_only_an_admin_opens(editor: Steward, admin: Steward) -> None:
    def links(steward: Steward) -> set[str]:
        return {each["href"] for each in steward.page("/desk/").one(class_="desk-bar").find("a")}

    assert links(admin) - links(editor) == {"/desk/accounts"}


def test_who_is_signed_out_while_typing_is_told_how_to_save_it(sit_down: Callable[..., Steward]) -> None:
    answer = sit_down().client.post("/desk/reforms/new?lang=en", data={"title_zh": "x"})

    assert answer.status_code == 401
    assert "what you typed is still there" in answer.text


@pytest.mark.parametrize("path", ["/desk/import", "/desk/drafts", "/desk/reforms/new", "/desk/sign-in"])
def test_who_is_not_signed_in_cannot_make_the_site_read_a_large_file(
    path: str, sit_down: Callable[..., Steward]
) -> None:
    body = io.BytesIO(b"x" * 100_000)
    answer = sit_down().client.post(
        path,
        content_type="multipart/form-data; boundary=x",
        environ_overrides={"wsgi.input": body, "CONTENT_LENGTH": str(10**10)},
    )

    assert answer.status_code in {401, 413}
    assert body.tell() == 0


def test_at_ones_own_computer_no_account_is_needed(
    sit_down: Callable[..., Steward], open_site: Callable[..., Flask]
) -> None:
    steward = sit_down(app=open_site(open_desk=True))

    assert steward.page("/desk/").one(class_="desk-who").text
    assert steward.page("/desk/password").find("input", type="password") == []
    assert steward.page("/desk/accounts").one("h1").text
    assert "desk" in {each["href"].split("/")[1] for each in steward.page("/").one(class_="sections").find("a")[-1:]}


@pytest.mark.parametrize(
    ("host", "status"),
    [
        *(("127.0.0.1:5000", 200), ("localhost", 200), ("[::1]:5000", 200), ("LOCALHOST:80", 200)),
        *(("evil.example", 403), ("127.0.0.1.evil.example", 403), ("192.168.1.7:5000", 403), ("localhost.", 403)),
    ],
)
def test_the_desk_without_accounts_answers_to_its_own_address_only(
    host: str, status: int, sit_down: Callable[..., Steward], open_site: Callable[..., Flask]
) -> None:
    steward = sit_down(app=open_site(open_desk=True))

    assert steward.client.get("/desk/", headers={"Host": host}).status_code == status
    posted = steward.client.post("/desk/reforms/new", headers={"Host": host})
    assert posted.status_code == {200: 400, 403: 403}[status]


@pytest.mark.parametrize("remote", ["192.168.1.20", "10.0.0.1", "2001:db8::1", "::ffff:192.168.1.20"])
def test_the_desk_without_accounts_is_closed_to_other_computers_whatever_they_claim(
    remote: str, sit_down: Callable[..., Steward], open_site: Callable[..., Flask]
) -> None:
    steward = sit_down(app=open_site(open_desk=True))
    steward.client.environ_base["REMOTE_ADDR"] = remote

    assert steward.client.get("/desk/", headers={"Host": "127.0.0.1"}).status_code == 403


def test_the_desk_without_accounts_is_closed_to_what_a_proxy_hands_on(
    sit_down: Callable[..., Steward], open_site: Callable[..., Flask]
) -> None:
    steward = sit_down(app=open_site(open_desk=True))

    assert steward.client.get("/desk/", headers={"X-Forwarded-For": "203.0.113.9"}).status_code == 403


@pytest.mark.parametrize("role", ["", "reviewer"])
def test_no_page_of_visitors_sets_a_cookie_nor_depends_on_one(
    role: str, desk_site: Flask, sit_down: Callable[..., Steward]
) -> None:
    steward = sit_down(role)
    samples = {"code": "370783", "reform_id": "smart-elderly-care", "ending": "json", "name": "matrix"}
    with desk_site.test_request_context():
        paths = [
            desk_site.url_for(rule.endpoint, **{name: samples[name] for name in rule.arguments})
            for rule in desk_site.url_map.iter_rules()
            if not rule.endpoint.startswith("desk.") and rule.arguments <= samples.keys() and "GET" in rule.methods
        ]
    assert len(paths) > 30
    for path in [*paths, "/no-such-page", "/desk/no-such-page"]:
        answer = steward.client.get(path)
        assert cookies(answer) == [], path
        assert "cookie" not in answer.headers.get("Vary", "").casefold(), path
    sent = steward.client.post("/reforms/smart-elderly-care/report", data={"about": "other", "text": "x"})
    assert (sent.status_code, cookies(sent)) == (200, [])


def test_who_guesses_from_one_network_locks_nobody_out_of_another(sit_down: Callable[..., Steward]) -> None:
    stranger, owner = sit_down(), sit_down()
    for _ in range(8):
        stranger.sign_in("eva", "wrong password")

    assert stranger.sign_in("eva").status_code == 429
    assert owner.sign_in("eva").status_code == 303


def test_who_guesses_does_not_keep_the_owner_from_a_new_password(
    editor: Steward, sit_down: Callable[..., Steward]
) -> None:
    stranger = sit_down()
    for _ in range(8):
        stranger.sign_in("eva", "wrong password")
    page = read_page(
        editor.client.post(
            "/desk/password",
            data=editor.token()
            | {"present": PASSWORD, "new": "another apple, a gate", "again": "another apple, a gate"},
        ).text
    )

    assert page.find(class_="done")


def test_a_session_ends_after_a_workday_however_often_it_is_used(
    editor: Steward, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun = signing.time.time()
    monkeypatch.setattr(signing.time, "time", lambda: begun + signing.ONE_WORKDAY_S - 60)
    assert editor.client.get("/desk/").status_code == 200
    monkeypatch.setattr(signing.time, "time", lambda: begun + signing.ONE_WORKDAY_S + 60)

    assert editor.client.get("/desk/").status_code == 303


def test_who_is_not_signed_in_sends_no_more_than_a_name_and_a_password(sit_down: Callable[..., Steward]) -> None:
    steward = sit_down()

    assert steward.client.post("/desk/sign-in", data="a&" * 40_000).status_code == 413


@pytest.mark.parametrize(
    "asked",
    [
        {"headers": {"X-Forwarded-Proto": "https"}},
        {"headers": {"CF-Connecting-IP": "203.0.113.9"}},
        {"headers": {"Via": "1.1 proxy"}},
        {"environ_overrides": {"SERVER_PROTOCOL": "HTTP/1.0"}},
    ],
)
def test_the_desk_without_accounts_knows_a_proxy_by_what_it_adds_and_by_how_it_asks(
    asked: dict[str, Any], sit_down: Callable[..., Steward], open_site: Callable[..., Flask]
) -> None:
    steward = sit_down(app=open_site(open_desk=True))

    assert steward.client.get("/desk/", **asked).status_code == 403
