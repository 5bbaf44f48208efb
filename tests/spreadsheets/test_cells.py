from __future__ import annotations

import pytest
from hypothesis import given
from made_tables import texts

from explorer.spreadsheets import cells


@pytest.mark.parametrize(
    "text",
    [
        *("=1+1", "+86 536", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "\t寿光", "=cmd|' /C calc'!A0"),
        *("＝1+1", "＋86", "－1", "＠SUM(A1)", "﹦1"),
        *(" =1+1", "\u3000=1+1", "\xa0@x", "\ufeff=1", "\u200b+1", " \u3000 ＝1"),
    ],
)
def test_text_that_a_spreadsheet_may_run_is_known(text: str) -> None:
    assert cells.runs(text)


@pytest.mark.parametrize("text", ["", " ", "寿光", "1+1", "370783", "2025-08", "'=1", "a=b", "（+）", "− minus", "·"])
def test_plain_text_is_left_alone(text: str) -> None:
    assert not cells.runs(text)


@pytest.mark.parametrize(
    ("text", "changed"),
    [("370783", True), (" 370783", True), ("2025-08", True), ("1/7", True), ("=1", True), ("寿光", False), ("", False)],
)
def test_what_a_spreadsheet_would_make_a_number_or_a_date_is_known(text: str, *, changed: bool) -> None:
    assert cells.retyped(text) is changed


def test_what_no_file_can_hold_is_left_out() -> None:
    assert cells.legal("寿\x00光\x0b\x1f\ud800\ufffe \t\r\n𠮷") == "寿光 \t\r\n𠮷"


@pytest.mark.parametrize(("text", "wide"), [("", 0), ("reach", 5), ("寿光市", 6), ("寿光 a\n一二三四", 8), ("＝", 2)])
def test_a_chinese_character_is_two_letters_wide(text: str, wide: int) -> None:
    assert cells.width(text) == wide


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "1/7",
        "2025-08",
        "2025年",
        "007",
        "1e5",
        "TRUE",
        "May 5",
        "mar-1",
        "(5)",
        "50%",
        "¥5",
        "#N/A",
        "'=1",
        "''1/7",
    ],
)
def test_what_a_spreadsheet_would_retype_is_guarded_and_comes_back(text: str) -> None:
    assert cells.guarded(text) == f"'{text}"
    assert cells.unguarded(cells.guarded(text)) == text


@pytest.mark.parametrize(
    "text", ["", "寿光", "370783", "0", "'放管服'改革", "2025年改革", "true north", "1个", "'", "370700-gaoxin"]
)
def test_plain_text_is_not_guarded(text: str) -> None:
    assert cells.guarded(text) == cells.unguarded(text) == text


@given(texts())
def test_whatever_is_guarded_comes_back(parts: list[str]) -> None:
    text = "".join(parts)

    assert cells.unguarded(cells.guarded(text)) == text
    assert cells.unescaped(cells.escaped(text)) == text


def test_a_carriage_return_is_written_as_excel_does() -> None:
    assert cells.escaped("a\r\n_x000D_") == "a_x000D_\n_x005F_x000D_"
