from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.formats import columns, values
from explorer.formats.values import read_cell
from explorer.messages import Bilingual, say
from explorer.records.fields import named
from explorer.records.vocabulary import STATUSES, THEMES
from explorer.spreadsheets.cells import LONGEST_CELL, TYPE_IT, Broken, DateCell

if TYPE_CHECKING:
    from explorer.formats.values import Reading
    from explorer.spreadsheets.cells import Raw

THEME, STATUS = (columns.reading(each) for each in (named("theme"), named("status", "reach")) if each)
READINGS = {
    "text": values.text,
    "code": values.code,
    "year": values.year,
    "day": values.day,
    "number": values.number,
    "count": values.count,
    "flag": values.flag,
    "theme": THEME,
    "measure": values.measure,
}
NEW_YEAR = DateCell(dt.date(2024, 1, 1), 45292.0, "day")
YEAR_SHOWN_AS_DATE = DateCell(dt.date(1905, 7, 15), 2023.0, "day")


@pytest.mark.parametrize(
    ("reading", "raw", "value"),
    [
        ("text", " 寿光\n", " 寿光\n"),
        ("text", 2025, "2025"),
        ("text", 2.0, "2"),
        ("text", True, "True"),
        ("text", "  ", None),
        ("code", " 寿光市 ", "寿光市"),
        ("code", "370783", "370783"),
        ("code", "weifang-2025#p19", "weifang-2025#p19"),
        ("year", 2023, 2023),
        ("year", "2023", 2023),
        ("year", "2023年", 2023),
        ("year", "２０２３年", 2023),
        ("year", "二〇二三年", 2023),
        ("year", "2023.0", 2023),
        ("year", 2023.0, 2023),
        ("year", "'2023", 2023),
        ("year", DateCell(dt.date(2024, 1, 1), 45292.0, "year"), 2024),
        ("day", "2025", "2025"),
        ("day", 2025, "2025"),
        ("day", "2025-08", "2025-08"),
        ("day", "2025年8月", "2025-08"),
        ("day", "2025/8/7", "2025-08-07"),
        ("day", "2025.8.7", "2025-08-07"),
        ("day", "２０２５年８月２７日", "2025-08-27"),
        ("day", "2025-08-27 00:00:00", "2025-08-27"),
        ("day", 20250827, "2025-08-27"),
        ("day", "20250827", "2025-08-27"),
        ("day", NEW_YEAR, "2024-01-01"),
        ("day", DateCell(dt.date(2025, 8, 1), 45870.0, "month"), "2025-08"),
        ("number", 400, 400),
        ("number", "1,234", 1234),
        ("number", "１２.5", 12.5),
        ("number", "1/7", "1/7"),
        ("number", "2.0", 2.0),
        ("number", "-3", -3),
        ("count", "3", 3),
        ("count", "第3段", 3),
        ("count", 3.0, 3),
        ("flag", True, True),
        ("flag", "FALSE", False),
        ("flag", "是", True),
        ("theme", "民生", "livelihood"),
        ("theme", " Opening-up ", "opening"),
        ("theme", "BUSINESS", "business"),
        ("measure", None, ""),
        ("measure", " 万人", " 万人"),
    ],
)
def test_a_cell_is_read_as_what_its_column_holds(reading: str, raw: Raw, value: Any) -> None:
    found = read_cell(raw, READINGS[reading])

    assert (found.value, type(found.value)) == (value, type(value))
    assert (found.fault, found.note) == (None, None)


@pytest.mark.parametrize(
    ("reading", "raw", "value", "said"),
    [
        ("code", 370783, "370783", "370783 is kept as a number"),
        ("code", "370783.0", "370783", "unlike a code"),
        ("code", "３７０７８３", "370783", "unlike a code"),
        ("code", "'370783", "370783", "unlike a code"),
        ("year", NEW_YEAR, 2024, "2024-01-01 tells more than a year"),
        ("year", YEAR_SHOWN_AS_DATE, 2023, "a number that the cell shows as a date"),
        ("year", "2023-05-01", 2023, "tells more than a year"),
        ("year", "2023年5月", 2023, "tells more than a year"),
        ("year", "2023年底", 2023, "tells more than a year"),
        ("year", "不详", None, "read as not stated"),
        ("year", "—", None, "read as not stated"),
        ("day", "无", None, "read as not stated"),
    ],
)
def test_what_is_mended_is_told(reading: str, raw: Raw, value: Any, said: str) -> None:
    found = read_cell(raw, READINGS[reading])

    assert found.value == value
    assert found.fault is None
    assert found.note is not None
    assert said in str(found.note[0])


