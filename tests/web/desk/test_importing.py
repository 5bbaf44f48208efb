"""The steward's file: every fault and every difference first, then what is good, then nothing more."""

from __future__ import annotations

import csv
import io
import json
import re
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
import stewards
from at_desk import fields_of
from pages import read_page
from samples import CASES_FILE, HOSTILE

import geodata
from explorer.errors import Fault, StoreError
from explorer.formats.detect import offers
from explorer.importing.preview import preview
from explorer.query.filters import Filter
from explorer.records.models import IMPORTED, document_of
from explorer.store import queue as queue_module
from explorer.web.desk import importing

if TYPE_CHECKING:
    from collections.abc import Callable

    from at_desk import Steward
    from flask import Flask
    from pages import Element

    from explorer.store import Store

REFORM = "smart-elderly-care"
FILES = {"名单.xlsx": stewards.workbook, "名单.csv": stewards.plain}
GOOD = [name for name, _ in stewards.ROWS if name.startswith("good")]
BAD = [name for name, _ in stewards.ROWS if name not in GOOD and name != "likely double"]
HEADER = "标题,摘要,主题,地点,状态,起始年份,来源标题,来源网址"
CANTEEN = "邻里食堂,由邻里合办的食堂。,文化民生,寿光市,首创,2021,邻里食堂开张,https://example.org/canteen"


def counts(page: Element) -> dict[str, int]:
    """Return the number of records by verdict, as the tabs tell it."""
    tabs = page.one(class_="verdicts").find("a")
    return {
        next(name for name in each["class"].split() if name.startswith("verdict-")).removeprefix("verdict-"): int(
            each.find("b")[0].text
        )
        for each in tabs
    }


def table(*lines: str) -> bytes:
    return "\n".join([HEADER, *lines]).encode()


# -- the table of a steward


@pytest.mark.parametrize("name", FILES)
def test_every_fault_is_told_at_its_row_with_a_remedy(name: str, editor: Steward) -> None:
    place = editor.upload(FILES[name](), name)
    page = editor.page(f"{place}?lang=zh")
    assert counts(page)["faulty"] == len(BAD)
    told = " ".join(each.text for each in page.find(class_="reasons"))

    for each in BAD:
        assert f"第{stewards.number_of(each)}行" in told, each
    assert len(page.find(class_="remedy")) >= len(BAD)
    for words in (
        "寿光市（370783）",
        "吉林市",
        "寿光县",
        "1949",
        "来源",
        "科技创新",
        "test-same-id",
        "研究中",
        "2025-13-40",
    ):
        assert words in told, words
    english = " ".join(each.text for each in editor.page(f"{place}?lang=en").find(class_="reasons"))
    assert not re.search(r"[\u4e00-\u9fff]{12,}", english)  # names and quotations only


@pytest.mark.parametrize("name", FILES)
def test_nothing_is_saved_before_it_is_said_so(name: str, reviewer: Steward, kept: Store) -> None:
    before = kept.digest()
    place = reviewer.upload(FILES[name](), name)
    for verdict in ("faulty", "double", "changed", "added", "unchanged"):
        reviewer.page(f"{place}?verdict={verdict}")

    assert kept.digest() == before


@pytest.mark.parametrize("name", FILES)
def test_the_good_rows_are_imported_and_the_same_file_again_changes_nothing(
    name: str, reviewer: Steward, kept: Store
) -> None:
    n = kept.count(Filter())
    place = reviewer.upload(FILES[name](), name)
    told = counts(reviewer.page(place))
    reviewer.post(place)
    assert kept.count(Filter()) > n
    assert reviewer.page(f"{place}?lang=en").one(class_="done").text.startswith(f"Imported: {told['added']} records.")
    after = kept.digest()
    again = reviewer.upload(FILES[name](), name)
    page = reviewer.page(f"{again}?lang=en")

    assert {key: n for key, n in counts(page).items() if key in {"added", "changed", "unchanged"}} == {
        "added": 0,
        "changed": 0,
        "unchanged": told["added"],
    }
    assert "0 changes" in page.text
    assert [each for each in page.one(class_="import-now").find("button") if "formaction" not in each.attributes] == []
    reviewer.post(again)
    assert kept.digest() == after


