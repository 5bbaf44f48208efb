"""Make the workbook that a steward fills in: headings, lists to choose from, notes, examples."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, Final

from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from explorer.formats.headings import HEADINGS
from explorer.records.vocabulary import STATUSES, THEMES
from explorer.spreadsheets import xlsx_writer

if TYPE_CHECKING:
    from explorer.messages import Language
    from explorer.records.vocabulary import Words

COLUMNS: Final = (
    *("title_zh", "theme", "place", "status", "since", "summary_zh"),
    *("source_title", "source_publisher", "source_date", "source_address", "paragraph"),
    *("title_en", "summary_en", "aliases_zh", "reform"),
)
_REQUIRED: Final = frozenset(("title_zh", "theme", "place", "status", "summary_zh", "source_title"))
_DATE: Final = dt.date(2000, 1, 1)  # the same bytes on every day
_N_ROWS: Final = 1_000  # with a list to choose from
_GREY: Final = PatternFill("solid", fgColor="E7ECEA")
_WIDTHS: Final = {"summary_zh": 48, "summary_en": 48, "title_zh": 28, "title_en": 28, "source_title": 28}
_NAMES: Final[dict[str, dict[Language, str]]] = {
    "reforms": {"zh": "改革", "en": "Reforms"},
    "notes": {"zh": "说明", "en": "Notes"},
    "examples": {"zh": "示例", "en": "Examples"},
}
_ENGLISH: Final = {
    "title_zh": "Reform title",
    "place": "Place",
    "source_title": "Source title",
    "source_publisher": "Publisher",
    "source_date": "Source date",
    "source_address": "URL",
    "reform": "Reform id",
    "aliases_zh": "Other names",
    "title_en": "Title in English",
    "summary_en": "Summary in English",
    "summary_zh": "Summary",
}
_NOTES: Final[dict[str, dict[Language, str]]] = {
    "title_zh": {
        "zh": "改革的名称。同一改革在几个地点推行时，每个地点一行，名称相同；其余行的名称可留空。",
        "en": "What the reform is called, in Chinese. One row for each place; rows of one reform bear the same title.",
    },
    "theme": {"zh": "从列表中选择。", "en": "Choose from the list."},
    "place": {
        "zh": "县、市、区或功能区的名称，如“寿光市”，或六位代码，如370783（单元格宜设为文本）。全市推行填市名。",
        "en": "Name of a county or zone such as 寿光市, or its code such as 370783, as text; the city if run citywide.",
    },
    "status": {"zh": "从列表中选择。", "en": "Choose from the list."},
    "since": {
        "zh": "该地点开始的年份，四位数字，如2023。来源未说明则留空，不要猜测。",
        "en": "Year in which it began in this place: 2023. Leave it empty if the source does not say.",
    },
    "summary_zh": {"zh": "一两句话写清做法，以来源为准。", "en": "What is done, in a sentence or two, in Chinese."},
    "source_title": {
        "zh": "每行都要有来源：报道或网页的标题。没有标题时，可在括号内概括。",
        "en": "Each row has a source: title of the article or page; a title in brackets is your description.",
    },
    "source_publisher": {"zh": "报纸、网站或单位。", "en": "Paper, site or office."},
    "source_date": {
        "zh": "已知多少填多少：2025、2025-08或2025-08-27。",
        "en": "As much as is known: 2025, 2025-08 or 2025-08-27.",
    },
    "source_address": {"zh": "以http开头的网址。", "en": "Address that begins with http."},
    "paragraph": {"zh": "来源的第几段，可不填。", "en": "Which paragraph of the source; may be empty."},
    "title_en": {"zh": "可不填。", "en": "May be empty."},
    "summary_en": {"zh": "可不填。", "en": "May be empty."},
    "aliases_zh": {"zh": "其他叫法，用“；”分隔，可不填。", "en": "What else it is called, parted by ；; may be empty."},
    "reform": {
        "zh": "补充已有改革时填其编号（网址末尾一段）；新改革留空，自动生成。",
        "en": "To add to a reform that is there, its id (the end of its address); leave it empty for a new one.",
    },
}
# Made up, and so they say.
_EXAMPLE_ROWS: Final[tuple[dict[str, str | int], ...]] = (
    {
        "title_zh": "“一窗办”示例改革",
        "theme": "business",
        "place": "寿光市",
        "status": "origin",
        "since": 2023,
        "summary_zh": "（示例）把分散在几个窗口的事项归到一个窗口办理。",
        "source_title": "（示例）某县政务服务报道",
        "source_publisher": "某日报",
        "source_date": "2024-05",
        "source_address": "https://example.org/article",
        "paragraph": 3,
    },
    {
        "title_zh": "“一窗办”示例改革",
        "place": "370784",
        "status": "adopted",
        "source_title": "（示例）某县政务服务报道",
        "source_publisher": "某日报",
        "source_date": "2024-05",
        "source_address": "https://example.org/article",
        "paragraph": 5,
    },
)


def template_file(language: Language) -> bytes:
    """Return the workbook, its headings in a language; read as it is, it offers nothing."""
    book = xlsx_writer.new_book("county-explorer", _DATE)
    reforms = book.create_sheet(_NAMES["reforms"][language])
    _add_header(reforms, language)
    _add_lists(reforms, language)
    examples = book.create_sheet(_NAMES["examples"][language])
    _add_header(examples, language)
    for example in _EXAMPLE_ROWS:
        values = [_in_words(name, example.get(name), language) for name in COLUMNS]
        examples.append([xlsx_writer.text_cell(examples, each) if isinstance(each, str) else each for each in values])
    notes = book.create_sheet(_NAMES["notes"][language])
    _add_notes(notes, language)
    return xlsx_writer.saved(book, _DATE)


def heading(name: str, language: Language) -> str:
    """Return the heading of a field, with a star where it has to be filled in."""
    plain = HEADINGS[name][0] if language == "zh" else _ENGLISH.get(name, name.capitalize())
    return f"{plain}*" if name in _REQUIRED else plain


def _add_header(sheet: Any, language: Language) -> None:
    sheet.freeze_panes = "A2"
    for n, name in enumerate(COLUMNS, start=1):
        sheet.column_dimensions[get_column_letter(n)].width = _WIDTHS.get(name, 16)
    cells = [xlsx_writer.text_cell(sheet, heading(name, language)) for name in COLUMNS]
    for cell in cells:
        cell.font, cell.fill = Font(bold=True), _GREY
    sheet.append(cells)


def _add_lists(sheet: Any, language: Language) -> None:
    """Let themes and statuses be chosen; what else is typed is not refused, for the check tells what is wrong."""
    lists: tuple[tuple[str, Words], ...] = (("theme", THEMES), ("status", STATUSES))
    for name, words in lists:
        choices = ",".join(said[language] for said in words.values())
        column = get_column_letter(COLUMNS.index(name) + 1)
        rule = DataValidation(type="list", formula1=f'"{choices}"', allow_blank=True, showErrorMessage=False)
        rule.add(f"{column}2:{column}{_N_ROWS}")
        sheet.data_validations.append(rule)


def _add_notes(sheet: Any, language: Language) -> None:
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 20, 90
    for name in COLUMNS:
        cells = [xlsx_writer.text_cell(sheet, words) for words in (heading(name, language), _NOTES[name][language])]
        cells[0].font = Font(bold=True)
        cells[1].alignment = Alignment(wrap_text=True, vertical="top")
        sheet.append(cells)


def _in_words(name: str, value: str | int | None, language: Language) -> str | int | None:
    words = {"theme": THEMES, "status": STATUSES}.get(name)
    return words[str(value)][language] if words and value else value
