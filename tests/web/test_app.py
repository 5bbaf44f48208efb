from __future__ import annotations

import dataclasses
import json
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest
from pages import page_data, read_page
from samples import HOSTILE, HOSTILE_UNIT

from explorer.config import Settings
from explorer.errors import Fault, StoreError
from explorer.web.app import warm_up

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from flask import Flask
    from flask.testing import FlaskClient
    from pages import Element
    from samples import Files

SAMPLES = {
    "code": "370783",
    "reform_id": "smart-elderly-care",
    "source_id": "weifang-2025",
    "ending": "csv",
    "name": "matrix",
    "digest": "x",
    "path": "css/base.css",
    "number": 1,
}
MISTAKES = [
    "/gone",
    "/places/110100",
    "/reforms/gone",
    "/?x=1",
    "/?lang=fr",
    "/api/gone",
    "/api/reforms?x=1",
    "/assets/x/gone",
]
HOSTILE_PAGES = [
    *("/", "/?place=370783", "/?place=370700-gaoxin", "/panel", "/places/370783", "/places/370700-gaoxin"),
    *("/places/370700", "/places/370783/panel", "/reforms", "/reforms/village-clusters", "/data"),
    *(f"/?q={quote(HOSTILE)}", f"/reforms?q={quote(HOSTILE)}", "/reforms?q=nothing&theme=industry"),
    *(f"/?{quote(HOSTILE)}=1", f"/?theme={quote(HOSTILE)}", f"/?place={quote(HOSTILE)}"),
]


def everything_shown(page: Element) -> str:
    """Return the texts, attributes and data of a page as a browser reads them."""
    texts = [child for each in page for child in each.children if isinstance(child, str)]
    values = [value for each in page for value in each.attributes.values()]
    data = [json.dumps(page_data(page), ensure_ascii=False)] if page.find(type="application/json") else []
    return "\n".join([*texts, *values, *data]).replace("\\u003c", "<").replace("\\u003e", ">")


@pytest.fixture(scope="module")
def hostile_app(
    make_app: Callable[..., Flask], hostile_files: Files, tmp_path_factory: pytest.TempPathFactory
) -> Flask:
    return make_app(hostile_files.settings(tmp_path_factory.mktemp("store") / "x.sqlite"))


def test_every_page_forbids_what_is_not_ours(app: Flask, client: FlaskClient) -> None:
    rules = [rule for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())]
    addresses = [rule.build({name: SAMPLES[name] for name in rule.arguments})[1] for rule in rules]  # type: ignore[index]

    policies = {
        address: client.get(address, buffered=True).headers["Content-Security-Policy"]
        for address in [*addresses, *MISTAKES]
    }

    assert len(policies) > 20
    assert [address for address, policy in policies.items() if "unsafe" in policy] == []
    (policy,) = set(policies.values())
    directives = dict(each.split(" ", 1) for each in policy.split("; "))
    assert (directives["default-src"], directives["script-src"], directives["style-src"]) == (
        "'none'",
        "'self'",
        "'self'",
    )
    assert (directives["frame-ancestors"], directives["base-uri"], directives["form-action"]) == (
        "'none'",
        "'none'",
        "'self'",
    )


def test_only_a_chosen_tile_source_is_allowed_besides(make_app: Callable[..., Flask], tmp_path: Path) -> None:
    tiles = "https://tiles.example.cn/{z}/{x}/{y}.png"
    app = make_app(Settings(tile_url=tiles, database_url=f"sqlite:///{tmp_path}/x.sqlite"))

    policy = app.test_client().get("/").headers["Content-Security-Policy"]

    assert "img-src 'self' data: https://tiles.example.cn;" in policy
    assert policy.count("example.cn") == 1


