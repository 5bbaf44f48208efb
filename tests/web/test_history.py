"""What a reform was before, for visitors: when, what and why, never who."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from pages import read_page

from explorer.records.models import Change, Signature

if TYPE_CHECKING:
    from collections.abc import Callable

    from at_desk import Steward

    from explorer.store import Store

REFORM = "smart-elderly-care"
PATH = f"/reforms/{REFORM}/history"


def test_the_history_tells_when_what_and_why_the_newest_first(reviewer: Steward) -> None:
    reviewer.edit(REFORM, title_en="Second title", why="the title was odd")
    reviewer.edit(REFORM, title_en="Third title", **{"reach-0-since": "2021"}, why="still odd")
    page = reviewer.page(f"{PATH}?lang=en")
    steps = page.find(class_="step")

    assert [each.one(class_="step-head").one("strong").text for each in steps] == ["3 changes", "1 change", "recorded"]
    assert [each.one(class_="step-why").text for each in steps[:2]] == ["still odd", "the title was odd"]
    assert [each.find("time")[0]["datetime"][-1] for each in steps] == ["Z"] * 3
    shown = steps[0].one(class_="difference")
    assert (shown.find("del")[0].text, shown.find("ins")[0].text) == ("before: Second title", "after: Third title")


def test_the_history_names_nobody(reviewer: Steward, sit_down: Callable[..., Steward]) -> None:
    reviewer.edit(REFORM, title_en="x")
    reviewer.post(
        f"/desk/reforms/{REFORM}/withdraw", why="y", base=reviewer.form(f"/desk/reforms/{REFORM}/edit")["base"]
    )
    visitor = sit_down()
    for path in (PATH, f"/reforms/{REFORM}", "/feed.atom"):
        for language in ("zh", "en"):
            text = visitor.client.get(f"{path}?lang={language}").text
            assert "rolf" not in text, path


def test_the_desk_names_who_did_what(editor: Steward, reviewer: Steward) -> None:
    reviewer.edit(REFORM, title_en="x")
    page = editor.page(f"/desk/reforms/{REFORM}/history")

    assert "rolf" in page.find(class_="step")[0].text


def test_what_is_on_the_pages_of_a_reform_leads_to_its_history(reviewer: Steward) -> None:
    links = {each["href"] for each in reviewer.page(f"/reforms/{REFORM}").find("a")}

    assert {PATH, f"/reforms/{REFORM}/report"} <= links


@pytest.mark.parametrize(
    "path", ["/reforms/no-such/history", "/desk/reforms/no-such/history", "/reforms/a%00b/history"]
)
def test_what_never_was_has_no_history(path: str, reviewer: Steward) -> None:
    assert reviewer.client.get(path).status_code == 404


def test_a_reform_that_was_brought_back_says_so(reviewer: Steward, kept: Store) -> None:
    first = kept.history("reform", REFORM)[0].number
    reviewer.post(f"/desk/reforms/{REFORM}/withdraw", why="too early", base=str(first))
    reviewer.post(
        f"/desk/reforms/{REFORM}/restore/{first}", base=str(kept.history("reform", REFORM)[0].number), why="it holds"
    )
    heads = [each.one("strong").text for each in reviewer.page(f"{PATH}?lang=en").find(class_="step-head")]

    assert heads == ["an earlier state restored", "withdrawn", "recorded"]
    assert reviewer.client.get(f"/reforms/{REFORM}").status_code == 200


def test_a_long_history_is_readable_still(reviewer: Steward, kept: Store) -> None:
    for n in range(60):
        now = kept.history("reform", REFORM)[0]
        record = now.record.model_copy(update={"title_en": f"title {n}"})  # type: ignore[union-attr]
        kept.apply([Change("reform", REFORM, record, now.number)], Signature("rolf", f"change {n}"))
    page = reviewer.page(PATH)

    assert len(page.find(class_="step")) == 61
    assert read_page(reviewer.client.get(f"/desk/reforms/{REFORM}/history").text).find(class_="step")
