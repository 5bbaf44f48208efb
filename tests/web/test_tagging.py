from __future__ import annotations

import gc
import io
import logging
import re
from threading import Thread
from typing import TYPE_CHECKING, Any

import docx
import pytest
from edits import retitled
from pages import read_page
from samples import HOSTILE
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

import geodata
from explorer.drafting.pipeline import draft
from explorer.formats.drafts import read_drafts
from explorer.query.filters import Filter
from explorer.records.models import Signature
from explorer.store import search
from explorer.web import tagging

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from flask import Flask
    from flask.testing import FlaskClient
    from pages import Element
    from samples import Files
    from werkzeug.test import TestResponse

    from explorer.records.models import Reform
    from explorer.store import Store

NEWS = "寿光市和青州去年推行“田头会诊”改革，建成服务站48个。张寿光说，他住在上海寿光路，那里高密度。"
MB = 1024 * 1024


def sent(client: FlaskClient, text: str = "", path: str = "/tag?lang=en", **fields: Any) -> TestResponse:
    """Send a text as the form does."""
    if "file" in fields:
        fields["file"] = FileStorage(*fields["file"])
    boundary, body = encode_multipart({"text": text, **fields})
    return client.post(path, data=body, content_type=f"multipart/form-data; boundary={boundary}")


def read(client: FlaskClient, text: str = "", path: str = "/tag?lang=en", status: int = 200, **fields: Any) -> Element:
    answer = sent(client, text, path, **fields)
    assert answer.status_code == status
    return read_page(answer.text)


def names(page: Element, verdict: str) -> list[str]:
    """Return the words of the text that are marked so, without the reasons that stand with them."""
    return ["".join(str(each.children[0]).split()) for each in page.find("a", class_=f"name-{verdict}")]


def test_a_pasted_text_shows_what_is_named_and_what_only_looks_so(client: FlaskClient) -> None:
    page = read(client, NEWS)

    assert names(page, "taken") == ["寿光市", "青州"]
    assert names(page, "refused") == ["寿光", "寿光", "高密"]
    assert [each.text for each in page.find(class_="tally")[0].find("b")] == ["2", "3", "1"]
    assert [each.find("a")[0].text for each in page.one(class_="found-places").find("li")] == [
        "Shouguang City",
        "Qingzhou City",
    ]


def test_each_marked_name_tells_its_reason_and_leads_to_a_list_that_leads_back(client: FlaskClient) -> None:
    page = read(client, NEWS)
    ids = {each["id"] for each in page if "id" in each.attributes}

    for name in page.find("a", class_="name"):
        reason = page.one(id_=name["aria-describedby"])
        assert len(reason.text) > 20
        row = page.one(id_=name["href"].removeprefix("#"))
        assert f"#{name['id']}" in [link["href"] for link in row.find("a")]
    assert {link["href"].removeprefix("#") for link in page.find("a") if link["href"].startswith("#")} <= ids
    road = next(each for each in page.find("a", class_="name-refused") if "road" in each.text)
    assert "the name of a road" in road.text


def test_no_id_stands_twice_on_a_page(client: FlaskClient) -> None:
    page = read(client, (NEWS + "\n") * 3)
    ids = [each["id"] for each in page if "id" in each.attributes]

    assert len(ids) == len(set(ids))


def test_the_marked_text_is_the_text_that_was_sent(client: FlaskClient) -> None:
    text = "诸 城市、寿\r\n光市推行“一窗通办”改革，<b>&amp; 全角ＡＢ"
    page = read(client, text)
    pane = page.one(class_="text-scroll")
    for reason in pane.find(class_="why"):
        reason.children.clear()

    assert "".join(pane._pieces()).replace(" ", "") == text.replace("\r\n", "\n").replace(" ", "")
    assert page.one("textarea").children == ["\n" + text.replace("\r\n", "\n")]


