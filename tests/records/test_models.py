from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from pydantic import TypeAdapter, ValidationError
from strategies import reforms, sources

from explorer.records.models import (
    Cases,
    Citation,
    Figure,
    Reach,
    Reform,
    Source,
    digest_of,
    document_of,
    paragraph_of,
    record_of,
    scope_of,
    source_of,
)

if TYPE_CHECKING:
    from explorer.messages import Language


def test_what_is_kept_of_a_record_gives_the_record_back(cases: Cases) -> None:
    assert [record_of("reform", document_of(each)) for each in cases.reforms] == list(cases.reforms)
    assert [record_of("source", document_of(each)) for each in cases.sources] == list(cases.sources)


@given(reform=reforms(), source=sources())
def test_whatever_a_record_says_comes_back(reform: Reform, source: Source) -> None:
    assert record_of("reform", document_of(reform)) == reform
    assert record_of("source", document_of(source)) == source


def test_a_figure_stays_the_number_that_it_was(by_id: dict[str, Reform]) -> None:
    reform = by_id["agricultural-opening-trial-area"]
    values = (2, 2.0, "1/7", 0.1)
    figures = tuple(reform.figures[0].model_copy(update={"value": value}) for value in values)

    again = record_of("reform", document_of(reform.model_copy(update={"figures": figures})))

    assert isinstance(again, Reform)
    assert [repr(figure.value) for figure in again.figures] == [repr(value) for value in values]


def test_what_a_reform_does_not_state_is_not_kept(by_id: dict[str, Reform]) -> None:
    document = document_of(by_id["smart-elderly-care"])

    assert "null" not in document
    assert digest_of(document) == digest_of(document_of(record_of("reform", document)))


FIGURE = {
    "value": 2,
    "unit": "万人",
    "unit_en": "people",
    "label_zh": "参加",
    "label_en": "took part",
    "source": "weifang-2025#p31",
}


@pytest.mark.parametrize("value", [10**201, -(10**201), 10**400])
def test_a_number_that_computes_to_none_is_refused(value: int) -> None:
    with pytest.raises(ValidationError):
        Figure.model_validate(FIGURE | {"value": value})


def test_what_has_no_english_is_called_by_its_chinese() -> None:
    figure = Figure.model_validate(FIGURE | {"label_en": None})

    assert (figure.label("en"), figure.label("zh")) == ("参加", "参加")


@pytest.mark.parametrize(
    ("place", "scope"),
    [("370783", "county"), ("370700", "citywide"), ("370700-gaoxin", "zone"), ("370000", "citywide")],
)
def test_a_code_tells_the_scope(place: str, scope: str) -> None:
    assert scope_of(place) == scope


@pytest.mark.parametrize(
    ("citation", "source", "paragraph"),
    [("weifang-2025#p23", "weifang-2025", 23), ("dzrb-2014-09-09", "dzrb-2014-09-09", None)],
)
def test_a_citation_points_into_a_source(citation: str, source: str, paragraph: int | None) -> None:
    assert (source_of(citation), paragraph_of(citation)) == (source, paragraph)


@pytest.mark.parametrize("citation", ["", "Weifang", "weifang#23", "weifang#p0", "weifang#p", "a b", "weifang#p1#p2"])
def test_what_is_no_citation_is_refused(citation: str) -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(Citation).validate_python(citation)


@pytest.mark.parametrize(
    ("value", "unit", "number"),
    [
        (2, "万人", 20_000),
        (400, "万人次", 4_000_000),
        (1.5, "亿元", 150_000_000),
        (27, "家", 27),
        ("1/4", "", 0.25),
        (0.1, "万", 1000),
    ],
)
def test_a_figure_is_multiplied_out(value: float | str, unit: str, number: float) -> None:
    assert Figure.model_validate(FIGURE | {"value": value, "unit": unit}).number == number


@pytest.mark.parametrize(
    "changed",
    [
        {"value": "many"},
        {"value": "1/0"},
        {"value": float("inf")},
        {"value": float("nan")},
        {"value": True},
        {"qualifier": "nearly"},
        {"unit": "一个很长很长很长很长的单位"},
        {"label_zh": ""},
        {"year": 1900},
        {"place": "Shouguang"},
        {"colour": "red"},
    ],
    ids=str,
)
def test_a_figure_that_says_nothing_sure_is_refused(changed: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Figure.model_validate(FIGURE | changed)


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "data:text/html,x", "weifang.gov.cn/news", "ftp://weifang.cn"]
)
def test_only_a_web_address_is_taken(address: str) -> None:
    with pytest.raises(ValidationError):
        Source.model_validate({"id": "a", "title": "b", "url": address})


@pytest.mark.parametrize("address", ["http://weifang.cn", "HTTPS://潍坊.中国/新闻?a=1#b"])
def test_an_address_is_kept_as_it_is_written(address: str) -> None:
    assert Source.model_validate({"id": "a", "title": "b", "url": address}).url == address


@pytest.mark.parametrize("date", ["2025", "2025-05", "2025-05-22", None])
def test_a_source_has_as_much_of_its_date_as_is_known(date: str | None) -> None:
    assert Source.model_validate({"id": "a", "title": "b", "date": date}).date == date


@pytest.mark.parametrize("date", ["", "22.5.2025", "2025-5", "2025-05-22T08:00"])
def test_a_date_of_another_form_is_refused(date: str) -> None:
    with pytest.raises(ValidationError):
        Source.model_validate({"id": "a", "title": "b", "date": date})


def test_an_unknown_year_is_none() -> None:
    assert Reach(place="370783", status="origin", source="weifang-2025#p19").since is None


@pytest.mark.parametrize(("language", "title"), [("zh", "智慧养老"), ("en", "Smart elderly care")])
def test_a_title_is_told_in_the_language_asked(language: Language, title: str, by_id: dict[str, Reform]) -> None:
    assert by_id["smart-elderly-care"].title(language) == title
    assert not by_id["smart-elderly-care"].lacks(language)


def test_a_missing_translation_falls_back_and_says_so(by_id: dict[str, Reform]) -> None:
    reform = by_id["smart-elderly-care"].model_copy(update={"title_en": None, "summary_en": None})

    assert (reform.title("en"), reform.summary("en")) == (reform.title_zh, reform.summary_zh)
    assert (reform.lacks("en"), reform.lacks("zh")) == (True, False)


def test_a_reform_is_reached_only_where_a_row_says_so(by_id: dict[str, Reform]) -> None:
    reform = by_id["red-property-management"]

    row = reform.reach_at("370705")
    assert row is not None
    assert (row.status, row.since, row.scope) == ("pilot", 2019, "county")
    assert reform.reach_at("370783") is None


def test_a_figure_stands_only_by_the_place_that_it_tells_of(by_id: dict[str, Reform]) -> None:
    feature_towns = by_id["provincial-feature-towns"]

    assert {each.place for each in feature_towns.honours_at("370781")} == {"370781"}
    assert feature_towns.figures_at("370781") == tuple(each for each in feature_towns.figures if each.place == "370781")
    one_place = by_id["zhugou-joint-village-building"]
    assert one_place.figures_at("370785") == one_place.figures


def test_every_citation_of_the_data_leads_to_a_source(cases: Cases) -> None:
    known = {source.id for source in cases.sources}

    assert {source_of(each) for reform in cases.reforms for each in reform.citations} == known


def test_a_record_cannot_be_changed(by_id: dict[str, Reform]) -> None:
    with pytest.raises(ValidationError, match="frozen"):
        by_id["smart-elderly-care"].theme = "industry"