@pytest.mark.parametrize(
    "address", ["/", "/reforms", "/places/370783", "/reforms/village-clusters", "/data", "/about", "/gone", "/?x=1"]
)
def test_a_page_needs_nothing_that_the_policy_forbids(address: str, client: FlaskClient) -> None:
    page = read_page(client.get(address).text)

    assert page.find("style") == []
    assert [each for each in page if "style" in each.attributes] == []
    assert [each for each in page if any(name.startswith("on") for name in each.attributes)] == []
    assert all("src" in script.attributes or script["type"] == "application/json" for script in page.find("script"))
    loaded = [each["src"] for each in page if "src" in each.attributes] + [each["href"] for each in page.find("link")]
    assert all(each.startswith("/") and not each.startswith("//") for each in loaded)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("address", HOSTILE_PAGES)
def test_a_hostile_name_is_only_text(address: str, language: str, hostile_app: Flask) -> None:
    answer = hostile_app.test_client().get(f"{address}{'&' if '?' in address else '?'}lang={language}")
    page = read_page(answer.text)
    shown = everything_shown(page)

    assert answer.status_code in {200, 400}
    assert HOSTILE in shown
    assert shown.count("${alert(1)}") == shown.count("<img src=x") == shown.count(HOSTILE)
    assert HOSTILE not in answer.text
    assert page.find("img") == []
    assert [each for each in page if any(name.startswith("on") for name in each.attributes)] == []
    assert all("src" in script.attributes or script["type"] == "application/json" for script in page.find("script"))


def test_a_hostile_unit_is_only_text(hostile_app: Flask) -> None:
    page = read_page(hostile_app.test_client().get("/reforms/village-clusters").text)

    units = {each.text for each in page.find(class_="unit")}
    assert units == {HOSTILE_UNIT}


def test_a_hostile_name_comes_out_of_the_api_as_it_went_in(hostile_app: Flask) -> None:
    client = hostile_app.test_client()

    assert {each["title_zh"] for each in client.get("/api/reforms").json["reforms"]} == {HOSTILE}
    assert client.get("/api/reforms/village-clusters").json["properties"]["title_en"] == HOSTILE
    assert {
        each["properties"]["name_zh"]
        for each in client.get("/api/places.geojson").get_json(force=True)["features"]
        if each["properties"]["kind"] != "zone"
    } == {HOSTILE}
    assert page_data(read_page(client.get("/").text))["names"]["370783"]["zh"] == HOSTILE
    assert client.get("/api/reforms", query_string={HOSTILE: "1"}).json["faults"][0]["where"] == HOSTILE


def test_a_hostile_name_enters_no_script(hostile_app: Flask, app: Flask) -> None:
    assert hostile_app.extensions["site"].shell == app.extensions["site"].shell
    assert hostile_app.extensions["site"].outlines == app.extensions["site"].outlines


@pytest.mark.parametrize(
    "name", ["x", "endpoint", "_external", "_scheme", "_anchor", "_method", "values", "self", "code", "them", "Theme"]
)
@pytest.mark.parametrize("path", ["/", "/panel", "/reforms", "/places/370783", "/places/370783/panel"])
def test_an_unknown_parameter_is_named_on_the_page(path: str, name: str, client: FlaskClient) -> None:
    answer = client.get(path, query_string={name: "1", "lang": "en"})

    assert answer.status_code == 400
    assert [each.text for each in read_page(answer.text).one(class_="faults").find("code")] == [name]


@pytest.mark.parametrize("name", ["x", "endpoint", "_external", "reform_id", "from_year"])
@pytest.mark.parametrize(
    "path", ["/api/reforms", "/api/reforms.json", "/api/reforms.csv", "/api/reforms.geojson", "/api/counts.json"]
)
def test_an_unknown_parameter_is_named_by_the_api(path: str, name: str, client: FlaskClient) -> None:
    answer = client.get(path, query_string={name: "1", "theme": "farming"})

    assert answer.status_code == 400
    assert [fault["where"] for fault in answer.json["faults"]] == [name, "theme"]
    assert all(fault["what"] and fault["remedy"] for fault in answer.json["faults"])


