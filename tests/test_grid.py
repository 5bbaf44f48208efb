from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from by_hand import ANQIU, CHANGYI, CITY, CLUSTERS, COUNTIES, ESTATES, FANGZI, HANTING, MARKET, RED, SHOUGUANG

from explorer import reach
from explorer.grid import MOST_LINES, MOST_SQUARES, TITLE_LETTERS, Grid, grid
from explorer.layout import Rule
from explorer.model import Reach

if TYPE_CHECKING:
    from explorer.messages import Language
    from explorer.model import Cases, Reform
    from geodata import Places


def texts(drawing: Grid) -> list[dict[str, str]]:
    return [{code: square.text for code, square in zip(COUNTIES, line.squares, strict=True)} for line in drawing.lines]


def test_a_square_says_status_and_year_by_a_mark_and_in_digits(by_id: dict[str, Reform], weifang: Places) -> None:
    market, red, estates = texts(grid(reach.matrix([by_id[each] for each in (MARKET, RED, ESTATES)], weifang), "en"))

    assert {code: market[code] for code in (HANTING, ANQIU, FANGZI, SHOUGUANG)} == {
        HANTING: "★ 2014",
        ANQIU: "● 2014",
        FANGZI: "◆ 2025",
        SHOUGUANG: "",  # not recorded
    }
    assert (red["370705"], red[HANTING], red[SHOUGUANG]) == ("◐ 2019", "● ?", "▦ ?")
    assert (estates[SHOUGUANG], estates[CHANGYI]) == ("▦ 2022", "● 2024")


def test_what_is_not_recorded_is_an_empty_square_and_never_a_no(cases: Cases, weifang: Places) -> None:
    table = reach.matrix(cases.reforms, weifang, rule=Rule(citywide=False))

    drawing = grid(table, "en")

    for line, drawn in zip(table.lines, drawing.lines, strict=True):
        for cell, square in zip(line.cells, drawn.squares, strict=True):
            assert (square.kind is None) == (square.text == "") == (not cell.rows)


def test_lines_and_columns_stand_in_the_order_of_the_matrix_and_in_the_frame(
    by_id: dict[str, Reform], weifang: Places
) -> None:
    table = reach.matrix([by_id[CLUSTERS], by_id[MARKET]], weifang).ordered(lambda place: place.label_point)

    drawing = grid(table, "en")

    assert [name for _, name in drawing.names] == [
        *("Qingzhou", "Linqu", "Shouguang", "Changle", "Weicheng", "Hanting"),
        *("Kuiwen", "Anqiu", "Changyi", "Fangzi", "Zhucheng", "Gaomi"),
    ]
    assert [(line.n_counties, line.theme) for line in drawing.lines] == [(5, "countryside"), (5, "countryside")]
    assert drawing.lines[0].y < drawing.lines[1].y < drawing.height
    lefts = [square.x for square in drawing.lines[0].squares]
    assert lefts == sorted(lefts)
    assert max(x for x, _ in drawing.names) < drawing.width


@pytest.mark.parametrize(("language", "title"), [("zh", "农村产权交易市场"), ("en", "Rural property rights market")])
def test_a_drawing_speaks_the_language_of_the_page(
    language: Language, title: str, by_id: dict[str, Reform], weifang: Places
) -> None:
    (line,) = grid(reach.matrix([by_id[MARKET]], weifang), language).lines

    assert line.title == title


def test_a_drawing_has_at_most_so_many_lines(cases: Cases, weifang: Places) -> None:
    table = reach.matrix(cases.reforms * 2, weifang)

    assert len(table.lines) > MOST_LINES
    assert len(grid(table, "zh").lines) == MOST_LINES


def test_a_drawing_of_a_province_has_fewer_lines(cases: Cases, shandong: Places) -> None:
    row = Reach(place=CITY, status="citywide", source="weifang-2025")
    citywide = [each.model_copy(update={"reach": (row,)}) for each in cases.reforms]

    drawing = grid(reach.matrix(citywide, shandong), "zh")

    assert len(drawing.names) == len(shandong.counties) > 100
    assert len(drawing.lines) == MOST_SQUARES // len(drawing.names) >= 50


def test_without_reforms_there_is_a_head_alone(weifang: Places) -> None:
    drawing = grid(reach.matrix([], weifang), "en")

    assert (drawing.lines, len(drawing.names)) == ((), 12)


def test_a_long_title_is_cut_to_its_room_and_begins_as_it_does(by_id: dict[str, Reform], weifang: Places) -> None:
    title = "A programme whose title is far too long for one line"
    reform = by_id[MARKET].model_copy(update={"title_en": title})

    (line,) = grid(reach.matrix([reform], weifang), "en").lines

    assert line.title.endswith("…")
    assert title.startswith(line.title[:-1])
    assert len(line.title) <= TITLE_LETTERS