def test_counties_are_shaded_by_how_often_they_are_named(client: FlaskClient) -> None:
    page = read(client, "寿光市、寿光市、青州市、临朐县城关街道、滨海区。寿光模式。潍坊市。")
    drawn = {each["data-place"]: each["aria-label"] for each in page.one("svg", class_="minimap").find("a")}

    assert drawn == {
        "370783": "Shouguang City: 2",
        "370781": "Qingzhou City: 1",
        "370724": "Linqu County: 2",
        "370700-binhai": "Weifang Binhai Economic-Technological Development Area: 1",
    }
    shades = [each["class"].split()[-1] for each in page.find(class_="minimap-county")]
    assert sorted(shades) == ["minimap-county"] * 9 + ["minimap-shade-4"] + ["minimap-shade-5"] * 2


def test_a_draft_stands_beside_its_evidence(client: FlaskClient) -> None:
    page = read(client, NEWS)
    (draft,) = page.find("article", class_="draft")

    assert draft.one("h3").text == "“田头会诊”改革"
    assert "Shouguang City" in draft.one(class_="reached").text
    figure = draft.one(class_="figure")
    assert (figure.one(class_="number").text, figure.one("dt").text) == ("48", "建成服务站")
    words = page.one(id_=figure.one("a")["href"].removeprefix("#"))
    assert words.text == "48个"


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", ["Countryside", "Shouguang City", "Adopted", "year not stated", "about", "Provincial award"]),
        ("zh", ["农业农村", "寿光市", "推行", "年份未载", "约", "省级荣誉"]),
    ],
)
def test_a_draft_is_told_in_the_language_of_the_page_and_only_what_is_quoted_stays_chinese(
    client: FlaskClient, language: str, told: list[str]
) -> None:
    page = read(
        client, "寿光市推行“田头会诊”改革，惠及菜农近2万户，获评全省农技服务先进典型。", f"/tag?lang={language}"
    )
    (draft,) = page.find("article", class_="draft")

    assert [each for each in told if each not in draft.text] == []
    quoted = [each.text for each in draft if each.attributes.get("lang") == "zh-Hans"]
    assert {"“田头会诊”改革", "万户", "惠及菜农"} <= set(quoted)
    unmarked = draft.text
    for each in quoted:
        unmarked = unmarked.replace(each, "")
    assert bool(re.search("[\u4e00-\u9fff]", unmarked)) == (language == "zh")


