from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from pages import read_page

from explorer.query.filters import Filter
from explorer.web import request
from explorer.web.request import network

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient


@pytest.mark.parametrize(
    ("asked", "accepted", "language"),
    [
        ("", "", "zh-Hans"),
        ("", "zh-CN,zh;q=0.9,en;q=0.8", "zh-Hans"),
        ("", "zh-TW", "zh-Hans"),
        ("", "en-GB,en;q=0.9", "en"),
        ("", "fr-FR,fr;q=0.9", "zh-Hans"),
        ("", "fr,en;q=0.5", "en"),
        ("?lang=en", "zh-CN", "en"),
        ("?lang=zh", "en-GB", "zh-Hans"),
    ],
)
def test_a_page_speaks_the_language_asked_else_that_of_the_browser(
    asked: str, accepted: str, language: str, client: FlaskClient
) -> None:
    page = read_page(client.get(f"/{asked}", headers={"Accept-Language": accepted}).text)

    assert page.one("html")["lang"] == language
    assert page.one(aria_current="true")["lang"] == language


@pytest.mark.parametrize("path", ["/", "/api/reforms", "/about"])
def test_a_language_that_there_is_not_is_named(path: str, client: FlaskClient) -> None:
    answer = client.get(f"{path}?lang=fr")

    assert answer.status_code == 400
    assert "lang" in answer.text
    assert "请用 zh 或 en" in answer.text  # of a language that there is not, the site's own speaks


@pytest.mark.parametrize(
    "path",
    [
        "/?theme=industry,opening&q=养老",
        "/places/370783?from=2020",
        "/reforms/quality-loan",
        "/about",
        "/reforms?status=pilot&status=origin",
    ],
)
def test_changing_the_language_keeps_page_and_filter(path: str, client: FlaskClient) -> None:
    here = read_page(client.get(path).text)

    there = read_page(client.get(here.one(hreflang="en")["href"]).text)
    back = read_page(client.get(there.one(hreflang="zh-Hans")["href"]).text)

    assert there.one("html")["lang"] == "en"
    assert [each.get("value") for each in _inputs(back)] == [each.get("value") for each in _inputs(here)]
    assert back.one("main").text == here.one("main").text


def _inputs(page: object) -> list[dict[str, str]]:
    return [each.attributes for each in page.find("input") if "checked" in each.attributes]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "path", ["/?", "/?place=370783&", "/reforms?", "/places/370783?", "/reforms/quality-loan?", "/data?", "/about?"]
)
def test_every_link_keeps_a_language_that_was_asked(path: str, client: FlaskClient) -> None:
    page = read_page(client.get(f"{path}lang=en", headers={"Accept-Language": "zh"}).text)

    links = [each["href"] for each in page.find("a") if "hreflang" not in each.attributes]
    inner = [href for href in links if href.startswith("/") and not href.startswith("/api/")]
    assert len(inner) > 3
    assert [href for href in inner if "lang=en" not in href] == []


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", "/reforms?theme=industry"),
        ("?lang=en", "/reforms?theme=industry&lang=en"),
        ("?q=x", "/reforms?theme=industry"),
    ],
)
def test_an_address_holds_the_filter_and_the_asked_language(query: str, expected: str, app: Flask) -> None:
    with app.test_request_context(f"/{query}"):
        request.choose_language()

        assert request.address("explore.reforms", Filter(theme=("industry",))) == expected


def test_a_place_elsewhere_is_not_found_in_a_sentence(client: FlaskClient) -> None:
    answer = client.get("/places/220202?lang=en")

    assert answer.status_code == 404
    assert "There is no place 220202 here." in read_page(answer.text).text


@pytest.mark.parametrize(
    ("path", "remedy"),
    [
        ("/reforms?page=2&pgae=3", "did you mean page?"),
        ("/tag?regoin=none", "did you mean region?"),
        ("/tag/example?theme=industry", "use region, lang"),
        ("/reforms/quality-loan/brief?theme=industry", "use lang"),
    ],
)
def test_each_page_tells_of_an_unknown_parameter_in_the_same_words(path: str, remedy: str, client: FlaskClient) -> None:
    answer = client.get(path, headers={"Accept-Language": "en"})

    assert answer.status_code == 400
    assert "unknown parameter" in answer.text
    assert remedy in answer.text


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("203.0.113.9", "203.0.113.9"),
        ("::ffff:203.0.113.9", "203.0.113.9"),
        ("2001:db8:1:2:3::4", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::1", "2001:db8:1:2::/64"),
        ("unix", "unix"),
    ],
)
def test_one_machine_is_one_network_however_many_addresses_it_has(address: str, expected: str, app: Flask) -> None:
    with app.test_request_context(environ_overrides={"REMOTE_ADDR": address}):
        assert network() == expected
