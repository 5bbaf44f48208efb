from __future__ import annotations

import pytest

from explorer.tagger.parting import is_heading, parts

LONG = "昌邑市联合农商银行推出“苗木贷”，将活体苗木纳入抵押范围，单户最高授信200万元。"


def told(block: str) -> list[tuple[str, bool]]:
    """Return the parts of a block, and whether each is a row."""
    return [(block[each.start : each.end], each.is_row) for each in parts(block)]


def test_a_heading_right_above_its_text_is_a_part_of_its_own() -> None:
    assert told(f"◆昌邑市“苗木贷”贷活绿色银行\n{LONG}") == [("◆昌邑市“苗木贷”贷活绿色银行", False), (LONG, False)]


def test_items_and_headings_begin_where_the_last_line_has_ended() -> None:
    block = f"{LONG}\n1.宿城区先行；\n2.宿豫区跟进。\n二、存在问题\n{LONG}"
    assert [text for text, _ in told(block)] == [LONG, "1.宿城区先行；", "2.宿豫区跟进。", "二、存在问题", LONG]


@pytest.mark.parametrize("block", ["潍坊\n诸 城市先行。", f"{LONG[:24]}\n{LONG[24:]}", f"近年来，\n{LONG}"])
def test_a_line_that_was_wrapped_is_no_heading(block: str) -> None:
    assert told(block) == [(block, False)]


def test_three_lines_of_as_many_cells_are_rows() -> None:
    rows = ["改革名称\t地区", "一码通\t寿光市", "一证办\t诸城市"]
    assert told("\n".join([LONG, *rows])) == [(LONG, False), *((row, True) for row in rows)]
    assert told("\n".join(rows[:2])) == [("\n".join(rows[:2]), False)]


def test_a_heading_is_short_and_no_sentence() -> None:
    assert is_heading("二、让农民增收更有底")
    assert not is_heading("寿光市先行。")
    assert not is_heading("寿光市先行，")
    assert not is_heading("打造“一码通")