def test_only_reforms_that_a_draft_may_be_are_read_and_those_of_the_moment(
    desk_site: Flask, kept: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, all_read, reform = desk_site.test_client(), [], search.reform_of

    def read_one(document: str) -> Reform:
        all_read.append(document)
        return reform(document)

    assert read(client, NEWS).find(class_="recorded") == []
    kept.apply([retitled(kept, "shouguang-vegetable-supply", "“田头会诊”改革")], Signature(None, "for a test"))
    monkeypatch.setattr(search, "reform_of", read_one)
    links = [link["href"] for each in read(client, NEWS).find(class_="recorded") for link in each.find("a")]
    assert [each for each in links if "/reforms/shouguang-vegetable-supply" in each]
    assert 0 < len(all_read) < 10


def test_a_draft_that_is_recorded_already_says_where(client: FlaskClient) -> None:
    page = read(client, "诸城市推行农村社区化服务与建设改革。寿光市建设寿光蔬菜保供平战结合体系。")
    known = [link["href"] for each in page.find(class_="recorded") for link in each.find("a")]

    assert "/reforms/shouguang-vegetable-supply?lang=en" in known


def test_the_drafts_can_be_taken_away_as_the_file_of_the_command(client: FlaskClient, store: Store) -> None:
    (button,) = [each for each in read(client, NEWS).find("button") if "GeoJSON" in each.text]
    answer = sent(client, NEWS, button["formaction"])
    found = read_drafts(answer.data)

    assert answer.mimetype == "application/geo+json"
    assert answer.headers["Cache-Control"] == "no-store"
    assert "attachment" in answer.headers["Content-Disposition"]
    assert [each.title_zh for each in found.drafts] == ["“田头会诊”改革"]
    assert found.drafts == draft(NEWS, geodata.load("370700"), store.reforms(Filter()), "article")


def test_no_drafts_are_sent_of_what_cannot_be_read(client: FlaskClient) -> None:
    assert sent(client, " ", "/tag/drafts.geojson").status_code == 422
    assert "so none is made" in sent(client, NEWS, "/tag/drafts.geojson?lang=en", region="none").text


def test_all_china_is_looked_for_if_asked_and_twins_are_never_picked(client: FlaskClient) -> None:
    page = read(client, "南京市鼓楼区先行。另一天，鼓楼区也有。", region="none")
    assert names(page, "taken")[:2] == ["南京市", "鼓楼区"]

    page = read(client, "鼓楼区推行改革。", region="none")
    assert names(page, "ambiguous") == ["鼓楼区"]
    candidates = page.one(id_="ambiguous-1").text
    assert "Nanjing" in candidates
    assert "Fuzhou" in candidates
    assert "Choose “Weifang City” above" in page.text


def test_places_of_all_china_are_listed_by_province_and_the_page_says_why_few_are_on_the_map(
    client: FlaskClient,
) -> None:
    text = "苏州市昆山市、南京市鼓楼区、南京市、重庆市沙坪坝区。"
    page = read(client, text, region="none")
    provinces = [each.text for each in page.find("h3", class_="found-province")]
    rows = [
        [each.one(class_="found-name").text for each in listed.find("li")]
        for listed in page.find(class_="found-places")
    ]

    assert provinces == ["Jiangsu Province 5×", "Chongqing Municipality 1×"]
    assert rows[0] == ["Nanjing City city", "Gulou District county · Nanjing City", *rows[0][2:]]
    assert rows[0][2:] == ["Suzhou City city", "Kunshan City county · Suzhou City"]
    assert rows[1] == ["Shapingba District county"]
    assert page.find("svg", class_="minimap") == []
    assert "There is no map: this site holds the outlines of Weifang City only" in page.text

    page = read(client, text + "寿光市。", region="none")
    assert page.one("svg", class_="minimap").one("a")["data-place"] == "370783"
    assert "The map shows Weifang City only" in page.text


def test_the_page_is_empty_before_a_text_is_given(client: FlaskClient) -> None:
    page = read_page(client.get("/tag?lang=en").text)

    assert page.one("form", id_="tagging")["method"] == "post"
    assert page.find(class_="bench") == []
    assert page.one("textarea").text == ""
    assert "not stored" in page.one(class_="privacy").text


def test_the_example_shows_every_verdict_and_drafts(client: FlaskClient) -> None:
    (link,) = [each for each in read_page(client.get("/tag?lang=en").text).find("a") if each.text == "Try an example"]
    page = read_page(client.get(link["href"]).text)

    assert {"寿光市", "诸城市", "推坊市", "潍坊高新区", "城关街道"} <= set(names(page, "taken"))
    assert {"昌邑区", "寿光", "高密", "昌乐", "昌邑"} <= set(names(page, "refused"))
    assert len(page.find("article", class_="draft")) == 2


def test_a_city_without_an_example_offers_none(make_app: Callable[..., Flask], wenzhou: Path, tmp_path: Path) -> None:
    from explorer.config import Settings  # noqa: PLC0415  # only this test runs another city

    data = tmp_path / "cases.geojson"
    data.write_text('{"type": "FeatureCollection", "sources": [], "features": []}\n', encoding="utf-8")
    settings = Settings(
        city="330300", data=str(data), places=str(wenzhou), database_url=f"sqlite:///{tmp_path}/x.sqlite"
    )
    client = make_app(settings).test_client()

    assert "example" not in client.get("/tag").text
    assert client.get("/tag/example").status_code == 404
    assert names(read(client, "温州市鹿城区和寿光市。"), "taken") == ["温州市", "鹿城区"]


def test_the_fragment_is_the_answer_of_the_page(client: FlaskClient) -> None:
    part = sent(client, NEWS, "/tag/answer?lang=en").text

    assert part.strip() in sent(client, NEWS).text
    assert "<html" not in part


def _word(text: str) -> bytes:
    document, out = docx.Document(), io.BytesIO()
    document.add_paragraph(text)
    document.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("新闻.txt", NEWS.encode()),
        ("gb.txt", NEWS.encode("gb18030")),
        ("page.html", f"<html><meta charset=utf-8><body><p>{NEWS}</p></body>".encode()),
        ("article.docx", _word(NEWS)),
    ],
)
def test_a_file_is_read_as_a_pasted_text_is(client: FlaskClient, name: str, data: bytes) -> None:
    page = read(client, file=(io.BytesIO(data), name))

    assert names(page, "taken") == ["寿光市", "青州"]
    assert page.one("textarea").text == NEWS


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("empty.txt", b"", "has no text"),
        ("x.txt", b"\x00\x01\x02binary", "is not a text"),
        ("x.pdf", b"%PDF-1.7 nothing", "is no PDF"),
        ("x.docx", b"PK\x03\x04nothing", "is no Word file"),
        ("x.exe", b"MZ", ".exe files are not read"),
    ],
)
def test_a_file_that_cannot_be_read_is_told_at_its_field(
    client: FlaskClient, name: str, data: bytes, told: str
) -> None:
    for language in ("en", "zh"):
        page = read(client, path=f"/tag?lang={language}", status=422, file=(io.BytesIO(data), name))
        fault = page.one(id_="fault")
        assert fault["role"] == "alert"
        assert page.one("input", type="file")["aria-describedby"] == "fault"
        assert page.find(class_="bench") == []
        assert (told in fault.text) == (language == "en")
        assert (re.search("[\u4e00-\u9fff]", fault.text) is None) == (language == "en")


