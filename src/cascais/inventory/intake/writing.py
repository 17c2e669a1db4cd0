"""Writes activities as CSV and XLSX that read back equal, and the blank template that a clerk fills in.

Texts that a spreadsheet program would run as a formula get an apostrophe in front. A number with exactly three
decimals gets a zero behind, so that nobody can take its decimal sign for one that groups thousands.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from decimal import Decimal

import openpyxl
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from cascais import units
from cascais.inventory.activities import Activity
from cascais.inventory.intake import prescribed
from cascais.tables import vocabulary
from cascais.text import Translate, _, message

FIELDS = (
    "year", "sector", "carrier", "amount", "unit", "subsector", "supplier", "notation_key", "quality",
    "uncertainty", "source", "comment", "emissions_t", "is_green", "is_estimated",
)  # fmt: skip
Value = str | int | float | None

FACTOR_FIELDS = ("carrier", "sector", "year", "gas", "variant", "factor", "unit", "source")
ACTIVITIES_SHEET = "Activities"
FACTORS_SHEET = "Emission factors"
FACTOR_UNITS = ("t/MWh", "kg/MWh", "g/kWh", "kg/GJ", "t/TJ", "t/t", "kg/t")
MATRIX_SHEET = "Covenant matrix"
WORDS_SHEET = "Words"
BLANK_ROWS = 500  # rows of the template that offer choices
_RUNNABLE = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")
_HEAD = PatternFill("solid", fgColor="E8EEF4")
_MATRIX_CARRIERS = (
    "electricity", "district_heat", "natural_gas", "lpg", "heating_oil", "diesel", "gasoline", "lignite", "hard_coal",
    "other_fossil", "plant_oil", "biofuel", "other_biomass", "solar_thermal", "geothermal",
)  # fmt: skip
_MATRIX_SECTORS = (
    "municipal_buildings", "public_lighting", "tertiary", "residential", "industry", "municipal_fleet",
    "public_transport", "private_transport", "agriculture",
)  # fmt: skip


def harmless(text: str) -> str:
    """A text that no spreadsheet program runs as a formula; reading takes the apostrophe away again.

    >>> harmless("=1+1"), harmless("oil")
    ("'=1+1", 'oil')
    """
    clean = ILLEGAL_CHARACTERS_RE.sub("", text)
    return f"'{clean}" if _RUNNABLE.match(clean) else clean


def written(value: float, decimal: str = ".") -> str:
    """A number as text, in full precision, that reads one way only.

    >>> written(13.362), written(13362.0), written(0.5, decimal=",")
    ('13.3620', '13362', '0,5')
    """
    return _certain(repr(float(value)).removesuffix(".0"), decimal)


def _certain(text: str, decimal: str) -> str:
    has_three_decimals = re.fullmatch(r"-?[0-9]+\.[0-9]{3}", text)
    return (f"{text}0" if has_three_decimals else text).replace(".", decimal)


def _share(value: float | None, decimal: str) -> str | float | None:
    """A relative uncertainty; above 1 as a percentage, because a bare 5 may be meant as 5 %."""
    if value is None or value <= 1:
        return value
    percent = f"{Decimal(repr(value)) * 100:f}"
    return _certain(percent.rstrip("0").rstrip(".") if "." in percent else percent, decimal) + "%"


def as_row(activity: Activity, decimal: str = ".") -> tuple[Value, ...]:
    """The fields of an activity, in the order of `FIELDS`; None where nothing is said."""
    return (
        activity.year,
        activity.sector,
        activity.carrier,
        activity.amount,
        activity.unit,
        *(harmless(text) or None for text in (activity.subsector, activity.supplier)),
        activity.notation_key or None,
        activity.quality or None,
        _share(activity.uncertainty, decimal),
        *(harmless(text) or None for text in (activity.source, activity.comment)),
        activity.reported_t,
        "yes" if activity.is_green else None,
        "yes" if activity.is_estimated else None,
    )


def to_csv(activities: Iterable[Activity], *, decimal: str = ".", delimiter: str = "") -> bytes:
    """Write activities as CSV in UTF-8; the delimiter is a semicolon with a decimal comma, else a comma."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, delimiter=delimiter or (";" if decimal == "," else ","))
    writer.writerow(FIELDS)
    for activity in activities:
        row = as_row(activity, decimal)
        writer.writerow([written(value, decimal) if isinstance(value, float) else value for value in row])
    return stream.getvalue().encode("utf-8-sig")


def to_xlsx(activities: Iterable[Activity]) -> bytes:
    """Write activities as a workbook; numbers are stored as numbers (15 digits, as spreadsheet programs do)."""
    workbook = openpyxl.Workbook()
    sheet = _sheet(workbook, ACTIVITIES_SHEET)
    _write_head(sheet, 1, FIELDS)
    for number, activity in enumerate(activities, start=2):
        _write_row(sheet, number, as_row(activity))
    return _saved(workbook)


