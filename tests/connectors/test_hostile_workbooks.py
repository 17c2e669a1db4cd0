"""Small workbooks that would take a server down: what the parser would build is counted before it does."""

from __future__ import annotations

import io
import time
import zipfile

import pytest

from cascais.connectors import spreadsheet
from cascais.errors import InputError
from cascais.workflows.reading import Uploaded, read_activities

SHEET_SPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
MEDIA = "application/vnd.openxmlformats-officedocument.spreadsheetml"
TOO_MANY = 401_000
SECONDS = 10


def workbook(sheet: str | bytes, name: str = "sheet1.xml", styles: str = "") -> bytes:
    """The fewest parts that openpyxl opens, with a sheet under any name."""
    types = (
        f'<Types xmlns="{PACKAGE}/content-types">'
        f'<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{MEDIA}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/{name}" ContentType="{MEDIA}.worksheet+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{MEDIA}.styles+xml"/></Types>'
    )
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": types,
        "_rels/.rels": relations(("officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": f'<workbook xmlns="{SHEET_SPACE}" xmlns:r="{OFFICE}">'
        '<sheets><sheet name="A" sheetId="1" r:id="rId0"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": relations(
            ("worksheet", f"worksheets/{name}"), ("styles", "styles.xml")
        ),
        f"xl/worksheets/{name}": sheet,
        **({"xl/styles.xml": styles} if styles else {}),
    }
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for part, content in parts.items():
            archive.writestr(part, content)
    return stream.getvalue()


def relations(*found: tuple[str, str]) -> str:
    rows = (
        f'<Relationship Id="rId{number}" Type="{OFFICE}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(found)
    )
    return f'<Relationships xmlns="{PACKAGE}/relationships">{"".join(rows)}</Relationships>'


def sheet_of(cell: str, prefix: str = "") -> str:
    before = f"{prefix}:" if prefix else ""
    space = f'xmlns:{prefix}="{SHEET_SPACE}"' if prefix else f'xmlns="{SHEET_SPACE}"'
    rows = f"<{before}row>{cell * 1000}</{before}row>" * (TOO_MANY // 1000)
    return f"<{before}worksheet {space}><{before}sheetData>{rows}</{before}sheetData></{before}worksheet>"


def sheet_with(after: str) -> str:
    return f'<worksheet xmlns="{SHEET_SPACE}"><sheetData/>{after}</worksheet>'


def merged(area: str) -> bytes:
    return workbook(sheet_with(f"<mergeCells><mergeCell {area}/></mergeCells>"))


HOSTILE = {
    "tabulator in the tag": lambda: workbook(sheet_of("<c\t/>")),
    "prefix of many letters": lambda: workbook(sheet_of("<abcdefghijkl:c/>", "abcdefghijkl")),
    "sheet under another ending": lambda: workbook(sheet_of("<c/>"), "sheet1.bin"),
    "UTF-16 without a mark": lambda: workbook(sheet_of("<c/>").encode("utf-16-le")),
    "endless styles": lambda: workbook(
        sheet_with(""),
        styles=f'<styleSheet xmlns="{SHEET_SPACE}"><cellXfs>{"<xf/>" * TOO_MANY}</cellXfs></styleSheet>',
    ),
    "merged area with a character reference": lambda: merged('ref="&#65;1:XFD1048576"'),
    "merged area in small letters": lambda: merged('ref="a1:xfd1048576"'),
    "merged area behind another attribute": lambda: merged(f'x="{"x" * 99}" ref = "A1:XFD1048576"'),
    "merged area from its end": lambda: merged('ref="XFD1048576:A1"'),
    "hyperlink over the whole sheet": lambda: workbook(
        sheet_with('<hyperlinks><hyperlink ref="A1:XFD1048576" location="A1"/></hyperlinks>')
    ),
}


@pytest.mark.parametrize("case", HOSTILE)
def test_a_workbook_that_would_unfold_is_refused_at_once(case: str) -> None:
    content = HOSTILE[case]()
    start = time.perf_counter()
    with pytest.raises(InputError, match="more than 400000 cells"):
        spreadsheet.parse(content, "energy.xlsx")
    assert time.perf_counter() - start < SECONDS


def test_the_same_parts_with_a_few_cells_are_read() -> None:
    row = '<row r="1"><c r="A1"><v>5</v></c></row>'
    sheet = f'<worksheet xmlns="{SHEET_SPACE}"><sheetData>{row}</sheetData></worksheet>'
    assert spreadsheet.parse(workbook(sheet, "sheet1.bin"), "energy.xlsx").sheets[0].cell(1, 1).value == 5


@pytest.mark.parametrize(
    "text", ["9" * 100_000, "1 " * 40_000, "1,000" * 20_000, "1" + "\u00a0" * 90_000 + "µ"]
)
def test_a_cell_of_endless_digits_is_refused_at_once(text: str) -> None:
    table = f"year;sector;carrier;amount;unit\n2022;residential;electricity;{text};{text}\n"
    start = time.perf_counter()
    found = read_activities(Uploaded("energy.csv", table.encode()))
    assert found.problems and not found.storable
    assert time.perf_counter() - start < SECONDS


def test_a_heading_of_endless_commas_is_read_at_once() -> None:
    table = f"year;sector;carrier;amount;unit;{'a,(' * 30_000}\n2022;residential;electricity;5.5;MWh;x\n"
    start = time.perf_counter()
    assert len(read_activities(Uploaded("energy.csv", table.encode())).storable) == 1
    assert time.perf_counter() - start < SECONDS
