"""Reads the Covenant's matrix: sectors down, carriers across, final energy in the cells.

Carriers may stand in two header rows, titles above them, headings of sections between the sectors. A blank cell says
nothing; a zero, a notation key and a number each become a line. Sums are never lines: they are compared.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from cascais import units
from cascais.inventory.activities import Activity
from cascais.inventory.intake import cells, labels, layout, numbers, sums
from cascais.inventory.intake.grid import Grid
from cascais.inventory.intake.problems import Findings, problem
from cascais.inventory.intake.results import PrintedSum, Reading, ReadingOptions, UnknownLabel
from cascais.inventory.intake.sheets import Cell, CellKind, Sheet, column_letter
from cascais.text import message

_YEAR = re.compile(r"(?<![0-9.,])(19[0-9]{2}|20[0-9]{2})(?![0-9.,])")
_UNIT = re.compile(r"(?<![A-Za-z])(MWh|GWh|TWh|kWh|TJ|GJ|toe|ktoe)(?![A-Za-z])")
_EMISSIONS = re.compile(r"\bt(onnes)? ?(of )?CO ?2|CO ?2 ?e", re.I)


@dataclass(slots=True)
class _MatrixReader:
    sheet: Sheet
    grid: Grid
    options: ReadingOptions
    findings: Findings
    year: int = 0
    unit: str = "MWh"
    decimal: str = ""
    activities: list[Activity] = field(default_factory=list)
    sums: list[PrintedSum] = field(default_factory=list)
    unknown: list[UnknownLabel] = field(default_factory=list)
    section_start: int = 0

    def number(self, cell: Cell) -> float | None:
        """A number of the matrix; None where it cannot be read."""
        return self.findings.attempt(
            cell, self.title(cell.column), lambda each: cells.read_amount(each, self.decimal)
        )

    def title(self, column: int) -> str:
        """Header of a column, or its letter."""
        return self.grid.titles.get(column, column_letter(column))


def read(sheet: Sheet, found: Grid, options: ReadingOptions) -> Reading:
    """Read all cells of a matrix."""
    reader = _MatrixReader(sheet, found, options, Findings(sheet))
    _read_titles(reader)
    _check_columns(reader)
    columns = range(found.label_column, max(found.carriers) + 1)
    layout.check_merged(sheet, _rows_with_values(reader), columns, reader.findings)
    _read_decimal(reader)
    if not reader.findings.problems:
        for row in range(found.header_row + 1, found.last_row + 1):
            if reader.findings.are_too_many(row):
                break
            _read_row(reader, row)
        _check_content(reader)
    reader.findings.notes.extend(sums.disagreements(reader.sums, sheet))
    return Reading(
        activities=tuple(reader.activities),
        problems=tuple(reader.findings.problems),
        notes=tuple(reader.findings.notes),
        printed_sums=tuple(reader.sums),
        unknown_labels=tuple(reader.unknown),
        form="matrix",
        file=sheet.file,
        sheet=sheet.name,
        encoding=sheet.encoding,
        decimal=reader.decimal,
        columns={carrier: found.titles[column] for column, carrier in found.carriers.items()},
    )


def _check_content(reader: _MatrixReader) -> None:
    if not reader.activities and not reader.findings.problems:
        reader.findings.add(
            problem(
                message("The matrix holds no number and no notation key."),
                row=reader.grid.header_row,
                next_step=message("Fill in the final energy of each sector."),
            )
        )
    sums.check_duplicates(tuple(reader.activities), reader.findings)
    if reader.grid.last_row < len(reader.sheet.rows):
        reader.findings.note(
            problem(
                message(
                    "A second table starts near row {row}; it was not read.", row=reader.grid.last_row + 1
                )
            )
        )


def _rows_with_values(reader: _MatrixReader) -> range:
    rows = [
        row
        for row in range(reader.grid.header_row + 1, reader.grid.last_row + 1)
        if any(not reader.sheet.cell(row, column).is_blank for column in reader.grid.carriers)
    ]
    return range(rows[0], rows[-1] + 1) if rows else range(0)


def _read_titles(reader: _MatrixReader) -> None:
    titles = [
        cell
        for row in reader.sheet.rows[: reader.grid.header_row]
        for cell in row
        if cell.kind in (CellKind.TEXT, CellKind.NUMBER) and not cell.is_blank
    ]
    text = " · ".join(cell.text for cell in titles)
    if _EMISSIONS.search(text) and not _UNIT.search(text):
        reader.findings.add(
            problem(
                message("The matrix holds emissions, not energy."),
                value=text,
                allowed=", ".join(units.ENERGY_MWH),
                next_step=message(
                    "Upload the matrix of final energy; Cascais computes the emissions itself."
                ),
            )
        )
    found_unit = _UNIT.search(text)
    reader.unit = found_unit[1] if found_unit else "MWh"
    _read_year(reader, text)


def _read_year(reader: _MatrixReader, text: str) -> None:
    in_cells = set(_YEAR.findall(text)) or set(_YEAR.findall(reader.sheet.name))
    if reader.options.year is not None:
        reader.year = reader.options.year
        return
    if len(in_cells) == 1:
        reader.year = int(in_cells.pop())
        reader.findings.note(problem(message("The year {year} was taken from the title.", year=reader.year)))
        return
    reader.findings.add(
        problem(
            message("The title names several years.") if in_cells else message("The matrix names no year."),
            value=", ".join(sorted(in_cells)),
            next_step=message(
                "Say which year it is when importing (option “year”), or write it above the matrix."
            ),
        )
    )


def _check_columns(reader: _MatrixReader) -> None:
    found = reader.grid
    by_carrier: dict[str, int] = {}
    for column, carrier in found.carriers.items():
        first = by_carrier.setdefault(carrier, column)
        if first != column:
            _refuse_doubled(reader, first, column)
    rows = range(found.header_row + 1, found.last_row + 1)
    for column, title in found.titles.items():
        is_known = column in found.carriers or column in found.total_columns
        if not is_known and any(_is_value(reader.sheet.cell(row, column)) for row in rows):
            _refuse_column(reader, column, title)


def _refuse_doubled(reader: _MatrixReader, first: int, second: int) -> None:
    reader.findings.add(
        problem(
            message(
                "The columns {first} and {second} are both read as the same field.",
                first=f"{column_letter(first)} “{reader.title(first)}”",
                second=f"{column_letter(second)} “{reader.title(second)}”",
            ),
            row=reader.grid.header_row,
            next_step=message("Add them up, or choose another carrier for one of them when importing."),
        )
    )


def _refuse_column(reader: _MatrixReader, column: int, title: str) -> None:
    try:
        labels.carrier(title, reader.options.aliases.carrier)
    except labels.UnknownLabelError as error:
        row = reader.grid.header_row
        reader.unknown.append(UnknownLabel(error.kind, error.label, error.suggestions, row))
        for each in error.problems:
            reader.findings.add(each, reader.sheet.cell(row, column), title)


def _is_value(cell: Cell) -> bool:
    return cell.kind is CellKind.NUMBER or (
        cell.kind is CellKind.TEXT and numbers.written_number(cell.text) is not None
    )


def _read_decimal(reader: _MatrixReader) -> None:
    if reader.options.decimal:
        reader.decimal = reader.options.decimal
        return
    rows = range(reader.grid.header_row + 1, reader.grid.last_row + 1)
    columns = (*reader.grid.carriers, *reader.grid.total_columns)
    found = numbers.convention(reader.sheet.cell(row, column) for row in rows for column in columns)
    if found.clash:
        for each in numbers.clash_problem(found).problems:
            reader.findings.add(each)
    reader.decimal = found.decimal


def _read_row(reader: _MatrixReader, row: int) -> None:
    label = reader.sheet.cell(row, reader.grid.label_column)
    values = {
        column: cell
        for column in reader.grid.carriers
        if not (cell := reader.sheet.cell(row, column)).is_blank
    }
    if labels.is_total(label.text):
        _read_sums(reader, label, values)
        return
    if not values:
        if _is_heading(label):
            reader.section_start = len(reader.activities)
        return
    sector = _sector_of_row(reader, label)
    if sector:
        before = len(reader.activities)
        for column, cell in values.items():
            _read_cell(reader, sector, cell, reader.grid.carriers[column])
        _read_row_total(reader, sector, row, reader.activities[before:])


def _is_heading(label: Cell) -> bool:
    return (
        label.kind is CellKind.TEXT
        and not label.is_blank
        and (label.text.endswith(":") or label.text.isupper())
    )


def _sector_of_row(reader: _MatrixReader, label: Cell) -> str:
    if label.is_blank:
        reader.findings.add(
            problem(
                message("The row has numbers but no sector."),
                next_step=message("Write the sector at the start of the row."),
            ),
            label,
        )
        return ""
    try:
        return labels.sector(label.text.rstrip(" :"), reader.options.aliases.sector).sector
    except labels.UnknownLabelError as error:
        reader.unknown.append(UnknownLabel(error.kind, error.label, error.suggestions, label.row))
        for each in error.problems:
            reader.findings.add(each, label)
        return ""


def _read_cell(reader: _MatrixReader, sector: str, cell: Cell, carrier: str) -> None:
    is_key = cell.kind is CellKind.TEXT and labels.is_notation_key(cell.text)
    amount = None if is_key else reader.number(cell)
    if amount is None and not is_key:
        return
    if amount is not None and amount < 0:
        reader.findings.add(sums.negative_amount(amount), cell, reader.title(cell.column))
        return
    reader.activities.append(
        Activity(
            year=reader.year,
            sector=sector,
            carrier=carrier,
            amount=amount,
            unit=reader.unit,
            notation_key=cell.text if is_key else "",
            file=reader.sheet.file,
            row=cell.row,
        )
    )


def _read_row_total(reader: _MatrixReader, sector: str, row: int, lines: list[Activity]) -> None:
    for column in reader.grid.total_columns:
        cell = reader.sheet.cell(row, column)
        value = None if cell.is_blank else reader.number(cell)
        if value is not None:
            found = sums.amount_of(lines)
            label = reader.sheet.cell(row, reader.grid.label_column).text
            reader.sums.append(
                PrintedSum(label, value, reader.unit, sector, year=reader.year, row=row, found=found)
            )


def _read_sums(reader: _MatrixReader, label: Cell, values: Mapping[int, Cell]) -> None:
    """A row of sums: of the section since the last heading or subtotal, or of everything."""
    is_part = not sums.is_grand_total(label.text, reader.sheet, reader.grid.label_column, label.row)
    lines = reader.activities[reader.section_start :] if is_part else reader.activities
    for column, cell in values.items():
        carrier = reader.grid.carriers[column]
        value = reader.number(cell)
        if value is not None:
            found = sums.amount_of([line for line in lines if line.carrier == carrier])
            reader.sums.append(
                PrintedSum(label.text, value, reader.unit, "", carrier, reader.year, label.row, found)
            )
    for column in reader.grid.total_columns:
        cell = reader.sheet.cell(label.row, column)
        value = None if cell.is_blank else reader.number(cell)
        if value is not None:
            found = sums.amount_of(lines)
            reader.sums.append(
                PrintedSum(label.text, value, reader.unit, year=reader.year, row=label.row, found=found)
            )
    if is_part:
        reader.section_start = len(reader.activities)
