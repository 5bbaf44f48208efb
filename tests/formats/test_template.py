from __future__ import annotations

import io

import openpyxl
import pytest

from explorer.errors import CasesError
from explorer.formats import template
from explorer.formats.detect import offers
from explorer.formats.template import COLUMNS, heading, template_file
from explorer.records.vocabulary import STATUSES, THEMES

LANGUAGES = ("zh", "en")


def filled(language: str) -> bytes:
    """Return the template with the examples copied to where reforms stand."""
    book = openpyxl.load_workbook(io.BytesIO(template_file(language)))  # type: ignore[arg-type]
    reforms, examples, _ = book.worksheets
    for row in examples.iter_rows(min_row=2, values_only=True):
        reforms.append(row)
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_empty_template_offers_nothing_not_even_its_examples(language: str) -> None:
    with pytest.raises(CasesError, match="no rows below its headings"):
        list(offers(template_file(language), "x.xlsx"))  # type: ignore[arg-type]


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_filled_in_is_read_with_every_column(language: str) -> None:
    source, reform = offers(filled(language), "x.xlsx")

    assert (source.faults, source.notes, reform.faults, reform.notes) == ((), (), (), ())
    assert source.values["date"] == "2024-05"
    assert reform.values["theme"] == "business"
    assert [(row["place"], row["status"]) for row in reform.values["reach"]] == [
        ("寿光市", "origin"),
        ("370784", "adopted"),
    ]
    assert {heading(name, language) for name in COLUMNS} >= {cell.column for cell in reform.cells.values()}  # type: ignore[arg-type]


@pytest.mark.parametrize("language", LANGUAGES)
def test_themes_and_statuses_are_chosen_from_lists(language: str) -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(template_file(language))).worksheets[0]  # type: ignore[arg-type]
    lists = [rule.formula1 for rule in sheet.data_validations.dataValidation]

    assert lists == ['"' + ",".join(said[language] for said in words.values()) + '"' for words in (THEMES, STATUSES)]  # type: ignore[index]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_column_is_explained(language: str) -> None:
    notes = openpyxl.load_workbook(io.BytesIO(template_file(language))).worksheets[2]  # type: ignore[arg-type]

    told = {row[0]: row[1] for row in notes.values}
    assert list(told) == [heading(name, language) for name in COLUMNS]  # type: ignore[arg-type]
    assert all(told.values())


def test_the_same_template_is_the_same_bytes() -> None:
    assert template.template_file("zh") == template.template_file("zh")
