"""The front of the intake: recognises which form a table has and reads it, telling everything that is wrong at once."""

from __future__ import annotations

from dataclasses import replace

from cascais.errors import Problem
from cascais.inventory.intake import layout, matrix, tidy
from cascais.inventory.intake.grid import grid
from cascais.inventory.intake.problems import problem
from cascais.inventory.intake.results import NO_OPTIONS, Reading, ReadingOptions
from cascais.inventory.intake.sheets import Sheet, Workbook
from cascais.text import message


def read(sheet: Sheet, options: ReadingOptions = NO_OPTIONS) -> Reading:
    """Read one sheet, in whatever of the known forms it is.

    Never raises for what a sheet holds: all problems are in the reading.
    """
    if sheet.is_empty:
        return _refused(sheet, problem(message("The sheet is empty."), next_step=_TAKE_TEMPLATE))
    found = _tidy_layout(sheet)
    if found:
        return tidy.read(sheet, found, options)
    found_grid = grid(sheet, options.aliases)
    if found_grid:
        return matrix.read(sheet, found_grid, options)
    found = layout.layout(sheet)
    if found:
        return tidy.read(sheet, found, options)
    first = next((cell.text for row in sheet.rows for cell in row if not cell.is_blank), "")
    return _refused(
        sheet,
        problem(
            message("The table is not recognised: no row names the columns that are needed."),
            value=first,
            allowed=", ".join(layout.MANDATORY),
            next_step=_TAKE_TEMPLATE,
        ),
    )


_TAKE_TEMPLATE = message(
    "Name the columns year, sector, carrier, amount and unit in the first row, or start from the template."
)


def read_workbook(workbook: Workbook, options: ReadingOptions = NO_OPTIONS) -> Reading:
    """Read the sheet that was chosen, or the only visible one that is recognised."""
    visible = [sheet for sheet in workbook.sheets if not sheet.is_hidden and not sheet.is_empty]
    if options.sheet:
        chosen = [sheet for sheet in workbook.sheets if sheet.name == options.sheet]
        return _noted(read(chosen[0], options), workbook) if chosen else _no_sheet(workbook, options.sheet)
    recognised = [sheet for sheet in visible if is_recognised(sheet, options)]
    recognised = [sheet for sheet in recognised if _is_filled(sheet, options)] or recognised[:1]
    if len(recognised) > 1:
        return _several(workbook, recognised)
    sheet = next(iter(recognised or visible), None)
    if sheet is None:
        return _no_sheet(workbook, "")
    notes = tuple(
        problem(
            message("The sheet holds no table of activities and was not read."),
            file=workbook.file,
            sheet=other.name,
        )
        for other in visible
        if other is not sheet
    )
    reading = _noted(read(sheet, options), workbook)
    return replace(reading, notes=(*reading.notes, *notes))


def is_recognised(sheet: Sheet, options: ReadingOptions = NO_OPTIONS) -> bool:
    """Whether a sheet looks like a table of activities in one of the known forms."""
    return bool(_tidy_layout(sheet) or grid(sheet, options.aliases))


def _tidy_layout(sheet: Sheet) -> layout.Layout | None:
    return layout.layout(sheet, least=3) or layout.layout(sheet, ("carrier", "amount", "emissions_t"))


def _is_filled(sheet: Sheet, options: ReadingOptions) -> bool:
    """Whether anything stands below the headers: a workbook may keep a blank form beside the filled one."""
    tidy_layout = _tidy_layout(sheet)
    if tidy_layout:
        return any(True for _ in layout.data_rows(sheet, tidy_layout.header_row))
    found = grid(sheet, options.aliases)
    return found is not None and found.has_values(sheet)


def _noted(reading: Reading, workbook: Workbook) -> Reading:
    return replace(reading, notes=(*workbook.notes, *reading.notes))


def _refused(sheet: Sheet, found: Problem) -> Reading:
    placed = replace(found, file=sheet.file, sheet=sheet.name)
    return Reading(problems=(placed,), file=sheet.file, sheet=sheet.name, encoding=sheet.encoding)


def _no_sheet(workbook: Workbook, name: str) -> Reading:
    if name:
        said, next_step = message("There is no such sheet."), message("Choose one of the sheets.")
    elif all(sheet.is_empty for sheet in workbook.sheets):
        said, next_step = message("The file is empty."), _TAKE_TEMPLATE
    else:
        said = message("All sheets with anything in them are hidden.")
        next_step = message(
            "Show the sheet with the activities in the spreadsheet program, or choose it by name."
        )
    names = ", ".join(sheet.name for sheet in workbook.sheets if sheet.name)
    found = problem(said, value=name, allowed=names, file=workbook.file, next_step=next_step)
    return Reading(problems=(found,), notes=workbook.notes, file=workbook.file)


def _several(workbook: Workbook, sheets: list[Sheet]) -> Reading:
    found = problem(
        message("Several sheets hold a table of activities; reading all could count the same energy twice."),
        allowed=", ".join(sheet.name for sheet in sheets),
        file=workbook.file,
        next_step=message("Choose the sheet to read (option “sheet”)."),
    )
    return Reading(problems=(found,), notes=workbook.notes, file=workbook.file)
