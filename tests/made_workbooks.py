"""Workbooks made by hand for tests, and workbooks as a spreadsheet saves them."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING, Any

import openpyxl

if TYPE_CHECKING:
    from collections.abc import Callable

    from openpyxl.workbook import Workbook

HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def workbook(sheet: str, **others: str) -> bytes:
    """Return a workbook with one sheet of this XML."""
    linked = f'<Relationship Id="r1" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
    named = '<sheet name="台账" r:id="r1"/>'
    files = {
        "xl/workbook.xml": f"{HEAD}<workbook {MAIN} xmlns:r='{OFFICE}'><sheets>{named}</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f"{HEAD}<Relationships>{linked}</Relationships>",
        "xl/worksheets/sheet1.xml": sheet,
    } | others
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as file:
        for name, text in files.items():
            file.writestr(name, text)
    return written.getvalue()


def sheet(rows: str) -> str:
    return f"{HEAD}<worksheet {MAIN}><sheetData>{rows}</sheetData></worksheet>"


def resaved(data: bytes, edit: Callable[[Workbook], object] = lambda _: None) -> bytes:
    """Open a workbook as a spreadsheet does, change it and save it."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    edit(book)
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


def cell_of(book: Workbook, sheet: str, column: str, **found: object) -> Any:
    """Return the cell of a column in the first row with these values."""
    header, *rows = book[sheet].iter_rows()
    names = [each.value for each in header]
    row = next(row for row in rows if all(row[names.index(key)].value == value for key, value in found.items()))
    return row[names.index(column)]
