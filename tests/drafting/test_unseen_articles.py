"""What the drafts hold of articles that were written without a look at the rules, and scored at first sight."""

from __future__ import annotations

import json
from itertools import pairwise
from typing import TYPE_CHECKING

import labelled
import pytest
from labelled import COUNTED, Score

from explorer.drafting.pipeline import draft, source_of_article
from explorer.formats.drafts import write_drafts

if TYPE_CHECKING:
    from labelled import Labelled

    from explorer.records.models import Cases
    from geodata import Places

pytestmark = pytest.mark.long
ARTICLES = tuple(labelled.articles())
NAMES = [each.name for each in ARTICLES]


@pytest.fixture(scope="module")
def scores() -> dict[str, Score]:
    return {each.name: labelled.score(each) for each in ARTICLES}


@pytest.mark.parametrize("article", ARTICLES, ids=NAMES)
def test_an_article_holds_what_it_is_labelled_with(article: Labelled) -> None:
    assert 600 <= len(article.text) <= 1200
    assert set(article.first) == set(COUNTED)
    codes = {place.code for place in article.places}
    for wanted in article.wanted:
        assert set(wanted.places) <= codes
        assert all(str(value).split("/", maxsplit=1)[0] for value, *_ in wanted.figures)


def test_the_drafts_hold_nearly_all_of_the_articles(scores: dict[str, Score]) -> None:
    total = Score()
    for each in scores.values():
        total.add(each)
    shares = {kind: right / of for kind in COUNTED for right, of in [getattr(total, kind)]}
    assert shares["reforms"] >= 0.93
    assert shares["places"] >= 0.93
    assert shares["figures"] >= 0.9
    assert shares["proposed"] >= 0.93
    assert shares["honours"] >= 0.85
    assert shares["noise"] <= 0.08


@pytest.mark.parametrize("article", ARTICLES, ids=NAMES)
def test_an_article_twice_gives_the_same_bytes(article: Labelled) -> None:
    source = source_of_article(article.text, article.name)
    first, again = (write_drafts(draft(article.text, article.places), source) for _ in range(2))
    assert first == again
    assert json.loads(first)["features"]


def test_two_articles_of_one_thing_are_one_reform(weifang: Places) -> None:
    report = "2025年，寿光市推出“长者食堂”助餐行动，建成215家。"
    news = "寿光的“长者食堂”又添新店，如今已有230家，获评全省养老服务优秀案例。"
    (found,) = draft(f"{report}\n\n{news}", weifang)
    assert [row.place for row in found.reach] == ["370783"]
    assert [(each.value, each.unit) for each in found.figures] == [(215, "家"), (230, "家")]
    assert [(each.level, each.kind) for each in found.honours] == [("provincial", "award")]
    assert all(one.start <= other.start for one, other in pairwise(each for each in found.draft.evidence[2:4]))


def test_of_an_article_that_was_accepted_nothing_is_new(weifang: Places, cases: Cases) -> None:
    recorded = next(each for each in cases.reforms if each.id == "quality-loan")
    (place,) = [row.place for row in recorded.reach][:1]
    name = weifang[place].name_zh
    (found,) = draft(f"{name}推出“质量贷”专属产品。", weifang, cases.reforms)
    assert found.draft.matches == "quality-loan"
    assert (found.reach, found.figures, found.honours, found.draft.new) == ((), (), (), ())


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("潍坊市部署改革。白浪绿洲片区探索“候鸟驿站”服务。", []),
        ("潍坊市部署改革。昆山市推出“候鸟驿站”服务，寿光市随后跟进。", []),
        ("潍坊市部署改革。潍坊临港产业新城推出“候鸟驿站”服务。", []),
        ("潍坊市部署改革。潍坊高新区推出“候鸟驿站”服务。", ["370700-gaoxin"]),
        ("潍坊市部署改革。产业园区推出“候鸟驿站”服务。", ["370700"]),
    ],
)
def test_what_a_place_that_is_not_recorded_does_is_not_the_city_s(
    text: str, places: list[str], weifang: Places
) -> None:
    (found,) = draft(text, weifang)
    assert [row.place for row in found.reach] == places
    unknown = [each.why for each in found.draft.evidence if each.fact == "reach"]
    assert [why.endswith("is no recorded place") for why in unknown] == ([] if places else [True])


@pytest.mark.parametrize(
    "goal",
    [
        "到2027年力争建成300处。",
        "计划年底前建成300处。",
        "将新建300处。",
        "下一步，推广到300个村。",
        "按照安排，把它开到300个村。",
        "预计惠及300户。",
    ],
)
def test_a_goal_is_no_figure(goal: str, weifang: Places) -> None:
    (found,) = draft(f"2025年，寿光市推出“长者食堂”助餐行动，已建成215家。{goal}", weifang)
    assert [each.value for each in found.figures] == [215]


def test_what_has_been_done_with_a_thing_is_no_goal(weifang: Places) -> None:
    (found,) = draft("寿光市将搭建平台作为突破口，推出“一码通”服务，惠及300户。", weifang)
    assert [each.value for each in found.figures] == [300]


def test_a_plan_adds_no_place_and_no_year(weifang: Places) -> None:
    text = "寿光市推出“长者食堂”助餐行动。\n\n二、下一步打算\n\n2026年，青州市推出“长者食堂”，覆盖300个村。"
    (found,) = draft(text, weifang)
    assert ([row.place for row in found.reach], found.since, found.figures) == (["370783"], None, ())


def test_a_heading_tells_the_place_and_the_reform_of_its_paragraphs(weifang: Places) -> None:
    text = (
        "近期各地探索摘编如下。\n\n◆高密市推行“林长+检察长”协作机制\n"
        "建立线索移送、联合巡林等制度，设各级林长1132名，督促补种树木1.1万株，实现全市林地管护全覆盖。"
        "这项改革被国家林草局列为全国试点。"
    )
    (found,) = draft(text, weifang)
    assert found.title_zh == "“林长+检察长”协作机制"
    assert [row.place for row in found.reach] == ["370785"]
    assert [(each.value, each.unit) for each in found.figures] == [(1132, "名"), (1.1, "万株")]
    assert [(each.level, each.kind) for each in found.honours] == [("national", "pilot")]


@pytest.mark.parametrize("office", ["河长制", "林长制", "田长制", "库长制", "链长制"])
def test_an_office_given_for_a_thing_is_a_reform(office: str, weifang: Places) -> None:
    (found,) = draft(f"青州市全面推行{office}，选聘1027名。这是长制约，也是长制度。", weifang)
    assert found.title_zh == f"青州{office}"
    assert [each.value for each in found.figures] == [1027]
