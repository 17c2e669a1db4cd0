"""The arithmetic: quantity × factor → emissions by line and gas, in dense arrays."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cascais import units
from cascais.errors import UnitError
from cascais.inventory.activities import (
    Activity,
    ActivityTable,
    FloatArray,
    IntArray,
    activity_table,
    carrier_codes,
    sector_codes,
    unit_codes,
)
from cascais.inventory.factors import FactorKey, FactorTable, Options, factor_table, gwp_weights
from cascais.provenance import Choice, How, Source
from cascais.tables import calorific_values, vocabulary
from cascais.text import message

BoolArray = NDArray[np.bool_]
MOST_DENSE_CODES = 20_000_000
"""Above as many combinations of year, sector, carrier and supplier, lines are sorted instead of counted."""


@dataclass(frozen=True, slots=True)
class UnitConversion:
    """How an amount was brought to the carrier's canonical unit."""

    factor: float
    from_unit: str
    to_unit: str
    choice: Choice
    source: Source | None = None


@dataclass(frozen=True, slots=True)
class Inventory:
    """All emissions that follow from a table of n activities.

    `quantity` (n,) is the amount in the carrier's canonical unit (0 where none is given); `gas_t` (n, 5) the
    emissions along GASES; `co2e_t` (n,) in t CO2e of the named GWP set; `biogenic_co2_t` (n,) stands apart and
    is in no total; `factor_of_line` (n,) points into `factors`; `is_reported` (n,) marks lines whose emissions
    are those that their own source prints, because no factor could be applied.
    """

    activities: ActivityTable
    options: Options
    factors: FactorTable
    factor_of_line: IntArray
    quantity: FloatArray
    gas_t: FloatArray
    co2e_t: FloatArray
    biogenic_co2_t: FloatArray
    is_reported: BoolArray

    @property
    def gwp_set(self) -> str:
        """The GWP set of every CO2e in the inventory."""
        return self.options.gwp_set


def compute(activities: ActivityTable | Iterable[Activity], options: Options) -> Inventory:
    """Compute the emissions of every activity.

    Equation: E[line, gas] = amount × conversion(unit, carrier) × factor(year, sector, carrier, supplier)[gas];
    CO2e[line] = Σ_gas E × GWP_gas. Lines without any factor take the emissions that their source reports,
    and zero (with a finding of the check `missing_factor`) where it reports none.
    Source: IPCC 2006 Guidelines, Vol. 2, equation 2.1 (Tier 1).
    Raises UnitError where an amount cannot be brought to the unit of its carrier, MissingFigureError where that
    needs a calorific value that is not published here.

    >>> from cascais.inventory.activities import Activity
    >>> gas = Activity(2022, "residential", "natural_gas", 1000.0, "MWh")
    >>> inventory = compute([gas], Options(country="EE", gwp_set="AR5"))
    >>> round(float(inventory.gas_t[0, 0]), 2)  # 1 000 MWh × 56 100 kg/TJ
    201.96
    """
    table = activities if isinstance(activities, ActivityTable) else activity_table(activities)
    keys, factor_of_line = _distinct_keys(table)
    factors = factor_table(keys, options)
    no_amount = np.isnan(table.amount)
    quantity = table.amount * _conversion_of_line(table, no_amount)
    quantity[no_amount] = 0.0
    index = factor_of_line.astype(np.intp)  # converted once rather than by every take
    gas_t = np.take(factors.values, index, axis=0)
    gas_t *= quantity[:, None]
    is_reported = _is_reported(table, no_amount, factors, factor_of_line)
    gas_t[is_reported, -1] = table.reported_t[is_reported]
    return Inventory(
        activities=table,
        options=options,
        factors=factors,
        factor_of_line=factor_of_line,
        quantity=quantity,
        gas_t=gas_t,
        co2e_t=gas_t @ gwp_weights(options.gwp_set),
        biogenic_co2_t=np.take(factors.biogenic_co2, index) * quantity,
        is_reported=is_reported,
    )


