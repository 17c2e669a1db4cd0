"""A spreadsheet after its file format is forgotten: sheets of cells that know where they stand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from cascais.errors import Problem

CellValue = str | float | int | date | None


class CellKind(StrEnum):
    """What a cell holds."""

    TEXT = "text"
    NUMBER = "number"  # stored as a number, so never ambiguous
    DATE = "date"
    FORMULA = "formula"  # a formula without a stored result
    ERROR = "error"  # such as #REF!
    BLANK = "blank"


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell; `row` and `column` count from 1, as a spreadsheet program does.

    `is_computed` marks the stored result of a formula.
    """

    value: CellValue
    kind: CellKind
    row: int
    column: int
    is_computed: bool = False

    @property
    def text(self) -> str:
        """The cell as text, without blanks around it; empty where it is blank."""
        return "" if self.value is None else str(self.value).strip()

    @property
    def is_blank(self) -> bool:
        """Whether nothing stands in the cell."""
        return self.kind is CellKind.BLANK or (self.kind is CellKind.TEXT and not self.text)


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle of cells, its borders included."""

    first_row: int
    last_row: int
    first_column: int
    last_column: int

    def touches(self, rows: range, columns: range) -> bool:
        """Whether the area covers a cell in one of the rows and one of the columns."""
        return (
            self.first_row < rows.stop
            and self.last_row >= rows.start
            and self.first_column < columns.stop
            and self.last_column >= columns.start
        )


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: its rows from the first to the last, blank ones included.

    `encoding` and `delimiter` are those of a text file, empty for a workbook.
    """

    rows: tuple[tuple[Cell, ...], ...]
    file: str = ""
    name: str = ""
    is_hidden: bool = False
    merged: tuple[Area, ...] = ()
    encoding: str = ""
    delimiter: str = ""

    def cell(self, row: int, column: int) -> Cell:
        """The cell at a place (both count from 1); a blank one outside of the sheet."""
        if 0 < row <= len(self.rows) and 0 < column <= len(self.rows[row - 1]):
            return self.rows[row - 1][column - 1]
        return Cell(None, CellKind.BLANK, row, column)

    @property
    def is_empty(self) -> bool:
        """Whether no cell holds anything."""
        return all(cell.is_blank for row in self.rows for cell in row)


@dataclass(frozen=True, slots=True)
class Workbook:
    """A file of sheets, with what its reader wants to be known."""

    sheets: tuple[Sheet, ...]
    file: str = ""
    notes: tuple[Problem, ...] = ()


def column_letter(column: int) -> str:
    """Name of a column as a spreadsheet program shows it.

    >>> column_letter(1), column_letter(28)
    ('A', 'AB')
    """
    letters = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
