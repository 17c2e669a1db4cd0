"""The template for activities, as a workbook that the import reads without a question."""

from __future__ import annotations

from io import BytesIO

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Font

from cascais import units
from cascais.tables import vocabulary

COLUMNS = ("year", "sector", "carrier", "amount", "unit", "quality", "uncertainty", "source", "comment")
WIDTHS = (8, 44, 34, 14, 10, 10, 12, 40, 40)


def template() -> bytes:
    """An empty table with its headings, and beside it the words that may be used."""
    workbook = Workbook()
    sheet = workbook.active
    if sheet is None:
        sheet = workbook.create_sheet()
    sheet.title = "activities"
    sheet.append(list(COLUMNS))
    for cell, width in zip(sheet[1], WIDTHS, strict=True):
        cell.font = Font(bold=True)
        sheet.column_dimensions[cell.column_letter].width = width
    sheet.freeze_panes = "A2"
    _words(workbook, _("Sectors"), [(each.title, each.key) for each in vocabulary.sectors().values()])
    _words(workbook, _("Carriers"), [(each.title, each.key) for each in vocabulary.carriers().values()])
    _words(workbook, _("Units"), [(unit, "") for unit in units.UNITS])
    stream = BytesIO()
    workbook.save(stream)
    return stream.getvalue()


def _words(workbook: Workbook, title: str, words: list[tuple[str, str]]) -> None:
    sheet = workbook.create_sheet(title)
    for word, key in words:
        sheet.append([_(word), key])
    sheet.column_dimensions["A"].width = 60
    sheet.column_dimensions["B"].width = 30
