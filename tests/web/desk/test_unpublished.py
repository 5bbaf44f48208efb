"""What is not published shows nowhere: no page, file, feed, search or count of visitors holds a word of it."""

from __future__ import annotations

import io
import re
import zipfile
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from pages import read_page

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from at_desk import Steward
    from flask import Flask

pytestmark = pytest.mark.long
REFORM, GONE = "smart-elderly-care", "rural-property-exchange"
WORDS = {  # one for each way into the site that does not publish
    "proposal": "zqproposal",
    "source": "zqsource",
    "new": "zqnewreform",
    "rejected": "zqrejected",
    "taken back": "zqtakenback",
    "preview": "zqpreview",
    "import": "zqimport",
    "draft": "zqdraft",
    "article": "zqarticle",
    "report": "zqreport",
    "withdrawn": "zqwithdrawn",
    "typed": "zqtyped",
}
HEADER = "标题,摘要,主题,地点,状态,起始年份,来源标题,来源网址"
SAMPLES = {
    "code": ("370783", "370700", "370700-binhai"),
    "reform_id": (REFORM, GONE, "shouguang-vegetable-supply"),
    "name": ("matrix", "spread-map", "spread-curve"),
    "ending": ("json", "csv", "xlsx", "geojson", "gpkg", "svg", "png", "pdf"),
}
ASKED = ("q=zq", "q=zqproposal", "theme=livelihood&from=2000")


def row(word: str) -> bytes:
    return f"{HEADER}\n{word}食堂,{word}。,文化民生,寿光市,首创,2021,{word}简报,https://example.org/{word}".encode()


def new(word: str) -> dict[str, str]:
    return {
        "title_zh": f"{word}会诊",
        "summary_zh": f"{word}。",
        "theme": "countryside",
        "reach-0-place": "370783",
        "reach-0-status": "origin",
        "reach-0-source": "weifang-2025",
    }


@pytest.fixture
def planted(desk_site: Flask, editor: Steward, reviewer: Steward, sit_down: Callable[..., Steward]) -> Flask:
    """Plant each word where it waits, was refused, or is gone."""
    edit = f"/desk/reforms/{REFORM}/edit"
    editor.edit(REFORM, title_en=WORDS["proposal"], why=WORDS["proposal"])
    editor.edit(REFORM, **{"sources-0-publisher": WORDS["source"]})
    editor.send("/desk/reforms/new", editor.form("/desk/reforms/new") | new(WORDS["new"]), why=WORDS["new"])
    for word, action in (("rejected", "reject"), ("taken back", "take-back")):
        place = editor.edit(REFORM, summary_en=WORDS[word], aliases_zh=WORDS[word]).headers["Location"]
        (reviewer if action == "reject" else editor).post(f"{place}/{action}", reason=WORDS[word])
    reviewer.upload(row(WORDS["preview"]), f"{WORDS['preview']}.csv")
    editor.post(editor.upload(row(WORDS["import"]), f"{WORDS['import']}.csv"), why=WORDS["import"])
    article = f"{WORDS['article']}\n寿光市去年推行“{WORDS['draft']}会诊”改革，建成服务站48个。"
    editor.upload(article.encode(), f"{WORDS['article']}.txt", "/desk/drafts")
    sit_down().client.post(f"/reforms/{REFORM}/report", data={"about": "other", "text": WORDS["report"]})
    reviewer.client.post(edit, data=reviewer.form(edit) | {"title_en": WORDS["typed"], "preview": "1"})
    reviewer.edit(GONE, title_en=WORDS["withdrawn"], summary_zh=f"{WORDS['withdrawn']}。")
    base = reviewer.form(f"/desk/reforms/{GONE}/edit")["base"]
    reviewer.post(f"/desk/reforms/{GONE}/withdraw", why="not ours", base=base)
    return desk_site


