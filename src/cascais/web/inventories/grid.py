"""The editable grid: the lines of an inventory as texts of form fields, and back to activities."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache

from django.utils.formats import get_format
from django.utils.translation import gettext as _

from cascais import units
from cascais.errors import AmbiguousNumberError, InputError, MissingFigureError, UnitError
from cascais.inventory.activities import Activity
from cascais.inventory.emissions import unit_conversion
from cascais.inventory.intake.numbers import parse, plain, written_number
from cascais.inventory.intake.writing import written
from cascais.tables import vocabulary
from cascais.web.display.problems import shown

BLANK_ROWS = 5
MOST_ROWS = 500
MOST_DIGITS = 18
FIELDS = ("sector", "carrier", "amount", "unit", "notation_key", "reported_t", "quality", "source")
TEXT_LIMIT = 1000
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
DIGITS = 10
"""Figures shown of a stored number: what lies behind them is noise of a computation."""


@dataclass(frozen=True, slots=True)
class GridRow:
    """One row as the form shows it. `position` is that of the stored line, None for a row that is new."""

    name: str
    position: int | None = None
    texts: Mapping[str, str] = field(default_factory=dict)
    is_removed: bool = False
    is_estimated: bool = False
    factor: float | None = None
    errors: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_blank(self) -> bool:
        return self.position is None and not any(self.texts.get(name) for name in FIELDS if name != "unit")

    @property
    def units(self) -> tuple[str, ...]:
        """The units that the row may have: those that can be converted for its carrier, else all."""
        return units_of(self.texts.get("carrier", ""))


@dataclass(frozen=True, slots=True)
class Grid:
    """All rows, and the version of the inventory that they were read from."""

    version: int
    rows: tuple[GridRow, ...]

    @property
    def has_errors(self) -> bool:
        return any(row.errors for row in self.rows)

    @property
    def wrong_rows(self) -> list[tuple[int, GridRow]]:
        """Rows that cannot be read, with their number as the page counts them."""
        return [(number, row) for number, row in enumerate(self.rows, start=1) if row.errors]


def grid_of(version: int, activities: Sequence[Activity], factors: Sequence[float | None] = ()) -> Grid:
    """The stored lines as rows, followed by blank ones. `factors` are in t CO2e per unit as entered."""
    known = list(factors) or [None] * len(activities)
    rows = [
        GridRow(
            f"line-{position}",
            position,
            texts_of(activity),
            is_estimated=activity.is_estimated,
            factor=factor,
        )
        for position, (activity, factor) in enumerate(zip(activities, known, strict=True))
    ]
    return Grid(version, (*rows, *blank_rows(0)))


def blank_rows(first: int) -> tuple[GridRow, ...]:
    """Rows for lines that are not there yet."""
    return tuple(
        GridRow(f"new-{number}", texts={"unit": "MWh"}) for number in range(first, first + BLANK_ROWS)
    )


def texts_of(activity: Activity) -> dict[str, str]:
    """The fields of an activity as a person would type them in the language of the page."""
    decimal = str(get_format("DECIMAL_SEPARATOR"))

    def number(value: float | None) -> str:
        return "" if value is None else written(float(f"{value:.{DIGITS}g}"), decimal)

    return {
        "sector": activity.sector,
        "carrier": activity.carrier,
        "amount": number(activity.amount),
        "unit": activity.unit or vocabulary.carrier(activity.carrier).unit,
        "notation_key": activity.notation_key,
        "reported_t": number(activity.reported_t),
        "quality": activity.quality,
        "source": activity.source,
    }


def units_of(carrier: str) -> tuple[str, ...]:
    """The units in which a carrier can be given."""
    if carrier not in vocabulary.carriers():
        return units.UNITS
    return tuple(unit for unit in units.UNITS if _can_convert(unit, carrier))


def read_grid(post: Mapping[str, str], stored: Sequence[Activity], factors: Sequence[float | None]) -> Grid:
    """Read the rows of a form; what cannot be read carries its error."""
    before = grid_of(0, stored, factors).rows[: len(stored)]
    old = [_read(post, row) for row in before]
    new = [_read(post, row) for row in _new_rows(post)]
    filled = [row for row in new if not row.is_blank]
    return Grid(
        whole_number(post.get("version", "")),
        tuple(judged(row) for row in (*old, *filled)) + blank_rows(len(new)),
    )


def whole_number(text: str) -> int:
    """A number of a form; nought where it is none."""
    return int(text) if is_whole(text) else 0


def is_whole(text: str) -> bool:
    """Whether a text is a whole number, of no more digits than a row or a version can have."""
    return text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS


def activities_of(grid: Grid, stored: Sequence[Activity], year: int) -> tuple[Activity, ...]:
    """The activities that the rows of a grid without errors stand for."""
    found = []
    for row in grid.rows:
        if row.is_removed or row.is_blank:
            continue
        before = stored[row.position] if row.position is not None else Activity(year, "", "", None, "")
        found.append(changed(before, row))
    return tuple(found)


def _new_rows(post: Mapping[str, str]) -> Iterable[GridRow]:
    numbers = {
        int(number) for name in post if name.startswith("new-") and is_whole(number := name.split("-")[1])
    }
    return [GridRow(f"new-{number}") for number in sorted(numbers)[:MOST_ROWS]]


def _read(post: Mapping[str, str], row: GridRow) -> GridRow:
    """Take the texts of one row; what the form does not send stays as it was."""
    texts = {
        name: CONTROL.sub("", post.get(f"{row.name}-{name}", row.texts.get(name, ""))).strip()[:TEXT_LIMIT]
        for name in FIELDS
    }
    return replace(row, texts=texts, is_removed=f"{row.name}-removed" in post)


def judged(row: GridRow) -> GridRow:
    """The row with what is wrong in its cells."""
    if row.is_removed:
        return row
    texts = row.texts
    errors = {
        "sector": "" if texts["sector"] in vocabulary.sectors() else _("Choose a sector."),
        "carrier": "" if texts["carrier"] in vocabulary.carriers() else _("Choose a carrier."),
        "unit": _wrong_unit(texts["unit"], texts["carrier"]),
        "amount": _wrong_number(texts["amount"]) or _missing_amount(texts),
        "reported_t": _wrong_number(texts["reported_t"]),
        "notation_key": _wrong_key(texts),
        "quality": ""
        if texts["quality"] in ("", *vocabulary.quality_grades())
        else _("Choose a grade from A to D."),
    }
    return replace(row, errors={name: words for name, words in errors.items() if words})


def _wrong_number(text: str) -> str:
    if not text:
        return ""
    try:
        parse(text)
    except AmbiguousNumberError:
        return _reads_two_ways(text)
    except InputError as error:
        found = shown(error.problems[0])
        return " ".join(part for part in (found.message, found.next_step) if part)
    return _("Write a number, not a percentage.") if "%" in text else ""


def _reads_two_ways(text: str) -> str:
    number = written_number(text)
    readings = (number.point, number.comma) if number else (None, None)
    point, comma = (plain(value or 0.0) for value in readings)
    return _(
        "It reads two ways, as %(point)s or as %(comma)s. Write it without a sign between the thousands, "
        "and with other than three decimals."
    ) % {"point": point, "comma": comma}


def _missing_amount(texts: Mapping[str, str]) -> str:
    if texts["amount"] or texts["notation_key"] or texts["reported_t"]:
        return ""
    return _("Write an amount, or choose a key that says why there is none.")


def _wrong_key(texts: Mapping[str, str]) -> str:
    key = texts["notation_key"]
    if key and key not in vocabulary.notation_keys():
        return _("Choose one of the keys NO, IE, C, NE.")
    return _("A line has either an amount or a key. Empty one of the two.") if key and texts["amount"] else ""


def _wrong_unit(unit: str, carrier: str) -> str:
    if unit not in units.UNITS:
        return _("Choose a unit.")
    if carrier in vocabulary.carriers() and not _can_convert(unit, carrier):
        return _("This unit does not fit the carrier. Choose another one.")
    return ""


@cache
def _can_convert(unit: str, carrier: str) -> bool:
    try:
        unit_conversion(unit, carrier)
    except (UnitError, MissingFigureError):
        return False
    return True


def changed(before: Activity, row: GridRow) -> Activity:
    """The line with what was typed. A figure that was typed over is no estimate and comes from no file any more."""
    texts = row.texts
    amount = _number(texts["amount"], before.amount)
    reported_t = _number(texts["reported_t"], before.reported_t)
    unit = texts["unit"]
    line = replace(
        before,
        sector=texts["sector"],
        carrier=texts["carrier"],
        amount=amount,
        unit=unit,
        notation_key=texts["notation_key"],
        reported_t=reported_t,
        quality=texts["quality"],
        source=texts["source"],
    )
    if row.position is None or (amount, unit, reported_t) == (
        before.amount,
        before.unit or unit,
        before.reported_t,
    ):
        return line
    return replace(
        line,
        is_estimated=False,
        uncertainty=None,
        quality="" if before.is_estimated and line.quality == before.quality else line.quality,
        source="" if before.is_estimated and line.source == before.source else line.source,
        file="",
        row=None,
    )


def _number(text: str, before: float | None) -> float | None:
    """What a cell says; one that nobody touched keeps the stored number to its last digit."""
    if not text:
        return None
    value = parse(text)
    return before if before is not None and value == float(f"{before:.{DIGITS}g}") else value
