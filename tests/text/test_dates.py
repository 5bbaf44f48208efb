from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.text.dates import is_year, read, year_of, year_of_date_in, years


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("2025", "2025"),
        ("二〇二五年", "2025"),
        ("2025年8月", "2025-08"),
        ("2025.8", "2025-08"),
        ("2025 年 8 月 27 日", "2025-08-27"),
        ("２０２５年８月２７号", "2025-08-27"),
        ("2025年8月27日（星期三）", "2025-08-27"),
        ("二〇二五年八月二十七日", "2025-08-27"),
        ("2025/8/7 10:30", "2025-08-07"),
        ("20250827", "2025-08-27"),
    ],
)
def test_a_date_is_read_as_people_write_it(text: str, date: str) -> None:
    assert str(read(text)) == date


@pytest.mark.parametrize(
    "text", ["", "去年", "2025-13", "2025-02-30", "2021-22", "二〇二五年十十月", "8月27日", "45870"]
)
def test_what_is_no_date_of_the_calendar_is_not_read(text: str) -> None:
    assert read(text) is None


@given(
    st.dates(dt.date(1949, 1, 1)),
    st.sampled_from(["{0}-{1}-{2}", "{0}年{1}月{2}日", "{0}/{1:02}/{2:02}", "{0}.{1}.{2}"]),
)
def test_every_day_is_read(day: dt.date, form: str) -> None:
    assert str(read(form.format(day.year, day.month, day.day))) == day.isoformat()


@pytest.mark.parametrize(
    ("text", "year", "no_more"),
    [("2023", 2023, True), ("二〇二三年", 2023, True), ("2023年底", 2023, False), ("2023年5月", 2023, False)],
)
def test_a_year_is_told_from_what_tells_more(text: str, year: int, no_more: bool) -> None:  # noqa: FBT001
    assert (year_of(text), is_year(text)) == (year, no_more)


def test_the_years_that_a_text_names_are_found() -> None:
    text = "二〇二一年试点，2023 年推开，2020年以来40多年间。"

    assert [(year, text[start:end]) for year, start, end in years(text)] == [(2021, "二〇二一年"), (2023, "2023 年")]


def test_a_line_is_dated_by_its_first_whole_date() -> None:
    assert (year_of_date_in("记者 2024年11月6日"), year_of_date_in("2024年 11家")) == (2024, None)
