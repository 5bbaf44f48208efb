"""What an article proposes: on two articles of other cities, on the one of Weifang, and on any text."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest
from articles import MIANYANG, QUZHOU, QUZHOU_ARTICLE, QUZHOU_WANTED, XUCHANG, XUCHANG_ARTICLE, XUCHANG_WANTED
from hypothesis import given
from hypothesis import strategies as st

import geodata
from explorer.drafting.pipeline import draft, published_in, source_of_article, theme_of, year_before, years

if TYPE_CHECKING:
    from pathlib import Path

    from labelled import Wanted

    from explorer.drafting.draft import Draft
    from explorer.records.models import Cases
    from geodata import Places


ARTICLES = {
    "衢州": (QUZHOU_ARTICLE, QUZHOU, QUZHOU_WANTED),
    "许昌": (XUCHANG_ARTICLE, XUCHANG, XUCHANG_WANTED),
}
CASES = [(city, wanted) for city, (_, _, all_wanted) in ARTICLES.items() for wanted in all_wanted]
# 三年来培育…47家 stands between two programmes: it is given to the one that the sentence is about, 头雁.
DOUBTFUL_FIGURES = {("市领导包联重点企业制度", 47)}


@pytest.fixture(scope="module")
def drafted() -> dict[str, tuple[Draft, ...]]:
    return {city: draft(text, places) for city, (text, places, _) in ARTICLES.items()}


def _named(drafts: tuple[Draft, ...], name: str) -> Draft:
    (found,) = [
        each for each in drafts if name in "".join((each.title_zh, *each.aliases_zh)).translate({8220: "", 8221: ""})
    ]
    return found


@pytest.mark.parametrize(("city", "wanted"), CASES, ids=[wanted.name for _, wanted in CASES])
def test_a_reform_of_another_city_is_found_with_its_places_and_facts(
    city: str, wanted: Wanted, drafted: dict[str, tuple[Draft, ...]]
) -> None:
    found = _named(drafted[city], wanted.name)
    assert sorted(row.place for row in found.reach) == sorted(wanted.places)
    assert found.since == wanted.since
    figures = {(each.value, each.unit) for each in found.figures}
    assert {each for each in wanted.figures if (wanted.name, each[0]) not in DOUBTFUL_FIGURES} <= figures
    assert set(wanted.honours) <= {(each.level, each.kind) for each in found.honours}


@pytest.mark.parametrize("city", ARTICLES)
def test_nothing_else_is_proposed(city: str, drafted: dict[str, tuple[Draft, ...]]) -> None:
    assert len(drafted[city]) == len(ARTICLES[city][2])


@pytest.mark.parametrize("city", ARTICLES)
def test_every_fact_carries_the_words_it_came_from(city: str, drafted: dict[str, tuple[Draft, ...]]) -> None:
    text = ARTICLES[city][0]
    for each in drafted[city]:
        told = {evidence.fact for evidence in each.draft.evidence}
        assert all(evidence.text == text[evidence.start : evidence.end] for evidence in each.draft.evidence)
        assert {f"figures[{n}]" for n in range(len(each.figures))} <= told
        assert {f"honours[{n}]" for n in range(len(each.honours))} <= told
        assert {f"reach[{n}]" for n in range(len(each.reach))} | {"title"} <= told
        assert each.draft.status == "draft"


def test_an_article_that_names_no_place_of_the_region_reaches_none(weifang: Places) -> None:
    (found,) = draft("2023年，当地推出“信用就医”服务改革，惠及3万人。", weifang)
    assert found.reach == ()
    assert found.since == 2023


def test_a_figure_is_never_a_year_and_an_unknown_year_stays_open(weifang: Places) -> None:
    (found,) = draft("寿光市去年推出“信用就医”服务改革。", weifang)
    assert found.since is None
    assert found.figures == ()


def test_what_is_recorded_is_named_and_only_the_new_is_proposed(weifang: Places, cases: Cases) -> None:
    text = "安丘市推出“质量贷”专属产品，2026年惠及企业77家。潍坊在全省首推“质量贷”。"
    (found,) = draft(text, weifang, cases.reforms)
    assert found.draft.matches == "quality-loan"
    assert [row.place for row in found.reach] == ["370784"]
    assert [(each.value, each.unit) for each in found.figures] == [(77, "家")]
    assert {"reach[0]", "figures[0]"} <= set(found.draft.new)
    assert all(evidence.text == text[evidence.start : evidence.end] for evidence in found.draft.evidence)
    again = {"reach[0]": found.reach, "figures[0]": found.figures}
    assert set(again) <= {evidence.fact for evidence in found.draft.evidence}


def test_the_article_of_weifang_gives_its_reforms(shared: Path, weifang: Places, cases: Cases) -> None:
    text = (shared / "source" / "weifang-micro-reforms.txt").read_text(encoding="utf-8")
    found = draft(text, weifang, cases.reforms, "weifang-2025")
    matched = {each.draft.matches for each in found} - {None}
    cited = {each.id for each in cases.reforms if any(one.startswith("weifang-2025#") for one in each.citations)}
    assert len(matched & cited) >= 0.85 * len(cited)
    assert sum(each.draft.matches is None for each in found) < 0.2 * len(found)
    assert found == draft(text, weifang, cases.reforms, "weifang-2025")


WEIFANG = geodata.load("370700")
CUES = st.sampled_from(
    [
        *(
            "潍坊市",
            "寿光",
            "青州、诸城",
            "全市",
            "在全国率先",
            "首推",
            "推出",
            "建设",
            "“",
            "”",
            '"',
            "《",
            "》",
            "平台",
            "改革",
        ),
        *(
            "等一批改革",
            "入选全国",
            "试点",
            "2023年",
            "三百余",
            "1/7",
            "万人次",
            "，",
            "。",
            "、",
            "；",
            "\n",
            "\n\n",
            "……",
            "供图)",
            "1至5%",
            "三成",
            "河长制",
            "\t",
            " ",
            "将",
            "到2030年",
            "洋河新区",
            "改革名称",
        ),
    ]
)


@given(st.lists(CUES | st.text(max_size=4), max_size=40).map("".join))
def test_any_text_gives_drafts_whose_evidence_stands_in_it(text: str) -> None:
    drafts = draft(text, WEIFANG)
    assert len({each.id for each in drafts}) == len(drafts)
    assert all(
        evidence.text == text[evidence.start : evidence.end] for each in drafts for evidence in each.draft.evidence
    )


def test_an_article_is_a_source_under_the_name_of_its_file() -> None:
    source = source_of_article(QUZHOU_ARTICLE, "衢州 2024")
    assert (source.id, source.title, source.date) == ("qu-zhou-2024", "衢州：小切口里的大民生", "2024")
    assert source_of_article("", "。").id == "article"


@pytest.mark.long
@pytest.mark.parametrize(
    "text",
    [
        "等一系列改革",
        "3人",
        "推行",
        "“甲乙”，",
        "1,",
        "获评全国",
        "率先",
        "寿光市推出“甲乙”改革。",
        "一至三个",
        "建设平台、",
    ],
)
def test_an_article_that_repeats_itself_without_end_takes_no_time(text: str) -> None:
    started = time.process_time()
    draft(text * (50_000 // len(text)), QUZHOU)
    assert time.process_time() - started < 6  # where each word looks through its whole sentence: minutes


@pytest.mark.long
@pytest.mark.parametrize(
    "text", ["推出“甲{}”改革，惠及{}人。", "建立甲{}工作机制{}项，", "“甲{}”（供图）\n\n推出“甲{}”。\n\n"]
)
def test_a_thousand_reforms_are_drafted_in_little_time(text: str, cases: Cases) -> None:
    article = "".join(text.format(chr(0x4E00 + n) + chr(0x5E00 + n), n) for n in range(1_000, 2_500))
    started = time.process_time()
    assert len(draft(article, QUZHOU, cases.reforms)) > 1_000
    assert time.process_time() - started < 6  # where each is compared with all before it: a minute


def test_the_numeral_in_the_name_of_a_place_is_no_figure() -> None:
    (found,) = draft("三台县推行“农事码上办”改革，配备五台终端。", MIANYANG)
    assert [(each.value, each.unit) for each in found.figures] == [(5, "台")]


def test_what_a_reform_was_honoured_with_is_no_second_reform() -> None:
    (found,) = draft("安州区的“数字病房”改革获评2024年四川省改革创新优秀案例。", MIANYANG)
    assert found.title_zh == "“数字病房”改革"
    assert [each.level for each in found.honours] == ["provincial"]


def test_a_pair_of_clauses_in_quotation_marks_is_a_name_where_a_noun_follows() -> None:
    (found,) = draft("涪城区建立“园区吹哨、部门报到”机制，干部常说“有求必应、无事不扰”。", MIANYANG)
    assert found.title_zh == "“园区吹哨、部门报到”机制"


@pytest.mark.parametrize(
    ("name", "theme"),
    [
        ("农村产权交易市场", "countryside"),
        ("外贸一件事", "opening"),
        ("智慧养老", "livelihood"),
        ("红色物业", "governance"),
        ("政务服务线上店", "business"),
        ("小微企业培育工程", "industry"),
    ],
)
def test_the_words_of_a_name_tell_its_theme(name: str, theme: str) -> None:
    told = theme_of(name, "", "")
    assert told.theme == theme
    assert all(word in name for word in told.because)


def test_a_theme_that_no_word_tells_stays_open() -> None:
    assert theme_of("晨星", "天气晴好。", "").theme is None


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
