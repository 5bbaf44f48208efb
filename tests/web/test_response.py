from __future__ import annotations

import datetime as dt
import threading
from typing import TYPE_CHECKING

import pytest
from werkzeug.exceptions import NotFound, ServiceUnavailable

from explorer.formats import MEDIA_TYPES, TABLE_WRITERS
from explorer.query.filters import Filter
from explorer.spreadsheets.tables import About, Table
from explorer.web import request, response
from explorer.web.response import about, send_tables

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask


@pytest.fixture(autouse=True)
def empty(app: Flask) -> Iterator[None]:
    yield
    with app.app_context():
        response.cache.clear()


def key(app: Flask, address: str, **headers: str) -> str:
    with app.test_request_context(address, headers=headers):
        request.choose_language()
        return response.key()


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
        request.choose_language()
        for kept in (response.kept, response.kept_one_at_a_time):
            assert kept(lambda: made.append(1) or len(made)) == 1  # type: ignore[func-returns-value]

    assert len(made) == 1


def test_a_crowd_is_asked_to_come_back_and_one_is_made_at_a_time(app: Flask) -> None:
    n_guests = 6
    let_go, all_asked = threading.Event(), threading.Barrier(n_guests - response.MOST_AT_ONCE + 1)
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
            request.choose_language()
            try:
                assert response.kept_one_at_a_time(make) == "made"
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

    assert len(refused) == n_guests - response.MOST_AT_ONCE
    assert most == [1] * response.MOST_AT_ONCE


def test_who_fails_leaves_the_place_to_the_next(app: Flask) -> None:
    with app.test_request_context("/reach"):
        request.choose_language()
        for _ in range(response.MOST_AT_ONCE + 1):
            with pytest.raises(ZeroDivisionError):
                response.kept_one_at_a_time(lambda: 1 / 0)


REACH = Table("reach", ("place",), (("370783",),))


def about_in(app: Flask, language: str, wanted: Filter) -> About:
    with app.test_request_context(f"/?lang={language}"):
        app.preprocess_request()
        return about("Reach", wanted)


@pytest.mark.parametrize(
    ("language", "said"),
    [("zh", "主题：产业；地点：寿光市或220202"), ("en", "theme: Industry; place: Shouguang City or 220202")],
)
def test_a_file_says_its_filter_in_the_language_of_the_page_with_places_by_name(
    language: str, said: str, app: Flask
) -> None:
    told = about_in(app, language, Filter(theme=("industry",), place=("370783", "220202")))

    assert (told.title, told.filter, told.query) == ("Reach", said, "theme=industry&place=370783,220202")


def test_a_file_says_which_data_of_which_day(app: Flask) -> None:
    before = dt.datetime.now(dt.UTC).date()
    told = about_in(app, "en", Filter())

    assert told.data_version == app.extensions["site"].store.digest()[:12]
    assert before <= told.date <= dt.datetime.now(dt.UTC).date()
    assert "MIT" in told.licence


def test_no_filter_is_said_in_words(app: Flask) -> None:
    told = about_in(app, "en", Filter())

    assert (told.filter, told.query) == ("none: everything that is recorded", "")


@pytest.mark.parametrize("ending", ["csv", "xlsx", "json"])
def test_the_name_of_a_file_tells_table_city_day_and_version(ending: str, app: Flask) -> None:
    said = About("Reach", "", "", "4f1d2c3b5a69", dt.date(2026, 1, 31), "MIT")

    with app.test_request_context():
        answer = send_tables(ending, [REACH], said)

    assert answer.headers["Content-Disposition"] == (
        f'attachment; filename="reach-370700-2026-01-31-4f1d2c3b5a69.{ending}"'
    )
    assert answer.headers["Content-Type"] == MEDIA_TYPES[f".{ending}"]
    assert answer.data == TABLE_WRITERS[f".{ending}"]([REACH], said)


@pytest.mark.parametrize("ending", ["docx", "", ".csv", "CSV"])
def test_an_unknown_format_names_those_there_are(ending: str, app: Flask) -> None:
    with app.test_request_context(), pytest.raises(NotFound, match=r"use \.csv, \.xlsx, \.json"):
        send_tables(ending, [REACH], About("Reach", "", "", "v", dt.date(2026, 1, 31), "MIT"))
