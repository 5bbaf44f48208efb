"""Writing and editing reforms: faults at their fields, conflicts, restoring, withdrawing, who publishes what."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from at_desk import fields_of
from pages import read_page
from samples import HOSTILE

from explorer.query.filters import Filter
from explorer.records.models import document_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from at_desk import Steward
    from flask import Flask
    from pages import Element

    from explorer.records.models import Reform
    from explorer.store import Store


REFORM = "smart-elderly-care"
PATH = f"/desk/reforms/{REFORM}/edit"
NEW = {
    "title_zh": "（测试）田头会诊",
    "summary_zh": "专家到田头给作物会诊。",
    "theme": "countryside",
    "reach-0-place": "370783",
    "reach-0-status": "origin",
    "reach-0-since": "2024",
    "reach-0-source": "weifang-2025",
    "reach-0-paragraph": "3",
}


@pytest.fixture
def second(sit_down: Callable[..., Steward]) -> Steward:
    """Somebody else who publishes."""
    return sit_down("admin")


def now(kept: Store, name: str = REFORM) -> Reform:
    found = kept.reform(name)
    assert found is not None
    return found


def faults(page: Element) -> dict[str, str]:
    """Return what is told at each field."""
    return {each["id"].removeprefix("fault-"): each.text for each in page.find(class_="fault-field")}


def conflict(answer: Any) -> dict[str, str]:
    """Return the fields of the page that sets two people's changes side by side."""
    return fields_of(read_page(answer.text).find("form")[-1])


def test_what_is_published_stands_on_the_public_page_at_once(reviewer: Steward, kept: Store) -> None:
    answer = reviewer.edit(REFORM, title_en="A title of the test")

    assert answer.headers["Location"] == f"/desk/reforms/{REFORM}/history"
    assert reviewer.page(f"/reforms/{REFORM}?lang=en").one("h1").text == "A title of the test"
    assert [each.signature.account for each in kept.history("reform", REFORM)] == ["rolf", None]


def test_nothing_is_written_if_nothing_was_changed(reviewer: Steward, kept: Store) -> None:
    reviewer.edit(REFORM)

    assert len(kept.history("reform", REFORM)) == 1


def test_a_new_reform_gets_an_id_of_its_title(reviewer: Steward, kept: Store) -> None:
    fields = reviewer.form("/desk/reforms/new") | NEW
    for name in ("tian-tou-hui-zhen", "tian-tou-hui-zhen-2"):
        location = reviewer.send("/desk/reforms/new", fields).headers["Location"]
        assert location.startswith("/desk/reforms/")
        assert name.split("-")[0] in location
        made = location.split("/")[3]
        assert now(kept, made).title_zh == NEW["title_zh"]
    assert reviewer.page(f"/reforms/{made}").one("h1").text == NEW["title_zh"]


def test_a_new_source_is_written_with_the_reform_that_cites_it(reviewer: Steward, kept: Store) -> None:
    fields = (
        reviewer.form("/desk/reforms/new")
        | NEW
        | {
            "reach-0-source": "daily-2025-08",
            "sources-0-id": "daily-2025-08",
            "sources-0-title": "田头会诊简报",
            "sources-0-date": "2025-08",
            "sources-0-url": "https://example.org/a",
        }
    )
    reviewer.send("/desk/reforms/new", fields)

    assert kept.sources()["daily-2025-08"].title == "田头会诊简报"


def test_a_source_is_edited_at_the_reform_that_cites_it(reviewer: Steward, kept: Store) -> None:
    fields = reviewer.form(PATH)
    name = fields["sources-0-id"]
    reviewer.send(PATH, fields, **{"sources-0-publisher": "潍坊日报（测试）"})

    assert kept.sources()[name].publisher == "潍坊日报（测试）"
    assert len(kept.history("reform", REFORM)) == 1