@pytest.mark.parametrize(
    "path",
    [
        "/about?endpoint=x",
        "/data?_scheme=javascript&_external=1",
        "/reforms/quality-loan?reform_id=x",
        "/gone?_anchor=x",
    ],
)
def test_a_page_that_takes_no_filter_does_not_break_on_a_parameter(path: str, client: FlaskClient) -> None:
    answer = client.get(path)

    assert answer.status_code in {200, 400, 404}
    assert all(each["href"].startswith("/") for each in read_page(answer.text).find(hreflang="en"))


@pytest.mark.parametrize(("path", "kind"), [("/gone", "text/html"), ("/api/gone", "application/json")])
def test_what_is_not_there_is_said_in_the_form_asked(path: str, kind: str, client: FlaskClient) -> None:
    answer = client.get(path)

    assert (answer.status_code, answer.mimetype) == (404, kind)


@pytest.mark.parametrize("path", ["/", "/api/reforms", "/places/370783"])
def test_a_broken_store_is_said_without_a_traceback(
    path: str, app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Broken:
        def __getattr__(self, _name: str) -> object:
            raise StoreError([Fault("sqlite:////srv/x.sqlite", "cannot read the database", "delete the file")])

    monkeypatch.setitem(app.extensions, "site", dataclasses.replace(app.extensions["site"], store=Broken()))

    answer = client.get(path)

    assert answer.status_code == 500
    assert "Traceback" not in answer.text
    assert "/srv/" not in answer.text
    assert "Content-Security-Policy" in answer.headers


def test_an_unchanged_file_is_not_read_again(make_app: Callable[..., Flask], files: Files, tmp_path: Path) -> None:
    settings, said = files.settings(tmp_path / "x.sqlite"), []
    make_app(settings, lambda told: said.append(str(told)))
    first, said[:] = list(said), []

    again = make_app(settings, lambda told: said.append(str(told)))

    assert first == [f"Reading {files.data}", "Saving 155 reforms"]
    assert said == []
    assert again.test_client().get("/api/reforms").json["total"] == 155


def test_a_changed_file_is_read_again(make_app: Callable[..., Flask], files: Files, tmp_path: Path) -> None:
    settings = files.settings(tmp_path / "x.sqlite")
    make_app(settings)
    files.data.write_text(files.data.read_text(encoding="utf-8").replace("智慧养老", "智慧托老"), encoding="utf-8")

    again = make_app(settings).test_client()

    assert again.get("/api/reforms/smart-elderly-care").json["properties"]["title_zh"] == "智慧托老"


def test_another_city_opens_with_the_same_program(
    make_app: Callable[..., Flask], wenzhou: Path, tmp_path: Path
) -> None:
    data = tmp_path / "cases.geojson"
    data.write_text('{"type": "FeatureCollection", "sources": [], "features": []}', encoding="utf-8")
    settings = Settings(
        city="330300", places=str(wenzhou), data=str(data), database_url=f"sqlite:///{tmp_path}/x.sqlite"
    )

    client = make_app(settings).test_client()

    for path in ("/", "/reforms", "/data", "/about", "/places/330300", "/places/330381"):
        answer = client.get(path, query_string={"lang": "zh"})
        assert (answer.status_code, "温州市" in answer.text, "潍坊" in answer.text) == (200, True, False)


def test_pages_are_sent_compressed(client: FlaskClient) -> None:
    plain, small = client.get("/reforms"), client.get("/reforms", headers={"Accept-Encoding": "gzip"})

    assert small.headers["Content-Encoding"] == "gzip"
    assert len(small.data) < len(plain.data) / 3


def test_a_page_says_that_it_depends_on_the_language(client: FlaskClient) -> None:
    assert "Accept-Language" in client.get("/").headers["Vary"]


def test_a_warm_site_answers_as_a_cold_one(app: Flask, client: FlaskClient) -> None:
    cold = client.get("/reach?lang=en").text

    warm_up(app)

    assert client.get("/reach?lang=en").text == cold
    assert "reach/matrix.html" in {name for _, name in app.jinja_env.cache}  # compiled before anyone asks
