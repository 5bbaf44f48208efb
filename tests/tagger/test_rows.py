from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from explorer.tagger.drafts import draft
from explorer.tagger.rows import cells, table

if TYPE_CHECKING:
    from geodata import Places

ROWS = (
    ("改革名称", "实施地区", "覆盖村（个）", "惠及人数", "满意度（%）"),
    ("“长者食堂”助餐", "寿光市", "215", "2.6万人", "98.5"),
    ("农村“流动服务车”", "诸城市", "89", "约1.2万人", "97"),
    ("库长制", "峡山区", "46", "-", "99"),
)


@pytest.mark.parametrize("between", ["\t", " | ", "　", "   "])
def test_each_row_of_a_table_of_reforms_is_one(between: str, weifang: Places) -> None:
    text = "潍坊市改革项目一览\n\n" + "\n".join(between.join(row) for row in ROWS)
    first, second, third = draft(text, weifang)
    assert [each.title_zh for each in (first, second, third)] == [row[0] for row in ROWS[1:]]
    assert [row.place for each in (first, second, third) for row in each.reach] == [
        "370783",
        "370782",
        "370700-xiashan",
    ]
    assert [(each.value, each.qualifier, each.unit, each.label_zh) for each in second.figures] == [
        (89, None, "个", "覆盖村"),
        (1.2, "about", "万人", "惠及人数"),
        (97, "share", "%", "满意度"),
    ]
    assert [each.text for each in second.draft.evidence if each.fact.startswith("figures")] == ["89", "约1.2万人", "97"]


def test_a_table_of_counties_names_no_reform(weifang: Places) -> None:
    text = "潍坊市指标完成情况如下。\n\n县区\t改革事项（项）\t满意度（%）\n寿光市\t32\t96.5\n诸城市\t28\t95.8"
    assert draft(text, weifang) == ()


def test_a_table_begins_with_headers_of_which_one_names_reforms() -> None:
    found = table("序号\t项目名称\t办件量（万件）")
    assert found is not None
    assert found.named == 1
    assert [(each.value, each.unit, each.label) for each in found.quantities("1\t一码通\t3.2")] == [
        (3.2, "万件", "办件量")
    ]
    assert found.name("1\t\t3.2") is None
    assert table("县区\t办件量（万件）") is None


def test_a_cell_is_what_stands_between_its_marks() -> None:
    row = "| 寿光市 |  215 | "
    assert [row[start:end] for start, end in cells(row)] == ["寿光市", "215"]