def test_a_row_more_is_offered_and_nothing_that_was_typed_is_lost(reviewer: Steward) -> None:
    fields = reviewer.form(PATH) | {"title_en": "typed"}
    for kind in ("reach", "figures", "honours", "sources"):
        page = read_page(reviewer.client.post(PATH, data=fields | {"add": kind}).text)
        more = fields_of(page.one("form", class_="reform-form"))
        assert more["title_en"] == "typed"
        assert {name.split("-")[0] for name in more.keys() - fields.keys()} == {kind}
    assert reviewer.client.post(PATH, data=fields | {"add": "nonsense"}).status_code == 400


def test_a_preview_shows_the_difference_and_publishes_nothing(reviewer: Steward, kept: Store) -> None:
    fields = reviewer.form(PATH) | {"title_en": "A title of the test", "preview": "1"}
    page = read_page(reviewer.client.post(f"{PATH}?lang=en", data=fields).text)

    assert "A title of the test" in page.one(id_="preview").text
    assert page.one(id_="preview").one("ins").text.endswith("A title of the test")
    assert fields_of(page.one("form", class_="reform-form"))["title_en"] == "A title of the test"
    assert now(kept).title_en != "A title of the test"


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"title_zh": ""}, "title_zh"),
        ({"title_zh": "长" * 301}, "title_zh"),
        ({"summary_zh": " "}, "summary_zh"),
        ({"theme": "no theme"}, "theme"),
        ({"since": "2O23"}, "since"),
        ({"since": "1023"}, "since"),
        ({"reach-0-place": "220202"}, "reach-0-place"),
        ({"reach-0-place": "999999"}, "reach-0-place"),
        ({"reach-0-status": ""}, "reach-0-status"),
        ({"reach-0-since": "20233"}, "reach-0-since"),
        ({"reach-0-source": ""}, "reach-0-source"),
        ({"reach-0-source": "no-such-source"}, "reach-0-source"),
        ({"reach-0-source": "a b"}, "reach-0-source"),
        ({"reach-0-also": "no-such-source"}, "reach-0-also"),
        ({"reach-0-confidence": "7"}, "reach-0-confidence"),
        ({"reach-9-place": "370783", "reach-9-status": "pilot"}, "reach-9-source"),
        ({"figures-0-value": "many"}, "figures-0-value"),
        ({"figures-7-label_en": "x", "figures-7-value": "1", "figures-7-source": "weifang-2025"}, "figures-7-label_zh"),
        (
            {
                "honours-7-title_zh": "x",
                "honours-7-title_en": "x",
                "honours-7-kind": "award",
                "honours-7-source": "weifang-2025",
            },
            "honours-7-level",
        ),
        ({"sources-0-title": ""}, "sources-0-title"),
        ({"sources-0-date": "2025-13-40"}, "sources-0-date"),
        ({"sources-0-url": "no address"}, "sources-0-url"),
        ({"sources-9-title": "x", "sources-9-id": "Ä"}, "sources-9-id"),
        ({"why": " "}, "why"),
    ],
)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_what_does_not_fit_is_told_at_its_field_and_stays_as_it_was_typed(
    typed: dict[str, str], field: str, language: str, reviewer: Steward, kept: Store
) -> None:
    reform = "rural-property-exchange"
    path = f"/desk/reforms/{reform}/edit?lang={language}"
    before = document_of(now(kept, reform))
    fields = reviewer.form(path)
    answer = reviewer.client.post(path, data=fields | {"why": "x", "save": "1"} | typed)
    page = read_page(answer.text)

    assert answer.status_code == 422
    assert set(faults(page)) == {field}
    assert page.one(id_=field).attributes["aria-invalid"] == "true"
    assert f"#{field}" in {each["href"] for each in page.one(class_="faults-box").find("a")}
    sent = fields_of(page.one("form", class_="reform-form"))
    assert {name: sent.get(name, "") for name in typed} == typed
    assert ("：" in faults(page)[field]) == (language == "zh")
    assert document_of(now(kept, reform)) == before


def test_every_fault_is_told_at_once(reviewer: Steward) -> None:
    typed = {"title_zh": "", "since": "x", "reach-0-place": "999999", "sources-0-url": "x", "why": ""}
    answer = reviewer.client.post(PATH, data=reviewer.form(PATH) | {"save": "1"} | typed)

    assert set(faults(read_page(answer.text))) == set(typed)


