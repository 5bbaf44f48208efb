"""What is new, as Atom: valid in both languages, true after each edit."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

import pytest
import sqlalchemy as sa
from samples import HOSTILE

from explorer.config import Settings
from explorer.formats import geojson
from explorer.records.models import Cases, Change, Signature

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from at_desk import Steward
    from flask import Flask

    from explorer.store import Store

REFORM = "smart-elderly-care"
ATOM = "{http://www.w3.org/2005/Atom}"
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z")


def feed(steward: Steward, path: str = "/feed.atom") -> ET.Element:
    answer = steward.client.get(path)
    assert answer.status_code == 200
    assert answer.content_type == "application/atom+xml; charset=utf-8"
    return ET.fromstring(answer.data)  # noqa: S314  # our own


def titles(found: ET.Element) -> list[str]:
    return [each.findtext(f"{ATOM}title") or "" for each in found.iter(f"{ATOM}entry")]


def n_queries(steward: Steward, store: Store, path: str) -> int:
    """Return how many queries the answer to a request takes."""
    asked: list[str] = []

    def note(*arguments: object) -> None:
        asked.append(str(arguments[2]))

    sa.event.listen(store.engine, "before_cursor_execute", note)
    assert steward.client.get(path).status_code == 200
    sa.event.remove(store.engine, "before_cursor_execute", note)
    return len(asked)


def test_a_feed_and_a_history_take_no_query_more_for_each_entry(reviewer: Steward, kept: Store) -> None:
    few = [n_queries(reviewer, kept, path) for path in ("/feed.atom", f"/reforms/{REFORM}/history")]
    for n in range(6):
        reviewer.edit(REFORM, title_en=f"Title {n}")
        reviewer.edit("quality-loan", title_en=f"Title {n}")

    assert [n_queries(reviewer, kept, path) for path in ("/feed.atom", f"/reforms/{REFORM}/history")] == few


def assert_valid(found: ET.Element) -> None:
    """Assert what RFC 4287 asks of a feed and its entries."""
    ids = []
    for each in (found, *found.iter(f"{ATOM}entry")):
        for name in ("id", "title", "updated"):
            assert len(each.findall(f"{ATOM}{name}")) == 1, name
            assert each.findtext(f"{ATOM}{name}"), name
        assert MOMENT.fullmatch(each.findtext(f"{ATOM}updated") or "")
        ids.append(each.findtext(f"{ATOM}id") or "")
        assert urlsplit(ids[-1]).scheme == "http"
        links = each.findall(f"{ATOM}link")
        assert [link for link in links if link.get("rel") == "alternate"]
        assert all(urlsplit(link.get("href", "")).netloc for link in links)
    assert len(set(ids)) == len(ids)
    assert found.find(f"{ATOM}author/{ATOM}name") is not None
    assert [link.get("rel") for link in found.findall(f"{ATOM}link")] == ["self", "alternate"]
    moments = [each.findtext(f"{ATOM}updated") or "" for each in found.iter(f"{ATOM}entry")]
    assert moments == sorted(moments, reverse=True)
    assert found.findtext(f"{ATOM}updated") == (moments[0] if moments else "1970-01-01T00:00:00Z")


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("path", ["/feed.atom", "/places/370783/feed.atom", "/places/370700/feed.atom"])
def test_the_feed_is_valid(path: str, language: str, reviewer: Steward) -> None:
    reviewer.edit(REFORM, title_en="Second title")
    found = feed(reviewer, f"{path}?lang={language}")

    assert_valid(found)
    assert titles(found)
    assert found.get("{http://www.w3.org/XML/1998/namespace}lang") == {"zh": "zh-Hans", "en": "en"}[language]
    text = "".join(found.itertext())
    assert bool(re.search(r"[\u4e00-\u9fff]", text)) or language == "en"


def test_a_feed_of_nothing_is_valid(
    make_app: Callable[..., Flask], sit_down: Callable[..., Steward], tmp_path: Path
) -> None:
    data = tmp_path / "none.geojson"
    data.write_bytes(geojson.write(Cases(sources=(), reforms=())))
    app = make_app(Settings(data=str(data), database_url=f"sqlite:///{tmp_path}/none.sqlite"))

    for path in ("/feed.atom", "/places/370783/feed.atom"):
        found = feed(sit_down(app=app), path)
        assert_valid(found)
        assert titles(found) == []


def test_what_came_in_with_odd_characters_leaves_a_feed_valid(reviewer: Steward, kept: Store) -> None:
    now = kept.history("reform", REFORM)[0]
    record = now.record.model_copy(update={"title_en": "a\x08b\x1f\ufffe", "title_zh": "]]>\x0c"})  # type: ignore[union-attr]
    kept.apply([Change("reform", REFORM, record, now.number)], Signature(None, "by a file\x0b"))

    assert titles(feed(reviewer, "/feed.atom?lang=en"))[0] == "ab: changed"


def test_each_edit_is_told_at_once_also_one_that_takes_another_back(reviewer: Steward, kept: Store) -> None:
    first = kept.history("reform", REFORM)[0].number
    title = kept.reform(REFORM).title_zh  # type: ignore[union-attr]
    before = titles(feed(reviewer, "/feed.atom?lang=zh"))
    reviewer.edit(REFORM, title_en="Second title", why="as the source says")
    edited = feed(reviewer, "/feed.atom?lang=en")
    assert titles(edited)[0] == "Second title: changed"
    told = edited.findtext(f"{ATOM}entry/{ATOM}content") or ""
    assert "as the source says" in told
    assert "Second title" in told
    reviewer.post(f"/desk/reforms/{REFORM}/restore/{first}", base=str(kept.history("reform", REFORM)[0].number))
    after = titles(feed(reviewer, "/feed.atom?lang=zh"))

    assert all(each.startswith(title) for each in after[:2])
    assert after[2:] == before[:48]


def test_the_ids_of_entries_stay(reviewer: Steward) -> None:
    def ids() -> list[str]:
        return [each.findtext(f"{ATOM}id") or "" for each in feed(reviewer).iter(f"{ATOM}entry")]

    before = ids()
    reviewer.edit(REFORM, title_en="Second title")
    assert ids()[1:] == before[:49]


def test_of_what_is_withdrawn_only_that_is_told(reviewer: Steward, kept: Store) -> None:
    title = kept.reform(REFORM).title_zh  # type: ignore[union-attr]
    reviewer.edit(REFORM, title_en="Second title")
    base = reviewer.form(f"/desk/reforms/{REFORM}/edit")["base"]
    reviewer.post(f"/desk/reforms/{REFORM}/withdraw", why="it is a double", base=base)
    text = reviewer.client.get("/feed.atom?lang=en").text

    assert title not in text
    assert "Second title" not in text
    assert "it is a double" in text


def test_the_feed_of_a_county_tells_of_its_reforms_only(reviewer: Steward) -> None:
    reviewer.edit("shouguang-vegetable-supply", title_en="Only in Shouguang")

    assert "Only in Shouguang" in titles(feed(reviewer, "/places/370783/feed.atom?lang=en"))[0]
    assert "Only in Shouguang" not in "".join(titles(feed(reviewer, "/places/370724/feed.atom?lang=en")))


def test_pages_lead_to_their_feeds(reviewer: Steward) -> None:
    def feeds(path: str) -> set[str]:
        links = reviewer.page(path).find("link", rel="alternate")
        return {each["href"] for each in links if each["type"] == "application/atom+xml"}

    assert "/feed.atom" in feeds("/")
    assert "/places/370783/feed.atom" in feeds("/places/370783")


def test_hostile_and_odd_text_leaves_a_feed_valid(reviewer: Steward) -> None:
    odd = f"{HOSTILE} ]]> <!-- \x08\x00\ufffe\u202e &amp;"
    reviewer.edit(REFORM, title_en=odd, title_zh=odd, summary_zh=odd, why=odd)
    found = feed(reviewer, "/feed.atom?lang=en")

    assert_valid(found)
    assert titles(found)[0].startswith(HOSTILE)


def test_a_feed_of_no_place_is_not_there(reviewer: Steward) -> None:
    assert reviewer.client.get("/places/999999/feed.atom").status_code == 404
