from __future__ import annotations

import json
from typing import Any

import pytest
from pydantic import ValidationError

from explorer.messages import say
from explorer.records.fields import LABELS
from explorer.records.models import Reform, Source
from explorer.records.schema_errors import faults

ROW = {"place": "370783", "status": "pilot", "source": "article"}
FIGURE = {"value": 2, "unit": "家", "unit_en": "", "label_zh": "企业", "label_en": "Firms", "source": "article"}
REFORM = {"id": "canteen", "title_zh": "食堂", "summary_zh": "说明", "theme": "livelihood", "reach": [ROW]}


def wrong(**changes: Any) -> ValidationError:
    with pytest.raises(ValidationError) as caught:
        Reform.model_validate_json(json.dumps({**REFORM, **changes}))
    return caught.value


@pytest.mark.parametrize(
    ("changes", "where", "what", "remedy"),
    [
        ({"theme": "farming"}, "theme", "“farming” is none of the words", "use one of industry (产业), countryside"),
        ({"theme": "livelyhood"}, "theme", "“livelyhood” is none", "did you mean livelihood (文化民生)?"),
        ({"theme": None}, "theme", "theme is missing", "write the theme"),
        ({"title_zh": " "}, "title_zh", "title in Chinese is missing", "write the title in Chinese"),
        ({"title_zh": "长" * 301}, "title_zh", "301 characters, where 300", "shorten"),
        ({"id": "Canteen 1"}, "id", "“Canteen 1” is no id", "hyphens"),
        ({"since": "2O15"}, "since", "“2O15” is no year from 1949", "four digits"),
        ({"since": 215}, "since", "“215” is no year", "four digits"),
        ({"reach": []}, "reach", "reaches no place", "state a place"),
        ({"reach": [ROW | {"place": "寿光"}]}, "reach[0].place", "is no code", "370783"),
        ({"reach": [ROW | {"source": None}]}, "reach[0].source", "no source is stated", "every fact needs a source"),
        ({"reach": [ROW | {"source": "《报》"}]}, "reach[0].source", "does not cite", "weifang-2025#p19"),
        ({"reach": [ROW | {"also": ["#p1"]}]}, "reach[0].also[0]", "does not cite", "weifang-2025#p19"),
        ({"reach": [ROW | {"sinse": 2}]}, "reach[0].sinse", "“sinse” is no field", "or write since"),
        ({"geometry": 1}, "geometry", "“geometry” is no field", "remove it"),
        ({"figures": [FIGURE | {"value": "many"}]}, "figures[0].value", "“many” is no number", "1/7"),
        ({"figures": [FIGURE | {"unit": "长" * 13}]}, "figures[0].unit", "13 characters", "shorten"),
        ({"aliases_zh": "别名"}, "aliases_zh", "does not fit", "correct"),
    ],
)
def test_a_fault_names_its_value_and_a_remedy(changes: dict[str, Any], where: str, what: str, remedy: str) -> None:
    (fault,) = faults(wrong(**changes))

    assert str(fault.where) == where
    assert what in str(fault.what)
    assert remedy in str(fault.remedy)
    assert say(fault.what, "zh") != str(fault.what)
    assert say(fault.remedy, "zh") != str(fault.remedy)
    assert not say(fault.what, "zh").isascii()


def test_every_fault_is_found_at_once() -> None:
    assert [
        str(each.where) for each in faults(wrong(theme="x", since=1, reach=[ROW | {"place": "x", "status": "y"}]))
    ] == [
        "theme",
        "since",
        "reach[0].place",
        "reach[0].status",
    ]


@pytest.mark.parametrize(
    ("changes", "what"),
    [({"date": "2025-13-40"}, "is no date"), ({"date": "last year"}, "is no date"), ({"url": "www"}, "is no address")],
)
def test_a_source_is_told_alike(changes: dict[str, Any], what: str) -> None:
    with pytest.raises(ValidationError) as caught:
        Source.model_validate({"id": "news", "title": "新闻", **changes})

    (fault,) = faults(caught.value)
    assert what in str(fault.what)


def test_a_hostile_value_is_cut() -> None:
    (fault,) = faults(wrong(theme="x" * 100_000))

    assert len(str(fault.what)) < 120


def test_each_field_that_may_be_missing_is_named() -> None:
    (*_, fault) = faults(wrong(reach=[{}]))

    assert {str(each.where).rpartition(".")[2] for each in faults(wrong(reach=[{}]))} <= LABELS.keys()
    assert str(fault.what) == "no source is stated"
