"""Reads XLSX workbooks, and looks at the file before openpyxl does: bombs, entities and endless sheets stay outside."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import IO
from xml.parsers import expat

import openpyxl
from openpyxl.cell.cell import Cell as OpenpyxlCell
from openpyxl.cell.cell import MergedCell
from openpyxl.utils import column_index_from_string
from openpyxl.worksheet.worksheet import Worksheet

from cascais.connectors import _limits
from cascais.errors import InputError, Problem
from cascais.inventory.intake.problems import problem, refusal
from cascais.inventory.intake.sheets import Area, Cell, CellKind, CellValue, Sheet, Workbook
from cascais.text import Message, message

_CHUNK = 1 << 20
_LARGEST_WHOLE = 1e15  # beyond it a float no longer holds every whole number
_EXPANDED = frozenset({"mergeCell", "hyperlink", "comment"})  # openpyxl makes a cell of each place in them
_OF_CELLS = frozenset({"row", "c", "v", "f", "is", "si", "t"})
_RANGE = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7}):\$?([A-Z]{1,3})\$?([0-9]{1,7})", re.I)
_SAVE_AGAIN = message("Open it in the spreadsheet program, save it as XLSX and upload it again.")


def read(content: bytes, name: str) -> Workbook:
    """Read a workbook: the visible and hidden sheets with their cells, stored results in place of formulas."""
    inspect(content, name)
    try:
        return _read(content, name)
    except InputError:
        raise
    # A damaged workbook makes openpyxl raise errors of any kind, down to AttributeError.
    except Exception:
        raise damaged(name) from None


def damaged(name: str) -> InputError:
    """The refusal of a workbook that cannot be opened."""
    return refusal(
        message("The workbook is damaged, or it did not arrive completely."),
        file=name,
        next_step=_SAVE_AGAIN,
    )


def inspect(content: bytes, name: str) -> None:
    """Refuse what must not reach the parser: too much, packed too well, or XML with a document type."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _check_directory(archive, name)
            _check_parts(archive, name)
    except InputError:
        raise
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError):
        raise damaged(name) from None


def _check_directory(archive: zipfile.ZipFile, name: str) -> None:
    parts = archive.infolist()
    unpacked = sum(part.file_size for part in parts)
    worst = max(
        (
            part.file_size / max(part.compress_size, 1)
            for part in parts
            if part.file_size > _limits.RATIO_MATTERS_FROM
        ),
        default=0.0,
    )
    if (
        unpacked > _limits.LARGEST_UNPACKED
        or worst > _limits.LARGEST_RATIO
        or len(parts) > _limits.MOST_PARTS
    ):
        raise refusal(
            message(
                "The workbook would unpack to {size} MB (limit {limit} MB); a part is packed {ratio} : 1 (limit {most} : 1).",
                size=round(unpacked / 1e6, 1),
                limit=_limits.LARGEST_UNPACKED // 1_000_000,
                ratio=round(worst),
                most=_limits.LARGEST_RATIO,
            ),
            file=name,
            next_step=message("Copy the table with the activities into a new workbook and upload that."),
        )


def _check_parts(archive: zipfile.ZipFile, name: str) -> None:
    """Count what the parser would build of every part, whatever its name: the workbook says which one is a sheet."""
    counts = _Counts(name)
    for part in archive.infolist():
        with archive.open(part) as stream:
            counts.read(stream, part.filename)


@dataclass(slots=True)
class _Counts:
    """Cells and other elements of a workbook, and the bytes they take; refuses as soon as there are too many.

    An XML reader counts them, because neither the prefix of a name nor the encoding hides anything from it.
    """

    name: str
    cells: int = 0
    elements: int = 0
    others: int = 0
    unpacked: int = 0

    def read(self, stream: IO[bytes], part: str) -> None:
        """Read a part to its end, or to where it stops being XML: no parser gets further than that."""
        parser = expat.ParserCreate()
        parser.StartElementHandler = self._count

        def refuse(*_declared: object) -> None:
            raise _forbidden_xml(part, self.name)

        parser.StartDoctypeDeclHandler = refuse
        while chunk := stream.read(_CHUNK):
            self.unpacked += len(chunk)
            # The directory of the archive may lie about sizes; what really comes out is counted.
            if self.unpacked > _limits.LARGEST_UNPACKED:
                raise _limits.too_many_cells(self.name)
            try:
                parser.Parse(chunk, False)
            except expat.ExpatError:
                return

    def _count(self, tag: str, attributes: dict[str, str]) -> None:
        kind = tag.rpartition(":")[2]
        self.elements += 1
        self.cells += kind == "c"
        self.others += kind not in _OF_CELLS
        if kind in _EXPANDED:
            self.cells += _covered(attributes.get("ref", ""))
        if (
            self.cells > _limits.MOST_CELLS
            or self.others > _limits.MOST_OTHER_ELEMENTS
            or self.elements > _limits.MOST_ELEMENTS
        ):
            raise _limits.too_many_cells(self.name)