def test_a_form_without_rows_is_told_so(reviewer: Steward) -> None:
    answer = reviewer.client.post(
        "/desk/reforms/new", data=reviewer.form("/desk/reforms/new") | {"title_zh": "x", "why": "x", "save": "1"}
    )

    assert answer.status_code == 422
    assert {"summary_zh", "theme", "reach"} <= set(faults(read_page(answer.text)))


def test_hostile_text_is_only_text(reviewer: Steward, kept: Store) -> None:
    fields = (
        reviewer.form("/desk/reforms/new") | NEW | {"title_zh": HOSTILE, "summary_zh": HOSTILE, "aliases_zh": HOSTILE}
    )
    made = reviewer.send("/desk/reforms/new", fields, why=HOSTILE).headers["Location"].split("/")[3]
    reviewer.edit(made, title_en=HOSTILE, why=HOSTILE)

    for path in (
        *(f"/desk/reforms/{made}/edit", f"/desk/reforms/{made}/history", "/desk/", f"/reforms/{made}"),
        *(f"/reforms/{made}/history", f"/reforms/{made}/report"),
    ):
        text = reviewer.client.get(path).text
        page = read_page(text)
        assert HOSTILE not in text, path
        assert page.find("img") == [], path
        assert "${alert(1)}" in page.text, path
    assert now(kept, made).title_zh == HOSTILE


def test_two_people_who_changed_different_things_are_both_kept(reviewer: Steward, second: Steward, kept: Store) -> None:
    fields = reviewer.form(PATH)
    second.edit(REFORM, title_en="Of the second")
    answer = reviewer.send(PATH, fields, 409, summary_en="Of the first")
    page = read_page(answer.text)
    assert page.find(class_="clash") == []
    assert "ada" in page.text
    assert "Of the second" in page.text
    assert "Of the first" in page.text
    saved = reviewer.client.post(PATH, data=conflict(answer))

    assert saved.status_code == 303
    assert (now(kept).title_en, now(kept).summary_en) == ("Of the second", "Of the first")


@pytest.mark.parametrize(("side", "title"), [("mine", "Of the first"), ("theirs", "Of the second")])
def test_what_both_changed_is_chosen(side: str, title: str, reviewer: Steward, second: Steward, kept: Store) -> None:
    fields = reviewer.form(PATH)
    second.edit(REFORM, title_en="Of the second")
    answer = reviewer.send(PATH, fields, 409, title_en="Of the first", summary_en="Only of the first")
    assert len(read_page(answer.text).find(class_="clash")) == 1
    assert now(kept).title_en == "Of the second"
    unpicked = reviewer.client.post(PATH, data=conflict(answer))
    assert unpicked.status_code == 409  # a choice is asked for again
    saved = reviewer.client.post(PATH, data=conflict(unpicked) | {"pick-title_en": side})

    assert saved.status_code == 303
    assert (now(kept).title_en, now(kept).summary_en) == (title, "Only of the first")


def test_a_third_person_is_seen_too_and_nobody_is_overwritten(
    reviewer: Steward, second: Steward, sit_down: Callable[..., Steward], kept: Store
) -> None:
    third = sit_down("reviewer")
    fields = reviewer.form(PATH)
    second.edit(REFORM, title_en="Of the second")
    answer = reviewer.send(PATH, fields, 409, title_en="Of the first")
    third.edit(REFORM, summary_en="Of the third")
    again = reviewer.client.post(PATH, data=conflict(answer) | {"pick-title_en": "mine"})
    assert again.status_code == 409
    assert "Of the third" in again.text
    saved = reviewer.client.post(PATH, data=conflict(again))  # what was picked stays picked

    assert saved.status_code == 303
    assert (now(kept).title_en, now(kept).summary_en) == ("Of the first", "Of the third")
    assert len(kept.history("reform", REFORM)) == 4


def test_rows_that_two_people_added_are_both_kept(reviewer: Steward, second: Steward, kept: Store) -> None:
    fields = reviewer.form(PATH)
    row = {"reach-90-status": "adopted", "reach-90-source": "weifang-2025"}
    second.send(PATH, second.form(PATH) | row, **{"reach-90-place": "370724"})
    answer = reviewer.send(PATH, fields | row, 409, **{"reach-90-place": "370725"})
    reviewer.client.post(PATH, data=conflict(answer))

    assert {"370724", "370725"} <= {each.place for each in now(kept).reach}