def test_the_faulty_rows_come_back_with_their_reasons_and_go_in_when_they_are_mended(
    reviewer: Steward, kept: Store
) -> None:
    place = reviewer.upload(stewards.workbook(), "名单.xlsx")
    answer = reviewer.client.get(f"{place}/returned")
    assert answer.mimetype == "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    assert (
        "filename*=UTF-8''" in answer.headers["Content-Disposition"].encode("ascii").decode()
    )  # else no server sends it
    sheet = openpyxl.load_workbook(io.BytesIO(answer.data)).worksheets[0]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    header = next(n for n, row in enumerate(rows) if "县市区" in row)
    reason, where = len(rows[header]) - 1, rows[header].index("县市区")
    misspelt = next(n for n, row in enumerate(rows) if "寿广市" in row)
    assert "370783" in str(rows[misspelt][reason])
    sheet.cell(misspelt + 1, where + 1).value = "寿光市"
    mended = io.BytesIO()
    sheet.parent.save(mended)
    again = reviewer.upload(mended.getvalue(), "名单-改.xlsx")

    assert counts(reviewer.page(again))["added"]
    reviewer.post(again)
    assert kept.count(Filter(q="冬暖大棚保险试点班")) == 1


def test_likely_doubles_are_left_out_unless_they_are_chosen(reviewer: Steward, kept: Store) -> None:
    data = table("公共场所限时免费停车（小蓝框）,x。,文化民生,潍坊市,全市推行,2021,简报,https://example.org/a", CANTEEN)
    n = kept.count(Filter())
    place = reviewer.upload(data, "a.csv")
    page = reviewer.page(f"{place}?verdict=double&lang=en")
    assert "It looks like another reform" in page.text
    assert page.find(class_="doubles")[0].find("a")[0]["href"].startswith("/reforms/")
    box = page.find("input", name="own")[0]
    reviewer.post(f"{place}/doubles", here=box["value"], own=box["value"])
    chosen = reviewer.page(f"{place}?verdict=double")
    assert "checked" in chosen.find("input", name="own")[0].attributes
    reviewer.post(f"{place}/doubles", here=box["value"])
    assert "checked" not in reviewer.page(f"{place}?verdict=double").find("input", name="own")[0].attributes
    reviewer.post(f"{place}/doubles", here=box["value"], own=box["value"])
    reviewer.post(place)

    assert kept.count(Filter()) == n + 2
    reviewer.post(f"{place}/doubles", 409, here=box["value"])


# -- export, edit, import


@pytest.mark.parametrize("ending", ["xlsx", "csv", "geojson"])
def test_an_export_brought_in_again_changes_nothing(ending: str, reviewer: Steward, kept: Store) -> None:
    data = reviewer.client.get(f"/desk/export.{ending}").data
    place = reviewer.upload(data, f"all.{ending}")
    told = counts(reviewer.page(place))

    assert told["unchanged"] == kept.count(Filter()) + len(kept.sources())
    assert sum(told.values()) == told["unchanged"]


def test_one_cell_of_an_export_changes_exactly_that(reviewer: Steward, kept: Store) -> None:
    before = {each.id: document_of(each) for each in kept.reforms(Filter())}
    book = openpyxl.load_workbook(io.BytesIO(reviewer.client.get("/desk/export.xlsx").data))
    sheet = book["reform"]
    columns = [cell.value for cell in sheet[1]]
    row = next(row for row in sheet.iter_rows(min_row=2) if REFORM in {cell.value for cell in row})
    row[columns.index("title_en")].value = "One cell"
    edited = io.BytesIO()
    book.save(edited)
    place = reviewer.upload(edited.getvalue(), "all.xlsx")
    page = reviewer.page(f"{place}?verdict=changed")
    assert counts(page)["changed"] == 1
    assert [each.find("ins")[0].text.endswith("One cell") for each in page.find(class_="difference")] == [True]
    assert len(page.one(class_="difference").find("tr")) == 2  # with its headings
    reviewer.post(place)
    after = {each.id: document_of(each) for each in kept.reforms(Filter())}

    assert {name for name in after if after[name] != before[name]} == {REFORM}
    assert kept.reform(REFORM).title_en == "One cell"  # type: ignore[union-attr]


