"""A steward's day: a spreadsheet with faults, an edit, a conflict, a restored state, drafts of the real article."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING

import openpyxl
import pytest
import stewards
from accessibility import AXE, DESKTOP, PHONE, RUN, TAGS
from at_desk import PASSWORD
from playwright.sync_api import expect

from explorer.config import Settings
from explorer.web.request import limiter

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path
    from typing import Any

    from flask import Flask
    from playwright.sync_api import Browser, BrowserContext, Dialog, Page

REFORM = "smart-elderly-care"
EDIT = f"/desk/reforms/{REFORM}/edit"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
BAD = [name for name, _ in stewards.ROWS if not name.startswith("good") and name != "likely double"]
NAMES = {"wang": "admin", "li": "reviewer", "zhang": "editor"}
# Chromium tells of what failed to load with a refused form, and advises on forms that ask for passwords.
EXPECTED = re.compile(r"console: (Failed to load resource: the server responded with a status of 4|\[DOM\] )")


@pytest.fixture
def desk(serve: Callable[[Flask], str], make_app: Callable[..., Flask], tmp_path: Path) -> str:
    """Serve a site with three accounts; its address."""
    app = make_app(Settings(database_url=f"sqlite:///{tmp_path}/x.sqlite"))
    for name, role in NAMES.items():
        app.extensions["site"].accounts.add(name, role, PASSWORD)
    limiter.reset()
    return serve(app)


@pytest.fixture
def sit_down(browser: Browser, desk: str) -> Iterator[Callable[..., Page]]:
    """Open a browser of its own for each person; nothing may go wrong in it, and it has one cookie, for the desk."""
    contexts: list[BrowserContext] = []
    troubles: list[str] = []

    def stay(dialog: Dialog) -> None:
        if dialog.type != "beforeunload":  # it asks whether what was typed is to be left
            troubles.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def sit(name: str = "", **options: Any) -> Page:
        options = {"base_url": desk, "locale": "zh-CN", "viewport": DESKTOP} | options
        contexts.append(browser.new_context(**options))
        page = contexts[-1].new_page()
        page.on("console", lambda message: troubles.append(f"console: {message.text}"))
        page.on("pageerror", lambda error: troubles.append(f"error: {error}"))
        page.on("dialog", stay)
        page.on("request", lambda sent: troubles.extend([] if sent.url.startswith((desk, "data:")) else [sent.url]))
        if name:
            page.goto("/desk/")
            page.locator("#name").fill(name)
            page.locator("#password").fill(PASSWORD)
            page.locator("[type=submit]").click()
            expect(page.locator(".desk-who")).to_contain_text(name)
        return page

    yield sit
    for context in contexts:
        told = [(each["name"], each["path"], each["httpOnly"], each["sameSite"]) for each in context.cookies()]
        assert told in ([], [("desk", "/desk", True, "Lax")])
        context.close()
    assert [each for each in troubles if not EXPECTED.match(each)] == []


def upload(page: Page, data: bytes, name: str = "台账.xlsx") -> None:
    page.goto("/desk/import")
    page.locator("#file").set_input_files({"name": name, "mimeType": XLSX, "buffer": data})
    page.locator("main .buttons button").click()
    expect(page.locator(".verdicts")).to_be_visible()


def tally(page: Page) -> dict[str, int]:
    kinds = ("faulty", "double", "changed", "added", "unchanged")
    return {kind: int(page.locator(f".verdict-{kind} b").inner_text()) for kind in kinds}


def publish(page: Page, **fields: str) -> None:
    """Open a reform, type, publish."""
    page.goto(EDIT)
    for name, text in fields.items():
        page.locator(f"#{name}").fill(text)
    page.locator("#why").fill("按来源改正")
    page.locator("[name=save]").click()


def assert_unseen(visitor: Page, *words: str) -> None:
    """Expect that no page of visitors holds these words."""
    for path in (
        "/",
        "/reforms",
        f"/reforms/{REFORM}",
        "/places/370783",
        "/reach",
        "/data",
        f"/reforms/{REFORM}/history",
    ):
        visitor.goto(path)
        for word in words:
            expect(visitor.locator("body")).not_to_contain_text(word)
    for path in ("/feed.atom", "/api/reforms.json", "/api/reforms.geojson", "/api/reforms.csv"):
        text = visitor.request.get(path).text()
        assert not [word for word in words if word in text], path


def test_the_table_of_a_steward_is_checked_imported_and_imported_again(sit_down: Callable[..., Page]) -> None:
    steward, visitor = sit_down("wang"), sit_down()
    upload(steward, stewards.workbook())
    told = tally(steward)
    assert told["faulty"] == len(BAD)
    reasons = steward.locator(".reasons").all_inner_texts()
    for name in BAD:
        assert any(f"第{stewards.number_of(name)}行" in each for each in reasons), name
    assert_unseen(visitor, "蔬菜管家上门服务", "冬暖大棚保险试点班")
    with steward.expect_download() as download:
        steward.locator("a[href$=returned]").click()
    rows = [*openpyxl.load_workbook(io.BytesIO(download.value.path().read_bytes())).worksheets[0].values]
    assert any("寿广市" in row for row in rows)
    assert not any("蔬菜管家上门服务" in row for row in rows)

    steward.locator(".import-now .buttons button").first.click()
    expect(steward.locator(".done")).to_contain_text(str(told["added"]))
    visitor.goto("/reforms?q=蔬菜管家上门服务")
    expect(visitor.locator(".card")).to_have_count(1)
    upload(steward, stewards.workbook())
    assert tally(steward) == told | {"added": 0, "unchanged": told["added"]}
    expect(steward.locator(".import-now")).to_contain_text("0")
    expect(steward.locator(".import-now button:not([formaction])")).to_have_count(0)


def test_two_people_edit_one_reform_and_neither_is_overwritten(sit_down: Callable[..., Page]) -> None:
    one, two, visitor = sit_down("wang"), sit_down("li"), sit_down()
    one.goto(EDIT)
    publish(two, title_en="Of the second", summary_zh="第二人的摘要。")
    visitor.goto(f"/reforms/{REFORM}?lang=en")
    expect(visitor.locator("h1")).to_have_text("Of the second")  # at once
    one.locator("#title_en").fill("Of the first")
    one.locator("#summary_en").fill("Only of the first.")
    one.locator("#why").fill("核对")
    one.locator("[name=save]").click()
    expect(one.locator(".clash")).to_have_count(1)
    expect(one.locator(".clash")).to_contain_text("Of the second")
    expect(one.locator(".clash")).to_contain_text("Of the first")
    assert_unseen(visitor, "Only of the first.")
    one.locator('.clash input[value="mine"]').check()
    one.locator("main form .buttons button").first.click()
    expect(one.locator(".steps")).to_be_visible()
    visitor.goto(f"/reforms/{REFORM}?lang=en")
    expect(visitor.locator("h1")).to_have_text("Of the first")
    visitor.goto(f"/reforms/{REFORM}?lang=zh")
    expect(visitor.locator("main")).to_contain_text("第二人的摘要。")

    one.goto(f"/desk/reforms/{REFORM}/history")
    one.locator(".step").last.locator(".ask summary").first.click()
    one.locator(".step").last.locator(".ask[open] button").click()
    expect(one.locator(".step")).to_have_count(4)
    visitor.goto(f"/reforms/{REFORM}?lang=en")
    expect(visitor.locator("h1")).to_have_text("Smart elderly care")
    visitor.goto(f"/reforms/{REFORM}/history?lang=en")
    expect(visitor.locator(".step")).to_have_count(4)
    expect(visitor.locator("main")).not_to_contain_text("wang")


def test_a_place_is_picked_on_the_map_by_mouse_and_by_keyboard(sit_down: Callable[..., Page]) -> None:
    page = sit_down("zhang")
    page.goto("/desk/reforms/new")
    page.locator("#reach-0-status").focus()
    page.locator('[data-picker] [data-place="370783"]').click()
    expect(page.locator("#reach-0-place")).to_have_value("370783")
    page.locator('[data-picker] [data-place="370724"]').focus()
    page.keyboard.press("Enter")
    expect(page.locator("#reach-1-place")).to_have_value("370724")
    expect(page.locator("#reach-0-place")).to_have_value("370783")  # no row that has a place is changed
    page.locator('[data-picker] [data-place="370783"]').click()
    expect(page.locator("#reach-0-place")).to_be_focused()
    expect(page.locator(".form-row-reach")).to_have_count(2)


def test_nothing_that_was_typed_is_lost_by_a_key_a_button_or_a_link(sit_down: Callable[..., Page]) -> None:
    page = sit_down("zhang")
    page.goto(EDIT)
    page.locator("#summary_zh").fill("我写的摘要。")
    n = page.locator(".form-row-reach").count()
    page.locator('[name=add][value="reach"]').click()
    expect(page.locator(".form-row-reach")).to_have_count(n + 1)
    expect(page.locator(".form-row-reach").last.locator("select").first).to_be_focused()
    for leave in ('.desk-bar a[href$="/sources"]', '[data-language="en"]'):
        with page.expect_event("dialog") as asked:
            page.locator(leave).click(no_wait_after=True)
        assert asked.value.type == "beforeunload"
        expect(page.locator("#summary_zh")).to_have_value("我写的摘要。")
    page.locator("#title_en").press("Enter")
    expect(page.locator("#preview")).to_contain_text("我写的摘要。")
    expect(page.locator("#summary_zh")).to_have_value("我写的摘要。")


def test_a_click_on_import_takes_the_doubles_that_are_ticked(sit_down: Callable[..., Page]) -> None:
    page = sit_down("wang")
    upload(page, stewards.workbook())
    page.locator(".verdict-double").click()
    page.locator("[name=own]").check()
    page.locator("#why").fill("核对过，不是同一项")
    page.locator(".import-now .buttons button").first.click()
    expect(page.locator(".done")).to_be_visible()
    page.locator(".verdict-double").click()
    expect(page.locator(".doubles")).to_contain_text("已作为另一项导入")


def read_article(page: Page, shared: Path) -> None:
    """Have the real article read, whose title was misread when it was scanned: it is a source that is recorded."""
    page.goto("/desk/drafts")
    page.locator("#file").set_input_files(shared / "source" / "weifang-micro-reforms.txt")
    page.locator("main .buttons button").click()
    page.locator('[name=source][value="weifang-2025"]').check()
    page.locator("main .buttons button").click()


def test_a_draft_of_the_real_article_is_reviewed_and_published(sit_down: Callable[..., Page], shared: Path) -> None:
    editor, reviewer, visitor = sit_down("zhang"), sit_down("li"), sit_down()
    read_article(editor, shared)
    expect(editor.locator(".queue li").first).to_be_visible()
    reviewer.goto("/desk/queue?kind=draft")
    for link in [each.get_attribute("href") for each in reviewer.locator(".queue a").all()]:
        reviewer.goto(str(link))
        if not reviewer.locator(".reform-form [name=into]").get_attribute("value"):
            break
    expect(reviewer.locator(".article-text mark").first).to_be_visible()
    reviewer.locator(".evidence a").first.press("Enter")
    expect(reviewer.locator(".article-text mark:target")).to_be_in_viewport()
    summary = "（测试）审核人写的摘要，别处没有。"
    reviewer.locator("#summary_zh").fill(summary)
    if not reviewer.locator("#theme").input_value():
        reviewer.locator("#theme").select_option("governance")
    for field in reviewer.locator("input[id$=label_en], input[id$=title_en], input[id$=unit_en]").all():
        if not field.input_value() and field.get_attribute("id") != "title_en":
            field.fill("in English")
    title = reviewer.locator("#title_zh").input_value()
    reviewer.locator(".save [name=preview]").click()
    expect(reviewer.locator("#preview")).to_contain_text(summary)
    assert_unseen(visitor, summary)
    reviewer.locator("[name=save]").click()
    expect(reviewer.locator(".steps")).to_be_visible()
    visitor.goto("/reforms")
    expect(visitor.locator("main")).to_contain_text(title)


def test_a_visitor_reports_and_a_reviewer_answers(sit_down: Callable[..., Page]) -> None:
    visitor, reviewer = sit_down(viewport=PHONE), sit_down("li")
    visitor.goto(f"/reforms/{REFORM}")
    visitor.locator(f'a[href="/reforms/{REFORM}/report"]').first.click()
    visitor.locator("#text").fill("起始年份有误。")
    visitor.locator(".report button").click()
    expect(visitor.locator("h1")).to_be_visible()
    reviewer.goto("/desk/queue?kind=report")
    reviewer.locator(".queue a").first.click()
    expect(reviewer.locator(".reported")).to_have_text("起始年份有误。")
    reviewer.locator("#answer").fill("已改正")
    reviewer.locator("main form .buttons button").first.click()
    expect(reviewer.locator(".done")).to_be_visible()


def test_without_scripts_a_steward_imports_and_edits(sit_down: Callable[..., Page]) -> None:
    page = sit_down("wang", java_script_enabled=False)
    upload(page, stewards.plain(), "台账.csv")
    page.locator(".import-now .buttons button").first.click()
    expect(page.locator(".done")).to_be_visible()
    page.goto(EDIT)
    n = page.locator(".form-row-reach").count()
    page.locator('[name=add][value="reach"]').click()
    expect(page.locator(".form-row-reach")).to_have_count(n + 1)
    row = page.locator(".form-row-reach").last
    row.locator("select[name$=place]").select_option("370724")
    row.locator("select[name$=status]").select_option("pilot")
    row.locator("input[name$=source]").fill("weifang-2025")
    page.locator("#why").fill("补充试点")
    page.locator("[name=save]").click()
    expect(page.locator(".step").first).to_contain_text("370724")


def test_axe_finds_no_violation_at_the_desk(sit_down: Callable[..., Page], shared: Path) -> None:
    page = sit_down("wang")
    read_article(page, shared)
    draft = page.locator(".queue a").first.get_attribute("href")
    upload(page, stewards.workbook())
    preview = page.url.partition("?")[0]
    paths = (
        *(
            "/desk/",
            "/desk/import",
            f"{preview}?verdict=faulty",
            f"{preview}?verdict=double",
            f"{preview}?verdict=added",
        ),
        *("/desk/drafts", "/desk/queue", draft, "/desk/reforms/new", EDIT, f"/desk/reforms/{REFORM}/history"),
        *("/desk/sources", "/desk/sources/weifang-2025", "/desk/withdrawn"),
        *("/desk/accounts", "/desk/password", f"/reforms/{REFORM}/history", f"/reforms/{REFORM}/report"),
    )
    axe, found = AXE.read_text(encoding="utf-8"), []
    for n, path in enumerate(paths):
        page.set_viewport_size((DESKTOP, PHONE)[n % 2])
        page.goto(f"{path}{'&' if '?' in str(path) else '?'}lang={('zh', 'en')[n // 2 % 2]}")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
        page.evaluate(axe)
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            found += [(path, scheme, *each) for each in page.evaluate(RUN, TAGS)]
    assert found == []


UNDER_THE_BAR = """() => {
  const at = document.activeElement, bar = document.querySelector(".save");
  if (!at || at === document.body || bar.contains(at)) return null;
  const { top, bottom: whole } = at.getBoundingClientRect();
  const bottom = at.localName === "textarea" ? top + 40 : whole; // a browser shows the line in which one types
  return bottom > bar.getBoundingClientRect().top + 1 || top < 0 ? at.id || at.name || at.outerHTML.slice(0, 80) : null;
}"""


@pytest.mark.parametrize("size", [{"width": 1280, "height": 800}, PHONE])
def test_the_bar_hides_no_field_that_has_the_focus(size: Any, sit_down: Callable[..., Page]) -> None:
    page = sit_down("zhang", viewport=size, reduced_motion="reduce")
    page.goto(EDIT)
    page.locator("#title_zh").focus()
    hidden = []
    for _ in range(80):
        page.keyboard.press("Tab")
        hidden.append(page.evaluate(UNDER_THE_BAR))
        if page.evaluate("document.activeElement.id") == "why":
            break
    assert page.evaluate("document.activeElement.id") == "why"
    assert [each for each in hidden if each] == []
