from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from explorer.records.models import Cases, Figure, Reform, Source, paragraph_of, source_of
from explorer.records.validation import check, stands_in

if TYPE_CHECKING:
    from pathlib import Path

    from geodata import Places


def figure(value: float | str, unit: str, **others: Any) -> Figure:
    words = {"unit_en": "", "label_zh": "…", "label_en": "…", "source": "article#p2"}
    return Figure.model_validate({"value": value, "unit": unit, **words, **others})


def of_article(*figures: Figure, **others: Any) -> Cases:
    """Return a file of one reform in Shouguang, told by one article."""
    document = {
        "id": "a-reform",
        "title_zh": "改革",
        "summary_zh": "……",
        "theme": "industry",
        "since": 2021,
        "reach": [{"place": "370783", "status": "origin", "since": 2021, "source": "article#p1"}],
        **others,
    }
    reform = Reform.model_validate(document | {"figures": [each.model_dump() for each in figures]})
    return Cases(sources=(Source(id="article", title="新闻"),), reforms=(reform,))


def test_the_reforms_of_weifang_have_no_fault(cases: Cases, weifang: Places) -> None:
    assert check(cases, weifang) == []


def test_each_figure_stands_in_the_paragraph_that_it_cites(cases: Cases, weifang: Places, shared: Path) -> None:
    cited = {source_of(each) for reform in cases.reforms for each in reform.citations if paragraph_of(each)}
    article = (shared / "source" / "weifang-micro-reforms.txt").read_text(encoding="utf-8")

    assert len(cited) == 1
    assert check(cases, weifang, {cited.pop(): article}) == []


def test_a_changed_figure_is_found_in_the_article(cases: Cases, weifang: Places, shared: Path) -> None:
    article = (shared / "source" / "weifang-micro-reforms.txt").read_text(encoding="utf-8")
    n, reform = next((n, each) for n, each in enumerate(cases.reforms) if any("#p" in it.source for it in each.figures))
    changed = reform.figures[0].model_copy(update={"value": 987_654})
    reforms = list(cases.reforms)
    reforms[n] = reform.model_copy(update={"figures": (changed, *reform.figures[1:])})

    (fault,) = check(
        cases.model_copy(update={"reforms": tuple(reforms)}), weifang, {source_of(changed.source): article}
    )

    assert str(fault.where) == f"features[{n}] ({reform.id}).figures[0]"
    assert "987654" in str(fault.what)


def reached(place: str, status: str = "origin", **others: Any) -> dict[str, Any]:
    return {"place": place, "status": status, "source": "article", **others}


AWARD = {"level": "city", "kind": "award", "title_zh": "奖", "title_en": "Award", "source": "article"}


@pytest.mark.parametrize(
    ("others", "where", "what"),
    [
        ({"reach": [reached("220202")]}, "reach[0].place", "no place of 潍坊市"),
        ({"reach": [reached("370700-gone")]}, "reach[0].place", "no place of 潍坊市"),
        ({"reach": [reached("370783", "citywide")]}, "reach[0].status", "not the city"),
        ({"reach": [reached("370783"), reached("370783")]}, "reach[1].place", "has a row already"),
        ({"reach": [reached("370783", source="gone#p1")]}, "reach[0].source", "cites gone"),
        ({"reach": [reached("370783", since=2019)]}, "since", "2019"),
        ({"since": None}, "since", "is empty, but a place is reached in 2021"),
        ({"reach": [reached("370783", since=2099)], "since": 2099}, "reach[0].since", "2099 has not begun"),
        ({"honours": [AWARD | {"year": 2099}]}, "honours[0].year", "2099 has not begun"),
        ({"honours": [AWARD | {"place": "370781"}]}, "honours[0].place", "does not reach 370781"),
    ],
)
def test_a_fault_that_a_schema_cannot_see_is_found(
    others: dict[str, Any], where: str, what: str, weifang: Places
) -> None:
    faults = check(of_article(**others), weifang)

    found = [fault for fault in faults if str(fault.where).endswith(where) and what in str(fault.what)]
    assert len(found) == 1
    assert all(str(fault.remedy) for fault in faults)


def test_a_good_file_of_one_reform_has_no_fault(weifang: Places) -> None:
    assert check(of_article(figure(2, "万人")), weifang, {"article": "首先。\n\n约2万名群众参加。"}) == []


def test_double_ids_and_unused_sources_are_found(weifang: Places) -> None:
    good = of_article()
    doubled = Cases(
        sources=(*good.sources, *good.sources, Source(id="unused", title="新闻")), reforms=good.reforms + good.reforms
    )

    assert [(str(fault.where), str(fault.what)) for fault in check(doubled, weifang)] == [
        ("features[1] (a-reform).id", "the id a-reform stands already in features[0]"),
        ("sources[1] (article).id", "the id article stands already in sources[0]"),
        ("sources[2] (unused)", "no fact cites it"),
    ]


def test_a_paragraph_that_the_article_does_not_have_is_told(weifang: Places) -> None:
    (fault,) = check(of_article(figure(2, "家", source="article#p9")), weifang, {"article": "一。\n\n二。"})

    assert "cites article#p9, but the source has 2 paragraphs" in str(fault.what)


def test_a_figure_of_a_place_that_is_not_reached_is_told(weifang: Places) -> None:
    (fault,) = check(of_article(figure(2, "家", place="370784")), weifang)

    assert (str(fault.where), str(fault.what)) == (
        "features[0] (a-reform).figures[0].place",
        "the reform does not reach 370784",
    )


@pytest.mark.parametrize(
    ("value", "unit", "paragraph"),
    [
        (400, "万人次", "接待游客400万人次"),
        (400, "万人次", "接待游客 ４００ 万人次"),
        (2, "万人", "带动2万余名群众增收"),
        (1.5, "亿元", "投资1.5亿元"),
        (4000, "亩", "果园4000多亩"),
        (3, "个", "三个样板"),
        ("1/7", "", "占全国的1/7。"),
        (20, "个", "首批20个城市"),
        (178, "家", "27家国家级、178家省级"),
        (1234, "人", "培训1,234人"),
        (1234, "人", "培训１，２３４人"),
        (12, "项", "推出十二项举措"),
        (2, "个", "建成两个中心"),
        (1234.5, "万元", "拨付1,234.5万元"),
        (12000, "户", "覆盖12 000户"),
        (98.6, "%", "达到百分之九十八点六"),
        (3, "成", "降低三成"),
        (20, "万人", "惠及20余万人"),
        ("1/7", "", "占全国的七分之一"),
    ],
)
def test_a_figure_stands_in_what_a_writer_wrote(value: float | str, unit: str, paragraph: str) -> None:
    assert stands_in(figure(value, unit), paragraph)


@pytest.mark.parametrize(
    ("value", "unit", "paragraph"),
    [
        (400, "万人次", "接待游客1400万人次"),
        (400, "万人次", "接待游客400人次"),
        (5, "亿元", "投资1.5亿元"),
        (20, "个", "200个城市"),
        (27, "家", "27个城市"),
        ("1/7", "", "占全国的11/7"),
        (3, "个", "十三个样板"),
        (234, "人", "培训1,234人"),
        (2, "项", "推出十二项举措"),
        (5, "个", "三五个"),
        (12, "户", "覆盖12 000户"),
        (6, "%", "达到９８．６％"),
        (2, "家", "没有数字"),
    ],
)
def test_a_figure_is_missed_where_another_stands(value: float | str, unit: str, paragraph: str) -> None:
    assert not stands_in(figure(value, unit), paragraph)