def test_what_is_public_is_what_the_file_says(reviewer: Steward, kept: Store) -> None:
    assert reviewer.client.get("/desk/export.geojson").data == CASES_FILE.read_bytes()
    reviewer.edit(REFORM, title_en="x")
    document = json.loads(reviewer.client.get("/desk/export.geojson").data)
    assert kept.count(Filter()) == len(document["features"])


@pytest.mark.parametrize("path", ["/desk/export.exe", "/desk/export.", "/desk/export.json"])
def test_there_is_no_other_format(path: str, reviewer: Steward) -> None:
    assert reviewer.client.get(path).status_code == 404


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_empty_table_is_taken_back_filled_in(language: str, reviewer: Steward) -> None:
    data = reviewer.client.get(f"/desk/import/template.xlsx?lang={language}").data
    book = openpyxl.load_workbook(io.BytesIO(data))
    assert book.worksheets
    answer = reviewer.post("/desk/import", None, file=(io.BytesIO(data), "empty.xlsx"))

    assert answer.status_code in {303, 422}  # nothing is in it yet, and that is told


# -- who imports, and how often


def test_what_an_editor_brings_in_waits_reform_by_reform(
    editor: Steward, reviewer: Steward, kept: Store, desk_site: Flask
) -> None:
    before, queue = kept.digest(), desk_site.extensions["site"].queue
    place = editor.upload(stewards.workbook(), "名单.xlsx")
    told = counts(editor.page(place))
    editor.post(place)
    assert kept.digest() == before
    entries = queue.entries(kind="proposal")
    assert len(entries) == told["added"] - 2  # two of the records are sources: they come with what cites them
    for each in entries:
        reviewer.post(f"/desk/queue/{each.number}/accept")

    assert queue.counts()["proposal"] == 0
    assert counts(reviewer.page(reviewer.upload(stewards.workbook(), "名单.xlsx")))["unchanged"] == told["added"]
    assert {each.signature.account for each in kept.recent(len(entries))} == {"eva"}
    assert "Imported" not in reviewer.page(f"{place}?lang=en").one(class_="done").text  # whoever looks


def test_a_source_alone_that_an_editor_brings_in_waits_too(
    editor: Steward, reviewer: Steward, kept: Store, desk_site: Flask
) -> None:
    document = json.loads(editor.client.get("/desk/export.geojson").data)
    document["sources"][0]["publisher"] = "潍坊测试日报"
    name = document["sources"][0]["id"]
    place = editor.upload(json.dumps(document).encode(), "all.geojson")
    assert counts(editor.page(place))["changed"] == 1
    editor.post(place)
    (entry,) = desk_site.extensions["site"].queue.entries(kind="proposal")
    page = reviewer.page(f"/desk/queue/{entry.number}")
    assert page.find("ins")[0].text.endswith("潍坊测试日报")
    reviewer.post(f"/desk/queue/{entry.number}/accept")

    assert kept.sources()[name].publisher == "潍坊测试日报"


def test_with_a_second_person_an_import_waits_too(
    open_site: Callable[..., Flask], sit_down: Callable[..., Steward]
) -> None:
    app = open_site(second_person=True)
    reviewer, before = sit_down("reviewer", app), app.extensions["site"].store.digest()
    place = reviewer.upload(table(CANTEEN), "a.csv")
    reviewer.post(place)
    (entry,) = app.extensions["site"].queue.entries()
    reviewer.post(f"/desk/queue/{entry.number}/accept", 403)

    assert app.extensions["site"].store.digest() == before
    sit_down("admin", app).post(f"/desk/queue/{entry.number}/accept")
    assert app.extensions["site"].store.count(Filter(q="邻里食堂")) == 1


