from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from explorer.records.models import Figure, Honour, Source
from explorer.web import wording
from geodata.nearness import Nearness

if TYPE_CHECKING:
    from explorer.messages import Language


def figure(**told: Any) -> Figure:
    words = {"unit": "", "unit_en": "", "label_zh": "…", "label_en": "…", "source": "weifang-2025#p31"}
    return Figure.model_validate(words | told)


@pytest.mark.parametrize(
    ("told", "zh", "en"),
    [
        ({"value": 400, "unit": "万人次", "unit_en": "visits"}, ["", "400", "万人次"], ["", "4,000,000", "visits"]),
        (
            {"value": 2, "unit": "万人", "unit_en": "people", "qualifier": "about"},
            ["约", "2", "万人"],
            ["about", "20,000", "people"],
        ),
        (
            {"value": 1.5, "unit": "亿元", "unit_en": "yuan", "qualifier": "over"},
            ["超", "1.5", "亿元"],
            ["over", "150,000,000", "yuan"],
        ),
        ({"value": 4000, "unit": "亩", "unit_en": "mu"}, ["", "4,000", "亩"], ["", "4,000", "mu"]),
        ({"value": "1/7", "qualifier": "share"}, ["", "1/7", ""], ["", "1/7", ""]),
        ({"value": 95.6, "unit": "%", "unit_en": "%"}, ["", "95.6", "%"], ["", "95.6", "%"]),
        ({"value": 0.29, "unit": "万元", "unit_en": "yuan"}, ["", "0.29", "万元"], ["", "2,900", "yuan"]),
        ({"value": 5e9, "unit": "元", "unit_en": "yuan"}, ["", "50亿", "元"], ["", "5 billion", "yuan"]),
        ({"value": 9000, "unit": "亿元", "unit_en": "yuan"}, ["", "9,000", "亿元"], ["", "900 billion", "yuan"]),
    ],
)
def test_a_figure_reads_as_people_write_it(told: dict[str, Any], zh: list[str], en: list[str]) -> None:
    def said(language: Language) -> list[str]:
        shown = figure(**told)
        parts = (wording.qualifier(shown, language), wording.number(shown, language), wording.unit(shown, language))
        return list(parts)

    assert (said("zh"), said("en")) == (zh, en)


@pytest.mark.parametrize(
    ("level", "kind", "zh", "en"),
    [
        ("national", "first", "全国首创", "First in China"),
        ("provincial", "award", "省级荣誉", "Provincial award"),
        ("city", "standard", "地方标准", "Local standard"),
    ],
)
def test_level_and_kind_are_said_in_one_breath(level: str, kind: str, zh: str, en: str) -> None:
    told = {"level": level, "kind": kind, "title_zh": "…", "title_en": "…", "source": "weifang-2025"}
    honour = Honour.model_validate(told)

    assert (wording.badge(honour, "zh"), wording.badge(honour, "en")) == (zh, en)


@pytest.mark.parametrize(("citation", "paragraph"), [("weifang-2025#p31", 31), ("weifang-2025", None)])
def test_a_citation_leads_to_its_source_and_paragraph(citation: str, paragraph: int | None) -> None:
    source = Source(id="weifang-2025", title="潍坊")

    assert wording.cited(citation, {"weifang-2025": source}) == (source, paragraph)


@pytest.mark.parametrize(
    ("ratio", "said"),
    [
        (0.0, "0 %"),
        (0.0001, "< 1 %"),
        (0.005, "< 1 %"),
        (0.0099, "< 1 %"),
        (0.01, "1 %"),
        (5 / 12, "42 %"),
        (0.5, "50 %"),
        (0.99, "99 %"),
        (0.9901, "> 99 %"),
        (136 / 137, "> 99 %"),
        (1.0, "100 %"),
    ],
)
def test_a_little_is_not_written_as_nothing_nor_nearly_all_as_all(ratio: float, said: str) -> None:
    assert wording.percent(ratio) == said


@pytest.mark.parametrize(("value", "said"), [(0.4, "0"), (15790.4, "15,790"), (16143.14, "16,143")])
def test_a_number_is_rounded_with_its_thousands_apart(value: float, said: str) -> None:
    assert wording.rounded(value) == said


@pytest.mark.parametrize(
    ("value", "zh", "en"),
    [
        (9086241, "908.6 万", "9.09 million"),
        (237230, "23.7 万", "0.24 million"),
        (101530000, "10,153.0 万", "101.53 million"),
        (8700, "8,700", "8,700"),
    ],
)
def test_people_are_counted_as_each_language_does(value: float, zh: str, en: str) -> None:
    assert (wording.people(value, "zh"), wording.people(value, "en")) == (zh, en)


@pytest.mark.parametrize(
    ("near", "zh", "en"),
    [
        (Nearness("370703", 112.4, 28.0), "与本地交界约 112 公里。", "it shares a border of about 112 km."),
        (Nearness("370703", 0.2, 9.0), "与本地交界约 1 公里。", "it shares a border of about 1 km."),
        (
            Nearness("370786", None, 1054.3),
            "距离最近，约 1,054 公里，不接壤。",
            "the nearest, about 1,054 km away; no shared border.",
        ),
    ],
)
def test_why_a_county_is_asked_is_said_in_both_languages(near: Nearness, zh: str, en: str) -> None:
    assert (wording.nearness(near, "zh"), wording.nearness(near, "en")) == (zh, en)
