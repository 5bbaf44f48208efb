from __future__ import annotations

import pytest

from explorer.tagger.years import published_in, year_before, years


@pytest.mark.parametrize(
    ("text", "published", "wanted"),
    [
        ("2023年4月，出台意见。", None, [2023]),
        ("2021 年起试行，2024年全面推开。", None, [2021, 2024]),
        ("40多年来，改革不停。", None, []),
        ("到2027年建成。", None, []),
        ("去年启动，今年铺开。", 2025, [2024, 2025]),
        ("去年启动。", None, []),
        ("9999年。", None, []),
    ],
)
def test_only_a_stated_year_counts(text: str, published: int | None, wanted: list[int]) -> None:
    found = years(text, published)
    assert [each.year for each in found] == wanted
    assert all(text[each.start : each.end].startswith((str(each.year), "去年", "今年")) for each in found)


def test_a_name_takes_the_year_before_it() -> None:
    text = "2022年试点，2024年推开“一码通”，2026年验收。"
    found = year_before(text, text.index("“"))
    assert found is not None
    assert found.year == 2024


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("标题\n2025-03-18\n正文", 2025),
        ("标题\n本报记者　2024年11月6日\n正文", 2024),
        ("标题\n2024年3月12日，市里召开会议。", None),
        ("", None),
    ],
)
def test_an_article_is_dated_by_a_line_of_its_own(text: str, wanted: int | None) -> None:
    assert published_in(text) == wanted