def test_a_source_that_somebody_else_changed_meanwhile_is_not_overwritten_unseen(
    reviewer: Steward, second: Steward, kept: Store
) -> None:
    fields = reviewer.form(PATH)
    name = fields["sources-0-id"]
    second.edit(REFORM, **{"sources-0-publisher": "Of the second"})
    answer = reviewer.send(PATH, fields, 409, title_en="x", **{"sources-0-publisher": "Of the first"})
    page = read_page(answer.text)

    assert kept.sources()[name].publisher == "Of the second"
    assert "Of the second" in faults(page)["sources-0-publisher"]
    assert "ada" in faults(page)["sources-0-publisher"]
    again = fields_of(page.one("form", class_="reform-form"))
    assert (again["title_en"], again["sources-0-publisher"]) == ("x", "Of the first")
    reviewer.send(PATH, again)  # it was seen: now it is meant
    assert (kept.sources()[name].publisher, now(kept).title_en) == ("Of the first", "x")


def test_a_conflict_of_source_and_reform_overwrites_neither_unseen(
    reviewer: Steward, second: Steward, kept: Store
) -> None:
    fields = reviewer.form(PATH)
    second.edit(REFORM, title_en="Of the second", **{"sources-0-publisher": "Of the second"})
    answer = reviewer.send(PATH, fields, 409, summary_en="Of the first", **{"sources-0-publisher": "Of the first"})
    for _ in range(3):  # whichever page asks first: nothing is overwritten until each was seen
        page = read_page(answer.text)
        forms = page.find("form", class_="reform-form") or page.find("form")[-1:]
        answer = reviewer.client.post(PATH, data=fields_of(forms[0]) | {"save": "1"})
        if answer.status_code == 303:
            break

    assert answer.status_code == 303
    assert (now(kept).title_en, now(kept).summary_en) == ("Of the second", "Of the first")


def test_an_id_that_a_source_has_already_is_told_at_its_field(reviewer: Steward, kept: Store) -> None:
    before = kept.sources()["weifang-2025"]
    fields = reviewer.form("/desk/reforms/new") | NEW
    taken = {"sources-0-id": "weifang-2025", "sources-0-title": "another"}
    answer = reviewer.send("/desk/reforms/new", fields, 422, **taken)

    assert set(faults(read_page(answer.text))) == {"sources-0-id"}
    twice = {f"sources-{n}-{name}": "same" for n in (0, 1) for name in ("id", "title")} | {"reach-0-also": "same"}
    answer = reviewer.send("/desk/reforms/new", fields, 422, **twice)
    assert set(faults(read_page(answer.text))) == {"sources-1-id"}
    assert kept.sources()["weifang-2025"] == before


def test_a_new_source_that_nothing_cites_is_told_with_its_id_and_not_kept(reviewer: Steward, kept: Store) -> None:
    before = kept.sources()
    fields = reviewer.form(PATH)
    added = {"sources-9-publisher": "Weifang Daily", "sources-9-date": "2026-01", "sources-9-title": "x"}
    page = read_page(reviewer.send(PATH, fields, 422, **added).text)

    assert set(faults(page)) == {"sources-9-id"}
    assert "weifang-daily-2026-01" in faults(page)["sources-9-id"]
    assert kept.sources() == before
    reviewer.send(PATH, fields, **added, **{"reach-0-also": "weifang-daily-2026-01"})
    assert kept.sources()["weifang-daily-2026-01"].publisher == "Weifang Daily"


def test_a_reform_that_was_withdrawn_meanwhile_is_brought_back_only_knowingly(
    reviewer: Steward, second: Steward, kept: Store
) -> None:
    fields = reviewer.form(PATH)
    second.post(f"/desk/reforms/{REFORM}/withdraw", why="it is a double", base=fields["base"])
    answer = reviewer.send(PATH, fields, 409, title_en="Of the first")
    page = read_page(answer.text)

    assert kept.reform(REFORM) is None
    assert "it is a double" in page.one(class_="faults-box").text
    reviewer.send(PATH, fields_of(page.one("form", class_="reform-form")))
    assert now(kept).title_en == "Of the first"