def test_a_file_is_imported_once(reviewer: Steward, kept: Store) -> None:
    place = reviewer.upload(table(CANTEEN), "a.csv")
    reviewer.post(place)
    after = kept.digest()
    answer = reviewer.post(place, 409)
    assert read_page(answer.text).one(class_="faults-box").find("li")
    reviewer.post(f"{place}/discard", 409)

    assert kept.digest() == after
    assert kept.recent(1)[0].signature.batch is not None
    assert "a.csv" in reviewer.page("/desk/").text


def test_why_is_asked_and_the_file_is_named_if_nothing_is_said(reviewer: Steward, kept: Store) -> None:
    reviewer.post(reviewer.upload(table(CANTEEN), "a.csv"))
    assert kept.recent(1)[0].signature.why == f"{IMPORTED}a.csv"
    reviewer.post(
        reviewer.upload(table(CANTEEN.replace("邻里食堂", "村口书屋")), "b.csv"), why="the year\r\n of the gazette"
    )

    assert kept.recent(1)[0].signature.why == "the year of the gazette"


def test_what_somebody_changed_since_the_preview_is_not_overwritten(
    reviewer: Steward, sit_down: Callable[..., Steward], kept: Store
) -> None:
    document = json.loads(reviewer.client.get("/desk/export.geojson").data)
    for feature in document["features"]:
        if feature["id"] == REFORM:
            feature["properties"]["title_en"] = "Of the file"
    place = reviewer.upload(json.dumps(document).encode(), "all.geojson")
    sit_down("admin").edit(REFORM, summary_en="Of the other")
    answer = reviewer.post(place, 409)

    assert REFORM in read_page(answer.text).one(class_="faults-box").text
    assert kept.reform(REFORM).title_en != "Of the file"  # type: ignore[union-attr]
    assert kept.reform(REFORM).summary_en == "Of the other"  # type: ignore[union-attr]


def test_a_preview_that_is_discarded_is_gone(reviewer: Steward) -> None:
    place = reviewer.upload(table(CANTEEN), "a.csv")
    answer = reviewer.post(f"{place}/discard")
    assert reviewer.page(answer.headers["Location"]).one(class_="done").text
    reviewer.page(place, 404)
    reviewer.post(place, 404)
    reviewer.post(f"{place}/discard", 404)


def test_a_file_that_was_not_read_to_its_end_is_told_of_and_never_imported(
    editor: Steward, reviewer: Steward, kept: Store
) -> None:
    for name in ("eva", "rolf"):
        number = kept.staging.begin("停电.csv", "abc", name)  # as after a kill
        kept.staging.add(number, preview(kept, offers(table(CANTEEN), "停电.csv"), geodata.load("370700")))
    before = kept.digest()

    for path in ("/desk/", "/desk/import"):
        page = reviewer.page(f"{path}?lang=en")
        assert "停电.csv" in page.text
        assert "Reading was interrupted, or still goes on." in page.text
        assert "Waits for you" not in page.text
        assert not [each for each in page.find("a") if f"/imports/{number}" in each["href"]]
    told = reviewer.page(f"/desk/imports/{number}?lang=zh", 409).text
    assert "“停电.csv”没有读完，其内容不能导入，请重新上传。" in told
    for steward, of_own in ((editor, number - 1), (reviewer, number)):
        steward.post(f"/desk/imports/{of_own}", 409)
    assert kept.digest() == before
    assert kept.queue.entries() == ()

    editor.post(f"/desk/imports/{number}/discard", 403)
    reviewer.post(f"/desk/imports/{number}/discard")
    assert "停电.csv" not in reviewer.page("/desk/import").text


def test_each_link_of_the_page_leads_somewhere(editor: Steward) -> None:
    for link in editor.page("/desk/import?lang=en").find("a"):
        assert editor.client.get(link["href"]).status_code == 200, link["href"]


# -- what cannot be read


