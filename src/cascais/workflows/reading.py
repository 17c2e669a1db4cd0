"""From an uploaded file to activities, prescribed factors or totals, or to the problems that forbid it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from cascais.connectors import spreadsheet
from cascais.errors import InputError
from cascais.inventory.factors import PrescribedFactor
from cascais.inventory.findings import PrintedTotal
from cascais.inventory.intake import cells, layout, numbers, prescribed
from cascais.inventory.intake.problems import Findings, problem
from cascais.inventory.intake.reading import read_workbook
from cascais.inventory.intake.results import Reading, ReadingOptions
from cascais.inventory.intake.sheets import Cell, Sheet, Workbook
from cascais.pathways.series import Observation, Series
from cascais.text import message

NO_OPTIONS = ReadingOptions()


@dataclass(frozen=True, slots=True)
class Uploaded:
    """A file as it came: its name and its bytes."""

    name: str
    content: bytes


def workbook_of(file: Path | Uploaded) -> Workbook:
    """The cells of a file on disk or of an upload; raises InputError where it is no spreadsheet."""
    return spreadsheet.load(file) if isinstance(file, Path) else spreadsheet.parse(file.content, file.name)


def read_activities(file: Path | Uploaded, options: ReadingOptions = NO_OPTIONS) -> Reading:
    """Read the activities of a file; a file that is no spreadsheet gives a reading with that problem."""
    try:
        workbook = workbook_of(file)
    except InputError as error:
        return Reading(problems=error.problems, file=file.name)
    return read_workbook(workbook, options)


def accepted(reading: Reading) -> Reading:
    """The same reading, where it has no problem; raises InputError with all of them otherwise."""
    if reading.problems:
        raise InputError(reading.problems)
    return reading


def read_factors(file: Path | Uploaded, decimal: str = "") -> tuple[PrescribedFactor, ...]:
    """Read a file of prescribed factors; raises InputError with every problem in it."""
    found = prescribed.read(first_sheet(workbook_of(file)), ReadingOptions(decimal=decimal))
    if found.problems:
        raise InputError(found.problems)
    return found.factors


def printed_totals(reading: Reading) -> tuple[PrintedTotal, ...]:
    """The sums of emissions that a table prints, for the checks."""
    return tuple(
        PrintedTotal(
            label=each.label,
            value_t=each.value,
            sector=each.sector,
            carriers=(each.carrier,) if each.carrier else (),
            year=each.year,
            place=f"{reading.file} row {each.row}" if each.row else reading.file,
        )
        for each in reading.printed_sums
        if each.unit == "t"
    )


def is_table_of_totals(sheet: Sheet) -> bool:
    """Whether a sheet holds one total a year instead of activities: it has no column of sectors."""
    header = _header(sheet)
    return {"year", "emissions_t"} <= set(header) and "sector" not in header and "carrier" not in header


def read_totals(sheet: Sheet, options: ReadingOptions = NO_OPTIONS) -> Series:
    """Read yearly totals (columns year, emissions_t; population, uncertainty where known) into a series."""
    header = _header(sheet)
    first = next(iter(header.values())).row
    findings = Findings(sheet)
    rows = [sheet.rows[number - 1] for number in layout.data_rows(sheet, first)]
    convention = numbers.convention(cell for row in rows for cell in row)
    if convention.clash:
        raise numbers.clash_problem(convention)
    known = replace(options, decimal=options.decimal or convention.decimal)
    observations = [_observation(row, header, known, findings) for row in rows]
    if findings.problems:
        raise InputError(findings.problems)
    return Series(tuple(each for each in observations if each))


def _observation(
    row: tuple[Cell, ...], header: dict[str, Cell], options: ReadingOptions, findings: Findings
) -> Observation | None:
    def value(name: str) -> float | None:
        cell = row[header[name].column - 1] if name in header and header[name].column <= len(row) else None
        if cell is None or cell.is_blank:
            return None
        read = cells.read_uncertainty if name == "uncertainty" else cells.read_number
        return findings.attempt(cell, header[name].text, lambda each: read(each, options.decimal))

    year = findings.attempt(
        row[header["year"].column - 1], "year", lambda cell: cells.read_year(cell, options.latest_year)
    )
    emissions = value("emissions_t")
    if emissions is None and not findings.problems:
        findings.add(
            problem(message("The emissions are missing."), next_step=message("Fill in a number.")), row[0]
        )
    if year is None or emissions is None:
        return None
    return Observation(year, emissions, value("uncertainty"), value("population"))


def _header(sheet: Sheet) -> dict[str, Cell]:
    """Columns of the first row that holds anything, by their names in small letters."""
    row = next((row for row in sheet.rows if any(not cell.is_blank for cell in row)), ())
    return {cell.text.lower(): cell for cell in row if not cell.is_blank}


def first_sheet(workbook: Workbook) -> Sheet:
    """The first visible sheet with anything in it; raises InputError where there is none."""
    visible: Iterable[Sheet] = (
        sheet for sheet in workbook.sheets if not sheet.is_hidden and not sheet.is_empty
    )
    sheet = next(iter(visible), None)
    if sheet is None:
        raise InputError(
            problem(
                message("The workbook has no visible sheet with anything in it."),
                file=workbook.file,
                next_step=message("Show the sheet that holds the table, or choose another file."),
            )
        )
    return sheet
