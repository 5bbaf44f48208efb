from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from explorer.filters import Filter
from explorer.views.beyond import beyond

if TYPE_CHECKING:
    from flask import Flask


def told(app: Flask, asked: dict[str, str]) -> dict[str, object]:
    wanted = Filter.parse(asked)
    with app.test_request_context():
        return beyond(wanted, app.extensions["site"].store.count(wanted))


@pytest.mark.parametrize(
    ("asked", "wider"),
    [
        ({}, {}),
        ({"theme": "opening"}, {}),  # found, so nothing wider is needed
        ({"theme": "opening", "q": "nothing-of-the-sort"}, {"q"}),
        ({"theme": "opening", "q": "yanglao"}, {"theme", "q"}),
        ({"place": "220202"}, {}),  # the place that is looked at is never taken away
        ({"place": "370783", "q": "nothing-of-the-sort"}, {"q"}),
        ({"q": "nothing-of-the-sort", "reform": "no-such-reform"}, {}),
    ],
)
def test_only_an_empty_answer_has_wider_filters_and_each_of_them_finds_some(
    asked: dict[str, str], wider: set[str], app: Flask
) -> None:
    found = dict(told(app, asked)["wider"])  # type: ignore[call-overload]

    assert found.keys() == set(wider)
    store = app.extensions["site"].store
    assert {name: store.count(Filter.parse(asked).without(name)) for name in found} == found
    assert 0 not in found.values()


@pytest.mark.parametrize(
    ("asked", "n_undated"),
    [
        ({}, 0),
        ({"reform": "provincial-feature-towns"}, 0),  # no year is asked for
        ({"reform": "provincial-feature-towns", "from": "2000"}, 1),
        ({"reform": "provincial-feature-towns", "to": "2100"}, 1),
        ({"reform": "rural-property-exchange", "from": "2000"}, 0),
        ({"reform": "rural-property-exchange", "to": "2000"}, 1),  # its zone for farming states no year
        ({"reform": "rural-property-exchange", "to": "2000", "scope": "county"}, 0),
        ({"reform": "old-estate-renewal", "to": "2000"}, 0),
    ],
)
def test_reforms_that_years_hide_are_counted(asked: dict[str, str], n_undated: int, app: Flask) -> None:
    assert told(app, asked)["undated"] == n_undated
