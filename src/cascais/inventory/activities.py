"""Activities: amounts of something that causes emissions, as records at the border and as columns inside."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cascais import units
from cascais.tables import vocabulary

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Activity:
    """One line of an inventory: an amount of a carrier used in a sector in a year.

    `amount` is None where a notation key, or only the emissions, is known. `uncertainty` is relative
    (half of the 95 % interval ÷ value). `reported_t` are the emissions [t CO2e] that the line's own
    source prints; they are used only where no factor can be, and compared everywhere else.
    """

    year: int
    sector: str
    carrier: str
    amount: float | None
    unit: str
    subsector: str = ""
    supplier: str = ""
    notation_key: str = ""
    quality: str = ""
    uncertainty: float | None = None
    source: str = ""
    comment: str = ""
    reported_t: float | None = None
    is_green: bool = False  # certified green electricity: a memo line, never subtracted from the total
    is_estimated: bool = False  # filled in from a proxy, to be replaced by local data
    file: str = ""
    row: int | None = None

    @property
    def place(self) -> str:
        """Where the line stands in the file it came from."""
        return f"{self.file} row {self.row}" if self.row is not None else self.file


@cache
def sector_codes() -> dict[str, int]:
    """Position of each sector on the sector axis."""
    return {key: position for position, key in enumerate(vocabulary.sectors())}


@cache
def carrier_codes() -> dict[str, int]:
    """Position of each carrier on the carrier axis."""
    return {key: position for position, key in enumerate(vocabulary.carriers())}


@cache
def unit_codes() -> dict[str, int]:
    """Position of each unit on the unit axis."""
    return {unit: position for position, unit in enumerate(units.UNITS)}


@dataclass(frozen=True, slots=True)
class ActivityTable:
    """Activities as columns of equal length n; texts are codes into their vocabularies.

    `amount`, `uncertainty` and `reported_t` are NaN where nothing is given. `supplier` is a code into
    `suppliers`, whose first entry is the empty one. `records` holds the lines as they were entered, or
    nothing where the columns were built directly.
    """

    year: IntArray
    sector: IntArray
    carrier: IntArray
    amount: FloatArray
    unit: IntArray
    supplier: IntArray
    uncertainty: FloatArray
    reported_t: FloatArray
    suppliers: tuple[str, ...] = ("",)
    records: Sequence[Activity] = field(default=())

    def __len__(self) -> int:
        return len(self.year)

    def part(self, chosen: NDArray[np.integer[Any]] | slice) -> ActivityTable:
        """Some of the lines, without the records they were entered as."""
        return ActivityTable(
            year=self.year[chosen],
            sector=self.sector[chosen],
            carrier=self.carrier[chosen],
            amount=self.amount[chosen],
            unit=self.unit[chosen],
            supplier=self.supplier[chosen],
            uncertainty=self.uncertainty[chosen],
            reported_t=self.reported_t[chosen],
            suppliers=self.suppliers,
        )

    def activity(self, line: int) -> Activity:
        """One line as a record, with the texts it was entered with where they are known."""
        if self.records:
            return self.records[line]
        amount, reported_t = float(self.amount[line]), float(self.reported_t[line])
        uncertainty = float(self.uncertainty[line])
        return Activity(
            year=int(self.year[line]),
            sector=list(sector_codes())[self.sector[line]],
            carrier=list(carrier_codes())[self.carrier[line]],
            amount=None if np.isnan(amount) else amount,
            unit=units.UNITS[self.unit[line]],
            supplier=self.suppliers[self.supplier[line]],
            uncertainty=None if np.isnan(uncertainty) else uncertainty,
            reported_t=None if np.isnan(reported_t) else reported_t,
        )


def activity_table(activities: Iterable[Activity]) -> ActivityTable:
    """Turn records into columns.

    >>> table = activity_table([Activity(2022, "residential", "natural_gas", 100.0, "MWh")])
    >>> len(table), float(table.amount[0])
    (1, 100.0)
    """
    records = tuple(activities)
    suppliers = tuple(dict.fromkeys(["", *(record.supplier for record in records)]))
    supplier_codes = {supplier: position for position, supplier in enumerate(suppliers)}
    default_unit = {key: carrier.unit for key, carrier in vocabulary.carriers().items()}
    return ActivityTable(
        year=_ints(record.year for record in records),
        sector=_ints(sector_codes()[record.sector] for record in records),
        carrier=_ints(carrier_codes()[record.carrier] for record in records),
        amount=_floats(record.amount for record in records),
        unit=_ints(unit_codes()[record.unit or default_unit[record.carrier]] for record in records),
        supplier=_ints(supplier_codes[record.supplier] for record in records),
        uncertainty=_floats(activity_uncertainty(record) for record in records),
        reported_t=_floats(record.reported_t for record in records),
        suppliers=suppliers,
        records=records,
    )


def activity_uncertainty(activity: Activity) -> float | None:
    """Relative uncertainty of the amount: as given, else the default of the quality grade, else None."""
    if activity.uncertainty is not None:
        return activity.uncertainty
    if activity.quality:
        return vocabulary.quality_grades()[activity.quality].uncertainty
    return None


def _ints(values: Iterable[int]) -> IntArray:
    return np.fromiter(values, dtype=np.int32)


def _floats(values: Iterable[float | None]) -> FloatArray:
    return np.fromiter((np.nan if value is None else value for value in values), dtype=np.float64)
