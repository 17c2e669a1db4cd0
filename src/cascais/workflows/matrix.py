"""An inventory laid out as a matrix: sectors down, carriers across, those that occur only."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from cascais.inventory.activities import FloatArray, IntArray, carrier_codes, sector_codes
from cascais.inventory.emissions import Inventory
from cascais.tables import vocabulary


class Measure(StrEnum):
    """What the cells of the matrix hold."""

    EMISSIONS = "emissions"  # t CO2e
    ENERGY = "energy"  # MWh of final energy

    @property
    def unit(self) -> str:
        """The unit of the cells."""
        return "t CO2e" if self is Measure.EMISSIONS else "MWh"


@dataclass(frozen=True, slots=True)
class Matrix:
    """Sums by sector (S,) and carrier (C,): `cells` (S, C) in `measure.unit`, NaN where no line is or no figure.

    `keys` (S × C) holds the notation keys of lines that stand there without a figure.
    """

    measure: Measure
    sectors: tuple[str, ...]
    carriers: tuple[str, ...]
    cells: FloatArray
    keys: tuple[tuple[str, ...], ...]

    @property
    def by_sector(self) -> FloatArray:
        """Sum of each row (S,), NaN where none of its lines has a figure: unknown is not zero."""
        return _sums(self.cells, axis=1)

    @property
    def by_carrier(self) -> FloatArray:
        """Sum of each column (C,), NaN where none of its lines has a figure."""
        return _sums(self.cells, axis=0)

    @property
    def total(self) -> float:
        """Sum of all cells, NaN where no line has a figure."""
        return float(_sums(self.cells.reshape(1, -1), axis=1)[0])


def matrix(inventory: Inventory, measure: Measure = Measure.EMISSIONS) -> Matrix:
    """Lay out an inventory by sector and carrier.

    >>> from cascais.inventory.activities import Activity
    >>> from cascais.inventory.emissions import compute
    >>> from cascais.inventory.factors import Options
    >>> gas = Activity(2022, "residential", "natural_gas", 100.0, "MWh")
    >>> matrix(compute([gas], Options(country="EE")), Measure.ENERGY).total
    100.0
    """
    lines = lines_of_measure(inventory, measure)
    table = inventory.activities
    sectors, row = np.unique(table.sector[lines], return_inverse=True)
    carriers, column = np.unique(table.carrier[lines], return_inverse=True)
    values = figures(inventory, measure)[lines]
    cells = np.full((len(sectors), len(carriers)), np.nan)
    known = ~np.isnan(values)
    cells[row[known], column[known]] = 0.0
    np.add.at(cells, (row[known], column[known]), values[known])
    keys = [[""] * len(carriers) for _ in sectors]
    for line, at_row, at_column in zip(lines.tolist(), row.tolist(), column.tolist(), strict=True):
        if table.records and not keys[at_row][at_column]:
            keys[at_row][at_column] = table.records[line].notation_key
    names_of_sectors, names_of_carriers = list(sector_codes()), list(carrier_codes())
    return Matrix(
        measure,
        tuple(names_of_sectors[code] for code in sectors),
        tuple(names_of_carriers[code] for code in carriers),
        cells,
        tuple(map(tuple, keys)),
    )


def _sums(cells: FloatArray, axis: int) -> FloatArray:
    is_known = ~np.isnan(cells)
    sums = np.where(is_known, cells, 0.0).sum(axis=axis)
    return np.where(is_known.any(axis=axis), sums, np.nan)


def lines_of_measure(inventory: Inventory, measure: Measure) -> IntArray:
    """Positions of the lines that a measure is about: all of them, or those that count energy."""
    if measure is Measure.EMISSIONS:
        return np.arange(len(inventory.activities), dtype=np.int32)
    energy = [code for key, code in carrier_codes().items() if vocabulary.carriers()[key].kind == "energy"]
    return np.flatnonzero(np.isin(inventory.activities.carrier, energy)).astype(np.int32)


def figures(inventory: Inventory, measure: Measure) -> FloatArray:
    """The figure of each line (n,) in the unit of the measure, NaN where the line gives none.

    A line without amount and without printed emissions has none; its emissions are unknown, not zero.
    """
    has_no_amount = np.isnan(inventory.activities.amount)
    if measure is Measure.ENERGY:
        return np.where(has_no_amount, np.nan, inventory.quantity)
    return np.where(has_no_amount & ~inventory.is_reported, np.nan, inventory.co2e_t)