def test_a_form_that_does_not_say_what_it_was_made_from_overwrites_nothing(reviewer: Steward, kept: Store) -> None:
    before = now(kept)
    for base in ("", "0", "999999", "x", "-1", "1e3", "9" * 30):
        answer = reviewer.client.post(
            PATH, data=reviewer.form(PATH) | {"base": base, "title_en": "x", "why": "x", "save": "1"}
        )
        assert answer.status_code in {400, 409}, base
    assert now(kept) == before


def test_a_withdrawn_reform_is_gone_and_its_address_says_when_and_why(reviewer: Steward, kept: Store) -> None:
    title = now(kept).title_zh
    reviewer.post(f"/desk/reforms/{REFORM}/withdraw", why="it is a double", base=reviewer.form(PATH)["base"])
    answer = reviewer.client.get(f"/reforms/{REFORM}?lang=en")

    assert answer.status_code == 410
    assert "it is a double" in answer.text
    assert title not in answer.text
    assert reviewer.client.get(f"/api/reforms/{REFORM}").status_code in {404, 410}
    history = reviewer.page(f"/reforms/{REFORM}/history")
    assert "it is a double" in history.text
    assert title not in history.text
    assert reviewer.client.get(PATH, follow_redirects=True).status_code == 200  # leads to what brings it back
    assert "ada" not in history.text
    assert "rolf" not in history.text


def test_a_withdrawal_says_why(reviewer: Steward, kept: Store) -> None:
    reviewer.post(f"/desk/reforms/{REFORM}/withdraw", 422, why=" ", base=reviewer.form(PATH)["base"])

    assert now(kept)


def test_any_state_can_be_brought_back(reviewer: Steward, kept: Store) -> None:
    first = now(kept)
    reviewer.edit(REFORM, title_en="second")
    reviewer.post(f"/desk/reforms/{REFORM}/withdraw", why="x", base=reviewer.form(PATH)["base"])
    history = kept.history("reform", REFORM)
    page = reviewer.page(f"/desk/reforms/{REFORM}/history")
    forms = [each for each in page.find("form") if "/restore/" in each.attributes.get("action", "")]
    assert [each["action"].rpartition("/")[2] for each in forms] == [str(each.number) for each in history[1:]]
    for form, revision in zip(forms, history[1:], strict=True):
        base = fields_of(form)["base"] if revision is history[1] else str(kept.history("reform", REFORM)[0].number)
        reviewer.post(form["action"], base=base)
        assert now(kept) == revision.record
    assert now(kept) == first
    assert kept.history("reform", REFORM)[0].signature.restores == history[-1].number


def test_nothing_is_restored_over_what_somebody_else_did_meanwhile(
    reviewer: Steward, second: Steward, kept: Store
) -> None:
    first = kept.history("reform", REFORM)[0].number
    reviewer.edit(REFORM, title_en="second")
    base = reviewer.form(PATH)["base"]
    second.edit(REFORM, title_en="third")
    reviewer.post(f"/desk/reforms/{REFORM}/restore/{first}", 409, base=base)
    reviewer.post(f"/desk/reforms/{REFORM}/withdraw", 409, base=base, why="x")

    assert now(kept).title_en == "third"


def test_a_state_whose_source_is_gone_cannot_be_brought_back_and_says_so(reviewer: Steward, kept: Store) -> None:
    from explorer.records.models import Change, Signature  # noqa: PLC0415

    first = kept.history("reform", REFORM)[0].number
    fields = reviewer.form(PATH)
    added = {"sources-8-id": "only-here", "sources-8-title": "x", "reach-0-also": "only-here"}
    reviewer.send(PATH, fields | added)
    citing = kept.history("reform", REFORM)[0]
    reviewer.post(f"/desk/reforms/{REFORM}/restore/{first}", base=str(citing.number))
    gone = kept.present("source", "only-here")
    assert gone is not None
    kept.apply([Change("source", "only-here", None, gone.number)], Signature(None, "not needed"))
    base = str(kept.history("reform", REFORM)[0].number)
    answer = reviewer.post(f"/desk/reforms/{REFORM}/restore/{citing.number}", 422, base=base)

    assert "only-here" in answer.text


