from __future__ import annotations

import subprocess
import sys
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import geodata
from explorer.tagging import tag
from explorer.tagging.tagger import pieces
from geodata import PlacesError
from geodata.building.city import build

if TYPE_CHECKING:
    from pathlib import Path


@given(st.text(alphabet="寿。\n a", max_size=200), st.integers(2, 30))
def test_pieces_make_up_the_text_and_none_is_too_long(text: str, most: int) -> None:
    found = list(pieces(text, most))

    assert "".join(piece for _, piece in found) == text
    assert all(text[start : start + len(piece)] == piece and 0 < len(piece) <= most for start, piece in found)


def test_a_piece_ends_where_a_paragraph_does() -> None:
    assert [piece for _, piece in pieces("一二三四。\n\n五六七。八\n九十", 10)] == [
        "一二三四。\n\n",
        "五六七。八\n九十",
    ]


NAMES = [
    "寿光市",
    "潍坊",
    "诸 城",
    "高密度",
    "青州府",
    "昌邑区",
    "吉林市",
    "鼓楼区",
    "和平",
    "高新区",
    "城关街道",
    "寿光模式",
]
PARTS = st.one_of(
    st.text(max_size=8), st.sampled_from([*NAMES, "\n", "\r\n\n", "、", "张", "路", "Shouguang ", "\ud800"])
)
TEXTS = st.lists(PARTS, max_size=12).map("".join)


def found(text: str, region: str | None = "370700") -> list[tuple[str, str]]:
    return [(each.text, each.code) for each in tag(text, region)]


@pytest.mark.parametrize("region", ["370700", None])
@given(text=TEXTS)
@example(text="")
@example(text="\ud800寿\u3000光\n市\udfff")
@example(text="寿光" * 50)
def test_any_text_is_tagged_and_offsets_slice_to_what_is_reported(text: str, region: str | None) -> None:
    everything = tag(text, region, everything=True)

    assert everything == tag(text, region, everything=True)
    assert all(text[each.start : each.end] == each.text != "" for each in everything)
    assert all(first.end <= second.start for first, second in pairwise(everything))
    assert all(0 <= each.score <= 1 and each.why for each in everything)
    assert all(bool(each.candidates) == (each.verdict == "ambiguous") == (each.code == "") for each in everything)
    shown = ("taken",) if region else ("taken", "ambiguous")
    assert tag(text, region) == tuple(each for each in everything if each.verdict in shown)


def test_what_was_seen_and_refused_says_why() -> None:
    (taken, refused, road) = tag("寿光市与吉林市昌邑区、上海寿光路", everything=True)

    assert (taken.verdict, taken.code) == ("taken", "370783")
    assert (refused.verdict, refused.code) == ("refused", "220202")
    assert "outside the region" in str(refused.why)
    assert (road.verdict, road.text, str(road.why)) == ("refused", "寿光", "the name of a road")


def test_names_are_seen_through_spaces_widths_and_old_characters() -> None:
    assert found("诸 城、寿\n光市、ＳＨＯＵＧＵＡＮＧ、壽光、推坊市潍城区") == [
        ("诸 城", "370782"),
        ("寿\n光市", "370783"),
        ("ＳＨＯＵＧＵＡＮＧ", "370783"),
        ("壽光", "370783"),
        ("推坊市", "370700"),
        ("潍城区", "370702"),
    ]


def test_an_empty_line_ends_a_name() -> None:
    assert found("本报记者诸\n\n城市的夜") == []


@pytest.mark.parametrize(
    "text",
    [
        *("高密度聚乙烯", "福寿光景", "油坊子街角", "把规划付诸城建", "长安丘陵地带", "西安丘比特婚庆", "诉诸城市管理"),
        *("张寿光说", "奎文同志", "王奎文教授作报告", "欧阳寿光来了", "古青州是九州之一", "青州府志", "昌邑王刘贺"),
        *("安丘庄子村的梨", "小诸城村的草莓", "寒亭镇的茶", "青州镇", "昌邑乡防汛", "青岛昌乐路", "上海寿光路12号"),
        *(
            "济南高新区",
            "淄博综保区",
            "全国178家国家高新区",
            "天津滨海新区",
            "盐城滨海县",
            "武汉东湖高新区",
            "峡山水库",
        ),
        *("Weifang Road, Shanghai", "Changle, Fujian", "www.shouguang.gov.cn", "Qingzhou Town", "a bonded zone"),
    ],
)
def test_what_only_looks_like_a_place_of_the_region_is_refused(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("寿光市场", [("寿光", "370783")]),
        ("寿光市市场监管局", [("寿光市", "370783")]),
        ("寿光侯镇", [("寿光", "370783"), ("侯镇", "370783")]),
        ("诸城王尽美故居", [("诸城", "370782")]),
        ("上周寿光开会", [("寿光", "370783")]),
        ("高密集团", [("高密", "370785")]),
        ("来寿光学种菜", [("寿光", "370783")]),
        ("寿光三元朱村", [("寿光", "370783")]),
        ("潍坊市高新区", [("潍坊市", "370700"), ("高新区", "370700-gaoxin")]),
        ("寿光市、高新区、滨海区", [("寿光市", "370783"), ("高新区", "370700-gaoxin"), ("滨海区", "370700-binhai")]),
        ("临朐县城关街道", [("临朐县", "370724"), ("城关街道", "370724")]),
        ("Shou Guang Shi and An'qiu", [("Shou Guang Shi", "370783")]),
    ],
)
def test_a_place_is_found_beside_what_resembles_it(text: str, expected: list[tuple[str, str]]) -> None:
    assert found(text) == expected


