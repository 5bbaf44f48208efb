"""Going through the queue: drafts beside their article, proposals beside what is published, reports."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Any

import pytest
from at_desk import PASSWORD, fields_of
from pages import read_page
from samples import HOSTILE

from explorer.drafting.pipeline import draft, source_of_article
from explorer.formats.drafts import write_drafts
from explorer.store.queue import NewEntry
from explorer.web.desk import drafting

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from at_desk import Steward
    from flask import Flask

    from explorer.store import Store
    from explorer.store.queue import Queue, QueueEntry
    from geodata import Places

REFORM = "smart-elderly-care"
NEWS = (
    "2025年8月1日 潍坊简报\n寿光市去年推行“田头会诊”改革，建成服务站48个。\n临朐县推行“一窗通办”改革，惠及群众30万人。"
)
OTHER = "2025年9月2日 另一份简报\n诸城市去年推行“村口会诊”改革，建成服务站12个。"


@pytest.fixture
def queue(desk_site: Flask) -> Queue:
    found: Queue = desk_site.extensions["site"].queue
    return found


def read_article(steward: Steward, text: str = NEWS, status: int = 303) -> Any:
    return steward.post("/desk/drafts", status, text=text)


def first(queue: Queue, state: Any = "open") -> QueueEntry:
    return queue.entries(state)[0]


def matched(steward: Steward, queue: Queue, places: Places) -> QueueEntry:
    """Queue a draft that the tagger took for a reform that is recorded."""
    source = source_of_article(NEWS, "news")
    one = draft(NEWS, places, (), source.id)[0]
    notes = one.draft.model_copy(update={"matches": REFORM, "new": ("reach[0]", "figures[0]")})
    steward.upload(write_drafts([one.model_copy(update={"draft": notes})], source), "d.geojson", "/desk/drafts")
    return first(queue)


def filled(steward: Steward, entry: QueueEntry, path: str = "") -> dict[str, str]:
    """Return the form of a draft with what the tagger leaves to the steward."""
    fields = steward.form(path or f"/desk/queue/{entry.number}")
    fields["theme"] = fields.get("theme") or "countryside"
    for name, text in fields.items():
        if name.endswith(("label_en", "title_en", "unit_en")) and not text:
            fields[name] = "in English"
    return fields


def accept(steward: Steward, entry: QueueEntry, fields: dict[str, str], status: int = 303, **changed: str) -> Any:
    answer = steward.client.post(f"/desk/queue/{entry.number}/accept", data=fields | {"save": "1"} | changed)
    assert answer.status_code == status, read_page(answer.text).text[:800]
    return answer


# -- articles


def test_an_article_that_was_pasted_waits_as_drafts_with_their_words_marked(editor: Steward, queue: Queue) -> None:
    answer = read_article(editor)

    assert answer.headers["Location"] == "/desk/queue?kind=draft"
    found = queue.entries(kind="draft")
    assert ["田头会诊" in each.title or "一窗通办" in each.title for each in found] == [True, True]
    page = editor.page(f"/desk/queue/{found[0].number}")
    marks = {each["id"] for each in page.one(class_="article-text").find("mark")}
    links = {each["href"].removeprefix("#") for each in page.one(class_="evidence").find("a")}
    assert links
    assert links <= marks
    assert "".join(page.one(class_="article-text").text.split()) == "".join(NEWS.split())


def test_the_same_article_again_is_told_and_queues_nothing(editor: Steward, reviewer: Steward, queue: Queue) -> None:
    read_article(editor)
    n = len(queue.entries())
    answer = read_article(reviewer)
    reviewer.upload(NEWS.encode(), "another name.txt", "/desk/drafts")

    assert len(queue.entries()) == n
    told = reviewer.page(answer.headers["Location"]).find(class_="done")[0].text
    assert "0 份" in told
    assert f"{n} 份" in told


def test_a_file_of_drafts_is_taken_as_the_command_writes_it(editor: Steward, queue: Queue, weifang: Places) -> None:
    source = source_of_article(NEWS, "news")
    data = write_drafts(draft(NEWS, weifang, (), source.id), source)
    editor.upload(data, "drafts.geojson", "/desk/drafts")

    assert len(queue.entries(kind="draft")) == 2
    page = editor.page(f"/desk/queue/{first(queue).number}")
    assert page.find(class_="article-text") == []  # the file holds the words of each fact, not the article
    assert page.one(class_="evidence").find("q")
    assert [each["href"] for each in page.one(class_="evidence").find("a") if each["href"].startswith("#w")] == []


@pytest.mark.parametrize(
    ("name", "data"),
    [
        *(("a.exe", b"x"), ("a.pdf", b"no pdf"), ("a.docx", b"PK"), ("a.txt", b"\xff\xfe\x00"), ("a.txt", b"")),
        *(("a.geojson", b"{}"), ("a.geojson", b'{"status": "draft"}'), ("a.geojson", b"["), ("a.html", b"")),
        *(("a.txt", ("寿光" * 60_000).encode()), ("a", b"x")),
    ],
)
def test_what_cannot_be_read_is_told_with_what_to_do(name: str, data: bytes, editor: Steward, queue: Queue) -> None:
    answer = editor.post("/desk/drafts", None, file=(io.BytesIO(data), name))

    if answer.status_code != 303:  # an article without reforms may be read
        assert answer.status_code == 422
        (told,) = read_page(answer.text).one(class_="faults-box").find("li")
        assert not re.search(
            "[A-Za-z]{2,} [A-Za-z]{2,}", told.text.replace("explorer draft", "")
        )  # the page is Chinese
    assert queue.entries() == ()


def test_nothing_at_all_is_told(editor: Steward) -> None:
    page = read_page(read_article(editor, "  ", 422).text)

    assert page.one(class_="faults-box").find("li")


def test_an_article_whose_title_was_misread_is_asked_about_and_no_source_stands_twice(
    editor: Steward, reviewer: Steward, queue: Queue, kept: Store
) -> None:
    misread = NEWS.replace(NEWS.splitlines()[0], '潍坊:"优改軍"绘就"大写意"')
    n_before = len(kept.sources())
    answer = editor.post("/desk/drafts", 200, file=(io.BytesIO(misread.encode()), "scan.txt"))
    page = read_page(answer.text)
    assert queue.entries() == ()
    choices = [each["value"] for each in page.find("input", type="radio")]
    assert choices == ["weifang-2025", ""]
    sent = fields_of(page.one("form", class_="desk-form"))
    assert editor.client.post("/desk/drafts", data=sent | {"source": "weifang-2025"}).status_code == 303

    entry = first(queue)
    assert entry.article == "scan.txt"
    accept(reviewer, entry, filled(reviewer, entry))
    assert len(kept.sources()) == n_before
    cited = queue.entry(entry.number)
    assert cited is not None
    assert {each["source"].partition("#")[0] for each in cited.document["draft"]["reach"]} == {"weifang-2025"}


def test_an_article_that_only_looks_like_a_recorded_one_is_a_source_of_its_own(editor: Steward, queue: Queue) -> None:
    misread = NEWS.replace(NEWS.splitlines()[0], '潍坊:"优改軍"绘就"大写意"')
    assert editor.post("/desk/drafts", 422, text=misread, source="no-such-source")
    editor.post("/desk/drafts", text=misread, source="")

    assert first(queue).document["source"]["id"].startswith("wei-fang")


def test_an_article_that_proposes_nothing_says_so(editor: Steward) -> None:
    answer = read_article(editor, "今天天气很好。")

    assert editor.page(answer.headers["Location"]).one(class_="done").text


# -- drafts


def test_a_draft_is_completed_and_published(editor: Steward, reviewer: Steward, queue: Queue, kept: Store) -> None:
    read_article(editor)
    entry = first(queue)
    answer = accept(reviewer, entry, filled(reviewer, entry) | {"summary_zh": "寿光市推行田头会诊。"})
    made = answer.headers["Location"].split("/")[3]

    assert kept.reform(made).summary_zh == "寿光市推行田头会诊。"  # type: ignore[union-attr]
    decided = queue.entry(entry.number)
    assert decided is not None
    assert (decided.state, decided.decided_by) == ("accepted", "rolf")
    assert decided.result == kept.history("reform", made)[0].number
    assert kept.history("reform", made)[0].signature.account == "rolf"
    cited = next(iter(kept.sources_of([kept.reform(made)]).values()))  # type: ignore[list-item]
    assert cited.title == NEWS.splitlines()[0]
    assert reviewer.page(f"/reforms/{made}").one("h1").text


def test_what_a_draft_lacks_is_told_at_its_fields(editor: Steward, reviewer: Steward, queue: Queue) -> None:
    read_article(editor)
    entry = first(queue)
    answer = accept(reviewer, entry, reviewer.form(f"/desk/queue/{entry.number}") | {"title_zh": ""}, 422)
    page = read_page(answer.text)

    assert "fault-title_zh" in {each["id"] for each in page.find(class_="fault-field")}
    assert page.find(class_="article-text")
    assert queue.entry(entry.number).state == "open"  # type: ignore[union-attr]


def test_the_buttons_of_a_draft_work_before_and_after_something_was_sent(
    editor: Steward, reviewer: Steward, queue: Queue
) -> None:
    read_article(editor)
    path = f"/desk/queue/{first(queue).number}"
    page = reviewer.page(path)
    for _ in range(2):
        form = page.one("form", class_="reform-form")
        button = next(each for each in form.find("button") if each.attributes.get("name") == "add")
        target = button.attributes.get("formaction", form["action"]).partition("#")[0]
        answer = reviewer.client.post(target, data=fields_of(form) | {"add": button["value"]})
        assert answer.status_code == 200
        page = read_page(answer.text)
    assert reviewer.client.get(f"{path}/accept").status_code == 303  # the page that was sent, in another language


def test_a_preview_of_a_draft_is_held_against_what_it_is_merged_into(
    editor: Steward, reviewer: Steward, queue: Queue, weifang: Places
) -> None:
    entry = matched(editor, queue, weifang)
    answer = reviewer.client.post(
        f"/desk/queue/{entry.number}/accept", data=filled(reviewer, entry) | {"title_en": "Merged", "preview": "1"}
    )
    into = read_page(answer.text).one(id_="preview")
    assert "Merged" in into.text
    alone = reviewer.client.post(
        f"/desk/queue/{entry.number}/accept",
        data=filled(reviewer, entry, f"/desk/queue/{entry.number}?into=-") | {"preview": "1"},
    )
    assert len(read_page(alone.text).one(id_="preview").find("del")) == 0  # a new reform replaces nothing


def test_a_draft_of_a_recorded_reform_adds_only_what_is_new(
    editor: Steward, reviewer: Steward, queue: Queue, kept: Store, weifang: Places
) -> None:
    entry = matched(editor, queue, weifang)
    assert entry.reform == REFORM
    before = kept.reform(REFORM)
    assert before is not None
    accept(reviewer, entry, filled(reviewer, entry))
    after = kept.reform(REFORM)

    assert after is not None
    assert (after.title_zh, after.summary_zh, after.reach[: len(before.reach)]) == (
        before.title_zh,
        before.summary_zh,
        before.reach,
    )
    assert len(after.reach) > len(before.reach)
    assert queue.entry(entry.number).state == "merged"  # type: ignore[union-attr]


def test_a_draft_can_be_merged_into_any_reform(editor: Steward, reviewer: Steward, queue: Queue, kept: Store) -> None:
    read_article(editor)
    entry = first(queue)
    for named in (REFORM, f"http://localhost/reforms/{REFORM}"):
        fields = filled(reviewer, entry, f"/desk/queue/{entry.number}?into={named}")
        assert fields["into"] == REFORM
    accept(reviewer, entry, fields)

    assert "370783" in {row.place for row in kept.reform(REFORM).reach}  # type: ignore[union-attr]
    assert queue.entry(entry.number).state == "merged"  # type: ignore[union-attr]


def test_a_draft_overwrites_nothing_that_was_published_meanwhile(
    editor: Steward, reviewer: Steward, sit_down: Callable[..., Steward], queue: Queue, kept: Store
) -> None:
    read_article(editor)
    entry = first(queue)
    fields = filled(reviewer, entry, f"/desk/queue/{entry.number}?into={REFORM}")
    sit_down("admin").edit(REFORM, title_en="Of the second")
    answer = accept(reviewer, entry, fields | {"title_en": "typed"}, 409)

    assert kept.reform(REFORM).title_en == "Of the second"  # type: ignore[union-attr]
    assert queue.entry(entry.number).state == "open"  # type: ignore[union-attr]
    (form,) = [each for each in read_page(answer.text).find("form") if each.find(class_="clash")]
    assert reviewer.client.post(form["action"], data=fields_of(form) | {"pick-title_en": "mine"}).status_code == 303
    assert kept.reform(REFORM).title_en == "typed"  # type: ignore[union-attr]
    assert queue.entry(entry.number).state == "merged"  # type: ignore[union-attr]


def test_two_articles_are_two_sources(editor: Steward, reviewer: Steward, queue: Queue, kept: Store) -> None:
    for text in (NEWS, OTHER):
        read_article(editor, text)
    answers = [accept(reviewer, entry, filled(reviewer, entry)) for entry in queue.entries()]
    made = [kept.reform(each.headers["Location"].split("/")[3]) for each in answers]
    cited = [[each.title for each in kept.sources_of([reform]).values()] for reform in made if reform]

    assert cited == [[NEWS.splitlines()[0]]] * 2 + [[OTHER.splitlines()[0]]]


def test_what_a_steward_wrote_of_an_article_stays_when_its_next_draft_is_accepted(
    editor: Steward, reviewer: Steward, queue: Queue, kept: Store
) -> None:
    read_article(editor)
    one, two = queue.entries()
    made = accept(reviewer, one, filled(reviewer, one) | {"sources-0-publisher": "潍坊日报", "sources-0-title": "简报"})
    source = next(iter(kept.sources_of([kept.reform(made.headers["Location"].split("/")[3])])))  # type: ignore[list-item]
    accept(reviewer, two, filled(reviewer, two))

    assert (kept.sources()[source].publisher, kept.sources()[source].title) == ("潍坊日报", "简报")


def test_a_draft_is_decided_once(editor: Steward, reviewer: Steward, queue: Queue, kept: Store) -> None:
    read_article(editor)
    entry = first(queue)
    fields = filled(reviewer, entry)
    accept(reviewer, entry, fields)
    n = len(kept.recent(1000))
    accept(reviewer, entry, fields, 409)
    reviewer.post(f"/desk/queue/{entry.number}/reject", 409, reason="x")

    assert len(kept.recent(1000)) == n


def test_a_draft_is_rejected_with_a_reason(editor: Steward, reviewer: Steward, queue: Queue, kept: Store) -> None:
    read_article(editor)
    entry, before = first(queue), kept.digest()
    reviewer.post(f"/desk/queue/{entry.number}/reject", 422, reason="  ")
    reviewer.post(f"/desk/queue/{entry.number}/reject", reason="no reform")

    decided = queue.entry(entry.number)
    assert decided is not None
    assert (decided.state, decided.reason, decided.decided_by) == ("rejected", "no reform", "rolf")
    assert kept.digest() == before
    assert "no reform" in reviewer.page("/desk/queue?state=rejected").text
    read_article(editor)
    assert len(queue.entries()) == 1  # what was rejected does not come again


# -- proposals


def test_a_proposal_is_published_as_its_author_wrote_it(
    editor: Steward, reviewer: Steward, queue: Queue, kept: Store
) -> None:
    place = editor.edit(REFORM, title_en="proposed").headers["Location"]
    page = reviewer.page(place)
    assert page.one("ins").text.endswith("proposed")
    assert "a reason" in page.text
    reviewer.post(f"{place}/accept")

    signature = kept.history("reform", REFORM)[0].signature
    assert kept.reform(REFORM).title_en == "proposed"  # type: ignore[union-attr]
    assert (signature.account, signature.why) == ("eva", "a reason")
    assert first(queue, "accepted").decided_by == "rolf"


def test_a_proposal_that_was_overtaken_is_brought_together_with_what_is_published(
    editor: Steward, reviewer: Steward, queue: Queue, kept: Store
) -> None:
    place = editor.edit(REFORM, title_en="proposed").headers["Location"]
    reviewer.edit(REFORM, summary_en="published meanwhile")
    page = reviewer.page(place)
    assert [each for each in page.find("form") if each.attributes.get("action", "").endswith("/accept")] == []
    reviewer.post(f"{place}/accept", 409)
    assert kept.reform(REFORM).title_en != "proposed"  # type: ignore[union-attr]
    (form,) = [each for each in page.find("form") if each.attributes.get("action", "").endswith("/edit")]
    both = reviewer.client.post(form["action"], data=fields_of(form))
    assert both.status_code == 409  # the page that sets both side by side
    form = read_page(both.text).find("form")[-1]
    assert reviewer.client.post(form["action"], data=fields_of(form)).status_code == 303
    assert queue.counts()["proposal"] == 0
    now = kept.reform(REFORM)
    assert now is not None
    assert (now.title_en, now.summary_en) == ("proposed", "published meanwhile")


def test_a_proposal_whose_source_was_edited_meanwhile_is_overtaken_too(editor: Steward, reviewer: Steward) -> None:
    place = editor.edit(REFORM, **{"sources-0-publisher": "proposed"}).headers["Location"]
    reviewer.edit(REFORM, **{"sources-0-publisher": "published meanwhile"})
    page = reviewer.page(place)

    assert [each for each in page.find("form") if each.attributes.get("action", "").endswith("/accept")] == []
    assert page.find(class_="fault")


def test_an_editor_takes_a_proposal_back(editor: Steward, sit_down: Callable[..., Steward], queue: Queue) -> None:
    place = editor.edit(REFORM, title_en="proposed").headers["Location"]
    other = sit_down()
    admin = sit_down("admin")
    admin.post("/desk/accounts", name="emil", role="editor", password=PASSWORD)
    other.sign_in("emil")
    other.post(f"{place}/take-back", 403)
    editor.post(f"{place}/take-back")

    assert queue.counts()["proposal"] == 0
    assert first(queue, "rejected").decided_by == "eva"
    editor.post(f"{place}/take-back", 409)


def test_with_a_second_person_what_was_rewritten_in_review_is_seen_by_somebody_else(
    open_site: Callable[..., Flask], sit_down: Callable[..., Steward]
) -> None:
    app = open_site(second_person=True)
    queue, kept = app.extensions["site"].queue, app.extensions["site"].store
    editor, reviewer, admin = (sit_down(role, app) for role in ("editor", "reviewer", "admin"))
    read_article(editor)
    entry = first(queue)
    before = kept.digest()
    answer = accept(reviewer, entry, filled(reviewer, entry) | {"summary_zh": "全由审核人所写。"})

    place = answer.headers["Location"]
    assert place.startswith("/desk/queue/")
    assert kept.digest() == before
    reviewer.post(f"{place}/accept", 403)
    admin.post(f"{place}/accept")
    assert kept.digest() != before
    assert queue.counts()["draft"] == 1  # the other one


# -- reports


def reported(sit_down: Callable[..., Steward], queue: Queue, text: str = "the year is wrong") -> QueueEntry:
    answer = sit_down().client.post(f"/reforms/{REFORM}/report", data={"about": "title", "text": text})
    assert answer.status_code == 200
    return queue.entries(kind="report")[-1]


@pytest.mark.parametrize(("action", "state"), [("accept", "accepted"), ("reject", "rejected")])
def test_a_report_is_settled_with_an_answer(
    action: str, state: str, reviewer: Steward, sit_down: Callable[..., Steward], queue: Queue, kept: Store
) -> None:
    entry, before = reported(sit_down, queue), kept.digest()
    page = reviewer.page(f"/desk/queue/{entry.number}")
    assert "the year is wrong" in page.text
    assert f"/desk/reforms/{REFORM}/edit" in {each["href"] for each in page.find("a")}
    reviewer.post(f"/desk/queue/{entry.number}/{action}", 422)
    reviewer.post(f"/desk/queue/{entry.number}/{action}", reason="corrected")

    assert (queue.entry(entry.number).state, kept.digest()) == (state, before)  # type: ignore[union-attr]


def test_a_report_of_a_reform_that_is_gone_can_be_settled(
    reviewer: Steward, sit_down: Callable[..., Steward], queue: Queue
) -> None:
    entry = reported(sit_down, queue)
    reviewer.post(
        f"/desk/reforms/{REFORM}/withdraw", why="x", base=reviewer.form(f"/desk/reforms/{REFORM}/edit")["base"]
    )
    reviewer.page(f"/desk/queue/{entry.number}")
    reviewer.post(f"/desk/queue/{entry.number}/accept", reason="withdrawn")


# -- lists


def test_the_queue_lists_by_kind_and_state(
    editor: Steward, reviewer: Steward, sit_down: Callable[..., Steward], queue: Queue
) -> None:
    read_article(editor)
    editor.edit(REFORM, title_en="proposed")
    reported(sit_down, queue)
    page = reviewer.page("/desk/queue")
    assert [each.text for each in page.one(class_="verdicts").find("b")] == ["4", "2", "1", "1"]
    assert len(page.one(class_="queue").find("li")) == 4
    assert len(reviewer.page("/desk/queue?kind=draft").one(class_="queue").find("li")) == 2
    assert [each.text for each in reviewer.page("/desk/").one(class_="desk-tally").find("b")] == ["2", "1", "1"]
    assert reviewer.page("/desk/queue?state=accepted").find(class_="empty")


@pytest.mark.parametrize("query", ["kind=x", "state=x", "kind=draft&state=", "state=%00"])
def test_there_is_no_list_of_nonsense(query: str, reviewer: Steward) -> None:
    assert reviewer.client.get(f"/desk/queue?{query}").status_code == 400


@pytest.mark.parametrize("page", ["0", "-1", "x", "9999999", "1.5", "²"])
def test_an_odd_page_number_opens_a_page(page: str, reviewer: Steward) -> None:
    assert reviewer.client.get(f"/desk/queue?page={page}").status_code == 200


def test_long_lists_are_paged_and_each_entry_is_on_one_page(reviewer: Steward, queue: Queue) -> None:
    for n in range(120):
        queue.add(NewEntry("report", f"report {n}", {"about": "other", "fact": "", "text": str(n)}, reform=REFORM))
    seen: list[str] = []
    path = "/desk/queue?kind=report"
    while path:
        page = reviewer.page(path)
        seen += [each.find("a")[0].text for each in page.one(class_="queue").find("li")]
        path = next((each["href"] for each in page.find("a", rel="next")), "")
    assert seen == [f"report {n}" for n in range(120)]


def test_hostile_text_in_the_queue_is_only_text(
    editor: Steward, reviewer: Steward, sit_down: Callable[..., Steward], queue: Queue
) -> None:
    read_article(editor, f"{HOSTILE}\n寿光市去年推行“{HOSTILE}会诊”改革，建成服务站48个。")
    editor.send(
        f"/desk/reforms/{REFORM}/edit", editor.form(f"/desk/reforms/{REFORM}/edit"), why=HOSTILE, title_en=HOSTILE
    )
    reported(sit_down, queue, HOSTILE)
    reviewer.post(f"/desk/queue/{queue.entries()[0].number}/reject", reason=HOSTILE)
    paths = [f"/desk/queue/{each.number}" for state in ("open", "rejected") for each in queue.entries(state)]  # type: ignore[arg-type]

    assert len(paths) > 1
    for path in [*paths, "/desk/queue", "/desk/queue?state=rejected", "/desk/"]:
        for language in ("zh", "en"):
            text = reviewer.client.get(f"{path}{'&' if '?' in path else '?'}lang={language}").text
            assert HOSTILE not in text, path
            assert read_page(text).find("img") == [], path


def test_a_reason_may_hold_any_character(reviewer: Steward, queue: Queue, sit_down: Callable[..., Steward]) -> None:
    entry = reported(sit_down, queue, "a\x00b\x08c")
    reviewer.page(f"/desk/queue/{entry.number}")
    reviewer.post(f"/desk/queue/{entry.number}/accept", reason="a\x00b\x08c\u202e")

    assert queue.entry(entry.number).reason == "abc"  # type: ignore[union-attr]


def test_drafts_of_the_real_article_are_reviewed(
    editor: Steward, reviewer: Steward, queue: Queue, kept: Store, shared: Path
) -> None:
    article = (shared / "source" / "weifang-micro-reforms.txt").read_bytes()
    editor.post("/desk/drafts", file=(io.BytesIO(article), "潍坊微改革.txt"), source="weifang-2025")
    entries = queue.entries()
    assert entries
    n_before = len(kept.recent(1000))
    for each in entries:
        accept(reviewer, each, filled(reviewer, each))

    assert queue.entries() == ()
    assert len(kept.recent(1000)) >= n_before + 1


# -- what is decided, and what waits again


def test_a_draft_waits_again_if_what_was_made_of_it_is_rejected(
    open_site: Callable[..., Flask], sit_down: Callable[..., Steward]
) -> None:
    app = open_site(second_person=True)
    queue, kept = app.extensions["site"].queue, app.extensions["site"].store
    reviewer, admin = sit_down("reviewer", app), sit_down("admin", app)
    read_article(reviewer)
    entry = first(queue)
    place = accept(reviewer, entry, filled(reviewer, entry)).headers["Location"]
    assert queue.entry(entry.number).state == "accepted"
    admin.post(f"{place}/reject", reason="not a reform")
    assert queue.entry(entry.number).state == "open"

    place = accept(reviewer, entry, filled(reviewer, entry)).headers["Location"]
    admin.post(f"{place}/accept")
    settled = queue.entry(entry.number)
    assert settled.state == "accepted"
    assert kept.revision(settled.result).record is not None


def test_of_two_who_accept_a_draft_at_once_only_one_proposes_it(
    open_site: Callable[..., Flask], sit_down: Callable[..., Steward]
) -> None:
    app = open_site(second_person=True)
    queue = app.extensions["site"].queue
    one, two = sit_down("reviewer", app), sit_down("admin", app)
    read_article(one)
    entry = first(queue)
    fields = filled(one, entry), filled(two, entry) | {"summary_zh": "另一位审核人写的摘要。"}
    accept(one, entry, fields[0])
    accept(two, entry, fields[1], 409)

    assert queue.counts()["proposal"] == 1


def test_a_file_of_too_many_drafts_is_refused_as_a_whole(
    editor: Steward, queue: Queue, weifang: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drafting, "MOST_DRAFTS", 1)
    source = source_of_article(NEWS, "news")
    data = write_drafts(draft(NEWS, weifang, (), source.id), source)
    editor.post("/desk/drafts", 422, file=(io.BytesIO(data), "drafts.geojson"))

    assert queue.entries() == ()


def test_a_rejected_proposal_comes_back_to_its_author_to_be_changed_and_sent_again(
    editor: Steward, reviewer: Steward, queue: Queue, kept: Store
) -> None:
    number = editor.edit(REFORM, title_en="proposed").headers["Location"].rpartition("/")[2]
    reviewer.post(f"/desk/queue/{number}/reject", reason="too long")
    home = editor.page("/desk/")
    assert "too long" in home.one(class_="asked").text
    page = editor.page(f"/desk/queue/{number}")
    form = next(each for each in page.find("form") if "/edit" in each.attributes.get("action", ""))
    again = read_page(editor.client.post(form["action"], data=fields_of(form)).text)
    fields = fields_of(again.one("form", class_="reform-form"))
    assert fields["title_en"] == "proposed"
    editor.send(form["action"], fields, title_en="short")
    assert editor.page("/desk/").find(class_="asked") == []
    assert [each for each in editor.page(f"/desk/queue/{number}").find("form") if "/edit" in each["action"]] == []

    (entry,) = queue.entries(kind="proposal")
    reviewer.post(f"/desk/queue/{entry.number}/accept")
    assert kept.reform(REFORM).title_en == "short"  # type: ignore[union-attr]


# -- merging


def test_what_an_article_adds_is_told_before_the_form(
    editor: Steward, reviewer: Steward, queue: Queue, weifang: Places
) -> None:
    entry = matched(editor, queue, weifang)
    page = reviewer.page(f"/desk/queue/{entry.number}")

    added = page.find(class_="preview")[0]
    assert "寿光" in added.text
    assert added.find("ins")
    assert added.find("del") == []


@pytest.mark.parametrize(
    "asked", ["智慧养老服务", "smart-elderly-care", "http://localhost/reforms/smart-elderly-care/"]
)
def test_a_draft_is_merged_into_a_reform_by_its_title_its_id_or_its_address(
    asked: str, editor: Steward, reviewer: Steward, queue: Queue, kept: Store
) -> None:
    title = kept.reform(REFORM).title_zh  # type: ignore[union-attr]
    read_article(editor)
    into = title if asked == "智慧养老服务" else asked
    page = reviewer.page(f"/desk/queue/{first(queue).number}?into={into}")

    assert fields_of(page.one("form", class_="reform-form"))["into"] == REFORM
    told = page.find(class_="done")[-1]
    assert title in told.text
    assert any("into=-" in each["href"] for each in told.find("a"))


@pytest.mark.parametrize(("asked", "n"), [("养老", 2), ("没有这样的改革", 0)])
def test_who_asks_for_a_reform_by_a_word_chooses_or_is_told_that_there_is_none(
    asked: str, n: int, editor: Steward, reviewer: Steward, queue: Queue
) -> None:
    read_article(editor)
    page = reviewer.page(f"/desk/queue/{first(queue).number}?into={asked}")
    offered = [each["href"] for each in page.one(class_="asked").find("a")]

    assert len(offered) >= n
    assert bool(offered) == bool(n)
    assert page.one("form", class_="reform-form")
