from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest
from werkzeug.exceptions import ServiceUnavailable

from explorer.views import asking, caching

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask


@pytest.fixture(autouse=True)
def empty(app: Flask) -> Iterator[None]:
    yield
    with app.app_context():
        caching.cache.clear()


def key(app: Flask, address: str, **headers: str) -> str:
    with app.test_request_context(address, headers=headers):
        asking.choose_language()
        return caching.key()


def test_the_order_of_parameters_does_not_matter(app: Flask) -> None:
    assert key(app, "/reach?theme=industry&from=2020") == key(app, "/reach?from=2020&theme=industry")


def test_a_language_of_the_address_stands_in_links_and_that_of_the_browser_does_not(app: Flask) -> None:
    assert key(app, "/reach?lang=en") != key(app, "/reach", Accept_Language="en")


def test_of_a_parameter_given_twice_the_last_one_counts(app: Flask) -> None:
    assert key(app, "/reach?zones=off&zones=on") != key(app, "/reach?zones=on&zones=off")


@pytest.mark.parametrize(
    "other", ["/reach?lang=en&from=2021", "/reach?lang=zh&from=2020", "/spread?lang=en&from=2020", "/reach?lang=en"]
)
def test_another_question_has_another_key(other: str, app: Flask) -> None:
    assert key(app, "/reach?lang=en&from=2020") != key(app, other)


def test_another_host_has_another_key(app: Flask) -> None:
    assert key(app, "/reach") != key(app, "/reach", Host="elsewhere.example")


def test_other_data_have_another_key(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    before = key(app, "/reach")

    monkeypatch.setattr(app.extensions["site"].store, "digest", lambda: "other")

    assert key(app, "/reach") != before


def test_what_was_made_is_kept(app: Flask) -> None:
    made: list[int] = []
    with app.test_request_context("/reach?from=2020"):
        asking.choose_language()
        for kept in (caching.kept, caching.kept_one_at_a_time):
            assert kept(lambda: made.append(1) or len(made)) == 1  # type: ignore[func-returns-value]

    assert len(made) == 1


def test_a_crowd_is_asked_to_come_back_and_one_is_made_at_a_time(app: Flask) -> None:
    n_guests = 6
    let_go, all_asked = threading.Event(), threading.Barrier(n_guests - caching.MOST_AT_ONCE + 1)
    at_work: list[int] = []
    most: list[int] = []
    refused: list[int] = []

    def make() -> str:
        at_work.append(1)
        most.append(len(at_work))
        let_go.wait(5)
        at_work.pop()
        return "made"

    def guest(n: int) -> None:
        with app.test_request_context(f"/reach?from={2000 + n}"):
            asking.choose_language()
            try:
                assert caching.kept_one_at_a_time(make) == "made"
            except ServiceUnavailable:
                refused.append(n)
                all_asked.wait(5)

    guests = [threading.Thread(target=guest, args=(n,)) for n in range(n_guests)]
    for each in guests:
        each.start()
    all_asked.wait(5)
    let_go.set()
    for each in guests:
        each.join()

    assert len(refused) == n_guests - caching.MOST_AT_ONCE
    assert most == [1] * caching.MOST_AT_ONCE


def test_who_fails_leaves_the_place_to_the_next(app: Flask) -> None:
    with app.test_request_context("/reach"):
        asking.choose_language()
        for _ in range(caching.MOST_AT_ONCE + 1):
            with pytest.raises(ZeroDivisionError):
                caching.kept_one_at_a_time(lambda: 1 / 0)