@pytest.mark.parametrize("number", ["0", "999999"])
def test_a_state_of_another_reform_cannot_be_brought_back(number: str, reviewer: Steward, kept: Store) -> None:
    other = kept.history("reform", "rural-property-exchange")[0].number
    for each in (number, str(other)):
        reviewer.post(f"/desk/reforms/{REFORM}/restore/{each}", 404, base="1")


def test_what_an_editor_saves_waits_for_review(editor: Steward, kept: Store) -> None:
    before = now(kept)
    location = editor.edit(REFORM, title_en="proposed").headers["Location"]
    assert location.startswith("/desk/queue/")
    assert "proposed" in editor.page(location).text
    base = kept.history("reform", REFORM)[0].number
    first = str(base)
    assert (
        editor.post(f"/desk/reforms/{REFORM}/withdraw", why="x", base=first)
        .headers["Location"]
        .startswith("/desk/queue/")
    )
    new = editor.send("/desk/reforms/new", editor.form("/desk/reforms/new") | NEW).headers["Location"]

    assert new.startswith("/desk/queue/")
    assert now(kept) == before
    assert len(kept.history("reform", REFORM)) == 1


def test_the_same_proposal_twice_is_told(editor: Steward, desk_site: Flask) -> None:
    editor.edit(REFORM, title_en="proposed")
    location = editor.edit(REFORM, title_en="proposed").headers["Location"]

    assert desk_site.extensions["site"].queue.counts()["proposal"] == 1
    assert editor.page(location).find(class_="done")[0].text


@pytest.mark.parametrize("role", ["reviewer", "admin"])
def test_with_a_second_person_nobody_publishes_what_they_wrote(
    role: str, open_site: Callable[..., Flask], sit_down: Callable[..., Steward]
) -> None:
    app = open_site(second_person=True)
    kept = app.extensions["site"].store
    one = sit_down(role, app)
    two = sit_down("admin" if role == "reviewer" else "reviewer", app)
    before = kept.digest()
    base = str(kept.history("reform", REFORM)[0].number)
    places = [
        one.edit(REFORM, title_en="proposed").headers["Location"],
        one.send("/desk/reforms/new", one.form("/desk/reforms/new") | NEW).headers["Location"],
        one.post(f"/desk/reforms/{REFORM}/withdraw", why="x", base=base).headers["Location"],
    ]
    for place in places:
        assert one.page(place).find("form", class_="reform-form") == []
        one.post(f"{place}/accept", 403)
    assert kept.digest() == before
    for place in places[:2]:
        assert two.post(f"{place}/accept").headers["Location"].endswith("/history")
    assert kept.reform(REFORM).title_en == "proposed"
    history = kept.history("reform", REFORM)
    assert history[0].signature.account == one.name
    # To bring the earlier state back is a change like any other.
    restored = two.post(f"/desk/reforms/{REFORM}/restore/{history[-1].number}", base=str(history[0].number))
    assert restored.headers["Location"].startswith("/desk/queue/")
    assert kept.reform(REFORM).title_en == "proposed"
    two.post(f"{restored.headers['Location']}/accept", 403)
    one.post(f"{restored.headers['Location']}/accept")
    assert kept.history("reform", REFORM)[0].signature.restores == history[-1].number


def test_a_second_click_on_publish_makes_no_second_reform(reviewer: Steward, kept: Store) -> None:
    fields = reviewer.form("/desk/reforms/new") | NEW
    first = reviewer.send("/desk/reforms/new", fields).headers["Location"]
    n = kept.count(Filter())
    again = reviewer.send("/desk/reforms/new", fields).headers["Location"]

    assert kept.count(Filter()) == n
    assert again == first