@pytest.mark.parametrize(
    ("reading", "raw", "said"),
    [
        ("year", 20233, "20233 is no year from 1949 to 2100"),
        ("year", 1023, "no year"),
        ("year", "2023-2024", "no year"),
        ("year", "近年来", "no year"),
        ("year", True, "no year"),
        ("year", DateCell(dt.date(1901, 1, 1), 367.0, "day"), "in no year from 1949"),
        ("day", "2025-13-40", "no date"),
        ("day", "2025-02-30", "no date"),
        ("day", "去年", "no date"),
        ("day", 45870, "no date"),
        ("number", "约400", "no number"),
        ("number", "12%", "no number"),
        ("number", "1e400", "no number"),
        ("number", "NaN", "no number"),
        ("number", NEW_YEAR, "no number"),
        ("number", True, "no number"),
        ("count", "0", "no whole number"),
        ("count", "1.5", "no whole number"),
        ("flag", "也许", "neither yes nor no"),
        ("theme", "科技", "科技 is no theme"),
        ("text", "寿\x00光", "control character (U+0000)"),
        ("text", "\ud800", "control character (U+D800)"),
        ("code", "a\x07", "control character"),
        ("text", "字" * (LONGEST_CELL + 1), "more than 32,767 characters"),
        (
            "text",
            Broken("#N/A", Bilingual("公式错误", "is the error #N/A"), TYPE_IT),
            "error #N/A",
        ),
    ],
)
def test_what_cannot_be_read_is_a_fault_in_both_languages(reading: str, raw: Raw, said: str) -> None:
    found = read_cell(raw, READINGS[reading])

    assert found.fault is not None
    what, remedy = found.fault
    assert said in str(what)
    assert any("\u4e00" <= letter <= "\u9fff" for letter in say(what, "zh"))
    assert any("\u4e00" <= letter <= "\u9fff" for letter in say(remedy, "zh"))


@pytest.mark.parametrize("reading", READINGS)
def test_an_empty_cell_is_not_stated(reading: str) -> None:
    assert read_cell(None, READINGS[reading]).value in {None, ""}
    assert read_cell(None, READINGS[reading]).fault is None


@pytest.mark.parametrize(("reading", "words"), [(THEME, THEMES), (STATUS, STATUSES)])
def test_a_word_is_known_in_both_languages_and_as_the_machine_names_it(reading: Reading, words: dict[str, Any]) -> None:
    for machine, said in words.items():
        assert [reading(each).value for each in (machine, *said.values())] == [machine] * 3


def test_an_unknown_word_is_told_with_those_there_are() -> None:
    fault = read_cell("科技", THEME).fault

    assert fault is not None
    assert "industry, countryside" in str(fault[1])
    assert "产业、农业农村" in say(fault[1], "zh")


@given(st.sampled_from(sorted(READINGS)), st.text() | st.floats() | st.integers() | st.booleans() | st.none())
def test_any_cell_is_read_or_told(reading: str, raw: Any) -> None:
    found = read_cell(raw, READINGS[reading])

    assert found.value is None or found.fault is None


@pytest.mark.parametrize(
    ("reading", "raw"),
    [
        (values.number, "1000①"),
        (values.number, "10²"),
        (values.year, "2021²"),
        (values.year, "2021年①"),
        (values.day, "2025年①"),
        (values.count, "3⑴"),
    ],
)
def test_the_mark_of_a_footnote_makes_no_other_number(reading: Reading, raw: str) -> None:
    found = read_cell(raw, reading)

    assert found.value is None
    assert found.fault is not None
    assert str(found.fault[0]).startswith("holds the mark")


@pytest.mark.parametrize("raw", ["2021-22", "2023年13月", "2023-00", "2023.12.45"])
def test_a_month_that_is_none_makes_no_year(raw: str) -> None:
    assert read_cell(raw, values.year).fault


def test_a_month_that_a_spreadsheet_took_for_a_number_is_not_guessed() -> None:
    found = read_cell(2025.1, values.day)

    assert found.value is None
    assert found.fault is not None
    assert "January or October" in str(found.fault[0])


def test_a_number_of_days_is_told_with_the_date_that_it_is() -> None:
    found = read_cell(45000, values.day)

    assert found.fault is not None
    assert "2023-03-15" in str(found.fault[1])


@pytest.mark.parametrize("raw", ["\u3000智慧大棚\u3000", " 智慧\u200b大棚\ufeff", "智慧大棚"])
def test_words_are_read_without_what_nobody_sees(raw: str) -> None:
    assert read_cell(raw, values.words).value == "智慧大棚"


@pytest.mark.parametrize(
    ("raw", "value"),
    [("2024.1.02", "2024-01-02"), ("2024.10.01", "2024-10-01"), ("2025.08.27", "2025-08-27"), ("2025.0", "2025")],
)
def test_a_date_with_points_keeps_each_of_its_digits(raw: str, value: str) -> None:
    assert read_cell(raw, values.day).value == value


@pytest.mark.parametrize("raw", ["2020\u200b", "\ufeff2020", "2020.03"])
def test_a_year_is_read_whatever_nobody_sees_beside_it(raw: str) -> None:
    assert read_cell(raw, values.year).value == 2020
