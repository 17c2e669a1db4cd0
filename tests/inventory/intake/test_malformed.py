"""Files as they really arrive: each is refused with a message that says where, what, what is allowed, what to do."""

from __future__ import annotations

import io
import time
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from cascais.connectors import spreadsheet
from cascais.errors import InputError, Problem
from cascais.inventory.intake.reading import read_workbook
from cascais.inventory.intake.results import Reading

HEADER = "year,sector,carrier,amount,unit"
GOOD = "2022,residential,natural_gas,1234.5,MWh"


def table(*rows: str, header: str = HEADER) -> bytes:
    return "\n".join([header, *rows]).encode()


def workbook(build: Callable[[openpyxl.Workbook], None]) -> bytes:
    book = openpyxl.Workbook()
    book.worksheets[0].append(HEADER.split(","))
    build(book)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def with_row(*values: object) -> bytes:
    return workbook(lambda book: book.worksheets[0].append(list(values)))


def merged(book: openpyxl.Workbook) -> None:
    sheet = book.worksheets[0]
    sheet.append([2022, "residential", "wood", 5, "MWh"])
    sheet.append([None, "industry", "wood", 5, "MWh"])
    sheet.merge_cells("A2:A3")


def hidden_only(book: openpyxl.Workbook) -> None:
    book.worksheets[0].append([2022, "residential", "wood", 5, "MWh"])
    book.worksheets[0].sheet_state = "hidden"
    book.create_sheet("Empty")


def two_tables(book: openpyxl.Workbook) -> None:
    for sheet in (book.worksheets[0], book.create_sheet("Copy")):
        if sheet.title == "Copy":
            sheet.append(HEADER.split(","))
        sheet.append([2022, "residential", "wood", 5, "MWh"])


def with_error(text: str) -> bytes:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, HEADER.split(","))
        sheet.write_row(1, 0, [2022, "residential", "wood"])
        sheet.write_formula(1, 3, "=A99", value=text)
        sheet.write(1, 4, "MWh")
    return stream.getvalue()


def archive(**parts: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            packed.writestr(name, content)
    return stream.getvalue()


def repacked(content: bytes, part: str, change: Callable[[bytes], bytes]) -> bytes:
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            new.writestr(name, change(old.read(name)) if name == part else old.read(name))
    return stream.getvalue()


SHEET = "xl/worksheets/sheet1.xml"
XLSX = with_row(2022, "residential", "wood", 5, "MWh")
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
ENTITY = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]>'


@dataclass(frozen=True)
class Malformed:
    """A file, what its message has to say, and where the problem has to stand."""

    title: str
    content: bytes
    says: tuple[str, ...]
    row: int | None = None
    column: str = ""
    name: str = "energy.csv"