def test_a_row_cites_a_source_by_its_title_also_one_that_is_new(reviewer: Steward, kept: Store) -> None:
    known = kept.sources()["weifang-2025"]
    fields = reviewer.form("/desk/reforms/new") | NEW | {"reach-0-source": known.title, "reach-0-paragraph": "3"}
    fields |= {"reach-1-place": "370781", "reach-1-status": "adopted", "reach-1-source": "全新的报道"}
    fields |= {"sources-0-title": "全新的报道", "sources-0-publisher": "潍坊日报", "sources-0-base": ""}
    made = reviewer.send("/desk/reforms/new", fields).headers["Location"].split("/")[3]

    rows = kept.reform(made).reach  # type: ignore[union-attr]
    assert rows[0].source == "weifang-2025#p3"
    assert kept.sources()[rows[1].source].title == "全新的报道"


def test_figures_and_honours_need_no_english(reviewer: Steward, kept: Store) -> None:
    fields = reviewer.form(f"/desk/reforms/{REFORM}/edit")
    fields |= {"figures-7-label_zh": "服务站", "figures-7-value": "48", "figures-7-unit": "个"}
    fields |= {"figures-7-source": "weifang-2025"}
    fields |= {"honours-7-title_zh": "全省典型", "honours-7-level": "provincial", "honours-7-kind": "award"}
    fields |= {"honours-7-source": "weifang-2025"}
    reviewer.send(f"/desk/reforms/{REFORM}/edit", fields)

    assert kept.reform(REFORM).figures[-1].label_en is None  # type: ignore[union-attr]
    for language in ("zh", "en"):
        page = reviewer.page(f"/reforms/{REFORM}?lang={language}")
        assert "服务站" in page.text
        assert "全省典型" in page.text


def test_a_fault_is_told_with_its_row_and_field(reviewer: Steward) -> None:
    fields = reviewer.form(f"/desk/reforms/{REFORM}/edit") | {"reach-0-since": "去年"}
    page = read_page(reviewer.client.post(f"/desk/reforms/{REFORM}/edit?lang=en", data=fields | {"why": "x"}).text)

    assert page.one(class_="faults-box").find("li")[0].text.startswith("Reach 1 · Since")


def test_enter_in_a_field_changes_nothing(reviewer: Steward, kept: Store) -> None:
    form = reviewer.page(f"/desk/reforms/{REFORM}/edit").one("form", class_="reform-form")
    first = form.find("button")[0]
    before = kept.digest()
    answer = reviewer.client.post(
        form["action"], data=fields_of(form) | {first["name"]: first["value"], "title_zh": "x"}
    )

    assert read_page(answer.text).one(id_="preview")
    assert kept.digest() == before


def test_who_withdraws_a_reform_is_told_so_and_its_title_stays(reviewer: Steward, kept: Store) -> None:
    title, base = kept.reform(REFORM).title_zh, reviewer.form(f"/desk/reforms/{REFORM}/edit")["base"]  # type: ignore[union-attr]
    answer = reviewer.post(f"/desk/reforms/{REFORM}/withdraw", base=base, why="x")
    page = reviewer.page(answer.headers["Location"])

    assert "已撤下" in page.find(class_="done")[0].text
    assert page.one("h1").text == title


SLIP = "李某 13800000000"
PUBLIC = (f"/reforms/{REFORM}", f"/reforms/{REFORM}/history", "/feed.atom", "/places/370783/feed.atom")


def publish_and_correct(steward: Steward) -> None:
    """Publish what should not be public, then take it out again."""
    path = f"/desk/reforms/{REFORM}/edit"
    before = steward.form(path)
    steward.send(path, before, summary_zh=f"{before['summary_zh']} {SLIP}", why=f"told by {SLIP}")
    steward.send(path, steward.form(path), summary_zh=before["summary_zh"])


def shown_to_visitors(steward: Steward) -> set[str]:
    """Return the public pages that hold it."""
    return {path for path in PUBLIC if SLIP in steward.client.get(path).text}


def hide_button(steward: Steward, number: int) -> str:
    """Return where the button of a state leads to that hides it, or shows it again."""
    page = steward.page(f"/desk/reforms/{REFORM}/history")
    buttons = page.one("li", id_=f"r{number}").find("form")
    return next(each["action"] for each in buttons if "/revisions/" in each["action"])


