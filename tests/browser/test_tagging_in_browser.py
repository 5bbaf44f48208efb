"""A visitor pastes, drops and reads: names, reasons, map and drafts lie side by side, with and without scripts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from accessibility import PHONE
from playwright.sync_api import Page, expect
from samples import HOSTILE

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

NEWS = "寿光市和青州去年推行“田头会诊”改革，建成服务站48个。张寿光说，他住在上海寿光路。"
LONG = "\n\n".join(
    [NEWS] + ["这一段只是为了让文章变长，没有说到任何地方。" * 6] * 30 + ["临朐县推行“一窗通办”改革，惠及群众30万人。"]
)
DROP = """([name, text]) => {
  const data = new DataTransfer();
  data.items.add(new File([text], name, { type: "text/plain" }));
  const form = document.getElementById("tagging");
  for (const kind of ["dragenter", "dragover"]) {
    form.dispatchEvent(new DragEvent(kind, { dataTransfer: data, bubbles: true, cancelable: true }));
  }
  const lit = form.classList.contains("over");
  form.dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }));
  return lit;
}"""


@pytest.fixture
def plain(new_page: Callable[..., Page]) -> Page:
    return new_page(java_script_enabled=False)


def test_a_text_is_read_while_it_is_written(page: Page) -> None:
    page.goto("/tag")
    page.locator("#text").fill(NEWS)
    expect(page.locator("a.name-taken")).to_have_count(2)
    expect(page.locator("[role=status]")).to_contain_text("2")
    expect(page.locator("#text")).to_be_focused()
    page.locator("#text").press_sequentially("诸城市")
    expect(page.locator("a.name-taken")).to_have_count(3)
    expect(page.locator(".map-of-text a")).to_have_count(3)
    assert page.url.endswith("/tag")
    page.locator("#text").fill("")
    expect(page.locator(".bench")).to_have_count(0)


def test_the_region_is_changed_without_a_reload(page: Page) -> None:
    page.goto("/tag")
    page.locator("#text").fill("鼓楼区推行改革。")
    expect(page.locator(".bench")).to_be_visible()
    expect(page.locator("a.name-ambiguous")).to_have_count(0)
    page.locator('.chip:has([value="none"])').click()
    expect(page.locator("a.name-ambiguous")).to_have_count(1)
    assert page.url.endswith("/tag")


def test_the_reason_is_shown_at_hover_and_by_keyboard(page: Page) -> None:
    page.goto("/tag/example?lang=en")
    road = page.locator(".name-refused", has_text="the name of a road").first
    reason = road.locator(".why")
    expect(reason).to_be_hidden()
    road.hover()
    expect(reason).to_be_visible()
    page.mouse.move(0, 0)
    expect(reason).to_be_hidden()
    page.locator(".text-scroll").focus()
    page.keyboard.press("Tab")
    expect(page.locator(".name").first.locator(".why")).to_be_visible()
    expect(page.locator(".name").first.locator(".why")).to_be_in_viewport(ratio=1)


def test_what_was_refused_can_be_put_aside(page: Page) -> None:
    page.goto("/tag/example")
    refused = page.locator(".text-scroll .name-refused").first
    page.locator("#show-refused").uncheck()
    expect(refused).to_have_css("text-decoration-line", "none")
    assert refused.evaluate("each => each.tabIndex") == -1
    page.locator("#show-refused").check()
    expect(refused).to_have_css("text-decoration-line", "line-through")


def test_a_fact_leads_to_its_words_while_its_draft_stays_in_sight(page: Page) -> None:
    page.goto("/tag")
    page.locator("#text").fill(LONG)
    draft = page.locator(".draft", has_text="一窗通办")
    figure = draft.locator(".figure a")
    figure.scroll_into_view_if_needed()
    figure.click()
    words = page.locator(f'[id="{figure.get_attribute("href", timeout=1000)[1:]}"]')  # type: ignore[index]
    expect(words).to_have_text("30万人")
    expect(words).to_be_focused()
    expect(words).to_have_css("outline-style", "solid")
    expect(words).to_be_in_viewport(ratio=1)
    expect(figure).to_be_in_viewport(ratio=1)


def test_a_place_lights_up_in_text_map_and_list(page: Page) -> None:
    page.goto("/tag/example")
    page.locator('.map-of-text a[data-place="370783"]').focus()
    expect(page.locator('.text-scroll [data-place="370783"].lit')).to_have_count(3)
    expect(page.locator('.found [data-place="370783"].lit').first).to_be_visible()


def test_a_dropped_file_is_read(page: Page) -> None:
    page.goto("/tag")
    assert page.evaluate(DROP, ["新闻.txt", NEWS])
    expect(page.locator("a.name-taken")).to_have_count(2)
    expect(page.locator("#text")).to_have_value(NEWS)


def test_a_chosen_file_that_is_too_large_is_told_before_it_is_sent(page: Page, tmp_path: Path) -> None:
    large = tmp_path / "large.txt"
    large.write_bytes(b"x" * (10 * 1024 * 1024 + 1))
    page.goto("/tag")
    page.locator("#file").set_input_files(large)
    assert "10 MB" in page.locator("#file").evaluate("each => each.validationMessage")
    assert page.url.endswith("/tag")


def test_an_answer_that_does_not_come_is_told(page: Page, troubles: list[str]) -> None:
    page.goto("/tag")
    page.route("**/tag/answer*", lambda route: route.abort())
    page.locator("#text").fill(NEWS)
    expect(page.locator("#answer .fault")).to_be_visible()
    troubles.clear()


def test_all_of_it_works_without_scripts(plain: Page) -> None:
    plain.goto("/tag?lang=en")
    plain.locator("#text").fill(NEWS)
    plain.locator(".buttons button").click()
    expect(plain.locator("a.name-taken")).to_have_count(2)
    expect(plain.locator("#text")).to_have_value(NEWS)
    plain.locator(".name-refused").last.hover()
    expect(plain.locator(".name-refused").last.locator(".why")).to_be_visible()
    plain.locator(".figure a").click()
    expect(plain.locator(".evidence:target")).to_have_text("48个")
    plain.locator('.languages [lang="zh-Hans"]').click()
    expect(plain.locator("html")).to_have_attribute("lang", "zh-Hans")
    expect(plain.locator("a.name-taken")).to_have_count(2)


def test_a_hostile_text_stays_text(page: Page) -> None:
    page.goto("/tag")
    page.locator("#text").fill(f"寿光市推行“{HOSTILE}”改革，{HOSTILE}，建成服务站48个。")
    expect(page.locator("a.name-taken")).to_have_count(1)
    assert page.locator("img, [onerror]").count() == 0
    assert HOSTILE in page.locator(".text-scroll").inner_text()


def test_on_paper_the_text_and_the_findings_stand_whole(page: Page) -> None:
    page.goto("/tag")
    page.locator("#text").fill(LONG)
    expect(page.locator(".draft")).to_have_count(2)
    page.emulate_media(media="print")
    expect(page.locator(".tagging-form")).to_be_hidden()
    for box in (".text-scroll", ".text-box"):
        assert page.locator(box).evaluate("each => each.scrollHeight - each.clientHeight") <= 1
    expect(page.locator(".draft").last).to_be_visible()


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("path", ["/tag", "/tag/example", "/tag/example?region=none"])
def test_on_a_phone_all_can_be_tapped(new_page: Callable[..., Page], path: str, language: str) -> None:
    phone = new_page(viewport=PHONE, has_touch=True, is_mobile=True, device_scale_factor=2)
    phone.goto(f"{path}{'&' if '?' in path else '?'}lang={language}")
    small = phone.locator(
        "button, .buttons a, .chip, .occurrences a, .signs label, .tally a, .languages a"
    ).evaluate_all(
        "all => all.map((each) => [each.textContent, each.getBoundingClientRect()])"
        ".filter(([, { width, height }]) => width && (width < 24 || height < 24)).map(([text]) => text)"
    )
    assert small == []