def test_nothing_to_read_is_told_at_the_text(client: FlaskClient) -> None:
    page = read(client, " \n ", status=422)

    assert page.one("textarea")["aria-invalid"] == "true"
    assert page.one(id_="fault").text == "There is nothing to read yet : paste a text or choose a file"


@pytest.mark.parametrize(
    ("fields", "limit"),
    [
        ({"text": "寿" * (MB // 3 + 1)}, "More than 1 MB of text"),
        ({"text": "x" * (3 * MB)}, "More than 1 MB of text"),
        ({"file": (b"x" * (10 * MB + 1), "x.txt")}, "A file of more than 10 MB"),
        ({"file": (b"x" * (13 * MB), "x.txt")}, "A file of more than 10 MB"),
        ({"file": ("寿".encode() * (MB // 2), "x.txt")}, "More than 1 MB of text"),
    ],
    ids=["text", "long text", "file", "large file", "text of a file"],
)
def test_what_is_too_large_is_refused_with_the_limit_and_the_remedy(
    client: FlaskClient, fields: dict[str, Any], limit: str
) -> None:
    if "file" in fields:
        data, name = fields["file"]
        fields = {"file": (io.BytesIO(data), name)}
    page = read(client, status=413, **fields)

    assert limit in page.one(id_="fault").text
    assert "explorer tag" in page.one(id_="fault").text


def test_the_longest_text_is_answered_with_its_first_names_marked(client: FlaskClient) -> None:
    text = "寿光市和青州市推行改革。\n" * (MB // 40)
    page = read(client, text)

    assert len(page.find("a", class_="name")) == 3000
    assert "too long to draft" in page.text
    assert int(page.one(class_="tally").find("b")[0].text) == text.count("市")


def test_nothing_pasted_is_kept_logged_or_cached(
    client: FlaskClient, app: Flask, caplog: pytest.LogCaptureFixture
) -> None:
    before = app.extensions["site"].store.digest()
    with caplog.at_level(logging.DEBUG):
        answers = [
            sent(client, NEWS),
            sent(client, NEWS, "/tag/answer"),
            sent(client, file=(io.BytesIO(b"\x00"), "geheim.txt")),
            client.get("/tag"),
        ]

    assert {answer.headers["Cache-Control"] for answer in answers} == {"no-store"}
    assert "田头" not in caplog.text
    assert "geheim" not in caplog.text
    assert app.extensions["site"].store.digest() == before
    assert all("Set-Cookie" not in answer.headers for answer in answers)


# In no dictionary, and in no file that Python holds: two characters, and the letters zqxv.
@pytest.mark.parametrize("codes", [(0x9F98, 0x9750), (122, 113, 120, 118)], ids=["Chinese", "Latin"])
def test_no_piece_of_a_pasted_text_stays_in_memory(codes: tuple[int, ...], app: Flask) -> None:
    rare = "".join(map(chr, codes))
    text = f"{rare}寿光市{rare}推行“{rare}”改革，建成{rare}站48个。张寿光说{rare}昌乐路{rare}，高密{rare}度。"
    for path in ("/tag?lang=zh", "/tag/answer", "/tag/drafts.geojson"):
        for region in ("370700", "none"):
            assert sent(app.test_client(), text, path, region=region).status_code == 200
    for name, data in (
        ("a.txt", text.encode()),
        ("a.docx", _word(text)),
        ("a.html", text.encode()),
    ):
        assert rare in sent(app.test_client(), file=(io.BytesIO(data), name)).text
    del text, data
    gc.collect()

    kept = [piece for each in gc.get_objects() for piece in gc.get_referents(each) if isinstance(piece, str)]
    assert [piece for piece in kept if rare in piece and piece is not rare] == []


@pytest.mark.parametrize("path", ["/tag", "/tag/answer"])
def test_another_site_cannot_make_a_visitor_send_a_text(client: FlaskClient, path: str) -> None:
    def asked(origin: str) -> int:
        return client.post(path, data={"text": NEWS}, headers={"Sec-Fetch-Site": origin}).status_code

    assert [asked(each) for each in ("cross-site", "same-site", "same-origin", "none")] == [403, 403, 200, 200]


@pytest.mark.parametrize(
    ("path", "where"), [("/tag?x=1", "x"), ("/tag?theme=industry", "theme"), ("/tag?region=110000", "region")]
)
def test_an_unknown_parameter_is_named(client: FlaskClient, path: str, where: str) -> None:
    answer = client.get(f"{path}&lang=en")

    assert answer.status_code == 400
    assert read_page(answer.text).one(class_="faults").one("code").text == where


def test_a_region_that_is_not_offered_is_named(client: FlaskClient) -> None:
    assert sent(client, NEWS, region="110000").status_code == 400


def test_a_crowd_is_asked_to_come_back_while_other_pages_are_served(client: FlaskClient) -> None:
    for _ in range(tagging.MOST_HERE):
        tagging._here.acquire()
    try:
        assert sent(client, NEWS).status_code == 503
        assert client.get("/tag").status_code == 200
    finally:
        for _ in range(tagging.MOST_HERE):
            tagging._here.release()
    assert sent(client, NEWS).status_code == 200


def test_texts_that_are_read_at_once_do_not_mix(app: Flask) -> None:
    texts = {"寿光市": "寿光市", "青州市": "青州市", "诸城市": "诸城市", "临朐县": "临朐县"}
    found: dict[str, list[str]] = {}

    def ask(text: str) -> None:
        found[text] = names(read(app.test_client(), f"在{text}。" * 50), "taken")

    threads = [Thread(target=ask, args=(text,)) for text in texts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {text: set(taken) for text, taken in found.items()} == {text: {text} for text in texts}


@pytest.mark.parametrize("path", ["/tag", "/tag/answer"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_hostile_text_is_only_text(
    make_app: Callable[..., Flask], hostile_files: Files, tmp_path: Path, path: str, language: str
) -> None:
    client = make_app(hostile_files.settings(tmp_path / "x.sqlite")).test_client()
    text = f"寿光市推行“{HOSTILE}”改革，建成服务站48个，{HOSTILE}。南京市鼓楼区。"
    answer = sent(client, text, f"{path}?lang={language}")
    page = read_page(answer.text)

    assert answer.status_code == 200
    assert HOSTILE not in answer.text
    assert page.find("img") == []
    assert [each for each in page if any(name.startswith("on") for name in each.attributes)] == []
    assert [each for each in page if "style" in each.attributes] == []
    assert HOSTILE in "".join(page._pieces())


def test_the_other_language_is_asked_with_the_text(client: FlaskClient) -> None:
    page = read(client, NEWS)
    (chinese,) = [each for each in page.find("button") if each.text == "中文"]

    assert chinese["form"] == "tagging"
    assert chinese["formaction"] == "/tag?lang=zh#answer"
    assert "全称" in sent(client, NEWS, chinese["formaction"].partition("#")[0]).text