@pytest.mark.parametrize(
    ("name", "data"),
    [
        *(
            ("a.exe", b"MZ"),
            ("a", b"x"),
            ("a.xlsx", b"PK\x03\x04"),
            ("a.xlsx", b""),
            ("a.csv", b""),
            ("a.csv", b"x,y\n1,2"),
        ),
        *(("a.geojson", b"{"), ("a.geojson", b"[" * 100_000), ("a.geojson", b"null"), ("a.geojson", b'{"type": "x"}')),
        *(("a.csv", b"\x00" * 1000), ("a.geojson", b'{"type":"FeatureCollection","features":[1]}')),
    ],
)
def test_what_cannot_be_read_is_told_and_leaves_nothing_behind(name: str, data: bytes, editor: Steward) -> None:
    answer = editor.post("/desk/import", None, file=(io.BytesIO(data), name))

    if answer.status_code == 303:  # read, but each record is faulty
        assert counts(editor.page(answer.headers["Location"]))["faulty"]
    else:
        assert answer.status_code == 422
        box = read_page(answer.text).one(class_="faults-box")
        assert box.find(class_="remedy")
        editor.page("/desk/imports/2", 404)


def test_no_file_is_told(editor: Steward) -> None:
    page = read_page(editor.post("/desk/import?lang=en", 422).text)

    assert "none was chosen" in page.one(class_="faults-box").text


def test_a_file_that_is_too_large_is_told(editor: Steward) -> None:
    sent = {"wsgi.input": io.BytesIO(b"x"), "CONTENT_LENGTH": str(13 * 1024 * 1024)}
    answer = editor.client.post(
        "/desk/import?lang=en", content_type="multipart/form-data; boundary=x", environ_overrides=sent
    )

    assert answer.status_code == 413
    assert "larger than 10 MB" in answer.text
    assert "explorer import" in answer.text


def test_a_file_of_more_records_than_somebody_waits_for_is_told(
    editor: Steward, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "MOST_RECORDS", 2)
    answer = editor.post("/desk/import?lang=en", 422, file=(io.BytesIO(stewards.plain()), "a.csv"))

    assert "more than 2 records" in read_page(answer.text).one(class_="faults-box").text
    assert editor.page("/desk/import").find(class_="asked") == []


def test_who_comes_while_others_are_compared_is_asked_to_wait_and_leaves_nothing_behind(editor: Steward) -> None:
    for _ in range(importing.AT_ONCE):
        importing._comparing.acquire()
    try:
        editor.post("/desk/import", 503, file=(io.BytesIO(table(CANTEEN)), "a.csv"))
    finally:
        for _ in range(importing.AT_ONCE):
            importing._comparing.release()
    assert int(editor.upload(table(CANTEEN), "a.csv").rpartition("/")[2]) == 2


def test_a_full_disk_is_told_with_what_to_do(
    editor: Steward, monkeypatch: pytest.MonkeyPatch, desk_site: Flask
) -> None:
    from explorer.errors import Fault, StoreError  # noqa: PLC0415

    def full(*_: Any, **__: Any) -> int:
        raise StoreError([Fault("the database", "the disk is full", "free some space")])

    monkeypatch.setattr(type(desk_site.extensions["site"].staging), "begin", full)
    answer = editor.post("/desk/import", 503, file=(io.BytesIO(table(CANTEEN)), "a.csv"))

    assert "free some space" in answer.text


# -- odd files


def test_hostile_text_in_a_file_is_only_text(reviewer: Steward, kept: Store) -> None:
    rows = [
        [HOSTILE, HOSTILE, "文化民生", "寿光市", "首创", "2021", HOSTILE, "https://example.org/a"],
        [f"{HOSTILE} 2", HOSTILE, HOSTILE, HOSTILE, HOSTILE, HOSTILE, HOSTILE, HOSTILE],
    ]
    text = io.StringIO()
    csv.writer(text).writerows([HEADER.split(","), *rows])
    place = reviewer.upload(text.getvalue().encode(), f"{HOSTILE}.csv".replace("/", "_"))
    pages = [f"{place}?verdict={verdict}" for verdict in ("faulty", "added")]
    reviewer.post(place)
    for path in [*pages, "/desk/"]:
        for language in ("zh", "en"):
            answer = reviewer.client.get(f"{path}{'&' if '?' in path else '?'}lang={language}").text
            assert HOSTILE not in answer
            assert read_page(answer).find("img") == []
    disposition = reviewer.client.get(f"{place}/returned").headers["Content-Disposition"]
    assert "\n" not in disposition
    assert kept.count(Filter(q="alert")) == 1