def test_what_was_planted_is_there_for_the_stewards(planted: Flask, reviewer: Steward) -> None:
    site = planted.extensions["site"]
    entries = [each for state in ("open", "rejected") for each in site.queue.entries(state)]
    told = " ".join(
        f"{each.title} {each.document} {each.reason} {site.queue.entry(each.number).text}" for each in entries
    )

    kept = reviewer.client.get("/desk/imports/2").text + str(site.store.history("reform", GONE))
    assert {word for word in WORDS.values() if word not in told + kept} == {WORDS["typed"]}


def test_no_page_of_visitors_holds_an_unpublished_word(
    request: pytest.FixtureRequest, desk_site: Flask, sit_down: Callable[..., Steward]
) -> None:
    visitor = sit_down()
    for path in addresses(desk_site):  # what was asked before is asked again: no cache gives more
        visitor.client.get(path)
    planted = request.getfixturevalue("planted")
    seen = {}
    for path in crawled(visitor, addresses(planted)):
        answer = visitor.client.get(path)
        assert answer.status_code < 500 or answer.status_code in {501, 503}, path
        asked = path.casefold()
        text = "".join(texts(answer.data)).casefold().replace(asked, "")
        seen[path] = {word for word in WORDS.values() if word in text and word not in asked}

    assert len(seen) > 250
    assert {path: words for path, words in seen.items() if words} == {}


def test_no_count_tells_of_what_is_not_published(
    desk_site: Flask, request: pytest.FixtureRequest, sit_down: Callable[..., Steward]
) -> None:
    visitor = sit_down()
    paths = ("/api/counts.json", "/api/reforms.json?theme=countryside", "/api/reach.json")
    before = [visitor.client.get(path).json for path in paths]
    planted = request.getfixturevalue("planted")
    title = planted.extensions["site"].store.history("reform", GONE)[-1].record
    after = [visitor.client.get(path).json for path in paths]

    assert before[0]["total"] - after[0]["total"] == 1  # the one that was withdrawn
    assert before[1]["total"] - after[1]["total"] == int(title.theme == "countryside")
    for q in ("zq", *WORDS.values()):
        assert visitor.client.get(f"/api/counts.json?q={q}").json["total"] == 0, q
        assert read_page(visitor.client.get(f"/reforms?q={q}").text).find(class_="card") == []
    assert desk_site is planted


def addresses(app: Flask) -> list[str]:
    """Return each address that a visitor can ask, with filters and in both languages."""
    found = []
    with app.test_request_context():
        for rule in app.url_map.iter_rules():
            if (
                rule.endpoint.startswith("desk.")
                or "GET" not in (rule.methods or ())
                or not rule.arguments <= {*SAMPLES}
            ):
                continue
            found += [app.url_for(rule.endpoint, **values) for values in _filled(sorted(rule.arguments))]
    light = [path for path in found if not path.endswith((".pdf", ".png", ".gpkg", ".xlsx"))]
    asked = [f"{path}?{query}" for path in light for query in ASKED]
    languages = [f"{path}?lang={language}" for path in light for language in ("zh", "en")]
    return [*found, *asked, *languages]


def _filled(names: list[str]) -> Iterator[dict[str, str]]:
    if not names:
        yield {}
        return
    for value in SAMPLES[names[0]]:
        for others in _filled(names[1:]):
            yield {names[0]: value, **others}


def crawled(visitor: Steward, first: list[str]) -> list[str]:
    """Return addresses, and those that their pages lead to."""
    links = set()
    for path in ("/", "/reforms", "/reach", "/spread", "/data", f"/reforms/{REFORM}", "/places/370783"):
        page = read_page(visitor.client.get(path).text)
        links |= {each["href"] for each in page.find("a") if each.attributes.get("href", "").startswith("/")}
    own = {link for link in links if not urlsplit(link).path.startswith(("/desk", "/assets")) and "pdf" not in link}
    return list(dict.fromkeys([*first, *sorted(own)]))


def texts(data: bytes) -> Iterator[str]:
    """Yield what an answer holds, also within a workbook; a GeoPackage holds its texts as they are."""
    if data[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for name in archive.namelist():
                yield archive.read(name).decode(errors="replace")
    else:
        yield re.sub(r"&#(\d+);", lambda found: chr(int(found[1])), data.decode(errors="replace"))
