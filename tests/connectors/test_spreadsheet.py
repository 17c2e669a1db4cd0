from __future__ import annotations

import io
from datetime import date, datetime

import openpyxl
import pytest
import xlsxwriter

from cascais.connectors import spreadsheet
from cascais.errors import InputError
from cascais.inventory.intake.sheets import Area, CellKind, Sheet


def text_sheet(content: bytes, encoding: str = "") -> Sheet:
    (sheet,) = spreadsheet.parse(content, "a.csv", encoding).sheets
    return sheet


@pytest.mark.parametrize(
    ("text", "encoding", "assumed"),
    [
        ("põlevkiviõli, kütteõli, elektrienergia", "utf-8", "utf-8"),
        ("põlevkiviõli, kütteõli", "utf-8-sig", "utf-8-sig"),
        ("põlevkiviõli, kütteõli", "utf-16", "utf-16"),
        ("põlevkiviõli, kütteõli", "utf-16-le", "utf-16-le"),
        ("põlevkiviõli, kütteõli", "utf-16-be", "utf-16-be"),
        ("põlevkiviõli, kütteõli, järv", "cp1252", "cp1252"),
        ("põlevkiviõli, kütteõli, järv", "iso-8859-15", "cp1252"),  # the same bytes
        ("šiluma, žemės ūkis, šildymas, ėmimas, įmonė", "cp1257", "cp1257"),
        ("šiluma, žemės ūkis, šildymas, ėmimas, įmonė", "iso-8859-13", "cp1257"),
        ("ciepło, gaz ziemny, węgiel kamienny, źródło, łódź", "cp1250", "cp1250"),
        ("ciepło, gaz ziemny, węgiel kamienny, źródło, łódź", "iso-8859-2", "iso-8859-2"),
        ("távhő, földgáz, tűzifa, közvilágítás", "cp1250", "cp1250"),
        ("dálkové teplo, veřejné osvětlení, uhlí, děti, šťáva", "cp1250", "cp1250"),
        ("Fernwärme, Heizöl, Straßenbeleuchtung", "cp1252", "cp1250"),  # the same letters in both
        ("топлоенергия, природен газ, дърва", "cp1251", "cp1251"),
    ],
)
def test_encoding_is_told_from_the_letters(text: str, encoding: str, assumed: str) -> None:
    sheet = text_sheet(text.encode(encoding))
    assert sheet.encoding == assumed
    assert ", ".join(cell.text for cell in sheet.rows[0]) == text


def test_assumed_encoding_is_said_with_a_word_to_check() -> None:
    (note,) = spreadsheet.parse("aasta;kütus\n".encode("cp1252"), "a.csv").notes
    assert "was assumed" in note.message
    assert note.value == "kütus"
    assert spreadsheet.parse("aasta;kütus\n".encode(), "a.csv").notes == ()


def test_a_named_encoding_goes_first() -> None:
    assert text_sheet("õ".encode("cp1252"), "cp1250").cell(1, 1).text == "ő"
    with pytest.raises(InputError, match="not text in the encoding"):
        text_sheet(b"\xff", "utf-8")


@pytest.mark.parametrize(
    ("content", "delimiter"),
    [
        ("a,b,c\n1,2,3\n", ","),
        ("a;b;c\n1,5;2,5;3,5\n2,5;1,0;7,5\n", ";"),
        ("a\tb\n1,5\t2\n", "\t"),
        ("a|b\n1|2\n", "|"),
        ('a,b\n"x;y;z",2\n', ","),
        ("sep=;\na;b\n1;2\n", ";"),
        ("Energy, final, 2022\n\na;b;c\n1;2;3\n4;5;6\n", ";"),
        ("alone\n", ","),
    ],
)
def test_delimiter_is_the_one_that_cuts_most_lines_alike(content: str, delimiter: str) -> None:
    assert text_sheet(content.encode()).delimiter == delimiter


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_rows_are_counted_as_a_spreadsheet_program_does(newline: str) -> None:
    sheet = text_sheet(newline.join(["a,b", '"two', 'lines",2', "3,4"]).encode())
    assert sheet.cell(2, 1).text == "two\nlines"
    assert sheet.cell(3, 2).text == "4"
    assert sheet.cell(9, 9).is_blank


def test_the_line_that_declares_the_delimiter_counts_as_a_row() -> None:
    assert text_sheet(b"sep=;\na;b\n").cell(2, 2).text == "b"


def workbook_bytes() -> bytes:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        sheet = book.add_worksheet("Data")
        sheet.write_row(0, 0, ["text", 1.5, 2022, True])
        sheet.write_formula(1, 0, "=1+1", value=2)
        sheet.write_formula(1, 1, "=A99", value="#REF!")
        sheet.write_datetime(1, 2, datetime(2022, 5, 1), book.add_format({"num_format": "yyyy-mm-dd"}))
        sheet.write_string(1, 3, "=1+1")
        sheet.merge_range("A4:B5", "over")
        book.add_worksheet("Secret").hide()
        book.worksheets()[1].write(0, 0, "x")
    return stream.getvalue()


def test_cells_of_a_workbook_keep_their_kind() -> None:
    book = spreadsheet.parse(workbook_bytes(), "b.xlsx")
    sheet, secret = book.sheets
    assert [cell.kind for cell in sheet.rows[0]] == [
        CellKind.TEXT,
        CellKind.NUMBER,
        CellKind.NUMBER,
        CellKind.TEXT,
    ]
    assert [cell.value for cell in sheet.rows[0]] == ["text", 1.5, 2022, "yes"]
    computed, error, day, text = sheet.rows[1]
    assert (computed.value, computed.is_computed) == (2, True)
    assert (error.kind, error.value) == (CellKind.ERROR, "#REF!")
    assert (day.kind, day.value) == (CellKind.DATE, date(2022, 5, 1))
    assert (text.kind, text.value) == (CellKind.TEXT, "=1+1")
    assert sheet.merged == (Area(4, 5, 1, 2),)
    assert secret.is_hidden
    assert ["hidden" in str(note) or "formulas" in str(note) for note in book.notes] == [True, True]


def test_a_formula_without_result_is_told_from_a_blank() -> None:
    book = openpyxl.Workbook()
    book.worksheets[0]["B2"] = "=1+1"
    stream = io.BytesIO()
    book.save(stream)
    sheet = spreadsheet.parse(stream.getvalue(), "b.xlsx").sheets[0]
    assert sheet.cell(2, 2).kind is CellKind.FORMULA
    assert sheet.cell(1, 1).kind is CellKind.BLANK


def test_a_workbook_is_told_by_its_bytes_not_its_name() -> None:
    assert spreadsheet.parse(workbook_bytes(), "energy.csv").sheets[0].name == "Data"
    assert text_sheet(b"a,b\n1,2\n").rows[0][0].text == "a"
    assert spreadsheet.parse(b"a,b\n1,2\n", "energy.xlsx").sheets[0].cell(2, 1).text == "1"


def test_too_many_cells_are_refused_in_text_as_well() -> None:
    with pytest.raises(InputError, match="more than 400000 cells"):
        text_sheet(b",,,,,,,,,,,,,,,,,,,\n" * 20_001 + b"x")
