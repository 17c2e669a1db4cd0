"""Tables to take away: CSV for spreadsheets, XLSX, JSON; each names its source and its licence."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import openpyxl
from django.http import Http404, HttpResponse

import cascais
from cascais.inventory.intake.writing import harmless

Cell = str | float | int | bool | None
Row = dict[str, Cell]

LICENCE = "Figures are facts: use them freely and cite the source. Computed by Cascais {version}."
_BEHIND_A_SEPARATOR = re.compile(r"([;\t\r\n][ \"']*)([=+\-@＝＋－＠])")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True)
class Download:
    """Rows with the same columns, what they are called, and where they come from."""

    name: str
    rows: Sequence[Row]
    source: str

    @property
    def licence(self) -> str:
        return LICENCE.format(version=cascais.__version__)

    @property
    def columns(self) -> list[str]:
        return list(dict.fromkeys(key for row in self.rows for key in row))


def response(found: Download, form: str) -> HttpResponse:
    """The table in one of the forms; an unknown form is no page."""
    if form not in FORMS:
        raise Http404(f"There is no form “{form}”. There are: {', '.join(FORMS)}.")
    media_type, write = FORMS[form]
    answer = HttpResponse(write(found), content_type=media_type)
    answer["Content-Disposition"] = f'attachment; filename="{found.name}.{form}"'
    return answer


def as_csv(found: Download) -> bytes:
    """UTF-8 with the mark by which spreadsheet programs know it; source and licence stand in every row."""
    stream = io.StringIO(newline="")
    writer = csv.DictWriter(stream, [*found.columns, "source_of_inventory", "licence"])
    writer.writeheader()
    about: Row = {"source_of_inventory": found.source, "licence": found.licence}
    writer.writerows({key: in_csv(value) for key, value in {**row, **about}.items()} for row in found.rows)
    return stream.getvalue().encode("utf-8-sig")


def as_xlsx(found: Download) -> bytes:
    """A workbook with the table on one sheet and its source on another."""
    workbook = openpyxl.Workbook(write_only=True)
    sheet = workbook.create_sheet("Table")
    sheet.freeze_panes = "A2"
    sheet.append(found.columns)
    for row in found.rows:
        sheet.append([_safe(row.get(column)) for column in found.columns])
    about = workbook.create_sheet("Source and licence")
    about.append(["Source", _safe(found.source)])
    about.append(["Licence", found.licence])
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()


def as_json(found: Download) -> bytes:
    """One document with the rows, their source and their licence."""
    document = {"source": found.source, "licence": found.licence, "rows": list(found.rows)}
    return json.dumps(document, ensure_ascii=False, indent=2).encode()


def in_csv(value: Cell) -> Cell:
    """A cell of a table that a program may split at other signs than ours, into cells that begin in the middle."""
    safe = _safe(value)
    return _BEHIND_A_SEPARATOR.sub(r"\1'\2", safe) if isinstance(safe, str) else safe


def _safe(value: Cell) -> Cell:
    return harmless(value) if isinstance(value, str) else value


FORMS: dict[str, tuple[str, Callable[[Download], bytes]]] = {
    "csv": ("text/csv; charset=utf-8", as_csv),
    "xlsx": (XLSX, as_xlsx),
    "json": ("application/json", as_json),
}