def template(translate: Translate = str) -> bytes:
    """A blank workbook: the tidy form with choices, the Covenant's matrix, and the words that are understood.

    Titles and meanings are in the language of `translate`; the words themselves are those of the glossary.
    """
    workbook = openpyxl.Workbook()
    sheet = _sheet(workbook, ACTIVITIES_SHEET)
    _write_head(sheet, 1, FIELDS)
    _matrix(workbook.create_sheet(MATRIX_SHEET))
    lists: dict[str, list[str]] = {
        "sector": list(vocabulary.sectors()),
        "carrier": list(vocabulary.carriers()),
        "unit": list(units.UNITS),
        "notation_key": list(vocabulary.notation_keys()),
        "quality": list(vocabulary.quality_grades()),
    }
    _offer_choices(sheet, FIELDS, _words(workbook.create_sheet(WORDS_SHEET), lists, translate))
    return _saved(workbook)


def factor_template(translate: Translate = str) -> bytes:
    """A blank workbook for prescribed emission factors, with the words that are understood."""
    workbook = openpyxl.Workbook()
    sheet = _sheet(workbook, FACTORS_SHEET)
    _write_head(sheet, 1, FACTOR_FIELDS)
    lists = {
        "carrier": list(vocabulary.carriers()),
        "sector": list(vocabulary.sectors()),
        "gas": list(prescribed.GASES),
        "unit": list(FACTOR_UNITS),
    }
    _offer_choices(sheet, FACTOR_FIELDS, _words(workbook.create_sheet(WORDS_SHEET), lists, translate))
    return _saved(workbook)


def _sheet(workbook: openpyxl.Workbook, title: str) -> Worksheet:
    sheet = workbook.worksheets[0]
    sheet.title = title
    return sheet


def _write_head(sheet: Worksheet, row: int, titles: Sequence[str]) -> None:
    for column, title in enumerate(titles, start=1):
        cell = sheet.cell(row, column, title)
        cell.font = Font(bold=True)
        cell.fill = _HEAD
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        sheet.column_dimensions[get_column_letter(column)].width = max(12, min(len(title) + 4, 24))
    sheet.freeze_panes = f"A{row + 1}"


def _write_row(sheet: Worksheet, row: int, values: Iterable[Value]) -> None:
    for column, value in enumerate(values, start=1):
        if value is None:
            continue
        sheet.cell(row, column, value)
        if isinstance(value, str):
            sheet.cell(
                row, column
            ).data_type = "s"  # openpyxl takes a text that starts with “=” for a formula


def _matrix(sheet: Worksheet) -> None:
    sheet.cell(1, 1, "Final energy consumption [MWh]").font = Font(bold=True)
    sheet.cell(2, 1, "Year")
    carriers, sectors = vocabulary.carriers(), vocabulary.sectors()
    titles = ["Sector", *(carriers[key].covenant or carriers[key].title for key in _MATRIX_CARRIERS)]
    _write_head(sheet, 4, titles)
    for row, key in enumerate(_MATRIX_SECTORS, start=5):
        sheet.cell(row, 1, sectors[key].covenant or sectors[key].title)
    sheet.column_dimensions["A"].width = 52


def _words(sheet: Worksheet, lists: dict[str, list[str]], translate: Translate) -> dict[str, str]:
    """Write the allowed words, one column for each field; return the range in which each list stands."""
    titles = {
        **{key: each.title for key, each in vocabulary.sectors().items()},
        **{key: each.title for key, each in vocabulary.carriers().items()},
        **{key: each.title for key, each in vocabulary.notation_keys().items()},
        **{key: each.title for key, each in vocabulary.quality_grades().items()},
    }
    _write_head(
        sheet,
        1,
        [
            translate(part)
            for name in lists
            for part in (message("allowed as {field}", field=name), _("meaning of the word"))
        ],
    )
    ranges = {}
    for position, (name, words) in enumerate(lists.items()):
        column = 2 * position + 1
        for row, word in enumerate(words, start=2):
            _write_row_at(sheet, row, column, word, translate(titles.get(word, "")))
        letter = get_column_letter(column)
        ranges[name] = f"'{WORDS_SHEET}'!${letter}$2:${letter}${len(words) + 1}"
        sheet.column_dimensions[get_column_letter(column + 1)].width = 44
    return ranges


def _write_row_at(sheet: Worksheet, row: int, column: int, word: str, title: str) -> None:
    sheet.cell(row, column, word)
    if title:
        sheet.cell(row, column + 1, title)


def _offer_choices(sheet: Worksheet, fields: Sequence[str], ranges: dict[str, str]) -> None:
    for name, words in ranges.items():
        # Only a help: synonyms are read as well, so that another word gives a warning, not a refusal.
        choice = DataValidation(type="list", formula1=words, allow_blank=True, errorStyle="warning")
        letter = get_column_letter(fields.index(name) + 1)
        choice.add(f"{letter}2:{letter}{BLANK_ROWS + 1}")
        sheet.add_data_validation(choice)


def _saved(workbook: openpyxl.Workbook) -> bytes:
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()
