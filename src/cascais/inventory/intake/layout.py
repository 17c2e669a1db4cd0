"""Finds the header row of a tidy table and which column holds which field."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from cascais.inventory.intake import labels
from cascais.inventory.intake.problems import Findings, problem
from cascais.inventory.intake.sheets import Cell, CellKind, Sheet, column_letter
from cascais.text import message

LOOKED_AT = 60  # rows in which a header is looked for
MANDATORY = ("year", "sector", "carrier", "amount", "unit")


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the fields of a table stand: header row, column of each field, its title, unit named by a header."""

    header_row: int
    columns: Mapping[str, int]
    titles: Mapping[str, str]
    unit: str = ""
    unused: tuple[Cell, ...] = ()
    doubled: tuple[tuple[Cell, Cell], ...] = ()
    width: int = 0

    def cell(self, sheet: Sheet, row: int, field_name: str) -> Cell:
        """The cell of a field in a row; a blank one where the table has no such column."""
        column = self.columns.get(field_name)
        return sheet.cell(row, column) if column else Cell(None, CellKind.BLANK, row, 0)


@dataclass(slots=True)
class _Draft:
    columns: dict[str, Cell] = field(default_factory=dict)
    unit: str = ""
    unused: list[Cell] = field(default_factory=list)
    doubled: list[tuple[Cell, Cell]] = field(default_factory=list)


def layout(sheet: Sheet, fields: tuple[str, ...] = MANDATORY, least: int = 2) -> Layout | None:
    """The layout of the row that names most fields, the first of equals; None where none names `least` of them."""
    best: Layout | None = None
    for row in sheet.rows[:LOOKED_AT]:
        candidate = _layout(row)
        if sum(name in candidate.columns for name in fields) < least:
            continue
        if best is None or len(candidate.columns) > len(best.columns):
            best = candidate
    return best


def _layout(row: tuple[Cell, ...]) -> Layout:
    draft = _Draft()
    for cell in row:
        if not cell.is_blank:
            _place(draft, cell)
    return Layout(
        header_row=row[0].row if row else 0,
        columns={name: cell.column for name, cell in draft.columns.items()},
        titles={name: cell.text for name, cell in draft.columns.items()},
        unit=draft.unit,
        unused=tuple(draft.unused),
        doubled=tuple(draft.doubled),
        width=max((cell.column for cell in row if not cell.is_blank), default=0),
    )


def _place(draft: _Draft, cell: Cell) -> None:
    header = labels.header(cell.text) if cell.kind is CellKind.TEXT else None
    if header is None:
        draft.unused.append(cell)
    elif header.field in draft.columns:
        draft.doubled.append((draft.columns[header.field], cell))
    else:
        draft.columns[header.field] = cell
        if header.field in ("amount", "factor"):
            draft.unit = header.unit


def check_layout(found: Layout, mandatory: tuple[str, ...], findings: Findings) -> bool:
    """Tell missing, doubled and unused columns; whether the rows can be read nevertheless."""
    is_readable = not found.doubled and all(name in found.columns for name in mandatory)
    for name in mandatory:
        if name not in found.columns:
            names = ", ".join(labels.header_names(name)[:8])
            findings.add(
                problem(
                    message("The column “{name}” is missing.", name=name),
                    row=found.header_row,
                    allowed=names,
                    next_step=message("Add the column, or rename the one that holds it."),
                )
            )
    for first, second in found.doubled:
        findings.add(
            problem(
                message(
                    "The columns {first} and {second} are both read as the same field.",
                    first=f"{column_letter(first.column)} “{first.text}”",
                    second=f"{column_letter(second.column)} “{second.text}”",
                ),
                next_step=message("Remove one of them, or give it a name that is not used for import."),
            ),
            second,
        )
    for cell in found.unused:
        findings.note(problem(message("The column is not used."), value=cell.text), cell)
    return is_readable


def check_merged(sheet: Sheet, rows: range, columns: range, findings: Findings) -> None:
    """Refuse merged cells among the data: only their first cell holds the value, and nobody can see which."""
    for area in sheet.merged:
        if area.touches(rows, columns):
            corner = sheet.cell(area.first_row, area.first_column)
            findings.add(
                problem(
                    message(
                        "Rows {first} to {last} are merged in columns {left} to {right}: only the first cell counts.",
                        first=area.first_row,
                        last=area.last_row,
                        left=column_letter(area.first_column),
                        right=column_letter(area.last_column),
                    ),
                    value=corner.text,
                    next_step=message("Unmerge the cells and write the value in each row it holds for."),
                ),
                corner,
            )


def data_rows(sheet: Sheet, after: int) -> Iterator[int]:
    """Numbers of the rows below a header that hold anything."""
    for number, row in enumerate(sheet.rows[after:], start=after + 1):
        if not all(cell.is_blank for cell in row):
            yield number
