from __future__ import annotations

import pytest

from explorer import room
from explorer.model import Source

SHORT = Source(id="short", title="寿光日报", date="2025")
LONG = Source(id="long", title="长" * 300, publisher="长" * 300, url=f"https://example.org/{'x' * 900}")
SOURCES = {"short": SHORT, "long": LONG}


@pytest.mark.parametrize(
    ("text", "width", "short"),
    [
        ("寿光", 4, "寿光"),
        ("寿光蔬菜", 7, "寿光蔬…"),
        ("寿光蔬菜", 6, "寿光…"),
        ("Smart elderly care", 18, "Smart elderly care"),
        ("Smart elderly care", 17, "Smart elderly…"),
        ("https://example.org/a/very/long/address", 12, "https://exa…"),
        ("零工市场，零工驿站", 11, "零工市场…"),
        ("", 5, ""),
    ],
)
def test_a_text_is_shortened_where_it_may_break(text: str, width: int, short: str) -> None:
    assert room.shortened(text, width) == short


@pytest.mark.parametrize(("text", "n_lines"), [("", 0), ("寿光", 1), ("寿光蔬菜供应", 2), ("Shouguang", 1)])
def test_a_chinese_character_takes_two_letters(text: str, n_lines: int) -> None:
    assert room.lines(text, 10) == n_lines


def test_a_long_text_of_a_source_takes_no_more_than_it_is_shortened_to() -> None:
    assert room.height_of_source_mm(SHORT) < room.height_of_source_mm(LONG) < 20


def test_rows_are_taken_until_the_paper_ends() -> None:
    rows = [(10.0, ["short#p1"])] * 9

    assert room.fitting(rows, [], SOURCES, 10_000) == 9
    assert room.fitting(rows, [], SOURCES, 53) == 5
    assert room.fitting(rows, ["long"], SOURCES, 53) == 3


def test_a_source_takes_room_once() -> None:
    once = 50 + room.height_of_source_mm(LONG)

    assert room.fitting([(10.0, ["long"])] * 9, [], SOURCES, once) == 5
    assert room.fitting([(10.0, ["long"])] * 9, ["long#p3"], SOURCES, once) == 5


def test_one_row_is_shown_at_least() -> None:
    assert room.fitting([(10.0, ["long"])] * 9, ["short"], SOURCES, 0) == 1
    assert room.fitting([], [], SOURCES, 0) == 0