@pytest.mark.parametrize("name", ["../../etc/passwd.csv", "C:\\files\\a.csv", "名" * 300 + ".csv"])
def test_an_odd_name_of_a_file_does_no_harm(name: str, reviewer: Steward) -> None:
    place = reviewer.upload(table(CANTEEN, "x,y,z,寿广市,,,,"), name)
    page = reviewer.page(place)
    shown = page.one("h1").text

    assert len(shown) <= 100
    assert "/" not in shown
    assert "\\" not in shown
    assert "X-Evil" not in reviewer.client.get(f"{place}/returned").headers


@pytest.mark.parametrize("query", ["verdict=x", "verdict=", "verdict=added%00"])
def test_there_is_no_list_of_nonsense(query: str, reviewer: Steward) -> None:
    place = reviewer.upload(table(CANTEEN), "a.csv")

    assert reviewer.client.get(f"{place}?{query}").status_code == 400


@pytest.mark.parametrize("number", ["0", "999999", "99999999999999999999999", "-1", "x"])
def test_there_is_no_import_of_nonsense(number: str, reviewer: Steward) -> None:
    for action in ("", "/returned"):
        assert reviewer.client.get(f"/desk/imports/{number}{action}").status_code == 404


def test_a_file_of_many_records_is_paged(reviewer: Steward) -> None:
    lines = [
        CANTEEN.replace("邻里食堂,", f"邻里食堂第{n}号 {chr(0x4E00 + n * 7)}{chr(0x5E00 + n * 5)},") for n in range(120)
    ]
    place = reviewer.upload(table(*lines), "a.csv")
    told = counts(reviewer.page(place))
    for verdict, n in told.items():
        seen, path = 0, f"{place}?verdict={verdict}"
        while path:
            page = reviewer.page(path)
            seen += len(page.find(class_="staged-record"))
            path = next((each["href"] for each in page.find("a", rel="next")), "")
        assert seen == n, verdict


def test_sources_that_only_a_left_out_double_cites_are_not_imported(reviewer: Steward, kept: Store) -> None:
    n = len(kept.sources())
    data = table(
        "公共场所限时免费停车（小蓝框）,x。,文化民生,潍坊市,全市推行,2021,只为重复的简报,https://example.org/zz"
    )
    place = reviewer.upload(data, "a.csv")
    reviewer.post(place, None)

    assert len(kept.sources()) == n


def test_each_form_of_a_preview_sends_what_it_shows(reviewer: Steward, kept: Store) -> None:
    place = reviewer.upload(stewards.workbook(), "名单.xlsx")
    page = reviewer.page(place)
    form = page.one("form", class_="import-now")
    answer = reviewer.client.post(form["action"], data=fields_of(form))

    assert answer.status_code == 303
    assert kept.recent(1)[0].signature.account == "rolf"


DOUBLE = "公共场所限时免费停车（小蓝框）,x。,文化民生,潍坊市,全市推行,2021,简报,https://example.org/a"


def test_doubles_that_are_ticked_come_in_with_one_click_and_the_reason_that_was_typed(
    reviewer: Steward, kept: Store
) -> None:
    n = kept.count(Filter())
    place = reviewer.upload(table(DOUBLE, CANTEEN), "a.csv")
    page = reviewer.page(f"{place}?verdict=double")
    box = page.find("input", name="own")[0]
    assert box["form"] == page.one("form", class_="import-now")["id"]
    reviewer.post(place, here=box["value"], own=box["value"], why="核对过")

    assert kept.count(Filter()) == n + 2
    assert {each.signature.why for each in kept.recent(2)} == {"核对过"}


