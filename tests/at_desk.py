"""Sit at the desk as a person does: sign in, open a page, fill in its form, send it."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from pages import Element, read_page

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flask.testing import FlaskClient
    from werkzeug.test import TestResponse

PASSWORD = "nine apples, a door"  # noqa: S105  # of the accounts that tests make up
NAMES = {"editor": "eva", "reviewer": "rolf", "admin": "ada"}


@dataclass
class Steward:
    """Somebody at the desk, with the cookies of one browser."""

    client: FlaskClient
    name: str = ""

    def sign_in(self, name: str, password: str = PASSWORD, **fields: str) -> TestResponse:
        """Send the form that asks for name and password."""
        token = fields_of(self.page("/desk/sign-in").one("form", class_="desk-form"))
        self.name = name
        return self.client.post("/desk/sign-in", data=token | {"name": name, "password": password} | fields)

    def page(self, path: str, status: int = 200) -> Element:
        """Open a page; a redirect is followed."""
        answer = self.client.get(path, follow_redirects=True)
        assert answer.status_code == status, f"{path}: {answer.status_code}"
        return read_page(answer.text)

    def token(self) -> dict[str, str]:
        """Return the hidden field that each form holds."""
        return {"csrf_token": fields_of(self.page("/desk/import").one("form", class_="desk-form"))["csrf_token"]}

    def post(self, path: str, status: int | None = 303, **fields: Any) -> TestResponse:
        """Send a form with its token; expect this status, if one is given."""
        answer = self.client.post(path, data=self.token() | fields)
        assert status in {None, answer.status_code}, f"{path}: {answer.status_code} {read_page(answer.text).text[:600]}"
        return answer

    def form(self, path: str) -> dict[str, str]:
        """Return the fields of the form of a reform, as a page offers them."""
        return fields_of(self.page(path).one("form", class_="reform-form"))

    def edit(self, reform: str, *, status: int = 303, **changed: str) -> TestResponse:
        """Open a reform, change some fields, publish or propose it."""
        path = f"/desk/reforms/{reform}/edit"
        return self.send(path, self.form(path), status, **changed)

    def send(self, path: str, fields: Mapping[str, str], status: int = 303, **changed: str) -> TestResponse:
        """Send the form of a reform with these fields."""
        whole = {**fields, "why": "a reason", "save": "1"} | {
            name.replace("__", "-"): text for name, text in changed.items()
        }
        answer = self.client.post(path, data=whole)
        assert answer.status_code == status, f"{path}: {answer.status_code} {read_page(answer.text).text[:600]}"
        return answer

    def upload(self, data: bytes, name: str, path: str = "/desk/import", status: int = 303) -> str:
        """Send a file; return the path that it leads to."""
        answer = self.post(path, status, file=(io.BytesIO(data), name))
        return urlsplit(answer.headers.get("Location", "")).path


def fields_of(form: Element) -> dict[str, str]:
    """Return what a browser sends of a form in which nothing was touched."""
    found = {}
    for each in form:
        if each.tag == "input" and "name" in each.attributes and _is_sent(each):
            found[each["name"]] = each.attributes.get("value", "")
        elif each.tag == "textarea":
            found[each["name"]] = "".join(map(str, each.children)).removeprefix("\n").replace("\n", "\r\n")
        elif each.tag == "select":
            options = each.find("option")
            chosen = [option for option in options if "selected" in option.attributes] or options
            found[each["name"]] = chosen[0]["value"]
    return found


def _is_sent(field: Element) -> bool:
    kind = field.attributes.get("type", "text")
    return kind not in {"file", "submit"} and (kind not in {"checkbox", "radio"} or "checked" in field.attributes)
