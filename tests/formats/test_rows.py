from __future__ import annotations

import pytest
from own_tables import offered, reforms_of, told


def test_rows_of_one_title_are_one_reform_and_what_differs_is_told() -> None:
    found = offered("改革名称,主题,地点", "甲 改革,民生,寿光市", "甲改革,,青州市", "甲改革,产业,高密市")

    assert [each.rows for each in found] == [(("", 2), ("", 3), ("", 4))]
    assert told(found) == ["row 4, 主题: differs from row 2, 主题"]


def test_a_row_without_a_title_goes_on_with_the_one_above_and_says_so() -> None:
    (found,) = offered("改革名称,地点", "甲,寿光市", ",青州市")

    assert [row["place"] for row in found.values["reach"]] == ["寿光市", "青州市"]
    assert [f"{each.where}: {each.remedy}" for each in found.notes] == ["row 3: read as the reform of row 2"]


def test_an_id_of_two_reforms_is_told_at_both_for_nobody_knows_which_is_meant() -> None:
    header = "编号,改革名称,地点"
    first, second = reforms_of(header, "a,甲,寿光市", "a,乙,青州市", "a,甲,高密市", "a,乙,安丘市")

    assert [first.rows, second.rows] == [(("", 2), ("", 4)), (("", 3), ("", 5))]
    assert told([first]) == ["row 2, 编号: the id a stands already in row 3, for “乙”"]
    assert told([second]) == ["row 3, 编号: the id a stands already in row 2, for “甲”"]


@pytest.mark.parametrize("heading", ["编号", "改革编号", "id"])
def test_running_numbers_are_no_ids_of_reforms(heading: str) -> None:
    first, second = offered(f"{heading},改革名称,地点", "1,甲,寿光市", "2,乙,青州市")

    assert "id" not in first.values
    assert "id" not in second.values
    assert [f"{note.where}: {note.what}" for note in first.notes] == [
        f"row 1, {heading}: holds running numbers, which are not read as ids of reforms"
    ]


def test_a_row_without_a_title_that_says_something_of_its_own_is_another_reform() -> None:
    first, second = offered("改革名称,主题,地点", "甲,民生,寿光市", ",产业,青州市")

    assert [row["place"] for row in first.values["reach"]] == ["寿光市"]
    assert "title_zh" not in second.values


@pytest.mark.parametrize("below", ["合计：1项,,", "注：数据截至2024年底,,", "总计,,1"])
def test_totals_and_remarks_below_a_table_are_no_reforms(below: str) -> None:
    (found,) = offered("改革名称,地点,备注", "甲,寿光市,x", below)

    assert found.values["title_zh"] == "甲"
    assert "row 3: is a total or a remark, and is not read" in [f"{note.where}: {note.what}" for note in found.notes]


def test_what_nobody_sees_makes_no_other_reform() -> None:
    found = reforms_of("\u200b改革名称,地点", "智慧大棚,寿光市", "智慧\u200b大棚,诸城市", "\u3000智慧大棚\u3000,青州市")

    assert [each.values["title_zh"] for each in found] == ["智慧大棚"]
    assert len(found[0].values["reach"]) == 3


@pytest.mark.parametrize("below", ["注：数据截至2024年底", "合计：1项", "SG-2024-001", "2."])
def test_what_else_stands_in_a_column_of_running_numbers_makes_no_ids_of_them(below: str) -> None:
    found = reforms_of("编号,改革名称,地点", "1,甲,寿光市", f"{below},,")

    assert "id" not in found[0].values


@pytest.mark.parametrize(
    "row", ["小计量器具免费检定改革,寿光市", "合计办一次改革,寿光市", "说明会制度,寿光市", "total quality,寿光市"]
)
def test_a_reform_whose_name_begins_as_a_total_is_none(row: str) -> None:
    (found,) = offered("改革名称,地点", row)

    assert found.values["title_zh"] == row.partition(",")[0]


@pytest.mark.parametrize("below", ["审核人：李某,", "填报单位：改革办,", "资料来源：各县区,", "合计,12", "合计 12项,"])
def test_who_signed_a_table_is_no_reform(below: str) -> None:
    (found,) = offered("改革名称,地点", "甲,寿光市", below)

    assert [row["place"] for row in found.values["reach"]] == ["寿光市"]
