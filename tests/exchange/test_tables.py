from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import pytest

from explorer.exchange import tables

if TYPE_CHECKING:
    from explorer.model import Cases


def rows_of(cases: Cases) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(tables.write_csv(cases).decode("utf-8-sig"), newline="")))


def test_a_table_has_a_row_for_each_place_that_a_reform_reached(cases: Cases) -> None:
    expected = [(reform.id, row.place, row.status) for reform in cases.reforms for row in reform.reach]

    assert [(row["reform"], row["place"], row["status"]) for row in rows_of(cases)] == expected


def test_excel_opens_it_as_utf_8(cases: Cases) -> None:
    assert tables.write_csv(cases).startswith(b"\xef\xbb\xbf")


def test_an_unknown_year_is_an_empty_cell(cases: Cases) -> None:
    expected = ["" if row.since is None else str(row.since) for reform in cases.reforms for row in reform.reach]

    assert [row["since"] for row in rows_of(cases)] == expected
    assert "" in expected


def test_each_row_names_its_source(cases: Cases) -> None:
    titles = {source.id: source.title for source in cases.sources}

    assert all(row["source_title"] == titles[row["source"]] for row in rows_of(cases))
    assert {row["address_is_a_copy"] for row in rows_of(cases)} == {"True", "False"}


@pytest.mark.parametrize("title", ["=1+1", "+86", "-1", "@SUM(A1)", "\t=1", "\r=1", '=HYPERLINK("http://x","y")'])
def test_no_cell_runs_as_a_formula(title: str, cases: Cases) -> None:
    renamed = cases.reforms[0].model_copy(update={"title_zh": title})

    row = rows_of(cases.model_copy(update={"reforms": (renamed,)}))[0]

    assert row["title_zh"] == f"'{title}"


def test_a_title_with_comma_quote_and_line_break_stays_in_its_cell(cases: Cases) -> None:
    title = 'a, "b"\nc'
    renamed = cases.reforms[0].model_copy(update={"title_zh": title})

    assert rows_of(cases.model_copy(update={"reforms": (renamed,)}))[0]["title_zh"] == title
