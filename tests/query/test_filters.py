from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import parse_qs, parse_qsl

import pytest
from hypothesis import given
from strategies import filters, typed_words

from explorer.errors import FilterError
from explorer.query.filters import PARAMETERS, Filter
from explorer.records.models import Reach

if TYPE_CHECKING:
    from explorer.messages import Language
    from geodata import Places

ROW = Reach(place="370783", status="adopted", since=2020, source="weifang-2025#p19")
UNDATED = Reach(place="370700-gaoxin", status="origin", source="weifang-2025#p19")


@given(wanted=filters(typed_words()))
def test_a_filter_written_to_an_address_is_read_back_the_same(wanted: Filter) -> None:
    query = wanted.to_query()

    assert Filter.parse(parse_qs(query)) == wanted
    assert Filter.parse(dict(parse_qsl(query))) == wanted


@given(wanted=filters(typed_words()))
def test_a_filter_without_its_conditions_is_empty(wanted: Filter) -> None:
    assert wanted.without(*wanted.conditions) == Filter()
    assert (wanted == Filter()) == (wanted.to_query() == "") == (wanted.in_words("en") == "")


@pytest.mark.parametrize(
    ("query", "canonical"),
    [
        ("", ""),
        ("theme=business,industry", "theme=industry,business"),
        ("theme=business&theme=industry", "theme=industry,business"),
        ("theme=&status=&q=&from=&place=", ""),
        ("theme=,industry, ,industry", "theme=industry"),
        ("q=++智慧++养老+", "q=%E6%99%BA%E6%85%A7+%E5%85%BB%E8%80%81"),
        ("q=a%00b", "q=a+b"),
        ("to=2024&from=2020", "from=2020&to=2024"),
        ("from=２０２０", "from=2020"),
        ("place=370783,370700-gaoxin,370783", "place=370783,370700-gaoxin"),
        ("reform=smart-elderly-care", "reform=smart-elderly-care"),
    ],
)
def test_one_question_has_one_address(query: str, canonical: str) -> None:
    assert Filter.parse(parse_qs(query, keep_blank_values=True)).to_query() == canonical


@pytest.mark.parametrize(
    ("query", "named", "said"),
    [
        ("them=industry", "them", "did you mean theme?"),
        ("year=2020", "year", "unknown parameter"),
        ("x=1", "x", "use one of q, theme, scope"),
        ("theme=farming", "theme", "“farming” is not one of industry"),
        ("status=no", "status", "“no” is not one of origin"),
        ("scope=town", "scope", "“town” is not one of county, zone, citywide"),
        ("honour=medal", "honour", "“medal” is not one of"),
        ("level=world", "level", "“world” is not one of national"),
        ("from=20", "from", "“20” is not a year from 1949 to 2100"),
        ("to=1948", "to", "“1948” is not a year"),
        ("to=2020-01-01", "to", "“2020-01-01” is not a year"),
        ("from=2024&to=2020", "from", "swap from and to"),
        ("place=Shouguang", "place", "370783 or 370700-gaoxin"),
        ("place=370783'--", "place", "is not of the form"),
        ("reform=Smart Care", "reform", "is not of the form"),
        ("q=" + "x" * 101, "q", "101 characters are more than 100"),
    ],
)
def test_what_cannot_be_asked_is_named_with_a_remedy(query: str, named: str, said: str) -> None:
    with pytest.raises(FilterError) as caught:
        Filter.parse(parse_qs(query))

    (fault,) = caught.value.faults
    assert str(fault.where) == named
    assert said in str(fault)


def test_every_fault_of_a_question_is_told_at_once() -> None:
    with pytest.raises(FilterError) as caught:
        Filter.parse({"them": "industry", "status": ["no"], "from": "20", "q": "养老"})

    assert [str(fault.where) for fault in caught.value.faults] == ["them", "status", "from"]


@pytest.mark.parametrize(
    ("query", "language", "words"),
    [
        ("", "en", ""),
        ("theme=industry,governance", "en", "theme: Industry or Governance"),
        ("theme=industry,governance", "zh", "主题：产业或基层治理"),
        ("from=2020&to=2024", "zh", "2020 年起；至 2024 年"),
        ("from=2020&to=2024", "en", "from 2020; to 2024"),
        ("q=养老", "zh", "关键词：“养老”"),
        ("place=370783&status=origin", "en", "status: Began here; place: Shouguang City"),
        ("honour=first&level=national", "zh", "荣誉：首创；荣誉级别：国家级"),
        ("q={0}{{7*7}}", "en", "words: “{0}{{7*7}}”"),
    ],
)
def test_a_filter_is_said_in_words(query: str, language: Language, words: str, weifang: Places) -> None:
    wanted = Filter.parse(parse_qs(query))

    assert wanted.in_words(language, lambda code: weifang[code].name(language)) == words


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("name", PARAMETERS)
def test_every_condition_has_words(name: str, language: Language) -> None:
    values = {
        "q": "养老",
        "theme": "industry",
        "scope": "zone",
        "status": "pilot",
        "honour": "first",
        "level": "city",
        "from": "2020",
        "to": "2024",
        "place": "370783",
        "reform": "smart-elderly-care",
    }

    wanted = Filter.parse({name: values[name]})

    assert wanted.conditions == (name,)
    assert len(wanted.in_words(language)) > 3


@pytest.mark.parametrize(
    ("query", "row", "kept"),
    [
        ("", UNDATED, True),
        ("place=370783", ROW, True),
        ("place=370781", ROW, False),
        ("scope=county", ROW, True),
        ("scope=zone", UNDATED, True),
        ("scope=citywide", ROW, False),
        ("status=adopted,pilot", ROW, True),
        ("status=origin", ROW, False),
        ("from=2020", ROW, True),
        ("to=2020", ROW, True),
        ("from=2021", ROW, False),
        ("to=2019", ROW, False),
        ("from=1949", UNDATED, False),
        ("theme=industry", ROW, True),
    ],
)
def test_a_filter_keeps_the_rows_that_meet_it(query: str, row: Reach, *, kept: bool) -> None:
    assert Filter.parse(parse_qs(query)).keeps(row) == kept


def test_a_filter_is_widened_and_moved_without_changing_it() -> None:
    wanted = Filter.parse({"theme": "industry", "from": "2020", "place": "370783"})

    assert wanted.without("from", "place").to_query() == "theme=industry"
    assert wanted.at("370781").to_query() == "theme=industry&from=2020&place=370781"
    assert wanted.to_query() == "theme=industry&from=2020&place=370783"
