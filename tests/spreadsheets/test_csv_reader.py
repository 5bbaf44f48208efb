from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.errors import CasesError
from explorer.messages import say
from explorer.spreadsheets import csv_reader
from explorer.spreadsheets.cells import Broken
from explorer.spreadsheets.csv_reader import read_sheet

TEXT = "标题,县市区\n蔬菜管家,寿光市\n"
ROWS = [("标题", "县市区"), ("蔬菜管家", "寿光市")]


def values(data: bytes) -> list[tuple[object, ...]]:
    return [row.values for row in read_sheet(data, "x.csv").rows]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16"])
def test_a_file_is_read_in_whatever_encoding_a_spreadsheet_saved_it(encoding: str) -> None:
    assert values(TEXT.encode(encoding)) == ROWS


@pytest.mark.parametrize(
    "text",
    [
        TEXT.replace(",", "\t"),
        TEXT.replace(",", ";"),
        TEXT.replace("\n", "\r\n"),
        "sep=;\n" + TEXT.replace(",", ";"),
        TEXT.replace("\n", "\r"),
    ],
)
def test_separators_and_line_ends_are_known(text: str) -> None:
    assert values(text.encode()) == ROWS


def test_rows_are_counted_as_a_spreadsheet_does() -> None:
    sheet = read_sheet('标题,摘要\n\n甲,"一\n二\n三"\n,,,\n乙,四\n'.encode(), "x.csv")

    assert [row.number for row in sheet.rows] == [1, 3, 5]
    assert sheet.rows[1].values == ("甲", "一\n二\n三")


def test_what_was_guarded_from_a_spreadsheet_is_as_it_was() -> None:
    assert values(b"a,b\n'=1+1,''1/7\n'quoted',x\n") == [("a", "b"), ("=1+1", "'1/7"), ("'quoted'", "x")]


def test_the_error_of_a_formula_is_no_value() -> None:
    ((_, error),) = values(b"a,#NAME?\n")

    assert isinstance(error, Broken)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"a,b\x00c\n", "control characters"),
        (b"PK\x03\x04xxxxx", "is a workbook, no CSV"),
        ("标题,地点\n".encode("gb18030")[:5] + b"\xff\xff\x00", "control characters"),
        (bytes(range(128, 256)) * 3, "encoding"),
        (b'a,b\n"never closed,x\n', "breaks off in row 2"),
        (b'a,b\n1,2\n"a"b,c\n', "breaks off in row 3"),
        (b"," * 300 + b"x\n", "more than 256 columns"),
    ],
)
def test_a_file_that_cannot_be_read_is_told(data: bytes, said: str) -> None:
    with pytest.raises(CasesError, match=r"^x\.csv: ") as caught:
        read_sheet(data, "x.csv")

    assert said in str(caught.value.faults[0].what)
    assert str(caught.value.faults[0].remedy)


def test_a_cell_without_end_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(csv_reader, "_MOST_FIELD", 1_000)

    with pytest.raises(CasesError, match="row 2"):
        read_sheet(b"a\n" + b"x" * 2_000, "x.csv")


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    with suppress(CasesError):
        assert all(row.values for row in read_sheet(data, "x.csv").rows)


def test_a_short_table_with_a_rare_character_is_read() -> None:
    data = "title_zh,place\nA,临朐\nB,临朐\nC,临朐\n".encode("gb18030")

    assert [row.values[-1] for row in read_sheet(data, "x.csv").rows] == ["place", "临朐", "临朐", "临朐"]


def test_a_few_bytes_that_are_no_utf8_are_told_with_their_lines() -> None:
    lines = [f"改革{n},寿光市".encode() for n in range(20)]
    lines[7] += b"\xff\xb1"

    with pytest.raises(CasesError, match="is UTF-8, but not in line 8") as caught:
        read_sheet(b"\n".join(lines), "x.csv")
    assert "第8行" in say(caught.value.faults[0].what, "zh")
