from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from pages import read_page

from explorer.config import STATIC

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient

FOR_A_YEAR = "public, max-age=31536000, immutable"


def test_all_that_a_page_loads_is_there_and_kept_for_a_year(client: FlaskClient) -> None:
    page = read_page(client.get("/?place=370783").text)
    addresses = [each["src"] for each in page.find("script") if "src" in each.attributes]
    addresses += [each["href"] for each in page.find("link") if each["rel"] != "alternate"]

    answers = {address: client.get(address, buffered=True) for address in addresses}

    assert len(answers) > 8
    assert [address for address, answer in answers.items() if answer.status_code != 200] == []
    assert {answer.headers["Cache-Control"] for answer in answers.values()} == {FOR_A_YEAR}


def test_the_outlines_that_the_shell_asks_for_are_there(app: Flask, client: FlaskClient) -> None:
    answer = client.get(f"/geo/{app.extensions['site'].outlines_digest}.json")

    assert (answer.mimetype, answer.headers["Cache-Control"]) == ("application/json", FOR_A_YEAR)
    assert json.loads(answer.data).keys() == {"context", "counties"}


@pytest.mark.parametrize("address", ["/shell/0123456789abcdef.js", "/geo/0123456789abcdef.json"])
def test_a_file_of_another_version_is_not_given(address: str, client: FlaskClient) -> None:
    assert client.get(address).status_code == 404


def test_a_page_from_before_an_upgrade_gets_the_new_style_and_does_not_keep_it(client: FlaskClient) -> None:
    answer = client.get("/assets/before/css/base.css", buffered=True)

    assert answer.data == (STATIC / "css" / "base.css").read_bytes()
    assert answer.headers["Cache-Control"] == "no-cache"


@pytest.mark.parametrize(
    "path",
    ["../config.py", "%2e%2e/config.py", "..%2fconfig.py", "/etc/passwd", "css/../../config.py", "css", "css/gone.css"],
)
def test_nothing_but_our_files_is_given(path: str, client: FlaskClient) -> None:
    answer = client.get(f"/assets/x/{path}")

    assert answer.status_code in {308, 404}
    assert "class Settings" not in answer.text


@pytest.mark.parametrize(
    ("path", "media_type"),
    [
        ("css/base.css", "text/css"),
        ("js/explore.js", "text/javascript"),
        ("icon.svg", "image/svg+xml"),
        ("vendor/leaflet/leaflet.js", "text/javascript"),
    ],
)
def test_a_file_says_what_it_is(path: str, media_type: str, client: FlaskClient) -> None:
    answer = client.get(f"/assets/x/{path}", buffered=True)

    assert answer.mimetype == media_type
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
