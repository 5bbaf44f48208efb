from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from explorer.drafting.article import Sentence
from explorer.drafting.enumerations import Roll, cells, table
from explorer.drafting.facts import Occurrence
from explorer.drafting.phrases import Name
from explorer.drafting.pipeline import draft
from explorer.drafting.subjects import Told

if TYPE_CHECKING:
    from geodata import Places


SENTENCE = Sentence(0, 40, "", "text", first=True, heading="")


def named(core: str, place: str = "370783", *, quoted: bool = True, at: int = 0) -> Occurrence:
    """Return a name told of a place."""
    name = Name(core, core, 0, len(core), "quoted" if quoted else "built", "")
    return Occurrence(name, at, at + len(core), SENTENCE, Told((place,), 0, 1, ""))


@pytest.mark.parametrize(
    ("first", "later"),
    [
        ("长者食堂", "长者食堂"),
        ("长者食堂", "村级长者食堂"),
        ("村级长者食堂", "长者食堂"),
        ("城乡15分钟生活圈", "城乡15分钟的生活圈"),
        ("信易+", "信易停"),
    ],
)
def test_a_name_means_the_reform_that_it_is_like(first: str, later: str) -> None:
    roll = Roll()
    for each in (named(first), named("金石里"), named(later, at=20)):
        roll.take(each)
    assert [each.cores[0] for each in roll.found] == [first, "金石里"]
    assert len(roll.found[0].occurrences) == 2


def test_a_plain_noun_means_a_reform_at_its_own_place_only() -> None:
    roll = Roll()
    for place in ("370783", "370782", "370783"):
        roll.take(named("跨境电商产业园", place, quoted=False))
    assert [len(each.occurrences) for each in roll.found] == [2, 1]


def test_the_reforms_that_a_caption_names_are_found() -> None:
    roll = Roll()
    for core in ("社区微业", "零工客栈"):
        roll.take(named(core))
    assert [each.cores for each in roll.named_in("奎文区零工客栈开门迎客")] == [("零工客栈",)]
    assert roll.holds("社区微业")
    assert not roll.holds("微业")


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