@cache
def unit_conversion(unit: str, carrier: str) -> UnitConversion:
    """How one unit of a carrier becomes its canonical unit: by definition, or by a published calorific value.

    >>> unit_conversion("GWh", "electricity").factor
    1000.0
    """
    to_unit = vocabulary.carrier(carrier).unit
    if units.dimension(unit) == units.dimension(to_unit):
        definition = Choice(How.EXACT, message("by definition of the units"))
        return UnitConversion(units.conversion(unit, to_unit), unit, to_unit, definition)
    if units.dimension(to_unit) != "energy":
        raise UnitError(f"“{vocabulary.carrier(carrier).title}” is counted in {to_unit}, not in {unit}.")
    found = calorific_values.calorific_value(carrier, unit)
    return UnitConversion(found.value, unit, to_unit, found.choice, found.source)


def _distinct_keys(table: ActivityTable) -> tuple[list[FactorKey], IntArray]:
    """Distinct factor keys and, for each line, the position of its own."""
    if not len(table):
        return [], np.zeros(0, dtype=np.int32)
    sectors, carriers = list(sector_codes()), list(carrier_codes())
    first_year = int(table.year.min())
    shape = (int(table.year.max()) - first_year + 1, len(sectors), len(carriers), len(table.suppliers))
    is_dense = math.prod(shape) <= MOST_DENSE_CODES
    code: NDArray[np.signedinteger[Any]] = table.year - first_year
    if not is_dense:
        code = code.astype(np.int64)
    for size, column in zip(shape[1:], (table.sector, table.carrier, table.supplier), strict=True):
        if size > 1:
            code *= size
            code += column
    used, position = _positions(code, math.prod(shape) if is_dense else 0)
    parts = (part.tolist() for part in np.unravel_index(used, shape))
    keys = [
        FactorKey(first_year + year, sectors[s], carriers[c], table.suppliers[p])
        for year, s, c, p in zip(*parts, strict=True)
    ]
    return keys, position


def _positions(
    code: NDArray[np.signedinteger[Any]], size: int
) -> tuple[NDArray[np.signedinteger[Any]], IntArray]:
    """The codes in use and the position of each line's own; without sorting the lines where the space has a size."""
    if not size:
        found, inverse = np.unique(code, return_inverse=True)
        return found, inverse.astype(np.int32)
    used = _used(code, size)
    position = np.empty(size, dtype=np.int32)
    position[used] = np.arange(used.size, dtype=np.int32)
    return used, np.take(position, code)


def _conversion_of_line(table: ActivityTable, no_amount: BoolArray) -> FloatArray:
    """Factor to the canonical unit for each line, looked up once for each distinct (unit, carrier)."""
    carriers, names = list(carrier_codes()), list(unit_codes())
    code = table.unit * np.int32(len(carriers))
    code += table.carrier
    factors = np.ones(len(names) * len(carriers))
    for each in _used(code[~no_amount] if no_amount.any() else code, factors.size):
        unit, carrier = divmod(int(each), len(carriers))
        factors[each] = unit_conversion(names[unit], carriers[carrier]).factor
    return np.take(factors, code)


def _is_reported(
    table: ActivityTable, no_amount: BoolArray, factors: FactorTable, factor_of_line: IntArray
) -> BoolArray:
    """Lines whose emissions are those that their source prints: no amount or no factor, but a printed figure."""
    missing = np.array([chosen.is_missing for chosen in factors.resolved], dtype=bool)
    is_reported = np.zeros(len(table), dtype=bool)
    printed = np.flatnonzero(~np.isnan(table.reported_t))
    is_reported[printed] = no_amount[printed] | missing[factor_of_line[printed]]
    return is_reported


def _used(code: NDArray[np.signedinteger[Any]], size: int) -> IntArray:
    is_used = np.zeros(size, dtype=bool)
    is_used[code] = True
    return np.flatnonzero(is_used).astype(np.int32)
