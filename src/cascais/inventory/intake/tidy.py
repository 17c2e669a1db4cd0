"""Reads a tidy table: one activity in each row, its fields in named columns.

`year, sector, carrier, amount, unit` are needed; `subsector, supplier, notation_key, quality, uncertainty, source,
comment, emissions_t, is_green, is_estimated` may be there. Tables of waste, wastewater, livestock, land and products need no
sector: the carrier says it. A unit may stand in the header (“Amount, MWh”), the year may be given beforehand.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import TypeVar

from cascais.errors import InputError
from cascais.inventory.activities import Activity
from cascais.inventory.intake import cells, labels, layout, numbers, sums
from cascais.inventory.intake.consistency import SINKS, inconsistencies
from cascais.inventory.intake.layout import Layout
from cascais.inventory.intake.problems import Findings, problem
from cascais.inventory.intake.results import PrintedSum, Reading, ReadingOptions, UnknownLabel
from cascais.inventory.intake.sheets import Cell, CellKind, Sheet
from cascais.tables import vocabulary
from cascais.text import _, message

NUMBER_FIELDS = ("amount", "uncertainty", "emissions_t")
TEXT_FIELDS = {
    "subsector": cells.read_name,
    "supplier": cells.read_name,
    "source": cells.read_text,
    "comment": cells.read_text,
}
MARK_FIELDS = ("is_green", "is_estimated")
_SECTOR_OF_KIND = {
    "waste": "solid_waste",
    "wastewater": "wastewater",
    "livestock": "livestock",
    "product": "product_use",
}
_LAND_USE_CARRIERS = ("forest", "urban_trees")

_MISSING = {
    "year": _("The year is missing."),
    "sector": _("The sector is missing."),
    "carrier": _("The carrier is missing."),
    "factor": _("The factor is missing."),
}

Value = TypeVar("Value")


@dataclass(slots=True)
class RowReader:
    """Reads the rows of one table, and gathers what is wrong with them."""

    sheet: Sheet
    layout: Layout
    options: ReadingOptions
    findings: Findings
    decimal: str = ""
    unknown: list[UnknownLabel] = field(default_factory=list)
    sums: list[PrintedSum] = field(default_factory=list)
    lines: list[Activity] = field(default_factory=list)
    section_start: int = 0  # position of the first line after the last sum

    def title(self, name: str) -> str:
        """The header of a field as the file writes it."""
        return self.layout.titles.get(name, name)

    def cell(self, row: int, name: str) -> Cell:
        """The cell of a field in a row."""
        return self.layout.cell(self.sheet, row, name)

    def field(self, row: int, name: str, read: Callable[[Cell], Value], blank: Value) -> Value | None:
        """Read a field; `blank` where its cell is blank, None where it cannot be read."""
        cell = self.cell(row, name)
        if cell.is_blank:
            return blank
        try:
            return read(cell)
        except labels.UnknownLabelError as error:
            self.unknown.append(UnknownLabel(error.kind, error.label, error.suggestions, row))
            self._refuse(error, cell, name)
        except InputError as error:
            self._refuse(error, cell, name)
        return None

    def needed(self, row: int, name: str, read: Callable[[Cell], Value]) -> Value | None:
        """Read a field that must not be blank; None where it cannot be read."""
        if self.cell(row, name).is_blank:
            _missing(self, row, name)
        return self.field(row, name, read, None)

    def _refuse(self, error: InputError, cell: Cell, name: str) -> None:
        for found in error.problems:
            self.findings.add(found, cell, self.title(name))

    def number(self, row: int, name: str, read: Callable[[Cell, str], float]) -> float | None:
        """Read a number; None where it is blank or cannot be read."""
        return self.field(row, name, lambda cell: read(cell, self.decimal), None)


def read(sheet: Sheet, found: Layout, options: ReadingOptions) -> Reading:
    """Read all rows of a tidy table."""
    findings = Findings(sheet)
    rows = list(layout.data_rows(sheet, found.header_row))
    is_readable = layout.check_layout(found, _mandatory(sheet, found, options), findings)
    layout.check_merged(
        sheet, range(found.header_row + 1, len(sheet.rows) + 1), range(1, found.width + 1), findings
    )
    reader = RowReader(sheet, found, options, findings)
    reader.decimal = _decimal(reader, rows)
    activities = _activities(reader, rows) if is_readable else ()
    if not activities and not findings.problems:
        findings.add(
            problem(
                message("The table has headers but no rows."),
                row=found.header_row,
                next_step=message("Fill in one row for each activity."),
            )
        )
    sums.check_duplicates(activities, findings)
    findings.notes.extend(sums.disagreements(reader.sums, sheet))
    return Reading(
        activities=activities,
        problems=tuple(findings.problems),
        notes=tuple(findings.notes),
        printed_sums=tuple(reader.sums),
        unknown_labels=tuple(reader.unknown),
        form="tidy" if "sector" in found.columns else "non_energy",
        file=sheet.file,
        sheet=sheet.name,
        encoding=sheet.encoding,
        decimal=reader.decimal,
        columns=found.titles,
    )


def _mandatory(sheet: Sheet, found: Layout, options: ReadingOptions) -> tuple[str, ...]:
    given = {
        "year": options.year is not None,
        "unit": bool(found.unit),
        "sector": "sector" not in found.columns and _says_its_sector(sheet, found, options),
        "amount": "emissions_t" in found.columns or "notation_key" in found.columns,
    }
    return tuple(name for name in layout.MANDATORY if not given.get(name, False))


def _says_its_sector(sheet: Sheet, found: Layout, options: ReadingOptions) -> bool:
    """Whether the carriers of a table say the sector: animals, waste, land, products, but not energy."""
    known = set()
    for row in layout.data_rows(sheet, found.header_row):
        try:
            known.add(labels.carrier(found.cell(sheet, row, "carrier").text, options.aliases.carrier))
        except InputError:
            continue
    return bool(known) and all(_sector_of(carrier) for carrier in known)


def _decimal(reader: RowReader, rows: list[int]) -> str:
    if reader.options.decimal:
        return reader.options.decimal
    found = numbers.convention(reader.cell(row, name) for name in NUMBER_FIELDS for row in rows)
    if found.clash:
        for each in numbers.clash_problem(found).problems:
            reader.findings.add(each)
    if found.witness:
        reader.findings.note(
            problem(
                message("“{sign}” was taken as the decimal sign of the table.", sign=found.decimal),
                value=found.witness.text,
                row=found.witness.row,
            )
        )
    return found.decimal


def _activities(reader: RowReader, rows: list[int]) -> tuple[Activity, ...]:
    for row in rows:
        if reader.findings.are_too_many(row):
            break
        activity = _activity(reader, row)
        if activity is not None:
            reader.lines.append(activity)
    return tuple(reader.lines)


def _activity(reader: RowReader, row: int) -> Activity | None:
    before = len(reader.findings.problems)
    if _is_repeated_header(reader, row) or _is_sum(reader, row):
        return None
    _check_width(reader, row)
    activity = _read_row(reader, row)
    if activity is None or len(reader.findings.problems) > before:
        return None
    for found in inconsistencies(activity):
        reader.findings.add(replace(found, row=row))
    return activity if len(reader.findings.problems) == before else None


def _is_repeated_header(reader: RowReader, row: int) -> bool:
    columns = reader.layout.columns
    same = sum(
        reader.sheet.cell(row, column).text == reader.layout.titles[name] for name, column in columns.items()
    )
    if same * 2 <= len(columns):
        return False
    reader.findings.add(
        problem(
            message("The header stands here a second time."),
            row=row,
            next_step=message("Delete the row, or upload the two tables one by one."),
        )
    )
    return True


def _is_sum(reader: RowReader, row: int) -> bool:
    label = next(
        (text for name in ("sector", "carrier", "year") if (text := reader.cell(row, name).text)), ""
    )
    if not labels.is_total(label):
        return False
    value = reader.number(row, "amount", cells.read_amount)
    if value is not None:
        unit = reader.cell(row, "unit").text or reader.layout.unit
        found = sums.nearest(value, reader.lines[reader.section_start :], reader.lines)
        reader.sums.append(PrintedSum(label, value, unit, row=row, found=found))
        reader.section_start = len(reader.lines)
    return True


def _check_width(reader: RowReader, row: int) -> None:
    beyond = [cell for cell in reader.sheet.rows[row - 1][reader.layout.width :] if not cell.is_blank]
    if beyond:
        reader.findings.add(
            problem(
                message(
                    "The row has more cells than the header; a delimiter may stand inside a number or a text."
                ),
                value=beyond[0].text,
                next_step=message(
                    "Put texts and numbers with a delimiter in quotation marks, or save as XLSX."
                ),
            ),
            beyond[0],
        )


def _read_row(reader: RowReader, row: int) -> Activity | None:
    """All fields of a row; None where one that is needed is missing or cannot be read."""
    aliases = reader.options.aliases
    notation_key, amount = _amount(reader, row)
    carrier = reader.field(row, "carrier", lambda cell: labels.carrier(_label(cell), aliases.carrier), "")
    place = _place(reader, row, carrier or "")
    unit = reader.field(row, "unit", lambda cell: labels.unit(_label(cell), aliases.unit), "")
    year = _year(reader, row)
    texts = {name: reader.field(row, name, read, "") or "" for name, read in TEXT_FIELDS.items()}
    marks = {name: bool(reader.field(row, name, cells.read_yes_or_no, False)) for name in MARK_FIELDS}
    uncertainty = reader.number(row, "uncertainty", cells.read_uncertainty)
    quality = reader.field(row, "quality", lambda cell: labels.quality(cell.text), "")
    reported_t = reader.number(row, "emissions_t", cells.read_amount)
    if carrier is None or unit is None or year is None or place is None:
        return None
    carrier = carrier or place.carrier
    if not carrier:
        _missing(reader, row, "carrier")
        return None
    return Activity(
        year=year,
        sector=place.sector,
        carrier=carrier,
        amount=amount,
        unit=unit or reader.layout.unit or _default_unit(carrier, amount),
        notation_key=notation_key or "",
        quality=quality or "",
        uncertainty=uncertainty,
        reported_t=reported_t,
        file=reader.sheet.file,
        row=row,
        **{**texts, "subsector": texts["subsector"] or place.subsector},  # type: ignore[arg-type]
        **marks,  # type: ignore[arg-type]
    )


def _year(reader: RowReader, row: int) -> int | None:
    latest = reader.options.latest_year
    if reader.cell(row, "year").is_blank and reader.options.year is None:
        _missing(reader, row, "year")
    return reader.field(row, "year", lambda cell: cells.read_year(cell, latest), reader.options.year)


def _label(cell: Cell) -> str:
    cells.check_kind(cell)
    return cell.text


def _default_unit(carrier: str, amount: float | None) -> str:
    return vocabulary.carriers()[carrier].unit if amount is None else ""


def _missing(reader: RowReader, row: int, name: str) -> None:
    reader.findings.add(
        problem(message(_MISSING[name]), next_step=message("Fill in the cell.")),
        reader.cell(row, name),
        reader.title(name),
    )


def _amount(reader: RowReader, row: int) -> tuple[str | None, float | None]:
    """Notation key and amount of a row; a notation key may stand in the cell of the amount."""
    key = reader.field(row, "notation_key", lambda cell: labels.notation_key(cell.text), "")
    cell = reader.cell(row, "amount")
    if cell.kind is CellKind.TEXT and labels.is_notation_key(cell.text):
        return (key or cell.text), None
    return key, reader.number(row, "amount", cells.read_amount)


def _place(reader: RowReader, row: int, carrier: str) -> labels.SectorLabel | None:
    blank = labels.SectorLabel(_sector_of(carrier)) if carrier else labels.SectorLabel("")
    aliases = reader.options.aliases.sector
    found = reader.field(row, "sector", lambda cell: labels.sector(_label(cell), aliases), blank)
    if found is None:
        return None
    if not found.sector:
        if carrier or reader.cell(row, "carrier").is_blank:
            _missing(reader, row, "sector")
        return None
    if carrier and found.gpc_scope in ("1", "2"):
        is_grid = vocabulary.carriers()[carrier].is_grid_bound and carrier != "natural_gas"
        if is_grid != (found.gpc_scope == "2"):
            _refuse_scope(reader, row, carrier)
            return None
    return found


def _refuse_scope(reader: RowReader, row: int, carrier: str) -> None:
    title = vocabulary.carriers()[carrier].title
    reader.findings.add(
        problem(
            message("The GPC reference does not fit the carrier {carrier}.", carrier=title),
            value=reader.cell(row, "sector").text,
            next_step=message(
                "References ending in .1 count fuels burnt, those ending in .2 electricity and heat."
            ),
        ),
        reader.cell(row, "sector"),
        reader.title("sector"),
    )


def _sector_of(carrier: str) -> str:
    kind = vocabulary.carriers()[carrier].kind
    if kind == "land":
        return SINKS if carrier in _LAND_USE_CARRIERS else "soils"
    return _SECTOR_OF_KIND.get(kind, "")