CASES = (
    Malformed("empty file", b"", ("empty",)),
    Malformed("only a byte order mark and blanks", b"\xef\xbb\xbf \r\n\r\n", ("empty",)),
    Malformed("only delimiters", b",,,,\n,,,,\n", ("empty",)),
    Malformed("only headers", table(), ("headers but no rows",), row=1),
    Malformed("no known header", b"a,b\n1,2\n", ("not recognised", "year", "carrier")),
    Malformed("missing mandatory column", table("2022,residential,5,MWh", header="year,sector,amount,unit"), ("column", "carrier", "missing")),
    Malformed("doubled column", table("2022,residential,wood,5,MWh,6", header=HEADER + ",amount"), ("same field",), row=1),
    Malformed("header stands twice", table(GOOD, HEADER, "2022,industry,wood,5,MWh"), ("second time",), row=3),
    Malformed("year 20O9", table("20O9,residential,wood,5,MWh"), ("letter", "2009", "20O9"), row=2, column="year"),
    Malformed("year as date", with_row(date(2022, 1, 1), "residential", "wood", 5, "MWh"), ("date",), row=2, column="year", name="e.xlsx"),
    Malformed("two-digit year", table("22,residential,wood,5,MWh"), ("not a year", "22"), row=2, column="year"),
    Malformed("year missing", table(",residential,wood,5,MWh"), ("year is missing",), row=2, column="year"),
    Malformed("year far ahead", table("2203,residential,wood,5,MWh"), ("future", "2203"), row=2, column="year"),
    Malformed("unknown carrier", table("2022,residential,naturall gas,5,MWh"), ("carrier is not known", "naturall gas", "natural_gas"), row=2, column="carrier"),
    Malformed("unknown sector", table("2022,resdential,wood,5,MWh"), ("sector is not known", "residential"), row=2, column="sector"),
    Malformed("unknown unit", table("2022,residential,wood,5,MWhh"), ("unit is not known", "MWh"), row=2, column="unit"),
    Malformed("wrong unit", table("2022,residential,electricity,5,head"), ("not counted in this unit", "head", "MWh"), row=2),
    Malformed("cattle in MWh", table("2022,livestock,dairy_cattle,5,MWh"), ("not counted in this unit", "head"), row=2),
    Malformed("negative amount", table("2022,residential,wood,-5,MWh"), ("negative", "-5"), row=2),
    Malformed("negative amount with a real minus sign", table("2022,residential,wood,−5,MWh"), ("negative",), row=2),
    Malformed("negative emissions of a building", table(GOOD + ",-4", header=HEADER + ",emissions_t"), ("only land use",), row=2),
    Malformed("text in an amount", table("2022,residential,wood,approx five,MWh"), ("not a number", "approx five"), row=2, column="amount"),
    Malformed("text in a number cell", with_row(2022, "residential", "wood", "n/a", "MWh"), ("not a number", "n/a"), row=2, column="amount", name="e.xlsx"),
    Malformed("letter O in an amount", table("2022,residential,wood,1O5,MWh"), ("letter", "105"), row=2, column="amount"),
    Malformed("unit in the amount", table("2022,residential,wood,12 MWh,MWh"), ("unit stands in the same cell", "12"), row=2, column="amount"),
    Malformed("percentage", table("2022,residential,wood,12 %,MWh"), ("percentage",), row=2, column="amount"),
    Malformed("not a number", table("2022,residential,wood,NaN,MWh"), ("not a number", "NaN"), row=2, column="amount"),
    Malformed("infinite", table("2022,residential,wood,inf,MWh"), ("not a number", "inf"), row=2, column="amount"),
    Malformed("too large to be finite", table("2022,residential,wood,1e999,MWh"), ("not a number",), row=2, column="amount"),
    Malformed("ambiguous point", table("2022,residential,wood,13.362,MWh"), ("reads two ways", "13.362", "13\u202f362"), row=2, column="amount"),
    Malformed("ambiguous comma", table('2022,residential,wood,"13,362",MWh'), ("reads two ways", "13.362", "13\u202f362"), row=2, column="amount"),
    Malformed("two conventions", table('2022,residential,wood,"13.362,67",MWh', '2022,industry,wood,"50,877.43",MWh'), ("mixes two ways", "13.362,67", "50,877.43", "row 2", "row 3")),
    Malformed("205.528 beside 50,877.43", table('2022,residential,wood,205.528,MWh', '2022,industry,wood,"50,877.43",MWh'), ("mixes two ways", "205.528", "50,877.43")),
    Malformed("broken groups", table('2022,residential,wood,"1,23,45.6",MWh'), ("not a number", "1,23,45.6"), row=2, column="amount"),
    Malformed("uncertainty of five", table(GOOD + ",5", header=HEADER + ",uncertainty"), ("share of the amount", "5 %"), row=2, column="uncertainty"),
    Malformed("unknown notation key", table("2022,residential,wood,,MWh,XX", header=HEADER + ",notation_key"), ("notation key is not known", "NE"), row=2),
    Malformed("notation key with amount", table(GOOD + ",NO", header=HEADER + ",notation_key"), ("both an amount and a notation key",), row=2),
    Malformed("blank amount", table("2022,residential,wood,,MWh"), ("blank", "NE"), row=2),
    Malformed("unknown quality", table(GOOD + ",Z", header=HEADER + ",quality"), ("quality grade is not known",), row=2, column="quality"),
    Malformed("duplicate lines", table(GOOD, "2022,industry,wood,5,MWh", GOOD), ("Rows 2 and 4", "twice"), row=4),
    Malformed("duplicate under another name", table(GOOD, "2022,households,Erdgas,5,MWh"), ("Rows 2 and 3",), row=3),
    Malformed("row too wide", table("2022,residential,wood,1,5,MWh"), ("more cells than the header",), row=2),
    Malformed("row too short", table("2022,residential,wood"), ("blank",), row=2),
    Malformed("mixed delimiters", table(GOOD, "2022;industry;wood;5;MWh"), ("not a year",), row=3),
    Malformed("stray quotation mark", table('2022,residential,"wood,5,MWh'), ("quotation mark",)),
    Malformed("formula injection as sector", table("2022,=cmd|' /C calc'!A0,wood,5,MWh"), ("sector is not known", "=cmd"), row=2, column="sector"),
    Malformed("formula injection as comment", table(GOOD + ",=HYPERLINK(1)", header=HEADER + ",comment"), ("starts like a formula", "=HYPERLINK"), row=2, column="comment"),
    Malformed("formula as text", table("2022,residential,wood,=5+5,MWh"), ("formula", "=5+5"), row=2, column="amount"),
    Malformed("formula without stored result", with_row(2022, "residential", "wood", "=5+5", "MWh"), ("no stored result", "save it again"), row=2, column="amount", name="e.xlsx"),
    Malformed("error in a cell", with_error("#REF!"), ("error of the spreadsheet program", "#REF!"), row=2, column="amount", name="e.xlsx"),
    Malformed("merged data cells", workbook(merged), ("merged", "2 to 3"), row=2, name="e.xlsx"),
    Malformed("only a hidden sheet", workbook(hidden_only), ("hidden",), name="e.xlsx"),
    Malformed("two tables of activities", workbook(two_tables), ("Several sheets", "Copy"), name="e.xlsx"),
    Malformed("GPC reference against the carrier", table("2022,I.1.1,electricity,5,MWh"), ("GPC reference",), row=2, column="sector"),
    Malformed("NUL bytes", table("2022,residential,wood,5\0,MWh"), ("NUL",)),
    Malformed("odd bytes in no encoding", b"year,sector\n" + bytes(range(128, 256)), ()),
    Malformed("broken UTF-16", b"\xff\xfey\0e\0a\0\xd8", ("encoding", "UTF-8")),
    Malformed("truncated workbook", XLSX[: len(XLSX) // 2], ("damaged",), name="e.xlsx"),
    Malformed("workbook with a broken sheet", repacked(XLSX, SHEET, lambda xml: xml[:200]), ("damaged",), name="e.xlsx"),
    Malformed("document type in a workbook", repacked(XLSX, SHEET, lambda xml: ENTITY + xml), ("document type", SHEET), name="e.xlsx"),
    Malformed("UTF-16 part hides a document type", repacked(XLSX, SHEET, lambda xml: (ENTITY + xml).decode().encode("utf-16")), ("document type",), name="e.xlsx"),
    Malformed("merged area of the whole sheet", repacked(XLSX, SHEET, lambda xml: xml.replace(b"<pageMargins", b'<mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells><pageMargins')), ("more than", "cells"), name="e.xlsx"),
    Malformed("cell in the farthest corner", workbook(lambda book: book.worksheets[0].cell(1_048_576, 16_384, 1)), ("more than", "cells"), name="e.xlsx"),
    Malformed("old XLS", OLE, ("old XLS", "XLSX"), name="e.xls"),
    Malformed("protected by a password", OLE + "EncryptedPackage".encode("utf-16-le"), ("password",), name="e.xlsx"),
    Malformed("web page saved as XLS", b"<html><table><tr><td>2022</td></tr></table></html>", ("web page", "XLSX"), name="e.xls"),
    Malformed("OpenDocument", archive(mimetype=b"application/vnd.oasis.opendocument.spreadsheet", **{"content.xml": b"<a/>"}), ("OpenDocument",), name="e.ods"),
    Malformed("PDF", b"%PDF-1.7\n", ("PDF",), name="e.pdf"),
    Malformed("picture", b"\x89PNG\r\n\x1a\n", ("picture",), name="e.png"),
    Malformed("zip of something", archive(readme=b"hello"), ("packed file",), name="e.zip"),
)  # fmt: skip


def reading(case: Malformed) -> Reading:
    try:
        return read_workbook(spreadsheet.parse(case.content, case.name))
    except InputError as error:
        return Reading(problems=error.problems)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.title)
def test_malformed_file_is_refused_with_place_value_and_next_step(case: Malformed) -> None:
    found = reading(case)
    assert found.storable == ()
    assert found.problems
    said = "\n".join(map(str, found.problems))
    for words in case.says:
        assert words in said
    places = [(problem.row, problem.column) for problem in found.problems]
    if case.row is not None:
        assert any(row == case.row and column.startswith(case.column) for row, column in places)
    assert all(problem.file for problem in found.problems)
    assert all(problem.next_step for problem in found.problems)


def test_a_zip_bomb_is_refused_before_it_is_unpacked() -> None:
    bomb = archive(**{"xl/workbook.xml": b"<a/>", SHEET: b" " * 150_000_000})
    assert len(bomb) < 200_000
    with pytest.raises(InputError, match="unpack to 150.0 MB .limit 100 MB."):
        spreadsheet.parse(bomb, "e.xlsx")


def test_there_are_enough_malformed_files() -> None:
    assert len({case.title for case in CASES}) == len(CASES) >= 60


def test_all_problems_are_told_at_once() -> None:
    content = table("20O9,nowhere,nothing,many,none", "2022,residential,wood,-1,MWh", GOOD)
    found = reading(Malformed("", content, ()))
    assert [(problem.row, problem.column) for problem in found.problems] == [
        (2, "amount"), (2, "carrier"), (2, "sector"), (2, "unit"), (2, "year"), (3, ""),
    ]  # fmt: skip
    assert [activity.row for activity in found.activities] == [4]
    assert found.storable == ()


def test_a_table_of_nonsense_is_given_up_after_a_thousand_problems() -> None:
    content = table(*(f"2022,word{number}x,carrier{number},1.5,unitt{number}" for number in range(20_000)))
    started = time.process_time()
    found = reading(Malformed("", content, ()))
    assert time.process_time() - started < 20  # about 2 s on an idle core
    assert 1000 <= len(found.problems) <= 1005
    assert "more than 1000 problems" in found.problems[-1].message


def test_a_file_of_200_mb_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "large.xlsx"
    with path.open("wb") as stream:
        stream.truncate(200_000_000)
    with pytest.raises(InputError, match=r"200\.0 MB, the limit is 20 MB") as caught:
        spreadsheet.load(path)
    assert isinstance(caught.value.problems[0], Problem)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file"):
        spreadsheet.load(tmp_path / "none.csv")