def test_a_town_of_two_counties_is_told_by_the_county_that_is_named() -> None:
    assert [(each.code, each.town) for each in tag("潍城区启动改造。城关街道先行。") if each.kind == "town"] == [
        ("370702", "城关街道")
    ]
    assert tag("城关街道") == ()
    (town,) = tag("城关街道", everything=True)
    assert town.candidates == ("370702", "370724")


def test_a_model_names_its_place_with_the_word_itself() -> None:
    (model,) = tag("推广“诸城模式”")

    assert (model.kind, model.text, model.code) == ("model", "诸城模式", "370782")


def test_twins_are_told_apart_by_the_parents_that_the_text_names() -> None:
    text = "南京鼓楼区与福州鼓楼区。西湖区在南昌。济南市中区。"

    assert [code for _, code in found(text, None)] == [
        *("320100", "320106", "350100", "350102"),
        *("360103", "360100", "370100", "370103"),
    ]


def test_an_unresolved_twin_is_ambiguous_with_its_candidates() -> None:
    (twin,) = tag("鼓楼区发布通知", None)

    assert (twin.verdict, twin.code) == ("ambiguous", "")
    assert twin.candidates == ("320106", "320302", "350102", "410204")


@pytest.mark.parametrize("text", ["热爱和平", "江南水乡", "解放思想", "一条长沙发", "在线上海选", "中山路", "长安汽车"])
def test_a_common_word_is_no_county_of_china(text: str) -> None:
    assert found(text, None) == []


def test_a_province_only_tells_whose_part_another_name_is() -> None:
    assert found("辽宁省沈阳市和平区", None) == [("沈阳市", "210100"), ("和平区", "210102")]


def test_places_may_be_given_in_the_stead_of_a_code() -> None:
    assert tag("寿光市", geodata.load("370700")) == tag("寿光市", "370700")


def test_a_region_that_was_not_built_is_told() -> None:
    with pytest.raises(PlacesError, match="explorer places build"):
        tag("寿光市", "110100")


def test_importing_the_tagger_loads_no_gazetteer() -> None:
    heavy = "{'numpy', 'rjieba', 'ahocorasick_rs', 'pypinyin'}"
    code = f"import sys, explorer.tagging; print(sorted({heavy} & set(sys.modules)))"

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603

    assert done.stdout.strip() == "[]"


def test_a_region_with_a_part_that_has_no_short_name_is_tagged(tmp_path: Path) -> None:
    build("450200", tmp_path / "450200")
    places = geodata.load("450200", tmp_path)

    said = tag("柳州市城中区与鹿寨县签约，qu shi shi xian。", places)

    assert [(each.text, each.code) for each in said] == [
        ("柳州市", "450200"),
        ("城中区", "450202"),
        ("鹿寨县", "450223"),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Chaoyang District, Beijing", [("Chaoyang District", "110105")]),
        ("Changchun and its Chaoyang District", [("Changchun", "220100"), ("Chaoyang District", "220104")]),
        ("Officials in Gulou District, Nanjing", [("Gulou District", "320106"), ("Nanjing", "320100")]),
        ("Changzhi, Minhang District, Duyun City, Luohe", [
            ("Changzhi", "140400"),
            ("Minhang District", "310112"),
            ("Duyun City", "522701"),
            ("Luohe", "411100"),
        ]),
        ("Yiwu, a city in Zhejiang", [("Yiwu", "330782")]),
        ("a mile away", []),
    ],
)  # fmt: skip
def test_names_in_english_are_read_as_people_say_them(text: str, expected: list[tuple[str, str]]) -> None:
    assert found(text, None) == expected


def test_an_english_name_of_several_places_is_ambiguous_unless_a_parent_is_named() -> None:
    (said,) = tag("Chaoyang District announced new rules.", None)

    assert (said.verdict, said.code, said.candidates) == ("ambiguous", "", ("110105", "220104", "440513"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("省里支持各市建设综合保税区。", []),
        ("全国高新区排名公布。", []),
        ("这里有滨海区位优势。", []),
        ("曹操收编青州兵三十万。", []),
        ("青州市花卉博览会开幕。", [("青州市", "370781")]),
        ("潍坊市民在河畔放风筝。", [("潍坊", "370700")]),
        ("寿光市民政局搬迁。", [("寿光市", "370783")]),
    ],
)
def test_zones_at_large_history_and_ranks_of_the_next_word_are_told_apart(
    text: str, expected: list[tuple[str, str]]
) -> None:
    assert found(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("日照的海滩很美。", [("日照", "371100")]),
        ("日照时间越来越长。", []),
        ("安康富硒茶远销海外。", [("安康", "610900")]),
        ("祝您身体安康！", []),
        ("东城、西城两区先行。", [("东城", "110101"), ("西城", "110102")]),
    ],
)
def test_a_name_that_is_a_word_too_is_told_by_its_company(text: str, expected: list[tuple[str, str]]) -> None:
    assert found(text, None) == expected