def test_doubles_that_are_left_out_come_back_with_the_faulty_rows(reviewer: Steward) -> None:
    place = reviewer.upload(
        table(DOUBLE, CANTEEN, CANTEEN.replace("寿光市", "寿广市").replace("邻里", "远邻")), "a.csv"
    )
    text = reviewer.client.get(f"{place}/returned").data.decode("utf-8-sig")

    header, *rows = csv.reader(io.StringIO(text))
    assert header[-1] == "问题"
    assert [row[0] for row in rows] == ["公共场所限时免费停车（小蓝框）", "远邻食堂"]
    assert "重复" in rows[0][-1]


@pytest.mark.parametrize("action", ["", "/doubles", "/discard"])
def test_a_preview_is_decided_by_who_brought_the_file_in(
    action: str, editor: Steward, reviewer: Steward, kept: Store
) -> None:
    place, before = reviewer.upload(table(CANTEEN), "a.csv"), kept.digest()
    page = editor.page(place)
    assert page.find("form", class_="import-now") == []
    editor.post(f"{place}{action}", 403)

    reviewer.post(place)
    assert kept.digest() != before


def test_an_import_that_is_sent_for_review_is_queued_as_a_whole_or_not_at_all(
    editor: Steward, desk_site: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = editor.upload(stewards.workbook(), "名单.xlsx")
    added, after = queue_module._add, 3

    def add(*args: Any) -> int | None:
        nonlocal after
        after -= 1
        if after < 0:
            raise StoreError([Fault("x", "breaks", "mend")])
        return added(*args)

    monkeypatch.setattr(queue_module, "_add", add)
    editor.post(place, 409)
    assert desk_site.extensions["site"].queue.counts()["proposal"] == 0
    monkeypatch.undo()
    editor.post(place)
    assert desk_site.extensions["site"].queue.counts()["proposal"] > 3


def test_what_was_rejected_can_be_brought_in_again(editor: Steward, reviewer: Steward, desk_site: Flask) -> None:
    queue = desk_site.extensions["site"].queue
    editor.post(editor.upload(table(CANTEEN), "a.csv"))
    reviewer.post(f"/desk/queue/{queue.entries()[0].number}/reject", reason="no source")
    editor.post(editor.upload(table(CANTEEN), "a.csv"))

    assert queue.counts()["proposal"] == 1


def test_a_preview_that_is_neither_imported_nor_discarded_is_found_again(reviewer: Steward, editor: Steward) -> None:
    place = reviewer.upload(table(CANTEEN), "台账.csv")
    for path in ("/desk/", "/desk/import"):
        assert place in {each["href"] for each in reviewer.page(path).one(class_="asked").find("a")}
        assert editor.page(path).find(class_="asked") == []
    reviewer.post(place)
    assert reviewer.page("/desk/").find(class_="asked") == []
    links = {each["href"] for each in reviewer.page(place).one("ol", class_="staged").find("a")}
    assert "/desk/reforms/lin-li-shi-tang/history" in links


def test_the_name_of_a_file_is_not_told_to_visitors(reviewer: Steward) -> None:
    reviewer.post(reviewer.upload(table(CANTEEN), "张三13800000000.csv"))

    for path in ("/reforms/lin-li-shi-tang/history", "/feed.atom", "/places/370783/feed.atom"):
        assert "13800000000" not in reviewer.client.get(path).text, path
    assert "13800000000" in reviewer.page("/desk/reforms/lin-li-shi-tang/history").text


def test_who_reviews_a_likely_double_is_told_what_it_looks_like(
    editor: Steward, reviewer: Steward, desk_site: Flask
) -> None:
    place = editor.upload(table(DOUBLE, CANTEEN), "a.csv")
    box = editor.page(f"{place}?verdict=double").find("input", name="own")[0]["value"]
    editor.post(place, here=box, own=box)
    told = {}
    for entry in desk_site.extensions["site"].queue.entries(kind="proposal"):
        asked = reviewer.page(f"/desk/queue/{entry.number}").find(class_="asked")
        told[entry.title] = [each["href"] for part in asked for each in part.find("a")]

    assert told == {"公共场所限时免费停车（小蓝框）": ["/reforms/blue-box-free-parking"], "邻里食堂": []}
