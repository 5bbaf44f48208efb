from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import stewards
from made_workbooks import cell_of, resaved

from explorer.errors import CasesError
from explorer.formats import workbook
from explorer.formats.registry import read

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook

    from explorer.records.models import Cases


def test_every_fault_is_told_at_once_with_sheet_row_and_column(cases: Cases) -> None:
    def spoil(book: Workbook) -> None:
        cell_of(book, "reform", "title_zh", id="smart-elderly-care").value = None
        cell_of(book, "reach", "place", reform="smart-elderly-care").value = "Shouguang"
        cell_of(book, "reach", "source", reform="smart-elderly-care").value = None
        cell_of(book, "source", "url", id="weifang-2025").value = "javascript:alert(1)"
        cell_of(book, "figure", "value").value = "许多"

    with pytest.raises(CasesError) as caught:
        read(resaved(workbook.write_xlsx(cases), spoil), "x.xlsx")

    told = {(str(fault.where).split(", ")[0], str(fault.where).split(", ")[-1]) for fault in caught.value.faults}
    assert told == {
        ("reform", "title_zh"),
        ("reach", "place"),
        ("reach", "source"),
        ("source", "url"),
        ("figure", "value"),
    }


def test_a_steward_s_table_is_imported_not_read() -> None:
    with pytest.raises(CasesError, match="explorer import"):
        read(stewards.plain(), "x.csv")
