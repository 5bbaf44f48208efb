from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from werkzeug.exceptions import NotFound

from explorer.exchange.tables import MEDIA_TYPES, TABLE_WRITERS, About, Table
from explorer.filters import Filter
from explorer.views.sending import about, send_tables

if TYPE_CHECKING:
    from flask import Flask

REACH = Table("reach", ("place",), (("370783",),))


def about_in(app: Flask, language: str, wanted: Filter) -> About:
    with app.test_request_context(f"/?lang={language}"):
        app.preprocess_request()
        return about("Reach", wanted)


@pytest.mark.parametrize(
    ("language", "said"),
    [("zh", "主题：产业；地点：寿光市、220202"), ("en", "theme: Industry; place: Shouguang City or 220202")],
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
