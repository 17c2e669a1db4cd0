"""How much a spreadsheet may hold before it is refused: enough for any town, too little to hurt the server."""

from __future__ import annotations

from cascais.errors import InputError
from cascais.inventory.intake.problems import refusal
from cascais.text import message

LARGEST_FILE = 20_000_000  # bytes
LARGEST_UNPACKED = 100_000_000  # bytes of all parts of a workbook together
LARGEST_RATIO = 200  # unpacked ÷ packed; real workbooks stay below 50
RATIO_MATTERS_FROM = 1_000_000  # bytes: a small part of equal cells packs very well and is harmless
MOST_CELLS = 400_000
MOST_ELEMENTS = 8 * MOST_CELLS  # of XML: a cell with its value, and a shared text of its own, take five
MOST_OTHER_ELEMENTS = MOST_CELLS  # styles, areas, drawings: what is neither a cell nor a text
MOST_PARTS = 2_000


def check_file_size(size: int, name: str) -> None:
    """Refuse a file that is larger than what is read."""
    if size > LARGEST_FILE:
        raise refusal(
            message(
                "The file is too large: {size} MB, the limit is {limit} MB.",
                size=round(size / 1e6, 1),
                limit=LARGEST_FILE // 1_000_000,
            ),
            file=name,
            next_step=message("Keep only the sheet with the activities, remove pictures, and save it again."),
        )


def too_many_cells(name: str) -> InputError:
    """The refusal of a table with more cells than what is read."""
    return refusal(
        message("The file holds more than {most} cells.", most=MOST_CELLS),
        file=name,
        next_step=message(
            "Keep only the sheet with the activities; delete empty rows and columns below and beside it."
        ),
    )
