"""Make the workbook that a steward fills in: headings, lists to choose from, notes, examples."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, Final

from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from explorer.messages import Bilingual, say
from explorer.records.fields import BESIDES, FIELDS, column
from explorer.spreadsheets import xlsx_writer

if TYPE_CHECKING:
    from explorer.messages import Language

_FIRST: Final = (
    *("title_zh", "theme", "place", "status", "since", "summary_zh"),
    *("source_title", "source_publisher", "source_date", "source_address", "paragraph"),
)
_TOLD: Final = {column(each): each for each in (*FIELDS, *BESIDES) if each.note_zh}
_LAST: Final = "reform"  # whoever adds a new one leaves it empty
COLUMNS: Final = (*_FIRST, *(name for name in _TOLD if name not in {*_FIRST, _LAST}), _LAST)
_DATE: Final = dt.date(2000, 1, 1)  # the same bytes on every day
_N_ROWS: Final = 1_000  # with a list to choose from
_GREY: Final = PatternFill("solid", fgColor="E7ECEA")
_WIDTHS: Final = {"summary_zh": 48, "summary_en": 48, "title_zh": 28, "title_en": 28, "source_title": 28}
_NAMES: Final[dict[str, dict[Language, str]]] = {
    "reforms": {"zh": "改革", "en": "Reforms"},
    "notes": {"zh": "说明", "en": "Notes"},
    "examples": {"zh": "示例", "en": "Examples"},
}
_N_EXAMPLES: Final = max(len(each.examples) for each in _TOLD.values())


def template_file(language: Language) -> bytes:
    """Return the workbook, its headings in a language; read as it is, it offers nothing."""
    book = xlsx_writer.new_book("county-explorer", _DATE)
    reforms = book.create_sheet(_NAMES["reforms"][language])
    _add_header(reforms, language)
    _add_lists(reforms, language)
    examples = book.create_sheet(_NAMES["examples"][language])
    _add_header(examples, language)
    for n in range(_N_EXAMPLES):
        values = [_example(name, n, language) for name in COLUMNS]
        examples.append([xlsx_writer.text_cell(examples, each) if isinstance(each, str) else each for each in values])
    notes = book.create_sheet(_NAMES["notes"][language])
    _add_notes(notes, language)
    return xlsx_writer.saved(book, _DATE)


def heading(name: str, language: Language) -> str:
    """Return the heading of a field, with a star where it has to be filled in."""
    field = _TOLD[name]
    plain = say(Bilingual(field.headings[0], field.heading_en or field.en), language)
    return f"{plain}*" if field.is_required else plain


def _add_header(sheet: Any, language: Language) -> None:
    sheet.freeze_panes = "A2"
    for n, name in enumerate(COLUMNS, start=1):
        sheet.column_dimensions[get_column_letter(n)].width = _WIDTHS.get(name, 16)
    cells = [xlsx_writer.text_cell(sheet, heading(name, language)) for name in COLUMNS]
    for cell in cells:
        cell.font, cell.fill = Font(bold=True), _GREY
    sheet.append(cells)


def _add_lists(sheet: Any, language: Language) -> None:
    """Let words be chosen; what else is typed is not refused, for the check tells what is wrong."""
    for n, name in enumerate(COLUMNS, start=1):
        words = _TOLD[name].words
        if words:
            choices = ",".join(said[language] for said in words.values())
            letter = get_column_letter(n)
            rule = DataValidation(type="list", formula1=f'"{choices}"', allow_blank=True, showErrorMessage=False)
            rule.add(f"{letter}2:{letter}{_N_ROWS}")
            sheet.data_validations.append(rule)


def _add_notes(sheet: Any, language: Language) -> None:
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 20, 90
    for name in COLUMNS:
        cells = [xlsx_writer.text_cell(sheet, words) for words in (heading(name, language), _note(name, language))]
        cells[0].font = Font(bold=True)
        cells[1].alignment = Alignment(wrap_text=True, vertical="top")
        sheet.append(cells)


def _note(name: str, language: Language) -> str:
    return say(Bilingual(_TOLD[name].note_zh, _TOLD[name].note_en), language)


def _example(name: str, n: int, language: Language) -> str | int | None:
    field = _TOLD[name]
    value = field.examples[n] if n < len(field.examples) else None
    return field.words[str(value)][language] if field.words and value else value
