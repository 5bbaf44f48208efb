"""What should never have been published: corrected, then kept out of every public page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from at_desk import Steward

    from explorer.store import Store

REFORM = "smart-elderly-care"
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
