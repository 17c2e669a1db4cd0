"""Finds a matrix of energy in a sheet: sectors down, carriers across, the carriers in up to three header rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from cascais.errors import InputError
from cascais.inventory.intake import labels, layout
from cascais.inventory.intake.labels import Aliases
from cascais.inventory.intake.sheets import Cell, CellKind, Sheet

HEADER_ROWS = 3  # the carriers stand in one row, electricity and heat often in one above
LEAST_CARRIERS = 2
LABEL_COLUMNS = 6  # columns in which the sectors are looked for
LONGEST_LABEL = 80


@dataclass(frozen=True, slots=True)
class Grid:
    """Where a matrix stands: the last header row, the carrier of each column, the columns of sums, the sector labels."""

    header_row: int
    carriers: Mapping[int, str]
    titles: Mapping[int, str]
    total_columns: tuple[int, ...]
    label_column: int
    last_row: int

    def has_values(self, sheet: Sheet) -> bool:
        """Whether any cell of the matrix is filled in."""
        rows = range(self.header_row + 1, self.last_row + 1)
        return any(not sheet.cell(row, column).is_blank for row in rows for column in self.carriers)


def grid(sheet: Sheet, aliases: Aliases) -> Grid | None:
    """Find a matrix in a sheet; None where no row names two carriers with sectors below them."""
    best, most = 0, LEAST_CARRIERS - 1
    for row in sheet.rows[: layout.LOOKED_AT]:
        count = len(set(_carriers_in(row, aliases).values()))
        if count > most:
            best, most = row[0].row, count
    if not best:
        return None
    best = _lowest_header(sheet, best, aliases)
    last_row = _last_row(sheet, best, aliases)
    label_column = _label_column(sheet, range(best + 1, last_row + 1), aliases)
    if not label_column:
        return None
    carriers, titles, totals = _columns(sheet, best, label_column, aliases)
    if len(carriers) < LEAST_CARRIERS:
        return None
    return Grid(best, carriers, titles, totals, label_column, last_row)


def _lowest_header(sheet: Sheet, row: int, aliases: Aliases) -> int:
    """Last of the header rows: groups of carriers stand above their members, and may be as many."""
    below = range(row + 1, min(row + HEADER_ROWS, len(sheet.rows) + 1))
    rows = [each for each in below if len(_carriers_in(sheet.rows[each - 1], aliases)) >= LEAST_CARRIERS]
    return rows[-1] if rows else row


def _carriers_in(row: tuple[Cell, ...], aliases: Aliases) -> dict[int, str]:
    found = {}
    for cell in row:
        if cell.kind is CellKind.TEXT and len(cell.text) < LONGEST_LABEL and not cell.is_blank:
            try:
                found[cell.column] = labels.carrier(cell.text, aliases.carrier)
            except InputError:
                continue
    return found


def _last_row(sheet: Sheet, header_row: int, aliases: Aliases) -> int:
    """Last row of the matrix: a second table often stands below, with the same carriers."""
    for row in sheet.rows[header_row:]:
        if len(set(_carriers_in(row, aliases).values())) >= LEAST_CARRIERS + 1:
            return row[0].row - HEADER_ROWS
    return len(sheet.rows)


def _label_column(sheet: Sheet, rows: range, aliases: Aliases) -> int:
    counts: Counter[int] = Counter()
    for number in rows:
        for cell in sheet.rows[number - 1][:LABEL_COLUMNS]:
            if cell.kind is CellKind.TEXT and _sector(cell.text, aliases):
                counts[cell.column] += 1
    return max(counts, key=lambda column: (counts[column], -column)) if counts else 0


def _sector(text: str, aliases: Aliases) -> str:
    try:
        return labels.sector(text.rstrip(" :"), aliases.sector).sector
    except InputError:
        return ""


def _columns(
    sheet: Sheet, header_row: int, label_column: int, aliases: Aliases
) -> tuple[dict[int, str], dict[int, str], tuple[int, ...]]:
    carriers: dict[int, str] = {}
    titles: dict[int, str] = {}
    totals: list[int] = []
    width = max(len(row) for row in sheet.rows)
    for column in range(label_column + 1, width + 1):
        header = _header_of(sheet, header_row, column, aliases)
        if header is None:
            continue
        titles[column] = header.text
        if labels.is_total(header.text):
            totals.append(column)
        else:
            carriers.update(_carriers_in((header,), aliases))
    return carriers, titles, tuple(totals)


def _header_of(sheet: Sheet, header_row: int, column: int, aliases: Aliases) -> Cell | None:
    """The header of a column: in the header row, or where that is blank in one of the two rows above."""
    own = sheet.cell(header_row, column)
    if not own.is_blank:
        return own
    for row in range(header_row - 1, max(header_row - HEADER_ROWS, 0), -1):
        cell = sheet.cell(row, column)
        if not cell.is_blank and (labels.is_total(cell.text) or _carriers_in((cell,), aliases)):
            return cell
    return None
