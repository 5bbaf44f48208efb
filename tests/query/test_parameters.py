from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import parse_qs

import pytest

from explorer.errors import FilterError
from explorer.messages import say
from explorer.query.parameters import Choice, Choices, Codes, Question, Searched, Whole, YearNumber, parameter, unknown
from explorer.records.vocabulary import ORDERS, SWITCH, THEMES

if TYPE_CHECKING:
    from explorer.query.parameters import Convertor


@dataclass(frozen=True)
class Asked(Question):
    """A question with a parameter of each kind; one is called otherwise than its field."""

    theme: tuple[str, ...] = parameter(Choices(THEMES), ())
    sort: str = parameter(Choice(ORDERS), "reach")
    place: tuple[str, ...] = parameter(Codes(r"\d{6}", "370783"), ())
    since: int | None = parameter(YearNumber(), None, name="from")
    rows: int = parameter(Whole(0, 200), 50)
    q: str = parameter(Searched(10), "")


@pytest.mark.parametrize(
    ("convertor", "texts", "value", "written"),
    [
        (Choices(THEMES), ["business,industry"], ("industry", "business"), "industry,business"),
        (Choices(THEMES), ["business", "industry", "business"], ("industry", "business"), "industry,business"),
        (Choice(ORDERS), ["name"], "name", "name"),
        (Choice(ORDERS), [" pace "], "pace", "pace"),
        (Choice(SWITCH), ["off", "on"], "on", "on"),  # a hidden field, then the box that is ticked
        (Codes(r"\d{6}", "370783"), ["370783,370781", "370783"], ("370783", "370781"), "370783,370781"),
        (YearNumber(), ["2020"], 2020, "2020"),
        (YearNumber(), ["２０２０"], 2020, "2020"),
        (Whole(0, 200), ["0"], 0, "0"),
        (Whole(0, 200), ["２００"], 200, "200"),
        (Whole(0, 200), ["007"], 7, "7"),
        (Searched(10), ["  智慧   养老 "], "智慧 养老", "智慧 养老"),
    ],
)
def test_a_value_is_read_and_written_in_one_way(
    convertor: Convertor, texts: list[str], value: object, written: str
) -> None:
    assert convertor.parse(texts) == value
    assert convertor.write(value) == written
    assert convertor.parse([written]) == value


@pytest.mark.parametrize(
    ("convertor", "text", "said"),
    [
        (Choices(THEMES), "industry,farming", "“farming” is not one of industry, countryside"),
        (Choice(ORDERS), "", "“” is not one of reach, pace, first, name"),
        (Choice(ORDERS), "name,reach", "“name,reach” is not one of"),
        (Choice(ORDERS), "Name", "“Name” is not one of"),
        (Codes(r"\d{6}", "370783"), "370783;DROP TABLE reform", "is not of the form 370783"),
        (Codes(r"\d{6}", "370783"), "3707830", "is not of the form 370783"),
        (YearNumber(), "1948", "“1948” is not a year from 1949 to 2100"),
        (YearNumber(), "2020.0", "is not a year"),
        (Whole(0, 200), "201", "“201” is not a whole number from 0 to 200"),
        (Whole(1, 999), "0", "is not a whole number from 1 to 999"),
        *[(Whole(0, 200), text, "is not a whole number") for text in ("-1", "+1", "1.5", "1e2", "0x10", "", "1" * 99)],
        (Searched(10), "x" * 11, "11 characters are more than 10"),
    ],
)
def test_what_cannot_be_read_is_said(convertor: Convertor, text: str, said: str) -> None:
    with pytest.raises(ValueError, match=re.escape(said)):
        convertor.parse([text])


@pytest.mark.parametrize(
    ("convertor", "value", "zh", "en"),
    [
        (Choices(THEMES), ("industry", "opening"), "产业或对外开放", "Industry or Opening-up"),
        (Choice(SWITCH), "off", "不计", "left out"),
        (Codes(r"\d{6}", "370783"), ("370783", "370781"), "370783或370781", "370783 or 370781"),
        (YearNumber(), 2020, "2020 年", "2020"),
        (Whole(0, 200), 50, "50", "50"),
        (Searched(10), "养老", "“养老”", "“养老”"),
    ],
)
def test_a_value_is_said_in_both_languages(convertor: Convertor, value: object, zh: str, en: str) -> None:
    assert (say(convertor.words(value), "zh"), say(convertor.words(value), "en")) == (zh, en)


@pytest.mark.parametrize(
    ("query", "canonical"),
    [
        ("", ""),
        ("sort=reach&rows=50", ""),  # what is not said otherwise asks for nothing
        ("rows=5&from=2020&theme=business,industry", "theme=industry,business&from=2020&rows=5"),
        ("sort=&from=&rows=&q=+&theme=,", ""),
        ("sort=name&sort=", "sort=name"),
        ("from=2020&from=", "from=2020"),
        ("rows=0", "rows=0"),
        ("q=a%26b%3D1", "q=a%26b%3D1"),
    ],
)
def test_one_question_has_one_address(query: str, canonical: str) -> None:
    asked = Asked.parse(parse_qs(query, keep_blank_values=True))

    assert asked.to_query() == canonical
    assert Asked.parse(parse_qs(canonical)) == asked


def test_a_form_carries_a_question_along_as_pairs() -> None:
    asked = Asked(theme=("industry", "opening"), since=2020, q="<b>")

    assert asked.pairs() == (("theme", "industry,opening"), ("from", "2020"), ("q", "<b>"))
    assert asked.conditions == ("theme", "from", "q")
    assert Asked.parse(dict(asked.pairs())) == asked


def test_a_parameter_is_left_out_by_its_name_in_the_address() -> None:
    asked = Asked(theme=("industry",), since=2020)

    assert asked.without("from") == Asked(theme=("industry",))
    assert asked.without("theme", "from", "rows") == Asked()
    assert asked == Asked(theme=("industry",), since=2020)
    assert Asked.parameters() == ("theme", "sort", "place", "from", "rows", "q")


def test_every_fault_is_told_at_once_and_says_what_to_do() -> None:
    with pytest.raises(FilterError) as caught:
        Asked.parse({"since": "2020", "sort": ["up", "down"], "rows": "many"})

    assert [(str(fault.where), str(fault.remedy)) for fault in caught.value.faults] == [
        ("since", "use one of theme, sort, place, from, rows, q"),
        ("sort", "correct the value, or leave the parameter out"),
        ("rows", "correct the value, or leave the parameter out"),
    ]


def test_a_parameter_that_is_almost_right_is_corrected() -> None:
    assert str(unknown("them", ("theme", "sort"))) == "them: unknown parameter (did you mean theme?)"
