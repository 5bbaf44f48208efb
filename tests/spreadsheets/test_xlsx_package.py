from __future__ import annotations

import io
import time
import zipfile

import pytest
from made_workbooks import HEAD, MAIN, OFFICE, sheet, workbook

from explorer.errors import CasesError
from explorer.messages import say
from explorer.spreadsheets import xlsx_package
from explorer.spreadsheets.xlsx_package import Parts
from explorer.spreadsheets.xlsx_reader import read_sheets

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def refusal(data: bytes) -> str:
    with pytest.raises(CasesError) as caught:
        read_sheets(data, "x.xlsx")
    (fault,) = caught.value.faults
    assert str(fault.where) == "x.xlsx"
    return f"{fault.what} / {fault.remedy} / {say(fault.what, 'zh')}"


def test_a_hand_made_workbook_is_read() -> None:
    (found,) = read_sheets(workbook(sheet('<row r="2"><c r="B2"><v>5</v></c></row>')), "x.xlsx")

    assert (found.name, found.rows[0].number, found.rows[0].values) == ("台账", 2, (None, 5))


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "is no Excel workbook"),
        (b"title,place\n", "is no Excel workbook"),
        (b"PK\x03\x04" + b"x" * 100, "is no Excel workbook"),
        (OLE + b"\x00" * 600, "is an old workbook"),
        (OLE + b"\x00" * 600 + "EncryptedPackage".encode("utf-16-le"), "is protected by a password"),
    ],
)
def test_what_is_no_workbook_is_named(data: bytes, said: str) -> None:
    told = refusal(data)

    assert said in told
    assert "save it" in told


def test_an_opendocument_workbook_is_named() -> None:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as file:
        file.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")

    assert "OpenDocument" in refusal(written.getvalue())


def test_a_workbook_that_breaks_off_is_told() -> None:
    whole = workbook(sheet('<row r="1"><c r="A1"><v>1</v></c></row>'))

    for length in range(0, len(whole), 97):
        assert "damaged" in refusal(whole[:length])


@pytest.mark.parametrize(
    "rows",
    [
        '<row r="1"><c r="A1"><v>1</v></c>',  # never closed
        '<row r="2"/><row r="1"/>',
        '<row r="0"/>',
        '<row r="-1"/>',
        f'<row r="{10**30}"/>',
        '<row r="1048577"/>',
        '<row r="1"><c r="A1"><v>ten</v></c></row>',
        '<row r="1"><c r="A1" t="s"><v>7</v></c></row>',
        '<row r="1"><c r="A1" t="s"><v>-1</v></c></row>',
    ],
)
def test_a_damaged_sheet_is_told(rows: str) -> None:
    assert "damaged" in refusal(workbook(sheet(rows)))


@pytest.mark.parametrize("link", ["../../../etc/passwd", "worksheets/none.xml", "worksheets/sheet1.bin"])
def test_a_sheet_that_is_not_there_is_told(link: str) -> None:
    rels = f'{HEAD}<Relationships><Relationship Id="r1" Type="{OFFICE}/worksheet" Target="{link}"/></Relationships>'

    assert "damaged" in refusal(workbook(sheet(""), **{"xl/_rels/workbook.xml.rels": rels}))


BOMBS = {
    "entities": '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>',
    "a file from outside": '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
    "any document type": "<!DOCTYPE worksheet>",
}


@pytest.mark.parametrize("doctype", BOMBS.values(), ids=BOMBS)
def test_entities_are_refused_before_they_grow(doctype: str) -> None:
    row = '<row r="1"><c r="A1" t="inlineStr"><is><t>&a;</t></is></c></row>'
    text = f"{doctype}<worksheet><sheetData>{row}</sheetData></worksheet>"

    assert "document type" in refusal(workbook(text))


def test_a_zip_that_grows_without_end_is_refused_before_it_is_unpacked() -> None:
    began = time.perf_counter()

    told = refusal(workbook(sheet(" " * (xlsx_package.MOST_UNPACKED + 1))))

    assert "unpacks to far more" in told
    assert time.perf_counter() - began < 20  # most of it to make the bomb


def test_a_small_file_that_grows_a_hundredfold_is_refused() -> None:
    assert "unpacks to far more" in refusal(workbook(sheet("<row/>" * 5_000_000)))


def test_elements_without_end_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx_package, "MOST_ELEMENTS", 1_000)

    assert "unpacks to far more" in refusal(workbook(sheet("<x/>" * 1_001)))


def test_a_zip_that_lies_about_its_size_gives_no_more_than_it_says() -> None:
    honest = workbook(sheet("<row r='1'><c r='A1'><v>1</v></c></row>" + " " * 10_000))
    size = len(sheet("<row r='1'><c r='A1'><v>1</v></c></row>" + " " * 10_000).encode())
    lying = honest.replace(size.to_bytes(4, "little"), (100).to_bytes(4, "little"))
    assert lying != honest

    assert "damaged" in refusal(lying)


def test_pictures_do_not_count() -> None:
    data = workbook(sheet(""), **{"xl/media/image1.png": "x" * 200_000_000})

    assert Parts(data, "x.xlsx").name == "x.xlsx"


def test_thousands_of_columns_are_refused() -> None:
    cells = "".join('<c t="b"><v>1</v></c>' for _ in range(16_384))

    assert "more than 256 columns" in refusal(workbook(sheet(f'<row r="1">{cells}</row>')))


def test_empty_cells_to_the_last_column_are_passed_over() -> None:
    (found,) = read_sheets(workbook(sheet('<row r="1"><c r="A1"><v>1</v></c><c r="XFD1" s="3"/></row>')), "x.xlsx")

    assert found.rows[0].values == (1,)


@pytest.mark.long
def test_a_million_blank_rows_cost_little() -> None:
    data = workbook(sheet("".join(f'<row r="{n}" s="1"><c r="A{n}" s="1"/></row>' for n in range(1, 1_000_001))))
    began = time.perf_counter()

    (found,) = read_sheets(data, "x.xlsx")

    assert found.rows == ()
    assert time.perf_counter() - began < 30  # some 3 seconds


def test_more_rows_than_are_taken_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("explorer.spreadsheets.cells.MOST_ROWS", 10)
    rows = "".join(f'<row r="{n}"><c r="A{n}"><v>1</v></c></row>' for n in range(1, 12))

    assert "more than 10 rows" in refusal(workbook(sheet(rows)))


def test_more_texts_than_are_taken_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("explorer.spreadsheets.xlsx_reader.MOST_CELLS", 10)
    strings = f"{HEAD}<sst {MAIN}>{'<si><t>a</t></si>' * 11}</sst>"

    assert "more than 10 texts" in refusal(workbook(sheet(""), **{"xl/sharedStrings.xml": strings}))
