from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from explorer.drafting.pipeline import draft
from explorer.text.paragraphs import paragraphs

if TYPE_CHECKING:
    from geodata import Places


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("", ()),
        ("一", ("一",)),
        ("一\n二\n\n三", ("一\n二", "三")),
        ("\n\n\n 一 \n \t \n\n二\n", ("一", "二")),
        ("一\r\n\r\n二", ("一", "二")),
        ("一。\n二。\n三", ("一。", "二。", "三")),
        ("　　一\n　　二", ("一", "二")),
        ("一。\n二\n\n三", ("一。\n二", "三")),
    ],
)
def test_an_article_is_counted_by_its_paragraphs(text: str, parts: tuple[str, ...]) -> None:
    assert paragraphs(text) == parts


def test_a_draft_cites_the_paragraph_that_is_checked(weifang: Places) -> None:
    article = "改革见成效。\n寿光市推出“蘑菇租赁”改革，惠及3万人。\n群众点赞。"

    (found,) = draft(article, weifang, source="news")

    assert found.figures[0].source == "news#p2"
    assert "蘑菇租赁" in paragraphs(article)[2 - 1]