def _covered(area: str) -> int:
    """How many cells an area covers; one that is written in another way than programs do covers too many."""
    if ":" not in area:
        return 1
    found = _RANGE.fullmatch(area)
    if not found:
        return _limits.MOST_CELLS + 1
    first, first_row, last, last_row = found.groups()
    columns = column_index_from_string(last) - column_index_from_string(first)
    return (abs(int(last_row) - int(first_row)) + 1) * (abs(columns) + 1)


def _forbidden_xml(part: str, name: str) -> InputError:
    return refusal(
        message(
            "The part “{part}” of the workbook declares a document type or entities, which no spreadsheet needs.",
            part=part,
        ),
        file=name,
        next_step=_SAVE_AGAIN,
    )


def _read(content: bytes, name: str) -> Workbook:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about styles and extensions, which are not read
        formulas = openpyxl.load_workbook(io.BytesIO(content), keep_links=False)
        sheets = formulas.worksheets
        if sum(sheet.max_row * sheet.max_column for sheet in sheets) > _limits.MOST_CELLS:
            raise _limits.too_many_cells(name)
        results = sheets
        if any(_has_formula(sheet) for sheet in sheets):
            results = openpyxl.load_workbook(io.BytesIO(content), data_only=True, keep_links=False).worksheets
    read_sheets = tuple(_sheet(sheet, results[position], name) for position, sheet in enumerate(sheets))
    return Workbook(read_sheets, name, tuple(_notes(read_sheets, name)))


def _has_formula(sheet: Worksheet) -> bool:
    return any(cell.data_type == "f" for row in sheet.iter_rows() for cell in row)


def _sheet(formulas: Worksheet, results: Worksheet, name: str) -> Sheet:
    rows = tuple(
        tuple(
            _cell(stored.value, stored.data_type, formula.data_type == "f", (row, column))
            for column, (formula, stored) in enumerate(zip(formula_row, stored_row, strict=True), start=1)
        )
        for row, (formula_row, stored_row) in enumerate(
            zip(_cell_rows(formulas, formulas), _cell_rows(results, formulas), strict=True), start=1
        )
    )
    merged = tuple(
        Area(area.min_row, area.max_row, area.min_col, area.max_col) for area in formulas.merged_cells.ranges
    )
    return Sheet(rows, name, formulas.title, formulas.sheet_state != "visible", merged)


def _cell_rows(sheet: Worksheet, extent: Worksheet) -> Iterator[tuple[OpenpyxlCell | MergedCell, ...]]:
    return sheet.iter_rows(min_row=1, min_col=1, max_row=extent.max_row, max_col=extent.max_column)


def _cell(value: object, data_type: str, is_formula: bool, position: tuple[int, int]) -> Cell:
    row, column = position
    if is_formula and value is None:
        return Cell(None, CellKind.FORMULA, row, column)
    kind, plain = _kind_and_value(value, data_type)
    return Cell(plain, kind, row, column, is_computed=is_formula)


def _kind_and_value(value: object, data_type: str) -> tuple[CellKind, CellValue]:
    if value is None or value == "":
        return CellKind.BLANK, None
    if data_type == "e":
        return CellKind.ERROR, str(value)
    if isinstance(value, bool):
        return CellKind.TEXT, "yes" if value else "no"
    if isinstance(value, int | float):
        is_whole = isinstance(value, float) and value.is_integer() and abs(value) < _LARGEST_WHOLE
        return CellKind.NUMBER, int(value) if is_whole else value
    if isinstance(value, datetime):
        return CellKind.DATE, value.date()
    if isinstance(value, date):
        return CellKind.DATE, value
    if isinstance(value, time):
        return CellKind.DATE, value.isoformat()
    text = str(value)
    return (CellKind.TEXT if text.strip() else CellKind.BLANK), text


def _notes(sheets: tuple[Sheet, ...], name: str) -> Iterator[Problem]:
    for sheet in sheets:
        if sheet.is_hidden and not sheet.is_empty:
            yield _note(sheet, name, message("The sheet is hidden and is not read."))
        computed = sum(cell.is_computed for row in sheet.rows for cell in row)
        if computed:
            yield _note(
                sheet,
                name,
                message("{count} cells hold formulas; their stored results are read.", count=computed),
            )


def _note(sheet: Sheet, name: str, said: Message) -> Problem:
    return problem(said, file=name, sheet=sheet.name)