def test_a_hidden_state_is_read_by_no_visitor_neither_in_what_comes_after_it(reviewer: Steward, kept: Store) -> None:
    publish_and_correct(reviewer)
    slip = kept.history("reform", REFORM)[1].number
    assert shown_to_visitors(reviewer)
    reviewer.post(hide_button(reviewer, slip))

    assert shown_to_visitors(reviewer) == set()
    steps = reviewer.page(f"/reforms/{REFORM}/history?lang=en").find(class_="step")
    assert ["do not show this state" in each.text for each in steps] == [True, True, False]


def test_the_desk_shows_a_hidden_state_still_and_brings_it_back(reviewer: Steward, kept: Store) -> None:
    publish_and_correct(reviewer)
    slip = kept.history("reform", REFORM)[1].number
    reviewer.post(hide_button(reviewer, slip))
    assert SLIP in reviewer.page(f"/desk/reforms/{REFORM}/history").text
    again = hide_button(reviewer, slip)
    assert again.endswith("/show")
    reviewer.post(again)

    assert shown_to_visitors(reviewer)


def test_the_first_state_of_a_reform_is_kept_out_of_the_feed(reviewer: Steward, kept: Store) -> None:
    fields = reviewer.form(f"/desk/reforms/{REFORM}/edit") | {"base": "0", "title_zh": SLIP, "title_en": ""}
    made = reviewer.send("/desk/reforms/new", fields).headers["Location"].split("/")[3]
    (first,) = kept.history("reform", made)
    edit = f"/desk/reforms/{made}/edit"
    reviewer.send(edit, reviewer.form(edit), title_zh="另一项改革")
    reviewer.post(f"/desk/revisions/{first.number}/hide")

    assert SLIP not in reviewer.client.get("/feed.atom").text


def test_why_a_withdrawal_was_made_can_be_hidden(reviewer: Steward, kept: Store) -> None:
    base = reviewer.form(f"/desk/reforms/{REFORM}/edit")["base"]
    reviewer.post(f"/desk/reforms/{REFORM}/withdraw", base=base, why=f"asked for by {SLIP}")
    reviewer.post(f"/desk/revisions/{kept.history('reform', REFORM)[0].number}/hide")

    assert reviewer.client.get(f"/reforms/{REFORM}").status_code == 410
    assert shown_to_visitors(reviewer) == set()


def test_a_state_of_a_source_is_hidden_in_the_history_of_what_cites_it(reviewer: Steward, kept: Store) -> None:
    path = "/desk/sources/weifang-2025"
    for publisher in (SLIP, "潍坊"):
        reviewer.send(path, reviewer.form(path), **{"sources-0-publisher": publisher})
    assert f"/reforms/{REFORM}/history" in shown_to_visitors(reviewer)
    answer = reviewer.post(f"/desk/revisions/{kept.history('source', 'weifang-2025')[1].number}/hide")

    assert answer.headers["Location"] == path
    assert shown_to_visitors(reviewer) == set()


def test_who_hides_what_is_published_now_is_told_that_it_is_read_still(reviewer: Steward, kept: Store) -> None:
    publish_and_correct(reviewer)
    now, slip, _ = kept.history("reform", REFORM)
    told = []
    for number in (slip.number, now.number):
        page = reviewer.page(reviewer.post(f"/desk/revisions/{number}/hide").headers["Location"])
        told.append(any("公开页面当前的内容" in each.text for each in page.find(class_="done")))

    assert told == [False, True]


def test_an_editor_hides_nothing(editor: Steward, kept: Store) -> None:
    number = kept.history("reform", REFORM)[0].number
    editor.post(f"/desk/revisions/{number}/hide", 403)
    page = editor.page(f"/desk/reforms/{REFORM}/history")

    assert not [each for each in page.find("form") if "/revisions/" in each["action"]]
    assert not kept.history("reform", REFORM)[0].is_hidden


@pytest.mark.parametrize("act", ["hide", "show"])
def test_there_is_no_such_state(act: str, reviewer: Steward) -> None:
    reviewer.post(f"/desk/revisions/999999/{act}", 404)
