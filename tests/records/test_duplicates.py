from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from explorer.messages import say
from explorer.records.duplicates import Doubles
from explorer.records.models import Reach, Reform

if TYPE_CHECKING:
    from explorer.records.models import Cases
    from geodata import Places


def reform(title: str, *places: str, **others: Any) -> Reform:
    reach = tuple(Reach(place=place, status="pilot", source="article") for place in places)
    return Reform(id="new", title_zh=title, summary_zh="说明。", theme="livelihood", reach=reach, **others)


@pytest.fixture(scope="module")
def doubles(cases: Cases, weifang: Places) -> Doubles:
    return Doubles(cases.reforms, weifang)


def test_no_two_recorded_reforms_are_called_doubles(doubles: Doubles, cases: Cases) -> None:
    assert [each.id for each in cases.reforms if doubles.of(each)] == []


@pytest.mark.parametrize(
    "change",
    [
        lambda title: title,
        lambda title: f"“{title}”",
        lambda title: f" {title.upper()} ",
        lambda title: f"潍坊市{title}",
        lambda title: f"{title}工作",
        lambda title: title.replace("民", "⺠").replace("老", "⽼"),
        lambda title: title.replace("改革", "的改革"),
    ],
    ids=["the same", "quoted", "spaced", "with the city", "with a closing word", "with radicals", "with a word more"],
)
def test_a_title_written_otherwise_is_found(change: Any, doubles: Doubles, cases: Cases) -> None:
    missed = []
    for each in cases.reforms:
        found = doubles.of(each.model_copy(update={"id": "new", "title_zh": change(each.title_zh)}))
        if not found or found[0].id != each.id:
            missed.append(each.title_zh)

    assert missed == []


def test_a_name_that_is_another_reforms_alias_is_found(doubles: Doubles, cases: Cases) -> None:
    known = next(each for each in cases.reforms if each.aliases_zh)

    (found,) = doubles.of(reform(known.aliases_zh[0], "370783"))

    assert (found.id, found.title, str(found.why)) == (known.id, known.title_zh, "it has the same name")
    assert say(found.why, "zh") == "名称相同"


def test_names_that_are_but_alike_must_reach_the_same_place(weifang: Places) -> None:
    doubles = Doubles([reform("寿光市邻里食堂积分管理", "370783").model_copy(update={"id": "canteen"})], weifang)

    (here,) = doubles.of(reform("邻里食堂的积分管理", "370783", "370784"))
    everywhere = doubles.of(reform("邻里食堂的积分管理", "370700"))
    elsewhere = doubles.of(reform("诸城市邻里食堂积分管理", "370782"))

    assert (here.id, "% alike" in str(here.why)) == ("canteen", True)
    assert [each.id for each in everywhere] == ["canteen"]
    assert elsewhere == ()


def test_a_reform_is_not_its_own_double(doubles: Doubles, cases: Cases) -> None:
    assert doubles.of(cases.reforms[0]) == ()


def test_names_of_marks_alone_are_not_all_one_name(weifang: Places) -> None:
    doubles = Doubles([reform("……", "370783").model_copy(update={"id": "dots"})], weifang)

    assert doubles.of(reform("——", "370783")) == ()


def test_no_more_doubles_are_told_than_one_can_look_at(weifang: Places) -> None:
    many = [reform("邻里食堂", "370783").model_copy(update={"id": f"canteen-{n}"}) for n in range(50)]

    assert [each.id for each in Doubles(many, weifang).of(reform("邻里食堂", "370783"))] == [
        "canteen-0",
        "canteen-1",
        "canteen-2",
    ]


def test_reforms_are_found_by_their_name(doubles: Doubles, cases: Cases) -> None:
    assert all(each.id in doubles.named(f"“{each.title_zh}”") for each in cases.reforms)
    assert doubles.named("没有的改革") == ()
