"""Tables made for tests: a common one, and any text that a cell may hold."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from hypothesis import strategies as st

from explorer.spreadsheets.tables import About, Table

if TYPE_CHECKING:
    from explorer.spreadsheets.tables import Value

ABOUT = About(
    title="Where programmes have reached",
    filter="theme: Industry; from 2020",
    query="theme=industry&from=2020",
    data_version="4f1d2c3b5a69",
    date=dt.date(2026, 1, 31),
    licence="MIT",
)
COUNTIES = Table(
    "counties",
    ("place", "name_zh", "since", "share", "balance", "hosts_zone"),
    (("370783", "寿光市", 2020, 0.25, -3, True), ("370781", "青州市", None, None, None, None)),
)
FORMULA_STARTS = set("=+-@＝＋－＠")


def texts() -> st.SearchStrategy[list[str]]:
    """Return lists of any text, many of them hostile to a spreadsheet."""
    hostile = st.sampled_from([*FORMULA_STARTS, *"'\",;\t\r\n \u3000\x00\x1f\ufffe"])
    return st.lists(st.text(alphabet=st.one_of(hostile, st.characters(codec="utf-8"))), max_size=6)


def table_of(*texts: Value) -> Table:
    return Table("texts", ("text",), tuple((text,) for text in texts))
