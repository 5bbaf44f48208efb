"""Finding a reform to be edited, by its words or by a source."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from explorer.filters import Filter

if TYPE_CHECKING:
    from at_desk import Steward

    from explorer.store import Store

REFORM = "smart-elderly-care"


def listed(steward: Steward, query: str) -> list[str]:
    page = steward.page(f"/desk/reforms{query}")
    links = [each["href"] for lists in page.find("ul", class_="recent") for each in lists.find("a")]
    return [href.split("/")[3] for href in links if href.endswith("/edit")]


@pytest.mark.parametrize("words", ["养老", "elderly", "yanglao"])
def test_a_reform_is_found_by_its_words(words: str, editor: Steward) -> None:
    assert REFORM in listed(editor, f"?q={words}")


def test_all_reforms_are_listed_page_by_page(editor: Steward, kept: Store) -> None:
    pages = [listed(editor, f"?page={n}") for n in (1, 2, 3, 4)]

    assert [len(each) for each in pages] == [50, 50, 50, 5]
    assert len({name for each in pages for name in each}) == kept.count(Filter())


def test_what_was_changed_last_comes_first(reviewer: Steward) -> None:
    reviewer.edit(REFORM, title_en="changed")

    assert listed(reviewer, "")[0] == REFORM


def test_the_reforms_that_cite_a_source_are_listed(editor: Steward, kept: Store) -> None:
    found = [name for n in (1, 2) for name in listed(editor, f"?source=weifang-2025&page={n}")]

    assert found == [each.id for each in kept.reforms(Filter()) if "weifang-2025" in each.cited]


@pytest.mark.parametrize("query", ["?q=没有这样的改革", "?q=%00%ff", "?page=99", "?source=none", "?q=" + "x" * 500])
def test_an_empty_list_says_so(query: str, editor: Steward) -> None:
    page = editor.page(f"/desk/reforms{query}")

    assert page.find(class_="empty")
