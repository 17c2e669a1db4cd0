"""Totals of an inventory by sector, carrier, gas, year and line."""

from __future__ import annotations

import numpy as np

from cascais.inventory.activities import FloatArray, IntArray, carrier_codes, sector_codes
from cascais.inventory.emissions import Inventory
from cascais.inventory.factors import GASES, gwp_weights
from cascais.tables import vocabulary


def total_t(inventory: Inventory) -> float:
    """Total emissions [t CO2e], sinks included, biogenic CO2 not."""
    return float(inventory.co2e_t.sum())


def gross_t(inventory: Inventory) -> float:
    """Total emissions [t CO2e] without the land-use sector, whose sinks are reported apart."""
    land = sector_codes()["land_use"]
    return float(inventory.co2e_t[inventory.activities.sector != land].sum())


def by_sector(inventory: Inventory) -> dict[str, float]:
    """Emissions [t CO2e] of each sector that has a number, in the order of the matrix.

    A sector of which only notation keys are known is no zero and is left out.
    """
    return _by(inventory, inventory.activities.sector, inventory.co2e_t, list(sector_codes()))


def by_carrier(inventory: Inventory) -> dict[str, float]:
    """Emissions [t CO2e] of each carrier that has a number, in the order of the matrix."""
    return _by(inventory, inventory.activities.carrier, inventory.co2e_t, list(carrier_codes()))


def by_year(inventory: Inventory) -> dict[int, float]:
    """Emissions [t CO2e] of each year that occurs."""
    years, position = np.unique(inventory.activities.year, return_inverse=True)
    sums = np.bincount(position, weights=inventory.co2e_t, minlength=len(years))
    return {int(year): float(value) for year, value in zip(years, sums, strict=True)}


def by_gas(inventory: Inventory) -> dict[str, float]:
    """Emissions along GASES, each in t CO2e of the inventory's GWP set."""
    sums = inventory.gas_t.sum(axis=0) * gwp_weights(inventory.gwp_set)
    return {gas: float(value) for gas, value in zip(GASES, sums, strict=True)}


def biogenic_co2_t(inventory: Inventory) -> float:
    """Biogenic CO2 [t], reported apart from the total."""
    return float(inventory.biogenic_co2_t.sum())


def final_energy_mwh(inventory: Inventory) -> dict[str, float]:
    """Final energy [MWh] by carrier, energy carriers only."""
    energy = {key for key, carrier in vocabulary.carriers().items() if carrier.kind == "energy"}
    amounts = _by(inventory, inventory.activities.carrier, inventory.quantity, list(carrier_codes()))
    return {key: amount for key, amount in amounts.items() if key in energy}


def lines_of(inventory: Inventory, sector: str, *, with_parts: bool = True) -> IntArray:
    """Positions of the lines of a sector and, by default, of the sectors below it."""
    keys = vocabulary.descendants(sector) if with_parts else {sector}
    codes = [code for key, code in sector_codes().items() if key in keys]
    return np.flatnonzero(np.isin(inventory.activities.sector, codes)).astype(np.int32)


def _by(inventory: Inventory, codes: IntArray, weights: FloatArray, names: list[str]) -> dict[str, float]:
    table = inventory.activities
    has_number = ~np.isnan(table.amount) | ~np.isnan(table.reported_t)
    sums = np.bincount(codes, weights=weights, minlength=len(names))
    occurs = np.bincount(codes[has_number], minlength=len(names)) > 0
    return {names[position]: float(sums[position]) for position in np.flatnonzero(occurs)}
